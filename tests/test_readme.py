"""The README is true: its blocks run, its output is the demo's, its tree names every file."""

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import regex

from mlkt.config import load_config
from mlkt.packs import coverage, load_locale, tasks
from tests.servers.mediawiki import MediaWikiServer
from tests.servers.mediawiki_pages import PAGES
from tests.servers.openai_server import OpenAIServer

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = regex.compile(r"^```(\w+)\n(.*?)^```$", regex.MULTILINE | regex.DOTALL)
SECONDS = regex.compile(r"\d+\.\d s$", regex.MULTILINE)
VERSION = regex.compile(r"^mlkt \S+", regex.MULTILINE)

# import order, as test_layers holds it
ROOMS = [
    "mlkt/__init__.py", "mlkt/__main__.py", "mlkt/errors.py", "mlkt/rows.py", "mlkt/packs.py",
    "mlkt/text", "mlkt/reply", "mlkt/journal.py", "mlkt/limits.py", "mlkt/steps.py", "mlkt/ask.py",
    "mlkt/config", "mlkt/models", "mlkt/translate", "mlkt/sources", "mlkt/samples", "chains",
    "mlkt/run", "mlkt/cli", "examples", "benchmarks",
]  # fmt: skip


def blocks(kind: str) -> list[str]:
    found = [body for name, body in BLOCK.findall(README) if name == kind]
    assert found
    return found


def caption(path: Path) -> str:
    """Return the first sentence of a module's docstring, without its full stop."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.split("\n")[0].rstrip(".").strip()


def tree() -> str:
    lines: list[str] = []
    for room in ROOMS:
        path = ROOT / room
        files = [path] if path.is_file() else sorted(path.rglob("*.py"))
        assert files, room
        for file in files:
            name = file.relative_to(ROOT).as_posix()
            lines.append(f"{name:<42} {caption(file)}")
    lines += [
        "prompts/<lang>/<task>.md                   one prompt, word for word what the model gets",
        "locales/<lang>.yaml                        facts about one language",
        "mlkt/samples/<lang>.md, .tmx               an article and its English translation",
        "tests/                                     one file a module; servers/ are the doubles",
    ]
    return "\n".join(lines) + "\n"


def coverage_table() -> str:
    packs = {lang: states for lang, states in coverage().items()}
    written = {
        lang: states for lang, states in packs.items() if set(states.values()) != {"missing"}
    }
    lines = [
        "| prompt | " + " | ".join(map(_named, written)) + " |",
        "|---|" + "---|" * len(written),
    ]
    for task in tasks():
        states = " | ".join(states[task] for states in written.values())
        lines.append(f"| `{task}` | {states} |")
    bare = [_named(lang) for lang in packs if lang not in written]
    told = f"\n\nLocales without prompts of their own yet: {', '.join(bare)}." if bare else ""
    return "\n".join(lines) + told


def _named(lang: str) -> str:
    return f"{load_locale(lang).endonym} (`{lang}`)"


def test_the_tree_names_every_file_with_its_caption() -> None:
    assert tree() in blocks("text"), "the tree should be:\n" + tree()
    shown = {line.split()[0] for line in tree().splitlines()}
    there = {p.relative_to(ROOT).as_posix() for p in ROOT.glob("mlkt/**/*.py")}
    assert there <= shown


def test_the_table_of_languages_is_the_packs_state() -> None:
    assert coverage_table() in README, "the table should be:\n" + coverage_table()


def test_the_shown_output_is_what_the_demo_prints(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "mlkt", "demo"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    def plain(text: str) -> str:
        return VERSION.sub("mlkt", SECONDS.sub("? s", text))

    assert plain(result.stdout) in [plain(block) for block in blocks("text")], result.stdout


@pytest.mark.parametrize("number", range(len(BLOCK.findall(README))))
def test_every_block_is_of_a_kind_that_is_checked(number: int) -> None:
    assert BLOCK.findall(README)[number][0] in ("sh", "python", "text", "yaml")


def test_the_commands_run_in_the_order_they_stand(
    tmp_path: Path,
    openai_server: Callable[..., OpenAIServer],
    mediawiki_server: Callable[..., MediaWikiServer],
) -> None:
    """The whole page as one shell session, in a folder that looks like the checkout.

    Two things are put in place of what a test cannot have: the model's server at port 8000 and
    Wikipedia are servers on loopback. `make test` is left out: it is what runs this.
    """
    for entry in ROOT.iterdir():
        (tmp_path / entry.name).symlink_to(entry)
    server = openai_server(models=("Qwen/Qwen3-8B",), api_key=None)
    script = "\n".join(blocks("sh")).replace("http://127.0.0.1:8000/v1", server.base_url)
    script = "\n".join(line for line in script.splitlines() if not line.startswith("make test"))
    page = replace(PAGES[0], title="ಮೈಸೂರು")
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "VENV": sys.prefix,
        "MLKT_WIKIPEDIA_BASE": mediawiki_server(pages=[page]).url,
    }
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-4000:]
    for name in ("kn", "mysuru", "hi", "memory"):
        assert (tmp_path / "out" / name / "pairs.jsonl").stat().st_size > 0


def test_the_python_runs_and_prints_kannada(capsys: pytest.CaptureFixture[str]) -> None:
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})
    assert regex.search(r"\p{Script=Kannada}", capsys.readouterr().out)


def test_the_configurations_load(tmp_path: Path) -> None:
    for block in blocks("yaml"):
        path = tmp_path / "mlkt.yaml"
        path.write_text(block, encoding="utf-8")
        assert load_config(path, environ={}).translation.routes
