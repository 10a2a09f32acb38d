"""Read the form of plain text, which has no signs: bare headings, and lines that are wrapped.

    ಹೆಸರಿನ ಉಗಮ                             a heading: short, no terminator, prose follows
    ಭಾರತ ಎಂಬ ಹೆಸರು "ಭರತವರ್ಷ" ಎಂಬ ಹೆಸರಿನಿಂದ ಉಗಮಗೊಂಡದ್ದು. …

    ಭಾರತವನ್ನು ಕೆಳಗಿನ ಭಾಗಗಳಾಗಿ ವಿಂಗಡಿಸಲಾಗಿದೆ:   no heading: it announces what follows

    ರಾಜ್ಯಗಳು                                a heading: alone between blank lines

The shapes are those of Wikipedia's plain-text extracts in Kannada, Hindi and English, and of text
files wrapped at one width.
"""

from math import ceil

import regex

_MAX_HEADING = 80  # code points of a line that may be a heading
_MAX_HEADING_CLOSE = 60  # the same where prose follows without a blank line
_WRAP_WIDTHS = range(40, 121)  # where people and programs wrap plain text
_MIN_FULL_LINES = 3
_MIN_FULL_SHARE = 0.8  # of all line breaks inside paragraphs
_MAX_FIRST_WORD = 20  # scripts without spaces write whole lines as one "word"

_ENDED = regex.compile(r"[\p{STerm}…:;,،、؛][\p{Pe}\p{Pf}\"'\s]*$")
_LIST_OR_QUOTE = regex.compile(r"\s*(?:[-*+•>]|\p{Nd}{1,3}[.)])\s")


def is_bare_heading(lines: list[str], index: int, width: int, known: frozenset[str]) -> bool:
    """Return whether the line at `index`, which follows a blank line, is a heading.

    The last of `lines` is not blank. `known` are folded titles that need no other sign; `width` is
    what `wrap_width` found.
    """
    title = lines[index].strip()
    after = lines[index + 1].strip() if index + 1 < len(lines) else ""
    if fold_heading(title) in known:
        return True
    if len(title) > _MAX_HEADING or is_ended(title) or _LIST_OR_QUOTE.match(title + " "):
        return False
    if not regex.search(r"\p{L}", title) or regex.match(r"\p{Ll}", title):
        return False
    if not after:
        return index + 1 < len(lines)
    if len(title) > _MAX_HEADING_CLOSE or is_wrapped(lines, index, width):
        return False
    prose = len(after) > _MAX_HEADING or is_ended(after) or is_wrapped(lines, index + 1, width)
    return prose or _LIST_OR_QUOTE.match(after) is not None


def is_ended(line: str) -> bool:
    """Return whether a line ends as a sentence, a clause or an announcement does."""
    return _ENDED.search(line) is not None


def is_wrapped(lines: list[str], index: int, width: int) -> bool:
    """Return whether the line at `index` ended because the next word did not fit in `width`."""
    after = lines[index + 1] if index + 1 < len(lines) else ""
    return bool(width and after.strip()) and _is_full(lines[index], after, width)


def wrap_width(lines: list[str]) -> int:
    """Return the width at which a text is wrapped, 0 where each line stands for itself."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if not lengths:
        return 0
    width = lengths[ceil(0.98 * len(lengths)) - 1]  # a long URL or two may stick out
    breaks = [
        (line, after)
        for line, after in zip(lines, lines[1:], strict=False)
        if line.strip() and after.strip()
    ]
    full = sum(_is_full(line, after, width) for line, after in breaks)
    wrapped = full >= max(_MIN_FULL_LINES, _MIN_FULL_SHARE * len(breaks))
    return width if width in _WRAP_WIDTHS and wrapped else 0


def fold_heading(title: str) -> str:
    """Return a heading's title as it is compared: without emphasis, colon, case."""
    return strip_heading(title).rstrip(":： ").casefold()


def strip_heading(title: str) -> str:
    """Return a heading's title without the emphasis marks around it."""
    return title.strip().strip("*_`").strip()


def _is_full(line: str, after: str, width: int) -> bool:
    return len(line.rstrip()) + 1 + min(len(after.split()[0]), _MAX_FIRST_WORD) > width
