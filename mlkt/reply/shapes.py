"""Read the fields of a reply in the shape that begins first, then in the others.

Shapes: JSON, YAML, tags, Markdown tables, labelled lines, comma- or tab-separated rows.
"""

from collections.abc import Callable, Iterator

from mlkt.reply import labels, structured, tables, tags
from mlkt.reply.code import fence_contents, fenced
from mlkt.reply.fields import Field
from mlkt.reply.vocabulary import Vocabulary

_First = Callable[[str, Vocabulary, int], int]
_Read = Callable[[str, Vocabulary], list[Field]]
_SHAPES: tuple[
    tuple[_First, _Read], ...
] = (  # where two begin at the same place, the first is meant
    (structured.first_json, structured.read_json),
    (structured.first_yaml, structured.read_yaml),
    (tags.first_tag, tags.read_tags),
    (tables.first_table, tables.read_table),
    (labels.first_label, labels.read_labels),
    (tables.first_rows, tables.read_rows),
)


def readings(text: str, words: Vocabulary) -> Iterator[list[Field]]:
    """Yield the fields of a reply, once for each shape that may be there, the likeliest first."""
    text = _unwrapped(text)
    left = list(_SHAPES)
    any_found = False
    while shape := _earliest(text, words, left):
        left.remove(shape)
        fields = shape[1](text, words)
        any_found = any_found or bool(fields)
        yield fields
    inner = "" if any_found else _without_fences(text)
    if inner:
        yield labels.read_labels(inner, words)
        yield tags.read_tags(inner, words)


def _earliest(
    text: str, words: Vocabulary, shapes: list[tuple[_First, _Read]]
) -> tuple[_First, _Read] | None:
    """Return the shape that begins first; none is looked for further than the ones before it."""
    earliest, end = None, len(text)
    for shape in shapes:
        start = shape[0](text, words, end)
        if 0 <= start < end:
            earliest, end = shape, start
    return earliest


def _unwrapped(text: str) -> str:
    """Return what a fence around the whole reply holds, or the reply."""
    text = text.strip()
    spans = fenced(text)
    if spans and spans[0] == (0, len(text)):
        return fence_contents(text, spans)[0][1]
    return text


def _without_fences(text: str) -> str:
    """Return what stands in fences: a reply may hold each pair in one."""
    return "\n\n".join(body for _, body, _ in fence_contents(text, fenced(text)))
