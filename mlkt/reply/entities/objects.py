"""Read entities from JSON: lists of objects, objects by type, lists of pairs, also broken off.

{"person": ["Kempe Gowda"]}   [{"text": "Kempe Gowda", "type": "person"}]   [["person", "Kempe …"]]
{"entities": [{"entity": "Kempe Gowda", "label": "PERSON", "start": 0}]}   {"Kempe …": "person"}
"""

import json
from collections.abc import Iterator
from typing import Any, cast

import regex

from mlkt.reply.entities.lines import read_lines
from mlkt.reply.entities.types import EntityWords, is_word
from mlkt.reply.fields.code import fence_contents, fenced

Found = tuple[str, str]  # label and text

_STRING = r'"(?:[^"\\]|\\.){0,300}+"'
_OBJECT = regex.compile(r"\{[^{}]*+\}")
_LIST = regex.compile(rf"(?P<key>{_STRING})\s*+:\s*+\[(?P<items>(?:\s*+{_STRING}\s*+,?)*+)")
_EACH = regex.compile(_STRING)


def read_objects(text: str, words: EntityWords) -> list[Found] | None:
    """Return label and text of each entity, None where the text holds no JSON of this kind."""
    for data in _loaded(text):
        try:
            found = list(_of(data, "", words))
        except RecursionError:  # brackets in brackets without end are no list
            continue
        if found:
            return found
    return _broken(text, words) or None


def _loaded(text: str) -> Iterator[Any]:
    """Yield what JSON there is: all of the text, of its fences, from its first bracket to its last.

    Lines of objects are one list.
    """
    inner = [body for _, body, _ in fence_contents(text, fenced(text))]
    starts = [at for at in (text.find("["), text.find("{")) if at >= 0]
    pieces = [text, *inner, text[min(starts) : max(text.rfind("]"), text.rfind("}")) + 1]]
    for piece in pieces:
        for form in (piece, f"[{','.join(piece.strip().splitlines())}]"):
            try:
                data: Any = json.loads(form)
            except (ValueError, RecursionError):
                continue
            if isinstance(data, list | dict):
                yield data


def _broken(text: str, words: EntityWords) -> list[Found]:
    """Return what is whole in JSON that breaks off or is not well formed."""
    found: list[Found] = []
    for one in _OBJECT.finditer(text):
        try:
            found += _of(json.loads(one.group()), "", words)
        except ValueError:
            continue
    if found:
        return found
    return [
        (json.loads(one["key"]), json.loads(item))
        for one in _LIST.finditer(text)
        if words.type_of(one["key"])
        for item in _EACH.findall(one["items"])
    ]


def _of(data: Any, label: str, words: EntityWords) -> Iterator[Found]:
    """Yield the entities of a value that stands under `label`; an empty text for a type of none."""
    if not data and label:
        yield label, ""
    elif isinstance(data, str):
        yield from [(label, data)] if words.type_of(label) else read_lines(data, words)
    elif isinstance(data, list):
        parts = cast("list[Any]", data)
        types = [isinstance(part, str) and bool(words.type_of(part)) for part in parts]
        if (
            len(parts) == 2
            and isinstance(parts[0], str)
            and types in ([True, False], [False, True])
        ):
            yield (parts[0], str(parts[1])) if types[0] else (str(parts[1]), parts[0])
            return
        for part in parts:
            yield from _of(part, label, words)
    elif isinstance(data, dict):
        yield from _of_object(cast("dict[str, Any]", data), label, words)


def _of_object(fields: dict[str, Any], label: str, words: EntityWords) -> Iterator[Found]:
    texts = {key: value for key, value in fields.items() if isinstance(value, str)}
    named = [value for key, value in texts.items() if is_word(key, words.type_labels)]
    types = [value for value in named if words.type_of(value)] or [label] * bool(label) or named
    entity = [value for key, value in texts.items() if is_word(key, words.entity_labels)]
    if named and len(texts) == 2 and not entity:  # {"type": "person", "who": "…"}
        entity = [value for value in texts.values() if value is not named[0]]
    if entity and types:
        yield types[0], entity[0]
        return
    for key, value in fields.items():
        if words.type_of(key):
            yield from _of(value, key, words)
        elif isinstance(value, str):
            yield from [(value, key)] if words.type_of(value) else []
        elif isinstance(value, list):
            for part in cast("list[Any]", value):
                if isinstance(part, str):
                    yield from read_lines(part, words) or [(label or key, part)]
                else:
                    yield from _of(part, label, words)
        else:
            yield from _of(value, label, words)
