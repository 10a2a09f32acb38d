"""Whether a translation is as long as translations of its pair of languages are.

kn>en  "ಅದು ಮೈಸೂರಿನ ರಾಜನ ಅರಮನೆ ಆಗಿದೆ."  ->  "It is"      length: ratio 0.17, band kn>en 0.42-1.99
kn>en  "… ಅರಮನೆ ಆಗಿದೆ."                 ->  "It is the"  cut_off: short, and without its full stop

A pair without a row in `locales/bands.tsv` has the band `default`: characters weighted by script.
"""

from collections.abc import Iterator

import regex

from mlkt.translate.gate.bands import DEFAULT, Band, find_band
from mlkt.translate.gate.texts import Texts
from mlkt.translate.problems import Problem

_MIN_CHARS = 20
# Letters that an alphabet needs for one sign (zh>en 3.2, ja>en 2.3: reference 5.1).
_WEIGHT = {"Hani": 3.0, "Hira": 2.0, "Kana": 2.0, "Hang": 2.0}
_END = regex.compile(r"[.!?…\p{SB=STerm}\p{SB=ATerm}][\p{Pe}\p{Pf}\p{Pi}\"'*_\s\u200b-\u200f]*\Z")
_QUOTE = regex.compile(r"[\p{Pf}\"]\s*\Z")  # a weaker sign: headlines and titles end so too
# What a text may end with otherwise: quotation marks, brackets, signs; not commas and dashes.
_ENDS = regex.compile(r"(?V1)[[\p{P}\p{S}]--[,;:،؛、，：\p{Pd}]]\s*\Z")


def check_length(texts: Texts) -> Iterator[Problem]:
    """Find a target outside its band, or in its lower end without the source's full stop."""
    chars = len(texts.source)
    if chars < _MIN_CHARS:
        return
    band = find_band(texts.source_lang, texts.target_lang)
    ratio = length_ratio(texts, band)
    low, high = band.at(chars)
    if not low <= ratio <= high:
        evidence = f"ratio {ratio:.2f}, band {band.name} {low:.2f}-{high:.2f}"
        yield Problem("length", "blocking", evidence)
    ended = _END.search(texts.source) is not None
    if (ended or _QUOTE.search(texts.source)) and not _ENDS.search(texts.target):
        is_short = band.is_short(ratio, chars, halfway=not ended)
        yield Problem("cut_off", "blocking" if is_short else "minor", texts.target[-40:])


def length_ratio(texts: Texts, band: Band) -> float:
    """Return characters of the target to those of the source, weighted for the default band."""
    if band is not DEFAULT:
        return len(texts.target) / len(texts.source)
    target = _weigh(texts.target, texts.target_letters, texts.target_shares)
    return target / _weigh(texts.source, texts.source_letters, texts.source_shares)


def _weigh(text: str, letters: int, shares: dict[str, float]) -> float:
    extra = sum((weight - 1) * shares.get(script, 0.0) for script, weight in _WEIGHT.items())
    return len(text) + extra * letters
