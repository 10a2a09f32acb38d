"""Read a judge's score, in any digits, as a word, or as a part of a whole.

    2      Total Score: 2      **Score (0-2):** 2/2      ಅಂಕ: ೨      Score: two      {"score": 2.0}

A number counts where a score stands: as the whole reply, as a first or last line of its own, behind
its label, in its field or its tag. A number elsewhere is none, and one outside of the range is
none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import regex

from mlkt.packs import Locale, languages, load_locale
from mlkt.reply.fields.fields import Field, too_dense
from mlkt.reply.fields.lines import match_lines
from mlkt.reply.fields.objects import first_value
from mlkt.reply.fields.structured import read_json
from mlkt.reply.fields.tags import read_tags
from mlkt.reply.fields.vocabulary import INVISIBLE, KEYS, Vocabulary, fold
from mlkt.reply.judgments.scorevalue import MARKS, ScoreWords, stated, stated_alone
from mlkt.reply.reasoning.families import AUTO
from mlkt.reply.reasoning.reasoning import split_with
from mlkt.rows import nfc

_ITEM = r"(?:\p{Nd}{1,3}+[.)．）、:：][^\S\n]*+[*_]*+)?+"
_LEAD = rf"^(?:[^\S\n]|[*_#>•·+{INVISIBLE}-])*+{_ITEM}"
_LABEL = regex.compile(
    rf"{_LEAD}(?P<label>\p{{L}}(?:[^\n:：=(（–—-]|-(?=\S)){{0,80}}+)(?:[(（][^()（）\n]{{0,40}}+[)）])?+"
    r"(?:[^\S\n]|[*_])*+(?:[:：=]|[–—-](?=\s))(?P<value>[^\n]*+)$",
    regex.MULTILINE,
)
_PLAIN = regex.compile(
    rf"{_LEAD}(?P<label>\p{{L}}[\p{{L}}\p{{M}} ]{{0,60}}?)[ *_]{{1,8}}+(?P<value>\p{{Nd}}[^\n]*+)$",
    regex.MULTILINE,
)
_ONLY_NUMBER = regex.compile(r"[+−-]?\p{Nd}[\p{Nd}.,٫/⁄∕\s]*+")
_TAG = regex.compile(r"[<＜\[［【〔]")
_VERB = 2  # words that may stand between the label and its number: `The score is 2`
_NAME = 3  # words in the name of a score, at most


def parse_score(
    text: str, locale: Locale | None = None, *, low: float = 0.0, high: float | None = None
) -> float | None:
    """Return the score of a reply, None where none can be read or it lies outside of the range.

    `2/2` is 2; with `high`, a whole other than `high` (`3/10`, `3 out of 10` where 2 is the most)
    is another scale and no score. Without a locale, digits of all scripts and English words are
    read. Never raises.
    """
    answer = split_with(AUTO, nfc(text)).answer.strip()
    words = _words(locale)
    for candidates in (_in_fields(answer, words), _behind_labels(answer, words), _at_end(answer)):
        values = [stated(candidate, words.score, high) for candidate in candidates]
        read = [value for value in values if value is not None]
        if read:
            return _within(read[-1], low, high)
    alone = None if "\n" in answer else stated_alone(answer, words.score, high)
    return None if alone is None else _within(alone, low, high)


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    score: ScoreWords
    vocabulary: Vocabulary


def _within(value: float, low: float, high: float | None) -> float | None:
    return value if low <= value and (high is None or value <= high) else None


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
    return _Words(ScoreWords(frozenset(names), values), Vocabulary(names, names, {}))


def _in_fields(answer: str, words: _Words) -> list[str]:
    """Return the values of fields: members of objects, or what stands in tags."""
    fields: Iterable[Field] = ()
    if first_value(answer, len(answer)) >= 0:
        fields = read_json(answer, words.vocabulary)
    found = [field.text for field in fields if field.kind == "score"]
    tags = read_tags(answer, words.vocabulary) if not found and _TAG.search(answer) else ()
    return found or [field.text for field in tags if field.kind == "score"]


def _behind_labels(answer: str, words: _Words) -> list[str]:
    found = [
        match
        for pattern, behind in ((_LABEL, 0), (_PLAIN, _VERB))
        for count, match in enumerate(match_lines(pattern, answer))
        if not too_dense(count, match.start()) and _names_score(match["label"], words, behind)
    ]
    return [match["value"] for match in sorted(found, key=lambda match: match.start())]


def _names_score(label: str, words: _Words, behind: int) -> bool:
    """Return whether a label ends with a name of a score, or with up to `behind` words after one.

    A label of its own may begin with the name too: `Score for clarity`.
    """
    parts = fold(label.strip(MARKS)).split()
    if not behind and _begins_with_name(parts, words):
        return True
    return any(_ends_with_name(parts[: len(parts) - after], words) for after in range(behind + 1))


def _begins_with_name(parts: list[str], words: _Words) -> bool:
    return any(" ".join(parts[:size]) in words.score.labels for size in range(1, _NAME + 1))


def _ends_with_name(parts: list[str], words: _Words) -> bool:
    return any(" ".join(parts[-size:]) in words.score.labels for size in range(1, _NAME + 1))


def _at_end(answer: str) -> list[str]:
    """Return the first or last of several lines, where one of the two is a number and no more."""
    lines = [line.strip(MARKS) for line in answer.split("\n") if line.strip()]
    ends = dict.fromkeys([lines[0], lines[-1]]) if lines[1:] else {}
    numbers = [line for line in ends if _ONLY_NUMBER.fullmatch(line)]
    return numbers if len(numbers) == 1 else []
