"""Measure the pass that finds duplicates of questions: pairs a second, bytes a pair.

    python -m benchmarks.duplicates [PAIRS]        200,000 without a number

Questions are made up of invented words, a sixth of them the same again or nearly so; the second
line is the hard case, a tenth as many in one turn of phrase with a single other name. Time is the
process's own; memory is what the process grew by, at its peak, in the first.
"""

import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate

from mlkt.run.filter.duplicates import find_duplicates
from mlkt.run.filter.question_marks import Asked

WORDS = 30_000


def varied(count: int) -> Iterator[Asked]:
    chance = random.Random(7)
    words = [f"{chance.randrange(16**5):05x}".translate(LETTERS) for _ in range(WORDS)]
    weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))  # as in a language (Zipf)
    last: list[str] = []
    for number in range(count):
        kind = number % 12
        if kind == 10:
            asked = last
        elif kind == 11:
            asked = [*last[:4], words[0], *last[4:]]
        else:
            asked = last = chance.choices(words, cum_weights=weights, k=chance.randint(6, 16))
        answer = f"It is {asked[-1]}."
        yield Asked(f"{chance.getrandbits(48):012x}", f"r{number // 5}", "en", said(asked), answer)


def one_phrase(count: int) -> Iterator[Asked]:
    chance = random.Random(7)
    for number in range(count):
        name = f"{number:06x}".translate(LETTERS)
        question = f"In which district of the old kingdom does the town of {name} lie today?"
        yield Asked(f"{chance.getrandbits(48):012x}", f"r{number // 5}", "en", question, name)


LETTERS = str.maketrans("0123456789", "ghijklmnop")


def said(asked: list[str]) -> str:
    return f"{' '.join(asked).capitalize()}?"


def measure(name: str, pairs: Callable[[int], Iterator[Asked]], count: int) -> None:
    started = time.process_time()
    made = sum(1 for _ in pairs(count))
    making = time.process_time() - started
    started = time.process_time()
    found = find_duplicates(pairs(count))
    seconds = time.process_time() - started - making
    print(f"{name:<12}{made} pairs, {len(found)} duplicates: {made / seconds:,.0f} a second")


def peak() -> int:
    """Return the most memory that the process has had, in bytes (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(count: int = 200_000) -> None:
    before = peak()
    measure("varied", varied, count)
    grown = peak() - before
    print(f"{'':<12}{grown / 1e6:,.0f} MB, {grown / count:,.0f} bytes a pair")
    measure("one phrase", one_phrase, count // 10)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
