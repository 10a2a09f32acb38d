"""Compare the numbers and dates of a text with those of its translation, by value.

೧,೨೦,೦೦೦ = 120,000 = 1.2 lakh     7.5 million = 7.5 മില്യൺ (no locale: the large word is unknown)
5.30 = 5:30     1950-53 = 1950, 1953     5.11.1956 = 5 November 1956     WW1 and G20 are names

A number written in digits may become a word and the other way round. A number that is a word on
both sides is not compared: languages differ in idioms and articles.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import regex

from mlkt.errors import LanguageError
from mlkt.packs import load_locale
from mlkt.text import Number, find_dates, find_numbers
from mlkt.text.alternatives import any_of
from mlkt.text.digits import ascii_digits
from mlkt.translate.problems import Problem
from mlkt.translate.tags import without_region

Value = int | Fraction

_LETTER = regex.compile(r"\p{L}")
_DIGIT = regex.compile(r"\d")
_DIGITS = regex.compile(r"\d+(?:[.,٫٬]\d+)*")
_SEPARATOR = regex.compile(r"[.,٫٬]")
_IN_NAME = regex.compile(r"\p{Latin}[\p{Latin}-]*$")  # the 1 of WW1, the 19 of COVID-19
_AFTERNOON = regex.compile(r"(?:[:.]\d{2})?\s?p\.?\s?m\b", regex.IGNORECASE)
_RANGE = regex.compile(r"(?P<from>\d+)\s?[-–—/]$")
_UNDETERMINED = "und"  # BCP 47's code for no language: digits only, no number words
_MAX_PARTS = 8  # numbers inside one number
_MAX_COMPARED = 200  # left over on both sides: a table, which is compared by value alone
_MAX_LISTED = 20
_LARGE = frozenset(10**power for power in (2, 3, 4, 5, 6, 7, 8, 9, 12))  # hundred to trillion
# Languages that count the hours of the day from six in the morning (7 a.m. is saa 1 asubuhi), with
# their word for the hour.
_CLOCK_FROM_SIX = {"am": "ሰዓት", "om": "sa'aat", "sw": "saa", "ti": "ሰዓት"}
_CLOCK = regex.compile(r"\d{1,2}[:.]\d{2}(?!\d)")
_NEAR = 16  # characters between that word and the number


@dataclass(frozen=True, slots=True)
class _Written:
    """A number as it is written: its value, and how else its digits may be read."""

    value: Value
    others: frozenset[Value]
    text: str
    is_compared: bool  # in digits, and no part of a name
    is_hour: bool  # beside the word for the hour, in a language that counts from six in the morning


def check_numbers(source: str, target: str, source_lang: str, target_lang: str) -> list[Problem]:
    """Return the numbers and dates that a translation lost, added or changed."""
    if not (_DIGIT.search(source) or _DIGIT.search(target)):
        return []
    langs = source_lang, target_lang
    months = _months(source, source_lang), _months(target, target_lang)
    lost, added = _unmatched(_written(source, source_lang), _written(target, target_lang), langs)
    lost = [n for n in lost if n.value not in months[1] and not _is_one(n, target, target_lang)]
    added = [n for n in added if n.value not in months[0] and not _is_one(n, source, source_lang)]
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


def _is_one(number: _Written, text: str, lang: str) -> bool:
    """Tell whether a 1 is a word in the other text, where it is an article more often."""
    return number.value == 1 and _words_for_one(lang).search(text) is not None


@cache
def _words_for_one(lang: str) -> "regex.Pattern[str]":
    try:
        forms = load_locale(lang).number_words.get("1", [])
    except LanguageError:
        forms = []
    return regex.compile(rf"(?i)(?<![\p{{L}}\p{{M}}]){any_of(forms)}")


def _months(text: str, lang: str) -> Counter[Value]:
    return Counter(date.month for date in find_dates(text, lang))


def _knows_words(lang: str) -> bool:
    try:
        return bool(load_locale(lang).number_words)
    except LanguageError:
        return False


def _written(text: str, lang: str) -> list[_Written]:
    bare = find_numbers(text, _UNDETERMINED)
    starts = [part.start for part in bare]
    hour = _CLOCK_FROM_SIX.get(without_region(lang))
    return [
        _Written(
            number.value,
            frozenset(_readings(text, number, _from(bare, bisect_left(starts, number.start)))),
            text[number.start : number.end],
            bool(_DIGITS.search(text, number.start, number.end))
            and not _IN_NAME.search(text[max(0, number.start - 20) : number.start]),
            hour is not None and _is_hour(text, number, hour),
        )
        for number in find_numbers(text, lang)
    ]


def _from(bare: list[Number], place: int) -> list[Number]:
    return bare[place : place + _MAX_PARTS]


def _is_hour(text: str, number: Number, word: str) -> bool:
    """Tell whether a number has hours and minutes or the word for the hour beside it."""
    near = text[max(0, number.start - _NEAR) : number.end + _NEAR].casefold()
    return word in near or _CLOCK.match(text, number.start) is not None


def _readings(text: str, number: Number, bare: list[Number]) -> Iterator[Value]:
    """Yield what else a number may say: 7.5 of `7.5 million`, 76000 of `76.000`, 20 of `8 p.m.`."""
    yield from (part.value for part in bare if part.end <= number.end)
    if _AFTERNOON.match(text, number.end):
        yield number.value + 12
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
    left, right = _without_equals(source, target)
    if _digits(left) == _digits(right) != "":
        return [], []  # 116 123 and 116123, 10, 000 and 10,000
    rules: list[Callable[[_Written, _Written], bool]] = [_may_be_equal, _is_half_a_day_apart]
    if not all(_knows_words(lang) for lang in langs):
        rules.insert(1, _is_large_word_apart)
    if min(len(left), len(right)) > _MAX_COMPARED:
        rules = []
    for rule in rules:
        for number in list(left):
            match = next((other for other in right if rule(number, other)), None)
            if match is not None:
                left.remove(number)
                right.remove(match)
    if rules:
        _drop_clock_times(left, right)
        _drop_clock_times(right, left)
    return [n for n in left if n.is_compared], [n for n in right if n.is_compared]


def _digits(numbers: list[_Written]) -> str:
    """Return the digits of numbers side by side; nothing if words multiply them."""
    text = "".join(number.text for number in numbers)
    return "" if _LETTER.search(text) else "".join(filter(str.isdecimal, ascii_digits(text)))


def _without_equals(
    source: list[_Written], target: list[_Written]
) -> tuple[list[_Written], list[_Written]]:
    """Return both lists without the pairs of one value; numbers in digits pair with each other."""
    left, right = source, target
    keys: tuple[Callable[[_Written], object], ...] = (_value_in_digits, _value)
    for key in keys:
        wanted, given = Counter(map(key, left)), Counter(map(key, right))
        shared = wanted & given
        left, right = _minus(left, shared.copy(), key), _minus(right, shared, key)
    return left, right


def _value_in_digits(number: _Written) -> object:
    return number.value, number.is_compared


def _value(number: _Written) -> object:
    return number.value


def _minus(
    numbers: list[_Written], taken: Counter[object], key: Callable[[_Written], object]
) -> list[_Written]:
    kept: list[_Written] = []
    for number in numbers:
        if taken[key(number)] > 0:
            taken[key(number)] -= 1
        else:
            kept.append(number)
    return kept


def _may_be_equal(one: _Written, other: _Written) -> bool:
    return bool(({one.value} | one.others) & ({other.value} | other.others))


def _is_large_word_apart(one: _Written, other: _Written) -> bool:
    low, high = sorted((one.value, other.value))
    return low > 0 and Fraction(high) / low in _LARGE


def _is_half_a_day_apart(one: _Written, other: _Written) -> bool:
    difference = one.value - other.value
    if not (one.is_hour or other.is_hour):
        return False
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
    return ", ".join(number.text for number in numbers[:_MAX_LISTED]) or "nothing"
