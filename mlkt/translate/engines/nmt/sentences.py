r"""Cut segments into what a sentence model reads, and put its answers together again.

Each line of a segment is a sentence; one that is longer than the model's limit is cut, and that is
written down. The same sentence is translated once, however often it stands there.

plan(["ಮೈಸೂರು.", "ಮೈಸೂರು.\nನಗರ."], measure, max_tokens=256)
-> Plan(sentences=["ಮೈಸೂರು.", "ನಗರ."], places=[[[0]], [[0], [1]]])
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mlkt.rows import nfc
from mlkt.text.long_sentences import cut_long

Place = list[list[int]]  # per line of a segment, the sentences that it was cut into


@dataclass(frozen=True, slots=True)
class Plan:
    """The different sentences of some segments, and where each segment has them."""

    sentences: list[str]
    places: list[Place]


def plan(sources: Sequence[str], measure: Callable[[str], int], *, max_tokens: int) -> Plan:
    """Return the sentences of `sources`; `measure` gives a sentence's tokens."""
    index: dict[str, int] = {}
    fitted: dict[str, list[str]] = {}

    def line_place(line: str) -> list[int]:
        if line not in fitted:
            fitted[line] = fit(line, measure, max_tokens) if line else []
        return [index.setdefault(part, len(index)) for part in fitted[line]]

    places = [[line_place(line.strip()) for line in nfc(source).split("\n")] for source in sources]
    return Plan(list(index), places)


def fit(text: str, measure: Callable[[str], int], max_tokens: int) -> list[str]:
    """Return the parts of a sentence, cut at the best places, none with more than `max_tokens`."""
    tokens = measure(text)
    if tokens <= max_tokens or len(text) < 2:
        return [text]
    # A tenth less than in proportion: tokens are not spread evenly.
    max_chars = max(1, len(text) * max_tokens * 9 // (tokens * 10))
    ends = [*cut_long(text, 0, len(text), max_chars), len(text)]
    starts = [0, *ends[:-1]]
    parts = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [each for part in parts if part for each in fit(part, measure, max_tokens)]


def join(place: Place, targets: Sequence[str], space: str) -> str:
    """Return a segment's target: the parts of a line joined by `space`, its lines by line ends."""
    return "\n".join(space.join(filter(None, (targets[i] for i in line))) for line in place)
