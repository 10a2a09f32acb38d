"""The wheel holds everything, adds one name to site-packages, and works outside the checkout."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import regex

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def tracked() -> list[str]:
    """Return the repository's files: what git holds, and what it would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy that holds git's files and nothing else."""
    copy = tmp_path_factory.mktemp("copy")
    for name in tracked():
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist"]
    built = subprocess.run([*command, "."], cwd=copy, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    (found,) = (copy / "dist").glob("*.whl")
    return found


def test_the_wheel_holds_what_git_holds_under_one_name(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert {name.split("/")[0] for name in inside} == {"mlkt"}
    expected: set[str] = set()
    for name in tracked():
        top = name.split("/")[0]
        if top == "mlkt":
            expected.add(name)
        elif top in ("chains", "prompts", "locales"):
            expected.add(f"mlkt/{name}")
    assert inside == expected
    assert any(name.endswith("kn.tmx") for name in inside)
    assert any(name.endswith("prompts/kn/qa.md") for name in inside)


def test_the_licence_travels_with_it(wheel: Path) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in zipfile.ZipFile(wheel).namelist())


def test_the_demo_runs_from_the_wheel_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site, cwd = tmp_path / "site", tmp_path / "elsewhere"
    cwd.mkdir()
    zipfile.ZipFile(wheel).extractall(site)
    environment = os.environ | {"PYTHONPATH": str(site), "PYTHONSAFEPATH": "1"}

    def python(*arguments: str) -> str:
        result = subprocess.run(
            [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    files = python("-c", "import mlkt, mlkt.chains; print(mlkt.__file__, mlkt.chains.__file__)")
    assert all(name.startswith(str(site)) for name in files.split())
    assert "kept" in python("-m", "mlkt", "demo")
    assert (cwd / "mlkt-demo-kn" / "pairs.jsonl").stat().st_size > 0


def test_every_dependency_has_a_floor_and_a_ceiling_or_a_reason() -> None:
    dated = {"regex", "xllamacpp", "gguf", "tokenizers", "setuptools", "numpy", "types-PyYAML"}
    everything = [*PROJECT["dependencies"]]
    for extra in PROJECT["optional-dependencies"].values():
        everything += extra
    for line in everything:
        name = regex.split(r"[\[<>=]", line)[0]
        if name == "mlkt":
            continue
        assert (">=" in line and "<" in line) or name in dated, line


def test_pins_name_versions_and_no_hosts() -> None:
    for name in ("constraints.txt", "constraints-oldest.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if line and not line.startswith("#")]
        assert len(pins) > 10
        assert all(regex.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+!-]+", pin) for pin in pins)


def test_the_core_is_small() -> None:
    """The figures stand in the README; what is asked for directly is what decides them."""
    heavy = ("aiohttp", "numpy", "py3langid", "docling", "datasets", "torch", "transformers")
    assert not any(line.startswith(heavy) for line in PROJECT["dependencies"])


def test_no_file_names_a_path_of_this_machine_or_a_secret() -> None:
    machine = regex.compile(r"/(?:root|home/\w+|work)/|\bsk-[A-Za-z0-9]{20,}")
    for name in tracked():
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".txt", ".yaml", ".tmx", ""):
            text = path.read_text(encoding="utf-8", errors="replace")
            found = machine.search(text)
            assert not found or name == "tests/test_packaging.py", (name, found)
