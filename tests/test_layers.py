"""Imports go one way; nothing at the top level of a module is heavy; public names are lists."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import mlkt

ORDER = [
    "errors", "rows", "packs", "text", "reply", "journal", "limits", "steps", "ask", "config",
    "models", "translate", "sources", "samples", "chains", "run", "cli",
]  # fmt: skip
REPOSITORY = Path(__file__).parents[1]
MODULES = sorted(REPOSITORY.glob("mlkt/**/*.py")) + sorted(REPOSITORY.glob("chains/*.py"))
DOORS = {REPOSITORY / "mlkt/__init__.py", REPOSITORY / "mlkt/__main__.py"}  # lazy; the command
HEAVY = {
    "aiohttp", "ctranslate2", "datasets", "docling", "langchain_core", "langchain_openai", "numpy",
    "openai", "py3langid", "ray", "rich", "sacrebleu", "sentencepiece", "wikipediaapi", "xllamacpp",
    "yaml",
}  # fmt: skip


def room(path: Path) -> str:
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return "chains" if parts[0] == "chains" else parts[1]


def rooms_imported(path: Path) -> set[str]:
    """Return the rooms that a module imports at its top level (lazy imports do not count)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [n.module for n in tree.body if isinstance(n, ast.ImportFrom) and n.module]
    names += [a.name for n in tree.body if isinstance(n, ast.Import) for a in n.names]
    return {name.split(".")[1] for name in names if name.startswith("mlkt.")}


def test_there_are_modules_to_check() -> None:
    assert len(MODULES) > 40


@pytest.mark.parametrize(
    "path", sorted(set(MODULES) - DOORS), ids=lambda p: str(p.relative_to(REPOSITORY))
)
def test_a_room_imports_only_rooms_before_it(path: Path) -> None:
    allowed = set(ORDER[: ORDER.index(room(path)) + 1])
    assert rooms_imported(path) <= allowed


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(REPOSITORY)))
def test_a_file_holds_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_public_names_are_sorted_and_load() -> None:
    assert mlkt.__all__ == sorted(mlkt.__all__)
    for name in mlkt.__all__:
        assert getattr(mlkt, name) is not None
    with pytest.raises(AttributeError, match="'nothing'"):
        _ = mlkt.nothing  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "code", ["import mlkt", "from mlkt.cli import main; main(['--help'])"], ids=["import", "help"]
)
def test_start_imports_nothing_heavy(code: str) -> None:
    script = (
        f"import sys\ntry:\n    exec({code!r})\nexcept SystemExit: pass\n"
        "print('LOADED', *sorted({m.partition('.')[0] for m in sys.modules}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.splitlines()[-1].split()[1:])
    assert not loaded & HEAVY
