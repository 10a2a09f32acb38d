"""The gate: what is visibly wrong with a translation, without any model.

check_translation("ನಗರದಲ್ಲಿ ೬೫ ವಾರ್ಡ್‌ಗಳಿವೆ.", "It has 56 wards.", source_lang="kn", target_lang="en")
-> [Problem("numbers_changed", "blocking", "65 -> 56")]

Only what hardly ever happens to a good human translation is `blocking`; the rest is `minor`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import regex

from mlkt.text import expected_script, identify, script_share, words
from mlkt.translate.gate_numbers import check_numbers
from mlkt.translate.memory import folded
from mlkt.translate.problems import Problem
from mlkt.translate.tags import without_region

_LETTER = regex.compile(r"\p{L}")
_ENTITY = regex.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# https://a.b/c  www.a.b  x@y.z  ____  {name}  <x1/>  %s
_KEPT = regex.compile(
    r"(?:https?://|www\.)[^\s<>\"\p{Pi}\p{Pf}]+(?<![.,;:!?)\]'।。])|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+"
    r"|_{2,}|\{\w*\}|</?\w++\s*/?>|%(?:\(\w+\))?[sd]\b"
)
_MIN_LETTERS_OF_COPY = 25  # between languages of one script: shorter ones are names and titles
_MAX_SHARE_OF_NAME = 0.5  # of letters in the source's script
_MIN_LETTERS = 12  # for shares of scripts
_MIN_LETTERS_TO_IDENTIFY = 30  # from there no error in five languages of NTREX-128
_MIN_CONFIDENCE = 0.8  # below, texts full of foreign names are doubted too
_MIN_SHARE = 0.2  # of letters in the target's script: "Google ಮತ್ತು Facebook" has 0.22
_MAX_LETTERS_OF_ACRONYM = 8
_MAX_RESIDUE = 0.1  # reference 5.1: 5 to 10 % of the letters
_MIN_CHARS_FOR_LENGTH = 20
_BAND = (0.3, 3.0)  # wider than the extremes of all pairs in reference 5.1, in weighted characters
_WEIGHT = {"Hani": 3.0, "Hira": 2.0, "Kana": 2.0, "Hang": 2.0}  # letters an alphabet needs for one


def check_translation(
    source: str,
    target: str,
    *,
    source_lang: str,
    target_lang: str,
    terms: Sequence[tuple[str, str]] = (),
    cut_off: bool = False,
) -> list[Problem]:
    """Return what is wrong with `target` as a translation of `source`; never raises.

    Languages are BCP 47 codes; a language without a locale is checked by Unicode's facts alone.
    `cut_off` says that the engine stopped before its end. A text without letters may stay as it is.
    """
    if not target.strip():
        return [Problem("empty", "blocking", source[:80])]
    found = [Problem("cut_off", "blocking", target[-80:])] if cut_off else []
    found += check_numbers(source, target, source_lang, target_lang)
    found += _check_kept(source, target)
    if _LETTER.search(source):
        for check in (_check_copy, _check_script, _check_language, _check_length):
            found += check(source, target, source_lang, target_lang)
        found += _check_loop(source, target)
    return found


def _check_kept(source: str, target: str) -> Iterator[Problem]:
    """Compare what must come through as it is, and what must not come up."""
    kept, found = Counter(_KEPT.findall(source)), Counter(_KEPT.findall(target))
    if kept != found:
        evidence = f"{sorted((kept - found).elements())} -> {sorted((found - kept).elements())}"
        yield Problem("verbatim_changed", "blocking", evidence)
    if entities := sorted(set(_ENTITY.findall(target)) - set(_ENTITY.findall(source))):
        yield Problem("html_entities", "blocking", " ".join(entities))


def _check_copy(source: str, target: str, source_lang: str, target_lang: str) -> Iterator[Problem]:
    if folded(source).casefold() != folded(target).casefold():
        return
    script, target_script = expected_script(source_lang), expected_script(target_lang)
    letters = len(_LETTER.findall(source))
    if script == target_script:
        is_name = letters < _MIN_LETTERS_OF_COPY
    else:  # a name in another script may stand in the source already
        is_name = script is None or script_share(source, script) < _MAX_SHARE_OF_NAME
    is_name = is_name or (source.isupper() and letters <= _MAX_LETTERS_OF_ACRONYM)
    if not is_name:
        yield Problem("copied_source", "blocking", target[:80])


def _check_script(
    source: str, target: str, source_lang: str, target_lang: str
) -> Iterator[Problem]:
    script, source_script = expected_script(target_lang), expected_script(source_lang)
    if script is None or len(_LETTER.findall(target)) < _MIN_LETTERS:
        return
    share = script_share(target, script)
    if share < _MIN_SHARE:
        yield Problem(
            "wrong_script", "blocking", f"{share:.0%} {script}, expected {_MIN_SHARE:.0%}"
        )
    # Latin names stand in texts of all scripts, so only other scripts are residue.
    elif source_script not in (None, script, "Latn"):
        residue = script_share(target, source_script)
        if residue > 0:
            severity = "blocking" if residue > _MAX_RESIDUE else "minor"
            yield Problem("source_script_left", severity, f"{residue:.0%} {source_script}")


def _check_language(
    source: str, target: str, source_lang: str, target_lang: str
) -> Iterator[Problem]:
    if len(_LETTER.findall(target)) < _MIN_LETTERS_TO_IDENTIFY:
        return
    found, wanted = identify(target), without_region(target_lang)
    if found.lang in ("und", wanted) or identify(target, [wanted]).lang == wanted:
        return  # the second look spares languages that resemble each other
    severity = "blocking" if found.confidence >= _MIN_CONFIDENCE else "minor"
    yield Problem("wrong_language", severity, f"{found.lang} {found.confidence:.2f}")


def _check_length(
    source: str, target: str, source_lang: str, target_lang: str
) -> Iterator[Problem]:
    if len(source) < _MIN_CHARS_FOR_LENGTH:
        return
    ratio = _weight(target) / _weight(source)
    low, high = _BAND
    if not low <= ratio <= high:
        yield Problem("length", "blocking", f"ratio {ratio:.2f}, band default {low}-{high}")


def _weight(text: str) -> float:
    extra = sum((weight - 1) * script_share(text, script) for script, weight in _WEIGHT.items())
    return len(text) + extra * len(_LETTER.findall(text))


def _check_loop(source: str, target: str) -> Iterator[Problem]:
    """Find a run of four words that stands at least twice more often than one in the source."""
    repeated, most = _most_repeated(target)
    if most - _most_repeated(source)[1] >= 2:
        yield Problem("loop", "blocking", f"{most} times {' '.join(repeated)}")


def _most_repeated(text: str) -> tuple[tuple[str, ...], int]:
    tokens = words(text)
    grams = Counter(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))
    return grams.most_common(1)[0] if grams else ((), 1)
