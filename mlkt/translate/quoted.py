"""Bring back what a pair quotes: the source's own words instead of a second translation.

    pivot   Complete the sentence from the text: The palace was finished in ____.     1912
    source  ಪಠ್ಯದ ಈ ವಾಕ್ಯವನ್ನು ಪೂರ್ಣಗೊಳಿಸಿ: ಅರಮನೆಯು ____ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು.            ೧೯೧೨

The question's frame comes from the other locale by its key, what it quotes from the alignment of
the passage's sentences, and the blank stands where the source sentence holds the same value. Where
that is not certain there is no quotation, and the text goes to an engine.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import regex

from mlkt.errors import LanguageError
from mlkt.packs import Locale, load_locale
from mlkt.rows import Row, Segment, folded
from mlkt.text import BLANK, Date, Number, fill_frame, find_dates, find_numbers, read_frame
from mlkt.translate.memory.memory import TranslationMemory
from mlkt.translate.rebuild import BLOCK_MARK, sentence_space

_WORDLIKE = regex.compile(r"[\p{L}\p{M}\p{Nd}]")
_INSIDE_WORD = r"[\p{L}\p{M}\p{Nd}]"

Found = TypeVar("Found", Date, Number)


@dataclass(frozen=True, slots=True)
class Quoted:
    """The fields of a pair in the source's own words; None where they are not a quotation."""

    question: str | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class _Aligned:
    """Pivot text -> source text of the passage's sentences and headings; a memory knows names."""

    sources: dict[str, str]
    source_lang: str
    pivot_lang: str
    memory: TranslationMemory | None

    def names(self, text: str) -> set[str]:
        """Return what `text`, a name in the pivot language, is called in the source language."""
        known = {self.sources.get(text)}
        if self.memory is not None:
            known.add(self.memory.lookup(text, self.pivot_lang, self.source_lang))
        return {name for name in known if name}


def quote_back(
    question: str, answer: str, row: Row, memory: TranslationMemory | None = None
) -> Quoted:
    """Return question and answer of a pair in the words of `row`'s source, as far as they quote it.

    `row` has a translation, and the pair is in its language; `memory` may know names that stand
    nowhere by themselves in the passage. Without a locale for both languages frames are not read.
    """
    sources = _alignment(row["translation"]["segments"])
    aligned = _Aligned(sources, row["lang"], row["translation"]["lang"], memory)
    quoted_answer = _quote_text(answer, aligned)
    source, pivot = _locale(aligned.source_lang), _locale(aligned.pivot_lang)
    framed = read_frame(pivot, question.strip()) if source and pivot else None
    if source is None or framed is None:
        return Quoted(None, quoted_answer)
    key, inside = framed
    if BLANK not in inside:
        text = _quote_text(inside, aligned)
        return Quoted(fill_frame(source, key, text) if text else None, quoted_answer)
    blanked = _quote_blank(folded(inside), folded(answer), aligned)
    if blanked is None:
        return Quoted(None, quoted_answer)
    sentence, start, end, is_answer = blanked
    text = sentence[:start] + BLANK + sentence[end:]
    value = sentence[start:end] if is_answer else quoted_answer
    return Quoted(fill_frame(source, key, text), value)


def _locale(lang: str) -> Locale | None:
    try:
        return load_locale(lang)
    except LanguageError:
        return None


def _alignment(segments: Iterable[Segment]) -> dict[str, str]:
    sources: dict[str, str] = {}
    for segment in segments:
        if segment["target"]:
            sources.setdefault(folded(segment["target"]), folded(segment["source"]))
    return sources


def _quote_text(text: str, aligned: _Aligned) -> str | None:
    """Return the source of a text that consists of pivot sentences, line by line."""
    lines: list[str] = []
    for line in text.strip().split("\n"):
        mark = BLOCK_MARK.match(line)
        prefix = mark.group() if mark else ""
        quoted = _quote_line(folded(line[len(prefix) :]), aligned)
        if quoted is None:
            return None
        lines.append(prefix + quoted)
    return "\n".join(lines) if text.strip() else None


def _quote_line(rest: str, aligned: _Aligned) -> str | None:
    found: list[str] = []
    is_spaced = bool(sentence_space(aligned.pivot_lang))
    while rest:
        heads = [
            sentence
            for sentence in aligned.sources
            if rest.startswith(sentence)
            and (not is_spaced or rest[len(sentence) :][:1] in ("", " "))
        ]
        if not heads:
            return None
        longest = max(heads, key=len)
        found.append(aligned.sources[longest])
        rest = rest[len(longest) :].lstrip()
    return sentence_space(aligned.source_lang).join(found)


def _quote_blank(inside: str, answer: str, aligned: _Aligned) -> tuple[str, int, int, bool] | None:
    """Return the source sentence, the place of the blank in it, and whether `answer` fills it."""
    parts = inside.split(BLANK)
    if len(parts) != 2:
        return None
    before, after = parts
    hidden = {
        sentence: sentence[len(before) : len(sentence) - len(after)]
        for sentence in aligned.sources
        if sentence.startswith(before)
        and sentence.endswith(after)
        and len(sentence) > len(before) + len(after)
    }
    fits = [sentence for sentence, value in hidden.items() if value == answer] or list(hidden)
    if len(fits) != 1:
        return None
    value, sentence = hidden[fits[0]], aligned.sources[fits[0]]
    places = _places(value, sentence, aligned)
    if len(places) != 1 or _occurrences(value, f"{before} {after}", aligned.pivot_lang):
        return None  # a value that stands twice may be the other one
    return sentence, *places[0], value == answer


def _places(value: str, sentence: str, aligned: _Aligned) -> list[tuple[int, int]]:
    """Return where `sentence` holds the date, number or name that `value` is in the pivot."""
    pivot, source = aligned.pivot_lang, aligned.source_lang
    if date := _whole(find_dates(value, pivot), value):
        return [
            (other.start, other.end)
            for other in find_dates(sentence, source)
            if (other.year, other.month, other.day) == (date.year, date.month, date.day)
        ]
    if number := _whole(find_numbers(value, pivot), value):
        before, after = value[: number.start], value[number.end :]
        return [
            (other.start - len(before), other.end + len(after))
            for other in find_numbers(sentence, source)
            if other.value == number.value
            and sentence[: other.start].endswith(before)
            and sentence[other.end :].startswith(after)
        ]
    return [
        place
        for name in sorted(aligned.names(value))
        for place in _occurrences(name, sentence, source)
    ]


def _whole(found: Sequence[Found], text: str) -> Found | None:
    """Return the only thing found, if nothing but signs such as % or ₹ stands around it."""
    if len(found) != 1 or _WORDLIKE.search(text[: found[0].start] + text[found[0].end :]):
        return None
    return found[0]


def _occurrences(name: str, sentence: str, lang: str) -> list[tuple[int, int]]:
    pattern = regex.escape(name)
    if sentence_space(lang):  # whole words; a joiner ends a word before a case ending
        pattern = rf"(?<!{_INSIDE_WORD}|[\u200C\u200D]){pattern}(?!{_INSIDE_WORD})"
    return [match.span() for match in regex.finditer(pattern, sentence)]
