"""Pick the sentences of a summary: those that TextRank puts first, or those that stand alone."""

import math
import unicodedata
from collections.abc import Sequence

import regex

from mlkt.models.extractive.document import Document, Piece
from mlkt.models.extractive.ranking import rank_sentences
from mlkt.models.extractive.values import holds_value, stands_whole
from mlkt.packs import Locale
from mlkt.text import words

# A fact is a whole thought that can still be read at one go: shorter sentences say too little,
# longer ones say several things.
_FACT_WORDS = range(4, 61)
_MAX_FACT_CHARS = 300
# A sentence that opens with a lower-case letter was cut wrongly; after a blank it was not.
_LOWER = regex.compile(r"^[^\p{L}\p{N}_]*\p{Ll}")


def pick_detailed(document: Document) -> list[Piece]:
    """Return half of the document's sentences, at least three, in its order."""
    return _top(document.sentences, 1 / 2, at_least=3)


def pick_extractive(document: Document) -> list[Piece]:
    """Return a third of the document's sentences, at least two, in its order."""
    return _top(document.sentences, 1 / 3, at_least=2)


def pick_facts(document: Document) -> list[Piece]:
    """Return the sentences that are understood and checked by themselves, in their order."""
    return [
        piece
        for piece in document.sentences
        if piece.kind == "sentence"
        and reads_alone(piece.text, document.locale)
        and holds_value(piece.text, document)
    ]


def reads_alone(sentence: str, locale: Locale) -> bool:
    """Return whether `sentence` stands alone and is neither too short nor too long for a fact."""
    return (
        stands_alone(sentence, locale)
        and len(words(sentence)) in _FACT_WORDS
        and len(sentence) <= _MAX_FACT_CHARS
    )


def stands_alone(sentence: str, locale: Locale) -> bool:
    """Return whether nothing shows that `sentence` needs the one before it.

    It opens with none of the locale's words that point back, it does not begin in the middle, and
    its brackets are closed. A pronoun further inside is not seen.
    """
    return (
        not points_back(sentence, locale)
        and not _LOWER.match(sentence)
        and len(regex.findall(r"\p{Ps}", sentence)) == len(regex.findall(r"\p{Pe}", sentence))
    )


def points_back(sentence: str, locale: Locale) -> bool:
    """Return whether `sentence` opens with one of the locale's words that point back."""
    opening = regex.sub(r"^[^\p{L}\p{N}_]+", "", sentence).casefold()
    return any(
        opening.startswith(form) and stands_whole(opening, 0, form)
        for form in (word.casefold() for word in locale.back_references)
    )


def join_prose(pieces: Sequence[Piece]) -> str:
    """Return `pieces` as prose: their paragraphs apart, no space after a full-width end mark."""
    parts: list[str] = []
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if before is not None:
            wide = unicodedata.east_asian_width(before.text[-1]) in {"W", "F"}
            near = before.paragraph == piece.paragraph
            parts.append(("" if wide else " ") if near else "\n\n")
        parts.append(piece.text)
    return "".join(parts)


def _top(pieces: Sequence[Piece], share: float, *, at_least: int) -> list[Piece]:
    count = max(at_least, math.ceil(len(pieces) * share))
    best = rank_sentences([piece.text for piece in pieces])[:count]
    return [pieces[index] for index in sorted(best)]
