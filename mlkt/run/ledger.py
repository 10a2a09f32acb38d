"""The ledger: every passage of a run ends here, finished or failed, and the counts add up.

A finished passage is written at once into the run's SQLite file (which decides what a second run
still has to do) and onto the ends of the `.jsonl` files. When the run is over, the files are
written anew in the documents' order, so that a resumed or a parallel run gives the same bytes as a
plain one.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from mlkt.journal import Journal
from mlkt.rows import Row
from mlkt.run.records import (
    Record,
    failed_record,
    message_record,
    pair_records,
    parallel_records,
)

FILES = ("pairs.jsonl", "rejected.jsonl", "failed.jsonl", "parallel.jsonl", "messages.jsonl")

_SCHEMA = """CREATE TABLE IF NOT EXISTS passages (
  id TEXT, road TEXT, position INTEGER, row BLOB, failure BLOB, PRIMARY KEY (id, road))"""


class Ledger:
    """The passages of one run in folder `out`; `road` names what was done to them.

    A passage done under another road (an edited prompt) counts as not done.
    """

    def __init__(self, out: Path, journal: Journal, *, road: str) -> None:
        self._out = out
        self._journal = journal
        self._road = road
        journal.execute(_SCHEMA)

    def done(self) -> set[str]:
        """Return the ids of the passages that need no work: those that failed do."""
        found = self._journal.execute(
            "SELECT id FROM passages WHERE road = ? AND row IS NOT NULL", (self._road,)
        )
        return {id for (id,) in found}

    def place(self, id: str, position: int) -> None:
        """Note the place of a passage that is done among the documents of this run."""
        self._journal.execute(
            "UPDATE passages SET position = ? WHERE id = ? AND road = ?",
            (position, id, self._road),
        )

    def finish(self, row: Row, position: int) -> None:
        """Write down a finished passage, the `position`-th of the run's documents."""
        self._store(row["id"], position, row=orjson.dumps(row), failure=None)
        self._append(_lines_of(row))

    def fail(self, row: Row, position: int, error: BaseException) -> None:
        """Write down a passage that failed; a second run tries it again."""
        record = failed_record(row, error, getattr(error, "step", ""))
        self._store(row["id"], position, row=None, failure=orjson.dumps(record))
        self._append([("failed.jsonl", record)])

    def _store(self, id: str, position: int, *, row: bytes | None, failure: bytes | None) -> None:
        self._journal.execute(
            "INSERT OR REPLACE INTO passages VALUES (?, ?, ?, ?, ?)",
            (id, self._road, position, row, failure),
        )

    def _append(self, lines: list[tuple[str, Record]]) -> None:
        for name in dict.fromkeys(name for name, _ in lines):
            with (self._out / name).open("ab") as file:
                file.writelines(_line(record) for to, record in lines if to == name)

    def rows(self) -> Iterator[tuple[Row | None, Record | None]]:
        """Return every passage in the documents' order: its row, or the record of its failure."""
        positions = self._journal.execute(
            "SELECT id FROM passages WHERE road = ? ORDER BY position, id", (self._road,)
        )
        for (id,) in positions:
            row, failure = self._journal.execute(
                "SELECT row, failure FROM passages WHERE id = ? AND road = ?", (id, self._road)
            )[0]
            yield orjson.loads(row) if row else None, orjson.loads(failure) if failure else None

    def write_files(self) -> dict[str, Any]:
        """Write the `.jsonl` files in the documents' order and return the counts."""
        counts = _Counts()
        parts = {name: self._out / f"{name}.part" for name in FILES}
        files = {name: path.open("wb") for name, path in parts.items()}
        try:
            for row, failure in self.rows():
                lines = _lines_of(row) if row is not None else [("failed.jsonl", failure or {})]
                counts.add(row, lines)
                for name, record in lines:
                    files[name].write(_line(record))
        finally:
            for file in files.values():
                file.close()
        for name, path in parts.items():
            path.replace(self._out / name)
        return counts.as_dict()


class _Counts:
    """What came in and how each of it ended."""

    def __init__(self) -> None:
        self.passages: Counter[str] = Counter()
        self.sentences: Counter[str] = Counter()
        self.pairs: Counter[str] = Counter()
        self.rejected: Counter[str] = Counter()
        self.replies: Counter[str] = Counter()
        self.tokens: Counter[str] = Counter()

    def add(self, row: Row | None, lines: list[tuple[str, Record]]) -> None:
        if row is None:
            self.passages["failed"] += 1
            return
        self.passages["finished"] += 1
        self.sentences["in"] += len(row["sentences"])
        made = {pair["id"] for pair in row.get("pairs", [])}
        self.pairs["made"] += len(made)
        for name, record in lines:
            if name == "pairs.jsonl":
                self.pairs["kept"] += 1
            elif name == "rejected.jsonl":
                to = self.rejected if record["id"] in made else self.replies
                to[f"{record['step']}: {record['reason']}"] += 1
            elif name == "parallel.jsonl" and record["sentence_ids"]:
                state = "untranslated" if record["target"] is None else "translated"
                self.sentences[state] += len(record["sentence_ids"])
        for usage in row.get("usage", []):
            self.tokens["input"] += usage["input_tokens"]
            self.tokens["output"] += usage["output_tokens"]
            self.tokens["requests"] += 1
            self.tokens["requests_from_journal"] += not usage["paid"]

    def as_dict(self) -> dict[str, Any]:
        passages = {key: self.passages[key] for key in ("finished", "failed")}
        rejected = sum(self.rejected.values())
        return {
            "passages": {"in": sum(passages.values()), **passages},
            "sentences": dict(sorted(self.sentences.items())),
            "pairs": {"made": self.pairs["made"], "kept": self.pairs["kept"], "rejected": rejected},
            "rejected_pairs": dict(sorted(self.rejected.items())),
            "rejected_replies": dict(sorted(self.replies.items())),
            "tokens": dict(sorted(self.tokens.items())),
            "adds_up": self.pairs["made"] == self.pairs["kept"] + rejected,
        }


def _lines_of(row: Row) -> list[tuple[str, Record]]:
    kept, rejected = pair_records(row)
    return [
        *(("pairs.jsonl", record) for record in kept),
        *(("messages.jsonl", message_record(record)) for record in kept),
        *(("rejected.jsonl", record) for record in rejected),
        *(("parallel.jsonl", record) for record in parallel_records(row)),
    ]


def _line(record: Record) -> bytes:
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
