r"""Read many question-answer pairs from one reply, in whatever shape a model gave them.

parse_pairs("Question: Where?\nAnswer: Here.", load_locale("en"))
-> Pairs(pairs=[{"question": "Where?", "answer": "Here."}], problems=[])

Reasoning goes first, since drafts in it look like pairs. Then the shape that begins first is
read, and the next one where it held no pair. Nothing is invented: what looked like a pair and was
not kept stands in `problems` with its reason.

    no-pairs             nothing in the reply reads as a pair: a refusal, prose
    empty                the reply is empty
    reasoning-cut-off    the reply ends inside its reasoning
    no-answer            a question without an answer
    no-question          an answer without a question
    second-answer        a further answer to the same question
    second-question      a further question to the same answer (answers before questions)
    order-unclear        several questions, then several answers, and no numbers
    lists-side-by-side   {"questions": […], "answers": […]}: nothing says that they run in step
    placeholder          a template's own words: "…", "[your question]", "<answer>"
    cut-off              the pair the reply ends in, where the finish reason or the shape says so
    too-many-fields      more and shorter fields than a reply has: what follows was not read
    text-after-rule      what stands below a rule (`---`) at the end of an answer
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import regex

from mlkt.packs import Locale
from mlkt.reply.fields.lists import split_lists
from mlkt.reply.fields.shapes import (
    Reading,
    reading_above,
    reading_numbered,
    readings,
    unwrapped,
)
from mlkt.reply.fields.vocabulary import Vocabulary, fold, vocabulary
from mlkt.reply.pairs.pairing import pair_up
from mlkt.reply.problems import Problem
from mlkt.reply.reasoning.families import AUTO
from mlkt.reply.reasoning.reasoning import CUT_OFF, split_with
from mlkt.rows import nfc

KINDS = ("question", "answer")
_PROFILE = replace(AUTO, name="pairs", wrappers=())  # `<answer>` may be a field's tag
_DOTS = regex.compile(r"[\s.…_\-–—]*[?？]?")
_BRACKETED = regex.compile(
    r"[\[<{(（［【《「]+[\p{L}\p{M}\p{N}\s'’_.…-]{1,60}+[\]>})）］】》」]+[.?？]?"
)
_WORD = regex.compile(r"[\p{L}\p{M}]+")


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of a reply, in its order, and what was not kept."""

    pairs: list[dict[str, str]]
    problems: list[Problem]


def parse_pairs(text: str, locale: Locale, *, finish_reason: str | None = None) -> Pairs:
    """Return the pairs that stand in a reply.

    Each pair has `question` and `answer` as the model wrote them (in normal form C); options of
    multiple choice are lines of the question. Labels are known in the locale's language, in English
    and in all other languages that have a locale. With a finish reason of `length` the last pair is
    kept only where its end is marked. Never raises.
    """
    reply = split_with(_PROFILE, nfc(text))
    if reply.cut_off and not reply.answer.strip():
        return Pairs([], [Problem("reasoning-cut-off", text)])
    if not reply.answer.strip():
        return Pairs([], [Problem("empty", text)])
    found = _read(reply.answer, locale, cut_off=finish_reason in CUT_OFF)
    if not (found.pairs or found.problems):
        return Pairs([], [Problem("no-pairs", reply.answer.strip())])
    return found


def _read(text: str, locale: Locale, *, cut_off: bool) -> Pairs:
    """Return what the first reading with a pair gives; without any, the most problems found."""
    none = Pairs([], [])
    for reading, words in _ways_to_read(unwrapped(text), locale):
        found = _checked(reading, words, cut_off=cut_off)
        if found.pairs:
            return found
        none = max(none, found, key=lambda each: len(each.problems))
    return none


def _ways_to_read(text: str, locale: Locale) -> Iterator[tuple[Reading, Vocabulary]]:
    """Yield readings, the likeliest first: by labels, without labels, by names of data formats.

    Where a question has a label, none is looked for without. Where questions and answers have
    labels, words that are names in data formats (`Input:`) are part of them.
    """
    names = vocabulary(locale, KINDS, wide=True)
    for words in (vocabulary(locale, KINDS), names):
        kinds: set[str] = set()
        alone: list[Reading] = []  # answers with a label or a tag, which may stand below questions
        for reading in readings(text, words):
            here = {field.kind for field in reading.fields}
            kinds |= here
            if reading.read and "answer" in here and "question" not in here:
                alone.append(reading)
            yield reading, words
        if "question" not in kinds:
            for reading in alone:
                yield reading_above(text, words, reading, names), words
            answers = [field for field in alone[0].fields if field.kind] if alone else []
            yield reading_numbered(text, answers), words
        if kinds.issuperset(KINDS) or not _holds_any(text, names.long.keys() - words.long.keys()):
            return


def _holds_any(text: str, names: Iterable[str]) -> bool:
    folded = text.casefold()
    return any(name in folded for name in names)


def is_placeholder(text: str, words: Vocabulary) -> bool:
    """Return whether a value is a template's: dots, or a label's word in brackets."""
    if _DOTS.fullmatch(text):
        return True
    inner = _WORD.findall(fold(text)) if _BRACKETED.fullmatch(text) else []
    return any(word in words.long for word in inner)


def _checked(reading: Reading, words: Vocabulary, *, cut_off: bool) -> Pairs:
    """Return the pairs that are whole, the others as problems."""
    fields = split_lists(reading.fields)
    matched = pair_up(fields)
    last = fields[-1] if fields else None
    pairs: list[dict[str, str]] = []
    problems: list[Problem] = []
    for question, answer in matched.pairs:
        ending = last is question or last is answer
        marked = last is not None and last.closed
        unfinished = question.broken or answer.broken or (ending and cut_off and not marked)
        both = f"{question.text}\n{answer.text}".strip()
        if not answer.text:
            problems.append(Problem("cut-off" if unfinished else "no-answer", both))
        elif not question.text:
            problems.append(Problem("no-question", both))
        elif is_placeholder(question.text, words) or is_placeholder(answer.text, words):
            problems.append(Problem("placeholder", both))
        elif unfinished:
            problems.append(Problem("cut-off", both))
        else:
            pairs.append({"question": question.text, "answer": answer.text})
    for problem in matched.problems:
        ends_here = cut_off and last is not None and problem == Problem("no-answer", last.text)
        problems.append(Problem("cut-off", problem.text) if ends_here else problem)
    if reading.unread:
        problems.append(Problem("too-many-fields", reading.unread))
    return Pairs(pairs, [problem for problem in problems if problem.text])
