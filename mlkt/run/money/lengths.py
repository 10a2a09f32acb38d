"""How long texts are that nobody has written yet: replies by step, and texts in other languages.

A reply is told as a share of its document and as a number of sentences of usual length, which is
the document's own mean: so the table holds in every language.

Where the numbers come from: of NTREX-128's articles in Kannada, Hindi and English every other one
went through the chains before the tests' scripted teacher (tests/servers/road.py), which is no
language model. `python -m benchmarks.estimate --data DIR` prints how well they do on the other
half, and with `--fit` on the half that they come from. Steps marked "assumed" follow from what
their prompt asks for. A trial run (`mlkt estimate --trial`) puts a real model's own figures in
their place.
"""

from typing import NamedTuple

from mlkt.packs import resolve
from mlkt.text.scripts import expected_script
from mlkt.text.tokens import estimate_tokens


class Length(NamedTuple):
    """A reply's length: shares of the document, sentences, and sentences for each pair asked."""

    document: float = 0.0
    sentences: float = 0.0
    each: float = 0.0


QUESTION, ANSWER = 0.55, 1.0  # sentences

REPLIES = {
    "summary_detailed": Length(document=0.56),
    "summary_extractive": Length(document=0.38),
    "summary_facts": Length(document=1.05),
    "qa": Length(each=QUESTION + ANSWER),
    "questions": Length(each=QUESTION),
    "reverse_questions": Length(each=QUESTION),
    "seed_questions": Length(sentences=3 * QUESTION),
    "answer": Length(sentences=ANSWER),
    "refine_answer": Length(sentences=ANSWER),
    "standalone": Length(sentences=QUESTION),
    "relevance": Length(sentences=QUESTION),
    "answerable": Length(sentences=QUESTION),
    "faithfulness": Length(sentences=2 * ANSWER),
    "summary_invented": Length(document=0.5),  # assumed
    "view_ideas": Length(each=QUESTION),  # assumed
    "entities": Length(document=0.15),  # assumed
    "choice": Length(sentences=4 * QUESTION + 2 * ANSWER),  # assumed
    "reasoning_steps": Length(sentences=3 * ANSWER),  # assumed
}
OTHERWISE = Length(document=0.5)  # a view or a task of the user's own; assumed

# Characters for one of English: NTREX-128, lines 1 3 5 … of newstest2019.
_CHARACTERS = {"ar": 0.94, "en": 1.0, "hi": 1.05, "kn": 1.07, "sw": 1.10}
_DENSE = frozenset({"Hani", "Hans", "Hant", "Jpan", "Kore", "Hang"})


def reply_length(task: str) -> Length:
    """Return the length of a reply in the step `task`."""
    return REPLIES.get(task, OTHERWISE)


def distinct(asked: float, sentences: int) -> float:
    """Return how many of so many pairs asked for differ, where a passage has so many sentences.

    The fewer sentences, the more often a second view is asked what the first one was.
    """
    return asked * sentences / (sentences + HALF * asked) if sentences else 0.0


HALF = 0.25  # a passage of 0.25 sentences for each pair asked gives half of them


def length_ratio(source: str, target: str) -> float:
    """Return the characters of a translation for one character of its source.

    A language without a measured ratio counts as English; one whose script writes words in few
    characters as one with as many tokens.
    """
    return _characters(target) / _characters(source)


def _characters(lang: str) -> float:
    code = resolve(lang)
    if code not in _CHARACTERS and expected_script(code) in _DENSE:
        sample = "x" * 1000
        return estimate_tokens(sample, "en").usual / estimate_tokens(sample, code).usual
    return _CHARACTERS.get(code, 1.0)
