"""Options for a question out of the document's own values, and thoughts summed up by copying.

The city of Mysuru has ____ wards.  ->  A) 65  B) 12  C) 1912  D) 4, and the sentence that holds it
"""

from collections.abc import Iterator

from mlkt.models.extractive.answers import find_answer
from mlkt.models.extractive.document import Document, read_document
from mlkt.models.extractive.request import Answer, Request, document_of
from mlkt.models.extractive.values import find_values
from mlkt.packs import Locale
from mlkt.reply.pairs.choices import option_key
from mlkt.text.frames import BLANK

_N_WRONG = 3
_MAX_STEPS = 8


def choose_options(request: Request, locale: Locale) -> Answer:
    """Return the answer as the first option, three others of its kind, and its sentence.

    To a date, number or name the others are values of the document, to a sentence other sentences.
    Where the document has too few, the locale's word for "unclear", which reads as no options.
    """
    document = document_of(request)
    question = request.parts["question"]
    right = find_answer(document, question, request.lang)
    others = {option_key(text): text for text in _others(document, right, question)}
    wrong = [text for key, text in others.items() if key != option_key(right)][:_N_WRONG]
    if not right or len(wrong) < _N_WRONG:
        return locale.unclear[0], []
    holds = _holder(document, question.replace(BLANK, right), right)
    options = zip(locale.options, [right, *wrong], strict=False)
    lines = [f"{letter}) {' '.join(text.split())}" for letter, text in options]
    ends = [
        f"{locale.labels['thought'][0]}: {holds}",
        f"{locale.labels['answer'][0]}: {locale.options[0]}",
    ]
    return "\n".join([*lines, *ends]), [holds]


def _holder(document: Document, filled: str, right: str) -> str:
    """Return the sentence that the question quotes, else the first one that holds the answer."""
    sentences = [piece.text for piece in document.sentences if right in piece.text]
    return next((text for text in sentences if text in filled), next(iter(sentences), right))


def sum_up(request: Request, _: Locale) -> Answer:
    """Return the sentences of the thoughts, one a numbered line."""
    pieces = read_document(request.parts["text"], "", request.lang).pieces
    lines = list(dict.fromkeys(piece.text for piece in pieces))[:_MAX_STEPS]
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)), lines


def _others(document: Document, right: str, question: str) -> Iterator[str]:
    """Yield what may stand beside the right option: values of its kind first, no text twice."""
    values = [
        (value.kind, piece.text[value.start : value.end])
        for piece in document.sentences
        for value in find_values(piece.text, document)
    ]
    kinds = {kind for kind, text in values if text == right}
    if not kinds:
        yield from (piece.text for piece in document.sentences if piece.text not in right)
        return
    for same in (True, False):
        for kind, text in values:
            if (kind in kinds) is same and text.casefold() not in right.casefold():
                if right not in text and text not in question:
                    yield text
