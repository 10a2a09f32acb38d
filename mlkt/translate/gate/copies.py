"""Source text that stands in the place of its translation, or inside it.

The city has 65 wards.  ->  The city has 65 wards.                       copied_source
The city has 65 wards.  ->  The city has 65 wards. ನಗರದಲ್ಲಿ 65 …          copied_source
NASA  ->  NASA                                                           nothing: a name
"""

from collections.abc import Iterator

import regex

from mlkt.rows import folded
from mlkt.text.scripts import share_of
from mlkt.translate.gate.texts import Texts
from mlkt.translate.problems import Problem

_MIN_LETTERS = 25  # between languages of one script: shorter ones are names and titles
_MAX_SHARE_OF_NAME = 0.5  # of letters in the source's script
_MAX_LETTERS_OF_ACRONYM = 8
# Words with a small letter that stand in a row in both texts, in languages of two scripts. Titles
# and names have capitals.
_MIN_RUN = 6
_SMALL_WORD = regex.compile(r"\p{Ll}[\p{L}\p{M}'’-]*")
_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’-]*+")


def check_copy(texts: Texts) -> Iterator[Problem]:
    """Find a target that is its source, holds all of it or a long stretch of it."""
    source, target = folded(texts.source).casefold(), folded(texts.target).casefold()
    if _is_name(texts):
        return
    if source == target or (texts.source_letters >= _MIN_LETTERS and source in target):
        yield Problem("copied_source", "blocking", texts.target[:80])
    elif texts.source_script == "Latn" and texts.target_script not in (None, "Latn"):
        run = _copied_run(texts)
        if len(run) >= _MIN_RUN:
            yield Problem("copied_source", "blocking", " ".join(run)[:80])


def _is_name(texts: Texts) -> bool:
    """Tell whether the source may stay as it is: a name, an acronym, a title."""
    if texts.source.isupper() and texts.source_letters <= _MAX_LETTERS_OF_ACRONYM:
        return True
    script = texts.source_script
    if script == texts.target_script:
        return texts.source_letters < _MIN_LETTERS
    # a name in another script may stand in the source already
    return script is None or share_of(texts.source_shares, script) < _MAX_SHARE_OF_NAME


def _copied_run(texts: Texts) -> list[str]:
    """Return the longest run of uncapitalised Latin words that stands in both texts."""
    if texts.target_shares.get("Latn", 0.0) == 0.0:
        return []
    source = f" {' '.join(_TOKEN.findall(texts.source))} "
    best: list[str] = []
    run: list[str] = []
    for word in _TOKEN.findall(texts.target):
        longer = [*run, word]
        if _SMALL_WORD.fullmatch(word) and f" {' '.join(longer)} " in source:
            run = longer
        else:
            run = [word] if _SMALL_WORD.fullmatch(word) and f" {word} " in source else []
        best = max(best, run, key=len)
    return best
