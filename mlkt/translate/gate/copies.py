"""Source text that stands in the place of its translation, or inside it.

The city has 65 wards.  ->  The city has 65 wards.                       copied_source
The city has 65 wards.  ->  The city has 65 wards. ನಗರದಲ್ಲಿ 65 …          copied_source
NASA  ->  NASA                                                           nothing: a name
"""

from collections.abc import Iterator

import regex

from mlkt.rows import folded
from mlkt.text import identify
from mlkt.text.common_words import common_words
from mlkt.text.scripts import script_parts, share_of
from mlkt.translate.gate.texts import Texts
from mlkt.translate.problems import Problem
from mlkt.translate.tags import without_region

# Between languages of one script shorter texts may be names and titles; sentences are told.
_MIN_LETTERS = 25
_MIN_CONFIDENCE_OF_SENTENCE = 0.9
_MIN_WORDS_OF_SENTENCE = 3
_MAX_SHARE_OF_NAME = 0.5  # of letters in the source's script
# Words with a small letter that stand in a row in both texts, in languages of two scripts. Titles
# and names have capitals.
_MIN_RUN = 6
_SMALL_WORD = regex.compile(r"\p{Ll}[\p{L}\p{M}'’-]*")
_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’-]*+")
_CAPITAL_WORD = regex.compile(r"(?<![\p{L}\p{M}'’])\p{Lu}")
_SENTENCE_END = regex.compile(r"[.!?…\p{SB=STerm}][\p{Pe}\p{Pf}\"']*\s*\Z")


def check_copy(texts: Texts) -> Iterator[Problem]:
    """Find a target that is its source, holds all of it or a long stretch of it."""
    source, target = folded(texts.source).casefold(), folded(texts.target).casefold()
    if not _has_prose(texts):
        return
    own, other = (
        script_parts(script or "") for script in (texts.source_script, texts.target_script)
    )
    is_one_script = not {*own}.isdisjoint(other)
    is_long = texts.source_letters >= _MIN_LETTERS
    if is_one_script and not is_long:
        if source == target and _is_sentence(texts):
            yield Problem("copied_source", "blocking", texts.target[:80])
    elif source == target or (is_long and source in target):
        yield Problem("copied_source", "blocking", texts.target[:80])
    elif texts.source_script == "Latn" and texts.target_script not in (None, "Latn"):
        run = _copied_run(texts)
        if len(run) >= _MIN_RUN:
            yield Problem("copied_source", "blocking", " ".join(run)[:80])


def _has_prose(texts: Texts) -> bool:
    """Tell whether the source is in its script: a name in another one may stand there already."""
    script = texts.source_script
    return script is not None and share_of(texts.source_shares, script) >= _MAX_SHARE_OF_NAME


def _is_sentence(texts: Texts) -> bool:
    """Tell whether a short source is surely a text in its language, and neither name nor title.

    It has small letters and reads like its language; it holds a common word that the target's has
    not, or ends like a sentence and surely reads so.
    """
    text, words = texts.source_prose, texts.source_words
    source, target = without_region(texts.source_lang), without_region(texts.target_lang)
    if len(words) < _MIN_WORDS_OF_SENTENCE or source.split("-")[0] == target.split("-")[0]:
        return False
    if 2 * len(_CAPITAL_WORD.findall(text)) > len(words):
        return False
    found = identify(text, [source, target])
    if not (common_words(source) - common_words(target)).isdisjoint(words):
        return found.lang == source
    is_sure = found.lang == source and found.confidence >= _MIN_CONFIDENCE_OF_SENTENCE
    return is_sure and _SENTENCE_END.search(text) is not None


def _copied_run(texts: Texts) -> list[str]:
    """Return the longest run of uncapitalised Latin words that stands in both texts."""
    if texts.target_shares.get("Latn", 0.0) == 0.0:
        return []
    source = f" {' '.join(_TOKEN.findall(texts.source_prose))} "
    best: list[str] = []
    run: list[str] = []
    for word in _TOKEN.findall(texts.target_prose):
        longer = [*run, word]
        if _SMALL_WORD.fullmatch(word) and f" {' '.join(longer)} " in source:
            run = longer
        else:
            run = [word] if _SMALL_WORD.fullmatch(word) and f" {word} " in source else []
        best = max(best, run, key=len)
    return best
