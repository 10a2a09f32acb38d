"""How far two judges agree, or one judge before two texts, check by check: Cohen's kappa.

[{"check": "faithfulness", "between": ["critic", "second_critic"],
  "n": 40, "agreed": 36, "kappa": 0.714}]
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from mlkt.rows import Verdict

Compared = tuple[str, str, str, str, str]  # check, both that are compared, both verdicts


def compared(verdicts: Iterable[Verdict]) -> Iterator[Compared]:
    """Yield the verdicts on one pair that differ in their judge alone, or in their look alone.

    Of a check, a judge and a look the last verdict counts. Verdicts that name no judge are left
    out.
    """
    last = {
        (one["check"], one["judge"], one["looked_at"]): one["verdict"]
        for one in verdicts
        if "judge" in one
    }
    for (first, verdict), (second, other) in combinations(last.items(), 2):
        differ = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
        if first[0] == second[0] and len(differ) == 1:
            yield (first[0], *differ[0], verdict, other)


def agreement(counted: Counter[Compared]) -> list[dict[str, Any]]:
    """Return number, agreement and kappa for each check and each two that are compared."""
    tables: dict[tuple[str, str, str], Counter[tuple[str, str]]] = {}
    for (check, one, other, first, second), count in counted.items():
        tables.setdefault((check, one, other), Counter())[first, second] += count
    return [
        {
            "check": check,
            "between": [one, other],
            "n": table.total(),
            "agreed": sum(count for (first, second), count in table.items() if first == second),
            "kappa": kappa(table.elements()),
        }
        for (check, one, other), table in sorted(tables.items())
    ]


def kappa(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa of two raters' labels, -1 to 1, rounded to three digits.

    None where it is undefined: there are no pairs, or both raters gave one and the same label
    throughout. (J. Cohen, "A coefficient of agreement for nominal scales", Educational and
    Psychological Measurement 20, 1960, 37-46.)
    """
    both = Counter(pairs)
    n = both.total()
    if not n:
        return None
    firsts, seconds = Counter[str](), Counter[str]()
    for (first, second), count in both.items():
        firsts[first] += count
        seconds[second] += count
    observed = sum(both[label, label] for label in firsts) / n
    expected = sum(firsts[label] * seconds[label] for label in firsts) / n**2
    return None if expected == 1 else round((observed - expected) / (1 - expected), 3)
