"""Find a term in its forms: as a whole word, with the case endings and particles of its language.

term_pattern("ಮೈಸೂರು", "kn") matches ಮೈಸೂರಿನಲ್ಲಿ, ಮೈಸೂರಿಗೆ; term_pattern("city", "en") cities
"""

from functools import lru_cache

import regex

from mlkt.text import expected_script, script_shares
from mlkt.text.scripts import UNSPACED, script_parts
from mlkt.translate.tags import without_region

_LETTER = regex.compile(r"\p{L}")

# Languages whose words take few endings or none.
_ENDINGS = {"en": "(?:['’]?s|es)?", "sw": "(?:ni)?", "vi": "", "yo": "", "ig": ""}
# What is written together with the word behind it: and, so; in, like, to; the.
_PROCLITICS = {"ar": "[وف]?(?:[بكل]?ال|لل|[بكل])?", "he": "[ושכ]{0,2}[בלמ]?ה?"}
# Scripts of languages that chain cases and particles, and the longest such chain: ಗಳಲ್ಲಿರುವುದು.
_CHAINING = frozenset({"Knda", "Telu", "Taml", "Mlym"})
_LONGEST, _LONGEST_CHAIN = 4, 13  # code points


def whole_word(text: str, ending: str = "", proclitic: str = "") -> str:
    """Return the pattern of `text` as a whole word, between the patterns `proclitic` and `ending`.

    A letter of another script ends a word, as in `Googleನಲ್ಲಿ`; scripts without spaces have no
    words to be whole.
    """
    before, after = _continues(text[0]), _continues(text[-1:] if not ending else _last(text))
    opening = f"(?<!{before})" if before else ""
    return f"{opening}{proclitic}{regex.escape(text)}{ending}" + (f"(?!{after})" if after else "")


@lru_cache(maxsize=50_000)
def term_pattern(term: str, lang: str) -> "regex.Pattern[str]":
    """Return the pattern of a case-folded term in a case-folded text, with its case endings.

    Endings are told by their script and their length: ಮೈಸೂರಿನಲ್ಲಿ and नगरों are forms of ಮೈಸೂರು and
    नगर, and so is many a compound. Scripts without spaces have none.
    """
    stem, ending = _stem_and_ending(term, lang)
    return regex.compile(whole_word(stem, ending, _PROCLITICS.get(without_region(lang), "")))


def term_stem(term: str, lang: str) -> str:
    """Return what all forms of a term begin with, behind their articles and prepositions."""
    return _stem_and_ending(term, lang)[0]


def _stem_and_ending(term: str, lang: str) -> tuple[str, str]:
    word, base = term.split(" ")[-1], without_region(lang).split("-")[0]
    script, letters = script_of(word), len(_LETTER.findall(word))
    own = expected_script(lang)
    if not script or script in UNSPACED or (own and script not in script_parts(own)):
        return term, ""  # a word from another script takes the endings of the text's own
    if base == "en" and letters > 2 and term.endswith("y"):
        return term[:-1], "(?:y(?:['’]s)?|ies)"
    if base in _ENDINGS:
        return term, _ENDINGS[base]
    if base == "ar":
        term = term.removeprefix("ال") if letters > 4 else term
        if term.endswith("ة") and letters > 2:
            return term[:-1], r"(?:ة|ا?ت\p{Arabic}{0,3})"
    is_cased = word.upper() != word
    if letters < (4 if is_cased else 2):
        return term, ""
    longest = _LONGEST_CHAIN if script in _CHAINING else _LONGEST
    more = rf"[\u200C\u200D]?[\p{{sc={script}}}\u0300-\u036F]{{0,{longest}}}"
    if is_cased:
        return term, f"['’]?{more}"
    if term.endswith("ம்"):  # நகரம், நகரத்தில்
        return term[:-2], f"(?:ம|த்த){more}"
    if not regex.match(r"\p{M}", term[-1]):
        return term, rf"(?:(?!\p{{M}}){more})?" if script in _CHAINING else more
    # A vowel sign at the end may give way to another: ಮೈಸೂರು, ಮೈಸೂರಿನ; लड़का, लड़के.
    full = rf"{term[-1]}(?:(?!\p{{M}}){more})?"
    return term[
        :-1
    ], rf"(?:{full}|(?=\p{{M}})(?!\p{{ccc=9}}){more}{'|' + more if letters > 2 else ''})"


def script_of(text: str) -> str:
    """Return the script that most letters of `text` are in, empty where it has none."""
    return next(iter(script_shares(text)), "")


def _last(text: str) -> str:
    letters: list[str] = _LETTER.findall(text)
    return letters[-1] if letters else text[-1:]


def _continues(sign: str) -> str:
    """Return the class of signs that belong to the same word as `sign` beside them."""
    if not regex.match(r"[\p{L}\p{M}\p{N}_]", sign):
        return ""
    script = script_of(sign)
    if script in UNSPACED:
        return ""
    if not script:  # a digit, or a mark without a sound of its own
        return r"[\p{L}\p{M}\p{N}_\u200C\u200D]"
    joiners = "" if script == "Latn" else r"\u200C\u200D"
    return rf"[\p{{sc={script}}}\p{{N}}_\u0300-\u036F{joiners}]"
