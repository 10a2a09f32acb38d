"""Compare the numbers and dates of a text with those of its translation, by value.

೧,೨೦,೦೦೦ = 120,000 = 1.2 lakh     7.5 million = 7.5 മില്യൺ (no locale: the large word is unknown)
5.30 = 5:30     1950-53 = 1950, 1953     5.11.1956 = 5 November 1956     WW1 and G20 are names

A number written in digits may become a word and the other way round. A number that is a word on
both sides is not compared: languages differ in idioms and articles.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import regex

from mlkt.errors import LanguageError
from mlkt.packs import load_locale
from mlkt.text import Number, find_dates, find_numbers
from mlkt.translate.problems import Problem
from mlkt.translate.tags import without_region

Value = int | Fraction

_DIGITS = regex.compile(r"\d+(?:[.,٫٬]\d+)*")
_SEPARATOR = regex.compile(r"[.,٫٬]")
_IN_NAME = regex.compile(r"\p{Latin}[\p{Latin}-]*$")  # the 1 of WW1, the 19 of COVID-19
_RANGE = regex.compile(r"(?P<from>\d+)\s?[-–—/]$")
_UNDETERMINED = "und"  # BCP 47's code for no language: digits only, no number words
_LARGE = frozenset(10**power for power in (2, 3, 4, 5, 6, 7, 8, 9, 12))  # hundred to trillion
# Languages that count the hours of the day from six in the morning: 7 a.m. is saa 1 asubuhi.
_CLOCK_FROM_SIX = frozenset({"am", "om", "sw", "ti"})


@dataclass(frozen=True, slots=True)
class _Written:
    """A number as it is written: its value, and how else its digits may be read."""

    value: Value
    others: frozenset[Value]
    text: str
    is_compared: bool  # in digits, and no part of a name


def check_numbers(source: str, target: str, source_lang: str, target_lang: str) -> list[Problem]:
    """Return the numbers and dates that a translation lost, added or changed."""
    langs = source_lang, target_lang
    months = _months(source, source_lang), _months(target, target_lang)
    lost, added = _unmatched(_written(source, source_lang), _written(target, target_lang), langs)
    lost = [number for number in lost if number.value not in months[1]]
    added = [number for number in added if number.value not in months[0]]
    found: list[Problem] = []
    if lost or added:
        evidence = f"{_list(lost)} -> {_list(added)}"
        if lost and added:
            found.append(Problem("numbers_changed", "blocking", evidence))
        elif lost:  # in a language whose number words nobody has written down, it may be a word
            severity = "blocking" if _knows_words(target_lang) else "minor"
            found.append(Problem("numbers_lost", severity, evidence))
        else:
            severity = "blocking" if _knows_words(source_lang) else "minor"
            found.append(Problem("numbers_added", severity, evidence))
    if all(months) and months[0].total() == months[1].total() and months[0] != months[1]:
        evidence = f"months {sorted(months[0].elements())} -> {sorted(months[1].elements())}"
        found.append(Problem("dates_changed", "blocking", evidence))
    return found


def _months(text: str, lang: str) -> Counter[Value]:
    return Counter(date.month for date in find_dates(text, lang))


def _knows_words(lang: str) -> bool:
    try:
        return bool(load_locale(lang).number_words)
    except LanguageError:
        return False


def _written(text: str, lang: str) -> list[_Written]:
    bare = find_numbers(text, _UNDETERMINED)
    return [
        _Written(
            number.value,
            frozenset(_readings(text, number, bare)),
            text[number.start : number.end],
            bool(_DIGITS.search(text, number.start, number.end))
            and not _IN_NAME.search(text[max(0, number.start - 20) : number.start]),
        )
        for number in find_numbers(text, lang)
    ]


def _readings(text: str, number: Number, bare: list[Number]) -> Iterator[Value]:
    """Yield what else the digits of a number may say: 7.5 of `7.5 million`, 76000 of `76.000`."""
    yield from (
        part.value for part in bare if number.start <= part.start and part.end <= number.end
    )
    for match in _DIGITS.finditer(text, number.start, number.end):
        first, *groups = _SEPARATOR.split(match.group())
        if groups and all(len(group) in (2, 3) for group in groups):
            yield int(first + "".join(groups))
        if len(groups) == 1:
            yield Fraction(int(first + groups[0]), 10 ** len(groups[0]))
        begun = _RANGE.search(text, max(0, match.start() - 12), match.start())
        if begun and not groups and len(begun["from"]) > len(first):
            yield int(begun["from"][: -len(first)] + first)


def _unmatched(
    source: list[_Written], target: list[_Written], langs: tuple[str, str]
) -> tuple[list[_Written], list[_Written]]:
    """Return the compared numbers of each side that the other side does not hold."""
    left, right = list(source), list(target)
    rules: list[Callable[[_Written, _Written], bool]] = [_is_equal, _may_be_equal]
    if not all(_knows_words(lang) for lang in langs):
        rules.append(_is_large_word_apart)
    if _CLOCK_FROM_SIX & {without_region(lang) for lang in langs}:
        rules.append(_is_half_a_day_apart)
    for rule in rules:
        for number in list(left):
            match = next((other for other in right if rule(number, other)), None)
            if match is not None:
                left.remove(number)
                right.remove(match)
    _drop_clock_times(left, right)
    _drop_clock_times(right, left)
    return [n for n in left if n.is_compared], [n for n in right if n.is_compared]


def _is_equal(one: _Written, other: _Written) -> bool:
    return one.value == other.value


def _may_be_equal(one: _Written, other: _Written) -> bool:
    return bool(({one.value} | one.others) & ({other.value} | other.others))


def _is_large_word_apart(one: _Written, other: _Written) -> bool:
    low, high = sorted((one.value, other.value))
    return low > 0 and Fraction(high) / low in _LARGE


def _is_half_a_day_apart(one: _Written, other: _Written) -> bool:
    difference = one.value - other.value
    return max(one.value, other.value) < 25 and difference % 12 == 6


def _drop_clock_times(left: list[_Written], right: list[_Written]) -> None:
    """Take out 5.30 against 5 and 30, and the minutes of 4:00 against 4."""
    for number in list(left):
        parts = _SEPARATOR.split(number.text)
        values = [int(part) for part in parts if part.isdecimal()]
        halves = [next((n for n in right if n.value == value), None) for value in values]
        if len(parts) == len(values) == 2 and None not in halves:
            left.remove(number)
            right[:] = [n for n in right if n not in halves]
        elif parts == ["00"]:
            left.remove(number)


def _list(numbers: list[_Written]) -> str:
    return ", ".join(number.text for number in numbers) or "nothing"
