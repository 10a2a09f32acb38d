"""Words of a text, for measures of overlap: ranking, support of a claim, near duplicates.

Scripts written with spaces give case-folded words; scripts written without give overlapping pairs
of characters, which need no dictionary and compare just as well.

    words("Mysuru ನಗರದ 1,204 ವಾರ್ಡ್‌ಗಳು.")  ->  ["mysuru", "ನಗರದ", "1,204", "ವಾರ್ಡ್‌ಗಳು"]
    words("東京タワー")                    ->  ["東京", "京タ", "タワ", "ワー"]
"""

import regex

from mlkt.text.scripts import UNSPACED

# A letter or mark of a script without spaces. Signs that other scripts share with them (the dot
# below of Yoruba is one) stand before Thai, the first of these scripts in Unicode.
_SHARED = "".join(rf"\p{{scx={script}}}" for script in UNSPACED)
UNSPACED_LETTER = rf"[[{_SHARED}]&&[\p{{L}}\p{{M}}]&&[\u0E00-\U0010FFFF]]"
_LETTER = r"[\p{L}\p{M}\p{N}\p{Pc}]"
_SPACED = rf"[{_LETTER}--{UNSPACED_LETTER}]"
# What stands inside a word: joiners of Indic and Arabic scripts, apostrophes (don't, ng'ombe), the
# Catalan and Hebrew points; a stop or comma between digits (UAX #29, rules WB6, WB7, WB11, WB12).
_INSIDE = r"(?:[\u200C\u200D]+|['’·״](?=\p{L})|(?<=\p{N})[.,](?=\p{N}))"
_PLAIN = regex.compile(rf"[\p{{L}}\p{{N}}]{_LETTER}*+(?:{_INSIDE}{_LETTER}++)*+")
_MIXED = regex.compile(
    rf"(?V1)(?P<unspaced>{UNSPACED_LETTER}++)"
    rf"|(?=[\p{{L}}\p{{N}}]){_SPACED}++(?:{_INSIDE}{_SPACED}++)*+"
)
_FROM_THAI_ON = regex.compile(r"[\u0E00-\U0010FFFF]")  # found at a tenth of the cost
_UNSPACED = regex.compile(rf"(?V1){UNSPACED_LETTER}")
_CHARACTER = regex.compile(r"\P{M}\p{M}*+|\p{M}++")


def words(text: str) -> list[str]:
    """Return the case-folded words of `text` in order; unspaced runs as pairs of characters."""
    text = text.casefold()
    if _FROM_THAI_ON.search(text) is None or _UNSPACED.search(text) is None:
        return _PLAIN.findall(text)
    found: list[str] = []
    for match in _MIXED.finditer(text):
        if match["unspaced"] is None:
            found.append(match.group())
            continue
        signs: list[str] = _CHARACTER.findall(match.group())
        found.extend(map(str.__add__, signs, signs[1:]) if len(signs) > 1 else signs)
    return found
