r"""Find the texts of a record by a path, and put others in their place.

{"messages": [{"role": "user", "content": "Where?"}, {"role": "assistant", "content": "Here."}]}

messages.*.content      both contents; `*` is any item of a list or any value of an object
messages.0.content      the first one
a\.b                    the key `a.b`
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import regex

from mlkt.errors import ConfigError

Place = tuple[str | int, ...]

_DOT = regex.compile(r"(?<!\\)\.")
_INDEX = regex.compile(r"[0-9]{1,9}")


def parse_path(text: str) -> tuple[str, ...]:
    """Return the parts of a path.

    Raises:
        ConfigError: an empty part.
    """
    parts = tuple(part.replace("\\.", ".") for part in _DOT.split(text.strip()))
    if not all(parts):
        raise ConfigError(f"--fields {text!r}: write keys with dots between, as messages.*.content")
    return parts


def find_texts(record: Any, parts: tuple[str, ...]) -> Iterator[tuple[Place, str]]:
    """Yield where each text that a path names stands in `record`, and the text, in order.

    What is no text, or holds none but white space, is passed over.
    """
    if not parts:
        if isinstance(record, str) and record.strip():
            yield (), record
        return
    for key, value in _children(record, parts[0]):
        for path, text in find_texts(value, parts[1:]):
            yield (key, *path), text


def find_others(record: Any, parts: tuple[str, ...]) -> Iterator[tuple[Place, Any]]:
    """Yield where a path ends at a list or an object that is not empty, and what stands there."""
    if not parts:
        if isinstance(record, list | dict) and record:
            yield (), record
        return
    for key, value in _children(record, parts[0]):
        for place, other in find_others(value, parts[1:]):
            yield (key, *place), other


def write_path(place: Place) -> str:
    """Return a place as a path."""
    return ".".join(str(key).replace(".", "\\.") for key in place)


def no_text_at(path: str, value: Any) -> str:
    """Return what is wrong with a path that ends at a list or an object, and a text inside it.

    That of the longest text: it is the most likely to be worth a translation.
    """
    kind = "a list" if isinstance(value, list) else "an object"
    inside = max(_inner_texts(value), key=lambda found: len(found[1]), default=None)
    cure = (
        f"name a text inside it, such as {path}.{inside[0]}" if inside else "it has no text in it"
    )
    return f"{path} holds {kind} and no text: {cure}"


def _inner_texts(value: Any) -> Iterator[tuple[str, str]]:
    """Yield a path to each text below `value`, `*` for any item of a list."""
    for key, child in _children(value, "*"):
        part = "*" if isinstance(key, int) else write_path((key,))
        if isinstance(child, str):
            yield part, child
        for path, text in _inner_texts(child):
            yield f"{part}.{path}", text


def with_texts(record: Any, texts: Mapping[Place, str]) -> Any:
    """Return a copy of `record` with other texts at these places; nothing else differs."""
    if not texts:
        return record
    if () in texts:
        return texts[()]
    below: dict[str | int, dict[Place, str]] = {}
    for path, text in texts.items():
        below.setdefault(path[0], {})[path[1:]] = text
    if isinstance(record, dict):
        members = cast("dict[str, Any]", record)
        return {key: with_texts(value, below.get(key, {})) for key, value in members.items()}
    items = cast("list[Any]", record)
    return [with_texts(item, below.get(index, {})) for index, item in enumerate(items)]


def _children(value: Any, part: str) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        if part == "*":
            yield from members.items()
        elif part in members:
            yield part, members[part]
    elif isinstance(value, list):
        items = cast("list[Any]", value)
        if part == "*":
            yield from enumerate(items)
        elif _INDEX.fullmatch(part) and int(part) < len(items):
            yield int(part), items[int(part)]
