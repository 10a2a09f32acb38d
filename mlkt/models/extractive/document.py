"""Cut the document of a prompt into the pieces that can be quoted.

# Mysuru                                ->  heading "Mysuru"
The city has 65 wards. It is old.       ->  sentence "The city has 65 wards.", sentence "It is old."
- Mysore Palace                         ->  item "Mysore Palace"
12 May 1990                             ->  fragment: no mark ends it
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import regex

from mlkt.packs import Locale, languages, load_locale
from mlkt.text import identify, split_sentences, words

Kind = Literal["heading", "sentence", "item", "fragment"]

# Between two languages of one script the statistics need some text; on less the prompt's language
# stands. From 60 letters on none of 1,062 openings of NTREX-128's lines (en, hi, sw, ar) was taken
# for another of 21 languages.
_MIN_LETTERS = 60
# A line that long without an end mark is a wrapped line of prose, a shorter one stands by itself.
_WRAPPED_COLUMNS = 40
# In a text without any end mark (Thai, Lao) a line of that many words is prose.
_MIN_UNMARKED_WORDS = 6

_HEADING = regex.compile(r"[ ]{0,3}#{1,6}[ \t]")
_ITEM = regex.compile(r"^[ \t]*(?:[-*+•‣]|\d{1,3}[.)．])[ \t]+(?=\S)")
_OUTLINE_CUT = regex.compile(r"\n[ \t]*(?:[-*+•‣][ \t]+)?|[ ]›[ ]")
_QUOTED = regex.compile(r"^[ \t]*(?:>[ \t]?)+")
_FENCE = regex.compile(r"^[ \t]*(?:```|~~~)")
_TABLE = regex.compile(r"^[ \t]*\|")
_ENDED = regex.compile(r"\p{Sentence_Terminal}[\p{Pe}\p{Pf}\p{Pi}\"'*_]*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, sentence, list item or fragment; `text` is on one line, without block marks."""

    kind: Kind
    text: str
    paragraph: int  # pieces of one paragraph share it
    section: int  # place of its heading among all pieces, -1 before the first


@dataclass(frozen=True, slots=True)
class Document:
    """A document in pieces; `locale` is its language's, or the prompt's where that has none."""

    pieces: tuple[Piece, ...]
    lang: str
    locale: Locale
    terms: frozenset[str]  # headings and list items, of the outline too: what the text is about

    @property
    def sentences(self) -> list[Piece]:
        """Return the pieces that are prose; the list items where there is no prose."""
        prose = [piece for piece in self.pieces if piece.kind == "sentence"]
        return prose or [piece for piece in self.pieces if piece.kind == "item"]


def read_document(text: str, outline: str, prompt_lang: str) -> Document:
    """Return `text` in pieces; `outline` holds its title and headings, one a line or between "›".

    Sections that hold no prose (references, links: the locale's `reference_sections`) are left out,
    as are tables and code.
    """
    lang, locale = _language(text, prompt_lang)
    titles = frozenset(title for part in _OUTLINE_CUT.split(outline) if (title := part.strip()))
    pieces: list[Piece] = []
    section, hidden = -1, False
    hidden_titles = {form.casefold() for form in locale.reference_sections}
    blocks = list(_blocks(text, titles))
    marked = any(_ENDED.search(block) for _, block in blocks)
    for number, (kind, block) in enumerate(blocks):
        if kind == "heading":
            hidden = block.casefold() in hidden_titles
            section = len(pieces)
        if hidden:
            continue
        if kind == "heading":
            pieces.append(Piece("heading", block, number, section))
            continue
        for start, end in split_sentences(block, lang):
            sentence = block[start:end].strip()
            if sentence:
                pieces.append(Piece(_kind(sentence, kind, marked), sentence, number, section))
    terms = {piece.text for piece in pieces if piece.kind in {"heading", "item"}}
    return Document(tuple(pieces), lang, locale, titles | terms)


def text_language(text: str, prompt_lang: str) -> Locale:
    """Return the locale of the language of `text`, that of the prompt where it cannot be known."""
    return _language(text, prompt_lang)[1]


def _language(text: str, prompt_lang: str) -> tuple[str, Locale]:
    prompt_locale = load_locale(prompt_lang)
    found = identify(text, among=[prompt_locale.code, *languages()])
    if found.lang == "und":
        own = found.script == prompt_locale.script
        return (prompt_locale.code if own else identify(text).lang), prompt_locale
    locale = load_locale(found.lang)
    if locale.script == prompt_locale.script and sum(map(str.isalpha, text)) < _MIN_LETTERS:
        locale = prompt_locale
    return locale.code, locale


def _blocks(text: str, titles: frozenset[str]) -> Iterable[tuple[Kind, str]]:
    """Yield headings, list items and paragraphs (kind `sentence`), each on one line."""
    open_block: list[str] = []
    open_kind: Kind = "sentence"
    fenced = False

    def close() -> Iterable[tuple[Kind, str]]:
        if open_block:
            yield open_kind, " ".join(open_block)
            open_block.clear()

    for raw in text.splitlines():
        if _FENCE.match(raw):
            fenced = not fenced
        line = _QUOTED.sub("", raw)
        heading = _heading(line)
        stripped = line.strip()
        if fenced or not stripped or _FENCE.match(raw) or _TABLE.match(line):
            yield from close()
            continue
        if heading or (stripped in titles and not _ENDED.search(stripped)):
            yield from close()
            yield "heading", heading or stripped
            continue
        item = _ITEM.match(line)
        if item:
            yield from close()
            open_kind = "item"
            open_block.append(line[item.end() :].strip())
        elif open_block and open_kind == "item" and line[0].isspace():
            open_block.append(stripped)
        else:
            if open_kind == "item" or (open_block and not _goes_on(open_block[-1])):
                yield from close()
            open_kind = "sentence"
            open_block.append(stripped)
    yield from close()


def _heading(line: str) -> str:
    """Return the heading that `line` is by its marks (`## …`, `== … ==`), else an empty text."""
    stripped = line.strip()
    if _HEADING.match(line):
        return stripped.strip("#").strip()
    if len(stripped) > 4 and stripped.startswith("==") and stripped.endswith("=="):
        return stripped.strip("=").strip()
    return ""


def _goes_on(line: str) -> bool:
    return len(line) >= _WRAPPED_COLUMNS or bool(_ENDED.search(line))


def _kind(sentence: str, block: Kind, marked: bool) -> Kind:
    if _ENDED.search(sentence):
        return "sentence"
    if block == "item":
        return "item"
    long = not marked and len(words(sentence)) >= _MIN_UNMARKED_WORDS
    return "sentence" if long else "fragment"
