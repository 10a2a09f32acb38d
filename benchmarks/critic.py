"""Measure the embedded critic: which planted faults it rejects, and which right pairs it keeps.

    python -m benchmarks.critic [DATA_FOLDER] [--every N] > table.md

As users have it: the language check of `qa`, then `critic` with its three checks. Texts: the rows
of `tests/planted`, and with a data folder NTREX-128 in the same five languages, its lines of one
document in passages of eight (`benchmarks/planted.py`), of their cases every Nth. Arabic has no
prompts: it is judged by English ones.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.parallel import ntrex, read_lines
from benchmarks.planted import FAULTS, KEPT, Case, drawn, written
from mlkt.ask import Steps
from mlkt.chains import critic
from mlkt.chains.critic import USUAL_CHECKS
from mlkt.chains.qa import pair_faults
from mlkt.chains.strategy import instructed_in
from mlkt.models import embedded_teacher
from mlkt.packs import coverage
from mlkt.rows import Pair
from mlkt.sources import Document, passages

WRITTEN = Path(__file__).parents[1] / "tests" / "planted"
_SEED = 5


def main(data: Path | None, every: int) -> None:
    print_table("Written rows", judged(written(WRITTEN)))
    if data:
        texts = ntrex(data)
        ids = read_lines(data / "ntrex128" / "DOCUMENT_IDS.tsv")
        cases = [
            case
            for lang in texts
            for case in drawn(texts, ids, lang, Random(f"{_SEED} {lang}"))[::every]
        ]
        print_table("NTREX-128", judged(cases))


def judged(cases: Iterable[Case]) -> list[tuple[Case, str]]:
    """Return each case with the step that rejects its pair, empty where none does."""
    together: defaultdict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        together[case.lang, case.passage].append(case)
    return [
        pair
        for (lang, passage), here in together.items()
        for pair in zip(here, _steps(lang, passage, here), strict=True)
    ]


def _steps(lang: str, passage: str, cases: list[Case]) -> list[str]:
    row = passages(Document(passage, lang), max_chars=len(passage)).rows[0]
    pairs: list[Pair] = [
        {
            "id": str(at),
            "question": case.question,
            "answer": case.answer,
            "reasoning": "",
            "view": "passage",
            "at": 0,
        }
        for at, case in enumerate(cases)
    ]
    spoken = [fault for pair in pairs for fault in pair_faults(pair, {}, lang, "language", "")]
    out = critic(embedded_teacher(), lang, steps=instructions(lang)).invoke(
        row | {"pairs": pairs, "rejected": spoken}
    )
    found = {one["id"]: one["step"] for one in reversed(out["rejected"])}
    return [found.get(pair["id"], "") for pair in pairs]


@cache
def instructions(lang: str) -> Steps:
    """Return the settings that judge `lang` by its own prompts, by English ones if it has none."""
    return instructed_in("en" if "missing" in coverage()[lang].values() else lang, None)


def print_table(title: str, results: list[tuple[Case, str]]) -> None:
    langs = sorted({case.lang for case, _ in results})
    steps = Counter((case.kind, case.lang, step) for case, step in results)
    print(f"\n### {title}\n")
    _row("Rejected, of those planted", *langs, "by the check (all languages)")
    _row(*["---"] * (len(langs) + 2))
    for kind in FAULTS:
        by = {
            step: sum(steps[kind, lang, step] for lang in langs)
            for step in ("language", *USUAL_CHECKS)
        }
        said = ", ".join(f"{step} {count}" for step, count in by.items() if count)
        _row(kind, *(_share(kind, lang, steps, caught=True) for lang in langs), said)
    print()
    _row("Kept, of those that are right", *langs)
    _row(*["---"] * (len(langs) + 1))
    for kind in KEPT:
        if any(case.kind == kind for case, _ in results):
            _row(kind, *(_share(kind, lang, steps, caught=False) for lang in langs))


def _share(kind: str, lang: str, steps: "Counter[tuple[str, str, str]]", *, caught: bool) -> str:
    total = sum(count for (one, of, _), count in steps.items() if (one, of) == (kind, lang))
    kept = steps[kind, lang, ""]
    count = total - kept if caught else kept
    return f"{count}/{total}" + (f" = {100 * count / total:.1f} %" if total else "")


def _row(*cells: str) -> None:
    print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", nargs="?", type=Path)
    options.add_argument("--every", type=int, default=1)
    given = options.parse_args()
    main(given.data, given.every)
