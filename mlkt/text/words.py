"""Words of a text, for measures of overlap: ranking, support of a claim, near duplicates.

Scripts written with spaces give case-folded words; scripts written without give overlapping pairs
of characters, which need no dictionary and compare just as well.

    words("Mysuru ನಗರದ 1,204 ವಾರ್ಡ್‌ಗಳು.")  ->  ["mysuru", "ನಗರದ", "1,204", "ವಾರ್ಡ್‌ಗಳು"]
    words("東京タワー")                    ->  ["東京", "京タ", "タワ", "ワー"]
"""

import regex

# Scripts whose words stand side by side without spaces (Unicode Standard Annex #29, section 4:
# "word boundaries … ideographic, Thai, Lao, Khmer, Myanmar"; property Line_Break=SA and ID).
_DENSE = (
    r"[[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]"
    r"&&[\p{L}\p{M}]]"
)
_SPACED = rf"[[\p{{L}}\p{{M}}\p{{N}}\p{{Pc}}]--{_DENSE}]"
# What stands inside a word: joiners of Indic and Arabic scripts, apostrophes (don't, ng'ombe), the
# Catalan and Hebrew points; a stop or comma between digits (UAX #29, rules WB6, WB7, WB11, WB12).
_INSIDE = r"(?:[\u200C\u200D]+|['’·״](?=\p{L})|(?<=\p{N})[.,](?=\p{N}))"
_WORD = rf"(?=[\p{{L}}\p{{N}}]){_SPACED}++(?:{_INSIDE}{_SPACED}++)*+"
_PLAIN = regex.compile(rf"(?V1){_WORD}")
_MIXED = regex.compile(rf"(?V1)(?P<dense>{_DENSE}++)|{_WORD}")
_ANY_DENSE = regex.compile(rf"(?V1){_DENSE}")
_CHARACTER = regex.compile(r"\P{M}\p{M}*+|\p{M}++")


def words(text: str) -> list[str]:
    """Return the case-folded words of `text` in order; unspaced runs as pairs of characters."""
    text = text.casefold()
    if text.isascii() or _ANY_DENSE.search(text) is None:
        return _PLAIN.findall(text)
    found: list[str] = []
    for match in _MIXED.finditer(text):
        if match["dense"] is None:
            found.append(match.group())
            continue
        signs: list[str] = _CHARACTER.findall(match.group())
        found.extend(map(str.__add__, signs, signs[1:]) if len(signs) > 1 else signs)
    return found
