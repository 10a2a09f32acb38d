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

from dataclasses import dataclass, replace

import regex

from mlkt.packs import Locale
from mlkt.reply.families import AUTO
from mlkt.reply.fields import Field
from mlkt.reply.numbered import numbered_items, read_above, read_numbered
from mlkt.reply.pairing import pair_up
from mlkt.reply.problems import Problem
from mlkt.reply.reasoning import CUT_OFF, split_with
from mlkt.reply.shapes import Reading, reading_of, readings, unwrapped
from mlkt.reply.vocabulary import KEYS, Vocabulary, vocabulary
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
    """Return what the first shape that holds pairs gives, else the first one's problems."""
    text = unwrapped(text)
    kept = Pairs([], [])
    for wide in (False, True):
        words = vocabulary(locale, KINDS, wide=wide)
        if wide and (kept.problems or not _holds_field_names(text)):
            break
        asked, answers = False, list[Field]()
        for reading in readings(text, words):
            asked = asked or any(field.kind == "question" for field in reading.fields)
            answers = answers or _bare_answers(reading.fields)
            found = _checked(reading, words, cut_off=cut_off)
            if found.pairs:
                return found
            kept = kept if kept.problems else found
        # A question that has a label is none of those that a question mark shows.
        if not asked:
            fields = read_above(text, answers) or read_numbered(text)
            found = _checked(reading_of(fields, text), words, cut_off=cut_off)
            if found.pairs:
                return found
            kept = kept if kept.problems else found
    return kept


def _bare_answers(fields: list[Field]) -> list[Field]:
    """Return the fields if all are answers by label or tag, whose questions may stand above."""
    bare = all(field.kind == "answer" and field.group < 0 for field in fields)
    return fields if bare else []


def _holds_field_names(text: str) -> bool:
    folded = text.casefold()
    return any(name in folded for kind in KINDS for name in KEYS[kind] if len(name) > 1)


def _expanded(fields: list[Field]) -> list[Field]:
    """Return the items of two numbered lists, one below each label, as fields of their own."""
    if [field.kind for field in fields] != list(KINDS):
        return fields
    question, answer = fields
    asked, answered = (numbered_items(field.text) for field in fields)
    if not asked or not answered:
        return fields
    return [
        *(Field("question", text, question.start, number) for number, text in asked.items()),
        *(Field("answer", text, answer.start, number) for number, text in answered.items()),
    ]


def _is_placeholder(text: str, words: Vocabulary) -> bool:
    """Return whether a value is a template's: dots, or a label's word in brackets."""
    if _DOTS.fullmatch(text):
        return True
    inner = _WORD.findall(text.casefold()) if _BRACKETED.fullmatch(text) else []
    return any(word in words.long for word in inner)


def _checked(reading: Reading, words: Vocabulary, *, cut_off: bool) -> Pairs:
    """Return the pairs that are whole, the others as problems."""
    fields = _expanded(reading.fields)
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
        elif _is_placeholder(question.text, words) or _is_placeholder(answer.text, words):
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
