"""Compute the bands of length in `locales/bands.tsv` from parallel texts.

    python -m benchmarks.bands DATA_FOLDER 2026-11-27 > locales/bands.tsv

From NTREX-128, all pairs of its five languages, lines 1, 3, 5 … of each file: the others stay
unseen, for the false alarms of `benchmarks/gate.py`. Of log ratios brought to a source of 100
characters (`mlkt.translate.gate.bands.spread`): middle is the median, short the 5th percentile, low
the 0.3th and high the 99.9th, both moved 15 % further from the middle, because other texts and
translators stray more. What is too long repeats, adds or explains, which other checks find better.
"""

import sys
from math import exp, log
from pathlib import Path

from benchmarks.parallel import Lines, ntrex
from mlkt.translate.gate.bands import COLUMNS, spread

_MIN_CHARS = 20
_WIDER = 1.15
_DATA = "NTREX-128 lines 1 3 5 …"


def main(folder: str, date: str) -> None:
    texts = ntrex(Path(folder))
    print("\t".join(COLUMNS))
    for source in sorted(texts):
        for target in sorted(texts):
            if source != target:
                print("\t".join([source, target, *band(texts[source], texts[target]), _DATA, date]))


def band(sources: Lines, targets: Lines) -> list[str]:
    pairs = [
        pair for pair in zip(sources[::2], targets[::2], strict=True) if len(pair[0]) >= _MIN_CHARS
    ]
    ratios = sorted(log(len(target) / len(source)) for source, target in pairs)
    middle = percentile(ratios, 50)
    strays = sorted(
        (log(len(target) / len(source)) - middle) * spread(len(source)) for source, target in pairs
    )
    low, short, high = (percentile(strays, percent) for percent in (0.3, 5, 99.9))
    values = [middle + low * _WIDER, middle + short, middle, middle + high * _WIDER]
    return [*(f"{exp(value):.2f}" for value in values), str(len(pairs))]


def percentile(values: list[float], percent: float) -> float:
    place = (len(values) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


if __name__ == "__main__":
    main(*sys.argv[1:])
