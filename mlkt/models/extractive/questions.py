"""Form questions from the locale's frames and text of the document, word for word.

complete:  Complete the sentence from the text: The city of Mysuru has ____ wards.  ->  65
about:     What does the text say about Mysore Palace?  ->  the first sentences under that heading
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mlkt.models.extractive.document import Document, Piece
from mlkt.models.extractive.ranking import rank_sentences
from mlkt.models.extractive.summaries import join_prose, points_back, stands_alone
from mlkt.models.extractive.values import Value, find_values, is_named
from mlkt.text import words
from mlkt.text.frames import BLANK, fill_frame

MIN_WORDS_AROUND = 4  # fewer leave a reader nothing to go by
_MAX_SENTENCE_CHARS = 300  # a question is read at one go
_MAX_ANSWER_SENTENCES = 3
_MAX_ANSWER_CHARS = 500
_ABOUT_SHARE = 3  # one question in three asks about a heading: the answers are long
# Names from capitals alone come last: they are the ones most often wrong (a title, an adjective).
_LAST_KIND = "name"


@dataclass(frozen=True, slots=True)
class Draft:
    """A question, its answer and the sentence they come from; `place` is the document's order."""

    question: str
    answer: str
    sentence: str
    place: tuple[int, int]


def draft_pairs(document: Document, n_pairs: int) -> list[Draft]:
    """Return at most `n_pairs` questions with their answers, in the order of the document.

    Sentences that matter most (TextRank) come first, those that stand alone before the others; a
    second question about a sentence comes only where sentences are too few, and so does one about
    a heading that its section does not name ("History": whose?). No answer is asked for twice.
    """
    named, general = about_headings(document)
    complete = _complete(document, n_pairs)
    n_about = min(len(named), max((n_pairs + 1) // _ABOUT_SHARE, n_pairs - len(complete)))
    chosen = complete[: n_pairs - n_about] + named[:n_about]
    chosen += general[: n_pairs - len(chosen)]
    return sorted(chosen, key=lambda draft: draft.place)


def blank_out(sentence: str, value: Value) -> str:
    """Return `sentence` with a blank in place of `value`."""
    return sentence[: value.start] + BLANK + sentence[value.end :]


def _complete(document: Document, n_pairs: int) -> list[Draft]:
    prose = [piece for piece in document.pieces if piece.kind == "sentence"]
    ranked = [prose[index] for index in rank_sentences([piece.text for piece in prose])]
    places = {id(piece): place for place, piece in enumerate(document.pieces)}
    usable = [(piece, values) for piece in ranked if (values := _usable(piece, document))]
    alone = [stands_alone(piece.text, document.locale) for piece, _ in usable]
    first = [item for item, ok in zip(usable, alone, strict=True) if ok]
    last = [item for item, ok in zip(usable, alone, strict=True) if not ok]
    drafts: list[Draft] = []
    kinds: Counter[str] = Counter()
    asked: set[tuple[int, int]] = set()
    answers: set[str] = set()
    for piece, values in [*first, *first, *last]:
        place = places[id(piece)]
        open_values = [
            value
            for value in values
            if (place, value.start) not in asked
            and piece.text[value.start : value.end].casefold() not in answers
        ]
        if len(drafts) == n_pairs or not open_values:
            continue
        value = min(open_values, key=lambda value: (value.kind == _LAST_KIND, kinds[value.kind]))
        kinds[value.kind] += 1
        asked.add((place, value.start))
        answer = piece.text[value.start : value.end]
        answers.add(answer.casefold())
        question = fill_frame(document.locale, "complete", blank_out(piece.text, value))
        drafts.append(Draft(question, answer, piece.text, (place, value.start)))
    return drafts


def _usable(piece: Piece, document: Document) -> list[Value]:
    if len(piece.text) > _MAX_SENTENCE_CHARS or BLANK in piece.text:
        return []
    return [
        value
        for value in find_values(piece.text, document)
        if len(words(blank_out(piece.text, value).replace(BLANK, " "))) >= MIN_WORDS_AROUND
    ]


def about_headings(document: Document) -> tuple[list[Draft], list[Draft]]:
    """Return the questions about headings that their sections name, and those about the others."""
    named: list[Draft] = []
    general: list[Draft] = []
    seen: set[str] = set()
    for place, heading in enumerate(document.pieces):
        if heading.kind != "heading" or heading.text.casefold() in seen:
            continue
        seen.add(heading.text.casefold())
        under = [
            piece
            for piece in document.pieces[place + 1 :]
            if piece.section == place and piece.kind == "sentence"
        ]
        under = [piece for piece in under if piece.paragraph == under[0].paragraph]
        if not under or points_back(under[0].text, document.locale):
            continue
        question = fill_frame(document.locale, "about", heading.text)
        answer = join_prose(_opening(under))
        draft = Draft(question, answer, under[0].text, (place, -1))
        names_it = any(is_named(heading.text, piece.text) for piece in under)
        (named if names_it else general).append(draft)
    return named, general


def _opening(sentences: Sequence[Piece]) -> list[Piece]:
    taken = [sentences[0]]
    for piece in sentences[1:_MAX_ANSWER_SENTENCES]:
        if sum(len(one.text) for one in [*taken, piece]) > _MAX_ANSWER_CHARS:
            break
        taken.append(piece)
    return taken
