r"""Read tagged fields: brackets as prompts ask for them, and XML, broken or not.

    [QUESTION] Where? [END]            【问题】…                 <question id="1">Where?</question>
    [ANSWER] Here. [END]               【答案】…                 <answer>Here.</answer>

A tag counts at the start of a line, behind another tag, or as the first answer tag of a question;
elsewhere it is quoted text, and so is everything in fenced code and behind a backslash (`\[END]`).
A closing tag closes the field of its name, `[END]` any field where nothing but a tag follows it on
the line. What stands outside of fields is no pair's.
"""

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

import regex

from mlkt.reply.code import Span, fenced, span_around
from mlkt.reply.fields import Field, too_dense
from mlkt.reply.vocabulary import INVISIBLE, WORDS, Vocabulary, ascii_digits, bounds

_LEAD = regex.compile(rf"[\s{INVISIBLE}*_~#>•·+|:：.\p{{Nd}}()-]*+")
_TAIL = r"[*_]*+[^\S\n]*+[:：]?+[^\S\n]*+"
_RUN = ("question", "answer")
_BEFORE = 40  # characters before a tag that are looked at
_REACH = 400  # how far behind its start a tag may end
_NUMBER = r"[\s_#.-]{0,3}(?P<number>\p{Nd}{1,4}+)?"
_NAME = rf"\s{{0,3}}(?P<slash>/)?{WORDS}{_NUMBER}"
_BRACKET = rf"[\[［【〔]{_NAME}\s{{0,3}}[\]］】〕]"
_ANGLE = rf"(?P<angle>[<＜]){_NAME}(?P<attributes>\s[^<>]{{0,200}}+)?[>＞]"
_TAG = regex.compile(rf"{_BRACKET}{_TAIL}|{_ANGLE}")
_ESCAPED = regex.compile(rf"\\(?={_BRACKET}|{_ANGLE})")
_ENTITY = regex.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_CDATA = regex.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", regex.DOTALL)
_STRAY_END = regex.compile(r"(?:\s*+</[\p{L}_][\p{L}\p{M}\p{N}_:.-]*+\s*+>)++\s*\Z")
_LINE_ENDS = regex.compile(r"[^\S\n]*+[*_]*+[^\S\n]*+(?=\n|\Z|[\[［【〔<])")
_ATTRIBUTE_NUMBER = regex.compile(r"\b(?:id|n|no|num|number|index)\s*=\s*[\"']?\p{L}?(\p{Nd}{1,4})")


class _Name(NamedTuple):
    kind: str  # "" for [END]
    number: str
    closes: bool
    angle: bool
    short: bool


class _Tag(NamedTuple):
    start: int
    end: int
    kind: str
    number: str
    closes: bool
    angle: bool
    short: bool


def first_tag(text: str, words: Vocabulary, end: int) -> int:
    """Return where the first opening tag before `end` stands, or -1."""
    opening = (tag for tag in _tags(text, words, end + _REACH) if not tag.closes)
    first = next(opening, None)
    return first.start if first else -1


def read_tags(text: str, words: Vocabulary) -> list[Field]:
    """Return the tagged fields of a text in order."""
    tags = list(_tags(text, words, len(text)))
    shorts = {tag.kind for tag in tags if tag.short and not tag.closes}
    ends = any(tag.closes for tag in tags)
    fields: list[Field] = []
    opened: _Tag | None = None
    behind = -1  # where the last tag that counted ends
    for tag, after in zip_longest(tags, tags[1:]):
        # Without any closing tag, a question's tag inside a line counts where an answer's follows.
        runs_on = not ends and after is not None and (tag.kind, after.kind) == _RUN
        if tag.short and len(shorts) < 2:
            continue
        if not runs_on and not _counts(text, tag, opened, behind):
            continue
        if opened:
            end = tag.start if tag.closes else _before_marks(text, opened.end, tag.start)
            fields.append(_field(text, opened, end, words, closed=tag.closes))
        opened = None if tag.closes else tag
        behind = tag.end
    if opened:
        fields.append(_field(text, opened, len(text), words, closed=False))
    return fields


def escape(value: str, words: Vocabulary) -> str:
    """Return `value` with a backslash before every bracket tag in it."""
    return _TAG.sub(
        lambda found: f"\\{found.group()}" if _is_bracket(found, words) else found.group(), value
    )


def escape_xml(value: str) -> str:
    """Return `value` as the text of an XML element."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _tags(text: str, words: Vocabulary, end: int) -> Iterator[_Tag]:
    code = fenced(text)
    angle: bool | None = None  # the first opening tag says which brackets count
    known: Span | None = None  # the code block that the last tag stood in
    quotes = False  # whether that block quotes its tags
    names: dict[str, _Name | None] = {}
    for count, found in enumerate(_TAG.finditer(text, 0, end)):
        if too_dense(count, found.start()):
            return
        whole = found.group()
        if whole not in names:
            names[whole] = _name(found, words)
        name = names[whole]
        tag = _Tag(*found.span(), *name) if name else None
        if not tag or (not tag.angle and text.endswith("\\", 0, tag.start)):
            continue
        if angle is not None and tag.angle != angle:
            continue
        block = span_around(tag.start, code)
        if block != known:
            # Where the first tag in a block closes, its fences stand in two fields and are no pair.
            known, quotes = block, block is not None and not tag.closes
        if not quotes:
            angle = tag.angle if angle is None and not tag.closes else angle
            yield tag


def _name(found: regex.Match[str], words: Vocabulary) -> _Name | None:
    attributes = found["attributes"] or ""
    if attributes and "=" not in attributes:  # a label of several words
        word, attributes = found["word"] + attributes, ""
    else:
        word = found["word"]
    bound, word = bounds(word)
    kind, short = words.label(word) if word else ("", False)
    if not (kind or bound) or (short and attributes):
        return None
    numbered = _ATTRIBUTE_NUMBER.search(attributes)
    number = found["number"] or (numbered[1] if numbered else "")
    return _Name(
        kind=kind,
        number=ascii_digits(number) if number else "",
        closes=bool(found["slash"]) or bound == "end",
        angle=found["angle"] is not None,
        short=short,
    )


def _is_bracket(found: regex.Match[str], words: Vocabulary) -> bool:
    bound, word = bounds(found["word"])
    return found["angle"] is None and bool(words.label(word)[0] or bound)


def _counts(text: str, tag: _Tag, opened: _Tag | None, behind: int) -> bool:
    if tag.closes:
        if not opened or tag.kind:
            return opened is not None and tag.kind == opened.kind
        return bool(_LINE_ENDS.match(text, tag.end))
    reach = max(tag.start - _BEFORE, 0)
    before = text[reach : tag.start]
    if reach <= behind and not before[max(behind - reach, 0) :].strip(" \t\n*_"):
        return True
    _, newline, line = before.rpartition("\n")
    if (newline or not reach) and _LEAD.fullmatch(line):
        return True
    if tag.angle and before.rstrip().endswith(">"):
        return True
    return opened is not None and opened.kind == "question" and tag.kind == "answer"


def _before_marks(text: str, start: int, end: int) -> int:
    """Return where list marks and emphasis before a tag at the start of a line begin."""
    line = text.rfind("\n", start, end)
    return line if line >= 0 and _LEAD.fullmatch(text, line, end) else end


def _field(text: str, opened: _Tag, end: int, words: Vocabulary, *, closed: bool) -> Field:
    value = text[opened.end : end]
    if opened.angle:
        value = _CDATA.sub(lambda found: found[1].replace("&", "&amp;"), value)
        value = value if closed else _STRAY_END.sub("", value)
        value = _ENTITY.sub(_entity, value)
    else:
        value = _ESCAPED.sub(
            lambda found: "" if _is_bracket(found, words) else found.group(), value
        )
    return Field(opened.kind, value.strip(), opened.start, opened.number, closed=closed)


def _entity(found: regex.Match[str]) -> str:
    name, decimal, hexadecimal = found.groups()
    if name:
        return _ENTITIES[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    valid = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if valid else found.group()
