"""Measure the gate: false alarms on good translations, what it finds of damage, and real systems.

    python -m benchmarks.gate [DATA_FOLDER] [--every N] [--unseen] > table.md

Texts: NTREX-128 (Kannada, Hindi, Swahili, Arabic, both ways with English) and FLORES-200 dev
(Kannada, both ways). One run, one setting: only blocking problems count, for alarms and for
detection alike. Each damage is drawn with the seed, its own name and the line's number. The bands
of length and the weights of doubt come from every other line of NTREX-128 (`benchmarks/bands.py`,
`benchmarks/doubts.py`), so the alarms on the others and on FLORES stand apart; with `--unseen` all
figures are of those.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from benchmarks.anchors import dropped_sentence, swapped_segment
from benchmarks.damage import DAMAGES, Pair
from benchmarks.parallel import SYSTEMS, Lines, flores, ntrex
from mlkt.translate import check_translation

SEED = 1
Corpus = tuple[
    str, list[Pair], list[Lines]
]  # its name, its pairs, the same lines in third languages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--every", type=int, default=1, help="damage only each Nth line")
    parser.add_argument("--unseen", action="store_true", help="leave out the fitted lines")
    options = parser.parse_args()
    corpora = list(read(options.folder, 2 if options.unseen else 1))
    false_alarms(corpora, unseen_only=options.unseen)
    detection(corpora, options.every)
    by_anchors(corpora, options.every)
    systems(options.folder)


def read(folder: Path, step: int = 1) -> Iterator[Corpus]:
    """Yield the corpora; of NTREX-128, with a step of 2, the lines that nothing was fitted on."""
    texts = {lang: lines[step - 1 :: step] for lang, lines in ntrex(folder).items()}
    for lang in [lang for lang in texts if lang != "en"]:
        third = [lines for code, lines in texts.items() if code not in ("en", lang)]
        for a, b in (("en", lang), (lang, "en")):
            yield f"NTREX {a}>{b}", pairs(texts[a], texts[b], a, b), third
    kn, en = flores(folder, "kn"), flores(folder, "en")
    yield "FLORES kn>en", pairs(kn, en, "kn", "en"), []
    yield "FLORES en>kn", pairs(en, kn, "en", "kn"), []


def pairs(sources: Lines, targets: Lines, source_lang: str, target_lang: str) -> list[Pair]:
    both = zip(sources, targets, strict=True)
    return [Pair(source, target, source_lang, target_lang) for source, target in both]


def blocking(pair: Pair) -> set[str]:
    found = check_translation(
        pair.source, pair.target, source_lang=pair.source_lang, target_lang=pair.target_lang
    )
    return {problem.kind for problem in found if problem.severity == "blocking"}


def false_alarms(corpora: list[Corpus], *, unseen_only: bool) -> None:
    row(
        "Good human translations",
        "segments",
        "blocked",
        "%",
        "% of lines that nothing was fitted on",
        "kinds",
        "MB/s",
    )
    row(*["---"] * 7)
    for name, texts, _ in corpora:
        for pair in texts[:200]:  # what is read and compiled once is not counted
            blocking(pair)
        start = time.process_time()
        found = [blocking(pair) for pair in texts]
        seconds = time.process_time() - start
        size = sum(len((pair.source + pair.target).encode()) for pair in texts)
        unseen = found if unseen_only or not name.startswith("NTREX") else found[1::2]
        kinds = ", ".join(f"{kind} {n}" for kind, n in counted(found))
        number = sum(map(bool, found))
        row(
            name,
            len(found),
            number,
            percent(found),
            percent(unseen),
            kinds,
            f"{size / 1e6 / seconds:.1f}",
        )


def detection(corpora: list[Corpus], every: int) -> None:
    print()
    row("Damage, % found (of so many)", *(name for name, _, _ in corpora))
    row(*["---"] * (len(corpora) + 1))
    for name, damage in DAMAGES.items():
        cells: list[str] = []
        for _, texts, third in corpora:
            found: list[set[str]] = []
            for place in range(0, len(texts), every):
                others = [lines[place] for lines in third]
                damaged = damage(texts[place], others, drawn(name, place))
                if damaged is not None:
                    found.append(blocking(damaged))
            cells.append(f"{percent(found)} ({len(found)})" if found else "-")
        row(name, *cells)


def by_anchors(corpora: list[Corpus], every: int) -> None:
    print()
    row(
        "Damage by anchors",
        "corpus",
        "0: share",
        "0: % found",
        "1: % found (of)",
        "2 and more: % found (of)",
    )
    row(*["---"] * 6)
    for damage in (dropped_sentence, swapped_segment):
        for name, texts, _ in corpora:
            groups: dict[int, list[set[str]]] = {0: [], 1: [], 2: []}
            for place in range(0, len(texts), every):
                damaged = damage(texts, place, drawn(damage.__name__, place))
                if damaged is not None:
                    groups[min(2, damaged[1])].append(blocking(damaged[0]))
            total = sum(map(len, groups.values()))
            share = f"{100 * len(groups[0]) / total:.0f} %"
            rest = (f"{percent(groups[n])} ({len(groups[n])})" for n in (1, 2))
            row(damage.__name__.replace("_", " "), name, share, percent(groups[0]), *rest)


def systems(folder: Path) -> None:
    print()
    row("FLORES kn>en by system", "flagged %", "kinds", "BLEU", "COMET")
    row(*["---"] * 5)
    sources = flores(folder, "kn")
    for system in SYSTEMS:
        texts = pairs(sources, flores(folder, f"{system}.en"), "kn", "en")
        found = [blocking(pair) for pair in texts]
        kinds = ", ".join(f"{kind} {n}" for kind, n in counted(found))
        scores = (flores(folder, f"{system}.en.{score}")[0] for score in ("bleu", "comet"))
        row(system, percent(found), kinds, *scores)


def drawn(name: str, place: int) -> Random:
    return Random(f"{SEED} {name} {place}")


def counted(found: Iterable[set[str]]) -> list[tuple[str, int]]:
    return Counter(kind for kinds in found for kind in kinds).most_common()


def percent(found: list[set[str]]) -> str:
    return f"{100 * sum(map(bool, found)) / len(found):.2f}" if found else "-"


def row(*cells: object) -> None:
    print("|", " | ".join(map(str, cells)), "|", flush=True)


if __name__ == "__main__":
    main()
