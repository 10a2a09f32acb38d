"""What ends a run from outside: signals, a full disk, another run. Nothing is lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from mlkt.cli import main
from tests.servers.openai_server import OpenAIServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are POSIX's")
Start = Callable[..., OpenAIServer]
TEXT = "\n\n".join(
    f"## ಭಾಗ {number}\n\nಮೈಸೂರು ನಗರದ {number}ನೇ ವಾರ್ಡ್‌ನಲ್ಲಿ {number * 7} ಶಾಲೆಗಳಿವೆ. "
    f"ಅಲ್ಲಿ {number * 3} ಉದ್ಯಾನಗಳಿವೆ ಎಂದು ಹೇಳಲಾಗುತ್ತದೆ."
    for number in range(1, 7)
)
ARGV = ["run", "a.md", "--lang", "kn", "--config", "c.yaml", "--strategy", "native", "--out", "o"]
PLAIN = [*ARGV[:-1], "plain"]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(TEXT, encoding="utf-8")
    Path("c.yaml").write_text(
        "passage: {max_chars: 150}\nlimits: {passages: 1, requests: 4}\n", encoding="utf-8"
    )


def use(patch: pytest.MonkeyPatch, server: OpenAIServer) -> None:
    own = {"BASE_URL": server.base_url, "NAME": server.model, "API_KEY": server.key}
    for name, value in own.items():
        patch.setenv(f"TEACHER_MODEL_{name}", value)


def start(before: Callable[[], object]) -> subprocess.Popen[str]:
    """Start the run in another process, which calls `before` first."""
    return subprocess.Popen(
        [sys.executable, "-m", "mlkt", *ARGV],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=before,
    )


def wait_for_the_first_passage(process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 30
    pairs = Path("o/pairs.jsonl")
    while not (pairs.exists() and pairs.stat().st_size):
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.05)


def summary() -> dict[str, Any]:
    return orjson.loads(Path("o/run.json").read_bytes())


@pytest.mark.parametrize(
    ("sent", "interrupt", "code"),
    [
        # a suite that a shell runs in the background ignores Ctrl-C, and so would the process
        (signal.SIGINT, signal.SIG_DFL, 130),
        (signal.SIGTERM, signal.SIG_DFL, 143),
        (signal.SIGTERM, signal.SIG_IGN, 143),
    ],
)
def test_a_signal_stops_cleanly_and_the_next_run_continues(
    sent: int,
    interrupt: signal.Handlers,
    code: int,
    openai_server: Start,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = openai_server(latency_s=0.15)
    use(monkeypatch, server)
    process = start(lambda: signal.signal(signal.SIGINT, interrupt))
    wait_for_the_first_passage(process)
    os.kill(process.pid, sent)
    _, err = process.communicate(timeout=20)
    assert process.returncode == code
    assert "run the same command again to continue" in err and "Traceback" not in err
    done = summary()
    assert done["state"] == "stopped" and done["counts"]["adds_up"]
    assert done["counts"]["passages"]["finished"] >= 1
    answered = len(server.answered)
    server._latency_s = 0.0
    assert main(ARGV) == 0
    assert main(PLAIN) == 0
    assert Path("o/pairs.jsonl").read_bytes() == Path("plain/pairs.jsonl").read_bytes()
    plain_calls = len({chat.prompt for chat in server.chats})
    assert answered < plain_calls


@pytest.mark.parametrize("size", [20_000, 100_000, 200_000])
def test_a_full_disk_stops_the_run_and_no_passage_fails_by_it(size: int) -> None:
    resource = pytest.importorskip("resource")
    process = start(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.splitlines()[-1].startswith("mlkt: cannot write")
    assert "free some space" in err and "Traceback" not in err
    failed = Path("o/failed.jsonl")
    assert not failed.exists() or failed.read_bytes() == b""
    assert main(ARGV) == 0
    assert main(PLAIN) == 0
    assert Path("o/pairs.jsonl").read_bytes() == Path("plain/pairs.jsonl").read_bytes()


def test_a_second_run_in_one_folder_is_refused_and_the_first_goes_on(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, openai_server(latency_s=0.1))
    process = start(lambda: None)
    wait_for_the_first_passage(process)
    assert main(ARGV) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "another mlkt run is at work there" in err
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert summary()["state"] == "finished"


def test_a_folder_that_cannot_be_written_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("o").mkdir(mode=0o500)
    if os.access("o", os.W_OK):
        pytest.skip("root writes anywhere")
    assert main(ARGV) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "mend the folder" in err
