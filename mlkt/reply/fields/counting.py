"""Know the number that a few words say beside a label: in digits, in words, behind a mark.

counted("No. 3") -> "3"      counted("thứ nhất") -> "1"      counted("第1个", before=True) -> "1"

Number words are those of all locales. A cardinal before a label counts things ("two answers",
"une question"), so that only the other forms are numbers there.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

import regex

from mlkt.packs import languages, load_locale
from mlkt.reply.fields.vocabulary import ascii_digits, fold

# What stands between a label and its number, as exercise books and Wikipedia's lists write it.
# Between spaces; "№" and "nº" are folded to "no".
_WORDS = (
    "no", "n", "n.o", "n°", "nr", "num", "number", "item", "#",  # Latin script, from "numero"
    "numéro", "numero", "número", "núm", "nummer",  # fr, es, pt, de
    "номер",  # ru
    "la", "ya", "namba", "nambari", "number",  # sw
    "số", "thứ", "câu", "câu số", "bài",  # vi
    "संख्या", "नंबर", "नम्बर", "क्रमांक", "क्र",  # hi, mr
    "ಸಂಖ್ಯೆ", "ನಂ", "ಕ್ರಮಾಂಕ",  # kn
    "సంఖ్య", "నంబర్", "எண்", "നമ്പർ", "নম্বর", "নং",  # te, ta, ml, bn
    "نمبر", "رقم",  # ur, ar
    "번호", "번째", "번",  # ko
)  # fmt: skip
# Scripts that write no spaces.
_SIGNS = (
    "第", "その", "番目", "番", "号", "號", "个", "個", "题", "題", "问", "問",  # zh, ja
    "ข้อที่", "ข้อ", "ที่", "หมายเลข",  # th
)  # fmt: skip
_NO_LETTER = r"(?![\p{L}\p{M}\p{Nd}])"
_WORD = "|".join(map(regex.escape, sorted(map(fold, _WORDS), key=len, reverse=True)))
_SIGN = "|".join(map(fold, _SIGNS))
_LEADING = regex.compile(rf"(?:(?:(?:{_WORD}){_NO_LETTER}|{_SIGN})[\s.:]*+)++")
_TRAILING = regex.compile(
    rf"(?:[\s.]*+(?:(?<![\p{{L}}\p{{M}}])(?:{_WORD}){_NO_LETTER}|{_SIGN}))++\Z"
)
_DIGITS = regex.compile(r"(\p{Nd}{1,4}+)(?: ?/ ?\p{Nd}{1,4}+)?")
_ORDINAL = regex.compile(r"(\p{Nd}{1,3}+)(?: \p{L}|[\p{L}\p{M}]{1,4})\.?")
_HAN = regex.compile("[一二三四五六七八九十]{1,3}")
_ITEM = regex.compile(r"(?:[a-z]|[ivx]{1,4}|\p{Nd}{1,3}(?:\.\p{Nd}{1,3}){1,3})[.)]?")
# Cardinals that are articles too, where they are no locale's first form of "1".
_ARTICLES = frozenset(
    [
        *"un une una um uma ein eine einen einem einer eines одна одно".split(),
        *"একটি একটা ഒരു ஒரு ఒక 한 一つ ひとつ".split(),
    ]
)
_LONGEST = 40


@lru_cache(maxsize=4096)
def counted(phrase: str, *, before: bool = False) -> str | None:
    """Return the number that a phrase says, as ASCII digits; None where it says anything else.

    `before`: the phrase stands before its label; there `a.`, `IV)` and `1.2` are the item of a
    list, whose number is empty.
    """
    text = fold(phrase).strip(" .:#") if len(phrase) <= _LONGEST else ""
    if not text:
        return None
    number = _number(text, before=before)
    if number is None:
        marked = _LEADING.match(text)
        bare = _TRAILING.sub("", text[marked.end() :] if marked else text).strip(" .:#")
        number = _number(bare, before=False) if bare != text else None
    if number is None and before and _ITEM.fullmatch(text):
        return ""
    return number


def _number(text: str, *, before: bool) -> str | None:
    digits = (_ORDINAL if before else _DIGITS).fullmatch(text)
    if digits:
        return ascii_digits(digits[1])
    number, cardinal = _number_words().get(text, ("", False))
    if number and not (before and cardinal):
        return number
    return ascii_digits(text) if not before and _HAN.fullmatch(text) else None


@cache
def _number_words() -> Mapping[str, tuple[str, bool]]:
    """Return number by word, and whether the word counts things: a list's first form does."""
    found: dict[str, tuple[str, bool]] = {}
    for code in languages():
        for number, forms in load_locale(code).number_words.items():
            for n, form in enumerate(forms) if len(number) < 3 else ():
                word = fold(form)
                found.setdefault(word, (number, n == 0 or word in _ARTICLES))
    return found
