"""The numbers of a text as they are written, and what else each of them may say.

7.5 million  7.5        76.000   76000            1950-53  1953          8 p.m.   20
80年代       1980       พ.ศ. 2566  2023            5.30     5 and 30      2½       2 and 1 and 2
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

import regex

from mlkt.errors import LanguageError
from mlkt.packs import load_locale
from mlkt.text import Number, find_numbers
from mlkt.text.alternatives import any_of
from mlkt.text.digits import Value
from mlkt.text.number_phrases import language_of, number_phrases

_DIGITS = regex.compile(r"\d+(?:[.,٫٬]\d+)*")
_SEPARATOR = regex.compile(r"[.,٫٬]")
_IN_NAME = regex.compile(r"\p{Latin}-*$")  # the 1 of WW1, the 19 of COVID-19
_AFTERNOON = regex.compile(r"(?:[:.]\d{2})?\s?p\.?\s?m\b", regex.IGNORECASE)
_RANGE = regex.compile(r"(?P<from>\d+)\s?[-–—/]$")
_UNDETERMINED = "und"  # BCP 47's code for no language: digits only, no number words
_MAX_PARTS = 8  # numbers inside one number
_NAME = 20  # characters of a name before its number
_LARGE = tuple(10**power for power in (2, 3, 4, 5, 6, 7, 8, 9, 12))  # hundred to trillion
# Languages that count the hours of the day from six in the morning (7 a.m. is saa 1 asubuhi), with
# their word for the hour.
_CLOCK_FROM_SIX = {"am": "ሰዓት", "om": "sa'aat", "sw": "saa", "ti": "ሰዓት"}
_CLOCK = regex.compile(r"\d{1,2}[:.]\d{2}(?!\d)")
_NEAR = 16  # characters between that word and the number
# Languages that count the years of the Buddhist era, 543 before the common one.
_BUDDHIST = frozenset({"km", "lo", "my", "th"})
_BUDDHIST_YEARS = range(2400, 2651)
_MAX_DENOMINATOR = 10
_DECADE = 14  # characters of what makes a decade of a number


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it is written, and what else it may say."""

    value: Value
    text: str
    start: int
    end: int
    is_compared: bool  # in digits, and no part of a name
    others: frozenset[Value] = frozenset()
    pieces: frozenset[tuple[Value, ...]] = frozenset()  # numbers that say the same side by side
    hours: frozenset[Value] = frozenset()  # the same hour, counted from six in the morning
    scaled: frozenset[Value] = frozenset()  # with a large word that nobody has written down


def find_written(text: str, lang: str) -> list[Written]:
    """Return the numbers of a text in order, by their values alone."""
    return [
        Written(
            number.value,
            text[number.start : number.end],
            number.start,
            number.end,
            bool(_DIGITS.search(text, number.start, number.end)) and not _is_in_name(text, number),
        )
        for number in find_numbers(text, lang)
    ]


def with_readings(numbers: list[Written], text: str, lang: str) -> list[Written]:
    """Return the numbers with all that they may say in their text."""
    bare = find_numbers(text, _UNDETERMINED) if numbers else []
    starts = [part.start for part in bare]
    hour = _CLOCK_FROM_SIX.get(language_of(lang))
    is_known = knows_words(lang)
    found: list[Written] = []
    for number in numbers:
        others = {*_context_readings(text, number, lang)}
        if not number.text.isdecimal():
            place = bisect_left(starts, number.start)
            others |= {*_parts(number, bare[place : place + _MAX_PARTS])}
        counts_hours = hour is not None and _is_hour(text, number, hour)
        if others or counts_hours or number.value.denominator > 1 or not is_known:
            number = replace(
                number,
                others=frozenset(others),
                pieces=frozenset({*clock_pieces(number.text), *fraction_pieces(number.value)}),
                hours=frozenset(_from_six(number.value) if counts_hours else ()),
                scaled=frozenset() if is_known else _scaled(number.value),
            )
        found.append(number)
    return found


def fraction_pieces(value: Value) -> Iterator[tuple[Value, ...]]:
    """Yield a fraction as it is written with a slash: 2/3, 2 1/2."""
    if 1 < value.denominator <= _MAX_DENOMINATOR:
        whole, rest = divmod(value.numerator, value.denominator)
        yield (whole, rest, value.denominator) if whole else (rest, value.denominator)


def clock_pieces(text: str) -> Iterator[tuple[Value, ...]]:
    """Yield 5.30 as 5 and 30."""
    parts: list[str] = _SEPARATOR.split(text)
    if len(parts) == 2 and all(part.isdecimal() and len(part) < 3 for part in parts):
        yield int(parts[0]), int(parts[1])


@cache
def knows_words(lang: str) -> bool:
    """Tell whether the language has a locale with number words."""
    try:
        return bool(load_locale(lang).number_words)
    except LanguageError:
        return False


def _is_in_name(text: str, number: Number) -> bool:
    before = text[max(0, number.start - _NAME) : number.start]
    return (before[-1:].isalpha() or before[-1:] == "-") and _IN_NAME.search(before) is not None


def _parts(number: Written, bare: list[Number]) -> Iterator[Value]:
    """Yield what the numerals inside a number say without its words, its points or its commas."""
    yield from (part.value for part in bare if part.end <= number.end)
    for match in _DIGITS.finditer(number.text):
        first, *groups = _SEPARATOR.split(match.group())
        if groups and all(len(group) in (2, 3) for group in groups):
            yield int(first + "".join(groups))
        if len(groups) == 1:
            yield Fraction(int(first + groups[0]), 10 ** len(groups[0]))
    if not number.is_compared and number.value.denominator > 1:
        yield int(number.value)  # साढ़े तीन बजे, 3:30


def _context_readings(text: str, number: Written, lang: str) -> Iterator[Value]:
    """Yield what a number says by what is beside it: an afternoon, a range, an era, a decade."""
    value, digits = number.value, number.text
    if _AFTERNOON.match(text, number.end):
        yield value + 12
    begun = _RANGE.search(text, max(0, number.start - 12), number.start)
    if begun and digits.isdecimal() and len(begun["from"]) > len(digits):
        yield int(begun["from"][: -len(digits)] + digits)
    if language_of(lang) in _BUDDHIST and value in _BUDDHIST_YEARS:
        yield value - 543
    if value % 10 == 0 and 0 < value < 100 and _is_decade(text, number, lang):
        yield from (1900 + value, 2000 + value)


def _is_decade(text: str, number: Written, lang: str) -> bool:
    before, after = _decades(language_of(lang))
    lead = text[max(0, number.start - _DECADE) : number.start].casefold()
    return (
        after.match(text[number.end : number.end + _DECADE].casefold()) is not None
        or before.search(lead) is not None
    )


@cache
def _decades(lang: str) -> "tuple[regex.Pattern[str], regex.Pattern[str]]":
    before = [form for each in number_phrases(lang, "decade_before") for form in each.forms]
    after = [form for each in number_phrases(lang, "decade_after") for form in each.forms]
    inside = r"(?!(?<=\p{Ll})\p{Ll})"
    return (
        regex.compile(rf"(?<![\p{{L}}\p{{M}}]){any_of(before)}\s?$"),
        regex.compile(rf"[\s-]?{any_of(after)}{inside}"),
    )


def _is_hour(text: str, number: Written, word: str) -> bool:
    """Tell whether a number has hours and minutes or the word for the hour beside it."""
    near = text[max(0, number.start - _NEAR) : number.end + _NEAR].casefold()
    return word in near or _CLOCK.match(text, number.start) is not None


def _from_six(value: Value) -> list[Value]:
    hours = [value + shift for shift in (-18, -6, 6, 18)]
    return [hour for hour in hours if 0 <= hour < 25] if value < 25 else []


def _scaled(value: Value) -> frozenset[Value]:
    return frozenset(value * large for large in _LARGE)
