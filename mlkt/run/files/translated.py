"""The book of a translated data set: its files, its lines and its counts.

translated.jsonl   the records in the other language, in the order and form they came in
rejected.jsonl     a record and a text of it that could not be translated, with the reason
failed.jsonl       records that an error ended; `--retry-failed` tries them again
parallel.jsonl     every segment with its translation, its engine, its problems and its attempts
"""

from collections import Counter
from typing import Any

from mlkt.rows import Row
from mlkt.run.files.book import Book, Lines
from mlkt.run.files.records import Record, one_line
from mlkt.translate.paragraph import MEMORY


def _lines(row: Row) -> Lines:
    place = {"record_id": row["id"], "line": row["line"]}
    kept: Lines = [("translated.jsonl", row["translated"])] if row["translated"] is not None else []
    rejected = [
        ("rejected.jsonl", place | rejection | {"record": row["record"]})
        for rejection in row["rejected"]
    ]
    parallel = [
        ("parallel.jsonl", place | {"path": text["path"]} | segment)
        for text in row["texts"]
        for segment in text["segments"]
    ]
    return [*kept, *rejected, *parallel]


def _failed(row: Row, error: BaseException) -> Record:
    return {
        "record_id": row["id"],
        "line": row["line"],
        "step": getattr(error, "step", ""),
        "reason": type(error).__name__,
        "detail": one_line(error),
        "record": row["record"],
    }


class RecordCounts:
    """Counts over records, texts and segments, one record added at a time."""

    def __init__(self) -> None:
        self._records: Counter[str] = Counter()
        self._segments: Counter[str] = Counter()
        self._rejected: Counter[str] = Counter()
        self._attempts: Counter[str] = Counter()
        self._engines: Counter[str] = Counter()

    def add(self, size: int, row: Row | None, failure: Record | None, lines: Lines) -> None:
        """Count a record: translated, rejected, failed, or not done yet."""
        self._records["in"] += 1
        if row is None:
            self._records["failed" if failure is not None else "waiting"] += 1
            return
        self._records["rejected" if row["rejected"] else "translated"] += 1
        self._rejected.update(rejection["reason"] for rejection in row["rejected"][:1])
        for name, segment in lines:
            if name == "parallel.jsonl":
                self._segments["in"] += 1
                done = segment["target"] is not None
                self._segments["translated" if done else "untranslated"] += 1
                self._engines.update([segment["engine"]] if done else [])
                self._attempts.update(
                    problem["kind"]
                    for attempt in segment.get("attempts", [])
                    if attempt["engine"] != MEMORY  # a look-up is no request
                    for problem in attempt["problems"][:1]
                )

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as they stand in `run.json`; `adds_up` says whether the sums agree."""
        ends = ("translated", "rejected", "failed", "waiting")
        parts = ("translated", "untranslated")
        return {
            "records": {key: self._records[key] for key in ("in", *ends)},
            "segments": {key: self._segments[key] for key in ("in", *parts)},
            "rejected_records": dict(sorted(self._rejected.items())),
            "attempts": dict(sorted(self._attempts.items())),
            "engines": dict(sorted(self._engines.items())),
            "adds_up": all(
                (
                    self._records["in"] == sum(self._records[end] for end in ends),
                    self._segments["in"] == sum(self._segments[part] for part in parts),
                    self._records["rejected"] == sum(self._rejected.values()),
                )
            ),
        }


RECORDS = Book(
    files=("translated.jsonl", "rejected.jsonl", "failed.jsonl", "parallel.jsonl"),
    lines=_lines,
    failed=_failed,
    counts=RecordCounts,
)
