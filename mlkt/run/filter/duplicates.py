"""Duplicates of a question among all pairs of a run: sorted by their ids, the first one stays.

{"id": "9b1c…", "step": "duplicates", "reason": "duplicate_question", "detail": "repeats 45c4…"}
{"id": "a07d…", "step": "duplicates", "reason": "near_duplicate_question",
 "detail": "near 45c4… (0.86)"}

The same question is a duplicate whatever its answer. A near one shares most of its words and
neighbours of words (the Jaccard index of both sets), holds the same numbers, and its answer says
almost the same: "what share were men?" and "what share were women?" are two questions. Neither the
order of arrival nor that of documents counts.

Candidates are found by their rarest hashes (prefix filtering: Chaudhuri, Ganti and Kaushik, "A
primitive operator for similarity joins in data cleaning", ICDE 2006), so that the work grows with
the number of pairs and not with its square; `benchmarks/duplicates.py` measures time and memory.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from math import ceil
from typing import NamedTuple

from mlkt.errors import ConfigError
from mlkt.rows import Rejection, Row, grown, living_pairs, working_lang
from mlkt.run.filter.marks import Marks
from mlkt.run.filter.question_marks import Asked, mark

STEP = "duplicates"
NEAR = 0.8
# A hash that more questions hold leads to the first of them only: it is a turn of phrase, and what
# differs then is the rarer word.
_MAX_HOLDERS = 100
_MAX_COUNTERS = 2**24


class Duplicate(NamedTuple):
    """The pair that was first, and how near the question is to its own: 1.0 for the same."""

    first: str
    likeness: float


def without_duplicates(
    near: float | None = NEAR,
) -> Callable[[Callable[[], Iterator[Row]]], Callable[[Row], Row]]:
    """Return what reads all rows of a run, and then rejects the duplicates in each.

    `near` is the least likeness, above 0 and at most 1; with None only the same questions count.

    Raises:
        ConfigError: `near` is out of its range.
    """
    check_near(near)

    def settle(rows: Callable[[], Iterator[Row]]) -> Callable[[Row], Row]:
        found = find_duplicates((pair for row in rows() for pair in asked_pairs(row)), near=near)

        def reject(row: Row) -> Row:
            rejected = [
                _rejection(pair["id"], found[row["id"], pair["id"]])
                for pair in living_pairs(row)
                if (row["id"], pair["id"]) in found
            ]
            return {**row, "rejected": grown(row, "rejected", rejected)} if rejected else row

        return reject

    return settle


def check_near(near: float | None) -> None:
    """Raise for a likeness that nothing can have.

    Raises:
        ConfigError: it is not above 0 and at most 1.
    """
    if near is not None and not 0 < near <= 1:
        raise ConfigError(f"near must be above 0 and at most 1, got {near!r}")


def asked_pairs(row: Row) -> Iterator[Asked]:
    """Yield the row's living pairs as they stand in `pairs.jsonl`."""
    for pair in living_pairs(row):
        own = row.get("back", {}).get(pair["id"])
        lang = own["lang"] if own else working_lang(row)
        texts = own or pair
        question, answer = texts["question"], texts["answer"]
        yield Asked(pair["id"], row["id"], lang, question, answer, of_skill="skill" in row)


def find_duplicates(
    pairs: Iterable[Asked], *, near: float | None = NEAR
) -> dict[tuple[str, str], Duplicate]:
    """Return the duplicates among `pairs` by the ids of their row and their own.

    Of the pairs themselves nothing is held but their marks: see the benchmark for their size.
    """
    marks = Marks(map(mark, pairs))
    kept = array("q", [-1]) * len(marks)  # by the first of those that ask the same
    neighbours = _Neighbours(marks, near) if near is not None else None
    found: dict[tuple[str, str], Duplicate] = {}
    for at, first in enumerate(marks.alike()):
        other = kept[first]
        match = (other, 1.0) if other >= 0 else neighbours and neighbours.meet(at)
        if match:
            found[marks.row_id(at), marks.id(at)] = Duplicate(marks.id(match[0]), match[1])
        else:
            kept[first] = at
    return found


class _Neighbours:
    """Questions that were kept, by those of their hashes that a near question must share one of."""

    def __init__(self, marks: Marks, least: float) -> None:
        self._marks = marks
        self._least = least - 1e-9  # 0.8 of ten is eight, whatever the floating point says
        self._holders: dict[int, list[int]] = {}
        self._counts = _counts(marks)
        self._last = len(self._counts) - 1  # a power of two less one: a mask

    def meet(self, at: int) -> tuple[int, float] | None:
        """Return the first kept question that is near, with its likeness; else keep this one."""
        hashes = self._rarest_first(at)
        asked, answered = set(hashes), set(self._marks.answered(at))
        for other in sorted(self._candidates(hashes)):
            likeness = _likeness(asked, self._marks.asked(other))
            if likeness >= self._least and self._answered_alike(answered, other):
                return other, likeness
        for one in self._prefix(hashes):
            if self._counts[one & self._last] > 1:  # else no other question holds it
                holders = self._holders.setdefault(one, [])
                if len(holders) < _MAX_HOLDERS:
                    holders.append(at)
        return None

    def _rarest_first(self, at: int) -> list[int]:
        counts, last = self._counts, self._last
        return sorted(self._marks.asked(at), key=lambda one: counts[one & last] << 32 | one)

    def _prefix(self, hashes: list[int]) -> list[int]:
        """Return the rarest hashes, so many that a near question cannot miss them all."""
        size = len(hashes)
        return hashes[: size - ceil(self._least * size) + 1] if size else []

    def _candidates(self, hashes: list[int]) -> set[int]:
        found: set[int] = set()
        share = self._least / (1 + self._least)
        for place, one in enumerate(self._prefix(hashes)):
            left = len(hashes) - place  # so many can be shared with one that is first met here
            found.update(
                other
                for other in self._holders.get(one, ())
                if left >= share * (len(hashes) + self._marks.asked_count(other))
            )
        return found

    def _answered_alike(self, answered: set[int], other: int) -> bool:
        """Return whether the shorter answer stands in the other, by its words."""
        hashes = self._marks.answered(other)
        shared = len(answered.intersection(hashes))
        return shared >= self._least * min(len(answered), len(hashes))


def _counts(marks: Marks) -> bytearray:
    """Return how many questions hold each hash, by its last bits: at least so many, never fewer.

    What more than 255 hold counts as 255.
    """
    total = sum(map(marks.asked_count, range(len(marks))))
    counts = bytearray(min(_MAX_COUNTERS, 1 << total.bit_length()))
    last = len(counts) - 1
    for at in range(len(marks)):
        for one in marks.asked(at):
            if counts[one & last] < 255:
                counts[one & last] += 1
    return counts


def _likeness(one: set[int], hashes: "memoryview[int]") -> float:
    """Return the Jaccard index of two sets."""
    shared = len(one.intersection(hashes))
    return shared / (len(one) + len(hashes) - shared)


def _rejection(id: str, duplicate: Duplicate) -> Rejection:
    same = duplicate.likeness == 1.0
    return {
        "id": id,
        "step": STEP,
        "reason": "duplicate_question" if same else "near_duplicate_question",
        "detail": f"repeats {duplicate.first}"
        if same
        else f"near {duplicate.first} ({duplicate.likeness:.2f})",
        "raw": "",
    }
