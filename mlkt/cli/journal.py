"""`mlkt journal`: look into a run's journal, take failed replies out, write it out as text."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.run.engine.shards import take_in

_FIELD = "json_extract(CAST(reply AS TEXT), '$.{}')"
_MODEL = _FIELD.format("response_metadata.model_name")
_REASON = _FIELD.format("response_metadata.finish_reason")
_IN, _OUT = (_FIELD.format(f"usage_metadata.{side}_tokens") for side in ("input", "output"))
# replies of models; engines keep their translations beside them
_CHAT = "json_valid(CAST(reply AS TEXT)) AND json_type(CAST(reply AS TEXT), '$.content') NOT NULL"
_BAD = f"{_CHAT} AND ({_REASON} = 'length' OR trim({_FIELD.format('content')}) = '')"


def stats(folder: Path) -> int:
    """Print how many replies a journal holds, of which models, and what they cost in tokens.

    Raises:
        ConfigError: no journal there, or one that cannot be read.
    """
    journal = _open(folder)
    try:
        counts = (
            f"SELECT {_MODEL}, count(*), total({_IN}), total({_OUT}), "
            f"total({_REASON} = 'length') FROM requests WHERE {_CHAT} GROUP BY 1 ORDER BY 1"
        )
        for model, replies, tokens_in, tokens_out, cut in journal.execute(counts):
            print(
                f"{model}: {replies} replies, {tokens_in:.0f} tokens in, {tokens_out:.0f} out, "
                f"{cut:.0f} cut off"
            )
        (others,) = journal.execute(f"SELECT count(*) FROM requests WHERE NOT ({_CHAT})")[0]
        print(f"others (translations, cached calls): {others}")
    finally:
        journal.close()
    print(f"{(folder / 'journal.sqlite').stat().st_size / 2**20:.1f} MB")
    return 0


def prune(folder: Path) -> int:
    """Take out replies that are empty or were cut off, so that the next run asks them again.

    Raises:
        ConfigError: no journal there, or one that cannot be read.
    """
    journal = _open(folder)
    try:
        (bad,) = journal.execute(f"SELECT count(*) FROM requests WHERE {_BAD}")[0]
        journal.execute(f"DELETE FROM requests WHERE {_BAD}")
    finally:
        journal.close()
    print(f"{bad} empty or cut-off replies taken out; the next run asks them again")
    return 0


def export(folder: Path) -> int:
    """Print every reply as a line of JSON, with its key.

    Raises:
        ConfigError: no journal there, or one that cannot be read.
    """
    journal = _open(folder)
    try:
        for record in _records(journal):
            sys.stdout.write(orjson.dumps(record).decode() + "\n")
    finally:
        journal.close()
    return 0


def _records(journal: Journal) -> Iterator[dict[str, Any]]:
    last = ""
    while batch := journal.execute(
        "SELECT key, reply FROM requests WHERE key > ? ORDER BY key LIMIT 500", (last,)
    ):
        for key, reply in batch:
            try:
                read: Any = orjson.loads(reply)
            except ValueError:
                read = reply.decode("utf-8", "replace")
            yield {"key": key, "reply": read}
        last = batch[-1][0]


def _open(folder: Path) -> Journal:
    path = folder / "journal.sqlite"
    if not path.is_file():
        raise ConfigError(f"no journal in {str(folder)!r}: name the --out folder of a run")
    journal = Journal(path)
    take_in(folder, journal)  # what workers of --engine ray have paid for
    return journal
