"""Read a judge's score, in any digits, as a word, or as a part of a whole.

    2      Total Score: 2      **Score (0-2):** 2/2      ಅಂಕ: ೨      Score: two      {"score": 2.0}

A number counts where a score stands: as the whole reply, as a first or last line of its own, behind
its label, in its field. A number elsewhere is none, and one outside of the range is none.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex

from mlkt.packs import Locale, languages, load_locale
from mlkt.reply.families import AUTO
from mlkt.reply.fields import too_dense
from mlkt.reply.lines import match_lines
from mlkt.reply.objects import first_value
from mlkt.reply.reasoning import split_with
from mlkt.reply.structured import read_json
from mlkt.reply.vocabulary import KEYS, Vocabulary, fold
from mlkt.rows import nfc

_NUMBER = regex.compile(
    r"(?P<sign>[+−-])?(?P<whole>\p{Nd}{1,12}+)(?:[.,٫](?P<part>\p{Nd}{1,12}+))?"
    r"(?:\s{0,3}[/⁄∕]\s{0,3}(?P<of>\p{Nd}{1,12}+)(?:[.,٫]0++)?)?"
    r"(?!\s{0,3}[-–—/:,٫~.]?\s{0,3}\p{Nd})(?!\p{Latin})"
)
_MARKS = " \t*_`~\"'“”‘’«»[](){}<>=.。।\u200b\u200e\u200f\xa0"
_LEAD = r"^(?:[^\S\n]|[*_#>•·+-])*+"
_LABEL = regex.compile(
    rf"{_LEAD}(?P<label>\p{{L}}(?:[^\n:：=(（–—-]|-(?=\S)){{0,80}}+)(?:[(（][^()（）\n]{{0,40}}+[)）])?+"
    r"(?:[^\S\n]|[*_])*+(?:[:：=]|[–—-](?=\s))(?P<value>[^\n]*+)$",
    regex.MULTILINE,
)
_PLAIN = regex.compile(
    rf"{_LEAD}(?P<label>\p{{L}}[\p{{L}}\p{{M}} ]{{0,60}}?)[ *_]{{1,8}}+(?P<value>\p{{Nd}}[^\n]*+)$",
    regex.MULTILINE,
)
_DIGITS = regex.compile(r"\p{Nd}")
_WORD = regex.compile(r"[\p{L}\p{M}\p{Nl}\p{No}]++(?:[ -][\p{L}\p{M}]++)?")
_LAST_WORDS = 2  # words that may stand between the label and its number: `The score is 2`


def parse_score(
    text: str, locale: Locale | None = None, *, low: float = 0.0, high: float | None = None
) -> float | None:
    """Return the score of a reply, None where none can be read or it lies outside of the range.

    `2/2` is 2; with `high`, a whole other than `high` (`3/10` where 2 is the most) is another scale
    and no score. Without a locale, digits of all scripts and English words are read. Never raises.
    """
    answer = split_with(AUTO, nfc(text)).answer.strip()
    words = _words(locale)
    for candidates in (_in_objects(answer, words), _behind_labels(answer, words), _alone(answer)):
        read = [score for text in candidates if (score := _value(text, words, high)) is not None]
        if read:
            return read[-1] if low <= read[-1] and (high is None or read[-1] <= high) else None
    return None


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    labels: frozenset[str]
    numbers: Mapping[str, int]
    vocabulary: Vocabulary


def _words(locale: Locale | None) -> _Words:
    known = [locale] if locale else []
    known += [load_locale("en")] if "en" in languages() else []
    labels = tuple(label for each in known for label in each.labels["score"])
    numbers = tuple(
        (word, int(n)) for each in known for n, forms in each.number_words.items() for word in forms
    )
    return _folded(labels, numbers)


@lru_cache(maxsize=64)
def _folded(labels: tuple[str, ...], numbers: tuple[tuple[str, int], ...]) -> _Words:
    names = {fold(name): "score" for name in (*labels, *KEYS["score"])}
    values = {fold(word): value for word, value in reversed(numbers)}
    return _Words(frozenset(names), values, Vocabulary(names, names, {}))


def _in_objects(answer: str, words: _Words) -> list[str]:
    if first_value(answer, len(answer)) < 0:
        return []
    return [field.text for field in read_json(answer, words.vocabulary) if field.kind == "score"]


def _behind_labels(answer: str, words: _Words) -> list[str]:
    found = [
        match
        for pattern, after in ((_LABEL, 0), (_PLAIN, _LAST_WORDS))
        for count, match in enumerate(match_lines(pattern, answer))
        if not too_dense(count, match.start()) and _names_score(match["label"], words, after)
    ]
    return [match["value"] for match in sorted(found, key=lambda match: match.start())]


def _names_score(label: str, words: _Words, after: int) -> bool:
    """Return whether a label ends, but for `after` words, or begins with a word for a score."""
    parts = fold(label.strip(_MARKS)).split()
    ends = range(len(parts) - after, len(parts) + 1)
    tails = (" ".join(parts[start:end]) for end in ends for start in range(max(end - 3, 0), end))
    heads = (" ".join(parts[:end]) for end in range(1, 4))
    return any(name in words.labels for name in (*tails, *(() if after else heads)))


def _alone(answer: str) -> list[str]:
    """Return the reply's first or last line where it is a number and nothing else."""
    lines = [line.strip(_MARKS) for line in answer.split("\n") if line.strip()]
    ends = dict.fromkeys([lines[0], lines[-1]]) if lines else {}
    numbers = [line for line in ends if (found := _NUMBER.match(line)) and found.end() == len(line)]
    return numbers if len(numbers) == 1 else [] if lines[1:] else lines


def _value(text: str, words: _Words, high: float | None) -> float | None:
    """Return the number that a text begins with."""
    text = text.strip(_MARKS)
    found = _NUMBER.match(text)
    if not found:
        return _word_value(text, words)
    if any(unicodedata.digit(char, None) is None for char in _DIGITS.findall(found.group())):
        return None  # a digit of a script that Python does not know yet
    if found["of"] and high is not None and _float(found["of"]) != high:
        return None
    part = found["part"] or ""
    value = _float(found["whole"]) + (_float(part) / 10 ** len(part) if part else 0.0)
    return -value if found["sign"] in {"-", "−"} else value


def _word_value(text: str, words: _Words) -> float | None:
    found = _WORD.match(text)
    if not found:
        return None
    whole = fold(found.group())
    for word in (whole, whole.split()[0]):
        if word in words.numbers:
            return float(words.numbers[word])
    value = unicodedata.numeric(whole[0], None)
    alone = len(whole) == 1 or unicodedata.numeric(whole[1], None) is None
    return value if value is not None and alone else None


def _float(digits: str) -> float:
    return float("".join(str(unicodedata.digit(char)) for char in digits))
