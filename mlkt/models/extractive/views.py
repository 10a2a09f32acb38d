"""Propose ways to summarise a document, and follow one: what it says about one thing it names.

view_ideas         1. What does the text say about “Mysore Palace”?
summary_invented   the sentences that name Mysore Palace
"""

from mlkt.models.extractive.document import Document, Piece
from mlkt.models.extractive.judging import read_any_frame
from mlkt.models.extractive.request import Answer, Request, document_of
from mlkt.models.extractive.summaries import join_prose, pick_detailed
from mlkt.models.extractive.values import find_values
from mlkt.packs import Locale
from mlkt.text.frames import fill_frame


def propose_views(request: Request, locale: Locale) -> Answer:
    """Return a question about each of the things that most sentences name, numbered.

    Where nothing is named, the locale's word for "unclear", which reads as no list.
    """
    named = _named(document_of(request))[: request.n_pairs]
    ideas = [fill_frame(locale, "about", name) for name in named]
    numbered = "\n".join(f"{number}. {idea}" for number, idea in enumerate(ideas, 1))
    return numbered or locale.unclear[0], named


def follow_view(request: Request, _: Locale) -> Answer:
    """Return the sentences that name what the instruction asks about, else a detailed summary.

    It reads its own instructions only; another's is not understood.
    """
    document = document_of(request)
    framed = read_any_frame(request.parts["instruction"].strip(), request.prompt_lang)
    picked = [piece for piece in document.sentences if framed and framed[2] in piece.text]
    picked = picked or pick_detailed(document)
    return join_prose(picked), [piece.text for piece in picked]


def _named(document: Document) -> list[str]:
    """Return terms, names, dates and numbers of the sentences: terms first, the frequent first."""
    found: dict[str, tuple[bool, int]] = {}
    for piece in document.sentences:
        for kind, text in _values(piece, document):
            is_term, count = found.get(text, (False, 0))
            found[text] = is_term or kind in ("term", "name"), count + 1
    return sorted(found, key=lambda text: (not found[text][0], -found[text][1]))


def _values(piece: Piece, document: Document) -> list[tuple[str, str]]:
    return [
        (value.kind, piece.text[value.start : value.end])
        for value in find_values(piece.text, document)
    ]
