"""Whether a translation is as long as translations of its pair of languages are.

kn>en  "ನಗರ"  ->  "The city lies on the river, and …"   length: ratio 3.1 to 20 characters

Of longer texts the ratio is a sign among others (`doubt`). A pair without a row in
`locales/bands.tsv` has the band `default`: characters weighted by script.
"""

from collections.abc import Iterator

from mlkt.translate.gate.bands import DEFAULT, Band, find_band
from mlkt.translate.gate.texts import Texts
from mlkt.translate.problems import Problem

MIN_CHARS = 20  # of a source whose length tells something
# Shorter texts may be spelt out (WHO, 32 %), so for them there is a longest length only: what the
# band gives 20 characters, and half as much again. Of 543 translations of sources this short (all
# pairs of NTREX-128's five languages, TICO-19, FLORES-200) the longest has 1.24 times the band's.
_MARGIN_OF_SHORTEST = 1.5
# Letters that an alphabet needs for one sign (zh>en 3.2, ja>en 2.3: reference 5.1).
_WEIGHT = {"Hani": 3.0, "Hira": 2.0, "Kana": 2.0, "Hang": 2.0}


def check_length(texts: Texts) -> Iterator[Problem]:
    """Find a target that is too long for any source of less than 20 characters."""
    if len(texts.source) >= MIN_CHARS:
        return
    band = find_band(texts.source_lang, texts.target_lang)
    ratio = length_ratio(texts, band, least=MIN_CHARS)
    high = band.at(MIN_CHARS)[1] * _MARGIN_OF_SHORTEST
    if ratio > high:
        evidence = f"ratio {ratio:.2f} to {MIN_CHARS} characters, band {band.name} to {high:.2f}"
        yield Problem("length", "blocking", evidence)


def length_ratio(texts: Texts, band: Band, *, least: int = 1) -> float:
    """Return characters of the target to those of the source, weighted for the default band.

    A source of fewer than `least` characters counts as so many.
    """
    if band is not DEFAULT:
        return len(texts.target) / max(len(texts.source), least)
    target = _weigh(texts.target, texts.target_letters, texts.target_shares)
    return target / max(_weigh(texts.source, texts.source_letters, texts.source_shares), least)


def _weigh(text: str, letters: int, shares: dict[str, float]) -> float:
    extra = sum((weight - 1) * shares.get(script, 0.0) for script, weight in _WEIGHT.items())
    return len(text) + extra * letters
