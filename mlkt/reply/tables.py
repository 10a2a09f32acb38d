r"""Read tables: Markdown, tab-separated and comma-separated, with or without a heading.

    | No. | Question | Answer |          question<TAB>answer        "Where?","In the ""old"" town."
    |-----|----------|--------|          Where?<TAB>Here.
    | 1   | Where?   | Here.  |

In Markdown `\|` is a bar and `<br>` a new line inside a cell; a backslash before `<br>` keeps it.
Columns are found by their headings; without any, two columns count whose first holds questions.
"""

import csv
from collections.abc import Iterator
from io import StringIO

import regex

from mlkt.reply.code import fence_contents, fenced
from mlkt.reply.fields import Field
from mlkt.reply.questions import is_question
from mlkt.reply.vocabulary import Vocabulary

_BAR_LINE = regex.compile(r"^[^\n|]{0,300}+\|[^\n]*+$", regex.MULTILINE)
_RULE = regex.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*+\|?[ \t]*")
_BAR = regex.compile(r"(?<!\\)(\\*+)\|")
_BREAK = regex.compile(r"(?<!\\)(\\*+)(<br[ \t]*/?>)", regex.IGNORECASE)
_TO_ESCAPE = regex.compile(r"(?<!\\)(\\*+)(\||<br[ \t]*/?>|\n)", regex.IGNORECASE)
_MAX_HEADINGS = 50  # lines that are looked at for headings

_Columns = dict[int, str]


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
    kinds = [words.kind_of(cell)[0] for cell in cells]
    columns: _Columns = {}
    for column, kind in enumerate(kinds):
        if kind and kind not in columns.values():
            columns[column] = kind
    return columns if len(columns) > 1 else {}


def _unnamed(text: str, body: int) -> _Columns:
    row = _BAR_LINE.search(text, body)
    cells = split_row(row.group()) if row else []
    first = 1 if len(cells) == 3 and cells[0].rstrip(".)").isdecimal() else 0
    if len(cells) == first + 2 and is_question(cells[first]):
        return {first: "question", first + 1: "answer"}
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
    columns, start = _separated_heading(body, separator, words)
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
        columns = {0: "question", 1: "answer"}
    fields: list[Field] = []
    for group, row in enumerate(rows):
        if not row:
            break
        width = max(columns) + 1
        cells = [*row[: width - 1], separator.join(row[width - 1 :])]
        last = group == len(rows) - 1 and not body.endswith("\n")
        fields += _row(cells, columns, group, at + start, closed=not last)
    return fields


def _separated_heading(body: str, separator: str, words: Vocabulary) -> tuple[_Columns, int]:
    at = 0
    for line in body[:4000].split("\n")[:_MAX_HEADINGS]:
        if separator in line:
            columns = _columns([cell.strip() for cell in line.split(separator)], words)
            if columns:
                return columns, at + len(line) + 1
        at += len(line) + 1
    return {}, 0


def _row(
    cells: list[str], columns: _Columns, group: int, at: int, *, closed: bool
) -> Iterator[Field]:
    for column, kind in columns.items():
        text = cells[column].strip() if column < len(cells) else ""
        yield Field(kind, text, at, group=group, closed=closed)
