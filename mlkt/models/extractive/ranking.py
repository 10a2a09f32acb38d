"""Rank the sentences of a text by TextRank: those that share words with many others come first.

    rank_sentences(["Mysuru is a city.", "It rained.", "The city of Mysuru is old."])  ->  [0, 2, 1]

R. Mihalcea and P. Tarau, "TextRank: Bringing Order into Texts", EMNLP 2004, section 4.1: sentences
are vertices, an edge weighs the number of shared words over the sum of the logarithms of lengths.
"""

import math
from collections import defaultdict
from collections.abc import Sequence

from mlkt.text import words

_DAMPING = 0.85  # the paper, section 2
_CONVERGED = 1e-4  # the paper, section 3.1
_MAX_ROUNDS = 100
# A word of more sentences links all with all: it tells nothing and costs their square.
_MAX_HOLDERS = 300


def rank_sentences(sentences: Sequence[str]) -> list[int]:
    """Return the indices of `sentences`, the highest score first, among equals the earlier."""
    scores = textrank(sentences)
    return sorted(range(len(sentences)), key=lambda index: (-round(scores[index], 6), index))


def textrank(sentences: Sequence[str]) -> list[float]:
    """Return the TextRank score of each sentence; 0.15 for one that shares no word with another."""
    edges = _edges([words(sentence) for sentence in sentences])
    weight_out = [sum(neighbours.values()) for neighbours in edges]
    scores = [1.0] * len(edges)
    for _ in range(_MAX_ROUNDS):
        after = [
            (1 - _DAMPING)
            + _DAMPING * sum(edges[i][j] / weight_out[j] * scores[j] for j in edges[i])
            for i in range(len(edges))
        ]
        moved = max((abs(new - old) for new, old in zip(after, scores, strict=True)), default=0.0)
        scores = after
        if moved < _CONVERGED:
            break
    return scores


def _edges(texts: Sequence[list[str]]) -> list[dict[int, float]]:
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        for word in dict.fromkeys(text):  # a set's order changes from run to run
            holders[word].append(index)
    shared: list[defaultdict[int, int]] = [defaultdict(int) for _ in texts]
    for indices in holders.values():
        if len(indices) > _MAX_HOLDERS:
            continue
        for one in indices:
            for other in indices:
                if one != other:
                    shared[one][other] += 1
    logs = [math.log(max(len(text), 1)) for text in texts]
    return [
        {
            other: count / (logs[one] + logs[other])
            for other, count in sorted(neighbours.items())
            if logs[one] + logs[other] > 0
        }
        for one, neighbours in enumerate(shared)
    ]
