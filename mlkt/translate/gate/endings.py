"""How a translation ends: as its source does, or in the middle.

ended("It rained."), ended("“It rained.”")  ->  True      ended("It rained on the")  ->  False
"""

import regex

from mlkt.text.common_words import common_words
from mlkt.translate.gate.texts import Texts
from mlkt.translate.tags import without_region

_STOP = regex.compile(r"[.!?…\p{SB=STerm}\p{SB=ATerm}][\p{Pe}\p{Pf}\p{Pi}\"'*_\s\u200b-\u200f]*\Z")
_QUOTE = regex.compile(r"[\p{Pf}\"]\s*\Z")  # a weaker sign: headlines and titles end so too
# What a text may end with otherwise: quotation marks, brackets, signs; not commas and dashes.
_CLOSED = regex.compile(r"(?V1)[[\p{P}\p{S}]--[,;:،؛、，：\p{Pd}]]\s*\Z")
_LAST_WORD = regex.compile(r"([\p{L}\p{M}'’]+)\P{L}*\Z")
# Scripts of languages that end no sentence with a mark.
_WITHOUT_STOP = frozenset({"Thai", "Laoo"})


def ended(text: str) -> bool:
    """Tell whether a text ends with a full stop, a question mark and the like."""
    return _STOP.search(text) is not None


def ended_or_quoted(text: str) -> bool:
    """Tell whether a text ends with a full stop and the like, or with a quotation mark."""
    return ended(text) or _QUOTE.search(text) is not None


def is_open(texts: Texts) -> bool:
    """Tell whether the target ends without a mark, in a script whose sentences have one."""
    return texts.target_script not in _WITHOUT_STOP and not _CLOSED.search(texts.target)


def ends_with_common_word(texts: Texts) -> bool:
    """Tell whether the target's last word is one of the commonest of its language (the, of)."""
    last = _LAST_WORD.search(texts.target[-60:])
    return last is not None and last[1].casefold() in common_words(
        without_region(texts.target_lang)
    )
