"""A translation that nobody can mistake for one, yet is in the right script and can be undone.

    mark("ಮೈಸೂರು ೧೯೫೬ರಲ್ಲಿ ಬೆಳೆಯಿತು.", "kn", "en") -> "The bqvcqfnu 1956nhthi that qseyegilu."
    mark("The bqvcqfnu 1956nhthi that qseyegilu.", "en", "kn") -> "ಮೈಸೂರು 1956ರಲ್ಲಿ ಬೆಳೆಯಿತು."

Each letter of the other script stands for one or two Latin letters. English gets function words, so
that language identification calls it English; they are taken out on the way back. Digits become
ASCII; number words and months go through the locales' tables; names with capitals, URLs, markup and
placeholders stay. Two languages of Latin script swap letters. For languages that have a locale.
"""

import unicodedata
from functools import cache

import regex

from mlkt.packs import Locale, load_locale

# The frequent letters of a script, the five vowel signs that stand for a, e, i, o, u first.
_FREQUENT = {
    "Knda": "ಾೆಿೊು್ರದನತಲವಸಗಕಯಂಮಳಡಪಹಟ",
    "Deva": "ाेिोु्करनसहंमीलतपयवबदज",
}
_SINGLE = "aeioutnrslhdcmpgfbykvwj"  # one Latin letter each for the frequent ones
_PAIRED = "xq"  # with a second letter for the others
_RARE = "z"  # and four letters: the code point in base 23
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"
_FUNCTION_WORDS = tuple(
    "that which their there than this through they these when would what where without".split()
)
_GAP = 10  # letters between two function words: enough for py3langid to see English

_TOKEN = regex.compile(
    r"""(?P<kept>https?://\S+ | www\.\S+ | \S+@\S+\.\S+ | <[^<>\n]*> | \{[^{}\n]*\} | ⟦[^⟦⟧\n]*⟧
        | `[^`\n]*` | \$[^$\n]+\$ | \b[A-Za-z_]+\d\w*
        | %(?:\(\w+\))?[sd]\b)
      | (?P<hyphened>\b[a-z]-[a-z]+\b)
      | (?P<word>\p{Latin}[\p{Latin}\p{M}]* | (?:(?!\p{Latin})[\p{L}\p{M}\u200c\u200d])+)
      | (?P<digits>\p{Nd}+) | (?P<other>.)""",
    regex.VERBOSE | regex.DOTALL,
)
_LATIN = regex.compile(r"\p{Latin}")
_JOINER = regex.compile(r"[\u200c\u200d]")
_FULL_STOP = regex.compile(r"\.(?=\s|$)")


def mark(text: str, source_lang: str, target_lang: str) -> str:
    """Return `text` marked as if it were in `target_lang`; marking back returns it.

    What does not come back: native digits, other forms of number words and months, punctuation of
    the script's own.

    Raises:
        LanguageError: one of the languages has no locale.
    """
    source, target = load_locale(source_lang), load_locale(target_lang)
    if source.code == target.code:
        raise ValueError(f"nothing to translate from {source_lang!r} to {target_lang!r}")
    if source.code == "en":
        text = _without_function_words(text)
    latin = [_to_latin(found, source, target) for found in _TOKEN.finditer(text)]
    if target.code == "en":
        return _with_function_words(latin)
    spelled = (_from_latin(word, target) if mapped else word for word, mapped in latin)
    return _stopped("".join(spelled), target)


def _to_latin(found: regex.Match[str], source: Locale, target: Locale) -> tuple[str, bool]:
    """Return a token in Latin letters, and whether it is a word whose letters stand for others."""
    token = found[0]
    if found["digits"]:
        return "".join(str(unicodedata.decimal(digit)) for digit in token), False
    if token in source.terminators and not token.isascii() and len(token) == 1:
        return ("?" if "QUESTION" in unicodedata.name(token) else "."), False
    if found["hyphened"] and source.code == "en":
        joined = token[0] + token[2:]
        return (joined if joined in _english() else token), True
    if not found["word"] and not found["hyphened"]:
        return token, False
    numbers, months = _dictionary(source.code, target.code)
    bare = _JOINER.sub("", token).casefold()
    if bare in numbers or bare in months:
        return numbers.get(bare) or months[bare], False
    if not _LATIN.match(token):
        letters = _codes(source.script)[0]
        return "".join(letters.get(letter, letter) for letter in token.lower()), True
    if source.script != "Latn":  # a foreign word; with a capital it stays on the way back
        return (token.capitalize() if token.islower() else token), False
    if token != token.lower():
        return token, False
    return (token if source.code == "en" else _swapped(token, +1)), True


def _from_latin(word: str, target: Locale) -> str:
    if target.script == "Latn":
        return _swapped(word, -1)
    letters, longest = _codes(target.script)[1], 5
    spelled: list[str] = []
    at = 0
    while at < len(word):
        sizes = range(min(longest, len(word) - at), 0, -1)
        size = next((size for size in sizes if word[at : at + size] in letters), 0)
        spelled.append(letters[word[at : at + size]] if size else word[at])
        at += size or 1
    return "".join(spelled)


def _with_function_words(tokens: list[tuple[str, bool]]) -> str:
    written: list[str] = []
    since, used, opening = 0, 0, True
    for index, (token, mapped) in enumerate(tokens):
        after_word = index > 1 and tokens[index - 1][0] == " " and tokens[index - 2][1]
        if mapped and opening:
            written.append("The ")
        elif mapped and after_word and since >= _GAP:
            written.append(_FUNCTION_WORDS[used % len(_FUNCTION_WORDS)] + " ")
            used, since = used + 1, 0
        if mapped and index and tokens[index - 1][0][-1:].isalpha():
            written.append("-")  # an ending on a foreign word
        written.append(_guarded(token) if mapped else token)
        since += len(token)
        opening = token in ".?!\n" or (opening and not token[:1].isalnum())
    return "".join(written)


def _without_function_words(text: str) -> str:
    words = "|".join(_FUNCTION_WORDS)
    return regex.sub(rf"\b(?:The|{words}) (?=\p{{Ll}})| (?:{words})(?=[\s\p{{P}}]|$)", "", text)


def _guarded(word: str) -> str:
    """Return a word that English happens to have as number or month with a hyphen in it."""
    return f"{word[0]}-{word[1:]}" if word in _english() and len(word) > 1 else word


@cache
def _english() -> frozenset[str]:
    english = load_locale("en")
    forms = [*english.number_words.values(), *english.months.values()]
    return frozenset({form.casefold() for group in forms for form in group} | {*_FUNCTION_WORDS})


@cache
def _dictionary(source: str, target: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return form -> the other language's first form, for numbers and for months."""
    one, other = load_locale(source), load_locale(target)
    return (
        _table(one.number_words, other.number_words),
        _table(one.months, other.months),
    )


def _table(ours: dict[str, list[str]], theirs: dict[str, list[str]]) -> dict[str, str]:
    return {
        form.casefold(): theirs.get(key, [key])[0] for key, forms in ours.items() for form in forms
    }


@cache
def _codes(script: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return letter -> Latin and Latin -> letter for a script."""
    of_script = regex.compile(rf"\p{{Script={script}}}")
    letters = [
        chr(point)
        for point in range(0x80, 0x30000)
        if unicodedata.category(chr(point))[0] in "LM" and of_script.match(chr(point))
    ]
    frequent = [*_FREQUENT.get(script, "")]
    ordered = frequent + [letter for letter in letters if letter not in frequent]
    short = [*_SINGLE, *(first + second for first in _PAIRED for second in _SINGLE)]
    there = dict(zip(ordered, short, strict=False))
    there |= {letter: _RARE + _base(ord(letter)) for letter in ordered[len(short) :]}
    return there, {code: letter for letter, code in there.items()}


def _base(number: int) -> str:
    size = len(_SINGLE)
    return "".join(_SINGLE[number // size**power % size] for power in (3, 2, 1, 0))


def _swapped(word: str, by: int) -> str:
    return word.translate(_turned(by))


@cache
def _turned(by: int) -> dict[int, int]:
    return {
        ord(letter): ord(letters[(at + by) % len(letters)])
        for letters in (_VOWELS, _CONSONANTS)
        for at, letter in enumerate(letters)
    }


def _stopped(text: str, target: Locale) -> str:
    """Return the text with the language's own full stop where it has one."""
    stop = target.terminators[0]
    return text if stop == "." or not stop.strip() else _FULL_STOP.sub(stop, text)
