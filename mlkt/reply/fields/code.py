"""Know which parts of a whole text are fenced code, where labels and tags are quoted only.

A fence is a line of three backticks or tildes, with a language behind the opening one. An
opening fence may stand behind a label or a tag (`A: ~~~python`), a closing one before a tag. A
fence that is never closed is none.
"""

from bisect import bisect_right
from functools import lru_cache

import regex

from mlkt.reply.fields.fields import too_dense

_TAG = r"(?:<[^<>\n]{1,60}+>|\[[^\[\]\n]{1,60}+\])"
_FENCE = regex.compile(
    rf"^(?!\\)(?P<label>[^:：\n]{{1,60}}+[:：][*_]*|(?:[ \t]*+{_TAG})++)?+[ \t]*+"
    rf"(?P<mark>`{{3,}}+|~{{3,}}+)[ \t]*+(?P<tags>{_TAG}++)?+(?P<info>[^`\n]*)$",
    regex.MULTILINE,
)

Span = tuple[int, int]


@lru_cache(maxsize=4)  # each reader asks for the same text
def fenced(text: str) -> list[Span]:
    """Return start and end of each fenced code block with its fence lines, in order."""
    spans: list[Span] = []
    start, mark = -1, ""
    for found in _FENCE.finditer(text) if "```" in text or "~~~" in text else ():
        if too_dense(len(spans), found.start()):
            break
        if start < 0:
            if not found["tags"]:
                start, mark = found.start("mark"), found["mark"]
        elif found["mark"].startswith(mark) and not (found["label"] or found["info"].strip()):
            spans.append((start, found.end("mark")))
            start = -1
    return spans


def fence_contents(text: str, spans: list[Span]) -> list[tuple[str, str, int]]:
    """Return language, content and the content's offset of each block that `fenced` found."""
    contents: list[tuple[str, str, int]] = []
    for start, end in spans:
        begin = text.find("\n", start, end) + 1
        stop = text.rfind("\n", begin, end)
        info = text[start:begin].strip("`~ \t\n").casefold()
        contents.append((info, text[begin : max(stop, begin)], begin))
    return contents


def inside(at: int, spans: list[Span]) -> bool:
    """Return whether an offset stands in one of the spans."""
    return span_around(at, spans) is not None


def span_around(at: int, spans: list[Span]) -> Span | None:
    """Return the span that an offset stands in."""
    place = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return spans[place] if place >= 0 and at < spans[place][1] else None


def ends(found: list[Span], size: int) -> list[int]:
    """Return where the field of each label ends: where the next one starts, `size` for the last.

    Of more than a reply holds the last ends with its label: what follows it is not read.
    """
    if found and too_dense(len(found), found[-1][0]):
        size = found[-1][1]
    return [*(start for start, _ in found[1:]), size] if found else []


def is_fence(line: str) -> bool:
    """Return whether a line would open a fenced code block."""
    return bool(_FENCE.match(line))
