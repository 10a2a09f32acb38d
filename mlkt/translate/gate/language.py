"""Whether a translation is in its language, among those that share its script.

kn>en  "Jiji lina kata 65 na lilikuwa sehemu ya jimbo"      wrong_language, sw

A text that clearly holds the commonest words of its language (`locales/common_words.tsv`) is in it;
only others are read by py3langid, which takes longer than all the rest of the gate. For a language
that it does not know (Wolof, romanised Hindi), only a text in Latin letters that clearly holds the
commonest words of another one is wrong.
"""

from collections.abc import Iterator

import regex

from mlkt.packs import languages
from mlkt.text import identify, words
from mlkt.text.common_words import common_words, is_plainly
from mlkt.text.identify import is_known
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
# py3langid reads 0.6 MB/s of sentences: the beginning and the end of a long one tell as much.
_SAMPLE = 100
_CAPITAL_WORD = regex.compile(r"(?<![\p{L}\p{M}'’])\p{Lu}")


def check_language(texts: Texts) -> Iterator[Problem]:
    """Find a target in another language than asked for."""
    script = texts.target_script
    if texts.target_letters < _MIN_LETTERS_OF_SHORT or texts.source == texts.target:
        return  # a copy is `check_copy`'s business: a name or a quotation may stay
    if script is not None and share_of(texts.target_shares, script) < _MIN_SHARE:
        return
    wanted = without_region(texts.target_lang)
    prose = texts.target_prose
    said = texts.target_words if prose == texts.target else words(prose)
    if is_plainly(said, wanted):
        return
    if texts.target_letters < _MIN_LETTERS:
        yield from _check_short(prose, said, wanted)
        return
    text = _sample(prose)
    found = identify(text)
    if found.lang in ("und", wanted):
        return
    evidence = f"{found.lang} {found.confidence:.2f}"
    if not is_known(wanted):  # it reads like a neighbour: Maithili like Nepali, Wolof like Fulfulde
        if script == "Latn" and is_plainly(said, found.lang):
            yield Problem("wrong_language", "blocking", evidence)
        return
    # A second look spares languages that resemble each other, unless a common word gives them away.
    common = common_words(wanted)
    if (not common or not common.isdisjoint(said)) and identify(text, [wanted]).lang == wanted:
        return
    between = identify(text, [wanted, found.lang])
    is_sure = found.confidence >= _MIN_CONFIDENCE or (
        between.lang == found.lang and between.confidence >= _MIN_CONFIDENCE_OF_TWO
    )
    yield Problem("wrong_language", "blocking" if is_sure else "minor", evidence)


def _check_short(text: str, said: list[str], wanted: str) -> Iterator[Problem]:
    """Find a short text, no name, without a common word of its language, surely in another one."""
    capitals = len(_CAPITAL_WORD.findall(text))
    if 2 * capitals > len(said) or not common_words(wanted).isdisjoint(said):
        return
    found = identify(text, {wanted, *languages()})
    if found.lang in ("und", wanted) or found.confidence < _MIN_CONFIDENCE_SHORT:
        return
    if is_known(wanted) and identify(text, [wanted]).lang != wanted:
        yield Problem("wrong_language", "blocking", f"{found.lang} {found.confidence:.2f}")


def _sample(text: str) -> str:
    return text if len(text) <= 2 * _SAMPLE else f"{text[:_SAMPLE]} {text[-_SAMPLE:]}"
