r"""Read tagged fields: brackets as prompts ask for them, and XML, broken or not.

    [QUESTION] Where? [END]            【问题】…                 <question id="1">Where?</question>
    [ANSWER] Here. [END]               【答案】…                 <answer>Here.</answer>

A tag counts at the start of a line, behind another tag, or as the first answer tag of a question;
elsewhere it is quoted text, and so is everything in fenced code and behind a backslash (`\[END]`).
A closing tag closes the field of its name, `[END]` any field where nothing but a tag follows it on
the line. What stands outside of fields is no pair's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from mlkt.reply.code import fenced, inside
from mlkt.reply.fields import Field, too_dense
from mlkt.reply.vocabulary import INVISIBLE, Vocabulary, ascii_digits

_LEAD = regex.compile(rf"[\s{INVISIBLE}*_~#>•·+|:：.\p{{Nd}}()-]*+")
_TAIL = r"[*_]*+[^\S\n]*+[:：]?+[^\S\n]*+"
_REACH = 40  # characters before a tag that are looked at
_ENTITY = regex.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_CDATA = regex.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", regex.DOTALL)
_STRAY_END = regex.compile(r"(?:\s*+</[\p{L}_][\p{L}\p{M}\p{N}_:.-]*+\s*+>)++\s*\Z")
_LINE_ENDS = regex.compile(r"[^\S\n]*+[*_]*+[^\S\n]*+(?=\n|\Z|[\[［【〔<])")
_ATTRIBUTE_NUMBER = regex.compile(r"\b(?:id|n|no|num|number|index)\s*=\s*[\"']?\p{L}?(\p{Nd}{1,4})")


@dataclass(frozen=True, slots=True)
class _Tag:
    start: int
    end: int
    kind: str  # "" for [END]
    number: str
    closes: bool
    angle: bool
    short: bool


def first_tag(text: str, words: Vocabulary) -> int:
    """Return where the first opening tag stands, or -1."""
    opening = (tag for tag in _tags(text, words) if not tag.closes)
    first = next(opening, None)
    return first.start if first else -1


def read_tags(text: str, words: Vocabulary) -> list[Field]:
    """Return the tagged fields of a text in order."""
    tags = list(_tags(text, words))
    angle = next((tag.angle for tag in tags if not tag.closes), False)
    tags = [tag for tag in tags if tag.angle == angle]
    shorts = {tag.kind for tag in tags if tag.short and not tag.closes}
    fields: list[Field] = []
    opened: _Tag | None = None
    behind = -1  # where the last tag that counted ends
    for tag in tags:
        if (tag.short and len(shorts) < 2) or not _counts(text, tag, opened, behind):
            continue
        if opened:
            fields.append(_field(text, opened, tag.start, words, closed=tag.closes))
        opened = None if tag.closes else tag
        behind = tag.end
    if opened:
        fields.append(_field(text, opened, len(text), words, closed=False))
    return fields


def escape(value: str, words: Vocabulary) -> str:
    """Return `value` with a backslash before every bracket tag in it."""
    return _pattern(words).sub(
        lambda found: found.group() if found["angle"] else f"\\{found.group()}", value
    )


def escape_xml(value: str) -> str:
    """Return `value` as the text of an XML element."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def _pattern(words: Vocabulary) -> regex.Pattern[str]:
    return regex.compile(_tag(words), regex.IGNORECASE)


@cache
def _escaped(words: Vocabulary) -> regex.Pattern[str]:
    return regex.compile(rf"\\(?={_tag(words)})", regex.IGNORECASE)


def _tag(words: Vocabulary) -> str:
    names = sorted({*words.long, *words.short}, key=lambda name: (-len(name), name))
    words_in_order = (regex.escape(name).replace(r"\ ", " ") for name in names)
    word = "|".join(name.replace(" ", r"[\s_-]+") for name in words_in_order)
    number = r"[\s_#.-]{0,3}(?P<number>\p{Nd}{1,4}+)?"
    bound = r"(?:(?P<bound>start|end)[\s_](?:of[\s_])?(?:the[\s_])?)?"
    return (
        rf"(?:[\[［【〔]\s{{0,3}}(?P<slash>/)?{bound}(?P<word>{word}|end){number}\s{{0,3}}[\]］】〕]"
        rf"|(?P<angle>[<＜])\s{{0,3}}(?P<slash>/)?(?P<word>{word}){number}"
        rf"(?P<attributes>\s[^<>]{{0,200}}+)?[>＞]){_TAIL}"
    )


def _tags(text: str, words: Vocabulary) -> Iterator[_Tag]:
    code = fenced(text)
    for count, found in enumerate(_pattern(words).finditer(text)):
        if too_dense(count, found.start()):
            return
        if text.endswith("\\", 0, found.start()) or inside(found.start(), code):
            continue
        kind, short = words.label(found["word"])
        attributes = found["attributes"] or ""
        if short and attributes:
            continue
        numbered = _ATTRIBUTE_NUMBER.search(attributes)
        number = found["number"] or (numbered[1] if numbered else "")
        bound = (found["bound"] or "").casefold()
        yield _Tag(
            start=found.start(),
            end=found.end(),
            kind=kind,
            number=ascii_digits(number) if number else "",
            closes=bool(found["slash"]) or bound == "end" or not kind,
            angle=found["angle"] is not None,
            short=short,
        )


def _counts(text: str, tag: _Tag, opened: _Tag | None, behind: int) -> bool:
    if tag.closes:
        if not opened or tag.kind:
            return opened is not None and tag.kind == opened.kind
        return bool(_LINE_ENDS.match(text, tag.end))
    reach = max(tag.start - _REACH, 0)
    before = text[reach : tag.start]
    if reach <= behind and not before[max(behind - reach, 0) :].strip(" \t\n*_"):
        return True
    line = before.rpartition("\n")
    if (line[1] or not reach) and _LEAD.fullmatch(line[2]):
        return True
    return opened is not None and opened.kind == "question" and tag.kind == "answer"


def _field(text: str, opened: _Tag, end: int, words: Vocabulary, *, closed: bool) -> Field:
    value = text[opened.end : end]
    if opened.angle:
        value = _CDATA.sub(lambda found: found[1].replace("&", "&amp;"), value)
        value = value if closed else _STRAY_END.sub("", value)
        value = _ENTITY.sub(_entity, value)
    else:
        value = _escaped(words).sub("", value)
    return Field(opened.kind, value.strip(), opened.start, opened.number, closed=closed)


def _entity(found: regex.Match[str]) -> str:
    name, decimal, hexadecimal = found.groups()
    if name:
        return _ENTITIES[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    valid = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if valid else found.group()
