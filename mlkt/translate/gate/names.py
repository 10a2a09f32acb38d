"""Names: those of a text stand in its translation, in whatever script.

kn>en  "Google ಮತ್ತು Facebook ಕಂಪನಿಗಳು"  ->  "The two rivers of the state"         names_lost
en>kn  "… Donald Trump … Angela Merkel … Berlin … Putin"  ->  "ರಾಜ್ಯದ ಎರಡು ನದಿಗಳು"  names_lost

In a text of another script all Latin words are names, and come through as they are; in one of Latin
script runs of capitalised words inside a sentence are, and their consonants come through
(`skeletons`). A name that is missing may have been translated; all of several may not.
"""

import unicodedata
from collections.abc import Iterator

import regex

from mlkt.translate.gate.bands import find_band
from mlkt.translate.gate.length import length_ratio
from mlkt.translate.gate.skeletons import SCRIPTS, name_skeletons, skeletons
from mlkt.translate.gate.texts import Texts
from mlkt.translate.gate.verbatim import strip_verbatim
from mlkt.translate.problems import Problem

_MIN_WORDS = 2  # in Latin letters within another script
# Runs of capitalised words: of four, none is found in under 0.1 % of the translations of NTREX-128
# into Kannada and Hindi; into Swahili, which translates more of them, and Arabic, which writes few
# vowels and foreign sounds, of five.
_MIN_RUNS, _MIN_LESS_SURE_RUNS = 4, 5
_LESS_SURE = frozenset({"Latn", "Arab"})
# Of two, none is found in 0.9 to 1.2 % of those into Kannada and Hindi; one in ten of these has an
# unusual length.
_MIN_DOUBTFUL_RUNS = 2
_PREFIX = 4  # letters that survive a case ending or another spelling
_LATIN = regex.compile(r"\p{Latin}[\p{Latin}\p{M}'’]+")
_CAPITALISED = r"\p{Lu}[\p{Latin}\p{M}'’-]+"
_INSIDE = r"(?<=[\p{L}\p{M}\p{N},;:)”\"’]\s[\"“‘(]?)"  # not what begins a sentence
_JOINT = r"(?:\p{Ll}{2}(?<!at|by|in|on|to)|the|and|del|der|van|von)\s"
_RUN = regex.compile(rf"{_INSIDE}{_CAPITALISED}(?:\s(?:{_JOINT})?{_CAPITALISED})*+")
_WORD = regex.compile(_CAPITALISED)
_MARKS = regex.compile(r"\p{M}+")


def check_names(texts: Texts) -> Iterator[Problem]:
    """Find a target with none of its source's names, or with names of which the source has none."""
    sides = (
        ("names_lost", texts.source, texts.source_script, texts.target, texts.target_script),
        ("names_added", texts.target, texts.target_script, texts.source, texts.source_script),
    )
    for kind, text, script, other, other_script in sides:
        if script == "Latn":
            if other_script in SCRIPTS:
                yield from _compare_runs(kind, text, other, texts)
        elif script is not None:
            words = latin_words(text)
            if len(words) >= _MIN_WORDS and not _holds_any(other, words):
                yield Problem(kind, "blocking", " ".join(words))


def latin_words(text: str) -> list[str]:
    """Return the beginnings of the Latin words of a text in another script."""
    return sorted({_plain(word)[:_PREFIX] for word in _LATIN.findall(strip_verbatim(text))})


def name_runs(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the runs of capitalised words of a Latin text, with the skeletons of their words.

    Of runs that share a word (North Korea, North Korean) the first one counts.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    seen: set[str] = set()
    for run in _RUN.findall(text):
        forms = tuple(form for word in _WORD.findall(run) for form in name_skeletons(word))
        if forms and seen.isdisjoint(forms):
            found.append((run, forms))
            seen.update(forms)
    return found


def _compare_runs(kind: str, text: str, other: str, texts: Texts) -> Iterator[Problem]:
    runs = name_runs(text)
    if len(runs) < _MIN_DOUBTFUL_RUNS:
        return
    said = skeletons(other)
    if not any(f" {form}" in said for _, forms in runs for form in forms):
        severity = "blocking" if _is_sure(len(runs), texts) else "minor"
        yield Problem(kind, severity, ", ".join(run for run, _ in runs)[:80])


def _is_sure(runs: int, texts: Texts) -> bool:
    """Tell whether so many names without a trace mean another text."""
    if {texts.source_script, texts.target_script} <= _LESS_SURE:
        return runs >= _MIN_LESS_SURE_RUNS
    band = find_band(texts.source_lang, texts.target_lang)
    ratio = length_ratio(texts, band)
    return runs >= _MIN_RUNS or band.is_unusual(ratio, len(texts.source))


def _holds_any(text: str, words: list[str]) -> bool:
    given = _plain(text)
    return any(regex.search(rf"(?<!\p{{L}}){regex.escape(word)}", given) for word in words)


def _plain(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", text)).casefold().replace(".", "")
