"""Find the numbers of a text as exact values, written with digits or with words.

    find_numbers("೧.೫ ಕೋಟಿ ಜನರು, ಹದಿನಾರನೇ ಶತಮಾನ, 16ನೇ", "kn")  ->  15000000, 16, 16
    find_numbers("1.5 million people in twenty-one towns", "en")  ->  1500000, 21
    find_numbers("watu elfu ishirini na tano", "sw")              ->  25000

Digits of any script, groups of thousands and of lakhs; and, where the language has a locale, its
number words in the forms written there, and multipliers behind digits. Measured on NTREX-128 and
FLORES-200: of the lines, 0.5 % (kn), 0.3 % (hi), 1.6 % (sw: clock times differ) and 1.0 % (kn,
FLORES) hold a number in digits whose value is not found on the English side or the other way round,
most of them faults of the translation.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from mlkt.errors import LanguageError
from mlkt.packs import load_locale
from mlkt.text.alternatives import SPACE, any_of
from mlkt.text.digits import Value, exact, find_digits
from mlkt.text.endings import bare_length
from mlkt.text.han_numbers import find_han
from mlkt.text.scripts import expected_script, script_parts

# Bantu languages: the multiplier stands before what it multiplies (Swahili elfu mbili, 2000).
_MULTIPLIER_FIRST = frozenset(
    "sw zu xh nso st tn ts ss nr ve sn ny bem lg rw rn ln kg ki kam lua".split()
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text and where it stands, without a suffix behind digits (16ನೇ, 16th)."""

    value: Value
    start: int
    end: int
    digits: bool = True  # whether it begins with digits, not with a word


@dataclass(frozen=True, slots=True)
class _Part:
    value: Value
    start: int
    end: int
    bare_end: int  # without the case ending of a word
    word: bool
    multiplies: bool  # a word for 100, 1000, a lakh, a million …


@dataclass(frozen=True, slots=True)
class _Lexicon:
    values: dict[str, tuple[int, int]]  # value and length without a case ending, by lower-case form
    words: "regex.Pattern[str]"
    gap: "regex.Pattern[str]"  # what may stand between the parts of one number


def find_numbers(text: str, lang: str) -> list[Number]:
    """Return the numbers of `text` in order, none inside another, none inside URLs.

    A word for nought or one counts only as a part of a larger number: it is the article of many
    languages. A sign is not read, so that the dash of a range does no harm.
    """
    read_parts = _with_han(text, lang) if _writes_han(lang) else find_digits(text, lang)
    parts = [_Part(*found, found[2], word=False, multiplies=False) for found in read_parts]
    lexicon = _lexicon(lang)
    if lexicon is None:
        return [Number(part.value, part.start, part.end) for part in parts]
    # Han numerals are words of their locales too: what is read by rule is not read again.
    taken = {place for part in parts for place in range(part.start, part.end)}
    for match in lexicon.words.finditer(_lower(text)):
        value, length = lexicon.values[" ".join(match.group().split())]
        start, end = match.span()
        if not taken.isdisjoint(range(start, end)):
            continue
        bare_end = start + length if length < end - start else end
        parts.append(_Part(value, start, end, bare_end, True, _is_multiplier(value)))
    parts.sort(key=lambda part: part.start)
    language = lang.replace("_", "-").split("-")[0].casefold()
    read = _multiplier_first if language in _MULTIPLIER_FIRST else _multiplier_last
    found: list[Number] = []
    for run in _runs(text, parts, lexicon.gap):
        i = 0
        while i < len(run):
            first = run[i]
            value, i = read(run, i)
            if value > 1 or not first.word:
                found.append(Number(exact(value), first.start, run[i - 1].bare_end, not first.word))
    return found


def _with_han(text: str, lang: str) -> list[tuple[Value, int, int]]:
    """Return the numbers that hold Han numerals, and those in digits outside them."""
    found = list(find_han(text))
    inside = {place for _, start, end in found for place in range(start, end)}
    found += [item for item in find_digits(text, lang) if item[1] not in inside]
    return sorted(found, key=lambda item: item[1])


@cache
def _writes_han(lang: str) -> bool:
    return "Hani" in script_parts(expected_script(lang) or "") and not lang.startswith("ko")


def _runs(text: str, parts: list[_Part], gap: "regex.Pattern[str]") -> Iterator[list[_Part]]:
    """Yield the parts that stand side by side."""
    run: list[_Part] = []
    for part in parts:
        if run and not gap.fullmatch(text, run[-1].end, part.start):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _multiplier_last(run: list[_Part], i: int) -> tuple[Value, int]:
    """Return the value from part `i` on, and the part behind it: two thousand three hundred."""
    total: Value = 0
    group: Value | None = None  # what the next multiplier multiplies
    room, floor = (
        0,
        _NO_LIMIT,
    )  # the next summand is below the one, the next multiplier below the other
    first = i
    while i < len(run):
        part = run[i]
        if part.multiplies:
            if group is None and total and part.value > floor:  # a lakh crore
                total, floor = total * part.value, part.value
            elif part.value >= floor or (group is None and total):
                break
            elif part.value > 100:
                total, floor, group = total + (group or 1) * part.value, part.value, None
            elif group is None or group < 100:
                group, room = (group or 1) * 100, 100
            else:
                break
        elif i == first:
            group, room = part.value, _room(part)
        elif run[first].word and part.word and part.value < (floor if group is None else room):
            group, room = (group or 0) + part.value, _room(part)
        elif group is None and not part.word and _multiplies_below(run, i + 1, floor):
            group, room = part.value, 0  # 1 crore 20 lakh
        else:
            break
        i += 1
    return total + (group or 0), i


def _multiplier_first(run: list[_Part], i: int) -> tuple[Value, int]:
    """Return the value from part `i` on, and the part behind it: elfu mbili mia tatu na tano."""
    first = i
    total: Value = 0
    floor = _NO_LIMIT
    while _multiplies_below(run, i, floor):
        floor = run[i].value
        factor, i = _sum(run, i + 1)
        if factor == 0 and _multiplies_below(run, i, floor):  # elfu mia mbili: 1000 times 200
            inner = run[i].value
            factor, i = _sum(run, i + 1)
            factor = inner * (factor or 1)
        total += floor * (factor or 1)
    if i == first:
        total, i = _sum(run, i)
        # 20 milioni: behind digits the order may be the other one.
        if not run[first].word and _multiplies_below(run, i, _NO_LIMIT):
            if _sum(run, i + 1)[0] == 0:
                return total * run[i].value, i + 1
    elif i < len(run) and run[i].word and run[i].value < floor:
        rest, i = _sum(run, i)
        total += rest
    return total, i


def _sum(run: list[_Part], i: int) -> tuple[Value, int]:
    """Return digits, or tens and units, from part `i` on; 0 at a multiplier and at the end."""
    if i == len(run) or run[i].multiplies:
        return 0, i
    value, room = run[i].value, _room(run[i])
    i += 1
    while i < len(run) and run[i].word and run[i].value < room:
        value, room = value + run[i].value, _room(run[i])
        i += 1
    return value, i


def _multiplies_below(run: list[_Part], i: int, limit: Value) -> bool:
    return i < len(run) and run[i].multiplies and run[i].value < limit


def _room(part: _Part) -> int:
    """Return what the next summand must stay below: 10 behind twenty, 100 behind nine hundred."""
    if not part.word or part.value < 20 or part.value % 10:
        return 0
    return 100 if part.value % 100 == 0 else 10


_NO_LIMIT: Value = 10**30
_INSIDE = r"[\u200c\u200d'’]?[\p{L}\p{M}]"


@cache
def _lexicon(lang: str) -> _Lexicon | None:
    try:
        locale = load_locale(lang)
    except LanguageError:
        return None
    values: dict[str, tuple[int, int]] = {}
    for value, forms in locale.number_words.items():
        for form in forms:
            length = bare_length(form, forms)
            values.setdefault(_lower(" ".join(form.split())), (int(value), length))
    # The words that join others inside a form (kumi na moja) join numbers elsewhere too.
    triples = [form.split() for form in values if form.count(" ") == 2]
    joints = {joint for left, joint, right in triples if {left, right} <= values.keys()}
    between = rf"|{SPACE}{any_of(joints)}{SPACE}" if joints else ""
    whole = rf"(?<![\p{{L}}\p{{M}}][\u200c\u200d'’]?){any_of(values)}(?!{_INSIDE}|\d)"
    # Behind digits a multiplier of a script without capitals may carry any ending (೨.೫
    # ಲಕ್ಷದಷ್ಟಿತ್ತು).
    bare = [form for form in values if _is_multiplier(values[form][0]) and form == form.upper()]
    # … and where no space ends a word (Thai, Lao), the whole sentence may follow.
    ending = (
        rf"(?:(?=[\p{{Lo}}\p{{M}}\u200c\u200d]{{0,10}}+(?!{_INSIDE}))"
        r"|(?<=\p{Line_Break=SA})(?!\p{M}))"
    )
    inflected = rf"|(?<=\p{{Nd}}{SPACE}?){any_of(bare)}{ending}" if bare else ""
    gap = rf"(?:{SPACE}|-){{0,2}}{between}"
    return _Lexicon(values, regex.compile(whole + inflected), regex.compile(gap))


def _is_multiplier(value: int) -> bool:
    return value >= 100 and str(value).rstrip("0") == "1"


def _lower(text: str) -> str:
    """Return the text in lower case, equal in length."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)
