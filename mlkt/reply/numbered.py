"""Read questions and answers that have no labels: numbered items, headings, bold lines.

    1. Where does it rise?          ### Where does it rise?          1. Where?   2. When?
       In the hills.                Answer: In the hills.            1. Here.    2. In 1999.

The line of a question ends with a question mark of any script, or has its answer behind it. Where
all answers follow all questions, they go together by number.
"""

from collections.abc import Iterator
from textwrap import dedent

import regex

from mlkt.reply.code import fenced, inside, with_ends
from mlkt.reply.fields import Field, too_dense
from mlkt.reply.lines import match_lines
from mlkt.reply.questions import QUESTION_MARK, is_question
from mlkt.reply.vocabulary import INVISIBLE, ascii_digits

_CLOSING = "[\"'”’»」』)）*_!！]"
_SPACE = rf"[^\S\n{INVISIBLE}]*+[{INVISIBLE}]*+[^\S\n]*+"
_NUMBER = r"[(（\[]?(?P<number>\p{Nd}{1,3}+)[.)．）\]、:：]"
_QUESTION = regex.compile(
    rf"^{_SPACE}(?:[>•·●+-]{_SPACE})?+"
    rf"(?P<head>(?:#{{1,6}}{_SPACE}|\*\*|__|{_NUMBER}{_SPACE})++)"
    rf"(?P<question>[^\n]*{QUESTION_MARK}{_CLOSING}*+)(?P<rest>(?:[^\S\n][^\n]*+)?)$",
    regex.MULTILINE,
)
_MARK = regex.compile(QUESTION_MARK)
_ITEM = regex.compile(rf"^{_SPACE}(?:\*\*)?+{_NUMBER}{_SPACE}(?P<text>[^\n]*+)", regex.MULTILINE)
_MARKS = regex.compile(rf"(?:[*_#>•+-]|{_NUMBER}|\s)*+")
_DASH = regex.compile(r"^(?:[-–—•·*+]|->|→)[^\S\n]++")


def read_numbered(text: str) -> list[Field]:
    """Return the questions of a text and what follows each."""
    found = list(_questions(text))
    answers = [
        _answer(line["rest"], text[line.end() : end]) for line, end in with_ends(found, len(text))
    ]
    apart = bool(found) and not any(answers[:-1]) and all(line["number"] for line in found)
    later = list(_items(text, found[-1].end())) if len(found) > 1 and apart else []
    fields: list[Field] = []
    for line, answer in zip(found, answers, strict=True):
        number = ascii_digits(line["number"]) if line["number"] else ""
        asked = line["question"].strip().strip("*_").strip()
        fields.append(Field("question", asked, line.start(), number if later else ""))
        if answer and not later:
            fields.append(Field("answer", answer, line.start("rest")))
    return [*fields, *later]


def read_above(text: str, answers: list[Field]) -> list[Field]:
    """Return answers, each with the question that stands above it; nothing where none stands so."""
    above = [text[: answer.start] for answer in answers[:1]]
    above += [field.text for field in answers[:-1]]
    fields: list[Field] = []
    for before, answer in zip(above, answers, strict=True):
        rest, _, line = before.rstrip().rpartition("\n")
        asked = _MARKS.sub("", line, count=1).rstrip("*_ ")
        if is_question(asked):
            if fields:
                fields.append(fields.pop()._replace(text=rest.strip()))
            fields.append(Field("question", asked, answer.start))
        fields.append(answer)
    return fields if len(fields) > len(answers) else []


def numbered_items(text: str) -> dict[str, str]:
    """Return number -> item of a text that is a numbered list from 1 on, else nothing."""
    items = {field.number: field.text for field in _items(text, 0)}
    first = _ITEM.match(text)
    counted = list(items) == [str(number) for number in range(1, len(items) + 1)]
    return items if first and counted and len(items) > 1 else {}


def _questions(text: str) -> Iterator[regex.Match[str]]:
    if not _MARK.search(text):
        return
    code = fenced(text)
    for count, found in enumerate(match_lines(_QUESTION, text)):
        if too_dense(count, found.start()):
            return
        if not inside(found.start(), code):
            yield found


def _items(text: str, at: int) -> Iterator[Field]:
    found = with_ends(list(match_lines(_ITEM, text, at)), len(text))
    for count, (item, end) in enumerate(found):
        if too_dense(count, item.start() - at):
            return
        number = ascii_digits(item["number"])
        yield Field("answer", text[item.start("text") : end].strip(), item.start(), number)


def _answer(rest: str, below: str) -> str:
    text = f"{rest.strip()}\n{dedent(below)}".strip()
    return text if "\n" in text else _DASH.sub("", text)
