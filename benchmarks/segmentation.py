"""Measure sentence boundaries: lines of FLORES-200 and NTREX-128 joined in fives, and cut again.

    python -m benchmarks.segmentation [DATA_FOLDER]

A boundary is right where a line ended. Some lines hold two sentences, which caps precision (0.84
for Kannada, whatever cuts it); lines that end in no mark (headlines) end nowhere that text shows,
and are left out. Speed is megabytes of UTF-8 a second of the process's own time.
"""

import sys
import time
from pathlib import Path

import regex

from benchmarks.parallel import Lines, flores, ntrex
from mlkt.text import split_sentences

_JOINED = 5
_ENDS = regex.compile(r"[.!?…\p{SB=STerm}][\p{Pe}\p{Pf}\p{Pi}\"'\s]*$")


def main(folder: Path) -> None:
    texts = {f"NTREX {lang}": (lang, lines) for lang, lines in ntrex(folder).items()}
    for lang in ("kn", "en"):
        texts[f"FLORES {lang}"] = (lang, flores(folder, lang))
    print("| Text | boundaries | precision | recall | F1 | MB/s |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, (lang, lines) in texts.items():
        print(f"| {name} | {' | '.join(measure(lines, lang))} |", flush=True)


def measure(lines: Lines, lang: str) -> list[str]:
    lines = [line.strip() for line in lines if _ENDS.search(line)]
    joined = [lines[i : i + _JOINED] for i in range(0, len(lines), _JOINED)]
    split_sentences(lines[0], lang)  # what is read and compiled once is not counted
    start = time.process_time()
    spans = [split_sentences(" ".join(part), lang) for part in joined]
    seconds = time.process_time() - start
    wanted = {(i, end) for i, part in enumerate(joined) for end in ends(part)}
    found = {(i, span[1]) for i, row in enumerate(spans) for span in row[:-1]}
    right = len(wanted & found)
    precision, recall = right / max(1, len(found)), right / max(1, len(wanted))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    size = sum(len(line.encode()) + 1 for line in lines)
    scores = (f"{score:.3f}" for score in (precision, recall, f1))
    return [str(len(wanted)), *scores, f"{size / 1e6 / seconds:.1f}"]


def ends(lines: Lines) -> list[int]:
    """Return where lines end in their join, with the blank behind them; not the last one."""
    places: list[int] = []
    for line in lines[:-1]:
        places.append((places[-1] if places else 0) + len(line) + 1)
    return places


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/data"))
