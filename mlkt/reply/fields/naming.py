"""Know a label by a name of several parts: a number in words or behind a mark, a remark.

named("First question", words) -> ("question", "1")        named("Câu hỏi số 2", words)
named("问题一", words) -> ("question", "1")                  named("Answer (short)", words)

One word of the name is a label, and everything else is its number or stands in brackets.
"""

from collections.abc import Iterator
from functools import lru_cache

import regex

from mlkt.reply.fields.counting import counted
from mlkt.reply.fields.vocabulary import JOINERS, Vocabulary, ascii_digits, fold

_REMARK = regex.compile(r"[(\[]([^()\[\]]{1,30}+)[)\]]")
_EMPHASIS = regex.compile(r"[*_`]++|</?[a-z]{1,6}>")
_SHORT = regex.compile(r"([\p{L}\p{M}]{1,3}) ?(\p{Nd}{1,4})")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_LONGEST = 48
_LONGEST_LABEL = 5  # words

_Name = tuple[str, str]
_NO_NAME: _Name = ("", "")


@lru_cache(maxsize=8192)
def named(name: str, words: Vocabulary) -> _Name:
    """Return kind and number of a label, of which a number or a remark is part; else nothing."""
    if len(name) > _LONGEST:
        return _NO_NAME
    text = fold(_EMPHASIS.sub(" ", name))
    remark = _REMARK.search(text)
    if remark:
        text = f"{text[: remark.start()]} {text[remark.end() :]}"
    text = " ".join(text.split()).strip(" .")
    for kind, before, after in _splits(text, words):
        first = counted(before, before=True) if before else ""
        last = counted(after) if after else ""
        if first is not None and last is not None:
            noted = (counted(remark[1]) or "") if remark else ""
            return kind, last or first or noted
    short = _SHORT.fullmatch(text) if remark else None
    kind = words.short.get(short[1], "") if short else ""
    return (kind, ascii_digits(short[2])) if short and kind else _NO_NAME


@lru_cache(maxsize=8192)
def begins_with_label(line: str, words: Vocabulary) -> bool:
    """Return whether a label's word opens a line or stands before its first colon."""
    head, colon, _ = line.replace("：", ":").partition(":")
    if not colon or len(head) > _LONGEST:
        return False
    text = fold(_EMPHASIS.sub(" ", head)).strip(" .")
    return any(not before or not after for _, before, after in _splits(text, words))


def _splits(text: str, words: Vocabulary) -> Iterator[tuple[str, str, str]]:
    """Yield kind, text before and text behind of each label in `text`, the longest first."""
    parts = [part.rstrip(JOINERS) for part in text.split(" ")]
    for size in range(min(_LONGEST_LABEL, len(parts)), 0, -1):
        for at in range(len(parts) - size + 1):
            kind = words.long.get(" ".join(parts[at : at + size]).strip("."))
            if kind:
                yield kind, " ".join(parts[:at]), " ".join(parts[at + size :])
    for label in _unspaced(words) if _UNSPACED.search(text) else ():
        before, found, after = text.partition(label)
        if found and (before or after):
            yield words.long[label], before.strip(), after.strip()


@lru_cache(maxsize=64)
def _unspaced(words: Vocabulary) -> list[str]:
    return sorted(filter(_UNSPACED.match, words.long), key=len, reverse=True)
