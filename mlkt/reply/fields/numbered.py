"""Read questions and answers that have no labels: numbered items, headings, bold lines.

    1. Where does it rise?          ### Where does it rise?          1. Where?   2. When?
       In the hills.                In the hills.                    1. Here.    2. In 1999.

The line of a question ends with a question mark of any script, or has its answer behind it. Where
all answers follow all questions, they go together by number.
"""

from collections.abc import Iterator
from textwrap import dedent

import regex

from mlkt.reply.fields.code import ends, fenced, inside
from mlkt.reply.fields.fields import Field, too_dense
from mlkt.reply.fields.lines import match_lines
from mlkt.reply.fields.questions import QUESTION_MARK
from mlkt.reply.fields.vocabulary import INVISIBLE, ascii_digits

_CLOSING = "[\"'”’»」』)）*_!！]"
_SPACE = rf"[^\S\n{INVISIBLE}]*+[{INVISIBLE}]*+[^\S\n]*+"
_NUMBER = (
    r"(?:[(（\[]?(?P<number>\p{Nd}{1,3}+)[.)．）\]、:：।۔]|(?P<number>\p{Nd})\ufe0f?+\u20e3"
    r"|(?P<number>[①-⑳㉑-㉟])[.)、]?+|(?P<number>[一二三四五六七八九十]{1,3}+)[、.．])"
)
_QUESTION = regex.compile(
    rf"^{_SPACE}(?:[>•·●+-]{_SPACE})?+"
    rf"(?P<head>(?:#{{1,6}}{_SPACE}|\*\*|__|{_NUMBER}{_SPACE})++)"
    rf"(?P<question>[^\n]*{QUESTION_MARK}{_CLOSING}*+)(?P<rest>(?:[^\S\n][^\n]*+)?)$",
    regex.MULTILINE,
)
_MARK = regex.compile(QUESTION_MARK)
_ITEM = regex.compile(rf"^{_SPACE}(?:\*\*)?+{_NUMBER}{_SPACE}(?P<text>[^\n]*+)", regex.MULTILINE)
_DASH = regex.compile(r"^(?:[-–—•·*+]|->|→)[^\S\n]++")


def read_numbered(text: str) -> list[Field]:
    """Return the questions of a text and what follows each."""
    found = list(_questions(text))
    stops = ends([line.span() for line in found], len(text))
    answers = [
        _answer(line["rest"], text[line.end() : end])
        for line, end in zip(found, stops, strict=True)
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
    found: list[regex.Match[str]] = []
    for item in match_lines(_ITEM, text, at):
        found.append(item)
        if too_dense(len(found), item.start() - at):
            break
    stops = ends([item.span() for item in found], len(text))
    for item, end in zip(found, stops, strict=True):
        number = ascii_digits(item["number"])
        yield Field("answer", text[item.start("text") : end].strip(), item.start(), number)


def _answer(rest: str, below: str) -> str:
    text = f"{rest.strip()}\n{dedent(below)}".strip()
    return text if "\n" in text else _DASH.sub("", text)
