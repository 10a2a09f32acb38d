r"""Find the labels of a text: what stands before one, the word, its number, what ends it.

    > 2. **Question 1 (easy):** Where?      ① প্রশ্নঃ …      Q1. …      س1- …      ### Answer
    lead      word  number  separator

The vocabulary says whether a word is a label, `naming` whether a longer name is one (`First
question:`).
"""

from collections.abc import Iterator
from typing import NamedTuple

import regex

from mlkt.reply.fields.code import fenced, inside
from mlkt.reply.fields.fields import too_dense
from mlkt.reply.fields.lines import match_lines
from mlkt.reply.fields.naming import named
from mlkt.reply.fields.vocabulary import INVISIBLE, LETTERS, Vocabulary, ascii_digits

SPACE = rf"(?:[^\S\n]|[{INVISIBLE}])"
NUMBER = r"\p{Nd}{1,4}+"
_HTML = r"(?i:</?(?:b|strong|i|em|u|p|li|div|span|h[1-6])>)"
# A number before a label, or before a question that has none.
ITEM = (
    rf"(?:(?P<item>{NUMBER})[.)．）、:：।۔](?!\p{{Nd}})|[(（\[](?P<item>{NUMBER})[)）\]]"
    r"|(?P<item>\p{Nd})\ufe0f?+\u20e3|(?P<item>[①-⑳㉑-㉟])[.)、]?+"
    r"|(?P<item>[一二三四五六七八九十]{1,3}+)[、.．])"
)
# Marks at the start of a line: of lists, quotations, headings, emphasis; signs and pictures.
BULLETS = r"[*_~#>•·▪‣+–—→⇒\p{So}\ufe0f-]"
_LEAD = rf"(?P<lead>(?:{SPACE}|{BULLETS}|{_HTML}|{ITEM})*+)"
_WORDS = rf"(?P<word>{LETTERS}(?:(?<![ঃः])[ _-]{LETTERS}){{0,4}}+)"
# Typed for a colon in Bengali and Hindi. A flag: looking back from the separator is slow.
_VISARGA = r"(?P<visarga>(?<=[ঃः]))?+"
_LABEL_NUMBER = (
    rf"(?:{SPACE}*+(?:[(（\[]{SPACE}*+(?P<number>{NUMBER}){SPACE}*+[)）\]]"
    rf"|[#№.-]?{SPACE}*+(?P<number>{NUMBER})))?+"
)
_COLON = rf"(?P<colon>[.．]?[:：﹕︰](?:[-–—](?={SPACE}))?+)"
_SEPARATOR = (
    rf"{_COLON}|(?P<stop>[．）]|[.)।۔/](?={SPACE}|[*_]|$))"
    rf"|(?P<spaced>[–—]|(?<={SPACE})[−-](?={SPACE}))|(?P<tight>[−-](?={SPACE}))"
    r"|(?P<alone>(?=\n|\Z))|(?(visarga)|(?!))"
)
_CLOSED = rf"(?P<closed>(?:{SPACE}|[*_`]|{_HTML})*+)"
_NAME = rf"(?P<name>[^\n:：﹕︰]{{1,48}}+){_COLON}"
_LABEL = regex.compile(
    rf"^{_LEAD}(?:{_WORDS}{_VISARGA}{_LABEL_NUMBER}{_CLOSED}(?:{_SEPARATOR})|{_NAME})",
    regex.MULTILINE,
)
_NAMED = regex.compile(_NAME)
_ENDS_EMPHASIS = regex.compile(r"(?:\*+|_+|</(?:b|strong|i|em|u)>)\s*\Z")
_SENTENCE_STOPS = frozenset(".．।۔")


class Label(NamedTuple):
    """A label in a text: from the start of its line to the end of its separator."""

    start: int
    end: int
    kind: str
    word: str
    number: str  # in the label, ASCII digits
    item: str  # before the label
    lead: str  # the marks before it
    closed: bool  # an emphasis ends between the word and the separator


def find_labels(text: str, words: Vocabulary, end: int) -> Iterator[Label]:
    """Yield the labels before `end` that stand at the start of a line and in no fenced code."""
    code = fenced(text)
    separators: set[str] = set()  # of the labels so far: what is doubtful counts beside its like
    for count, found in enumerate(match_lines(_LABEL, text, 0, end)):
        if too_dense(count, found.start()):
            return
        label = _label(found, words, separators)
        if label and not (code and inside(label.start, code)):
            separators.add("colon" if found["colon"] else _separator(found))
            yield label


def is_label(line: str, words: Vocabulary) -> bool:
    """Return whether a line, whatever stands around it, begins with a label."""
    found = _LABEL.match(line)
    return bool(found and _label(found, words, set()))


def _label(found: regex.Match[str], words: Vocabulary, separators: set[str]) -> Label | None:
    word, number, item, lead, closed, colon = found.group(
        "word", "number", "item", "lead", "closed", "colon"
    )
    end = found.end()
    kind, short = words.label(word) if word else ("", False)
    if not (kind or colon or found["visarga"] is not None) and found["alone"] is not None:
        if not _is_marked(found):
            return None
    if not (kind and colon):
        if word and found["visarga"] is not None:
            kind, short = words.label(word.rstrip("ঃः"))
        if not kind or not _counts(found, kind, separators, short=short):
            stop = found["stop"]
            if short and kind and not stop:
                return None
            longer = _NAMED.match(found.string, found.end("lead")) if stop else found
            closed = (longer["name"] if longer else None) or _name(found)
            kind, number = named(closed, words) if closed else ("", "")
            end = longer.end() if longer else end
    if not kind:
        return None
    return Label(
        found.start(),
        end,
        kind,
        word or "",
        ascii_digits(number) if number else "",
        ascii_digits(item) if item else "",
        lead,
        bool(closed and closed[-1] in "*_> " and _ENDS_EMPHASIS.search(closed)),
    )


def _name(found: regex.Match[str]) -> str:
    """Return the words of a name that a colon or a dash ends, or that stand on a marked line."""
    ends = found["colon"] or found["spaced"] or _is_marked(found)
    return found.string[found.end("lead") : found.end("closed")] if ends else ""


def _counts(found: regex.Match[str], kind: str, separators: set[str], *, short: bool) -> bool:
    """Return whether a label's word is a label here: `A.` is one only after a `Q.`."""
    if found["colon"] or found["number"] or found["visarga"] is not None:
        return True
    stop, tight = found["stop"], found["tight"]
    asks = kind == "question"
    if short:
        spaced = found["spaced"] or tight or stop in _SENTENCE_STOPS
        return bool(spaced and (asks or "loose" in separators)) or _is_marked(found)
    if stop in {")", "）", "．"}:
        return False
    if stop or tight:  # a sentence of one word, or half a compound, beside labels with colons
        opens = asks and "colon" not in separators
        return opens or not separators.isdisjoint({"loose", "stop"})
    return True


def _separator(found: regex.Match[str]) -> str:
    """Return what ends a label: a colon, a stop behind its number, or something looser."""
    if found["visarga"] is not None:
        return "colon"
    if found["stop"] or found["spaced"] or found["tight"]:
        return "stop" if found["number"] else "loose"
    return "alone"


def _is_marked(found: regex.Match[str]) -> bool:
    return found["alone"] is not None and ("#" in found["lead"] or "**" in found["lead"])
