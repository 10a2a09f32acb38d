"""Find questions that have no label above answers that have one.

    1. Which is longer?          **1. แม่น้ำเริ่มที่ไหน**          1. Where?
    A. The Tana                  คำตอบ: ภูเขา                   2. When?
    B. The Nile
    Answer: B                    **2. ยาวเท่าไร** …             Answers: …

A line that ends with a question mark is one. A numbered line, or a bold one, is one too where such
a line stands above every answer and the numbers rise. Options stand between it and the answer.
Further questions above it count where their numbers lead down to its number.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise, zip_longest
from textwrap import dedent
from typing import NamedTuple

import regex

from mlkt.reply.fields.code import Span, fenced, inside
from mlkt.reply.fields.counting import counted
from mlkt.reply.fields.fields import Field
from mlkt.reply.fields.labelgrammar import BULLETS, ITEM, SPACE
from mlkt.reply.fields.lists import opens_list
from mlkt.reply.fields.naming import begins_with_label
from mlkt.reply.fields.questions import is_question
from mlkt.reply.fields.vocabulary import Vocabulary, ascii_digits

_MARKS = regex.compile(rf"(?P<marks>(?:{SPACE}|{BULLETS}|{ITEM})*+)")
_COUNTED = regex.compile(
    rf"(?P<count>[^\n:：]{{1,30}}+)[:：][*_]*+{SPACE}*+"
    rf"|(?P<count>[^\n:：.)]{{1,20}}+)(?<=\p{{Nd}})[.)]{SPACE}++"
)
_OPTION = regex.compile(
    rf"(?:{SPACE}|{BULLETS})*+[(（\[]?(?:\p{{L}}\p{{M}}*+|[ivx]{{1,4}}+)[)）\].:：．、][*_]*+(?:{SPACE}|$)"
)
_NAME_AND_NUMBER = regex.compile(r"[\p{L}\p{M}]++[\s#№.]*+\p{Nd}++\W*+")

_Read = Callable[[str], list[Field]]


class _Line(NamedTuple):
    """A line that may be a question: where it starts, and where its text does."""

    start: int
    text_at: int
    number: str
    bold: bool
    asks: bool  # it ends with a question mark


def read_above(text: str, answers: list[Field], read: _Read, names: Vocabulary) -> list[Field]:
    """Return answers and the questions that stand above them; nothing where none stands so.

    `read` gives the fields of a piece of the text; no line that begins with a label of `names` is a
    question.
    """
    above = _all_above(text, answers, names)
    fields: list[Field] = []
    if not any(above):
        return fields
    for n, (answer, lines) in enumerate(zip(answers, above, strict=True)):
        for line, lower in zip_longest(lines, lines[1:]):
            stop = lower.start if lower else answer.start
            fields.append(Field("question", _asked(text, line, stop), line.start, item=line.number))
        end = len(text)
        if n + 1 < len(answers):
            end = above[n + 1][0].start if above[n + 1] else answers[n + 1].start
        fields += [
            field._replace(start=field.start + answer.start)
            for field in read(text[answer.start : end])
        ]
    return fields


def _all_above(text: str, answers: list[Field], names: Vocabulary) -> list[list[_Line]]:
    """Return for each answer the lines above it that are questions."""
    code = fenced(text)
    above: list[list[_Line]] = []
    begin = 0
    for answer in answers:
        above.append(_above(text, begin, answer.start, names, code))
        if begin <= answer.start:
            begin = text.find("\n", answer.start) + 1 or len(text)
    numbers = [int(line.number) for lines in above for line in lines if line.number]
    lowest = [lines[-1] for lines in above if lines]
    alike = len(lowest) == len(answers) and all(a < b for a, b in pairwise(numbers))
    if alike and (len(answers) > 1 or _is_one(above[0], answers[0])):
        return above
    return [lines if lines and lines[-1].asks else [] for lines in above]


def _is_one(lines: list[_Line], answer: Field) -> bool:
    """Return whether lines above the only answer are its question, or questions for a list."""
    lowest = lines[-1]
    return lowest.asks or bool(lowest.number and (len(lines) == 1 or opens_list(answer.text)))


def _above(text: str, begin: int, end: int, names: Vocabulary, code: list[Span]) -> list[_Line]:
    """Return the questions directly above `end`, the lowest last."""
    lines = list(_lines_up(text, begin, end, names, code))
    asking = next((n for n, line in enumerate(lines) if line.asks), len(lines))
    if asking < len(lines) and _are_options(lines[:asking]):
        lines = lines[asking:]
    elif not (lines and (lines[0].number or lines[0].bold)):
        return []
    size = 1
    while size < len(lines) and _follows(lines[size - 1], lines[size], whole=begin == 0):
        size += 1
    return lines[:size][::-1]


def _lines_up(
    text: str, begin: int, end: int, names: Vocabulary, code: list[Span]
) -> Iterator[_Line]:
    """Yield lines that may be questions from `end` upwards, up to one that cannot be one."""
    at = end
    while at > begin:
        start = max(text.rfind("\n", begin, at - 1) + 1, begin)
        line = text[start:at].rstrip("\n")
        at = start
        if line.strip() and not _OPTION.match(line):
            found = None if inside(start, code) else _line(line, start, names)
            if not found:
                return
            yield found


def _are_options(lines: list[_Line]) -> bool:
    """Return whether lines below a question, the lowest first, are its options."""
    numbers = [line.number for line in lines]
    return not any(line.bold for line in lines) and (
        not any(numbers) or numbers == [str(n) for n in range(len(lines), 0, -1)]
    )


def _follows(lower: _Line, line: _Line, *, whole: bool) -> bool:
    """Return whether a line is a further question; below an answer it needs its question mark."""
    if not lower.number:
        return whole and line.asks and not line.number
    return (line.asks or whole) and bool(line.number) and int(line.number) + 1 == int(lower.number)


def _line(line: str, start: int, names: Vocabulary) -> _Line | None:
    marked = _MARKS.match(line)
    marks, number = (marked["marks"], marked["item"]) if marked else ("", None)
    at = len(marks)
    number = ascii_digits(number) if number else ""
    count = _COUNTED.match(line, at)
    said = counted(count["count"]) if count else None
    if count and said:
        at, number = count.end(), said
    asked = line[at:].rstrip("*_ ")
    if not asked or begins_with_label(asked, names) or _NAME_AND_NUMBER.fullmatch(asked):
        return None
    bold = ("**" in marks or "__" in marks) and line.rstrip(" :：").endswith(("**", "__"))
    found = _Line(start, start + at, number, bold, is_question(asked))
    return found if found.asks or number or bold or marks.strip() else None


def _asked(text: str, line: _Line, stop: int) -> str:
    first, newline, rest = text[line.text_at : stop].rstrip().partition("\n")
    first = first.strip()
    marks = text[line.start : line.text_at]
    if "**" in marks or "__" in marks:
        first = first.rstrip("*_ ")
    return f"{first}{newline}{dedent(rest)}".strip()
