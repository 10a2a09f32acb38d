"""Find what a question can ask for in a sentence: its dates, numbers and names.

"On 24 October 1894 Mysore Palace had 3 gates."
->  date "24 October 1894", term "Mysore Palace" (a heading of the document), number "3"
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from mlkt.models.extractive.document import Document
from mlkt.text import find_dates, find_numbers, words

ValueKind = Literal["date", "number", "term", "name"]

_MAX_TERM_WORDS = 6
# Addresses hold digits that are no numbers; so do marks of references: [3].
_ADDRESS = regex.compile(r"(?i)\b(?:https?://|www\.)\S+|\S+@\S+\.\S+|\[[^\]\s]{1,4}\]")
# A capitalised word and those that follow it; only scripts with two cases have any. A single letter
# (an initial, the English "I") opens no name.
_NAME = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}])\p{Lu}[\p{L}\p{M}'’]+(?:[ \u00A0-]\p{Lu}[\p{L}\p{M}'’.]*)*"
    r"(?<!['’.])(?![\p{L}\p{M}\p{N}])"
)
# Scripts written without spaces (UAX #14: SA needs a dictionary, ID and CJ break anywhere).
_DENSE = r"[\p{Line_Break=SA}\p{Line_Break=ID}\p{Line_Break=CJ}]"
_INSIDE_BEFORE = regex.compile(rf"(?V1)[[\p{{L}}\p{{M}}\p{{N}}\u200C\u200D]--{_DENSE}]$")
_INSIDE_AFTER = regex.compile(rf"(?V1)^(?:[\p{{M}}\u200C\u200D]|[[\p{{L}}\p{{N}}]--{_DENSE}])")
_WORD_BEFORE = regex.compile(rf"(?V1)[[\p{{L}}\p{{M}}]--{_DENSE}]$|[\p{{Lu}}\p{{Ll}}][-–/.]$")
_CASED_AFTER = regex.compile(r"^[-–/]?[\p{Lu}\p{Ll}]")


@dataclass(frozen=True, slots=True)
class Value:
    """Something to ask for and where it stands in its sentence."""

    kind: ValueKind
    start: int
    end: int


def find_values(sentence: str, document: Document) -> list[Value]:
    """Return the values of `sentence` that a blank can stand on, dates first; none overlap.

    Left out: numbers written in words, in addresses or inside words ("H2O", "19th"; a suffix of a
    script without cases may follow, as in Kannada), and what stands twice in the sentence.
    """
    found: list[Value] = []
    candidates: list[Value] = [
        *_dates(sentence, document.lang),
        *_terms(sentence, document.terms),
        *_numbers(sentence, document.lang),
        *_names(sentence, document),
    ]
    for value in candidates:
        free = all(value.end <= other.start or other.end <= value.start for other in found)
        if free and sentence.count(sentence[value.start : value.end]) == 1:
            found.append(value)
    return found


def holds_value(sentence: str, document: Document) -> bool:
    """Return whether `sentence` says something to check: a number, a date or a name."""
    return (
        bool(find_numbers(sentence, document.lang))
        or bool(find_names(sentence))
        or any(is_named(term, sentence) for term in document.terms)
    )


def find_names(sentence: str) -> list[str]:
    """Return the capitalised runs that do not open `sentence`; scripts without cases have none."""
    return [match.group() for match in _inner_names(sentence)]


def is_named(term: str, sentence: str) -> bool:
    """Return whether `sentence` names `term`: it stands there word for word beside other words."""
    start = sentence.find(term)
    if start < 0 or not regex.search(r"\p{L}", term):
        return False
    fits = len(words(sentence)) > len(words(term)) <= _MAX_TERM_WORDS
    return fits and _stands(sentence, start, term)


def stands_whole(text: str, start: int, part: str) -> bool:
    """Return whether `part`, which stands in `text` at `start`, cuts no word at either end."""
    end = start + len(part)
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return not (
        (_INSIDE_BEFORE.search(before) and _INSIDE_AFTER.match(part[:1]))
        or (
            _INSIDE_AFTER.match(after)
            and (_INSIDE_BEFORE.search(part[-1:]) or regex.match(r"\p{M}", after))
        )
    )


def _dates(sentence: str, lang: str) -> Iterator[Value]:
    for date in find_dates(sentence, lang):
        if date.year is not None or date.day is not None:
            yield Value("date", date.start, date.end)


def _numbers(sentence: str, lang: str) -> Iterator[Value]:
    addresses = [match.span() for match in _ADDRESS.finditer(sentence)]
    for number in find_numbers(sentence, lang):
        before, after = sentence[: number.start], sentence[number.end :]
        if (
            regex.search(r"\p{Nd}", sentence[number.start : number.end])
            and not any(start <= number.start < end for start, end in addresses)
            and not _WORD_BEFORE.search(before)
            and not _CASED_AFTER.match(after)
        ):
            yield Value("number", number.start, number.end)


def _terms(sentence: str, terms: Iterable[str]) -> Iterator[Value]:
    for term in sorted(terms, key=lambda term: (-len(term), term)):
        if is_named(term, sentence):
            start = sentence.find(term)
            yield Value("term", start, start + len(term))


def _stands(sentence: str, start: int, term: str) -> bool:
    """Return whether `term` stands whole; several words of a caseless script may bear a suffix.

    A single word may be the beginning of another word, several hardly are.
    """
    after = sentence[start + len(term) :]
    suffixed = " " in term and regex.match(r"(?V1)[\p{L}--[\p{Lu}\p{Ll}]]", after)
    return stands_whole(sentence if not suffixed else sentence[: start + len(term)], start, term)


def _names(sentence: str, document: Document) -> Iterator[Value]:
    """Yield capitalised runs that open no sentence and stand at least twice in the document."""
    months = {form.casefold() for forms in document.locale.months.values() for form in forms}
    inner = [name for name in _inner_names(sentence) if name.group().casefold() not in months]
    if not inner:
        return
    counts = Counter(name for piece in document.pieces for name in _NAME.findall(piece.text))
    for name in inner:
        if counts[name.group()] > 1:
            yield Value("name", name.start(), name.end())


def _inner_names(sentence: str) -> Iterator[regex.Match[str]]:
    opening = regex.search(r"[\p{L}\p{N}]", sentence)
    first = opening.start() if opening else len(sentence)
    return (name for name in _NAME.finditer(sentence) if name.start() > first)
