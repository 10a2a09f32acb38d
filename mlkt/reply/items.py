r"""Read a list of short texts from a reply: facts, ideas, questions by number.

parse_items("1. The city has 65 wards.\n2. It is old.")
-> Items(items=[Item(1, "The city has 65 wards."), Item(2, "It is old.")], problems=[])

Read are numbered lines (`1.`, `(1)`, `[1]`, `**1)**`, `೧.`, `①`, `Q1:`), bullets, bare lines, rows
of a table, JSON, also in a fence. What does not go on stands in `problems` with its reason:

    empty         the reply is empty
    no-items      prose or a refusal, JSON that breaks off
    placeholder   a form's own dots: "…"
    cut-off       the last item of a reply that stopped at its limit
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import regex

from mlkt.reply.fields.shapes import unwrapped
from mlkt.reply.fields.vocabulary import ascii_digits
from mlkt.reply.problems import Problem
from mlkt.reply.reasoning.reasoning import CUT_OFF
from mlkt.rows import nfc

# Possessive, so that a long line costs no more than its length: Thai has no spaces between words.
_QUOTED, _LISTED, _BOLD = r"(?:[>#|]++[ \t]*+)*+", r"[-+•][ \t]++", r"[*_]{0,3}"
_LEAD = rf"^[ \t]*+(?:{_QUOTED}{_LISTED})*+"
_NUMBER = (
    r"(?:[(（\[［]?(?P<number>\p{Nd}{1,3})[*_]{0,3}(?:[)\]）］.:：．、।]+|[ \t]*\|)(?!\p{Nd})"
    r"|(?P<number>[①-⑳])[.)、]?)"
)
_REST = r"(?:\*{1,3}|__(?!_))?[ \t]*(?P<text>[^\n]*)$"
_WORD = r"\p{L}[\p{L}\p{M}\u200c\u200d]*+"
_NAMED = (  # Question 1:
    rf"{_WORD}(?:[ \t]++{_WORD}){{0,2}}[ \t]*+#?(?P<number>\p{{Nd}}{{1,3}})[*_]{{0,3}}[:：.)]"
)
_BULLET = rf"(?P<number>)(?:{_QUOTED}{_BOLD}[-*+•–][ \t]+|(?<={_LISTED}))"
_MARKS = tuple(
    regex.compile(_LEAD + mark + _REST, regex.MULTILINE)
    for mark in (_QUOTED + _BOLD + _NUMBER, _QUOTED + _BOLD + _NAMED, _BULLET)
)
_DOTS = regex.compile(r"[\s.…_\-–—\[\]<>]*[?？]?")
_ANNOUNCES = regex.compile(r"[:：][*_]*$")


@dataclass(frozen=True, slots=True)
class Item:
    """One text of a list and its number, 0 where it bears none."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a reply, in its order, and what was not kept."""

    items: list[Item]
    problems: list[Problem]


def parse_items(text: str, *, finish_reason: str | None = None) -> Items:
    """Return the items of a list, each on one line, without emphasis; never raises.

    Reasoning has been split off before. One bare line is no list.
    """
    whole = unwrapped(nfc(text)).strip()
    if not whole:
        return Items([], [Problem("empty", text)])
    found = list(_json(whole)) or _lines(whole)
    found = [item for item in found if item.text]
    problems = [Problem("placeholder", item.text) for item in found if _DOTS.fullmatch(item.text)]
    items = [item for item in found if not _DOTS.fullmatch(item.text)]
    if finish_reason in CUT_OFF and items:
        problems.append(Problem("cut-off", items.pop().text))
    return Items(items, problems or ([] if items else [Problem("no-items", whole)]))


def _lines(text: str) -> list[Item]:
    for mark in _MARKS:
        if marked := list(mark.finditer(text)):
            return list(_marked(text, marked))
    if text[0] in "[{":
        return []  # JSON that breaks off
    bare = [line.strip() for line in text.splitlines() if line.strip()]
    bare = [line for line in bare if line[0] not in "#|" and not _ANNOUNCES.search(line)]
    return [Item(0, _plain(line)) for line in bare] if len(bare) > 1 else []


def _marked(text: str, marked: list[regex.Match[str]]) -> Iterator[Item]:
    """Yield each item with the lines that go on with it; a paragraph behind the last is none's."""
    ends = [after.start() for after in marked[1:]]
    for line, end in zip(marked, [*ends, None], strict=True):
        rest = text[line.end() : end]
        if end is None:
            rest = rest.partition("\n\n")[0]
        number = int(ascii_digits(line["number"])) if line["number"] else 0
        yield Item(number, _plain(f"{line['text']}\n{rest}"))


def _plain(text: str) -> str:
    """Return a text on one line, without bold type and what a table leaves at its end.

    Underscores stay: they are the blank of a question.
    """
    return " ".join(text.replace("**", "").split()).rstrip(" |")


def _json(text: str) -> Iterator[Item]:
    if text[0] not in "[{":
        return
    try:
        yield from [*_of(json.loads(text), 0)]
    except (ValueError, RecursionError):  # no JSON, or brackets in brackets without end
        return


def _of(data: Any, number: int) -> Iterator[Item]:
    """Yield the items of JSON: lists of texts or objects, or objects with numbers for keys."""
    if isinstance(data, str):
        yield Item(number, _plain(data))
    elif isinstance(data, list):
        for part in cast("list[Any]", data):
            yield from _of(part, 0)
    elif isinstance(data, dict):
        fields = cast("dict[str, Any]", data)
        inner: list[Any] = [value for value in fields.values() if isinstance(value, list | dict)]
        if inner:
            for part in inner:
                yield from _of(part, 0)
        elif fields and all(key.isdecimal() for key in fields):
            for key, value in fields.items():
                yield from _of(value, int(ascii_digits(key)))
        else:
            numbers = [int(value) for value in fields.values() if str(value).isdecimal()]
            texts = [value for value in fields.values() if isinstance(value, str)]
            kept = "; ".join(value for value in texts if not value.isdecimal())
            yield Item(numbers[0] if numbers else 0, _plain(kept))
