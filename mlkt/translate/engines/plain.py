"""Read a translation out of a reply that numbers no lines: a sentence, or a line a sentence.

Here is the English translation:        an announcement, dropped where a line is too many
```                                     fences, dropped
English: "Mysuru is a city."            label and quotes that the source lacks, dropped
```
Note: Mysuru is also called Mysore.     a note, dropped where a line is too many

What has another number of lines then is no translation of these sentences: nothing is read.
"""

from collections.abc import Iterable, Sequence

import regex

from mlkt.rows import folded, nfc
from mlkt.translate.engines.numbered import read_numbered

_FENCE = regex.compile(r"\s*(?:```\w*|~~~\w*|</?[\w-]+>)\s*")
_ANNOUNCED = regex.compile(r".*[:：]\W*")
# Notes and courtesies as models write them, in the languages they mostly reply in.
_NOTE = regex.compile(
    r"[\s(（\[*_>-]*(?:(?:note|notes|nota|hinweis|remarque|explanation|注|注意|注释|说明|टिप्पणी|ಟಿಪ್ಪಣಿ|ملاحظة)"
    r"[*_]*\s*[:：]|let me know\b|i hope\b|please let\b|if you (?:need|have|want)\b|feel free\b).*",
    regex.IGNORECASE,
)
_LABELS = frozenset(("translation", "translated text", "output", "译文", "翻译", "翻译结果"))
_LABELLED = regex.compile(r"[\s*_#]*(?P<label>[\p{L}\p{M}][^:：*_\n]{0,39}?)[*_\s]*[:：][*_\s]*")


def read_plain(
    reply: str, sources: Sequence[str], *, labels: Iterable[str] = (), cut_off: bool = False
) -> dict[int, str]:
    """Return index of the source -> its translation; all of them, or none.

    `labels` are words that may stand with a colon before a line: the languages' names. Of a reply
    that was `cut_off` nothing is read.
    """
    wanted = [folded(source) for source in sources]
    lines = [line for line in nfc(reply).split("\n") if line.strip() and not _FENCE.fullmatch(line)]
    known = _LABELS.union(label.casefold() for label in labels)
    lines = [_unlabelled(line, known, wanted) for line in lines]
    if len(lines) > len(wanted):
        lines = _without_more(lines, wanted)
    if cut_off or len(lines) != len(wanted):
        return {}
    read = {index: _cleaned(line, wanted[index]) for index, line in enumerate(lines)}
    return read if all(read.values()) else {}


def _without_more(lines: list[str], sources: list[str]) -> list[str]:
    """Return the lines without sources repeated, the announcement before and notes after them."""
    lines = [line for line in lines if folded(line) not in sources and folded(line)]
    if len(lines) > len(sources) and _ANNOUNCED.fullmatch(lines[0]):
        lines = lines[1:]
    while len(lines) > len(sources) and _NOTE.fullmatch(lines[-1]):
        lines = lines[:-1]
    return lines


def _unlabelled(line: str, labels: frozenset[str], sources: list[str]) -> str:
    """Return the line without the label before it, unless a source begins with it, too."""
    match = _LABELLED.match(line)
    label = match["label"].casefold() if match else ""
    if match is None or label not in labels:
        return line
    held = any(source.casefold().startswith(label) for source in sources)
    return line if held else line[match.end() :]


def _cleaned(line: str, source: str) -> str:
    """Return the line without the quotes and marks that its source lacks; empty where unreadable.

    The reader of numbered lines does the work: it gets the line with a number before it.
    """
    return read_numbered(f"[1] {line.strip()}", [source]).get(0, "")
