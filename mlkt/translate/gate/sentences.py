"""Whether sentences are missing: fewer of them than in the source, and too few characters.

Translators join sentences and cut them, so that their number alone is no fault; nor is a short
translation of as many sentences.
"""

from collections.abc import Iterator

import regex

from mlkt.text import split_sentences
from mlkt.translate.gate.bands import find_band
from mlkt.translate.gate.length import length_ratio
from mlkt.translate.gate.texts import Texts
from mlkt.translate.problems import Problem

_STOP = regex.compile(r"[.!?…\p{SB=STerm}]\P{L}*\p{L}")
_MIN_CHARS = 12  # shorter sentences are calls, initials and list marks


def check_sentences(texts: Texts) -> Iterator[Problem]:
    """Find a target of fewer sentences that is also short."""
    if not _STOP.search(texts.source):
        return
    wanted = _count(texts.source, texts.source_lang)
    if wanted < 2:
        return
    given = _count(texts.target, texts.target_lang)
    if given >= wanted:
        return
    band = find_band(texts.source_lang, texts.target_lang)
    is_short = band.is_short(length_ratio(texts, band), len(texts.source), halfway=True)
    severity = "blocking" if is_short else "minor"
    yield Problem("missing_sentences", severity, f"{wanted} -> {given}")


def _count(text: str, lang: str) -> int:
    return sum(end - start >= _MIN_CHARS for start, end in split_sentences(text, lang))
