"""Read the numbered lines of a translation out of a model's reply.

Sure! Here is the translation:          preamble, dropped
**[1]** Mysuru is a city.               1 -> Mysuru is a city.
2. "It lies in Karnataka."              2 -> It lies in Karnataka. (quotes that the source lacks)
[೩] ಅಲ್ಲಿ ಅರಮನೆ ಇದೆ. → A palace stands there.    3, with the source repeated before it
                                        a blank line ends an item
Let me know if you need more.           dropped
"""

import regex

from mlkt.rows import folded, nfc

# [1] **[1]** (1) 【1】 1. 1) 1: - [1], in any script's digits; not 2.5, not a year before a dash
_NUMBERED = regex.compile(
    r"[\s\p{Cf}*_>#•-]*+(?:[\[(（【［]\s*(?P<inside>\d{1,4})\s*[\])）】］]|(?P<before>\d{1,4})\s*(?:[.](?!\d)|[):：、]))"
    r"[*_]*[.:：]?\s*(?P<text>.*)"
)
_INSIDE_LINE = regex.compile(r"(?<=\S)[^\S\n]+(?=[\[【]\d{1,4}[\]】])")
_CITED = regex.compile(r"[\[【]\d{1,4}[\]】]")
_BARE = regex.compile(r"\s*(?P<before>\d{1,4})\s+(?P<text>\S.*)")
_FENCE = regex.compile(r"\s*(?:```\w*|~~~\w*|</?[\w-]+>)\s*")  # also a line that is only a tag
_ARROW = regex.compile(r"\s*(?:->|→|=>|⇒|[=:：|–—-])\s*")
_ENDED = regex.compile(r"\p{Sentence_Terminal}[\p{Pf}\p{Pe}\"'*_]*$")
_MARK = regex.compile(r"(?:#{1,6}|[-*•])\s+")
_BOLD = regex.compile(r"(\*\*|__)(?P<inside>(?:(?!\1).)+)\1")
_QUOTED = regex.compile(
    r"(?P<open>[\"'`\p{Pi}„‚「『])(?P<inside>[^\"`\p{Pi}\p{Pf}„‚「」『』]+)(?P<close>[\"'`\p{Pf}\p{Pi}」』])"
)


def read_numbered(reply: str, sources: list[str], *, cut_off: bool = False) -> dict[int, str]:
    """Return index of the source -> its translation, for each number that stands in `reply` once.

    Numbers that are missing or stand there with two different texts are left out; so is the last
    one of a reply that was cut off.
    """
    wanted = [folded(source) for source in sources]
    text = nfc(reply)
    if not any(_CITED.search(source) for source in wanted):  # no citation: each [2] opens an item
        text = _INSIDE_LINE.sub("\n", text)
    lines = [line for line in text.split("\n") if not _FENCE.fullmatch(line)]
    items = _items(lines, wanted)
    if not items and len(wanted) == 1:
        items = [(0, text) for text in _plain(lines)]
    if cut_off:
        items = items[:-1]
    read: dict[int, set[str]] = {}
    for index, text in items:
        read.setdefault(index, set()).add(_clean(text, wanted[index]))
    for index, texts in read.items():
        if len(texts) > 1:
            texts.discard(wanted[index])  # the source, repeated before its translation
    return {
        index: next(iter(texts))
        for index, texts in sorted(read.items())
        if len(texts) == 1 and "" not in texts
    }


def _items(lines: list[str], sources: list[str]) -> list[tuple[int, str]]:
    if not any(_numbered(line, len(sources)) for line in lines):
        return _bare_items(lines, len(sources))
    items: list[tuple[int, str]] = []
    is_open = False
    for line in lines:
        found = _numbered(line, len(sources))
        text = line.strip()
        if found:
            items.append(found)
            is_open = True
        elif not text:
            is_open = is_open and not items[-1][1]
        elif _CITED.match(text):
            is_open = False  # a number that was not asked for
        elif is_open:
            index, before = items[-1]
            if folded(before) == sources[index]:
                items[-1] = (index, text)
            elif not _ENDED.search(before):
                items[-1] = (index, f"{before} {text}".strip())
            else:
                is_open = False
    return items


def _numbered(line: str, count: int) -> tuple[int, str] | None:
    match = _NUMBERED.fullmatch(line)
    if match is None:
        return None
    number = int(match["inside"] or match["before"])
    return (number - 1, match["text"].strip()) if 1 <= number <= count else None


def _bare_items(lines: list[str], count: int) -> list[tuple[int, str]]:
    """Read `1 text` only where all lines are so and count from 1: `2 people came` is no number."""
    matches = [_BARE.fullmatch(line) for line in lines if line.strip()]
    numbers = [int(match["before"]) if match else 0 for match in matches]
    if count < 2 or numbers != list(range(1, count + 1)):
        return []
    return [(index, match["text"]) for index, match in enumerate(matches) if match]


def _plain(lines: list[str]) -> list[str]:
    """Return the one line of a reply that left the number out; an announcement before it goes."""
    said = [line.strip() for line in lines if line.strip()]
    if len(said) > 1 and said[0].endswith((":", "：")):
        said = said[1:]
    return said if len(said) == 1 else []


def _clean(text: str, source: str) -> str:
    text = folded(text)
    if text.startswith(source) and (arrow := _ARROW.match(text, len(source))):
        text = text[arrow.end() :] or text
    if not _MARK.match(source):
        text = _MARK.sub("", text, count=1) if _MARK.match(text) else text
    if text.count("**") % 2 and "**" not in source:
        text = text.removesuffix("**").strip()  # its beginning stood before the number
    for wrapped in (_BOLD, _QUOTED, _BOLD):
        match = wrapped.fullmatch(text)
        if match and not wrapped.fullmatch(source):
            text = match["inside"].strip()
    return text
