"""Bring questions and answers together: by object or row, by number, or as neighbours.

Q1 Q2 A2            Q1 has no answer; never question 1 with answer 2
Q1 Q2 Q3 A1 A2 A3   by their numbers; without numbers nobody can say, and all are problems
A1 Q1 A2 Q2         answers first, where empty lines or the whole reply show it
"""

from dataclasses import dataclass
from itertools import groupby, pairwise

from mlkt.reply.fields.fields import Field
from mlkt.reply.problems import Problem

_OTHERS = {"": "text-after-rule", "lists": "lists-side-by-side", "unclear": "order-unclear"}


@dataclass(frozen=True, slots=True)
class Matched:
    """What came together, in the order of the questions, and what did not."""

    pairs: list[tuple[Field, Field]]
    problems: list[Problem]


def pair_up(fields: list[Field]) -> Matched:
    """Return the pairs among `fields`, which stand in the order of the text."""
    groups: dict[int, list[Field]] = {}
    for field in fields:
        if field.kind in {"question", "answer"}:
            groups.setdefault(field.group, []).append(field)
    alone = [members[0] for group, members in groups.items() if group >= 0 and len(members) == 1]
    loose = sorted([*groups.pop(-1, []), *alone], key=lambda field: field.start)
    matches = [_pair_group(members) for members in groups.values() if len(members) > 1]
    matches.append(_pair_loose(loose))
    pairs = [pair for found in matches for pair in found.pairs]
    problems = [problem for found in matches for problem in found.problems]
    problems += [Problem(_OTHERS[each.kind], each.text) for each in fields if each.kind in _OTHERS]
    return Matched(sorted(pairs, key=lambda pair: pair[0].start), problems)


def _pair_group(fields: list[Field]) -> Matched:
    if sorted(field.kind for field in fields) == ["answer", "question"]:
        question, answer = sorted(fields, key=lambda field: field.kind, reverse=True)
        return Matched([(question, answer)], [])
    return _pair_loose(fields)


def _pair_loose(fields: list[Field]) -> Matched:
    if _has_own_numbers(fields):
        return _by_number(fields)
    if fields and fields[0].kind == "answer" and not fields[0].text:
        fields = fields[1:]  # a heading over the whole reply
    return _neighbours(fields, first="answer" if _answers_first(fields) else "question")


def _has_own_numbers(fields: list[Field]) -> bool:
    """Return whether every field has a number in its label that no other of its kind has."""
    numbers = [(field.kind, field.number) for field in fields]
    kinds = {field.kind for field in fields}
    return (
        len(kinds) == 2
        and all(number for _, number in numbers)
        and len(set(numbers)) == len(numbers)
    )


def _by_number(fields: list[Field]) -> Matched:
    answers = {field.number: field for field in fields if field.kind == "answer"}
    questions = {field.number: field for field in fields if field.kind == "question"}
    pairs = [(question, answers[n]) for n, question in questions.items() if n in answers]
    problems = [
        Problem("no-answer", each.text) for n, each in questions.items() if n not in answers
    ]
    problems += [
        Problem("no-question", each.text) for n, each in answers.items() if n not in questions
    ]
    return Matched(pairs, problems)


def _answers_first(fields: list[Field]) -> bool:
    """Return whether each answer stands before its question."""
    kinds = [field.kind for field in fields]
    if not kinds or kinds[0] != "answer" or any(a == b for a, b in pairwise(kinds)):
        return False
    gaps = [field.kind for field in fields[1:] if field.apart]
    questions, answers = gaps.count("question"), gaps.count("answer")
    return answers > questions or (answers == questions and kinds[-1] == "question")


def _neighbours(fields: list[Field], *, first: str) -> Matched:
    runs = [list(run) for _, run in groupby(fields, key=lambda field: field.kind)]
    pairs: list[tuple[Field, Field]] = []
    problems: list[Problem] = []
    at = 0
    while at < len(runs):
        here = runs[at]
        after = runs[at + 1] if at + 1 < len(runs) else []
        if here[0].kind == first and after:
            found = _match_runs(here, after)
            pairs += found.pairs
            problems += found.problems
            at += 2
        else:
            problems += [_alone(field) for field in here]
            at += 1
    return Matched(pairs, problems)


def _match_runs(here: list[Field], after: list[Field]) -> Matched:
    """Match a run of one kind with the run of the other kind that follows it."""
    if len(here) > 1 and len(after) > 1:
        numbered = [
            field if field.number else field._replace(number=field.item)
            for field in (*here, *after)
        ]
        if _has_own_numbers(numbered):
            return _by_number(numbered)
        return Matched([], [Problem("order-unclear", field.text) for field in (*here, *after)])
    one, other = here[-1], after[0]
    problems = [_alone(field) for field in here[:-1]]
    if one.number and other.number and one.number != other.number:
        problems += [_alone(field) for field in (one, *after)]
        return Matched([], problems)
    question, answer = (one, other) if one.kind == "question" else (other, one)
    extra = "second-answer" if other.kind == "answer" else "second-question"
    problems += [Problem(extra, field.text) for field in after[1:]]
    return Matched([(question, answer)], problems)


def _alone(field: Field) -> Problem:
    if field.broken:
        return Problem("cut-off", field.text)
    return Problem("no-answer" if field.kind == "question" else "no-question", field.text)
