"""Read the parallel texts beside the repository: NTREX-128, and FLORES-200 with real systems.

ntrex(folder)["kn"][0], ntrex(folder)["en"][0]   the same line in two languages
"""

from pathlib import Path

Lines = list[str]

_NTREX = {"en": "src.eng", "kn": "ref.kan", "hi": "ref.hin", "sw": "ref.swa", "ar": "ref.arb"}
SYSTEMS = ("google", "microsoft", "nllb", "bergamot-tiny")


def ntrex(folder: Path) -> dict[str, Lines]:
    """Return language -> lines of NTREX-128 in the data folder; line i is the same in all."""
    return {
        lang: read_lines(folder / "ntrex128" / f"newstest2019-{name}.txt")
        for lang, name in _NTREX.items()
    }


def flores(folder: Path, name: str) -> Lines:
    """Return the lines of FLORES-200 dev: `kn`, `en`, or a system's English as `google.en`."""
    return read_lines(folder / "flores-kn-en" / f"flores-dev.{name}")


def read_lines(path: Path) -> Lines:
    """Return a file's lines, of which only line feeds are ends."""
    return path.read_text(encoding="utf-8-sig").removesuffix("\n").split("\n")
