r"""Read many questions without answers from one reply, in whatever shape a model gave them.

parse_questions("Question: Where?\n\nQuestion: When?", load_locale("en"))
-> Questions(questions=["Where?", "When?"], problems=[])

Labels, numbers, bullets, JSON, tables and bare lines are read. A reply that answers its own
questions is read too, and the answers are left out. What was not kept stands in `problems`:

    no-questions         nothing in the reply reads as a question
    empty                the reply is empty
    reasoning-cut-off    the reply ends inside its reasoning
    placeholder          a template's own words: "…", "[your question]"
    cut-off              the question the reply ends in, where the finish reason says so
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import regex

from mlkt.packs import Locale
from mlkt.reply.fields.objects import first_value, read_values
from mlkt.reply.fields.questions import is_question
from mlkt.reply.fields.shapes import readings, unwrapped
from mlkt.reply.fields.vocabulary import Vocabulary, vocabulary
from mlkt.reply.pairs.pairs import KINDS, is_placeholder
from mlkt.reply.problems import Problem
from mlkt.reply.reasoning.families import AUTO
from mlkt.reply.reasoning.reasoning import CUT_OFF, split_with
from mlkt.rows import nfc

_MARK = regex.compile(
    r"^[\s|>#]*(?:[*_]{0,2}\(?\p{Nd}{1,3}[.)．）、:।۔][*_]{0,2}|[-–—*•·+●](?=\s))\s*+"
)
_EDGES = "*| \t"  # emphasis, cells of a table; underscores may be a blank to fill


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a reply, in its order, and what was not kept."""

    questions: list[str]
    problems: list[Problem]


def parse_questions(text: str, locale: Locale, *, finish_reason: str | None = None) -> Questions:
    """Return the questions that stand in a reply, as the model wrote them (in normal form C).

    With a finish reason of `length` the last one is kept only where a question mark ends it. Never
    raises.
    """
    reply = split_with(AUTO, nfc(text))
    answer = reply.answer.strip()
    if not answer:
        return Questions([], [Problem("reasoning-cut-off" if reply.cut_off else "empty", text)])
    words = vocabulary(locale, KINDS)
    plain = unwrapped(answer)
    found = [one for one in _labelled(plain, words) or _listed(plain) or _lines(plain) if one]
    if not found:
        return Questions([], [Problem("no-questions", answer)])
    problems: list[Problem] = []
    if finish_reason in CUT_OFF and not is_question(found[-1]):
        problems.append(Problem("cut-off", found.pop()))
    problems += (Problem("placeholder", one) for one in found if is_placeholder(one, words))
    return Questions([one for one in found if not is_placeholder(one, words)], problems)


def _labelled(text: str, words: Vocabulary) -> list[str]:
    """Return what stands behind labels, in tags or in fields of objects."""
    for reading in readings(text, words):
        asked = [field.text for field in reading.fields if field.kind == "question"]
        if asked:
            return [one for value in asked for one in _several(value)]
    return []


def _several(value: str) -> Iterator[str]:
    """Yield the questions of one field: `Questions:` may stand above a list of them."""
    lines = [line for line in value.splitlines() if line.strip()]
    listed = all(_MARK.match(line) for line in lines) or all(map(is_question, lines))
    yield from map(_bare, lines) if lines[1:] and listed else [value.strip()]


def _listed(text: str) -> list[str]:
    """Return the texts of the first list in JSON that holds nothing else."""
    if first_value(text, len(text)) < 0:
        return []
    for _, value in read_values(text):
        items = cast("list[object]", value)
        if items and all(isinstance(item, str) for item in items):
            return [str(item).strip() for item in items]
    return []


def _lines(text: str) -> list[str]:
    """Return the lines that a number or a bullet opens, or a question mark ends."""
    return [
        _bare(line)
        for line in text.splitlines()
        if line.strip() and (_MARK.match(line) or is_question(line.strip(_EDGES)))
    ]


def _bare(line: str) -> str:
    return _MARK.sub("", line).strip(_EDGES)
