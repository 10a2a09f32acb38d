"""Measure the parsers of replies: megabytes of UTF-8 a second, by parser, profile and shape.

Run with  python -m benchmarks.reply [MEGABYTES].  Pairs and reasoning are written for this file, in
Kannada and English, and repeated. Counted is the process's own processor time, best of three.
Wanted: 20 MB/s for reasoning, 5 MB/s for pairs, since a run must not wait for its parsers; a
stream waits for its model, and judgments are short.
"""

import sys
import time
from collections.abc import Callable

from mlkt.packs import load_locale
from mlkt.reply import (
    Verdict,
    format_claims,
    format_pairs,
    parse_claims,
    parse_pairs,
    parse_score,
    parse_verdict,
    split_reasoning,
)
from mlkt.reply.fields.code import fenced
from mlkt.reply.reasoning.blocks import BlockSplitter
from mlkt.reply.reasoning.profiles import find_profile

ENGLISH = {
    "question": "In which year did the dam across the river near the old town come into use?",
    "answer": "The dam across the river near the old town came into use in 1931, after eleven "
    "years of work, and has given water to four districts since then.",
}
KANNADA = {
    "question": "ಹಳೆಯ ಪಟ್ಟಣದ ಬಳಿ ನದಿಗೆ ಕಟ್ಟಿದ ಅಣೆಕಟ್ಟು ಯಾವ ವರ್ಷ ಬಳಕೆಗೆ ಬಂತು?",
    "answer": "ಹನ್ನೊಂದು ವರ್ಷಗಳ ಕೆಲಸದ ನಂತರ ಅಣೆಕಟ್ಟು ೧೯೩೧ರಲ್ಲಿ ಬಳಕೆಗೆ ಬಂತು; ಅಂದಿನಿಂದ ನಾಲ್ಕು ಜಿಲ್ಲೆಗಳಿಗೆ ನೀರು ಕೊಡುತ್ತಿದೆ.",
}
THOUGHT = (
    "We look for the year. The text says `1931`.\n\n```py\nyears = 1931 - 1920\n```\n"
    "ಪಠ್ಯದಲ್ಲಿ ೧೯೩೧ ಎಂದಿದೆ, ಆದ್ದರಿಂದ <b>ಉತ್ತರ</b> ಸರಿ.\n"
)
STYLES = ("labels", "numbered", "tags", "xml", "json", "jsonl", "table")
PROFILES = ("auto", "qwen3", "deepseek-r1", "gpt-oss", "command-a", "apertus", "none")


def repeated(text: str, size: int) -> str:
    return text * max(size // len(text.encode()), 1)


def rate(parse: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(3):
        fenced.cache_clear()
        start = time.process_time()
        parse(text)
        best = min(best, time.process_time() - start)
    return len(text.encode()) / 1e6 / max(best, 1e-9)


def streamed(text: str) -> None:
    splitter = BlockSplitter(find_profile("qwen3"))
    for at in range(0, len(text), 4):
        splitter.feed(text[at : at + 4])
    splitter.finish()


def reasoning(size: int) -> dict[str, float]:
    thought = repeated(THOUGHT, size // 2)
    found = {
        f"{name}, plain": rate(lambda text, name=name: split_reasoning(text, profile=name), thought)
        for name in PROFILES
    }
    block = f"<think>{thought}</think>{thought}"
    for name in ("auto", "qwen3", "deepseek-r1"):
        found[f"{name}, a block"] = rate(
            lambda text, name=name: split_reasoning(text, profile=name), block
        )
    channels = f"<|channel|>analysis<|message|>{thought}<|end|><|channel|>final<|message|>{thought}"
    found["gpt-oss, channels"] = rate(
        lambda text: split_reasoning(text, profile="gpt-oss"), channels
    )
    return found


def streams(size: int) -> dict[str, float]:
    block = f"<think>{repeated(THOUGHT, size // 8)}</think>{repeated(THOUGHT, size // 8)}"
    return {"qwen3, pieces of 4 characters": rate(streamed, block)}


def pairs(size: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for lang, pair in (("en", ENGLISH), ("kn", KANNADA)):
        locale = load_locale(lang)
        count = max(size // len(format_pairs([pair], locale).encode()), 1)
        for style in STYLES:
            text = format_pairs([pair] * count, locale, style=style)
            found[f"{style}, {lang}"] = rate(lambda text, at=locale: parse_pairs(text, at), text)
    return found


def judgments(size: int) -> dict[str, float]:
    locale = load_locale("en")
    claim = {"claim": ENGLISH["answer"], "quote": ENGLISH["answer"], "verdict": Verdict.YES.value}
    claims = format_claims([claim] * max(size // 400, 1), locale)
    prose = repeated(THOUGHT, size)
    return {
        "claims": rate(lambda text: parse_claims(text, locale), claims),
        "verdict behind prose": rate(lambda text: parse_verdict(text, locale), f"{prose}\nyes"),
        "score behind prose": rate(lambda text: parse_score(text, locale), f"{prose}\nScore: 2"),
    }


def main(megabytes: float) -> None:
    size = int(megabytes * 1e6)
    for title, wanted, rates in (
        ("reasoning", 20, reasoning(size)),
        ("streams", 1, streams(size)),
        ("pairs", 5, pairs(size)),
        ("judgments", 1, judgments(size)),
    ):
        print(f"{title} ({wanted} MB/s wanted)")
        for name, mb_s in rates.items():
            print(f"  {name:34} {mb_s:9.1f} MB/s{'' if mb_s >= wanted else '   too slow'}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
