"""Where a name stands in a text: every occurrence that cuts no other word, with exact offsets.

find_mentions("ಬೆಂಗಳೂರು", "ಬೆಂಗಳೂರು ನಗರ. ಬೆಂಗಳೂರುನಲ್ಲಿ …")  ->  [(0, 8), (14, 22)]

A case ending may follow in scripts without capitals, and an Arabic article or preposition may stand
before; joiners, the width of white space and the shape of apostrophes and hyphens do not count.
"""

from functools import lru_cache

import regex

from mlkt.rows import folded
from mlkt.text.words import UNSPACED_LETTER

Span = tuple[int, int]

_JOINERS = "\u200c\u200d"
_CASED = r"\p{Lu}\p{Ll}\p{Lt}"
_WORDY = rf"\p{{L}}\p{{M}}{_JOINERS}"
_UNSPACED = regex.compile(rf"(?V1){UNSPACED_LETTER}")  # any place beside one is a boundary
# Scripts whose languages chain endings, and their longest chain in code points; elsewhere fewer
# (the numbers of `mlkt.translate.terms.term_forms`).
_CHAINING = regex.compile(r"[\p{sc=Knda}\p{sc=Telu}\p{sc=Taml}\p{sc=Mlym}]")
_LONGEST, _LONGEST_CHAIN = 4, 13
_LONGEST_NAME = 300  # code points: a paragraph is no name
_PROCLITIC = r"[وف]?(?:[بكل]?ال|لل|[بكل])?"
_SAME = {sign: f"[{signs}]" for signs in ("'’ʼ", "\\-‐‑–") for sign in signs.replace("\\", "")}


def find_mentions(name: str, text: str) -> list[Span]:
    """Return start and end of each occurrence of `name` in `text`; of a paragraph, none."""
    wanted = folded("".join(sign for sign in name if sign not in _JOINERS))
    if not 0 < len(wanted) <= _LONGEST_NAME:
        return []
    return [found.span() for found in _pattern(wanted).finditer(text)]


@lru_cache(maxsize=10_000)
def _pattern(name: str) -> "regex.Pattern[str]":
    between = f"[{_JOINERS}]*+"
    parts = [r"\s++" if sign == " " else _SAME.get(sign) or regex.escape(sign) for sign in name]
    return regex.compile(f"(?V1){_before(name[0])}{between.join(parts)}{_after(name[-1])}")


def _before(first: str) -> str:
    """Return the pattern of the place where a name may begin, by its first sign."""
    if regex.match(rf"[{_CASED}]", first):
        return rf"(?<![{_CASED}\p{{M}}\p{{Nd}}])"
    if regex.match(r"\p{Nd}", first):
        return rf"(?<![{_CASED}\p{{Nd}}]|\p{{Nd}}[.,])"
    if regex.match(r"\p{sc=Arab}", first):
        return rf"(?<=(?<![{_WORDY}]){_PROCLITIC})"
    return "" if _UNSPACED.match(first) or not first.isalpha() else rf"(?<![{_WORDY}--[{_CASED}]])"


def _after(last: str) -> str:
    """Return the pattern of the place where a name may end, by its last sign."""
    if regex.match(rf"[{_CASED}]", last):
        return rf"(?![{_CASED}\p{{M}}\p{{Nd}}])"
    if regex.match(r"\p{Nd}", last):
        return rf"(?![{_CASED}\p{{Nd}}]|[.,]\p{{Nd}})"
    if _UNSPACED.match(last):
        return r"(?!\p{M})"
    if regex.match(r"[\p{L}\p{M}]", last):
        longest = _LONGEST_CHAIN if _CHAINING.match(last) else _LONGEST
        return rf"(?!\p{{M}})(?=[{_WORDY}]{{0,{longest}}}(?![{_WORDY}]))"
    return ""
