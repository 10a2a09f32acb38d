"""The output folder of a run: made, recognised, and its `run.json` written whole or not at all."""

from pathlib import Path
from typing import Any

import orjson

from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.run.files.ledger import holds_work

Summary = dict[str, Any]  # run.json


def make_folder(out: Path) -> None:
    """Make the folder `out`, or take one that is empty or holds a run.

    Raises:
        ConfigError: it is a file, holds something else, or cannot be made.
    """
    if out.exists() and not out.is_dir():
        raise ConfigError(f"--out {str(out)!r} is a file: name a folder")
    held = [path.name for path in out.iterdir()] if out.is_dir() else []
    others = [name for name in held if not name.startswith("journal.sqlite")]
    if others and "run.json" not in held:
        raise ConfigError(
            f"--out {str(out)!r} holds {others[0]!r} and no run: name an empty or a new folder"
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"cannot make --out {str(out)!r}: {error.strerror}") from error


def earlier_run(out: Path, journal: Journal) -> Summary | None:
    """Return the `run.json` of the run in `out`, None where nothing is done there yet.

    Raises:
        ConfigError: it cannot be read.
    """
    path = out / "run.json"
    if not path.is_file() or not holds_work(journal):
        return None
    try:
        before = orjson.loads(path.read_bytes())
        if isinstance(before["identity"], dict):
            return before
    except (orjson.JSONDecodeError, KeyError, TypeError):
        pass
    raise ConfigError(f"{str(path)!r} cannot be read: choose another folder, or put the file back")


def difference(out: Path, before: Summary, identity: dict[str, Any]) -> str:
    """Return how the run in `out` differs from one with this identity, empty where it does not."""
    known, now = before["identity"], orjson.loads(orjson.dumps(identity))
    for key in known.keys() | now.keys():
        if known.get(key) != now.get(key):
            return (
                f"--out {str(out)!r} holds a run with {key} {known.get(key)!r}, this one has "
                f"{now.get(key)!r}: choose another folder"
            )
    return ""


def write_summary(out: Path, summary: Summary) -> None:
    """Write `run.json`."""
    part = out / "run.json.part"
    part.write_bytes(orjson.dumps(summary, option=orjson.OPT_INDENT_2))
    part.replace(out / "run.json")
