"""Cut what is too long for a sentence model, at the best place there is.

Translation models cut their input silently at some 256 tokens; Thai, Lao and much of Khmer mark no
sentence ends at all. The best place is a stop inside a quotation, then `;` and `:`, then a comma,
then a space between letters, then any space, and at last the border of a character with its marks.
"""

from math import ceil

import regex

# About 100 words of English, well under the 256 pieces that NMT models take, in most scripts.
MAX_CHARS = 600
# In scripts without spaces a character says about as much as three letters elsewhere.
MAX_DENSE_CHARS = 200

_DENSE = regex.compile(
    r"[\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]"
)
_CLOSE = r"[\"'”’»›」』)\]）】〉》]*+"
_PLACES = tuple(
    regex.compile(pattern)
    for pattern in (
        rf"(?V1)(?:[.!?…]{_CLOSE}\s++|[\p{{SB=STerm}}--[.!?]]++{_CLOSE}\s*+)",
        r"(?:[;:؛]\s++|[；：]\s*+)",
        r"(?:[,،]\s++|[，、၊]\s*+)",
        r"(?<=[\p{L}\p{M}])\s++(?=\p{L})",
        r"\s++",
        r"\X",
    )
)


def cut_long(text: str, start: int, end: int, max_chars: int | None = None) -> list[int]:
    """Return where to cut `text[start:end]` into about equal parts below a cap, if it is longer.

    White space at a part's end does not count. Without `max_chars` the cap is 600 characters, or
    200 where most of them belong to scripts written without spaces.
    """
    least = max_chars or MAX_DENSE_CHARS
    if end - start <= least or (rest := len(text[start:end].rstrip())) <= least:
        return []
    cap = max_chars or _cap(text[start:end])
    cuts: list[int] = []
    while rest > cap:
        cut = _best(text, start, start + cap, start + rest / ceil(rest / cap))
        cuts.append(cut)
        rest -= cut - start
        start = cut
    return cuts


def _cap(sentence: str) -> int:
    if max(sentence) < "\N{THAI CHARACTER KO KAI}":  # the first sign of such a script in Unicode
        return MAX_CHARS
    dense = len(_DENSE.findall(sentence))
    return MAX_DENSE_CHARS if dense * 2 > len(sentence) else MAX_CHARS


def _best(text: str, start: int, limit: int, ideal: float) -> int:
    """Return the place nearest to `ideal` among those of the first kind that is found at all."""
    least = start + (limit - start) // 3
    for place in _PLACES:
        ends = [match.end() for match in place.finditer(text, start, limit) if match.end() > least]
        if ends:
            return min(ends, key=lambda end: (abs(end - ideal), end))
    return limit
