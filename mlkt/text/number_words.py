"""The number words of a language: their values, and the patterns that find them.

The forms are those of the locale (`number_words`) and, for halves and quarters, those of
`locales/number_phrases.tsv`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import regex

from mlkt.errors import LanguageError
from mlkt.packs import load_locale
from mlkt.text.alternatives import SPACE, any_of
from mlkt.text.digits import Value, exact
from mlkt.text.endings import bare_length
from mlkt.text.number_phrases import number_phrases

_INSIDE = r"[\u200c\u200d'’]?[\p{L}\p{M}]"


class Part(NamedTuple):
    """A piece of a number: digits, or one word."""

    value: Value
    start: int
    end: int
    bare_end: int  # without the case ending of a word
    word: bool = False
    multiplies: bool = False  # a word for 100, 1000, a lakh, a million …
    adds: str = ""  # the value is added to what stands `before` or `after` this part


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The number words of one language."""

    entries: dict[str, tuple[Value, int, str]]  # value, length without case ending, adds
    words: "regex.Pattern[str]"
    behind_digits: "regex.Pattern[str]"  # the large ones, with any ending
    gap: "regex.Pattern[str]"  # what may stand between the parts of one number


def find_words(text: str, lexicon: Lexicon, digits: list[Part]) -> Iterator[Part]:
    """Yield the number words of a text; `digits` are its numbers in digits."""
    text = lower(text).replace("_", " ")  # a letter to a word boundary
    for match in lexicon.words.finditer(text):
        yield _part(lexicon, match)
    for part in digits:
        match = lexicon.behind_digits.match(text, part.end)
        if match is not None:
            yield _part(lexicon, match)


def lower(text: str) -> str:
    """Return the text in lower case, equal in length."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)


@cache
def lexicon(lang: str) -> Lexicon | None:
    """Return the number words of a language; None without a locale."""
    try:
        number_words = load_locale(lang).number_words
    except LanguageError:
        return None
    entries: dict[str, tuple[Value, int, str]] = {}
    for value, forms in number_words.items():
        for form in forms:
            entries.setdefault(_key(form), (int(value), bare_length(form, forms), ""))
    # The words that join others inside a form (kumi na moja) join numbers elsewhere too.
    triples = [form.split() for form in entries if form.count(" ") == 2]
    joints = {joint for left, joint, right in triples if {left, right} <= entries.keys()}
    between = rf"|{SPACE}{any_of(joints)}{SPACE}" if joints else ""
    large = [form for form, (value, *_) in entries.items() if is_multiplier(value)]
    for phrase in number_phrases(lang, "alone", "before", "after"):
        adds = {"before": "after", "after": "before"}.get(phrase.kind, "")
        for form in phrase.forms:
            entries.setdefault(_key(form), (exact(phrase.value), len(form), adds))
    # Behind digits a multiplier of a script without capitals may carry any ending (೨.೫
    # ಲಕ್ಷದಷ್ಟಿತ್ತು), and where no space ends a word (Thai, Lao), the whole sentence may follow.
    bare = [form for form in large if form == form.upper()]
    end = rf"(?!{_INSIDE}|\d)"
    ending = (
        rf"(?:(?=[\p{{Lo}}\p{{M}}\u200c\u200d]{{0,10}}+(?!{_INSIDE}))"
        r"|(?<=\p{Line_Break=SA})(?!\p{M}))"
    )
    inflected = rf"|(?P<word>{any_of(bare)}){ending}" if bare else ""
    return Lexicon(
        entries,
        # The boundary stands first because it is found quickly.
        regex.compile(rf"\b(?<![\p{{L}}\p{{M}}]['’])(?P<word>{any_of(entries)}){end}"),
        regex.compile(rf"{SPACE}?(?:(?P<word>{any_of(large)}){end}{inflected})"),
        regex.compile(rf"(?:{SPACE}|-){{0,2}}{between}"),
    )


def is_multiplier(value: Value) -> bool:
    """Tell whether a value is a power of ten from 100 on."""
    return value >= 100 and str(value).rstrip("0") == "1"


def _part(lexicon: Lexicon, match: "regex.Match[str]") -> Part:
    value, length, adds = lexicon.entries[" ".join(match["word"].split())]
    start, end = match.span("word")
    bare_end = start + length if length < end - start else end
    return Part(value, start, end, bare_end, True, is_multiplier(value), adds)


def _key(form: str) -> str:
    return lower(" ".join(form.split()))
