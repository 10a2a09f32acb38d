"""The commonest words of languages: what tells at a glance in which of them a text is.

is_plainly(words("the city of Mysuru is in the south of the country"), "en")  ->  True
"""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from mlkt.packs import pack_dir

_MIN_COMMON = 3  # different common words of a language
_MIN_COMMON_SHARE = 0.15  # … of all words; English has 0.35, Hindi 0.4, Arabic 0.15 in NTREX-128
_MIN_LEAD = 0.1  # … more than of any other language


def common_words(lang: str) -> frozenset[str]:
    """Return the commonest words of a language; none where they are not known."""
    return _common_words().get(lang, frozenset())


def is_plainly(said: Sequence[str], lang: str) -> bool:
    """Tell whether the common words of `lang`, and of no other, make up enough of a text's words.

    Words are compared in lower case. False says nothing: `identify` takes longer and knows more.
    """
    common = _plain_words().get(lang, frozenset())
    if len(common.intersection(said)) < _MIN_COMMON:
        return False
    speakers = _speakers()
    counts = Counter(code for word in said for code in speakers.get(word, ()))
    least = max(_MIN_COMMON_SHARE * len(said), 1)
    others = max((count for code, count in counts.items() if code != lang), default=0)
    return counts[lang] >= least and counts[lang] - others >= _MIN_LEAD * len(said)


@cache
def _speakers() -> dict[str, list[str]]:
    """Return plain word -> languages that have it."""
    found: dict[str, list[str]] = {}
    for lang, common in _plain_words().items():
        for word in common:
            found.setdefault(word, []).append(lang)
    return found


@cache
def _common_words() -> dict[str, frozenset[str]]:
    return {row["lang"]: frozenset(row["words"].split()) for row in _rows()}


@cache
def _plain_words() -> dict[str, frozenset[str]]:
    """Return a language's common words with those that questions are made of."""
    return {
        row["lang"]: frozenset(f"{row['words']} {row['more'] or ''}".split()) for row in _rows()
    }


def _rows() -> Iterator[dict[str, str]]:
    text = (pack_dir("locales") / "common_words.tsv").read_text(encoding="utf-8-sig")
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
