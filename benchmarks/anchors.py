"""Count what a pair of texts can be told apart by: numbers, addresses and names that both hold.

anchors(Pair("In 1956 Google …", "1956ರಲ್ಲಿ Google …", "en", "kn"))  ->  2

`dropped_sentence` and `swapped_segment` are the damages whose detection hangs on them.
"""

from dataclasses import replace
from random import Random

import regex

from benchmarks.damage import Pair
from mlkt.text import find_numbers

_NAME = regex.compile(
    r"(?<=[\p{L}\p{M}\p{N},;:)”\"’]\s)\p{Lu}[\p{Latin}\p{M}]+|(?<!\S)\p{Latin}{2,}(?=\S*\p{Lu})"
)
_LATIN = regex.compile(r"\p{Latin}{2,}")
_ADDRESS = regex.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_JOINED = 3


def anchors(pair: Pair) -> int:
    """Return how many numbers in digits, addresses and Latin names stand in both texts alike."""
    numbers = _numbers(pair.source, pair.source_lang) & _numbers(pair.target, pair.target_lang)
    addresses = set(_ADDRESS.findall(pair.source)) & set(_ADDRESS.findall(pair.target))
    names = set(_LATIN.findall(pair.source)) & set(_LATIN.findall(pair.target))
    if {pair.source_lang, pair.target_lang} <= {"en", "sw"}:
        names &= set(_NAME.findall(pair.source))
    return len(numbers) + len(addresses) + len(names)


def swapped_segment(pairs: list[Pair], place: int, random: Random) -> tuple[Pair, int]:
    """Return a source with another line's target, and the anchors of the good pair."""
    other = random.choice([i for i in range(len(pairs)) if i != place])
    return replace(pairs[place], target=pairs[other].target), anchors(pairs[place])


def dropped_sentence(pairs: list[Pair], place: int, random: Random) -> tuple[Pair, int] | None:
    """Return three lines joined, one of them missing in the target, and that one's anchors."""
    lines = pairs[place : place + _JOINED]
    if len(lines) < _JOINED:
        return None
    dropped = random.choice(lines)
    source = " ".join(line.source for line in lines)
    target = " ".join(line.target for line in lines if line is not dropped)
    return replace(dropped, source=source, target=target), anchors(dropped)


def _numbers(text: str, lang: str) -> set[object]:
    return {number.value for number in find_numbers(text, lang) if number.digits}
