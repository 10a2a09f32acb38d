"""Compare the numbers and dates of a text with those of its translation, by value.

೧,೨೦,೦೦೦ = 120,000 = 1.2 lakh     7.5 million = 7.5 മില്യൺ (no locale: the large word is unknown)
5.30 = 5:30     1950-53 = 1950, 1953     5.11.1956 = 5 November 1956     WW1 and G20 are names

A number written in digits may become a word and the other way round. A number that is a word on
both sides is not compared: languages differ in idioms and articles. Numbers of equal value leave
first; what is left may say something else (`written.py`), or the other text says it in other ways
(`said.py`). A rule is what a number of each side may stand for; two that share it are equal.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from functools import cache

import regex

from mlkt.errors import LanguageError
from mlkt.packs import load_locale
from mlkt.text import find_dates
from mlkt.text.alternatives import any_of
from mlkt.text.digits import Value, ascii_digits
from mlkt.translate.gate.said import find_said
from mlkt.translate.gate.written import (
    Written,
    find_written,
    knows_words,
    with_readings,
)
from mlkt.translate.problems import Problem

_LETTER = regex.compile(r"\p{L}")
_DIGIT = regex.compile(r"\d")
_MAX_LISTED = 20
_Keys = Callable[[Written], Iterable[Hashable]]


def check_numbers(source: str, target: str, source_lang: str, target_lang: str) -> list[Problem]:
    """Return the numbers and dates that a translation lost, added or changed."""
    if not (_DIGIT.search(source) or _DIGIT.search(target)):
        return []
    months = _months(source, source_lang), _months(target, target_lang)
    lost, added = _unmatched(source, target, source_lang, target_lang)
    lost = [n for n in lost if n.value not in months[1] and not _is_one(n, target, target_lang)]
    added = [n for n in added if n.value not in months[0] and not _is_one(n, source, source_lang)]
    found: list[Problem] = []
    if lost or added:
        evidence = f"{_list(lost)} -> {_list(added)}"
        if lost and added:
            found.append(Problem("numbers_changed", "blocking", evidence))
        elif lost:  # in a language whose number words nobody has written down, it may be a word
            severity = "blocking" if knows_words(target_lang) else "minor"
            found.append(Problem("numbers_lost", severity, evidence))
        else:
            severity = "blocking" if knows_words(source_lang) else "minor"
            found.append(Problem("numbers_added", severity, evidence))
    if all(months) and months[0].total() == months[1].total() and months[0] != months[1]:
        evidence = f"months {sorted(months[0].elements())} -> {sorted(months[1].elements())}"
        found.append(Problem("dates_changed", "blocking", evidence))
    return found


def _unmatched(
    source: str, target: str, source_lang: str, target_lang: str
) -> tuple[list[Written], list[Written]]:
    """Return the compared numbers of each side that the other side does not hold."""
    left, right = find_written(source, source_lang), find_written(target, target_lang)
    for rule in _SAME:
        left, right = _without_pairs(left, right, *rule)
    if not _compared(left) and not _compared(right):
        return [], []
    if _digits(left) == _digits(right) != "":
        return [], []  # 116 123 and 116123, 10, 000 and 10,000
    left = with_readings(left, source, source_lang) + find_said(source, source_lang)
    right = with_readings(right, target, target_lang) + find_said(target, target_lang)
    for rule in _MEANT:
        left, right = _without_pairs(left, right, *rule)
    left, right = _without_pieces(left, right)
    right, left = _without_pieces(right, left)
    return _compared(left), _compared(right)


def _in_digits(number: Written) -> Iterable[Hashable]:
    return ((number.value, number.is_compared),)


def _value(number: Written) -> Iterable[Hashable]:
    return (number.value,)


def _readings(number: Written) -> Iterable[Hashable]:
    return {number.value} | number.others


def _hours(number: Written) -> Iterable[Hashable]:
    return number.hours


def _scaled(number: Written) -> Iterable[Hashable]:
    return number.scaled


_SAME: tuple[tuple[_Keys, _Keys], ...] = ((_in_digits, _in_digits), (_value, _value))
_MEANT: tuple[tuple[_Keys, _Keys], ...] = (
    (_readings, _readings),
    (_scaled, _value),
    (_value, _scaled),
    (_hours, _value),
    (_value, _hours),
)


def _without_pairs(
    left: list[Written], right: list[Written], left_keys: _Keys, right_keys: _Keys
) -> tuple[list[Written], list[Written]]:
    """Return both lists without the pairs that share a key, each with the first that is free."""
    index, used = _index(right, right_keys), set[int]()
    kept: list[Written] = []
    for number in left:
        places = (_first_free(index, key, used) for key in left_keys(number))
        place = min((place for place in places if place is not None), default=None)
        if place is None:
            kept.append(number)
        else:
            used.add(place)
    return kept, [number for place, number in enumerate(right) if place not in used]


def _without_pieces(
    left: list[Written], right: list[Written]
) -> tuple[list[Written], list[Written]]:
    """Return both lists without 5.30 against 5 and 30, and without the minutes of 4:00."""
    index, used = _index(right, _readings), set[int]()
    kept: list[Written] = []
    for number in left:
        if number.text == "00" or any(_take(index, pieces, used) for pieces in number.pieces):
            continue
        kept.append(number)
    return kept, [number for place, number in enumerate(right) if place not in used]


def _take(index: dict[Hashable, list[int]], pieces: tuple[Value, ...], used: set[int]) -> bool:
    """Use up one number for each piece, or none if one is missing."""
    taken: set[int] = set()
    for piece in pieces:
        free = (place for place in reversed(index.get(piece, [])) if place not in used | taken)
        place = next(free, None)
        if place is None:
            return False
        taken.add(place)
    used |= taken
    return True


def _index(numbers: list[Written], keys: _Keys) -> dict[Hashable, list[int]]:
    """Return where each key stands, the first place last."""
    index: dict[Hashable, list[int]] = {}
    for place in range(len(numbers) - 1, -1, -1):
        for key in keys(numbers[place]):
            index.setdefault(key, []).append(place)
    return index


def _first_free(index: dict[Hashable, list[int]], key: Hashable, used: set[int]) -> int | None:
    places = index.get(key, [])
    while places and places[-1] in used:
        places.pop()
    return places[-1] if places else None


def _digits(numbers: list[Written]) -> str:
    """Return the digits of numbers side by side; nothing if words multiply them."""
    text = "".join(number.text for number in numbers)
    return "" if _LETTER.search(text) else "".join(filter(str.isdecimal, ascii_digits(text)))


def _compared(numbers: list[Written]) -> list[Written]:
    return [number for number in numbers if number.is_compared]


def _is_one(number: Written, text: str, lang: str) -> bool:
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


def _list(numbers: list[Written]) -> str:
    return ", ".join(number.text for number in numbers[:_MAX_LISTED]) or "nothing"
