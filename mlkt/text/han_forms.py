"""Simplified and Traditional Chinese: told by the characters that only one of the two writes.

han_form("城市的历史")  ->  "Hans"
han_form("城市的歷史")  ->  "Hant"
han_form("山水")        ->  None

Two national character sets are the source, as Python's codecs have them: a character of GB 2312
(1980, mainland China) that Big5 (1984, Taiwan) lacks is Simplified, and one of Big5's frequent
characters that GB 2312 lacks is Traditional. What both have (后, 里, 台) tells nothing. Japanese
writes some of the Simplified characters (国, 学), those of JIS X 0208, and no others.
"""

from functools import cache

_IDEOGRAPHS = range(0x4E00, 0xA000)  # CJK Unified Ideographs, without extensions
_LAST_FREQUENT = 0xC6  # lead byte of Big5's level 1: 5401 characters in everyday use


def han_form(text: str) -> str | None:
    """Return `Hans` or `Hant`, whichever has more of its own characters in `text`, or None."""
    simplified, traditional = _own_characters()
    balance = sum((sign in simplified) - (sign in traditional) for sign in text)
    return None if balance == 0 else "Hans" if balance > 0 else "Hant"


def is_foreign_to_japanese(text: str) -> bool:
    """Tell whether a text holds a Simplified character that Japanese does not write: 这, 东."""
    simplified, _ = _own_characters()
    return any(sign in simplified and not sign.encode("shift_jis", "ignore") for sign in text)


@cache
def _own_characters() -> tuple[frozenset[str], frozenset[str]]:
    """Return the 2380 characters of Simplified Chinese alone, and the 2073 of Traditional."""
    simplified: set[str] = set()
    traditional: set[str] = set()
    for sign in map(chr, _IDEOGRAPHS):
        mainland, taiwan = sign.encode("gb2312", "ignore"), sign.encode("big5", "ignore")
        if mainland and not taiwan:
            simplified.add(sign)
        elif taiwan and not mainland and taiwan[0] <= _LAST_FREQUENT:
            traditional.add(sign)
    return frozenset(simplified), frozenset(traditional)
