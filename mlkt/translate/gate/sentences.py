"""How many sentences a source and its translation have.

Translators join sentences and cut them, so that their number alone is no fault.
"""

import regex

from mlkt.text import split_sentences
from mlkt.translate.gate.texts import Texts

_STOP = regex.compile(r"[.!?…\p{SB=STerm}]\P{L}*\p{L}")
_MIN_CHARS = 12  # shorter sentences are calls, initials and list marks


def count_sentences(texts: Texts) -> tuple[int, int]:
    """Return how many sentences of some length the source has, and the target."""
    return _count(texts.source, texts.source_lang), _count(texts.target, texts.target_lang)


def _count(text: str, lang: str) -> int:
    if not _STOP.search(text):
        return 1
    return sum(end - start >= _MIN_CHARS for start, end in split_sentences(text, lang))
