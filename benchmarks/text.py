"""Measure the text functions: megabytes of UTF-8 a second, by function and language.

Run with  python -m benchmarks.text [FILE ...]  on files of any language, which `identify` tells;
without files on the articles that ship as samples, repeated to a megabyte. Counted is the process's
own processor time. `identify` reads three samples of a long text; on single sentences, where
py3langid has to read all, it does some 0.6 MB/s (none of it for a script of one language).
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from mlkt import samples
from mlkt.text import (
    find_dates,
    find_numbers,
    identify,
    script_shares,
    split_sentences,
    words,
)

SIZE = 1_000_000


def functions(lang: str) -> dict[str, Callable[[str], object]]:
    return {
        "split_sentences": lambda text: split_sentences(text, lang),
        "words": words,
        "find_numbers": lambda text: find_numbers(text, lang),
        "find_dates": lambda text: find_dates(text, lang),
        "script_shares": script_shares,
        "identify": identify,
    }


def rate(function: Callable[[str], object], text: str) -> float:
    function(text[:1000])  # what is read and compiled once is not counted
    start = time.process_time()
    function(text)
    return len(text.encode()) / 1e6 / max(time.process_time() - start, 1e-9)


def read(path: Path) -> str:
    text = path.read_text(encoding="utf-8-sig")
    return text * (SIZE // max(1, len(text.encode())) + 1)


def main(paths: list[str]) -> None:
    files = [Path(path) for path in paths] or sorted(Path(samples.__path__[0]).glob("??.md"))
    names = list(functions("en"))
    print("MB/s".ljust(12), *(name.rjust(16) for name in names))
    for file in files:
        text = read(file)
        lang = identify(text).lang
        rates = (f"{rate(function, text):16.1f}" for function in functions(lang).values())
        print(f"{file.stem[:8]} {lang}".ljust(12), *rates)


if __name__ == "__main__":
    main(sys.argv[1:])
