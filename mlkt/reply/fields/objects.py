"""Read JSON as models write it: in prose or fences, with loose quotes and commas, or cut off.

    Here they are: [{'question': “Where?”, "answer": "In the "old" town", }, {"question": "Wh

Strict JSON is read by the standard library. What it refuses goes to a lenient reader, which looks
at a character once (but for a bounded number of new beginnings) and stops at a nesting no reply
needs. Objects are lists of (key, value), so that repeated keys are kept.
"""

import json
from collections.abc import Iterator
from typing import Any

import regex

from mlkt.reply.fields.fields import too_dense

_WORD = r"[\p{L}_$][\p{L}\p{M}\p{N}_ .-]{0,60}+"
_BEGIN = regex.compile(rf"[{{\[](?=\s*+(?:[\"'“‘„«{{\[}}]|{_WORD}\s*+[:：]))")
_QUOTES = {'"': '"', "'": "'", "“": '”"', "‘": "’'", "„": "“”", "«": "»", "「": "」", "`": "`"}
_KEY = r"\s*+[\"'“‘][^\"'“”‘’\n]{1,40}+[\"'”’]\s*+[:：]"
_NEW_KEY = rf"\n(?={_KEY}|\s*+}}\s*+,?\s*+\{{{_KEY})"  # a closing quote is missing
_STOPS = {quote: regex.compile(rf"[\\{ends}]|{_NEW_KEY}") for quote, ends in _QUOTES.items()}
_CLOSES_KEY = regex.compile(r"\s*+[:：]")
_CLOSES_VALUE = regex.compile(
    rf"(?:\s++//[^\n]*+)?+\s*+(?:[}}\]]|\Z|```|\n\s*+[\"“'‘]|{_KEY}"
    rf"|[,，、;]\s*+(?:[}}\]\"'“‘„«{{\[]|\Z|…|\.\.\.|{_WORD}\s*+[:：]))"
)
_SPACE = regex.compile(r"(?:[\s,，;]++|//[^\n]*+|…|\.\.\.)*+")
_BARE_KEY = regex.compile(rf"{_WORD}(?=\s*+[:：])")
_NOTHING = {"null", "None", "undefined", "NaN", "nil"}  # in JSON, Python, JavaScript and Ruby
_BARE_VALUE = regex.compile(r"[^,\]}\n]++")
_ESCAPE = regex.compile(
    r"\\(?:u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|(.))", regex.DOTALL
)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_REACH = 200  # how far behind a bracket the reader looks to take it for one
_MAX_DEPTH = 32
_MAX_QUOTES = 2000  # in one string that nothing closes
_MAX_RESTARTS = 2


class CutText(str):
    """A string whose closing quote never came."""

    __slots__ = ()


class Object(list[tuple[str, Any]]):
    """An object's members in order, keys repeated as they came; `cut`: its end never came."""

    cut = False


class _NoReply(Exception):
    """More nesting, or more quotes in one string, than a reply has; nothing of it is read."""


def first_value(text: str, end: int) -> int:
    """Return where the first object or array before `end` may begin, or -1."""
    found = _BEGIN.search(text, 0, end + _REACH)
    return found.start() if found else -1


def read_values(text: str) -> Iterator[tuple[int, Any]]:
    """Yield offset and value of each object and array in `text`, outermost first, in order."""
    decoder = json.JSONDecoder(
        strict=False, object_pairs_hook=Object, parse_int=str, parse_float=str
    )
    strict, at, count, restarts = True, 0, 0, 0
    while (found := _BEGIN.search(text, at)) and not too_dense(count, at):
        count += 1
        if strict:
            try:
                value, at = decoder.raw_decode(text, found.start())
                if _is_too_deep(value):
                    return
                yield found.start(), value
                continue
            except (ValueError, RecursionError):
                strict = False
        reader = _Reader(text, found.start())
        try:
            value = reader.value(0)
        except _NoReply:
            return
        at = reader.at
        if value:
            yield found.start(), value
        elif at >= len(text):  # a stray quote swallowed the rest
            restarts += 1
            if restarts > _MAX_RESTARTS:
                return
            at = found.end()


def _is_too_deep(value: Any) -> bool:
    """Return whether a value is nested deeper than any reply needs, looked at level by level."""
    level = [value]
    for _ in range(_MAX_DEPTH):
        inner: list[Any] = []
        for one in level:
            if isinstance(one, Object):
                inner += [held for _, held in one if isinstance(held, list)]
            else:
                inner += [held for held in one if isinstance(held, list)]
        if not inner:
            return False
        level = inner
    return True


class _Reader:
    """Reads one value from an offset on; `at` is where it stopped."""

    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at: int = at

    def value(self, depth: int) -> Any:
        """Return the value at the cursor, None for none."""
        char = self._next()
        if char in {"{", "["}:
            if depth >= _MAX_DEPTH:
                raise _NoReply
            return self._object(depth) if char == "{" else self._array(depth)
        if char in _QUOTES:
            return self._string(_CLOSES_VALUE)
        found = _BARE_VALUE.match(self.text, self.at)
        if not found:
            return None
        self.at = found.end()
        bare = found.group().strip()
        return None if bare in _NOTHING else bare

    def _object(self, depth: int) -> Object:
        members = Object()
        self.at += 1
        while (char := self._next()) not in {"", "}", "]"}:
            if char in {"{", "["}:  # a template's doubled braces
                members.append(("", self.value(depth + 1)))
                continue
            key = self._key(char)
            if key is None or self._next() not in {":", "："}:
                members.cut = self.at >= len(self.text)
                return members
            self.at += 1
            members.append((key, self.value(depth + 1)))
        members.cut = self.at >= len(self.text)
        self.at += self.text.startswith("}", self.at)
        return members

    def _array(self, depth: int) -> list[Any]:
        items: list[Any] = []
        self.at += 1
        while self._next() not in {"", "]", "}", ":", "："}:
            before = self.at
            items.append(self.value(depth + 1))
            if self.at == before:
                break
        self.at += self.text.startswith("]", self.at)
        return [item for item in items if item is not None]

    def _key(self, char: str) -> str | None:
        if char in _QUOTES:
            return self._string(_CLOSES_KEY)
        found = _BARE_KEY.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found.group() if found else None

    def _string(self, closes: regex.Pattern[str]) -> str:
        """Read a string; a quote that nothing of an object follows is part of it."""
        stops = _STOPS[self.text[self.at]]
        start = self.at = self.at + 1
        quotes = 0
        while found := stops.search(self.text, self.at):
            self.at = found.end()
            if found.group() == "\\":
                self.at += 1
            elif found.group() == "\n":
                return _unescape(self.text[start : found.start()].rstrip(" \t,"))
            elif closes.match(self.text, self.at):
                return _unescape(self.text[start : found.start()])
            else:
                quotes += 1
                if quotes > _MAX_QUOTES:
                    raise _NoReply
        self.at = len(self.text)
        return CutText(_unescape(self.text[start:]))

    def _next(self) -> str:
        """Skip white space, commas and comments; return the next character, "" at the end."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]


def _unescape(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: regex.Match[str]) -> str:
    first, second, char = found.groups()
    if char is not None:
        return _ESCAPED.get(char, char if char in "\"'\\/" else f"\\{char}")
    return bytes.fromhex(first + (second or "")).decode("utf-16-be", "replace")
