"""What a ledger writes of each finished row, and into which files; there is one book a kind of run.

PASSAGES.lines(row) -> [("pairs.jsonl", {…}), ("messages.jsonl", {…}), ("rejected.jsonl", {…}), …]
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from mlkt.rows import Row
from mlkt.run.counts import Counts
from mlkt.run.records import (
    Record,
    failed_record,
    message_record,
    pair_records,
    parallel_records,
)

Lines = list[tuple[str, Record]]


class Counting(Protocol):
    """Counts that rows are added to, one at a time."""

    def add(self, size: int, row: Row | None, failure: Record | None, lines: Lines) -> None:
        """Count a row of `size` parts: finished, failed, or neither yet."""

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as they stand in `run.json`."""
        ...


@dataclass(frozen=True, slots=True)
class Book:
    """The files of a run, the lines of a finished row, the record of a failed one, the counts."""

    files: tuple[str, ...]
    lines: Callable[[Row], Lines]
    failed: Callable[[Row, BaseException], Record]
    counts: Callable[[], Counting]


def _passage_lines(row: Row) -> Lines:
    kept, rejected = pair_records(row)
    return [
        *(("pairs.jsonl", record) for record in kept),
        *(("messages.jsonl", message_record(record)) for record in kept),
        *(("rejected.jsonl", record) for record in rejected),
        *(("parallel.jsonl", record) for record in parallel_records(row)),
    ]


PASSAGES = Book(
    files=("pairs.jsonl", "rejected.jsonl", "failed.jsonl", "parallel.jsonl", "messages.jsonl"),
    lines=_passage_lines,
    failed=failed_record,
    counts=Counts,
)
