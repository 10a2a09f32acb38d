"""Two hundred Kannada passages and a road of three requests for each: runs that are long and quick.

The road is the user's own chain, so that runs are whole ones of the command line: two pairs of the
passage, one verdict on each.
"""

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
import yaml

from mlkt.run.files.book import PASSAGES
from tests.servers.openai_server import OpenAIServer

ROWS = 200
SLOTS = 64
ARGV = ["run", "a.md", "--lang", "kn", "--config", "c.yaml"]
_CHAIN = """
from mlkt.chains import critic, qa

def road(model, lang, *, judge, steps, **others):
    return qa(model, lang, steps=steps) | critic(judge, lang, checks=["faithfulness"], steps=steps)
"""


def write_folder(patch: pytest.MonkeyPatch, folder: Path, **model: float) -> None:
    """Make `folder` the working one, with documents, chain and configuration."""
    patch.chdir(folder)
    text = "\n\n".join(
        f"## ಭಾಗ {number}\n\nಮೈಸೂರು ನಗರದ {number}ನೇ ವಾರ್ಡ್‌ನಲ್ಲಿ {number * 7} ಶಾಲೆಗಳಿವೆ. "
        f"ಅಲ್ಲಿ {number * 3} ಉದ್ಯಾನಗಳಿವೆ ಎಂದು ಹೇಳಲಾಗುತ್ತದೆ."
        for number in range(1, ROWS + 1)
    )
    Path("a.md").write_text(text, encoding="utf-8")
    Path("smallroad.py").write_text(_CHAIN, encoding="utf-8")
    config = {
        "chain": "smallroad:road",
        "strategy": "native",
        "passage": {"max_chars": 150},
        "steps": {"qa": {"n_pairs": 2}},
        "models": {"teacher": model},
        "limits": {"requests": SLOTS, "passages": SLOTS},
    }
    Path("c.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")


def start(server: OpenAIServer, out: str) -> subprocess.Popen[str]:
    """Start `mlkt run` in another process."""
    own = {"BASE_URL": server.base_url, "NAME": server.model, "API_KEY": server.key}
    return subprocess.Popen(
        [sys.executable, "-m", "mlkt", *ARGV, "--out", out],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {f"TEACHER_MODEL_{name}": value for name, value in own.items()},
    )


def finish(process: subprocess.Popen[str], code: int = 0) -> str:
    """Wait for a run, check its exit code and return what it printed."""
    said, _ = process.communicate(timeout=120)
    assert process.returncode == code, said
    return said


def files(out: str) -> dict[str, bytes]:
    """Return a run's files by name."""
    return {name: Path(out, name).read_bytes() for name in PASSAGES.files}


def records(out: str, name: str) -> list[dict[str, object]]:
    """Return the records of one file."""
    return [orjson.loads(line) for line in files(out)[name].splitlines()]
