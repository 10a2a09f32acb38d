"""Read the number that a value states: digits of any script, words, a part of a whole, a sum.

    2      2,5      ೨      2/2      two      ½      二分      1 + 1 = 2      2点満点中1点

The last one names the whole first, as languages do that set their particles behind: of two numbers
the first is never the score there. Where words leave it open which number is meant, there is none.
"""

import unicodedata
from collections.abc import Container, Mapping
from dataclasses import dataclass

import regex

from mlkt.reply.fields.vocabulary import fold
from mlkt.reply.judgments.verdictwords import SPACELESS

MARKS = " \t*_`~\"'“”‘’«»[](){}<>=.。।\u200b\u200e\u200f\xa0"
_NUMBER_TEXT = r"\p{Nd}{1,12}+(?:[.,٫]\p{Nd}{1,12}+)?"
_NUMBER = regex.compile(
    r"(?P<sign>[+−-])?(?P<whole>\p{Nd}{1,12}+)(?:[.,٫](?P<part>\p{Nd}{1,12}+))?"
    r"(?:\s{0,3}[/⁄∕]\s{0,3}(?P<of>\p{Nd}{1,12}+)(?:[.,٫]0++)?)?"
    r"(?!\s{0,3}[-–—/:,٫~.+×*=]?\s{0,3}\p{Nd})(?!\s?\p{No})(?!\p{Latin})"
)
_SUM = regex.compile(
    rf"{_NUMBER_TEXT}(?:\s{{0,3}}\+\s{{0,3}}{_NUMBER_TEXT}){{1,20}}+\s{{0,3}}=\s{{0,3}}"
)
_SECOND = regex.compile(
    rf"(?P<gap>(?:[^\S\n]|[-\p{{L}}\p{{M}}(（]){{1,24}}+)(?P<number>{_NUMBER_TEXT})(?P<tail>\P{{Nd}}*+)\Z"
)
_WHOLE_FIRST = regex.compile(
    r"[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}]{1,6}+(?P<whole>\p{Nd}{1,12}+)"
    r"(?P<unit>[\p{Han}\p{Hangul}])[,，、\s]?[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\s]{0,6}?"
    rf"(?P<number>{_NUMBER_TEXT})(?P=unit)\P{{Nd}}*+\Z"
)
# Writing in which particles stand behind their noun, so that the whole may come first.
_BEHIND = regex.compile(
    r"[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}"
    r"\p{Oriya}\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Arabic}]"
)
_SAME_UNIT = regex.compile(r"[\p{Han}\p{Hangul}]")
_CLAUSE_END = regex.compile(r"[,.;:!–—،؛、。।۔)）]")
_GOES_ON = regex.compile(r"\s*+[,;:–—،؛、(（-]")
_DIGITS = regex.compile(r"\p{Nd}")
_WORD = regex.compile(r"[\p{L}\p{M}\p{Nl}\p{No}]++(?:[ -][\p{L}\p{M}]++)?")
_WORDS = regex.compile(r"[\p{L}\p{M}]++")
_SIGNS = regex.compile(rf"(?:{SPACELESS}|\p{{M}})++")
_MOST_SIGNS = 4  # of a unit where words have no spaces: 点です
# Words between a part and its whole; others leave it open whether the second number is a whole.
_OF = frozenset(
    {
        "of", "out of", "out of a possible",  # en
        "von", "von insgesamt", "aus",  # de
        "sur", "de", "de un total de", "sobre", "em",  # fr es pt
        "из", "من", "من أصل", "จาก", "เต็ม", "trên", "kati ya",  # ru ar th vi sw
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class ScoreWords:
    """Folded words of scores: what names one, and number word -> value."""

    labels: Container[str]
    numbers: Mapping[str, int]


def stated(text: str, words: ScoreWords, high: float | None) -> float | None:
    """Return the number that a text begins with; `high` is the whole that it may be a part of."""
    return _read(text, words, high)[0]


def stated_alone(text: str, words: ScoreWords, high: float | None) -> float | None:
    """Return the number that a text consists of, but for a unit, the whole, or a reason."""
    value, rest = _read(text, words, high)
    return value if _GOES_ON.match(rest) or _is_unit(rest) else None


def _read(text: str, words: ScoreWords, high: float | None) -> tuple[float | None, str]:
    """Return the number that a text begins with, and what follows it and its whole."""
    text = text.strip(MARKS)
    if found := _SUM.match(text):
        text = text[found.end() :]
    found = _NUMBER.match(text)
    if not found:
        return _word(text, words) or (_behind_whole(text, high), "")
    value, rest = _value(found), text[found.end() :]
    second = _SECOND.match(rest)
    if value is not None and high is not None:
        if found["of"]:
            value = value if _float(found["of"]) == high else None
        elif second:
            value = _of_two(value, second, high, words)
    return value, second["tail"] if second and not _GOES_ON.match(rest) else rest


def _of_two(first: float, second: regex.Match[str], high: float, words: ScoreWords) -> float | None:
    """Return which of two numbers is the score, None where that is open."""
    other, gap, tail = _text_value(second["number"]), second["gap"], second["tail"]
    if other == high:
        return first
    tail = _CLAUSE_END.split(tail)[0].strip(MARKS)
    bracket = "(" in gap or "（" in gap
    if fold(gap.strip(" (（")) in _OF:
        return None
    behind = bool(_BEHIND.search(gap)) and other < first
    if bracket or other > high or (first != high and not behind):
        return None if other > first and not tail else first
    if not behind:
        return first if tail else None
    unit = _SAME_UNIT.match(gap)
    same = bool(unit) and tail.startswith(unit.group() if unit else "") and _is_unit(tail)
    if not tail or same or fold(tail) in words.labels:
        return other if first == high else None  # else `first` is the whole of another scale
    return None if first == high else first


def _behind_whole(text: str, high: float | None) -> float | None:
    """Return the second number of 满分5分，得3分 where the first one is the whole."""
    found = _WHOLE_FIRST.match(text)
    if not found or high is None or _float(found["whole"]) != high:
        return None
    value = _text_value(found["number"])
    return value if value <= high else None


def _is_unit(text: str) -> bool:
    """Return whether a text is no more than a word, or a few signs of writing without spaces."""
    words = _WORDS.findall(text)
    return not words or (
        len(words) == 1 and (len(words[0]) <= _MOST_SIGNS or not _SIGNS.fullmatch(words[0]))
    )


def _word(text: str, words: ScoreWords) -> tuple[float, str] | None:
    """Return the value of a number word, or of a sign for a number, and what follows it."""
    found = _WORD.match(text)
    if not found:
        return None
    both = found.group()
    first = both.split()[0]
    sign = first[:1] if _SIGNS.match(first) and not _is_number(first[1:2], words) else first
    for word in (both, first, sign):
        if (folded := fold(word)) in words.numbers:
            return float(words.numbers[folded]), text[len(word) :]
    value = unicodedata.numeric(both[0], None)
    return (value, text[1:]) if value is not None and not _is_number(both[1:2], words) else None


def _is_number(sign: str, words: ScoreWords) -> bool:
    return bool(sign) and (unicodedata.numeric(sign, None) is not None or sign in words.numbers)


def _value(found: regex.Match[str]) -> float | None:
    if any(unicodedata.digit(char, None) is None for char in _DIGITS.findall(found.group())):
        return None  # a digit of a script that Python does not know yet
    part = found["part"] or ""
    value = _float(found["whole"]) + (_float(part) / 10 ** len(part) if part else 0.0)
    return -value if found["sign"] in {"-", "−"} else value


def _text_value(text: str) -> float:
    found = _NUMBER.match(text)
    value = _value(found) if found else None
    return float("inf") if value is None else value


def _float(digits: str) -> float:
    return float("".join(str(unicodedata.digit(char)) for char in digits))
