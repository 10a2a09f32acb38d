"""Tell the language of a text, and abstain where it cannot be known.

    identify("ಬೆಂಗಳೂರು ಕರ್ನಾಟಕದ ರಾಜಧಾನಿ.")        ->  kn, script Knda, decided by the script alone
    identify("Mji mkuu wa Kenya", ["sw", "en"])  ->  sw, decided by statistics (py3langid)
    identify("27 Feb, 2017")                     ->  und, because of 3 letters

The script comes first and decides alone where one language is written in it, or one of those asked
about; languages that share a script are told apart by py3langid (BSD; extra `langid`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from threading import Lock
from typing import cast

from mlkt.errors import missing_extra
from mlkt.text.neutral import mask_addresses
from mlkt.text.scripts import (
    expected_script,
    has_usual_script,
    likely_languages,
    script_counts,
    script_parts,
    share_of,
)

# Measured on NTREX-128 (en, hi, sw, ar): of answers with at least half of the probability, 0.97 to
# 1.00 are right from four words on, and 0.93 to 1.00 for two words.
MIN_CONFIDENCE = 0.5
MIN_LETTERS = 10
# A script of one language needs fewer: enough not to be a stray sign.
MIN_SCRIPT_LETTERS = 3
# A heading may gloss a name in another script; running text of one language stays well above.
MIN_SHARE = 0.6
# How many times likelier a language that was not asked about must be to make those asked doubtful.
_OUTSIDER = 9.0
_LIKELIEST = 20  # of py3langid's hundred labels
# py3langid reads some 0.6 MB/s; three samples of a long text tell as much as the whole.
_SAMPLE_CHARS = 600

# Scripts of several languages that py3langid knows, and of several of which it knows one at most.
_SHARED = frozenset({"Latn", "Cyrl", "Arab", "Deva", "Beng", "Hani", "Hebr", "Ethi"})
_UNDECIDED = frozenset({"Tibt", "Cans"})
# Labels of py3langid for members of a macrolanguage (ISO 639-3), and for old stages of a language.
_MEMBERS = {
    "arz": "ar",
    "ary": "ar",
    "wuu": "zh",
    "yue": "zh",
    "uzs": "uz",
    "gug": "gn",
    "fuv": "ff",
    "nn": "no",
    "kik": "ki",
    "hbo": "he",
    "grc": "el",
}
# Codes of one language under two names: what is asked for, and py3langid's label.
_SAME = {"nb": "no", "cmn": "zh", "fil": "tl", "prs": "fa", "ory": "or"}


@dataclass(frozen=True, slots=True)
class Identified:
    """The language of a text: a code of those asked about, or "und" where it cannot be known."""

    lang: str
    script: str  # ISO 15924; "Zyyy" without letters
    confidence: float  # 0 to 1: the share of the script's letters, or py3langid's probability
    reason: str  # what decided, or why nothing could


def identify(text: str, among: Iterable[str] | None = None) -> Identified:
    """Return the language of `text`, of those in `among` (BCP 47 codes) or of all.

    Abstains with `lang` "und" for too few letters, mixed scripts, no language of `among` in this
    script, one of them in a script that is not its usual one (`hi-Latn`), languages that the
    statistics cannot tell apart, and without the extra `langid`.
    """
    text = mask_addresses(text, " ")
    shares, letters = script_counts(text)
    if not shares:
        return Identified("und", "Zyyy", 0.0, "no letters")
    script = _writing(shares)
    share = share_of(shares, script)
    if share < MIN_SHARE:
        found = ", ".join(f"{code} {part:.0%}" for code, part in list(shares.items())[:3])
        return Identified("und", script, share, f"mixed scripts: {found}")
    asked = None if among is None else list(dict.fromkeys(among))
    fitting = _fitting(script, asked)
    if asked is not None and not fitting:
        return Identified(
            "und", script, share, f"none of {', '.join(asked)} is written in {script}"
        )
    if len(fitting) == 1 and script not in _SHARED and letters >= MIN_SCRIPT_LETTERS:
        return Identified(fitting[0], script, share, f"script {script}")
    if letters < MIN_LETTERS:
        return Identified("und", script, share, f"too few letters: {letters}")
    unusual = [lang for lang in fitting if not has_usual_script(lang)]
    if unusual:  # romanised Hindi reads like Swahili to statistics that know no such thing
        reason = f"py3langid does not know {', '.join(unusual)} in this script"
        return Identified("und", script, share, reason)
    return _by_statistics(text, script, share, fitting)


def is_known(lang: str) -> bool:
    """Tell whether py3langid can tell `lang` (BCP 47) from others: a label of it, its usual script.

    A member of a macrolanguage (`arz`) is not known: its texts count for the whole.
    """
    base = _base(lang)
    return has_usual_script(lang) and base in _labels() and base not in _MEMBERS


def _writing(shares: dict[str, float]) -> str:
    """Return the script of most letters; kana make Han letters Japanese, hangul Korean."""
    first = next(iter(shares))
    kana = shares.get("Hira", 0.0) + shares.get("Kana", 0.0)
    han = shares.get("Hani", 0.0)
    hangul = shares.get("Hang", 0.0)
    if first in {"Hani", "Hira", "Kana"} and kana > 0.05 * (han + kana):
        return "Jpan"
    return "Kore" if first == "Hang" or (first == "Hani" and hangul > 0.2 * han) else first


def _fitting(script: str, asked: list[str] | None) -> list[str]:
    """Return the languages asked about that are written in `script`; of all, those that own it."""
    if asked is None:
        owners = [] if script in _SHARED else likely_languages(script)
        return owners if script in _UNDECIDED else owners[:1]
    return [lang for lang in asked if _writes(lang, script)]


@lru_cache(maxsize=4096)
def _writes(lang: str, script: str) -> bool:
    needed = {"Jpan": "Hira", "Kore": "Hang"}.get(script, script)
    return needed in script_parts(expected_script(lang) or needed)


def _by_statistics(text: str, script: str, share: float, fitting: list[str]) -> Identified:
    try:
        with _LOADING:
            rank = _ranker()
    except ImportError:
        if len(fitting) == 1:
            return Identified(fitting[0], script, share, f"script {script} alone")
        return Identified("und", script, share, str(missing_extra("py3langid", "langid")))
    bases = {lang: _base(lang) for lang in fitting}
    scores: dict[str, float] = {}
    # Without languages asked about, what comes behind the likeliest is nothing.
    for label, score in rank(_sample(text))[: None if fitting else _LIKELIEST]:
        lang = label if label in bases.values() else _MEMBERS.get(label, label)
        scores[lang] = scores.get(lang, 0.0) + score
    if not fitting:
        scores = {lang: score for lang, score in scores.items() if _writes(lang, script)}
        likeliest = max(scores, key=lambda lang: scores[lang], default="und")
        if likeliest == "und":
            return Identified("und", script, 0.0, f"nothing likely is written in {script}")
        return _answer(likeliest, script, scores[likeliest])
    likeliest = max(scores, key=lambda lang: scores[lang])
    unknown = [lang for lang, base in bases.items() if base not in scores]
    known = {lang: scores[base] for lang, base in bases.items() if base in scores}
    best = max(known, key=lambda lang: known[lang], default="und")
    sure = best != "und" and bases[best] == likeliest and scores[likeliest] >= MIN_CONFIDENCE
    if unknown and (script not in _SHARED or not sure):
        return Identified("und", script, share, f"py3langid does not know {', '.join(unknown)}")
    if scores[likeliest] > _OUTSIDER * known[best]:
        return Identified("und", script, scores[likeliest], f"reads more like {likeliest}")
    rivals = {bases[lang]: score for lang, score in known.items()}
    if len(rivals) == 1:
        rivals[likeliest] = scores[likeliest]
    return _answer(best, script, known[best] / sum(rivals.values()))


def _answer(lang: str, script: str, confidence: float) -> Identified:
    if confidence < MIN_CONFIDENCE or lang == "zxx":
        return Identified("und", script, confidence, f"not sure; likeliest is {lang}")
    return Identified(lang, script, confidence, "statistics")


def _base(lang: str) -> str:
    base = lang.replace("_", "-").split("-")[0].casefold()
    return _SAME.get(base, base)


def _sample(text: str) -> str:
    if len(text) <= 3 * _SAMPLE_CHARS:
        return text
    middle = len(text) // 2
    parts = (text[:_SAMPLE_CHARS], text[middle : middle + _SAMPLE_CHARS], text[-_SAMPLE_CHARS:])
    return " ".join(parts)


_LOADING = Lock()  # a cache alone lets every thread of a batch load the model for itself


@cache
def _labels() -> frozenset[str]:
    try:
        with _LOADING:
            return frozenset(label for label, _ in _ranker()(""))
    except ImportError:
        return frozenset()


@cache
def _ranker() -> Callable[[str], list[tuple[str, float]]]:
    """Return py3langid's ranking: half a second to load, 4.5 MB, kept for the process."""
    langid = import_module("py3langid.langid")  # it ships no types
    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    return cast("Callable[[str], list[tuple[str, float]]]", model.rank)
