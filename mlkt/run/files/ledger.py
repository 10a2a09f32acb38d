"""The ledger: every passage of a run ends here, finished or failed, and the counts add up.

A finished passage is written at once into the run's SQLite file (which decides what a second run
still has to do) and onto the ends of the `.jsonl` files. When the run is over, the files are
written anew in the documents' order, so that a resumed or a parallel run gives the same bytes as a
plain one. Passages of other roads and of documents that are not in the run stay out of them.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from mlkt.errors import RequestError
from mlkt.journal import Journal
from mlkt.rows import Row
from mlkt.run.files.book import PASSAGES, Book
from mlkt.run.files.records import Record, one_line

_SCHEMA = """CREATE TABLE IF NOT EXISTS passages (
  id TEXT, road TEXT, row BLOB, failure BLOB, PRIMARY KEY (id, road))"""
_PLAN = "CREATE TABLE IF NOT EXISTS plan (road TEXT, expected BLOB)"


class Ledger:
    """The passages of one run in folder `out`; `road` names what is done to them.

    `expected` maps the ids of the run's passages, in the documents' order, to their number of
    sentences. A passage done under another road (an edited prompt) counts as not done; one that
    failed counts as done, unless `retry_failed`. `book` says what is written of a passage, and into
    which files. Whole lines are written; `durable` waits for the disk at each of them.
    """

    def __init__(
        self,
        out: Path,
        journal: Journal,
        *,
        road: str,
        expected: Mapping[str, int],
        book: Book = PASSAGES,
        retry_failed: bool = False,
        durable: bool = False,
    ) -> None:
        self._out = out
        self._retry_failed = retry_failed
        self._durable = durable
        self._journal = journal
        self._road = road
        self._expected = expected
        self._book = book
        journal.execute(_SCHEMA)
        journal.execute(_PLAN)
        journal.execute("DELETE FROM plan")
        journal.execute("INSERT INTO plan VALUES (?, ?)", (road, orjson.dumps(dict(expected))))

    def done(self) -> set[str]:
        """Return the ids of the passages that need no work."""
        wanted = " AND row IS NOT NULL" if self._retry_failed else ""
        found = self._journal.execute(
            f"SELECT id FROM passages WHERE road = ?{wanted}", (self._road,)
        )
        return {id for (id,) in found} & self._expected.keys()

    def finish(self, row: Row) -> None:
        """Write down a finished passage.

        Raises:
            RequestError: what the chain made of it cannot be written; nothing of it is.
        """
        try:
            data, lines = orjson.dumps(row), self._book.lines(row)
        except Exception as error:  # a chain of the user's may make anything
            raise cannot_be_written(row["id"], error) from error
        self._store(row["id"], row=data, failure=None)
        self._append(lines)

    def fail(self, row: Row, error: BaseException) -> None:
        """Write down a passage that failed; a second run tries it again if told to."""
        record = self._book.failed(row, error)
        self._store(row["id"], row=None, failure=orjson.dumps(record))
        self._append([("failed.jsonl", record)])

    def _store(self, id: str, *, row: bytes | None, failure: bytes | None) -> None:
        self._journal.execute(
            "INSERT OR REPLACE INTO passages VALUES (?, ?, ?, ?)", (id, self._road, row, failure)
        )

    def _append(self, lines: list[tuple[str, Record]]) -> None:
        for name in dict.fromkeys(name for name, _ in lines):
            path = self._out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.writelines(_line(record) for to, record in lines if to == name)
                if self._durable:
                    _to_disk(file)

    def _passages(self) -> Iterator[tuple[str, Row | None, Record | None]]:
        """Return each passage in order: its row, the record of its failure, or neither."""
        for id in self._expected:
            found = self._journal.execute(
                "SELECT row, failure FROM passages WHERE id = ? AND road = ?", (id, self._road)
            )
            row, failure = found[0] if found else (None, None)
            yield id, orjson.loads(row) if row else None, orjson.loads(failure) if failure else None

    def _finished(self) -> Iterator[Row]:
        return (row for _, row, _ in self._passages() if row is not None)

    def write_files(self) -> dict[str, Any]:
        """Write the `.jsonl` files in the documents' order and return the counts.

        First the book settles what concerns all rows together. The files of the book are there even
        where they are empty, its others where a row has lines.
        """
        counts = self._book.counts()
        settled = self._book.settle(self._finished)
        files: dict[str, BinaryIO] = {}
        try:
            for name in self._book.files:
                self._open(name, files)
            for id, found, failure in self._passages():
                row = settled(found) if found is not None else None
                lines = self._book.lines(row) if row is not None else []
                if failure is not None:
                    lines = [("failed.jsonl", failure)]
                counts.add(self._expected[id], row, failure, lines)
                for name, record in lines:
                    self._open(name, files).write(_line(record))
            for file in files.values():
                _to_disk(file)
        finally:
            for file in files.values():
                file.close()
        for name in files:
            (self._out / f"{name}.part").replace(self._out / name)
        for stale in {path for each in self._book.others for path in self._out.glob(each)}:
            if stale.relative_to(self._out).as_posix() not in files:
                stale.unlink()
        _names_to_disk({(self._out / name).parent for name in files})
        return counts.as_dict()

    def _open(self, name: str, files: dict[str, BinaryIO]) -> BinaryIO:
        if name not in files:
            path = self._out / f"{name}.part"
            path.parent.mkdir(parents=True, exist_ok=True)
            files[name] = path.open("wb")
        return files[name]


def cannot_be_written(id: str, error: BaseException) -> RequestError:
    """Return why what a chain made of a row is no result."""
    return RequestError(
        f"what the chain made of row {id!r} cannot be written ({one_line(error)}): a chain returns "
        "the row that it got, with all its keys, and adds keys that JSON can hold"
    )


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _names_to_disk(folders: Iterable[Path]) -> None:
    """Wait until renamed files keep their names through a power cut, where a system can tell."""
    if os.name != "posix":
        return
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def holds_work(journal: Journal) -> bool:
    """Return whether a run has finished any passage with this journal."""
    journal.execute(_SCHEMA)
    return bool(journal.execute("SELECT 1 FROM passages WHERE row IS NOT NULL LIMIT 1"))


def last_plan(journal: Journal) -> tuple[str, dict[str, int]] | None:
    """Return road and expected passages of the last run with this journal, None where none was."""
    journal.execute(_PLAN)
    found = journal.execute("SELECT road, expected FROM plan")
    return (found[0][0], orjson.loads(found[0][1])) if found else None


def others_done(journal: Journal, road: str) -> int:
    """Return how many passages are done under other roads only."""
    journal.execute(_SCHEMA)
    (count,) = journal.execute(
        "SELECT count(DISTINCT id) FROM passages WHERE row IS NOT NULL AND road <> ? AND id NOT IN "
        "(SELECT id FROM passages WHERE road = ? AND row IS NOT NULL)",
        (road, road),
    )[0]
    return count


def forget_work(journal: Journal) -> None:
    """Drop all passages; what was paid for stays in the journal."""
    journal.execute(_SCHEMA)
    journal.execute("DELETE FROM passages")


def _line(record: Record) -> bytes:
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
