"""Numbers that a text says in other ways than numerals and number words.

half an hour  30         三点半  3 and 30      三分之二  2/3       halb vier  3 and 30
XIX век       19         三月五日  3 and 5     the sixties  1960   fünfjährig  5

They only explain what the other text writes in digits and are never missed themselves. The words
stand in `locales/number_phrases.tsv`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache

import regex

from mlkt.text import find_numbers
from mlkt.text.alternatives import any_of
from mlkt.text.digits import Value, exact
from mlkt.text.han_numbers import han_value, writes_han
from mlkt.text.number_phrases import language_of, number_phrases
from mlkt.text.number_words import lexicon, lower
from mlkt.translate.gate.written import Written, fraction_pieces

_ROMAN = regex.compile(
    r"(?<![\p{L}\p{N}])(?=[IVX])(?P<roman>X{0,3}(?:IX|IV|V?I{0,3}))"
    r"(?=(?:er|ère|ère|e|ème|ème|ᵉ|º|ª|th|st|nd|rd)?(?![\p{L}\p{N}]))"
)
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_I_IS_A_WORD = frozenset({"en"})
_HAN = "[〇零一二三四五六七八九十百千万两兩]"
# One numeral before what it counts: dates, times, centuries, ages, people and things.
_HAN_COUNT = regex.compile(
    rf"(?<!{_HAN})(?P<n>{_HAN}{{1,4}})(?=[月日号號时時点點分秒年岁歳歲周週代世回位名人个個国國天次倍番度级級枚本册冊台杯匹层層階章节節つ])"
)
_HAN_FRACTION = regex.compile(
    rf"(?P<d>{_HAN}{{1,4}}|\d{{1,3}})分[之の](?P<n>{_HAN}{{1,4}}|\d{{1,3}})"
)
_FAR = 24  # characters between a number and its half: ثلاث ساعات ونصف
_UNSPACED = regex.compile(r"[\p{Han}\p{Line_Break=SA}]")
_SHARE = regex.compile(r"[\s-]{1,2}")


def find_said(text: str, lang: str) -> list[Written]:
    """Return what else the text says of numbers, with all readings."""
    found = [*_roman(text, lang), *_fractions(text, lang), *_decades(text, lang)]
    if writes_han(lang):
        found += _han(text)
    return [*found, *_compounds(text, lang)]


def _said(match: "regex.Match[str]", readings: Iterable[Value]) -> Written:
    first, *others = dict.fromkeys(readings)
    pieces = frozenset(piece for value in (first, *others) for piece in fraction_pieces(value))
    return Written(first, match.group(), *match.span(), False, frozenset(others), pieces)


def _roman(text: str, lang: str) -> Iterator[Written]:
    for match in _ROMAN.finditer(text):
        roman = match["roman"]
        if roman and not (roman == "I" and language_of(lang) in _I_IS_A_WORD):
            digits = [_ROMAN_DIGITS[sign] for sign in roman]
            following = [*digits[1:], 0]
            yield _said(
                match, [sum(-a if a < b else a for a, b in zip(digits, following, strict=True))]
            )


def _han(text: str) -> Iterator[Written]:
    for match in _HAN_COUNT.finditer(text):
        value = han_value(match["n"])
        if value is not None:
            yield _said(match, [value])
    for match in _HAN_FRACTION.finditer(text):
        share, whole = (han_value(match[name]) for name in "nd")
        if share is not None and whole:
            yield _said(match, [Fraction(share) / whole, share, whole])


def _fractions(text: str, lang: str) -> Iterator[Written]:
    """Yield what each word for a half, a third or a quarter may say: a share, minutes, percent."""
    shares, pattern = _shares(language_of(lang))
    matches = list(pattern.finditer(lower(text)))
    numbers = find_numbers(text, lang) if matches else []
    starts, ends = [number.start for number in numbers], [number.end for number in numbers]
    for match in matches:
        place = bisect_left(ends, match.start() + 1)
        before = numbers[place - 1] if place else None
        place = bisect_left(starts, match.end())
        after = numbers[place] if place < len(numbers) else None
        for kind, share in shares[match.group()]:
            readings = [share, share * 60, share * 100, share.denominator]
            if before is not None and _SHARE.fullmatch(text, before.end, match.start()):
                readings.append(before.value * share)  # two thirds
            if before is not None and kind == "after" and match.start() - before.end <= _FAR:
                readings += [before.value + share, before.value]
            yield _said(match, map(exact, readings))
            if (
                kind == "to"
                and after is not None
                and _SHARE.fullmatch(text, match.end(), after.start)
            ):
                yield _said(match, [after.value - 1])


@cache
def _shares(lang: str) -> "tuple[dict[str, list[tuple[str, Fraction]]], regex.Pattern[str]]":
    shares: dict[str, list[tuple[str, Fraction]]] = {}
    for phrase in number_phrases(lang, "before", "after", "part", "to"):
        for form in phrase.forms:
            shares.setdefault(form, []).append((phrase.kind, phrase.value % 1))
    return shares, _words(shares)


def _decades(text: str, lang: str) -> Iterator[Written]:
    decades, pattern = _decade_words(language_of(lang))
    for match in pattern.finditer(lower(text)):
        value = decades[match.group()]
        yield _said(match, [1900 + value, value, 1800 + value])


@cache
def _decade_words(lang: str) -> "tuple[dict[str, int], regex.Pattern[str]]":
    phrases = number_phrases(lang, "decade")
    decades = {form: int(phrase.value) for phrase in phrases for form in phrase.forms}
    return decades, _words(decades)


def _words(forms: Iterable[str]) -> "regex.Pattern[str]":
    """Compile words; where no spaces part them (Chinese, Thai), they stand anywhere."""
    apart = [form for form in forms if not _UNSPACED.match(form)]
    inside = [form for form in forms if _UNSPACED.match(form)]
    return regex.compile(rf"\b{any_of(apart)}(?![\p{{L}}\p{{M}}])|{any_of(inside)}")


def _compounds(text: str, lang: str) -> Iterator[Written]:
    known, pattern = lexicon(lang), _compound(language_of(lang))
    if known is None or pattern is None:
        return
    for match in pattern.finditer(lower(text)):
        yield _said(match, [known.entries[match["word"]][0]])


@cache
def _compound(lang: str) -> "regex.Pattern[str] | None":
    """Compile number words with an ending behind them, itself inflected (German zwölfköpfige)."""
    endings = [form for phrase in number_phrases(lang, "compound") for form in phrase.forms]
    known = lexicon(lang)
    if known is None or not endings:
        return None
    return regex.compile(
        rf"\b(?P<word>{any_of(known.entries)}){any_of(endings)}\p{{Ll}}{{0,2}}(?!\p{{L}})"
    )
