"""Write the question that a given sentence answers: the sentence itself with a blank in it.

[1] The city has 65 wards.  ->  1. Complete the sentence from the text: The city has ____ wards.
"""

from mlkt.models.extractive.document import Document
from mlkt.models.extractive.questions import MIN_WORDS_AROUND, blank_out
from mlkt.models.extractive.request import Answer, Request, document_of
from mlkt.models.extractive.values import find_values
from mlkt.packs import Locale
from mlkt.reply import parse_items
from mlkt.text import words
from mlkt.text.frames import BLANK, fill_frame


def ask_for_sentences(request: Request, locale: Locale) -> Answer:
    """Return a question for each numbered sentence that holds a value to blank out.

    Where none does, the locale's word for "unclear", which reads as no list.
    """
    document = document_of(request)
    given = parse_items(request.parts["text"]).items
    blanked = [(item, _blanked(item.text, document)) for item in given]
    asked = "\n".join(
        f"{item.number}. {fill_frame(document.locale, 'complete', text)}"
        for item, text in blanked
        if text
    )
    return asked or locale.unclear[0], [item.text for item, text in blanked if text]


def _blanked(sentence: str, document: Document) -> str:
    """Return `sentence` with its first value blanked out, empty where too little would be left."""
    if BLANK in sentence:
        return ""
    texts = [blank_out(sentence, value) for value in find_values(sentence, document)]
    enough = (text for text in texts if len(words(text.replace(BLANK, " "))) >= MIN_WORDS_AROUND)
    return next(enough, "")
