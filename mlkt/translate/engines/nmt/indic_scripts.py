"""One script for many languages: the Brahmi-derived scripts of India, letter by letter.

to_devanagari("ಬೆಂಗಳೂರು", "Knda")  ->  "बॆंगळूरु"
from_devanagari("बॆंगळूरु", "Knda")  ->  "ಬೆಂಗಳೂರು"

Unicode lays these scripts out alike, in blocks of 128, so that the same letter has the same offset
in each (The Unicode Standard, chapter 12). IndicTrans2 was trained on all of them in Devanagari.
"""

import unicodedata
from functools import cache

_DEVANAGARI = 0x0900
_BLOCKS = {
    "Deva": _DEVANAGARI,
    "Beng": 0x0980,
    "Guru": 0x0A00,
    "Gujr": 0x0A80,
    "Orya": 0x0B00,
    "Taml": 0x0B80,
    "Telu": 0x0C00,
    "Knda": 0x0C80,
    "Mlym": 0x0D00,
}
# Above, the blocks hold what is their own (Malayalam's chillus, the Assamese ra); 64 and 65 are the
# dandas, which all share with Devanagari.
_LAST = 0x6F
_DANDAS = (0x64, 0x65)
# Malayalam's consonants without a vowel as text before Unicode 5.1 has them; since then each is one
# letter of its own, which has no offset and stays.
_OLD_CHILLUS = {"ണ്": "ൺ", "ന്": "ൻ", "ര്": "ർ", "ല്": "ൽ", "ള്": "ൾ", "ക്": "ൿ"}
# Tamil has one letter for each row of stops, and no letter SHA before Grantha's.
_TAMIL = {
    **{0x15 + 5 * row + place: 0x15 + 5 * row for row in range(4) for place in (1, 2, 3)},
    0x1C: 0x1C,
    0x2B: 0x2A,
    0x2C: 0x2A,
    0x2D: 0x2A,
}


def is_unified(script: str) -> bool:
    """Tell whether the script (ISO 15924) is one of those that can be written in Devanagari."""
    return script in _BLOCKS


def to_devanagari(text: str, script: str) -> str:
    """Return `text` with the letters of `script` in Devanagari; joiners, mere style there, go."""
    if script == "Mlym":
        for consonant, chillu in _OLD_CHILLUS.items():
            text = text.replace(consonant + "\u200d", chillu)
    return text.translate(_table(script, "Deva")).replace("\u200c", "").replace("\u200d", "")


def from_devanagari(text: str, script: str) -> str:
    """Return `text` with its Devanagari in `script`; what `script` has no letter for stays."""
    return unicodedata.normalize("NFC", text.translate(_table("Deva", script)))


@cache
def _table(source: str, target: str) -> dict[int, int]:
    pairs: dict[int, int] = {}
    for offset in range(_LAST + 1):
        moved = _TAMIL.get(offset, offset) if target == "Taml" else offset
        letter = _BLOCKS[target] + moved
        is_assigned = unicodedata.category(chr(letter)) != "Cn"
        if offset not in _DANDAS and is_assigned:
            pairs[_BLOCKS[source] + offset] = letter
    return pairs
