"""Find the dates of a text: a month's name with its day, its year or both beside it.

Day, month and year stand in any order; the last part may carry a case ending.

    find_dates("1956ರ ನವೆಂಬರ್ 1ರಂದು ರಾಜ್ಯ ರೂಪುಗೊಂಡಿತು.", "kn")  ->  1956-11-1 at "1956ರ ನವೆಂಬರ್ 1"
    find_dates("It came about on November 1, 1956.", "en")   ->  1956-11-1 at "November 1, 1956"
    find_dates("Ilianza Novemba 1956.", "sw")                ->  1956-11   at "Novemba 1956"

The names stand in the locale; a year has four digits. Also 1956-11-01 (ISO 8601), in every
language, and 一九五六年十一月一日 in Chinese and Japanese.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from mlkt.errors import LanguageError
from mlkt.packs import load_locale
from mlkt.text.alternatives import any_of
from mlkt.text.digits import ascii_digits
from mlkt.text.endings import bare_length
from mlkt.text.han_numbers import han_value, writes_han


@dataclass(frozen=True, slots=True)
class Date:
    """A date and where it stands, without the case ending of its last part; None is not written."""

    year: int | None
    month: int
    day: int | None
    start: int
    end: int


def find_dates(text: str, lang: str) -> list[Date]:
    """Return the dates of `text` in order; without a locale only those in the form of ISO 8601."""
    plain = ascii_digits(text)
    found = [
        Date(int(match[1]), int(match[2]), int(match[3]), *match.span())
        for match in _ISO.finditer(plain)
    ]
    found.extend(_named(plain, lang))
    if writes_han(lang):
        taken = [(date.start, date.end) for date in found]
        found += [
            date
            for date in _in_han(text)
            if not any(start < date.end and date.start < end for start, end in taken)
        ]
    return sorted(found, key=lambda date: date.start)


_ISO = regex.compile(r"(?<![\d-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])")
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?P<year>[12]\d{3})"
_ENDING = r"[\p{Lo}\p{M}\u200c\u200d]{1,6}"  # of a case, in scripts without capitals
# What leads from a day to its month: the ending of an ordinal (1.º) and behind one a short word
# (1st of); from a year: the ending of a case, at once or apart (1956ರ, 1956 ರ), and nothing more
# before a month that begins with a digit (1956年11月1日).
_DAY_BEFORE = rf"{_DAY}(?:\.?(?:\p{{Ll}}{{1,3}}|{_ENDING})(?:\s\p{{L}}{{1,3}})?|\.)?[\s-]{{1,2}}"
_YEAR_BEFORE = rf"{_YEAR}(?:(?:\s?{_ENDING})?[\s-]{{1,2}}|{_ENDING})"
_BEFORE = regex.compile(
    rf"(?<![\d\p{{Lu}}\p{{Ll}}\p{{Lm}}]|\d[.,:/])(?:(?:{_YEAR_BEFORE})?{_DAY_BEFORE}|{_YEAR_BEFORE})\Z"
)
_REACH = 40  # the longest that `_BEFORE` can match, in code points
_DAY_AFTER = (
    rf"(?:[\s,-]{{1,2}}|(?<=\p{{Lo}})){_DAY}"
    r"(?![\d\p{Numeric_Type=Numeric}]|[.:/]\d|,\d(?!\d{3}(?!\d)))"
)
_YEAR_AFTER = rf"[\s,-]{{1,2}}{_YEAR}(?!\d|[.,:/]\d|\p{{Ll}})"
_AFTER = regex.compile(
    rf"(?:{_DAY_AFTER}(?:(?:\p{{Ll}}{{2}}(?!\p{{L}})|{_ENDING})?{_YEAR_AFTER})?|{_YEAR_AFTER})"
)
_ONLY_YEAR_AFTER = regex.compile(_YEAR_AFTER)


def _named(plain: str, lang: str) -> Iterator[Date]:
    """Yield the dates that name a month; no number is a part of two."""
    calendar = _calendar(lang)
    if calendar is None:
        return
    months, names = calendar
    last = 0
    for match in names.finditer(plain):
        month, length = months[" ".join(match["month"].split())]
        start = match.start()
        end = start + length
        window = max(last, start - _REACH)
        before = _BEFORE.search(plain, window, start)
        day_before = before is not None and before["day"] is not None
        after = (_ONLY_YEAR_AFTER if day_before else _AFTER).match(plain, match.end())
        year, day = _part("year", before, after), _part("day", before, after)
        if year is None and day is None:
            continue
        spans = [span for span in (year, day) if span is not None]
        last = max(end, *(span[1] for span in spans))
        yield Date(
            year=None if year is None else int(plain[slice(*year)]),
            month=month,
            day=None if day is None else int(plain[slice(*day)]),
            start=min(start, *(span[0] for span in spans)),
            end=last,
        )


_HAN = "[〇零一二三四五六七八九十]"
_HAN_DATE = regex.compile(
    rf"(?<!{_HAN})(?:(?P<year>{_HAN}{{4}})年)?(?P<month>{_HAN}{{1,2}})月(?:(?P<day>{_HAN}{{1,3}})(?=[日号號]))?"
)


def _in_han(text: str) -> Iterator[Date]:
    """Yield the dates in Han numerals: 二〇二三年五月六日, 三月三日."""
    for match in _HAN_DATE.finditer(text):
        year, month, day = (_han(match[name]) for name in ("year", "month", "day"))
        if (year or day) and 1 <= month <= 12 and day <= 31:
            end = match.end("day") if day else match.end("month") + 1
            yield Date(year or None, month, day or None, match.start(), end)


def _han(numeral: str | None) -> int:
    """Return the value of a numeral, 0 where there is none."""
    return int(han_value(numeral) or 0) if numeral else 0


def _part(
    name: str, before: "regex.Match[str] | None", after: "regex.Match[str] | None"
) -> tuple[int, int] | None:
    """Return where the day or the year stands; the one before the month wins."""
    for match in (before, after):
        if match is not None and name in match.re.groupindex and match[name] is not None:
            return match.span(name)
    return None


@cache
def _calendar(lang: str) -> "tuple[dict[str, tuple[int, int]], regex.Pattern[str]] | None":
    """Return form -> month and length without ending, and the pattern that finds the forms."""
    try:
        locale = load_locale(lang)
    except LanguageError:
        return None
    months: dict[str, tuple[int, int]] = {}
    for month, forms in locale.months.items():
        for form in forms:
            length = bare_length(form, forms)
            for spelling in (form, form.upper(), form[:1].upper() + form[1:]):
                months.setdefault(spelling, (int(month), length))
    # A name of three code points and more may carry endings; a shorter one is the beginning of
    # other words (Kannada ಮೇ, May, and ಮೇಲೆ, above), unless it is numbered (11月, 11월).
    names = regex.compile(
        rf"(?:(?<![\p{{L}}\p{{M}}\p{{N}}])|(?<=\p{{Lo}})(?=\d))(?P<month>{any_of(months)})"
        r"(?:(?<=[\p{L}\p{M}.]{3})[\p{Lo}\p{M}\u200c\u200d]{0,10}+|\u200c)?"
        r"(?:(?![\p{L}\p{M}])|(?<=\d\p{Lo}))\.?"
    )
    return months, names
