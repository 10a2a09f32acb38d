"""Ask without answering, and answer a question by quoting the document.

Complete the sentence from the text: The city has ____ wards.  ->  65
What does the text say about Mysore Palace?    ->  the first sentences under that heading
How many wards does the city have?             ->  the sentence that shares most of its words
"""

from mlkt.models.extractive.document import Document
from mlkt.models.extractive.judging import read_any_frame
from mlkt.models.extractive.questions import about_headings, draft_pairs
from mlkt.models.extractive.request import Answer, Request, document_of
from mlkt.models.extractive.support import UNRELATED, plain_words, read_source, share
from mlkt.packs import Locale
from mlkt.text.frames import BLANK


def list_questions(request: Request, locale: Locale) -> Answer:
    """Return the questions of `draft_pairs` without their answers, each behind its label.

    Where none can be made, the locale's word for "unclear", which reads as no question.
    """
    drafts = draft_pairs(document_of(request), request.n_pairs)
    label = locale.labels["question"][0]
    asked = "\n\n".join(f"{label}: {draft.question}" for draft in drafts)
    return asked or locale.unclear[0], [draft.sentence for draft in drafts]


def answer_question(request: Request, _: Locale) -> Answer:
    """Return what the document says to a question; empty where nothing in it is near."""
    found = find_answer(document_of(request), request.parts["question"], request.lang)
    return found, [found] if found else []


def find_answer(document: Document, question: str, prompt_lang: str) -> str:
    """Return the answer that stands in `document`, empty where nothing in it is near."""
    framed = read_any_frame(question, prompt_lang)
    inside = framed[2] if framed else question
    if framed and framed[1] == "complete" and BLANK in inside:
        before, after = inside.split(BLANK, 1)
        for piece in document.sentences:
            if piece.text.startswith(before) and piece.text.endswith(after):
                return piece.text[len(before) : len(piece.text) - len(after)]
    if framed and framed[1] == "about":
        named, general = about_headings(document)
        for draft in (*named, *general):
            if draft.question == question:
                return draft.answer
    return _nearest(document, inside.replace(BLANK, " "))


def _nearest(document: Document, question: str) -> str:
    """Return the sentence that holds most of the question's words, if it holds a fair part."""
    source = read_source(document)
    asked = plain_words(question)
    prose = [n for n, piece in enumerate(document.pieces) if piece.kind != "heading"]
    if not asked or not prose:
        return ""
    best = max(prose, key=lambda n: (share(asked, source.words[n], source), -n))
    near = share(asked, source.words[best], source) >= UNRELATED
    return source.texts[best] if near else ""
