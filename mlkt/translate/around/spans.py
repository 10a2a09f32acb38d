r"""Find what a translation must keep as it is: addresses, code, formulas, markup, citations, names.

find_protected("ನೋಡಿ: https://a.org/b [೧೨] ಮತ್ತು $x^2$.")
->  [(6, 21, "url"), (22, 26, "citation"), (33, 38, "formula")]

    code         `x = 1`  ```…```  ~~~…~~~             citation     [1]  [12][13]  \cite{rao}
    formula      $x^2$  $$…$$  \(…\)  \[…\]  \begin…    placeholder  {name}  ${name}  %s  ____
    markup       <b>  </b>  <x1/>  &nbsp;  {{…}}  [[Mysuru|…]]  […](a.md)
    url, email   www.a.org/ಪುಟ  a.b@c.org              keep         do-not-translate terms
    quantity     20 °C  ₹500  (only where it is asked for)

Of a link only the target is protected: `[` and `](a.md)` are two spans, the words between are
translated.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from mlkt.translate.terms.term_forms import whole_word

_NAME = r"[\w.-]+"
_ELEMENT = r"[^<>]{0,300}(?<!/)>(?s:.{0,4000}?)</(?P=element)\s*>"
_FENCE = (
    r"(?<=(?m:^)[ \t]{0,3})(?P<fence>`{3,}|~{3,})[^\n`]*+\n(?s:.*?)"
    r"(?:(?m:^)[ \t]{0,3}(?P=fence)[`~]*+[ \t]*+(?m:$)|\Z)"  # CommonMark 4.5: open until the end
)
_CODE = (
    rf"{_FENCE}|<(?P<element>code|pre|nowiki|syntaxhighlight|script|style)\b{_ELEMENT}"
    r"|(?<![`\\A-Za-z])(?P<tick>`{1,3})(?!`)[^\n]{1,500}?(?<!`)(?P=tick)(?!`)"
)
# No space after the opening and none before the closing $, no digit after the closing one (Pandoc's
# rule, extension tex_math_dollars): "$5 and $6" is money, and so is what begins with a number and
# goes on in words.
_DISPLAY = (
    r"\$\$(?:(?s:\\.)|[^$\\]|\$(?!\$)){1,4000}+\$\$|\\\[(?s:.{1,2000}?)\\\]"
    r"|\\begin\{(?P<env>[A-Za-z]{1,20}\*?)\}(?s:.{0,4000}?)\\end\{(?P=env)\}"
)
_FORMULA = (
    rf"{_DISPLAY}|\\\((?s:.{{1,500}}?)\\\)"
    r"|(?<![\\$A-Za-z0-9])\$(?![\s$])(?!\p{Nd}[^$\\^_{}=]*\s\p{L}{2})"
    r"(?:\\[^\n]|[^$\\\n]){1,300}+(?<!\s)\$(?![\p{Nd}$])"
    r"|<math\b[^<>]{0,300}(?<!/)>(?s:.{0,4000}?)</math\s*>"
)
_CITATION = (
    r"<ref\b[^<>]{0,300}(?:/>|>(?s:.{0,2000}?)</ref\s*>)"
    r"|\\(?:cite\w{0,10}|ref|eqref|label)\*?(?:\[[^\]\n]{0,80}\])*+\{[^{}\n]{1,200}\}"
    r"|(?:[\[【](?:\p{Nd}{1,4}(?:\s?[,;–-]\s?\p{Nd}{1,4})*+|\p{L}(?=[\]】](?!\p{L}))|\^[\w-]{1,40}"
    r"|\p{L}[\p{L}\p{M}]{0,9}\s\p{Nd}{1,3}|@[\w:.#$%&+?<>~/-]{1,80})[\]】](?!\())+"
)
_PLACEHOLDER = (
    rf"\$?\{{\{{?\s?(?:{_NAME}(?::[^{{}}\s]{{0,20}})?)?\s?\}}\}}?|__[A-Z][A-Z0-9_]{{0,40}}?__|_{{2,}}"
    r"|(?<![\p{Nd}%])%(?:\(\w{1,60}\)|\d\$)?[-+0#]?\d{0,3}(?:\.\d)?[sdfi@](?![A-Za-z0-9])"
    r"|(?<![\p{Nd}%])%[A-Za-z_]\w{0,29}%|\[\[[A-Z0-9_-]{1,40}\]\]"
)
_ATTRIBUTE = r"\s++[\w:.-]++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'|[^\s\"'<>=`]++)"
_MARKUP = (
    rf"<!--(?s:.{{0,2000}}?)-->|</?[A-Za-z][\w:.-]*+(?:{_ATTRIBUTE})*+\s*+/?>"
    r"|&(?:lt|gt|amp|nbsp);"  # others stand for letters and quotation marks
    r"|\{\{[^{}]{0,500}+(?:\{\{[^{}]{0,300}+\}\}[^{}]{0,500}+)*+\}\}"
    r"|\[\[(?:[^\[\]|\n]{0,200}\|)*+(?=[^\[\]\n]{1,200}\]\])|(?<=\[\[[^\[\]\n]{1,400})\]\]"
)
_LINK_TARGET = r"\]\((?:[^\s()]|\([^\s()]*+\)){1,500}+(?:\s\"[^\"\n]{0,200}\")?\)"
_LINK = rf"!?\[(?=[^\[\]\n]{{1,300}}{_LINK_TARGET})|(?<=\[[^\[\]\n]{{1,300}}){_LINK_TARGET}"
# Letters of another script right behind a Latin one are a case ending or the next word.
_URL = (
    r"(?:(?<![A-Za-z0-9+.-])(?:[A-Za-z][A-Za-z0-9+.-]{1,15}://|mailto:)|(?<![A-Za-z0-9_.])www\."
    r"|(?<![A-Za-z0-9_@./-])(?:[a-z0-9-]{2,63}\.){1,3}[a-z]{2,24}/)"
    r"(?:(?!(?<=[A-Za-z0-9])(?!\p{Latin})[\p{L}\p{M}])"
    r"[^\s<>\"`|\\^(){}\[\]\p{Pi}\p{Pf}\p{Ps}\p{Pe}、。，；：！？।॥،؟؛۔]"
    r"|\([^\s()<>]{0,200}\)|\{[^\s{}]{0,60}\})+(?<![.,;:!?'*_~])"
)
_EMAIL = (
    r"(?<![A-Za-z0-9.+_-])[A-Za-z0-9][A-Za-z0-9.+_-]{0,63}+@(?:[A-Za-z0-9-]++\.)+[A-Za-z]{2,24}"
)
_SIGNED = regex.compile(
    rf"(?=[`~$\\<\[\]【{{%_&!])(?:(?P<code>{_CODE})|(?P<formula>{_FORMULA})"
    rf"|(?P<placeholder>{_PLACEHOLDER})|(?P<citation>{_CITATION})|(?P<markup>{_MARKUP}|{_LINK}))"
)
_MAY_BE_SIGNED = regex.compile(r"[`~$\\<\[\]【{%_&]")
_ADDRESS = regex.compile(rf"(?P<url>{_URL})|(?P<email>{_EMAIL})")
_MAY_HOLD_ADDRESS = regex.compile(r"://|www\.|mailto:|@|\.[a-z]{2,24}/")
_BLOCK = regex.compile(
    rf"(?P<code>{_FENCE}|<(?P<element>pre|syntaxhighlight|script|style)\b{_ELEMENT})"
    rf"|(?P<formula>(?<=(?m:^)[ \t]*)(?:{_DISPLAY})(?=[ \t]*(?m:$)))"
    r"|(?P<table>(?m:^)\{\|(?s:.{0,10000}?)\n\|\}(?m:$))"
    r"|(?P<row>(?m:^)[ \t]*+\|[^\n]++(?<=\|[ \t]*)(?:\n|\Z))"
)
_MAY_HOLD_BLOCK = regex.compile(r"`{3}|~{3}|\$\$|\\\[|\\begin\{|<(?:pre|syn|scr|sty)|\|")
_CELL = regex.compile(r"(?<=\|[ \t]*)(?![ \t])(?:[^|\\\s]|\\.|[^\S\n]+(?![|\s]))++(?=\s*\|)")
# Units that many languages write in Latin letters: SI (BIPM, 9th edition) and a few beside it.
_QUANTITY = regex.compile(
    r"[$₹€£¥₩₦]\s?\p{Nd}[\p{Nd}.,]*(?<=\p{Nd})(?:\s?(?:k|M|bn)\b)?"
    r"|(?<![\p{L}\p{Nd}.,])\p{Nd}[\p{Nd}.,]*(?<=\p{Nd})\s?(?:%|‰|°\s?[CF]?|[kMGT]?(?:Hz|W|Wh|B|bit/s)"
    r"|(?:[kcmµn]?m|km)(?:[²³]|/[hs])?|[kmµ]?g|m?[lL]|ha|kPa|hPa|kV|mV|V|A|mA|K|ms|mph|kcal)(?![\p{Latin}\p{Nd}])"
)
_WORD_OR_NUMBER = regex.compile(r"[\p{L}\p{N}]")


class Protected(NamedTuple):
    """A span that is kept as it is; offsets count code points."""

    start: int
    end: int
    kind: str


def find_protected(
    text: str, *, keep: Iterable[str] = (), quantities: bool = False
) -> list[Protected]:
    """Return the spans of `text` that a translation keeps, in order and without overlap.

    `keep` are do-not-translate terms, as whole words and in their own case. `quantities` adds
    numbers with a unit in Latin letters and amounts of money. A URL inside code is code.
    """
    found: list[Protected] = []
    for sign, pattern in ((_MAY_BE_SIGNED, _SIGNED), (_MAY_HOLD_ADDRESS, _ADDRESS)):
        if sign.search(text):
            matches = pattern.finditer(text)
            found += [Protected(*match.span(), match.lastgroup or "") for match in matches]
    if terms := tuple(term for term in keep if term):
        found += [Protected(*match.span(), "keep") for match in _terms(terms).finditer(text)]
    if quantities:
        found += [Protected(*match.span(), "quantity") for match in _QUANTITY.finditer(text)]
    return list(_apart(found))


def split_around(text: str) -> list[Protected]:
    r"""Return the parts of a text between and in its blocks; they tile it.

    What is translated has the kind "": prose, and each cell of a table's row. Blocks are fenced and
    preformatted code (`code`), display formulas (`formula`), wiki tables and what stands between
    the cells of a row that begins and ends with a bar (`table`).
    """
    parts: list[Protected] = []
    at = 0
    for match in _BLOCK.finditer(text) if _MAY_HOLD_BLOCK.search(text) else ():
        start, end = match.span()
        kind = match.lastgroup or ""
        parts.append(Protected(at, start, ""))
        parts += _cells(text, start, end) if kind == "row" else [Protected(start, end, kind)]
        at = end
    parts.append(Protected(at, len(text), ""))
    return [part for part in parts if part.start < part.end]


def without_protected(text: str, spans: Sequence[Protected]) -> str:
    """Return `text` with a space in place of each span."""
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(text)]
    return " ".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def _cells(text: str, start: int, end: int) -> Iterator[Protected]:
    at = start
    for cell in _CELL.finditer(text, start, end):
        if _WORD_OR_NUMBER.search(cell.group()):
            yield Protected(at, cell.start(), "table")
            yield Protected(*cell.span(), "")
            at = cell.end()
    yield Protected(at, end, "table")


@lru_cache(maxsize=64)
def _terms(terms: tuple[str, ...]) -> "regex.Pattern[str]":
    longest_first = sorted(set(terms), key=lambda term: (-len(term), term))
    return regex.compile("|".join(whole_word(term) for term in longest_first))


def _apart(spans: Iterable[Protected]) -> Iterator[Protected]:
    """Yield the spans in order, without those that begin inside an earlier or a longer one."""
    end = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start >= end:
            yield span
            end = span.end
