"""Compare the currency, the unit and the sign beside a number that both texts hold.

$5 -> €5     5 km -> 5 miles     -5 °C -> 5 °C          units_changed, sign_changed

The forms stand in `locales/units.tsv`; only where both texts name a unit of one kind beside the
same value can it be another one. A unit that is converted, or is not in the table, is not compared.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from mlkt.packs import pack_dir
from mlkt.text import find_numbers
from mlkt.text.alternatives import any_of
from mlkt.text.digits import Value
from mlkt.text.number_words import lower
from mlkt.translate.problems import Problem

_SHORT = 2  # characters; a longer form of a script without capitals may carry an ending
_NEAR = 8  # characters of a currency before its number
_DIGIT = regex.compile(r"\d")
_UNSPACED = regex.compile(r"[\p{Han}\p{Katakana}\p{Line_Break=SA}]")
_MINUS = regex.compile(r"(?<![\p{L}\p{M}\p{N}.,)])\s?[-−–]$")


@dataclass(frozen=True, slots=True)
class _Table:
    units: dict[str, frozenset[str]]  # what a form may name
    kinds: dict[str, str]
    anywhere: "regex.Pattern[str]"
    behind: "regex.Pattern[str]"
    before: "regex.Pattern[str]"
    minus: "regex.Pattern[str]"


@dataclass(slots=True)
class _Measure:
    """What a text says of one value."""

    units: set[str]
    is_negative: bool


def check_units(source: str, target: str, source_lang: str, target_lang: str) -> list[Problem]:
    """Return the values whose unit or sign is another one in the translation; all are minor."""
    for text in (source, target):
        if not (_DIGIT.search(text) and _table().anywhere.search(lower(text))):
            return []
    left, right = _measures(source, source_lang), _measures(target, target_lang)
    return [
        problem
        for value in left.keys() & right.keys()
        for problem in _changed(value, left[value], right[value], source, target)
    ]


def _changed(
    value: Value, one: _Measure, other: _Measure, source: str, target: str
) -> Iterator[Problem]:
    table = _table()
    kinds = {table.kinds[unit] for unit in one.units} & {table.kinds[unit] for unit in other.units}
    if kinds and not one.units & other.units:
        evidence = f"{value} {_list(one.units)} -> {value} {_list(other.units)}"
        yield Problem("units_changed", "minor", evidence)
    elif "temperature" in kinds and one.is_negative != other.is_negative:
        positive = target if one.is_negative else source
        if not table.minus.search(lower(positive)):
            signs = ("-" if each.is_negative else "" for each in (one, other))
            evidence = " -> ".join(f"{sign}{value} {_list(one.units)}" for sign in signs)
            yield Problem("sign_changed", "minor", evidence)


def _measures(text: str, lang: str) -> dict[Value, _Measure]:
    """Return the units and the sign of each value that has a unit beside it."""
    table, small = _table(), lower(text)
    found: dict[Value, _Measure] = {}
    for number in find_numbers(text, lang):
        lead = small[max(0, number.start - _NEAR) : number.start]
        after, before = table.behind.match(small, number.end), table.before.search(lead)
        units = {unit for match in (after, before) if match for unit in table.units[match["form"]]}
        if units:
            measure = found.setdefault(number.value, _Measure(set(), False))
            measure.units |= units
            measure.is_negative |= _MINUS.search(lead) is not None
    return found


def _list(units: set[str]) -> str:
    return "/".join(sorted(units))


@cache
def _table() -> _Table:
    text = (pack_dir("locales") / "units.tsv").read_text(encoding="utf-8-sig")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    units: dict[str, frozenset[str]] = {}
    kinds: dict[str, str] = {}
    minus: list[str] = []
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        forms = row["forms"].split("|")
        if row["kind"] == "sign":
            minus = forms
            continue
        kinds[row["unit"]] = row["kind"]
        for form in forms:
            units[form] = units.get(form, frozenset()) | {row["unit"]}
    money = [form for form in units if any(kinds[unit] == "currency" for unit in units[form])]
    short = [form for form in units if len(form) <= _SHORT and form.isalpha()]
    long = [form for form in units if form not in short]
    words = [form for form in long if form[0].isalpha() and not _UNSPACED.match(form)]
    others = [form for form in long if form not in words]
    whole = r"(?![\p{L}\p{M}\p{N}])"
    either = rf"(?:(?P<form>{any_of(short)}){whole}|(?P<form>{any_of(long)})(?![\p{{Ll}}\p{{N}}]))"
    return _Table(
        units,
        kinds,
        # A quick look first: a long form, or a short one behind a digit.
        regex.compile(rf"\b{any_of(words)}|{any_of(others)}|\d[\s-]?{any_of([*short, *words])}"),
        regex.compile(rf"[\s-]?{either}"),
        regex.compile(rf"(?<![\p{{L}}\p{{M}}])(?P<form>{any_of(money)})\s?[-−]?$"),
        regex.compile(any_of(minus)),
    )
