"""A copy of a text, equal in length, that only holds marks which may end a sentence.

So offsets found in the copy hold in the text, and a tool made for English sees what it knows.

    ಅವರು "೨.೫ ಕಿ.ಮೀ." ನಡೆದರು। www.kar.nic.in [೧]   ->   ಅವರು  2.5 ಕಿ.ಮೀ.  ನಡೆದರು! xxxxxxxxxxxxxx  1
"""

import unicodedata
from functools import cache

import regex

_QUOTES_AND_BRACKETS = frozenset('"“”„‟«»‹›「」『』()[]{}<>（）【】〈〉《》*_')
# Ends of sentences that Unicode's Sentence_Break property leaves out: the Tibetan shads, and the
# Khmer khans (STerm since Unicode 16 only).
_MORE_STOPS = frozenset("\u0f0d\u0f0e\u17d4\u17d5")
_ETHIOPIC_STOP = "\u1361\u1361"  # two word spaces typed for a full stop
_STOP = regex.compile(r"\p{SB=STerm}")
_URL = regex.compile(r"(?:https?://|www\.)[^\s<>\"“”]++")
_EMAIL = regex.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]++(?:\.[\w-]++)+")
# An apostrophe that is not inside a word: a quotation mark.
_LETTER = r"[\p{L}\p{M}\p{N}]"
_SINGLE_QUOTE = regex.compile(rf"['‘’](?:(?<!{_LETTER}['‘’])|(?!{_LETTER}))")
_REFERENCE = regex.compile(r"(?:\[[^\[\]\n]{1,12}\])++")
# A row of a table begins with its bar; in running text the bar stands behind a word.
_LINE_WITH_BAR = regex.compile(r"(?m)^(?![ \t]*\|)[^\n|]*+\|.*$")
_BAR = regex.compile(r"\|{1,2}(?<=[\p{L}\p{M}\p{N}\"'”’)]\s?\|{1,2})(?=\s|$)")


def neutralise(text: str, *, danda: bool) -> str:
    """Return a copy of equal length in which only full stops, `!` and `?` may end a sentence.

    Every sentence terminator of Unicode becomes `!`, native digits become ASCII, quotation marks
    and brackets blanks, and addresses lose their stops; with `danda`, a vertical bar typed for one
    becomes `!` too.
    """
    text = mask_addresses(text, "x")
    if "[" in text:
        text = _REFERENCE.sub(_blank_behind_word, text)
    if danda and "|" in text:
        text = _LINE_WITH_BAR.sub(lambda line: _BAR.sub(_exclaim, line.group()), text)
    if "'" in text or "’" in text or "‘" in text:
        text = _SINGLE_QUOTE.sub(" ", text)
    for sign in set(text):
        plain = _plain(sign)
        if plain != sign:
            text = text.replace(sign, plain)
    return text.replace(_ETHIOPIC_STOP, "!!")


def mask_addresses(text: str, mask: str) -> str:
    """Return a copy of equal length in which URLs and e-mail addresses are runs of `mask`."""

    def cover(match: "regex.Match[str]") -> str:
        address = match.group()
        body = address.rstrip(".,;:!?)'’")
        return mask * len(body) + address[len(body) :]

    if "://" in text or "www." in text:
        text = _URL.sub(cover, text)
    return _EMAIL.sub(cover, text) if "@" in text else text


@cache
def _plain(sign: str) -> str:
    if sign in _QUOTES_AND_BRACKETS:
        return " "
    if "\ud800" <= sign <= "\udfff":  # half a pair, which no UTF-8 holds
        return "x"
    if sign in _MORE_STOPS or (not sign.isascii() and _STOP.match(sign)):
        return "!"
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def _blank_behind_word(match: "regex.Match[str]") -> str:
    found, start = match.group(), match.start()
    before = match.string[max(0, start - 2) : start]
    apart = before[-1:].isspace() and (before[0].isalnum() or not found[1:-1].isdecimal())
    return found if not before or apart else " " * len(found)


def _exclaim(match: "regex.Match[str]") -> str:
    return "!" * len(match.group())
