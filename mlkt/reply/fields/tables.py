r"""Read tables: Markdown, tab-separated and comma-separated, with or without a heading.

    | No. | Question | Answer |          question<TAB>answer        "Where?","In the ""old"" town."
    |-----|----------|--------|          Where?<TAB>Here.
    | 1   | Where?   | Here.  |

In Markdown `\|` is a bar and `<br>` a new line inside a cell; a backslash before `<br>` keeps it.
Columns are found by their headings, two at least or the verdict's alone; without any, two columns
count whose first holds questions.
Options (a column, or a column each: `| A | B |`) are kept as lines of the question.
"""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

import regex

from mlkt.reply.fields.code import fence_contents, fenced
from mlkt.reply.fields.fields import Field
from mlkt.reply.fields.questions import is_question
from mlkt.reply.fields.vocabulary import Vocabulary, find

_BAR_LINE = regex.compile(r"^[^\n|]{0,300}+\|[^\n]*+$", regex.MULTILINE)
_RULE = regex.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*+\|?[ \t]*")
_BAR = regex.compile(r"(?<!\\)(\\*+)\|")
_BREAK = regex.compile(r"(?<!\\)(\\*+)(<br[ \t]*/?>)", regex.IGNORECASE)
_TO_ESCAPE = regex.compile(r"(?<!\\)(\\*+)(\||<br[ \t]*/?>|\n)", regex.IGNORECASE)
_MAX_HEADINGS = 50  # lines that are looked at for headings


class _Column(NamedTuple):
    kind: str
    letter: str = ""  # of an option that has a column of its own


_Columns = dict[int, _Column]


def first_table(text: str, words: Vocabulary, end: int) -> int:
    """Return where a Markdown table begins before `end`, or -1."""
    found = _heading(text, words, end)
    return found[0] if found else -1


def read_table(text: str, words: Vocabulary) -> list[Field]:
    """Return the fields of a Markdown table, a group a row."""
    found = _heading(text, words, len(text))
    if not found:
        return []
    _, body, columns = found
    fields: list[Field] = []
    for group, line in enumerate(_BAR_LINE.finditer(text, body)):
        if text[body : line.start()].strip():
            break
        body = line.end()
        if not _RULE.fullmatch(line.group()):
            cells = split_row(line.group())
            closed = line.group().rstrip().endswith("|")
            fields += _row(cells, columns, group, line.start(), closed=closed)
    return fields


def first_rows(text: str, words: Vocabulary, end: int) -> int:
    """Return where comma- or tab-separated rows begin before `end`, or -1."""
    found = next(_rows(text, words), None) if end > 0 else None
    return found[0].start if found else -1


def read_rows(text: str, words: Vocabulary) -> list[Field]:
    """Return the fields of comma- or tab-separated rows, a group a row."""
    for fields in _rows(text, words):
        return fields
    return []


def split_row(line: str) -> list[str]:
    """Return the cells of a Markdown table's line."""
    line = line.strip()
    cells: list[str] = []
    begin = start = 1 if line.startswith("|") else 0
    for bar in _BAR.finditer(line, begin):
        if len(bar[1]) % 2 == 0:
            cells.append(line[start : bar.start()] + bar[1])
            start = bar.end()
    if start < len(line):
        cells.append(line[start:])
    return [_unescape(cell) for cell in cells]


def escape(value: str) -> str:
    """Return `value` as a cell of a Markdown table."""
    return _TO_ESCAPE.sub(
        lambda found: found[1] * 2 + ("<br>" if found[2] == "\n" else f"\\{found[2]}"), value
    )


def _unescape(cell: str) -> str:
    cell = _BREAK.sub(_line_break, cell)
    return _BAR.sub(lambda bar: "\\" * (len(bar[1]) // 2) + "|", cell).strip()


def _line_break(found: regex.Match[str]) -> str:
    kept = "\\" * (len(found[1]) // 2)
    return kept + (found[2] if len(found[1]) % 2 else "\n")


def _heading(text: str, words: Vocabulary, end: int) -> tuple[int, int, _Columns] | None:
    """Return start of a table, start of its rows, and kind by column."""
    for n, line in enumerate(_BAR_LINE.finditer(text)):
        if n >= _MAX_HEADINGS or line.start() >= end:
            return None
        after = _BAR_LINE.match(text, line.end() + 1)
        if not after:
            continue
        ruled = _RULE.fullmatch(after.group())
        columns = _columns(split_row(line.group()), words)
        if columns and (ruled or line.group().lstrip().startswith("|")):
            return line.start(), line.end(), columns
        columns = _unnamed(text, after.end()) if ruled else {}
        if columns:
            return line.start(), after.end(), columns
    return None


def _columns(cells: list[str], words: Vocabulary) -> _Columns:
    names = [find(words, cell) for cell in cells]
    letters = [name if len(name) == 1 else "" for _, _, name in names]
    columns: _Columns = {}
    for kind in {kind: 0 for kind, _, _ in names if kind not in {"", "options"}}:
        found = [
            (name, column)
            for column, (each, _, name) in enumerate(names)
            if each == kind and not ("b" in letters and name == "a")
        ]
        if found:
            best = words.best(name for name, _ in found)
            columns[next(column for name, column in found if name == best)] = _Column(kind)
    if len(columns) < 2 and [column.kind for column in columns.values()] != ["verdict"]:
        return {}
    for column, (kind, _, _) in enumerate(names):
        letter = letters[column] if {"a", "b"}.issubset(letters) else ""
        if column not in columns and (kind == "options" or letter):
            columns[column] = _Column("options", letter.upper())
    return columns


def _unnamed(text: str, body: int) -> _Columns:
    row = _BAR_LINE.search(text, body)
    cells = split_row(row.group()) if row else []
    first = 1 if len(cells) == 3 and cells[0].rstrip(".)").isdecimal() else 0
    if len(cells) == first + 2 and is_question(cells[first]):
        return {first: _Column("question"), first + 1: _Column("answer")}
    return {}


def _rows(text: str, words: Vocabulary) -> Iterator[list[Field]]:
    """Yield the fields of each part of a text that reads as rows: fences first, then the whole."""
    blocks = fence_contents(text, fenced(text)[:_MAX_HEADINGS])
    bodies = [(body, at) for _, body, at in blocks]
    for body, at in [*bodies, (text, 0)]:
        for separator in "\t,;":
            fields = _separated(body, at, separator, words) if separator in body else []
            if fields:
                yield fields


def _separated(body: str, at: int, separator: str, words: Vocabulary) -> list[Field]:
    columns, start, size = _separated_heading(body, separator, words)
    quoted = body.lstrip().startswith('"')
    if not columns and separator != "\t" and not quoted:
        return []
    try:
        rows = list(csv.reader(StringIO(body[start:], newline=""), delimiter=separator))
    except csv.Error:
        return []
    if not columns:
        rows = [row for row in rows if row]
        if not all(len(row) == 2 and is_question(row[0]) for row in rows):
            return []
        columns, size = {0: _Column("question"), 1: _Column("answer")}, 2
    fields: list[Field] = []
    for group, row in enumerate(rows):
        if not row:
            break
        last = group == len(rows) - 1 and not body.endswith("\n")
        cells = _joined(row, columns, size, separator)
        if cells:
            fields += _row(cells, columns, group, at + start, closed=not last)
        else:
            fields.append(Field("question", separator.join(row), at + start, group=group))
    return fields


def _joined(row: list[str], columns: _Columns, size: int, separator: str) -> list[str]:
    """Return the cells of a row, a separator in the last one undone; nothing where that is unclear.

    More cells than headings are the last one's only where the question's ends with its mark.
    """
    if len(row) <= size:
        return row
    asked = next((n for n, column in columns.items() if column.kind == "question"), size)
    if asked < size - 1 and size - 1 in columns and is_question(row[asked]):
        return [*row[: size - 1], separator.join(row[size - 1 :])]
    return []


def _separated_heading(body: str, separator: str, words: Vocabulary) -> tuple[_Columns, int, int]:
    """Return the columns, where the rows begin, and how many headings there are."""
    at = 0
    for line in body[:4000].split("\n")[:_MAX_HEADINGS]:
        if separator in line:
            cells = [cell.strip() for cell in line.split(separator)]
            columns = _columns(cells, words)
            if columns:
                return columns, at + len(line) + 1, len(cells)
        at += len(line) + 1
    return {}, 0, 0


def _row(
    cells: list[str], columns: _Columns, group: int, at: int, *, closed: bool
) -> Iterator[Field]:
    options: list[str] = []
    for n, column in sorted(columns.items()):
        text = cells[n].strip() if column.kind == "options" and n < len(cells) else ""
        if text:
            options.append(f"\n{column.letter}) {text}" if column.letter else f"\n{text}")
    for n, column in columns.items():
        text = cells[n].strip() if n < len(cells) else ""
        if column.kind == "question" and text and options:
            text = f"{text}{''.join(options)}"
        if column.kind != "options":
            yield Field(column.kind, text, at, group=group, closed=closed)
