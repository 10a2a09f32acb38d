"""Read the fields of a reply in the shape that begins first, then in the others.

Shapes: JSON, YAML, tags, Markdown tables, labelled lines, comma- or tab-separated rows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import regex

from mlkt.reply.fields import labels, structured, tables, tags
from mlkt.reply.fields.above import read_above
from mlkt.reply.fields.code import fence_contents, fenced
from mlkt.reply.fields.fields import Field, too_dense
from mlkt.reply.fields.numbered import read_numbered
from mlkt.reply.fields.vocabulary import Vocabulary

# What a server leaves of a chat template's tokens: at the ends of a reply they are no text.
_TOKEN = r"(?:<[|｜][\w▁]{2,30}+[|｜]>|</?s>|<(?:end_of_turn|eos|bos)>)"
_FIRST_TOKENS = regex.compile(rf"\s*+(?:{_TOKEN}(?:assistant\b)?+\s*+)*+")
_LAST_TOKEN = regex.compile(rf"(?:\s|{_TOKEN})++\Z")
_LONGEST_TOKEN = 40
_First = Callable[[str, Vocabulary, int], int]
_Read = Callable[[str, Vocabulary], list[Field]]
_Shape = tuple[_First, _Read]
_SHAPES: tuple[_Shape, ...] = (  # of two that begin at one place, the first is meant
    (structured.first_json, structured.read_json),
    (structured.first_yaml, structured.read_yaml),
    (structured.first_members, structured.read_members),
    (tags.first_tag, tags.read_tags),
    (tables.first_table, tables.read_table),
    (labels.first_label, labels.read_labels),
    (tables.first_rows, tables.read_rows),
)


_LOOSE = (labels.read_labels, tags.read_tags)


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields that one shape gives, and how.

    `unread` is what follows more fields than a reply holds, `read` the reader of labels or tags,
    of which an answer may stand alone.
    """

    fields: list[Field]
    unread: str = ""
    read: _Read | None = None


def readings(text: str, words: Vocabulary) -> Iterator[Reading]:
    """Yield what an unwrapped reply holds in each shape that may be there, the likeliest first."""
    left = list(_SHAPES)
    any_found = False
    while shape := _earliest(text, words, left):
        left.remove(shape)
        reading = reading_of(shape[1](text, words), text)
        any_found = any_found or bool(reading.fields)
        yield replace(reading, read=shape[1]) if shape[1] in _LOOSE else reading
    inner = "" if any_found else _without_fences(text)
    if inner:
        yield reading_of(labels.read_labels(inner, words), inner)
        yield reading_of(tags.read_tags(inner, words), inner)


def reading_above(text: str, words: Vocabulary, answers: Reading, names: Vocabulary) -> Reading:
    """Return the answers of a reading with the questions above them that have no label."""
    read, fields = answers.read, [field for field in answers.fields if field.kind == "answer"]
    if not read:
        return Reading([])
    return reading_of(read_above(text, fields, lambda piece: read(piece, words), names), text)


def reading_numbered(text: str, answers: list[Field]) -> Reading:
    """Return questions that a mark or a number shows; not beside answers that have labels."""
    fields = read_numbered(text)
    heading = len(answers) == 1 and fields and answers[0].start < fields[0].start
    if answers and not (heading and text[answers[0].start : fields[0].start].count("\n")):
        return Reading([])
    return reading_of(fields, text)


def reading_of(fields: list[Field], text: str) -> Reading:
    """Return the fields of `text`; of too many the last one is the rest, which nothing has read."""
    if fields and too_dense(len(fields), fields[-1].start):
        return Reading(fields[:-1], text[fields[-1].start :])
    return Reading(fields)


def _earliest(text: str, words: Vocabulary, shapes: list[_Shape]) -> _Shape | None:
    """Return the shape that begins first; none is looked for further than the ones before it."""
    earliest, end = None, len(text)
    for shape in shapes:
        start = shape[0](text, words, end)
        if 0 <= start < end:
            earliest, end = shape, start
    return earliest


def unwrapped(text: str) -> str:
    """Return the reply, or what a fence around all of it holds, without a template's tokens."""
    text = _without_tokens(text)
    spans = fenced(text)
    if spans and spans[0] == (0, len(text)):
        return fence_contents(text, spans)[0][1]
    return text


def _without_tokens(text: str) -> str:
    found = _FIRST_TOKENS.match(text)
    start, end = found.end() if found else 0, len(text)
    while found := _LAST_TOKEN.search(text[max(end - _LONGEST_TOKEN, start) : end]):
        end -= len(found.group())
    return text[start:end]


def _without_fences(text: str) -> str:
    """Return what stands in fences: a reply may hold each pair in one."""
    return "\n\n".join(body for _, body, _ in fence_contents(text, fenced(text)))
