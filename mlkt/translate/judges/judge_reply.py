"""Read the errors that a judge marked in a translation, line by line and in every shape.

[2] major mistranslation "five villages"        as asked
- **Line 2 – Major**: Accuracy/Mistranslation: “five villages” (the source has six)
Critical:                                       a heading; what follows is of its severity
no-error
Minor:
style - "was being dug"
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import regex

from mlkt.rows import folded

Severity = Literal["critical", "major", "minor"]

_KINDS = ("mistranslation", "omission", "addition", "grammar", "style")
_SEVERITY = regex.compile(r"(?<!\p{L})(critical|major|minor)(?!\p{L})", regex.IGNORECASE)
_KIND = regex.compile(rf"(?<!\p{{L}})({'|'.join(_KINDS)})(?!\p{{L}})", regex.IGNORECASE)
# no-error  No errors.  no major errors were found; a line of nothing but "none"
_NO_ERROR = regex.compile(
    r"(?<!\p{L})no(?:[\s_-]+\p{L}+){0,2}[\s_-]*errors?(?!\p{L})|^\W*none\W*$", regex.IGNORECASE
)
# [2]  (2)  2.  2:  line 2  **2**  ೨.
_NUMBER = regex.compile(
    r"[\s*_#>|•-]*+(?:\"?line\"?\W{0,4})?[\[(【]?\s*(?P<number>\d{1,4})(?!\d)\s*[\])】.:,|*_–-]?",
    regex.IGNORECASE,
)
_QUOTED = regex.compile(
    r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]|「([^「」]+)」|『([^『』]+)』|‘([^‘’]+)’"
    r"|`([^`]+)`|(?<!\p{L})'([^\n]+?)'(?!\p{L})"
)
_LAST_PART = regex.compile(r".*(?:[:：|–—]|\s-\s)\s*(?P<part>[^:：|–—]+)")
_EDGES = " \t.…*_\"'`“”‘’«»"


@dataclass(frozen=True, slots=True)
class Mark:
    """An error: the index of its pair, and the words in which it stands."""

    index: int
    severity: Severity
    kind: str
    quoted: str


@dataclass(frozen=True, slots=True)
class Marked:
    """What a reply says: its marks, and the lines that mark something nowhere to be found.

    It is readable where it holds a mark, or says that there is no error and nothing else.
    """

    marks: list[Mark]
    unread: list[str]
    is_readable: bool


def read_marks(reply: str, pairs: Sequence[tuple[str, str]]) -> Marked:
    """Return the errors marked in `reply`; `pairs` are (source, target), numbered from 1."""
    marks: list[Mark] = []
    unread: list[str] = []
    says_none = False
    heading: Severity | None = None
    for line in filter(None, (line.strip() for line in reply.split("\n"))):
        said = _severity(line)
        if _NO_ERROR.search(line) and all(map(_NO_ERROR.search, _quotations(line))):
            says_none = True
        elif said and not _has_words(line):
            heading = said
        elif (severity := said or heading) and (said or _quotations(line)):
            place = _place(line, pairs)
            if place is None:
                unread.append(line)
            else:
                mark = Mark(place[0], severity, _kind(line), place[1])
                marks += [mark] if mark not in marks else []
    is_readable = bool(marks) or (says_none and not unread)
    return Marked(marks, unread, is_readable)


def _severity(line: str) -> Severity | None:
    """Return the severity that is named outside the quotations."""
    match = _SEVERITY.search(_QUOTED.sub(" ", line)) or _SEVERITY.search(line)
    return cast("Severity", match[1].casefold()) if match else None


def _quotations(line: str) -> list[str]:
    return [next(filter(None, match.groups())) for match in _QUOTED.finditer(line)]


def _has_words(line: str) -> bool:
    """Tell whether a line with a severity says anything else: a heading does not."""
    rest = _SEVERITY.sub(" ", line)
    return regex.search(r"\p{L}", regex.sub(r"(?i)\berrors?\b", " ", rest)) is not None


def _kind(line: str) -> str:
    match = _KIND.search(_QUOTED.sub(" ", line)) or _KIND.search(line)
    return match[1].casefold() if match else "error"


def _place(line: str, pairs: Sequence[tuple[str, str]]) -> tuple[int, str] | None:
    """Return the index of the pair and the words that stand in it; None where none do."""
    match = _NUMBER.match(line)
    given = int(match["number"]) - 1 if match else -1
    wanted = [given] if 0 <= given < len(pairs) else range(len(pairs))
    sides = (1, 0) if _kind(line) == "omission" else (1,)
    for side in sides:
        for words in _candidates(line):
            held = [index for index in wanted if words.casefold() in _text(pairs[index][side])]
            if len(held) == 1:
                return held[0], words
    return None


def _candidates(line: str) -> Iterator[str]:
    """Return what may be the quotation, longest first: in quotes, or the end of the line."""
    quoted = _quotations(line)
    last = _LAST_PART.fullmatch(line)
    ends = [last["part"]] if last and not quoted else []
    for words in sorted([*quoted, *ends], key=len, reverse=True):
        for form in (folded(words), folded(words).strip(_EDGES)):
            if regex.search(r"[\p{L}\p{N}]", form):
                yield form


def _text(text: str) -> str:
    return folded(text).casefold()
