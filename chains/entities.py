"""The recipe `entities`: what a passage names, by type, each tied to the places where it stands.

{"entities": [{"id": "1f3a…", "text": "ಕೆಂಪೇಗೌಡ", "type": "person", "lang": "kn",
               "spans": [{"sentence_id": "s4", "start": 112, "end": 120}]}]}

Offsets count code points of the row's `text`. Every entity of the reply is written down; one that
does not stand in the text (`not_in_text`), repeats one (`duplicate`) or comes with a second type
(`other_type`: the first holds) also stands in `rejected`. Nested names are both kept; an occurrence
inside a longer name's is the longer one's, unless the shorter stands nowhere else.

By strategy `pivot` the entities are the translation's, in its language, and so has no place in the
source but the sentences that the translation's stand for: spans without `start` and `end`.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NotRequired

import regex
from langchain_core.runnables import Runnable
from typing_extensions import TypedDict, Unpack

from mlkt.ask import Model, Said, Steps, ask
from mlkt.chains.border import in_language, nothing_but_thoughts, rejection, unread, with_replies
from mlkt.chains.instructions import filled
from mlkt.chains.mentions import Span, find_mentions
from mlkt.chains.requests import once
from mlkt.chains.strategy import Road, along
from mlkt.errors import ConfigError
from mlkt.packs import load_locale
from mlkt.reply import parse_entities
from mlkt.reply.entities.types import TYPES
from mlkt.rows import (
    Rejection,
    Row,
    content_id,
    folded,
    working_lang,
    working_sentences,
    working_text,
)
from mlkt.steps import for_each, step

TASK = "entities"
_TYPE = regex.compile(r"[\p{L}\p{M}\p{Nd}_ -]{1,40}")
_NOTE = regex.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]$|[\s.。।:;,]+$")
_STOP = regex.compile(r"(?:[।。]|(?<=\p{N}|[\p{L}\p{M}]{5})\.)$")  # that of "Inc." is its own
_LONGEST = 1000  # code points of a line that may be a list
_LIST = regex.compile(r"\s*[,،、，;；]\s*")


class EntitySpan(TypedDict):
    """An occurrence: the sentence that it begins in, and its offsets in the row's text."""

    sentence_id: str
    start: NotRequired[int]
    end: NotRequired[int]


class NamedEntity(TypedDict):
    """An entity as it stands first in the text, in language `lang`, and all its occurrences."""

    id: str
    text: str
    type: str
    lang: str
    spans: list[EntitySpan]


def entities(
    model: Model,
    lang: str,
    *,
    judge: Model | None = None,
    types: Sequence[str] = TYPES,
    views: Sequence[str] = (),
    **road: Unpack[Road],
) -> Runnable[Row, Row]:
    """Return the chain that adds `entities`, of the given `types`.

    A type is a word of one's own that the model is shown as it stands. `judge` is not asked: the
    text itself decides. `views` changes nothing. The other options: see `mlkt.chains.strategy`.

    Raises:
        ConfigError: an unknown strategy, or types that are none.
        EngineError: nothing here can translate `lang`.
        PackError: the prompt is missing in a language that the strategy needs.
    """
    wanted = _checked(types)

    def body(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        return _list_entities(model, lang, wanted, steps)

    return along(model, lang, body, back=_no_way_back, **road)


def entities_calls(steps: Steps, views: Sequence[str]) -> dict[str, float]:
    """Return the requests a passage, by task."""
    return {TASK: 1}


def _no_way_back(*_: Any, **__: Any) -> Runnable[Row, Row]:
    """Return the chain that leaves entities in the pivot language: the sentences tie them."""

    def same(row: Row) -> Row:
        return row

    return step(same)


def _checked(types: Sequence[str]) -> tuple[str, ...]:
    if isinstance(types, str) or not types:
        raise ConfigError(
            f"types must be a list of words, such as {list(TYPES[:3])}, got {types!r}"
        )
    for type in types:
        if not _TYPE.fullmatch(type):
            raise ConfigError(
                f"type {type!r}: write letters, digits, `_`, `-` and spaces, 40 at most"
            )
    return tuple(dict.fromkeys(types))


def _list_entities(
    model: Model, lang: str, types: tuple[str, ...], steps: Steps | None
) -> Runnable[Row, Row]:
    asked = ask(model, TASK, lang, steps=steps, metadata={"types": list(types)})

    def requests(row: Row) -> list[dict[str, str]]:
        return [shown | {"types": ", ".join(types)} for shown in once(row)]

    def add_entities(row: Row, said: list[Said]) -> Row:
        own = [] if "translation" in row else requests(row)
        given = [(TASK, filled(TASK, lang, steps, values)) for values in own]
        return _with_entities(row, said, types) | {"instructions": dict(given)}

    return in_language(lang) | for_each(requests, asked, add_entities)


def _with_entities(row: Row, said: list[Said], types: tuple[str, ...]) -> Row:
    found: list[NamedEntity] = []
    rejected: list[Rejection] = []
    places: dict[str, list[Span]] = {}
    for reply in said:
        if refused := nothing_but_thoughts(row, TASK, reply):
            rejected += refused
            continue
        locale = load_locale(reply.prompt_lang)
        read = parse_entities(reply.answer, locale, types=types, finish_reason=reply.finish_reason)
        rejected += unread(row, TASK, reply, read.problems)
        text = working_text(row)
        named = [(one.type, name) for one in read.entities for name in _standing(one.text, text)]
        for entity, spans, reason in _entities(row, named):
            found.append(entity)
            detail = f"{entity['type']}: {entity['text']}"
            if reason:
                rejected.append(rejection(entity["id"], TASK, reason, detail=detail, raw=reply.raw))
            else:
                places[entity["id"]] = spans
    for entity in found:
        own = places.get(entity["id"], [])
        spans = _outside(own, [span for spans in places.values() for span in spans]) or own
        entity["spans"] = _spans(row, spans)
    return with_replies(row, said, rejected, entities=found)


def _standing(said: str, text: str) -> list[str]:
    """Return what a reply names as it stands in the text: one name, or a list of several.

    A note in brackets behind a name is left away; what stands nowhere is returned as it is.
    """
    said = _STOP.sub("", said)
    if len(said) > _LONGEST or find_mentions(said, text):
        return [said]
    bare = _NOTE.sub("", said)
    if bare and find_mentions(bare, text):
        return [bare]
    parts = [part for part in _LIST.split(bare) if part]
    return parts if any(find_mentions(part, text) for part in parts) else [said]


def _entities(
    row: Row, named: list[tuple[str, str]]
) -> Iterator[tuple[NamedEntity, list[Span], str]]:
    """Yield each entity with its occurrences, and why it does not go on, empty where it does."""
    text = working_text(row)
    seen: dict[str, str] = {}
    for number, (type, name) in enumerate(named):
        inside = [span for span in find_mentions(name, text) if _sentence_ids(row, span[0])]
        own = folded(text[slice(*inside[0])] if inside else name)
        first = seen.get(own)
        reason = "" if first is None else "duplicate" if first == type else "other_type"
        if inside:
            seen.setdefault(own, type)
        else:
            reason = "not_in_text"
        place = [str(number)] if reason else []
        id = content_id(row["id"], TASK, type, own, *place)
        entity: NamedEntity = {
            "id": id, "text": own, "type": type, "lang": working_lang(row), "spans": [],
        }  # fmt: skip
        yield entity, inside, reason


def _outside(own: list[Span], every: list[Span]) -> list[Span]:
    """Return the occurrences that stand inside no longer one."""
    return [
        (start, end)
        for start, end in own
        if not any(
            first <= start and end <= last and (first, last) != (start, end)
            for first, last in every
        )
    ]


def _spans(row: Row, mentions: list[Span]) -> list[EntitySpan]:
    if "translation" in row:
        ids = [id for start, _ in mentions for id in _sentence_ids(row, start)]
        return [{"sentence_id": id} for id in dict.fromkeys(ids)]
    return [
        {"sentence_id": _sentence_ids(row, start)[0], "start": start, "end": end}
        for start, end in mentions
    ]


def _sentence_ids(row: Row, at: int) -> list[str]:
    """Return the source sentences of the sentence that an offset of the working text stands in."""
    for sentence in working_sentences(row):
        if sentence["start"] <= at < sentence["end"]:
            return sentence["ids"]
    return []
