r"""Read tagged fields: brackets as prompts ask for them, and XML, broken or not.

    [QUESTION] Where? [END]            【问题】…                 <question id="1">Where?</question>
    [ANSWER] Here. [END]               【答案】…                 <answer>Here.</answer>

A tag counts at the start of a line, behind another tag, or as the first answer tag of a question
that no closing tag ends; elsewhere it is quoted text, and so is everything in fenced code and
behind a backslash (`\[END]`). A closing tag closes the field of its name, `[END]` any field where
nothing but a tag follows it on the line. Emphasis around a tag is part of it (`**[END]**`). What
stands outside of fields is no pair's.
"""

from collections.abc import Iterator
from typing import NamedTuple

import regex

from mlkt.reply.fields.code import Span, fenced, span_around
from mlkt.reply.fields.fields import Field, too_dense
from mlkt.reply.fields.vocabulary import INVISIBLE, WORDS, Vocabulary, ascii_digits, bounds

_LEAD = regex.compile(rf"[\s{INVISIBLE}*_`~#>•·+|:：.\p{{Nd}}()\p{{So}}-]*+")
_CLOSING_LEAD = regex.compile(rf"[\s{INVISIBLE}*_`~#>]*+")
_TAIL = r"[*_`]*+[^\S\n]*+[:：]?+[^\S\n]*+"
_EMPHASIS = "*_`"
_CORNERS = frozenset(
    "「『《"
)  # quotation marks too, so that they count at the start of a line only
_RUN = ("question", "answer")
_BEFORE = 40  # characters before a tag that are looked at
_AHEAD = 8  # tags behind one that are looked at
_REACH = 400  # how far behind its start a tag may end
_NUMBER = r"[\s_#.-]{0,3}(?P<number>\p{Nd}{1,4}+)?"
_NAME = rf"\s{{0,3}}(?P<slash>/)?{WORDS}{_NUMBER}"
_BRACKET = rf"[\[［【〔「『《]{_NAME}\s{{0,3}}[\]］】〕」』》]"
_ANGLE = rf"(?P<angle>[<＜]){_NAME}(?P<attributes>\s[^<>]{{0,200}}+)?[>＞]|(?P<angle><<){_NAME}>>"
_TAG = regex.compile(rf"(?P<bare>{_BRACKET}){_TAIL}|(?P<bare>{_ANGLE})")
_ESCAPED = regex.compile(rf"\\(?={_BRACKET}|{_ANGLE})")
_ENTITY = regex.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_CDATA = regex.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", regex.DOTALL)
_STRAY_END = regex.compile(r"(?:\s*+</[\p{L}_][\p{L}\p{M}\p{N}_:.-]*+\s*+>)++\s*\Z")
_LINE_ENDS = regex.compile(r"[^\S\n]*+[*_`]*+[^\S\n]*+(?=\n|\Z|[\[［【〔「『《<])")
_ATTRIBUTE_NUMBER = regex.compile(r"\b(?:id|n|no|num|number|index)\s*=\s*[\"']?\p{L}?(\p{Nd}{1,4})")


class _Name(NamedTuple):
    kind: str  # "" for [END]
    number: str
    closes: bool
    angle: bool
    short: bool


class _Tag(NamedTuple):
    start: int
    end: int  # with the emphasis, the colon and the space behind it
    marks: str  # emphasis directly before it
    marked: bool  # the same emphasis ends behind it
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
    if len(shorts) < 2:
        tags = [tag for tag in tags if not tag.short]
    return [
        _field(text, opened, end, words, closed=closed)
        for opened, end, closed in _spans(text, tags)
    ]


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
        tag = _tag(text, found, name) if name else None
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


def _tag(text: str, found: regex.Match[str], name: _Name) -> _Tag:
    start, end = found.span()
    if not start or text[start - 1] not in _EMPHASIS:
        return _Tag(start, end, "", False, *name)
    before = text[max(start - 3, 0) : start]
    marks = before[len(before.rstrip(_EMPHASIS)) :]
    behind = found.end("bare")
    marked = text.startswith(marks, behind)
    return _Tag(start, max(end, behind + len(marks)) if marked else end, marks, marked, *name)


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


def _spans(text: str, tags: list[_Tag]) -> Iterator[tuple[_Tag, int, bool]]:
    """Yield each opening tag that counts, where its field ends, and whether a tag closes it."""
    opened, behind = None, -1  # the field's tag, and where the last tag that counts ends
    unclosed = not any(tag.closes for tag in tags)
    for n, tag in enumerate(tags):
        # Without any closing tag, a question's tag inside a line counts where an answer's follows.
        runs_on = unclosed and n + 1 < len(tags) and (tag.kind, tags[n + 1].kind) == _RUN
        if tag.closes:
            counts = opened is not None and _closes(text, tag, opened)
        else:
            counts = runs_on or _opens(text, tag, behind) or _answers(text, tags, n, opened)
        if counts:
            if opened:
                yield opened, _before_marks(text, opened, tag), tag.closes
            opened, behind = (None if tag.closes else tag), tag.end
    if opened:
        yield opened, len(text), False


def _closes(text: str, tag: _Tag, opened: _Tag) -> bool:
    """Return whether a closing tag ends a field: by its name, or at the end of a line."""
    return tag.kind == opened.kind if tag.kind else bool(_LINE_ENDS.match(text, tag.end))


def _opens(text: str, tag: _Tag, behind: int) -> bool:
    """Return whether an opening tag stands at the start of a line or behind another tag."""
    reach = max(tag.start - _BEFORE, 0)
    before = text[reach : tag.start]
    if reach <= behind and not before[max(behind - reach, 0) :].strip(" \t\n*_"):
        return True
    _, newline, line = before.rpartition("\n")
    if (newline or not reach) and _LEAD.fullmatch(line):
        return "`" not in line or text[tag.end : tag.end + 1] in {"", "\n"}
    return tag.angle and before.rstrip().endswith(">")


def _answers(text: str, tags: list[_Tag], n: int, opened: _Tag | None) -> bool:
    """Return whether an answer's tag inside a line ends the question, which no tag closes later."""
    if not opened or (opened.kind, tags[n].kind) != _RUN or text[tags[n].start] in _CORNERS:
        return False
    ended = False
    for after in tags[n + 1 : n + _AHEAD]:
        if not after.closes:
            return not (ended and after.kind == "answer")
        if after.kind:
            return after.kind == "answer"
        ended = True
    return True


def _before_marks(text: str, opened: _Tag, tag: _Tag) -> int:
    """Return where a field ends: before list marks, headings and emphasis that belong to `tag`."""
    line = text.rfind("\n", opened.end, tag.start)
    lead = _CLOSING_LEAD if tag.closes else _LEAD
    inline = tag.closes and tag.angle  # what stands on its line is the value's
    if line >= 0 and not inline and lead.fullmatch(text, line, tag.start):
        return line
    return tag.start - len(tag.marks) if opened.marks and tag.marked else tag.start


def _field(text: str, opened: _Tag, end: int, words: Vocabulary, *, closed: bool) -> Field:
    value = text[opened.end : end]
    if opened.marks and not opened.marked:  # `**[QUESTION] Where?**`
        first, newline, rest = value.partition("\n")
        value = f"{first.rstrip().removesuffix(opened.marks)}{newline}{rest}"
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
