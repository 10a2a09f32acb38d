"""Fit the weights of signs in `locales/doubts.tsv` from good translations and damaged ones.

    python -m benchmarks.doubts DATA_FOLDER 2026-11-28 > locales/doubts.tsv

From NTREX-128, all pairs of its five languages, lines 1, 3, 5 … of each file: the others stay
unseen. Good are those lines, and each three of them joined; bad are the halves, the dropped
sentences and the swapped lines of `benchmarks/damage.py` and `benchmarks/anchors.py`. Logistic
regression: first one for all pairs, with the default band (the row `default`) and with their own;
then one for each pair, drawn towards the latter. The base of each row is moved so that of its good
lines, and of the joined ones, no more are blocked than `_MAX_BLOCKED` says.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from benchmarks.anchors import dropped_sentence, swapped_segment
from benchmarks.damage import Pair, half_dropped
from benchmarks.parallel import ntrex
from mlkt.translate.gate.bands import DEFAULT, Band, find_band
from mlkt.translate.gate.doubt import COLUMNS, DEFAULT_PAIR
from mlkt.translate.gate.length import MIN_CHARS
from mlkt.translate.gate.names import compare_names
from mlkt.translate.gate.signs import find_signs
from mlkt.translate.gate.texts import Texts

Array = NDArray[np.float64]
Sample = tuple[bool, float, Pair]  # whether it is bad, what it counts, the texts

SEED = 2
_DATA = "NTREX-128 lines 1 3 5 …"
# The gate may block 1 % of good translations in all; other checks take up to 0.7 %, and lines that
# the weights have not seen are blocked up to four times as often.
_MAX_BLOCKED, _MAX_BLOCKED_BY_DEFAULT = 0.002, 0.001
_PULL = 20.0  # towards the weights of all pairs
_PULL_TO_ZERO = 2.0
_GOOD, _JOINED, _HALF, _DROPPED, _SWAPPED = 10.0, 5.0, 1.0, 0.5, 0.5  # what each counts
_STEPS = 30
_STEP_OF_DEFAULT = 4  # a quarter of the samples is enough for 28 weights


def main(folder: str, date: str) -> None:
    texts = ntrex(Path(folder))
    langs = [(a, b) for a in sorted(texts) for b in sorted(texts) if a != b]
    fitted: dict[tuple[str, str], tuple[Array, Array, Array]] = {}
    defaults: list[tuple[Array, Array, Array]] = []
    names: list[str] = []
    for a, b in langs:
        pairs = [Pair(*both, a, b) for both in zip(texts[a][::2], texts[b][::2], strict=True)]
        found = [each for each in samples(pairs) if len(each[2].source) >= MIN_CHARS]
        names, sizes, bad, counts = measured(found, find_band(a, b))
        fitted[a, b] = sizes, bad, counts
        defaults.append(measured(found[::_STEP_OF_DEFAULT], DEFAULT)[1:])
    print("\t".join([*COLUMNS, *names, "n", "data", "date"]))
    everything = joined(list(fitted.values()))
    middle = fit(*everything, towards=np.zeros(len(names) + 1), pull=_PULL_TO_ZERO)
    default = fit(*joined(defaults), towards=np.zeros(len(names) + 1), pull=_PULL_TO_ZERO)
    default[0] -= border(default, *joined(defaults), _MAX_BLOCKED_BY_DEFAULT)
    rows = {pair: fit(*each, towards=middle, pull=_PULL) for pair, each in fitted.items()}
    for pair, weights in rows.items():
        weights[0] -= border(weights, *fitted[pair], _MAX_BLOCKED)
    write(DEFAULT_PAIR, default, sum(len(each[0]) for each in defaults), date)
    for pair, weights in rows.items():
        write(pair, weights, len(fitted[pair][0]), date)


def samples(pairs: list[Pair]) -> Iterator[Sample]:
    for place, pair in enumerate(pairs):
        random = Random(f"{SEED} {place}")
        yield False, _GOOD, pair
        if half := half_dropped(pair, [], random):
            yield True, _HALF, half
        yield True, _SWAPPED, swapped_segment(pairs, place, random)[0]
        if dropped := dropped_sentence(pairs, place, random):
            yield True, _DROPPED, dropped[0]
            three = pairs[place : place + 3]
            target = " ".join(each.target for each in three)
            yield False, _JOINED, replace(dropped[0], target=target)


def measured(found: list[Sample], band: Band) -> tuple[list[str], Array, Array, Array]:
    """Return the names of the signs; a row of 1 and their sizes, 1 for bad, count for each."""
    texts = [
        Texts(pair.source, pair.target, pair.source_lang, pair.target_lang) for *_, pair in found
    ]
    signs = [find_signs(each, band, compare_names(each)) for each in texts]
    sizes = np.array([[1.0, *each.values()] for each in signs])
    bad = np.array([float(is_bad) for is_bad, _, _ in found])
    return list(signs[0]), sizes, bad, np.array([count for _, count, _ in found])


def joined(parts: list[tuple[Array, Array, Array]]) -> tuple[Array, Array, Array]:
    sizes, bad, counts = (np.concatenate(each) for each in zip(*parts, strict=True))
    return sizes, bad, counts


def fit(sizes: Array, bad: Array, counts: Array, *, towards: Array, pull: float) -> Array:
    """Return the weights of a logistic regression, by Newton's method."""
    weights = towards.copy()
    for _ in range(_STEPS):
        guess = 1 / (1 + np.exp(-np.clip(sizes @ weights, -30, 30)))
        slope = sizes.T @ (counts * (guess - bad)) + pull * (weights - towards)
        bend = (sizes * (counts * guess * (1 - guess))[:, None]).T @ sizes
        weights -= np.linalg.solve(bend + pull * np.eye(len(weights)), slope)
    return weights


def border(weights: Array, sizes: Array, _: Array, counts: Array, share: float) -> float:
    """Return the doubt that this share of the good lines exceed, and of the joined ones."""
    doubts = sizes @ weights
    return max(float(np.quantile(doubts[counts == kind], 1 - share)) for kind in (_GOOD, _JOINED))


def write(pair: tuple[str, str], weights: Array, number: int, date: str) -> None:
    print("\t".join([*pair, *(f"{weight:.2f}" for weight in weights), str(number), _DATA, date]))


if __name__ == "__main__":
    main(*sys.argv[1:])
