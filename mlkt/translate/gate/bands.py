"""How long a translation may be, for each pair of languages: `locales/bands.tsv`.

source  target  low   short  middle  high  n    data                     date
kn      en      0.50  0.70   0.93    1.48  993  NTREX-128 lines 1 3 5 …  2026-11-27

Ratios are characters of the target to characters of the source, for a source of 100 characters. The
shorter a text, the more its ratio strays: bands widen with the fourth root of the length, which
keeps the share of translations outside them about equal from 20 to 400 characters (NTREX-128).
"""

import csv
from dataclasses import dataclass
from functools import cache
from math import exp, log

from mlkt.packs import pack_dir
from mlkt.translate.tags import without_region

_USUAL = 100  # characters
_SHORTEST, _LONGEST = 20, 1000
_POWER = 0.25
# Around a middle of 1 in weighted characters; wider than the bands of all pairs in the file.
_DEFAULT_LOW, _DEFAULT_SHORT, _DEFAULT_HIGH = 0.4, 0.65, 2.5
COLUMNS = ("source", "target", "low", "short", "middle", "high", "n", "data", "date")


@dataclass(frozen=True, slots=True)
class Band:
    """The ratios of length that good translations have."""

    name: str  # kn>en, or `default`
    low: float
    short: float  # one translation in twenty is shorter
    middle: float
    high: float

    def at(self, chars: int) -> tuple[float, float]:
        """Return the lowest and the highest ratio for a source of `chars` characters."""
        width = spread(chars)
        low, high = log(self.low / self.middle), log(self.high / self.middle)
        return self.middle * exp(low / width), self.middle * exp(high / width)

    def holds(self, ratio: float, chars: int) -> bool:
        """Tell whether a ratio is between the lowest and the highest for a source of `chars`."""
        low, high = self.at(chars)
        return low <= ratio <= high

    def stray(self, ratio: float, chars: int) -> float:
        """Return how far a ratio is from the middle, 1 where one translation in twenty is shorter.

        Negative for what is shorter than the middle.
        """
        return log(ratio / self.middle) * spread(chars) / -log(self.short / self.middle)


DEFAULT = Band("default", _DEFAULT_LOW, _DEFAULT_SHORT, 1.0, _DEFAULT_HIGH)


def find_band(source_lang: str, target_lang: str) -> Band:
    """Return the band of a pair of languages, or `DEFAULT`, which wants weighted characters."""
    pair = without_region(source_lang), without_region(target_lang)
    return _bands().get(pair, DEFAULT)


def spread(chars: int) -> float:
    """Return how much narrower than at the usual length the band is."""
    return (min(max(chars, _SHORTEST), _LONGEST) / _USUAL) ** _POWER


@cache
def _bands() -> dict[tuple[str, str], Band]:
    text = (pack_dir("locales") / "bands.tsv").read_text(encoding="utf-8-sig")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {
        (row["source"], row["target"]): Band(
            f"{row['source']}>{row['target']}",
            float(row["low"]),
            float(row["short"]),
            float(row["middle"]),
            float(row["high"]),
        )
        for row in rows
    }
