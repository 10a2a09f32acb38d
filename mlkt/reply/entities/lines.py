"""Read entities from lines: labelled, with the type behind, under headings, in rows of a table.

person: Kempe Gowda   - **Person**: Kempe Gowda   Kempe Gowda (person)   Kempe Gowda – person
## Persons            | Type | Entity |           Entity: Kempe Gowda    person, Kempe Gowda
1. Kempe Gowda        | person | Kempe Gowda |    Type: person
"""

from collections.abc import Iterator

import regex

from mlkt.reply.entities.types import EntityWords, is_word
from mlkt.reply.fields.tables import split_row

Found = tuple[str, str]  # label and text; the label may name no type

_MARK = regex.compile(
    r"[ \t]*(?:(?:[#>]+|[-+•–*](?=[ \t])|[(（\[]?\p{Nd}{1,3}[.)．、）\]]+|[①-⑳][.)]?)[ \t]*)*+"
)
_RULE = regex.compile(r"[\s|:+-]*")
_COLON = regex.compile(r"(?<![*_`])[*_`]*+[:：][*_`]*+")
_DASH = regex.compile(r"(?<!\s)\s++(?:[-–—=|]|[-=]{1,3}>|→)\s++")
_COMMA = regex.compile(r"[,，،;\t]")
_BRACKET = regex.compile(r"[(（\[【](?P<type>[^()（）\[\]【】]{1,60})[)）\]】][.。]?$")
_LONGEST_BRACKET = 70  # characters at the end of a line
_LABEL = regex.compile(r"[^.!?。！？।]{1,30}")


def read_lines(text: str, words: EntityWords) -> list[Found]:
    """Return label and text of each entity of the lines, in their order.

    A label that names no type is kept where it stands alone before a colon on a marked line.
    """
    if rows := list(_rows(text, words)):
        return rows
    found: list[Found] = []
    heading, pending, apart = "", "", False
    for raw in text.splitlines():
        mark = _MARK.match(raw)
        marked = mark is not None and bool(mark.group().strip(" \t#>"))
        line = raw[mark.end() if mark else 0 :].strip()
        if not line:
            apart = True
            continue
        label, rest = _labelled(line)
        if words.type_of(line):
            heading, apart = line, False
        elif rest and is_word(label, words.type_labels):
            found += [(rest, pending)] if pending else []
            heading, pending = ("", "") if pending else (rest, "")
        elif rest and is_word(label, words.entity_labels) and not words.type_of(rest):
            if words.type_of(heading) and not pending:
                found.append((heading, rest))
            else:
                pending = rest
        elif one := _one(line, words):
            found.append(one)
        elif heading and (marked or not apart):
            found.append((heading, line))
        elif marked and rest and _LABEL.fullmatch(label):
            found.append((label, rest))
        else:
            heading = ""
    return found


def _labelled(line: str) -> tuple[str, str]:
    parts = _COLON.split(line, maxsplit=1)
    return (parts[0], parts[1].strip()) if len(parts) == 2 else ("", "")


def _one(line: str, words: EntityWords) -> Found | None:
    """Return the entity of a line that names a type before it or behind it."""
    for cut in (_COLON, _DASH, _COMMA):
        first = cut.search(line)
        if first and words.type_of(line[: first.start()]):
            return line[: first.start()], line[first.end() :]
    bracketed = _BRACKET.search(line, max(1, len(line) - _LONGEST_BRACKET))
    if bracketed and words.type_of(bracketed["type"]):
        return bracketed["type"], line[: bracketed.start()]
    for cut in (_COLON, _DASH, _COMMA):
        *_, last = [None, *cut.finditer(line)]
        if last and words.type_of(line[last.end() :].rstrip(".。 ")):
            return line[last.end() :].rstrip(".。 "), line[: last.start()]
    return None


def _rows(text: str, words: EntityWords) -> Iterator[Found]:
    """Yield the entities of a table: the type in a cell of the row, or heading the column."""
    heads: list[str] = []
    for raw in text.splitlines():
        line = raw.strip()
        if line.count("|") < 2 or _RULE.fullmatch(line):
            continue
        cells = [cell.strip() for cell in split_row(line)]
        cells = cells[:-1] if cells and not cells[-1] else cells
        typed = [cell for cell in cells if words.type_of(cell)]
        if not heads and len(typed) > 1 and len(typed) == len(cells):
            heads = cells
        elif heads:
            yield from (one for one in zip(heads, cells, strict=False) if one[1])
        elif typed:
            others = [cell for cell in cells if cell and cell != typed[0] and not cell.isdecimal()]
            yield from [(typed[0], others[0])] if others else []
