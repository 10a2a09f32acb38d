"""Read numbers written with digits, of any script, as exact values.

kn "೧,೨೩,೪೫೬"  123456      en "1,234.5"  2469/2      de "1.234,5"  2469/2      "2½"  5/2
"""

import unicodedata
from collections.abc import Iterator
from fractions import Fraction

import regex

from mlkt.text.neutral import mask_addresses

Value = int | Fraction

# Languages that write a comma before the decimals (CLDR 47, numbers/symbols/decimal, system latn).
_COMMA_LANGUAGES = frozenset(
    "af az ba be bg br bs ca cs cv da de el eo es et eu fi fo fr fur fy gl hr hsb dsb ht hu"
    " hy ia id ie is it jv ka kab kea kk kl ku ky lb lij ln lo lt lv mg mk mn nb nds nl nn no"
    " oc os pl ps pt rn ro ru rw sah sc scn sg sk sl smn sq sr ss st su sv szl tg tk tr ts tt"
    " uk uz ve vec vi wo".split()
)

_SPACES = "\u00a0\u202f\u2009"  # between groups of thousands: no-break, narrow no-break, thin
_VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
# More digits than that are a serial number or noise, and would take int() quadratic time.
_MAX_DIGITS = 100


def _pattern(point: str, group: str) -> "regex.Pattern[str]":
    """Compile numbers: a chain of points (date, version), or an integer in groups with decimals."""
    stray = "" if "," in group else r"|\.(?!\d{3}(?!\d))\d++(?!\.\d)"
    spaced = r"| \d" if " " in group else ""
    # The first signs, which are found quickly, and the plainest form, which is most of them.
    return regex.compile(
        rf"(?=[0-9{_VULGAR}]|{point}[0-9])(?:(?P<plain>\d++)(?![.,{_SPACES}'’{_VULGAR}]{spaced})"
        rf"|(?P<chain>\d++(?:{point}\d++){{2,}}+)"
        rf"|(?:(?P<integer>\d{{1,3}}(?:(?P<by>[{group}{_SPACES}'’])\d{{3}})(?:(?P=by)\d{{3}})*+(?!\d)"
        rf"|\d{{1,2}}(?:,\d{{2}}(?=,))++,\d{{3}}(?!\d)|\d++)"
        rf"(?P<decimals>{point}\d++{stray})?|(?<![\p{{L}}\p{{M}}\d.,])(?P<bare>{point}\d++))"
        rf"(?P<vulgar>[{_VULGAR}])?|(?P<alone>[{_VULGAR}]))"
    )


_POINT, _COMMA = _pattern(r"\.", ","), _pattern(",", r"\. ")
_NO_DIGIT = regex.compile(r"\D+")
_CHAIN_LINK = regex.compile(r"[.,]")
_NO_NUMBERS = regex.compile(r"&#x?[0-9A-Fa-f]{1,7};")
_ARABIC_COMMA = regex.compile(r"(?<=\d)\u060c(?=\d{3}(?!\d))")  # typed for U+066C
_SEPARATORS = {"\u066b": ".", "\u066c": ","}
_OTHER_SIGNS = regex.compile(r"(?V1)[[\p{Nd}\u066b\u066c]--[0-9]]")


def find_digits(text: str, lang: str) -> Iterator[tuple[Value, int, int]]:
    """Yield value, start and end of each number written with digits; none inside addresses.

    Groups of thousands and of lakhs (1,23,456) are read; a sign is not. `lang` says whether
    decimals follow a point or a comma.
    """
    pattern = (
        _COMMA if lang.replace("_", "-").split("-")[0].casefold() in _COMMA_LANGUAGES else _POINT
    )
    for match in pattern.finditer(ascii_digits(text)):
        start, end = match.span()
        if match.lastgroup == "plain":
            if end - start <= _MAX_DIGITS:
                yield int(match.group()), start, end
            continue
        chain = match["chain"]
        if chain is None:
            if end - start <= _MAX_DIGITS:
                yield _value(match), start, end
            continue
        parts: list[str] = _CHAIN_LINK.split(chain)
        if _are_groups(parts):
            yield int("".join(parts)), start, end
            continue
        for part in parts:
            if len(part) <= _MAX_DIGITS:
                yield int(part), start, start + len(part)
            start += len(part) + 1


def ascii_digits(text: str) -> str:
    """Return a copy of equal length with ASCII digits, and blanks for addresses and entities."""
    text = mask_addresses(text, " ")
    if "&#" in text:
        text = _NO_NUMBERS.sub(_blank, text)
    if text.isascii():
        return text
    if "\u060c" in text:
        text = _ARABIC_COMMA.sub(",", text)
    for sign in {*_OTHER_SIGNS.findall(text)}:
        text = text.replace(sign, _SEPARATORS.get(sign) or str(unicodedata.decimal(sign, sign)))
    return text


def _value(match: "regex.Match[str]") -> Value:
    integer, decimals = match["integer"], match["decimals"] or match["bare"]
    vulgar = match["vulgar"] or match["alone"]
    value: Value = int(_NO_DIGIT.sub("", integer)) if integer else 0
    if decimals:
        value += Fraction(int(decimals[1:]), 10 ** (len(decimals) - 1))
    if vulgar:
        value += Fraction(unicodedata.normalize("NFKC", vulgar).replace("\u2044", "/"))
    return exact(value)


def exact(value: Value) -> Value:
    """Return the value as an int where it is one."""
    return int(value) if value.denominator == 1 else value


def _are_groups(parts: list[str]) -> bool:
    """Tell whether the parts of a chain are thousands, of a number that anybody would write."""
    return len(parts) < 10 and len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])


def _blank(match: "regex.Match[str]") -> str:
    return " " * len(match.group())
