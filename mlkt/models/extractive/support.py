"""Judge by words, numbers and names whether a document supports a claim.

    document: Mysuru has 65 wards. The palace was rebuilt in 1912.
    "The palace was rebuilt in 1912."   yes      its words stand in one sentence, side by side
    "Mysuru has sixty-five wards."      yes      so they do, the number written otherwise
    "The palace was rebuilt in 1913."   no       that sentence, with another number
    "The temple was rebuilt in 1912."   unclear  nearly that sentence
    "Rice grows near the river."        no       nothing of it is there

Words cannot show what a change of words means: one word put in ("never") or taken out ("not")
turns a sentence round, and nothing here tells such a word from a harmless one. So `yes` asks for
the words of the claim unchanged, in order, with nothing between them; only a number may be written
otherwise. Everything else that comes near is `unclear`, a faithful paraphrase too.

Not seen: whether a number word counts or orders (three, third), what stands in the sentence before
or after the words ("It is not true that …"), what a pronoun stands for, and whether the document
itself is right.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import regex

from mlkt.models.extractive.document import Document
from mlkt.models.extractive.values import find_names
from mlkt.text import find_dates, find_numbers, words

Verdict = Literal["yes", "no", "unclear"]

# A claim of fewer words says nothing by itself: "65" is true of many things.
MIN_CLAIM_WORDS = 4
# From half of the words on, two texts are about the same thing.
SAME_MATTER = 0.5
# Below this share of its words a claim has only everyday words in common with a sentence. Measured
# on NTREX-128 in English, Hindi, Kannada and Swahili: 1,769 sentences against documents they are
# not from; 99 in 100 share less with the nearest sentence (Hindi 0.30, English 0.25, Kannada 0.18).
UNRELATED = 0.3

_NATIVE_DIGIT = regex.compile(r"(?![0-9])\p{Nd}")
_SUFFIXED = regex.compile(r"(?<=\p{Nd})(?=\p{L})")
_DIGIT = regex.compile(r"\p{Nd}")
# "-5", "€ 5", "5 %", "5°"; a hyphen between two numbers or behind a letter is no sign.
_AMOUNT = regex.compile(
    r"(?:(?<![\p{L}\p{N}])[-−+]|\p{Sc}[ ]?)?[0-9]++(?:[.,][0-9]++)*+(?:[ ]?[%‰°\p{Sc}])?"
)


@dataclass(frozen=True, slots=True)
class Support:
    """What the document says to a claim, and the sentence of it that comes nearest."""

    verdict: Verdict
    quote: str


@dataclass(frozen=True, slots=True)
class _Holder:
    """The piece that a claim stands in, and whether claim and question say enough to tell."""

    index: int
    enough: bool


@dataclass(frozen=True, slots=True)
class Source:
    """The pieces of a document with their words, ready to compare."""

    texts: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    holders: dict[str, int]  # word -> number of pieces that hold it
    lang: str


def read_source(document: Document) -> Source:
    """Return the words of each piece of `document`; headings and list items count too."""
    lang = document.locale.code if document.lang == "und" else document.lang
    return _source([piece.text for piece in document.pieces], lang)


def _source(texts: Sequence[str], lang: str) -> Source:
    found = tuple(tuple(plain_words(text)) for text in texts)
    holders = Counter(word for one in found for word in dict.fromkeys(one))
    return Source(tuple(texts), found, dict(holders), lang)


def check_claim(claim: str, source: Source, *, question: str = "") -> Support:
    """Return whether `source` supports `claim`.

    For a claim of fewer than four words the sentence must also be about the `question`: a good part
    of a question (who, how many) stands in no document, so three tenths of its weight are enough.
    """
    claimed = plain_words(claim)
    if not claimed or not source.texts:
        return Support("unclear", "")
    held = _holder(claim, question, source) or _holder(
        with_values(claim, source.lang), with_values(question, source.lang), in_values(source)
    )
    if held:
        return Support("yes" if held.enough else "unclear", source.texts[held.index])
    best = nearest(claimed, source)
    near = source.texts[best]
    if share(claimed, source.words[best], source) < UNRELATED:
        return Support("no", "")
    other_words = [word for word in claimed if not _DIGIT.search(word)]
    if share(other_words, source.words[best], source) >= SAME_MATTER and (
        _contradicts(claim, near, source.lang) or _names_stranger(claim, source)
    ):
        return Support("no", near)
    return Support("unclear", near)


def in_values(source: Source) -> Source:
    """Return `source` with every number as its value in digits, whole and without groups."""
    return _source([with_values(text, source.lang) for text in source.texts], source.lang)


def with_values(text: str, lang: str) -> str:
    """Return `text` with its numbers as values: "sixty-five" as "65", "1,240" as "1240"."""
    done, parts = 0, list[str]()
    for number in find_numbers(text, lang):
        parts += [text[done : number.start], str(number.value)]
        done = number.end
    return "".join([*parts, text[done:]])


def nearest(wanted: Sequence[str], source: Source) -> int:
    """Return the index of the piece that holds the largest share of the `wanted` words."""
    indices = range(len(source.texts))
    return max(indices, key=lambda index: (share(wanted, source.words[index], source), -index))


def share(wanted: Sequence[str], known: Sequence[str], source: Source) -> float:
    """Return the share of the weight of `wanted` words that `known` holds, 0 to 1.

    A word weighs log(1 + pieces / pieces that hold it), the inverse document frequency of Sparck
    Jones (1972); a word that stands nowhere counts as held by half a piece.
    """
    have, want = Counter(known), Counter(wanted)
    total = sum(_weight(word, source) * count for word, count in want.items())
    held = sum(_weight(word, source) * min(count, have[word]) for word, count in want.items())
    return held / total if total else 0.0


def share_of_document(wanted: Sequence[str], source: Source) -> float:
    """Return the share of the weight of `wanted` words that stand anywhere in the document."""
    return share(list(dict.fromkeys(wanted)), list(source.holders), source)


def plain_words(text: str) -> list[str]:
    """Return the words of `text`, digits of all scripts as ASCII, a number apart from its suffix.

    "೧೮೯೭ರಲ್ಲಿ" gives "1897" and "ರಲ್ಲಿ", so that the answer "1897" stands in it.
    """
    return words(_SUFFIXED.sub(" ", _ascii_digits(text)))


def _holder(claim: str, question: str, source: Source) -> _Holder | None:
    claimed, asked = plain_words(claim), plain_words(question)
    holding = [
        index
        for index, known in enumerate(source.words)
        if _stands_in(claimed, known) and _amounts(claim) <= _amounts(source.texts[index])
    ]
    if not holding:
        return None
    best = max(holding, key=lambda index: (share(asked, source.words[index], source), -index))
    about_it = share(asked, source.words[best], source) >= UNRELATED
    return _Holder(best, len(claimed) >= MIN_CLAIM_WORDS or about_it)


def _weight(word: str, source: Source) -> float:
    return math.log(1 + len(source.texts) / source.holders.get(word, 0.5))


def _stands_in(claimed: Sequence[str], known: Sequence[str]) -> bool:
    size = len(claimed)
    wanted = tuple(claimed)
    return any(known[start : start + size] == wanted for start in range(len(known) - size + 1))


def _amounts(text: str) -> set[str]:
    """Return the numbers of `text` with sign, currency and per cent, which words leave out."""
    return {"".join(match.group().split()) for match in _AMOUNT.finditer(_ascii_digits(text))}


def _ascii_digits(text: str) -> str:
    return _NATIVE_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), text)


def _contradicts(claim: str, sentence: str, lang: str) -> bool:
    """Return whether each of the two names a number or date that the other does not."""
    claimed, known = _values(claim, lang), _values(sentence, lang)
    return bool(claimed - known) and bool(known - claimed)


def _values(text: str, lang: str) -> set[Fraction | tuple[int | None, ...]]:
    numbers = [
        Fraction(number.value)
        for number in find_numbers(text, lang)
        if _DIGIT.search(text[number.start : number.end])
    ]
    dates = [(date.year, date.month, date.day) for date in find_dates(text, lang)]
    return {*numbers, *dates}


def _names_stranger(claim: str, source: Source) -> bool:
    """Return whether `claim` names, in capitals, somebody of whom the document holds no word."""
    return any(
        not any(word in source.holders for word in plain_words(name)) for name in find_names(claim)
    )
