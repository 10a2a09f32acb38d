"""Loops: a model that says the same again and again.

ಅದು ದೊಡ್ಡ ಅರಮನೆ.  ->  It was a big big big big big palace                  loop
ಅವನು ನಕ್ಕನು.      ->  hahahahahahahahahahahahahahaha                        loop
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import regex

from mlkt.translate.gate.texts import Texts
from mlkt.translate.problems import Problem

_EXCESS = 2  # reference 5.1: top four-gram of the target minus that of the source
_SURE_EXCESS = 4  # a list of figures says the same words about each of three or four
_MIN_AGAIN = 4  # times that one word stands in a row; two words or three stand three times
_MIN_STRETCH = 4  # words of a stretch that is said twice in a row
_LONG_WORD = 24
_PERIODIC = regex.compile(r"(.{1,8}?)\1{5,}")


def check_loop(texts: Texts) -> Iterator[Problem]:
    """Find a run of words or of signs that repeats in the target and not in the source."""
    target = texts.target_words
    if not _may_loop(target):
        return
    source = texts.source_words
    found = _again_and_again(target)
    if found and not _again_and_again(source):
        yield Problem("loop", "blocking", found)
        return
    repeated, most = _most_repeated(target)
    excess = most - _most_repeated(source)[1]
    if excess >= _EXCESS:
        severity = "blocking" if excess >= _SURE_EXCESS else "minor"
        yield Problem("loop", severity, f"{most} times {' '.join(repeated)}")


def _most_repeated(tokens: list[str]) -> tuple[tuple[str, ...], int]:
    grams = Counter(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))
    return grams.most_common(1)[0] if grams else ((), 1)


def _may_loop(tokens: list[str]) -> bool:
    """Tell whether any two words stand side by side twice, or a word is very long."""
    pairs = set(zip(tokens, tokens[1:], strict=False))
    return len(pairs) < len(tokens) - 1 or any(len(token) >= _LONG_WORD for token in tokens)


def _again_and_again(tokens: Sequence[str]) -> str:
    """Return a stretch of words that stands in a row with itself, or a word of one sound."""
    for period in range(1, min(len(tokens) // 2, 64) + 1):
        needed = _MIN_AGAIN - 1 if period == 1 else period * (2 if period < _MIN_STRETCH else 1)
        equal = 0
        for i in range(period, len(tokens)):
            equal = equal + 1 if tokens[i] == tokens[i - period] else 0
            if equal >= needed and period * 2 <= i + 1:
                return " ".join(tokens[i - period + 1 : i + 1]) + " …"
    for token in tokens:
        if len(token) >= _LONG_WORD and (match := _PERIODIC.search(token[:400])):
            return match.group()[:40]
    return ""
