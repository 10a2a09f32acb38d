"""What a ledger writes of each finished row, and into which files; there is one book a kind of run.

PASSAGES.lines(row) -> [("pairs.jsonl", {…}), ("messages.jsonl", {…}), ("rejected.jsonl", {…}), …]
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from mlkt.rows import Row, living_pairs
from mlkt.run.files.examples import FILE as EXAMPLES
from mlkt.run.files.examples import example_records
from mlkt.run.files.outputs import (
    ENTITY_FILE,
    TASK_FILE,
    entity_records,
    task_records,
    training_records,
)
from mlkt.run.files.records import (
    Record,
    failed_record,
    message_record,
    pair_records,
    parallel_records,
)
from mlkt.run.filter.duplicates import without_duplicates
from mlkt.run.telling.counts import Counts

Lines = list[tuple[str, Record]]
# What is decided over all finished rows: it may read them often, and returns what it makes of each.
Settle = Callable[[Callable[[], Iterator[Row]]], Callable[[Row], Row]]


class Counting(Protocol):
    """Counts that rows are added to, one at a time."""

    def add(self, size: int, row: Row | None, failure: Record | None, lines: Lines) -> None:
        """Count a row of `size` parts: finished, failed, or neither yet."""

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as they stand in `run.json`."""
        ...


@dataclass(frozen=True, slots=True)
class Book:
    """The files of a run, the lines of a finished row, the record of a failed one, the counts.

    `others` are patterns of the files that are there only where a row has lines for them.
    """

    files: tuple[str, ...]
    lines: Callable[[Row], Lines]
    failed: Callable[[Row, BaseException], Record]
    counts: Callable[[], Counting]
    settle: Settle = lambda _: lambda row: row
    others: tuple[str, ...] = ()


def _passage_lines(row: Row) -> Lines:
    kept, rejected = pair_records(row)
    return [
        *(("pairs.jsonl", record) for record in kept),
        *(("messages.jsonl", message_record(record)) for record in kept),
        *(("messages.jsonl", message_record(record)) for record in training_records(row)),
        *((ENTITY_FILE, record) for record in entity_records(row)),
        *((TASK_FILE, record) for record in task_records(row)),
        *(("rejected.jsonl", record) for record in rejected),
        *(("parallel.jsonl", record) for record in parallel_records(row)),
        *_table_lines(row),
        *((EXAMPLES, record) for record in example_records(row)),
    ]


def _table_lines(row: Row) -> Lines:
    """Return the tables of sdg_hub's flows, each where their notebooks look for it.

    What was rejected since a table was made is not in it.
    """
    tables: dict[str, list[Record]] = row.get("tables", {})
    back: dict[str, Any] = row.get("back", {})
    living = [back.get(pair["id"], pair) for pair in living_pairs(row)] if tables else []
    texts = {(pair["question"], pair["answer"]) for pair in living}
    return [
        (f"output/step_03/{folder}/gen.jsonl", record)
        for folder, records in tables.items()
        for record in records
        if (record["question"], record["response"]) in texts
    ]


PASSAGES = Book(
    files=("pairs.jsonl", "rejected.jsonl", "failed.jsonl", "parallel.jsonl", "messages.jsonl"),
    lines=_passage_lines,
    failed=failed_record,
    counts=Counts,
    settle=without_duplicates(),
    others=(ENTITY_FILE, TASK_FILE, EXAMPLES, "output/step_03/*/gen.jsonl"),
)
