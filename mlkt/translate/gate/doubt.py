"""Doubt: signs of a missing part or of another text, weighed for the pair and added up.

en>kn  "… Donald Trump … Angela Merkel … Berlin … Putin."  ->  "ರಾಜ್ಯದ ಎರಡು ನದಿಗಳು"
       length, names_lost, cut_off

Each sign (`signs`) is weak: good translations are short, lose names, join sentences. Their weights
stand in `locales/doubts.tsv`, as logarithms of odds, fitted by `benchmarks/doubts.py`; with more
than nothing in sum a text is blocked. Pairs without a row have the row `default`.
"""

import csv
from collections.abc import Iterator
from functools import cache

from mlkt.packs import pack_dir
from mlkt.translate.gate.bands import DEFAULT, find_band
from mlkt.translate.gate.length import MIN_CHARS, length_ratio
from mlkt.translate.gate.names import Name, compare_names
from mlkt.translate.gate.sentences import count_sentences
from mlkt.translate.gate.signs import find_signs
from mlkt.translate.gate.texts import Texts
from mlkt.translate.problems import Problem
from mlkt.translate.tags import without_region

Pair = tuple[str, str]

BASE = "base"  # what doubt begins with, where there are no signs
COLUMNS = ("source", "target", BASE)  # then the signs, then where they come from
DEFAULT_PAIR = "default", "default"
# Kind of problem -> beginning of the names of its signs. Numbers and marks only support others.
_KINDS = {
    "length": "length_",
    "cut_off": "ending_",
    "missing_sentences": "sentences_",
    "names_lost": "names_lost",
    "names_added": "names_added",
}
_NAMES = "names_lost", "names_added"
# What is reported, as minor, where it does not suffice.
_REPORTED = {"cut_off": "ending_lost", "missing_sentences": "sentences_lost"}
_MIN_NAMES = 2  # none of them in the other text
_MIN_SHARE = 1.0  # of the logarithm of odds, for a kind to be named


def check_doubt(texts: Texts) -> Iterator[Problem]:
    """Find a target that its signs make a part of the translation, or another text's.

    Several Latin words of a text in another script are enough, where a Latin text has none of them,
    and a length outside the band `default`, which is wide.
    """
    sides = compare_names(texts)
    names: dict[str, list[Name]] = dict(zip(_NAMES, sides, strict=True))
    reported = [kind for kind in _NAMES if _has_none(names[kind])]
    blocking = [kind for kind in reported if _is_certain(kind, texts)]
    if len(texts.source) >= MIN_CHARS:
        band = find_band(texts.source_lang, texts.target_lang)
        signs = find_signs(texts, band, sides)
        reported += [kind for kind, sign in _REPORTED.items() if signs[sign]]
        if band is DEFAULT and not band.holds(length_ratio(texts, band), len(texts.source)):
            blocking.append("length")
        if found := _doubts(signs, find_weights(texts.source_lang, texts.target_lang)):
            blocking += [*found, *reported]
    for kind in dict.fromkeys([*blocking, *reported]):
        severity = "blocking" if kind in blocking else "minor"
        yield Problem(kind, severity, _evidence(kind, texts, names))


def _doubts(signs: dict[str, float], weights: dict[str, float]) -> list[str]:
    """Return the kinds of problem whose signs are large, if all signs together make a doubt."""
    shares = {
        kind: sum(weights[name] * size for name, size in signs.items() if name.startswith(begun))
        for kind, begun in _KINDS.items()
    }
    if weights[BASE] + sum(weights[name] * size for name, size in signs.items()) <= 0:
        return []
    largest = max(shares.values())
    return [kind for kind, share in shares.items() if share == largest or share > _MIN_SHARE]


def find_weights(source_lang: str, target_lang: str) -> dict[str, float]:
    """Return name of sign -> weight for a pair of languages, or of the row `default`."""
    pair = without_region(source_lang), without_region(target_lang)
    return _weights().get(pair, _weights()[DEFAULT_PAIR])


def _has_none(names: list[Name]) -> bool:
    return len(names) >= _MIN_NAMES and not any(name.is_held for name in names)


def _is_certain(kind: str, texts: Texts) -> bool:
    """Tell whether the names of a side are Latin words that the other side writes as they are."""
    sides = texts.source_script, texts.target_script
    own, other = sides if kind == "names_lost" else sides[::-1]
    return own not in ("Latn", None) and other == "Latn"


def _evidence(kind: str, texts: Texts, names: dict[str, list[Name]]) -> str:
    match kind:
        case "length":
            band = find_band(texts.source_lang, texts.target_lang)
            low, high = band.at(len(texts.source))
            ratio = length_ratio(texts, band)
            return f"ratio {ratio:.2f}, band {band.name} {low:.2f}-{high:.2f}"
        case "missing_sentences":
            return "{} -> {}".format(*count_sentences(texts))
        case "cut_off":
            return texts.target[-40:]
        case _:
            return ", ".join(name.text for name in names[kind] if not name.is_held)[:80]


@cache
def _weights() -> dict[Pair, dict[str, float]]:
    text = (pack_dir("locales") / "doubts.tsv").read_text(encoding="utf-8-sig")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    known = {*COLUMNS[:2], "n", "data", "date"}
    return {
        (row["source"], row["target"]): {
            name: float(value) for name, value in row.items() if name not in known
        }
        for row in rows
    }
