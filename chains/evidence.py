"""The sentences of a passage that a quotation stands for."""

from collections.abc import Iterable
from functools import lru_cache

from mlkt.rows import Row, working_sentences, working_text
from mlkt.text import words

_MIN_SHARED = 0.6  # of the quotation's words: models shorten and mend what they quote


def find_sentences(quote: str, row: Row) -> list[str]:
    """Return the ids of the source sentences that `quote` (in the working language) was taken from.

    The sentences that hold it word for word; else those that stand whole in it and together make
    up most of it; else the one that shares most of its words. Empty when none is near.
    """
    text = working_text(row)
    wanted = words(quote)
    if not wanted:
        return []
    spans = [
        (sentence["ids"], _words(text[sentence["start"] : sentence["end"]]))
        for sentence in working_sentences(row)
    ]
    around = [ids for ids, found in spans if _inside(wanted, found)]
    if around:
        return _merged(around)
    inside = [(ids, found) for ids, found in spans if found and _inside(found, wanted)]
    within = [  # a heading's words also stand in the sentence that names it
        (ids, found)
        for ids, found in inside
        if not any(found is not other and _inside(found, other) for _, other in inside)
    ]
    if sum(len(found) for _, found in within) >= _MIN_SHARED * len(wanted):
        return _merged(ids for ids, _ in within)
    near = [
        (share, ids) for ids, found in spans if (share := _shared(wanted, found)) >= _MIN_SHARED
    ]
    return max(near, key=lambda item: item[0])[1] if near else []


@lru_cache(maxsize=1024)  # the passages at work: each claim is looked for in the same sentences
def _words(sentence: str) -> list[str]:
    return words(sentence)


def _merged(lists: Iterable[list[str]]) -> list[str]:
    return list(dict.fromkeys(id for ids in lists for id in ids))


def _inside(part: list[str], whole: list[str]) -> bool:
    """Return whether `part` stands in `whole` as a run."""
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def _shared(wanted: list[str], found: list[str]) -> float:
    there = set(found)
    return sum(word in there for word in wanted) / len(wanted)
