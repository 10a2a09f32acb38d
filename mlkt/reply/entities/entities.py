"""Read the entities of a reply, each with its type, in whatever shape a model lists them.

    person: Kempe Gowda             {"person": ["Kempe Gowda"], "place": ["Bengaluru"]}
    place: Bengaluru                [{"text": "Bengaluru", "type": "PLACE"}]
    -> Entities([Entity("person", "Kempe Gowda"), Entity("place", "Bengaluru")], [])

Read are lines, bullets and numbers, lists under headings, rows of a table, `<person>…</person>`,
JSON; types by their code or in the words of any locale, before the entity or in brackets behind it.
What does not go on stands in `problems` with its reason:

    empty         the reply is empty
    no-entities   nothing of all this: prose, a refusal
    unknown-type  an entity of a type that was not asked for
    placeholder   a form's own dots: "person: …"
    cut-off       the last entity of a reply that stopped at its limit

A reply that says that there are none (`-`, "none", `[]`) is no problem.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import regex

from mlkt.packs import Locale
from mlkt.reply.entities.lines import read_lines
from mlkt.reply.entities.objects import read_objects
from mlkt.reply.entities.types import TYPES, EntityWords, entity_words, is_word
from mlkt.reply.fields.shapes import unwrapped
from mlkt.reply.problems import Problem
from mlkt.reply.reasoning.reasoning import CUT_OFF
from mlkt.rows import nfc

_DOTS = regex.compile(r"[\s.…_\[\]<>]*")
_NOTHING = regex.compile(r"[\s\[\]{}(),:\-–—]*|\{\s*\"[^\"]*\"\s*:\s*\[\s*\]\s*\}")
_TAGGED = regex.compile(r"<(?P<type>[^<>/\n]{1,40})>(?P<text>[^<>]{1,300})</(?P=type)>")
_QUOTES = ("“”", "‘’", '""', "''", "«»", "„“", "「」", "『』", "``", "**", "__")
_ENDS = " \t,;،؛、"


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as the reply gives it; `type` is one of the codes that were asked for."""

    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Entities:
    """The entities of a reply, in its order, and what was not kept."""

    entities: list[Entity]
    problems: list[Problem]


def parse_entities(
    text: str,
    locale: Locale,
    *,
    types: tuple[str, ...] = TYPES,
    finish_reason: str | None = None,
) -> Entities:
    """Return the entities that a reply lists; never raises.

    Reasoning has been split off before. An entity that is listed twice stands there twice.
    """
    whole = unwrapped(nfc(text)).strip()
    if not whole:
        return Entities([], [Problem("empty", text)])
    words = entity_words(locale, types)
    if _NOTHING.fullmatch(whole) or is_word(whole.rstrip(".。।"), words.none):
        return Entities([], [])
    found = _found(whole, words)
    known = [(label, _unquoted(said, locale)) for label, said in found]
    entities: list[Entity] = []
    problems: list[Problem] = []
    for label, said in known:
        type = words.type_of(label)
        if _NOTHING.fullmatch(said) or is_word(said, words.none):
            continue
        if _DOTS.fullmatch(said):
            problems.append(Problem("placeholder", f"{label}: {said}"))
        elif not type:
            problems.append(Problem("unknown-type", f"{label}: {said}" if label else said))
        else:
            entities.append(Entity(type, said))
    if finish_reason in CUT_OFF and entities:
        last = entities.pop()
        problems.append(Problem("cut-off", f"{last.type}: {last.text}"))
    if not entities and not problems and not any(words.type_of(label) for label, _ in known):
        problems.append(Problem("no-entities", whole))
    return Entities(entities, problems)


def format_entities(entities: Iterable[tuple[str, str]]) -> str:
    """Return types and texts as lines, which `parse_entities` reads back; a hyphen for none."""
    return "\n".join(f"{type}: {' '.join(text.split())}" for type, text in entities) or "-"


def _found(text: str, words: EntityWords) -> list[tuple[str, str]]:
    """Return label and text of each entity in the shape that holds any."""
    if "{" in text or "[" in text:
        objects = read_objects(text, words)
        if objects is not None:
            return objects
    tagged = [(one["type"], one["text"]) for one in _TAGGED.finditer(text)]
    if any(words.type_of(label) for label, _ in tagged):
        return tagged
    return read_lines(text, words)


def _unquoted(text: str, locale: Locale) -> str:
    """Return a text on one line, without the marks of a quotation or of emphasis around it."""
    text = " ".join(text.split()).strip(_ENDS)
    for _ in range(2):
        for pair in (*locale.quotes, *_QUOTES):
            size = 2 if pair in ("**", "__") else 1
            opener, closer = (pair, pair) if size == 2 else (pair[0], pair[-1])
            inside = text[size:-size]
            if text.startswith(opener) and text.endswith(closer) and inside.strip():
                if opener not in inside and closer not in inside:
                    text = inside.strip(_ENDS)
                    break
    return text
