"""Whether a translation is in its language, among those that share its script.

kn>en  "Jiji lina kata 65 na lilikuwa sehemu ya jimbo"      wrong_language, sw

A text that clearly holds the commonest words of its language (`locales/common_words.tsv`) is in it;
only others are read by py3langid, which takes longer than all the rest of the gate.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache

import regex

from mlkt.packs import languages, pack_dir
from mlkt.text import identify
from mlkt.text.scripts import share_of
from mlkt.translate.gate.texts import Texts
from mlkt.translate.problems import Problem
from mlkt.translate.tags import without_region

_MIN_LETTERS = 30  # from there no error in five languages of NTREX-128
# Of 5,900 lines and parts of lines of NTREX-128 in four languages that have 10 to 30 letters, none
# is taken for another language with these conditions (two are French, and are told so).
_MIN_LETTERS_OF_SHORT = 10
_MIN_CONFIDENCE_SHORT = 0.9
_MIN_CONFIDENCE = 0.8  # below, texts full of foreign names are doubted too
_MIN_CONFIDENCE_OF_TWO = 0.98  # … unless the two languages alone are told apart
_MIN_SHARE = 0.6  # of the letters; below, the script's own check decides
_MIN_COMMON = 3  # different common words of a language
_MIN_COMMON_SHARE = 0.15  # … of all words; English has 0.35, Hindi 0.4, Arabic 0.15 in NTREX-128
_MIN_LEAD = 0.1  # … more than of any other language
# py3langid reads 0.6 MB/s of sentences: the beginning and the end of a long one tell as much.
_SAMPLE = 100
_UNKNOWN: frozenset[str] = frozenset()
_CAPITAL_WORD = regex.compile(r"(?<![\p{L}\p{M}'’])\p{Lu}")


def check_language(texts: Texts) -> Iterator[Problem]:
    """Find a target in another language than asked for."""
    script = texts.target_script
    if texts.target_letters < _MIN_LETTERS_OF_SHORT or texts.source == texts.target:
        return  # a copy is `check_copy`'s business: a name or a quotation may stay
    if script is not None and share_of(texts.target_shares, script) < _MIN_SHARE:
        return
    wanted = without_region(texts.target_lang)
    if _is_plainly(texts.target_words, wanted):
        return
    text = _sample(texts.target)
    if texts.target_letters < _MIN_LETTERS:
        yield from _check_short(texts, wanted)
        return
    found = identify(text)
    if found.lang in ("und", wanted):
        return
    # A second look spares languages that resemble each other, unless a common word gives them away.
    has_common = not _common_words().get(wanted, _UNKNOWN).isdisjoint(texts.target_words)
    if (has_common or wanted not in _common_words()) and identify(text, [wanted]).lang == wanted:
        return
    between = identify(text, [wanted, found.lang])
    is_sure = found.confidence >= _MIN_CONFIDENCE or (
        between.lang == found.lang and between.confidence >= _MIN_CONFIDENCE_OF_TWO
    )
    severity = "blocking" if is_sure else "minor"
    yield Problem("wrong_language", severity, f"{found.lang} {found.confidence:.2f}")


def _check_short(texts: Texts, wanted: str) -> Iterator[Problem]:
    """Find a short text, no name, without a common word of its language, surely in another one."""
    capitals = len(_CAPITAL_WORD.findall(texts.target))
    if 2 * capitals > len(texts.target_words):
        return
    if not _common_words().get(wanted, _UNKNOWN).isdisjoint(texts.target_words):
        return
    found = identify(texts.target, {wanted, *languages()})
    if found.lang in ("und", wanted) or found.confidence < _MIN_CONFIDENCE_SHORT:
        return
    if identify(texts.target, [wanted]).lang != wanted:
        yield Problem("wrong_language", "blocking", f"{found.lang} {found.confidence:.2f}")


def _sample(text: str) -> str:
    return text if len(text) <= 2 * _SAMPLE else f"{text[:_SAMPLE]} {text[-_SAMPLE:]}"


def _is_plainly(words: list[str], lang: str) -> bool:
    """Tell whether the common words of `lang`, and of no other, make up enough of a text."""
    common = _common_words()
    if lang not in common or len(common[lang].intersection(words)) < _MIN_COMMON:
        return False
    speakers = _speakers()
    counts = Counter(code for word in words for code in speakers.get(word, ()))
    least = max(_MIN_COMMON_SHARE * len(words), 1)
    others = max((count for code, count in counts.items() if code != lang), default=0)
    return counts[lang] >= least and counts[lang] - others >= _MIN_LEAD * len(words)


@cache
def _speakers() -> dict[str, list[str]]:
    """Return common word -> languages that have it."""
    found: dict[str, list[str]] = {}
    for lang, words in _common_words().items():
        for word in words:
            found.setdefault(word, []).append(lang)
    return found


@cache
def _common_words() -> dict[str, frozenset[str]]:
    text = (pack_dir("locales") / "common_words.tsv").read_text(encoding="utf-8-sig")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["lang"]: frozenset(row["words"].split()) for row in rows}
