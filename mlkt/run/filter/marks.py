"""The marks of all pairs of a run, close together: as objects they would take three times the room.

Marks are counted from 0 in the order of their pairs' ids, whatever the order they came in.
"""

from array import array
from collections.abc import Iterable

from mlkt.run.filter.question_marks import SAME_BYTES, Mark


class Marks:
    """Hashes of many pairs, and of each the ids of itself and of its row."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._ids = bytearray()  # one behind the other, in UTF-8
        self._id_ends = array("Q", [0])
        self._row_ids: list[str] = []
        self._same = bytearray()
        self._hashes = array("I")
        self._ends = array("Q", [0])  # two a pair: of the hashes asked, and of those answered
        for one in marks:
            self._ids += one.id.encode()
            self._id_ends.append(len(self._ids))
            self._row_ids.append(one.row_id)
            self._same += one.same
            for hashes in (one.asked, one.answered):
                self._hashes.frombytes(hashes)
                self._ends.append(len(self._hashes))
        self._view = memoryview(self._hashes)
        by_row = sorted(range(len(self)), key=self._row_ids.__getitem__)
        self._order = array("Q", sorted(by_row, key=self._id_of))

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self._row_ids)

    def id(self, at: int) -> str:
        """Return the pair's id."""
        return self._id_of(self._order[at]).decode()

    def row_id(self, at: int) -> str:
        """Return the id of the pair's row."""
        return self._row_ids[self._order[at]]

    def asked(self, at: int) -> "memoryview[int]":
        """Return the question's hashes."""
        place = 2 * self._order[at]
        return self._view[self._ends[place] : self._ends[place + 1]]

    def answered(self, at: int) -> "memoryview[int]":
        """Return the answer's hashes."""
        place = 2 * self._order[at] + 1
        return self._view[self._ends[place] : self._ends[place + 1]]

    def asked_count(self, at: int) -> int:
        """Return how many hashes the question has."""
        place = 2 * self._order[at]
        return self._ends[place + 1] - self._ends[place]

    def alike(self) -> "array[int]":
        """Return for each pair the first one whose question is the same: often the pair itself."""
        first = array("Q", bytes(8 * len(self)))
        before, leader = b"", 0
        for at in sorted(range(len(self)), key=self._same_at):
            if (same := self._same_at(at)) != before:
                before, leader = same, at
            first[at] = leader
        return first

    def _id_of(self, place: int) -> bytes:
        return bytes(self._ids[self._id_ends[place] : self._id_ends[place + 1]])

    def _same_at(self, at: int) -> bytes:
        start = SAME_BYTES * self._order[at]
        return bytes(self._same[start : start + SAME_BYTES])
