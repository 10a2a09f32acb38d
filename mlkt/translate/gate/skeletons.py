"""What is left of a name in any script: its consonants, in seven classes.

skeletons("ಡೊನಾಲ್ಡ್ ಟ್ರಂಪ್")  ->  " TNLT TRNP"      name_skeletons("Trump") -> ("TRNP",)
skeletons("دونالد ترامب")    ->  " TNLT TRNP"      name_skeletons("Gore")  -> ()

K g k q   T t d   P p b f v w   S s z j sh   N m n   R   L. Vowels, h, y and doubling fall
away. Signs of other scripts are read by their names in Unicode (KANNADA LETTER TTA), so no table of
letters is needed; Latin letters that are heard in several ways give several skeletons.
"""

import unicodedata
from functools import cache, lru_cache
from itertools import product

import regex

SCRIPTS = frozenset(
    "Latn Cyrl Arab Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh".split()
)  # whose names in Unicode tell the sound of a letter
_MAX_CLASSES = 4  # of a name: what follows is case endings and other spellings
_MIN_CLASSES = 3  # fewer are in too many words

# What Latin letters and pairs of them may sound like, as classes; nothing where it may be silent.
_LATIN = {
    **dict.fromkeys(("k", "q", "c", "ck", "qu", "kh"), ("K",)),
    **dict.fromkeys(("g", "j", "ch", "ge", "gi", "gy"), ("K", "S")),
    **dict.fromkeys(("s", "z", "sh", "ce", "ci", "cy", "tch", "sch", "tsch"), ("S",)),
    **dict.fromkeys(("p", "b", "f", "v", "ph"), ("P",)),
    **dict.fromkeys(("t", "d"), ("T",)),
    **dict.fromkeys(("m", "n"), ("N",)),
    "th": ("T", "S"),
    "x": ("KS",),
    "w": ("P", ""),
    "gh": ("K", ""),
    "r": ("R",),
    "l": ("L",),
}
_SOUND = regex.compile("|".join(sorted(_LATIN, key=len, reverse=True)))
_WORD = regex.compile(r"[\p{L}\p{M}\u200c\u200d'’]+")
_IS_LATIN = regex.compile(r"\p{Latin}")
_POSSESSIVE = regex.compile(r"['’].*")
_MARKS = regex.compile(r"\p{M}+")
_ONSET = regex.compile(r"[^aeiou]+")
# Letters that write a vowel as often as a consonant, by the names of Arabic's.
_VOWELS = frozenset("waw yeh alef ain hah heh hamza farsi".split())


@lru_cache(maxsize=4096)
def name_skeletons(name: str) -> tuple[str, ...]:
    """Return how the skeleton of a Latin name may begin; nothing for a name of too few classes."""
    sounds = _sounds(name)
    if sum("" not in readings for readings in sounds) < _MIN_CLASSES:
        return ()
    return tuple({"".join(way) for way in product(*sounds[:_MAX_CLASSES])})


def skeletons(text: str) -> str:
    """Return the skeletons of the words of a text of any script, each behind a space.

    Each stands there without its first class too: what is written in one word with a name, such as
    the article of Arabic, stands before it.
    """
    found: dict[str, None] = {}
    for word in _WORD.findall(text):
        for whole in _word_skeletons(word):
            found[whole] = found[whole[1:]] = None
    return " " + " ".join(found)


@lru_cache(maxsize=4096)
def _word_skeletons(word: str) -> tuple[str, ...]:
    if _IS_LATIN.match(word):
        sounds = _sounds(word)
        return tuple(
            {"".join(readings[way * (len(readings) - 1)] for readings in sounds) for way in (0, 1)}
        )
    return (_joined(map(_class_of, unicodedata.normalize("NFC", word))),)


def _sounds(word: str) -> list[tuple[str, ...]]:
    """Return the readings of each sound of a Latin word, for two equal ones in a row once."""
    plain = unicodedata.normalize("NFD", _POSSESSIVE.sub("", word.casefold()))
    sounds: list[tuple[str, ...]] = []
    for match in _SOUND.finditer(_MARKS.sub("", plain)):
        if not sounds or sounds[-1] != _LATIN[match.group()]:
            sounds.append(_LATIN[match.group()])
    return sounds


def _joined(classes: "map[str]") -> str:
    found = ""
    for sign in classes:
        if sign and not found.endswith(sign):
            found += sign
    return found


@cache
def _class_of(sign: str) -> str:
    """Return the class of a letter of another script than Latin, empty for vowels and marks."""
    name = unicodedata.name(sign, "")
    if "LETTER " not in name:
        return "N" if name.endswith(("ANUSVARA", "BINDI", "TIPPI")) else ""
    parts = name.split("LETTER ")[1].casefold().split()
    by_sound = name.startswith(("ARABIC", "CYRILLIC"))
    part = parts[0] if by_sound else parts[-1]
    if name.startswith("ARABIC") and (part in _VOWELS or "marbuta" in parts):
        return ""
    if part in ("ca", "cha", "ja", "jha"):  # the palatals of Brahmic scripts
        return "S"
    if name.startswith("CYRILLIC"):
        if part in ("soft", "hard"):  # signs without a sound
            return ""
        part = part.replace("ghe", "g")
        if len(part) == 2 and part[0] == "e":  # EL, EM, ER
            part = part[1]
    onset = _ONSET.match(part)
    if not onset:
        return ""
    sounds = _sounds("n" if onset.group().startswith("ng") else onset.group())
    return sounds[0][-1] if sounds else ""
