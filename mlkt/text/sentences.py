"""Cut a text into sentences, with offsets that rebuild it exactly.

    ಡಾ. ರಾವ್ ೨.೫ ಕಿ.ಮೀ. ನಡೆದರು. “ಬನ್ನಿ!” ಎಂದರು.   ->   (0, 29)  ಡಾ. ರಾವ್ ೨.೫ ಕಿ.ಮೀ. ನಡೆದರು.
                                                    (29, 44) “ಬನ್ನಿ!” ಎಂದರು.

The road: in a copy of equal length all that misleads is made neutral (native digits, quotation
marks, the stops of an address) and every sentence terminator of Unicode becomes a plain one;
sentencex (Wikimedia, MIT), which knows the abbreviations of some thirty languages, proposes stops
in the copy; each is placed behind its closing quotation marks and references, and refused where the
locale or Unicode says that the sentence goes on; what exceeds a length cap is cut by force and
marked.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypedDict, cast

import regex
import sentencex  # pyright: ignore[reportMissingTypeStubs]  # it ships none

from mlkt.errors import LanguageError
from mlkt.packs import load_locale
from mlkt.text.long_sentences import cut_long
from mlkt.text.neutral import neutralise
from mlkt.text.scripts import expected_script


class Span(tuple[int, int]):
    """Start and end of a sentence, in code points; `forced` if it was cut for its length."""

    forced: bool = False

    def __new__(cls, start: int, end: int, *, forced: bool = False) -> "Span":
        """Make a pair of offsets that remembers how it came about."""
        span = super().__new__(cls, (start, end))
        if forced:
            span.forced = True
        return span

    def __getnewargs__(self) -> tuple[int, int]:
        """Return the arguments of `__new__`, for copy and pickle."""
        return self[0], self[1]


def split_sentences(text: str, lang: str, *, max_chars: int | None = None) -> list[Span]:
    """Return the spans of the sentences of `text`; they tile it.

    White space belongs to the sentence before it; a line's end ends a sentence. `lang` is any BCP
    47 code: without a locale Unicode's defaults hold. `max_chars` is the cap of `cut_long`.
    """
    rules = _rules(lang)
    neutral = neutralise(text, danda=rules.danda)
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        start = line.start()
        for end in (*_ends(text, neutral, line.span(1), rules), line.end()):
            if start == end:
                continue
            cuts = cut_long(text, start, end, max_chars)
            for cut in cuts:
                spans.append(Span(start, cut, forced=True))
                start = cut
            spans.append(Span(start, end, forced=bool(cuts)))
            start = end
    return spans


_BREAK = r"\n\r\v\f\x85\u2028\u2029"
_LINE = regex.compile(rf"([^{_BREAK}]*+)(?:[{_BREAK}]\s*+|\Z)")


@dataclass(frozen=True, slots=True)
class _Rules:
    code: str  # what sentencex calls the language
    abbreviations: frozenset[str]  # with their stop, and the beginnings of those with several
    danda: bool  # whether a vertical bar may stand for one


@cache
def _rules(lang: str) -> _Rules:
    code = lang.replace("_", "-").split("-")[0].casefold()
    try:
        locale = load_locale(lang)
    except LanguageError:
        return _Rules(code, frozenset(), _uses_danda(expected_script(lang) or "Zyyy"))
    words = (word for form in locale.abbreviations for word in form.split())
    heads = {word[: i + 1] for word in words for i, sign in enumerate(word) if sign == "."}
    return _Rules(code, frozenset(heads), "।" in locale.terminators)


def _uses_danda(script: str) -> bool:
    try:
        return regex.match(rf"\p{{scx={script}}}", "।") is not None
    except regex.error:  # a script subtag that Unicode does not know, or a compound such as Jpan
        return False


# The signs at which sentencex ends a sentence in some language, where more of the line follows:
# found by asking it for each sign of Unicode 16 and each code of two letters. Most lines are one
# sentence, and need none of the rest.
_INNER_STOP = regex.compile(r"[.!?:;…՜၏․﹒．]\s*+\S")
# sentencex takes quadratic time in some unclosed marks; windows keep the whole linear.
_WINDOW = 4000
# What stands in brackets or short quotation marks is not cut; a longer speech is.
_L = r"[\p{L}\p{M}\p{N}]"
_WHOLE = regex.compile(
    r"“[^“”\n]{1,80}”|«[^«»\n]{1,80}»|„[^„“”\n]{1,80}[“”]|「[^「」\n]{1,80}」|『[^『』\n]{1,80}』"
    rf"|\"(?<!{_L}\")(?=\S)[^\"\n]{{1,80}}(?<=\S)\"(?!{_L})|‘(?=\S)[^‘’\n]{{1,80}}’(?!{_L})"
    r"|\([^()\n]{1,300}\)|（[^（）\n]{1,300}）|\[[^\[\]\n]{1,300}\]"
)
# What belongs to the sentence behind its stop: closing marks, more stops, references, white space.
# “ and « close too (German, Danish), but not before a letter.
_CLOSERS = regex.compile(
    rf"(?:(?P<quote>[”’」』]|\s?[”»›\"](?=\s|$)|[“«‹»›\"'](?!{_L}))|[)\]}}）】〉》*_]|[.!?…\p{{SB=STerm}}]"
    r"|\[[^\[\]\n]{1,12}\]|\s\[\p{N}{1,3}\])*+\s*+"
)


def _ends(text: str, neutral: str, line: tuple[int, int], rules: _Rules) -> Iterator[int]:
    """Yield where sentences end inside a line, its own end aside."""
    if not _INNER_STOP.search(neutral, *line):
        return
    last, line_end = line
    wholes = (match.span() for match in _WHOLE.finditer(text, *line))
    whole = (last, last)
    for proposed in _proposed(neutral, line, rules.code):
        stop = proposed
        while stop > last and neutral[stop - 1].isspace():
            stop -= 1
        closers = _CLOSERS.match(text, stop, line_end)
        end = closers.end() if closers else stop
        if stop <= last or end >= line_end:
            continue
        while whole[1] <= stop:
            whole = next(wholes, (line_end, line_end))
        if whole[0] < stop and end < whole[1]:
            continue
        quoted = closers is not None and closers["quote"] is not None
        if not (
            _CONTINUES.match(text, end)
            or (_SMALL.match(text, end) and (quoted or _CAPITAL.search(text, *line)))
            or (quoted and _SAYS.match(neutral, end))
            or (neutral[stop - 1] == "." and _is_no_full_stop(text, last, stop, end, rules))
        ):
            yield end
            last = end


class _Piece(TypedDict):
    """What sentencex tells of a sentence, as far as it is used here."""

    end_index: int


_pieces = cast("Callable[[str, str], list[_Piece]]", sentencex.get_sentence_boundaries)  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue]


def _proposed(neutral: str, line: tuple[int, int], code: str) -> Iterator[int]:
    """Yield where sentencex ends sentences; the last of a window is asked again in the next."""
    start, line_end = line
    while start < line_end:
        window = neutral[start : min(line_end, start + _WINDOW)]
        ends = [piece["end_index"] for piece in _pieces(code, window)]
        for end in ends[:-1]:
            yield start + end
        complete = start + len(window) == line_end
        start += ends[-1] if complete or len(ends) == 1 else ends[-2]


# The sentence goes on with a comma or the like, with the number of a verse between two dandas, and
# in lower case (UAX #29, rule SB8; Georgian's only case counts as lower), unless all is lower case.
_CONTINUES = regex.compile(r"[,;:،؛、，；：]|\p{Nd}++\s*+[।॥]")
_SMALL = regex.compile(r"(?V1)[\p{Ll}--\p{sc=Geor}]")
_CAPITAL = regex.compile(r"\p{Lu}")
# In scripts without capitals, a few words behind a closing quotation mark say who spoke.
_CJK = r"[\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}]"
_SAYS = regex.compile(
    rf"\p{{sc=Hira}}|(?=\p{{Lo}})(?:{_CJK}{{1,6}}+[.!?]"
    rf"|(?!{_CJK})(?:[^\s.!?]{{1,30}}+\s+){{0,2}}[^\s.!?]{{1,30}}+[.!?])"
)
_LIST_MARK = regex.compile(r"[(\[]?(?:\p{Nd}{1,3}|[ivxlc]{1,5}|[IVXLC]{1,5}|\p{L}\p{M}*+)[.)]+")
_LAST_WORD = regex.compile(r"(?r)[\p{L}\p{M}\p{N}\u200c\u200d.'’]*+")  # read from its end
# What begins a sentence without a space before it: not `.NET`, `.com`, a file's suffix.
_STARTS = regex.compile(
    rf"(?:\p{{Lu}}(?:[\p{{Ll}}\p{{M}}]|\s)|\p{{Lo}}(?!{_L}{{0,3}}\.\S)|[\"“‘«‹„(\[「『])(?!\S{{0,64}}@)"
)
# One letter with its marks, or a capital and one or two small letters: Dr, No, ಕ್ರಿ, ಪೂ.
_SHORT = regex.compile(
    r"\p{L}[\p{M}\u200c\u200d]*+(?:(?<=\p{InSC=Virama}[\u200c\u200d]?)\p{L}[\p{M}\u200c\u200d]*+)*+|\p{Lu}\p{Ll}{1,2}"
)


def _is_no_full_stop(text: str, last: int, stop: int, end: int, rules: _Rules) -> bool:
    """Tell whether the dot before `stop` belongs to an abbreviation, a list mark or a name."""
    if stop - last < 16 and _LIST_MARK.fullmatch(text[last:stop].lstrip()):
        return True
    found = _LAST_WORD.match(text, max(last, stop - 40), stop)
    word = found.group().lstrip("'’.") if found else ""
    if word in rules.abbreviations or word[:1].lower() + word[1:] in rules.abbreviations:
        return True
    if end > stop and not text[end].isdecimal():
        return False
    part = word.rstrip(".").rpartition(".")[2]
    if _SHORT.fullmatch(part):
        return True
    return end == stop and not _STARTS.match(text, end)
