"""Find the numbers of a text as exact values, written with digits or with words.

    find_numbers("೧.೫ ಕೋಟಿ ಜನರು, ಹದಿನಾರನೇ ಶತಮಾನ, 16ನೇ", "kn")  ->  15000000, 16, 16
    find_numbers("1.5 million people in twenty-one towns", "en")  ->  1500000, 21
    find_numbers("watu elfu ishirini na tano", "sw")              ->  25000
    find_numbers("साढ़े तीन करोड़, डेढ़ घंटे", "hi")                   ->  35000000, 3/2

Digits of any script, groups of thousands and of lakhs; and, where the language has a locale, its
number words in the forms written there, halves and quarters beside them, and multipliers behind
digits. Measured on NTREX-128 and FLORES-200: of the lines, 0.5 % (kn), 0.3 % (hi), 1.6 % (sw: clock
times differ) and 1.0 % (kn, FLORES) hold a number in digits whose value is not found on the English
side or the other way round, most of them faults of the translation.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from mlkt.text.digits import Value, exact, find_digits
from mlkt.text.han_numbers import find_han, writes_han
from mlkt.text.neutral import mask_addresses
from mlkt.text.number_phrases import language_of
from mlkt.text.number_words import Part, find_words, lexicon

# Bantu languages: the multiplier stands before what it multiplies (Swahili elfu mbili, 2000).
_MULTIPLIER_FIRST = frozenset(
    "sw zu xh nso st tn ts ss nr ve sn ny bem lg rw rn ln kg ki kam lua".split()
)
_NO_LIMIT: Value = 10**30
_MAX_GAP = 12  # characters between two parts of a number


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text and where it stands, without a suffix behind digits (16ನೇ, 16th)."""

    value: Value
    start: int
    end: int
    digits: bool = True  # whether it begins with digits, not with a word


def find_numbers(text: str, lang: str) -> list[Number]:
    """Return the numbers of `text` in order, none inside another, none inside URLs.

    A word for nought or one counts only as a part of a larger number: it is the article of many
    languages. A sign is not read, so that the dash of a range does no harm.
    """
    text = mask_addresses(text, " ")
    in_digits = _in_digits(text, lang)
    known = lexicon(lang)
    if known is None:
        return [Number(part.value, part.start, part.end) for part in in_digits]
    parts = _without_overlaps(in_digits, list(find_words(text, known, in_digits)))
    read = _multiplier_first if language_of(lang) in _MULTIPLIER_FIRST else _multiplier_last
    found: list[Number] = []
    for run in _runs(text, parts, known.gap):
        run = _with_fractions(run)
        i = 0
        while i < len(run):
            first = run[i]
            value, i = read(run, i) if len(run) > 1 else (first.value, 1)
            if value > 1 or not first.word:
                found.append(Number(exact(value), first.start, run[i - 1].bare_end, not first.word))
    return found


def _in_digits(text: str, lang: str) -> list[Part]:
    """Return the numbers that hold Han numerals, and those in digits outside them."""
    digits = [Part(value, start, end, end) for value, start, end in find_digits(text, lang)]
    if not writes_han(lang):
        return digits
    han = [Part(value, start, end, end) for value, start, end in find_han(text)]
    return _without_overlaps(han, digits)


def _without_overlaps(parts: list[Part], others: list[Part]) -> list[Part]:
    """Return the parts, and those of the others that overlap none before them, in order."""
    kept = list(parts)
    starts = [part.start for part in parts]
    last = 0
    for part in sorted(others, key=_start):
        place = bisect_left(starts, part.end)
        if part.start >= last and (place == 0 or parts[place - 1].end <= part.start):
            kept.append(part)
            last = part.end
    kept.sort(key=_start)
    return kept


def _start(part: Part) -> int:
    return part.start


def _runs(text: str, parts: list[Part], gap: "regex.Pattern[str]") -> Iterator[list[Part]]:
    """Yield the parts that stand side by side."""
    run: list[Part] = []
    for part in parts:
        if run and not (
            part.start - run[-1].end <= _MAX_GAP and gap.fullmatch(text, run[-1].end, part.start)
        ):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _with_fractions(run: list[Part]) -> list[Part]:
    """Return the run with halves and quarters added to their neighbours.

    साढ़े तीन is 3 1/2, two and a half 2 1/2. Beside a multiplier they are a share of it: सवा लाख is
    125,000, a million and a half 1,500,000.
    """
    if not any(part.adds for part in run):
        return run
    done: list[Part] = []
    ahead: Part | None = None
    for part in run:
        if part.adds == "after":
            ahead = part
        elif part.adds and done:
            last = done[-1]
            if last.multiplies:
                done.append(part._replace(value=part.value * last.value))
            else:
                done[-1] = last._replace(
                    value=last.value + part.value, end=part.end, bare_end=part.end
                )
        elif not part.adds and ahead is not None:
            if part.multiplies:  # the share stands for its factor
                done.append(ahead._replace(value=1 + ahead.value))
                done.append(part)
            else:
                done.append(
                    part._replace(value=part.value + ahead.value, start=ahead.start, word=True)
                )
            ahead = None
        elif not part.adds:
            done.append(part)
    return done


def _multiplier_last(run: list[Part], i: int) -> tuple[Value, int]:
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


def _multiplier_first(run: list[Part], i: int) -> tuple[Value, int]:
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


def _sum(run: list[Part], i: int) -> tuple[Value, int]:
    """Return digits, or tens and units, from part `i` on; 0 at a multiplier and at the end."""
    if i == len(run) or run[i].multiplies:
        return 0, i
    value, room = run[i].value, _room(run[i])
    i += 1
    while i < len(run) and run[i].word and run[i].value < room:
        value, room = value + run[i].value, _room(run[i])
        i += 1
    return value, i


def _multiplies_below(run: list[Part], i: int, limit: Value) -> bool:
    return i < len(run) and run[i].multiplies and run[i].value < limit


def _room(part: Part) -> int:
    """Return what the next summand must stay below: 10 behind twenty, 100 behind nine hundred."""
    if not part.word or part.value < 20 or part.value % 10:
        return 0
    return 100 if part.value % 100 == 0 else 10
