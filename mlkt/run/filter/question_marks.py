"""What is kept of a pair to compare its question with others: a few hashes, in any language.

mark(Asked("p1", "r1", "kn", "ಅರಮನೆ ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತೇ?", "ಹೌದು"))
-> Mark(id="p1", row_id="r1", same=…, asked=<words and neighbours>, answered=<words>)

Questions are the same after folding: case, white space, marks at the ends, normal form C, invisible
signs, and digits of any script by their value (೧,೨೦೪ and 1204). Scripts without spaces give pairs
of characters for words (`mlkt.text.words`).
"""

from array import array
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple
from zlib import crc32

import regex

from mlkt.rows import nfc
from mlkt.text import words
from mlkt.text.digits import find_digits

# `.NET` begins with a stop, and `C#` ends in a sign. Ends are found from behind: a search would try
# every sign.
_AT_START = regex.compile(r"\A[\p{Quotation_Mark}¿¡\s]++")
_AT_END = regex.compile(r"(?r)[\p{Sentence_Terminal}\p{Quotation_Mark}…;\s]++\Z")
_INVISIBLE = regex.compile(r"[\p{Cf}]++")  # joiners, soft hyphens, marks of direction
_SIGN = regex.compile(r"[\p{S}#]")  # C, C# and C++
_DIGIT = regex.compile(r"[\p{Nd}\p{No}]")
SAME_BYTES = 16
_ANSWER_WORDS = 100  # of an answer, that a long one takes no more room than that


class Asked(NamedTuple):
    """A pair as its reader sees it, and the row that it stands in.

    A skill's question is shown without a passage: it is no duplicate of one that is shown with one.
    """

    id: str
    row_id: str
    lang: str
    question: str
    answer: str
    of_skill: bool = False


class Mark(NamedTuple):
    """A pair as hashes.

    `asked` and `answered` are sets of 32-bit hashes in their order: of the question's words and of
    each two that stand side by side, and of the answer's words. Two questions with other numbers
    or signs, or under other contexts, share no hash.
    """

    id: str
    row_id: str
    same: bytes
    asked: bytes
    answered: bytes


def mark(pair: Asked) -> Mark:
    """Return the mark of a pair."""
    context, _, question = pair.question.rpartition("\n\n")  # a skill's question stands under one
    folded, numbers = fold(question, pair.lang)
    above = f"{pair.of_skill:d}{fold(context, pair.lang)[0] if context else ''}"
    salt = crc32("\0".join([above, *numbers, *_SIGN.findall(folded)]).encode())
    return Mark(
        pair.id,
        pair.row_id,
        blake2b(f"{above}\0{folded}".encode(), digest_size=SAME_BYTES).digest(),
        _hashes(words(folded), salt),
        _sorted(map(_hash, words(fold(pair.answer, pair.lang)[0])[:_ANSWER_WORDS])),
    )


def fold(text: str, lang: str) -> tuple[str, list[str]]:
    """Return what a text has in common with others that say the same, and its numbers in order."""
    text = nfc(_INVISIBLE.sub("", nfc(text)).casefold())
    text = " ".join(_AT_END.sub("", _AT_START.sub("", text)).split())
    if _DIGIT.search(text) is None:
        return text, []
    pieces: list[str] = []
    numbers: list[str] = []
    last = 0
    for value, start, end in find_digits(text, lang):
        numbers.append(str(value))
        pieces += [text[last:start], numbers[-1]]
        last = end
    return "".join([*pieces, text[last:]]), sorted(numbers)


def _hashes(tokens: list[str], salt: int) -> bytes:
    """Return the hashes of words and of each two neighbours; the ends count as neighbours."""
    found: set[int] = set()
    before = crc32(b"\0", salt)
    for token in tokens:
        data = token.encode()
        found.add(crc32(b" " + data, before))
        before = crc32(data, salt)
        found.add(before)
    if found:
        found.add(crc32(b" \0", before))
    return _sorted(found)


def _hash(word: str) -> int:
    return crc32(word.encode())


def _sorted(hashes: Iterable[int]) -> bytes:
    return array("I", sorted(set(hashes))).tobytes()
