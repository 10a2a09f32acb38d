"""Read numbers written with Han numerals, alone or behind digits (Chinese, Japanese).

    三百万 3000000     1億2000万 120000000     二十五 25     一九五六 1956     3.5万 35000

The values stand here, as Unicode's change with its version (兆 is 10^12 in numbers, and from
Unicode 15.1 on 10^6 first). One numeral by itself is not read: 一 and 十 stand in too many
words that count nothing; so are two or three without a multiplier (二三, a few).
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import regex

from mlkt.text.digits import Value, ascii_digits, exact
from mlkt.text.scripts import expected_script, script_parts

_DIGITS = "〇零一二三四五六七八九两兩"
_SMALL = "十百千"  # multiply inside a group of four places
_LARGE = "万萬亿億兆"  # close a group
_VALUES = dict(zip(_DIGITS, (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2), strict=True)) | dict(
    zip(_SMALL + _LARGE, (10, 100, 1000, 10**4, 10**4, 10**8, 10**8, 10**12), strict=True)
)
_ASCII = r"\d{1,3}(?:,\d{3})++|\d{1,15}+(?:\.\d{1,15}+)?"
_NUMERAL = regex.compile(
    rf"(?<![\d.,])(?:(?:{_ASCII})[{_SMALL}{_LARGE}]|(?:[{_DIGITS}]|十(?=[{_DIGITS}{_LARGE}]))[{_DIGITS}{_SMALL}{_LARGE}])"
    rf"(?:[{_DIGITS}{_SMALL}{_LARGE}]|(?:{_ASCII})(?=[{_LARGE}]))*+"
)
_PIECE = regex.compile(rf"{_ASCII}|.")


def find_han(text: str) -> Iterator[tuple[Value, int, int]]:
    """Yield value, start and end of each number of `text` that holds a Han numeral."""
    for match in _NUMERAL.finditer(ascii_digits(text)):
        value = han_value(match.group())
        if value is not None:
            yield value, *match.span()


def han_value(numeral: str) -> Value | None:
    """Return the value of one numeral, of one sign too; None where it makes no number."""
    value = _numeric(numeral) if len(numeral) == 1 else _value(_PIECE.findall(numeral))
    return None if value is None else exact(value)


@cache
def writes_han(lang: str) -> bool:
    """Tell whether a language writes Han numerals: Chinese and Japanese, not Korean."""
    return "Hani" in script_parts(expected_script(lang) or "") and not lang.startswith("ko")


def _value(pieces: list[str]) -> Value | None:
    """Return the value of digits and numerals in order, None where they make no number."""
    if all(piece in _DIGITS for piece in pieces):  # a year, sign by sign
        return int("".join(map(_digit, pieces))) if len(pieces) >= 4 else None
    total: Value = 0
    group: Value = 0
    number: Value | None = None
    for piece in pieces:
        if piece in _SMALL:
            group += (1 if number is None else number) * _numeric(piece)
            number = None
        elif piece in _LARGE:
            group += number or 0
            if group == 0 and total == 0:
                return None
            total = total + group * _numeric(piece) if group else total * _numeric(piece)
            group, number = 0, None
        elif number:
            return None
        else:
            number = _numeric(piece)
    return total + group + (number or 0)


def _numeric(piece: str) -> Value:
    if len(piece) > 1 or piece.isdecimal():
        return Fraction(piece.replace(",", ""))
    return _VALUES[piece]


def _digit(sign: str) -> str:
    return str(_VALUES[sign])
