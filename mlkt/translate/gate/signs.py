"""Signs that a target is a part of its source's translation, or another text's, as numbers.

en>sw  "Trump spoke to Kim. Was it good?" -> "Trump alizungumza"
{"short": 1.9, "names_lost": 1, "names_kept": 1, "sentences_lost": 1, "question": 1, …}

None of them is a fault by itself; `doubt` adds them up.
"""

from itertools import groupby

import regex

from mlkt.text.digits import ascii_digits
from mlkt.translate.gate.bands import Band
from mlkt.translate.gate.endings import ended_or_quoted, ends_with_common_word, is_open
from mlkt.translate.gate.length import length_ratio
from mlkt.translate.gate.names import Sides
from mlkt.translate.gate.sentences import count_sentences
from mlkt.translate.gate.texts import Texts

_MIN_RATIO, _MAX_STRAY = 0.001, 4.0
_MAX_NAMES, _MAX_NUMBERS, _MAX_SENTENCES, _MAX_COMMAS = 4, 3, 2, 3
_LONG = 80  # characters of a source that is no headline
_DIGITS = regex.compile(r"\d+(?:[.,]\d+)*")
_SEPARATORS = regex.compile(r"[.,]")
_COMMA = regex.compile(r"[,،、，;؛]")
# Marks that stand in both texts or in neither.
_MARKS = {
    "question": regex.compile(r"[?？؟]"),
    "quotes": regex.compile(r"[\"“”«»„「」『』]"),
    "brackets": regex.compile(r"[(（\[]"),
    "colon": regex.compile(r"[:：]"),
}


def find_signs(texts: Texts, band: Band, names: Sides) -> dict[str, float]:
    """Return name of sign -> its size, 0 where there is none; `names` as `compare_names` gives."""
    stray = band.stray(max(length_ratio(texts, band), _MIN_RATIO), len(texts.source))
    stray = min(max(stray, -_MAX_STRAY), _MAX_STRAY)
    short = max(-stray, 0.0)
    return {
        "length_short": short,
        "length_very_short": short**2,
        "length_long": max(stray, 0.0),
        "length_very_long": max(stray, 0.0) ** 2,
        **_ending(texts, short),
        **_sentences(texts, short),
        **_names(names),
        **_numbers(texts),
        **{
            f"marks_{name}": float(
                (mark.search(texts.source) is None) != (mark.search(texts.target) is None)
            )
            for name, mark in _MARKS.items()
        },
        "marks_commas": min(max(_commas(texts.source) - _commas(texts.target), 0), _MAX_COMMAS),
    }


def _ending(texts: Texts, short: float) -> dict[str, float]:
    is_unended = is_open(texts)
    is_lost = is_unended and ended_or_quoted(texts.source)
    return {
        "ending_lost": float(is_lost),
        "ending_lost_short": short * is_lost,
        "ending_open": float(is_unended and not is_lost),
        "ending_open_short": short * (is_unended and not is_lost),
        "ending_open_long": float(is_unended and len(texts.source) > _LONG),
        "ending_common": float(is_unended and ends_with_common_word(texts)),
    }


def _sentences(texts: Texts, short: float) -> dict[str, float]:
    wanted, given = count_sentences(texts)
    return {
        "sentences_lost": min(max(wanted - given, 0), _MAX_SENTENCES),
        "sentences_lost_short": short * (wanted > given),
        "sentences_added": min(max(given - wanted, 0), _MAX_SENTENCES),
    }


def _names(names: Sides) -> dict[str, float]:
    signs: dict[str, float] = {}
    nothing = True
    for side, own in zip(("lost", "added"), names, strict=True):
        held = [name.is_held for name in own]
        missing = held.count(False)
        signs |= {
            f"names_{side}": min(missing, _MAX_NAMES),
            f"names_{side}_row": min(_longest_row(held), _MAX_NAMES),
            f"names_{side}_share": missing / len(held) if held else 0.0,
            f"names_{side}_held": float(any(held)),
        }
        nothing = nothing and not any(held)
    signs["names_none"] = (signs["names_lost"] + signs["names_added"]) * nothing
    return signs


def _longest_row(held: list[bool]) -> int:
    """Return how many names in a row the other text lacks, at most."""
    return max((len(list(row)) for is_held, row in groupby(held) if not is_held), default=0)


def _numbers(texts: Texts) -> dict[str, float]:
    source, target = _written_numbers(texts.source), _written_numbers(texts.target)
    return {
        "numbers_lost": min(len(source - target), _MAX_NUMBERS),
        "numbers_added": min(len(target - source), _MAX_NUMBERS),
        "numbers_held": float(not source.isdisjoint(target)),
    }


def _written_numbers(text: str) -> set[str]:
    """Return the numbers in digits, without separators and leading zeros."""
    found = _DIGITS.findall(ascii_digits(text))
    return {_SEPARATORS.sub("", number).lstrip("0") for number in found} - {""}


def _commas(text: str) -> int:
    return len(_COMMA.findall(text))
