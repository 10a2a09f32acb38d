"""List the entities of a document as far as signs show them: dates, numbers, names.

date: 24 October 1894    number: 65    other: Mysore Palace
"""

from mlkt.models.extractive.document import Document
from mlkt.models.extractive.request import Answer, Request, document_of
from mlkt.models.extractive.values import find_values
from mlkt.packs import Locale
from mlkt.reply import format_entities

# What a name names, a person or a place, no sign tells.
_TYPES = {"date": "date", "number": "number", "term": "other", "name": "other"}


def list_entities(request: Request, _: Locale) -> Answer:
    """Return dates, numbers and names of the types asked for, each once, in the text's order.

    A year by itself is a number. Names are the document's headings and, in scripts
    with capitals, runs of capitalised words.
    """
    types = request.types or tuple(_TYPES.values())
    found = [one for one in _entities(document_of(request)) if one[0] in types]
    return format_entities(found), [text for _, text in found]


def _entities(document: Document) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for piece in document.pieces:
        if piece.kind == "heading":
            continue
        for value in sorted(find_values(piece.text, document), key=lambda value: value.start):
            found.setdefault(piece.text[value.start : value.end], _TYPES[value.kind])
    return [(type, text) for text, type in found.items()]
