"""Split a list of questions and a list of answers below it into fields of their own.

    Questions:  1. Where?  2. When?         1. Where?  2. When?
    Answers:    1. Here.   2. In 1999.      Answer: 2. In 1999.  1. Here.

They go together by their numbers. Where these say nothing (bullets, a number twice, all answers on
one line), all of it is unclear: nothing is paired by its place.
"""

from collections.abc import Iterator

import regex

from mlkt.reply.fields.code import ends
from mlkt.reply.fields.fields import Field, too_dense
from mlkt.reply.fields.labelgrammar import ITEM
from mlkt.reply.fields.lines import match_lines
from mlkt.reply.fields.questions import is_question
from mlkt.reply.fields.vocabulary import INVISIBLE, ascii_digits

UNCLEAR = "unclear"  # the kind of a field that could belong to several others
_SPACE = rf"(?:[^\S\n]|[{INVISIBLE}])*+"
_ITEM = rf"(?:\*\*)?+(?:{ITEM}|[-–•*+●](?=\s))"
_MARK = regex.compile(rf"^(?P<indent>{_SPACE}){_ITEM}{_SPACE}", regex.MULTILINE)
_OPENS = regex.compile(rf"\s*+{_ITEM}")
_INLINE = regex.compile(r"(?<=[\s,;(])(?P<number>\p{Nd}{1,3}+)[.)．）、:]")


def split_lists(fields: list[Field]) -> list[Field]:
    """Return the items of a list of questions and of a list of answers, else the fields as is."""
    kinds = [field.kind for field in fields]
    if "answer" not in kinds or kinds.index("answer") != len(kinds) - 1 or "" in kinds:
        return fields
    *questions, answer = fields
    if not opens_list(answer.text):
        return fields
    asked = questions
    if len(questions) == 1:
        asked = list(_items(questions[0])) if opens_list(questions[0].text) else []
    if len(asked) < 2:
        return fields
    answered = list(_items(answer))
    if _are_numbered(asked) and _are_numbered(answered) and not _run_on(asked, answered):
        return [field._replace(number=field.number or field.item) for field in (*asked, *answered)]
    if all(is_question(field.text.partition("\n")[0]) for field in asked):
        return [field._replace(kind=UNCLEAR) for field in (*asked, *answered)]
    return fields


def opens_list(text: str) -> bool:
    """Return whether a text begins with a bullet or a number of a list."""
    return bool(_OPENS.match(text))


def _items(field: Field) -> Iterator[Field]:
    """Yield the items of a list, those of a list inside an item as part of it."""
    found: list[regex.Match[str]] = []
    for mark in match_lines(_MARK, field.text):
        if not found or mark["indent"] == found[0]["indent"]:
            found.append(mark)
        if too_dense(len(found), mark.start()):
            break
    stops = ends([mark.span() for mark in found], len(field.text))
    for mark, stop in zip(found, stops, strict=True):
        text = field.text[mark.end() : stop].strip()
        if mark.group().endswith("**"):
            text = text.replace("**", "", 1)
        item = ascii_digits(mark["item"]) if mark["item"] else ""
        yield Field(field.kind, text, field.start, item=item)


def _are_numbered(fields: list[Field]) -> bool:
    numbers = [field.number or field.item for field in fields]
    return all(numbers) and len(set(numbers)) == len(numbers)


def _run_on(asked: list[Field], answered: list[Field]) -> bool:
    """Return whether an answer holds the number of another question, so that it may hold more."""
    numbers = {field.number or field.item for field in asked}
    own = {field.item for field in answered}
    return any(
        ascii_digits(mark["number"]) in numbers - own
        for field in answered
        for mark in _INLINE.finditer(field.text)
    )
