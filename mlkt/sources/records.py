"""Read a data set: JSON Lines, or the paragraphs of a text, as rows that hold a record each.

{"question": "Where?", "answer": "Here."}
-> {"id": "1d3a…", "line": 1, "record": {"question": "Where?", "answer": "Here."}}
"""

import json
from pathlib import Path
from typing import Any

import regex

from mlkt.errors import SourceError
from mlkt.rows import Row, content_id, nfc
from mlkt.translate.around.spans import split_around

TEXT_SUFFIXES = (".txt", ".md")
_BLANK_LINES = regex.compile(r"\n[^\S\n]*\n\s*")


def read_records(path: Path) -> list[Row]:
    """Return a row for each line of a `.jsonl` file, or each paragraph of a `.txt` or `.md` file.

    `line` counts from 1. An id depends on line and content: a changed line is another row. A
    paragraph's record is `{"text": …}`.

    Raises:
        SourceError: the file cannot be read, is of another kind or holds nothing, or a line is no
            JSON; names it.
    """
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        rows = _json_lines(_read(path), path)
    elif suffix in TEXT_SUFFIXES:
        rows = _paragraphs(nfc(_read(path)))
    else:
        raise SourceError(f"{str(path)!r}: expected a .jsonl, .txt or .md file")
    if not rows:
        raise SourceError(f"{str(path)!r} is empty: name a file with a record or a text in it")
    return rows


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{str(path)!r} is not UTF-8: save it as UTF-8") from error
    except OSError as error:
        raise SourceError(f"cannot read {str(path)!r}: {error.strerror}") from error


def _json_lines(text: str, path: Path) -> list[Row]:
    rows: list[Row] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                record = json.loads(line, parse_int=_integer, parse_constant=_no_number)
            except ValueError as error:
                raise SourceError(
                    f"{path}, line {number}: not JSON ({error}): mend the line or take it out"
                ) from None
            rows.append(_row(number, line, record))
    return rows


def _integer(digits: str) -> int:
    number = int(digits)
    if not -(2**63) <= number < 2**64:  # the writer would make it a rounded one
        raise ValueError(f"{digits} is longer than 64 bits: write it as a text")
    return number


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _paragraphs(text: str) -> list[Row]:
    rows: list[Row] = []
    at, number = 0, 1
    blocks = [part for part in split_around(text) if part.kind]
    gaps = [
        gap
        for gap in _BLANK_LINES.finditer(text)
        if not any(block.start < gap.start() < block.end for block in blocks)
    ]
    for gap in [*gaps, None]:
        end = gap.start() if gap else len(text)
        paragraph = text[at:end].strip("\n")
        if paragraph.strip():
            rows.append(_row(number, paragraph, {"text": paragraph}))
        number += text.count("\n", at, gap.end() if gap else end)
        at = gap.end() if gap else end
    return rows


def _row(number: int, content: str, record: Any) -> Row:
    return {"id": content_id(str(number), content), "line": number, "record": record}
