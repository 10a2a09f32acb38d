"""Find the blocks of a text: headings, paragraphs, list items, table rows, lines of code.

    ## ಇತಿಹಾಸ                a heading of level 2; without marks: ಇತಿಹಾಸ
    ನಗರವು ೧೩೯೯ರಲ್ಲಿ          one paragraph of two lines: Markdown joins them, plain text only
    ಸ್ಥಾಪನೆಯಾಯಿತು.            where the whole document is wrapped at one width
    - ಅರಮನೆ                  a list item; without marks: ಅರಮನೆ
    | ವರ್ಷ | ೧೩೯೯ |          a table row; without marks: ವರ್ಷ | ೧೩೯೯

Rules for Markdown are CommonMark 0.31.2's (spec.commonmark.org), tables GitHub's. A block quotation
gives one block a line, so that no `>` stands inside a sentence. Plain text knows `#` and `==`
headings and lists too; what it shows by form alone is read in `mlkt.sources.plain`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from mlkt.sources.document import Markup
from mlkt.sources.plain import is_bare_heading, is_ended, is_wrapped, wrap_width

Kind = Literal["heading", "prose", "line", "mark", "meta"]

_BULLET = r"([-*+•‣◦▪●○]|\p{Nd}{1,3}[.)])(?:[ \t]+|$)"  # - x   1. x   ೧) x
_SOLID = regex.compile(r"[\p{L}\p{N}]")
_ATX = regex.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")  # ## Title ##
_CLOSING = regex.compile(r"(?:^|[ \t])#+$")
_UNDERLINE = regex.compile(r" {0,3}(=+|-+)[ \t]*")
_FENCE = regex.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_DELIMITER = regex.compile(r"\|?(?:[ \t]*+:?-++:?[ \t]*+(?:\||$))++")  # |---|:-:|
_QUOTE = regex.compile(r" {0,3}>")
_ITEM = regex.compile(rf"[ \t]*{_BULLET}")
_MARKS = regex.compile(rf"[ \t]*(?:>[ \t]?)*(?:[ \t]*{_BULLET})*")
_META_LINE = regex.compile(r"[\w-]+[ \t]*:.*|[ \t]+.*|- .*|#.*|")


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a text, from `start` to `end`; `inner` is their content without marks.

    Kinds: `prose` holds sentences, `heading` and `line` are one each, `mark` holds no letter and no
    number, `meta` is YAML before the text. `bare` headings are known by their form alone. A `close`
    block belongs to the one before it: the next list item, row or line.
    """

    kind: Kind
    start: int
    end: int
    inner: tuple[int, int]
    level: int = 0
    bare: bool = False
    close: bool = False


def read_blocks(text: str, markup: Markup, known: frozenset[str] = frozenset()) -> list[Block]:
    """Return the blocks of `text` in order; between them is white space only.

    `known` are titles folded by `mlkt.sources.plain.fold_heading` that are headings in plain text
    wherever they follow a blank line.
    """
    return list(_Reader(text, markup, known).blocks())


class _Reader:
    """Walks over the lines of one text; `at` is the line that comes next."""

    def __init__(self, text: str, markup: Markup, known: frozenset[str]) -> None:
        self.text = text
        self.markdown = markup == "markdown"
        self.known = known
        self.lines = text.rstrip().split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.width = 0 if self.markdown else wrap_width(self.lines)
        self.at = 0

    def blocks(self) -> Iterator[Block]:
        first, close = True, False  # close: in a run of lines of prose
        yield from self._front_matter()
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                self.at, close = self.at + 1, False
                continue
            if heading := self._heading(first=first, after_blank=not close):
                yield heading
                close = False
            elif self.markdown and (fence := _FENCE.fullmatch(line)):
                yield from self._fence(fence[1])
                close = False
            elif self.markdown and self._opens_table():
                yield from self._table()
                close = False
            else:
                block = self._paragraph(close=close)
                yield block
                close = block.kind != "mark"
            first = False

    def _front_matter(self) -> Iterator[Block]:
        """YAML between `---` lines before the text, as static site generators write it."""
        if not self.markdown or self.lines[0].rstrip() != "---":
            return
        for count, line in enumerate(self.lines[1:], start=2):
            if line.rstrip() in ("---", "..."):
                yield self._take("meta", self.lines[0], count=count)
                return
            if not _META_LINE.fullmatch(line):
                return

    def _heading(self, *, first: bool, after_blank: bool) -> Block | None:
        line = self.lines[self.at]
        if match := _ATX.match(line):
            title = _CLOSING.sub("", line[match.end() :].strip()).strip()
            return self._take("heading", title, level=len(match[1]))
        if self.markdown:
            under = _UNDERLINE.fullmatch(self._next_line()) if after_blank else None
            if under is None or not _SOLID.search(line) or _QUOTE.match(line) or _ITEM.match(line):
                return None
            return self._take("heading", line, count=2, level=1 if "=" in under[1] else 2)
        if level := _wiki_level(line):
            return self._take("heading", line.strip("= \t"), level=level)
        if after_blank and is_bare_heading(self.lines, self.at, self.width, self.known):
            return self._take("heading", line, level=1 if first else 2, bare=True)
        return None

    def _fence(self, sign: str) -> Iterator[Block]:
        """The lines of code between two fences, and the language's name where it stands."""
        yield self._take("line", self.lines[self.at].strip().lstrip(sign[0]))
        while self.at < len(self.lines):
            line = self.lines[self.at].strip()
            if not line:
                self.at += 1
                continue
            closing = line.startswith(sign) and not line.strip(sign[0])
            yield self._take("line", line, close=True)
            if closing:
                return

    def _opens_table(self) -> bool:
        line, after = self.lines[self.at], self._next_line()
        headed = "|" in line and "|" in after and _DELIMITER.fullmatch(after.strip()) is not None
        return headed or line.lstrip().startswith("|")

    def _table(self) -> Iterator[Block]:
        close = False
        while self.at < len(self.lines) and "|" in self.lines[self.at]:
            yield self._take("line", self.lines[self.at].strip(" \t|"), close=close)
            close = True

    def _paragraph(self, *, close: bool) -> Block:
        """Lines up to the next blank one, or up to where another block or another line begins."""
        line, last = self.lines[self.at], self.at
        item = _ITEM.match(line) is not None
        if not _QUOTE.match(line) and _SOLID.search(line):
            while self._continues(last, item=item):
                last += 1
        in_list = item or _QUOTE.match(line) is not None or not is_ended(self.lines[self.at - 1])
        marks = _MARKS.match(line)
        content = line[marks.end() :] if marks else line
        return self._take("prose", content, count=last - self.at + 1, close=close and in_list)

    def _continues(self, last: int, *, item: bool) -> bool:
        """Whether the line after `last` carries on the same paragraph."""
        line = self.lines[last + 1] if last + 1 < len(self.lines) else ""
        if not _SOLID.search(line) or _ATX.match(line) or _QUOTE.match(line):
            return False
        if match := _ITEM.match(line):
            number = match[1].rstrip(".)")
            if item or not number.isdecimal() or int(number) == 1:
                return (
                    False  # only a list that starts with 1 may break a paragraph (CommonMark 5.3)
                )
        if not self.markdown:
            return not _wiki_level(line) and is_wrapped(self.lines, last, self.width)
        opens = _FENCE.fullmatch(line) is not None or line.lstrip().startswith("|")
        return not opens and not self.lines[last].endswith(("  ", "\\"))

    def _take(
        self,
        kind: Kind,
        content: str,
        *,
        count: int = 1,
        level: int = 0,
        bare: bool = False,
        close: bool = False,
    ) -> Block:
        """Take `count` lines as a block; `content` is the first one's text without marks."""
        first, last = self.at, self.at + count - 1
        self.at += count
        line, offset = self.lines[first], self.starts[first]
        begin = offset + (line.rindex(content) if content else len(line))
        underlined = kind == "heading" and count == 2
        finish = begin + len(content) if count == 1 or underlined else self.starts[last + 1] - 1
        inner = self._trim(begin, finish)
        if kind != "meta" and not _SOLID.search(self.text, *inner):
            kind = "mark"
        start, end = self._trim(offset, self.starts[last + 1] - 1)
        return Block(kind, start, end, inner, level, bare, close)

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        return start, max(start, end - len(piece) + len(piece.rstrip()))

    def _next_line(self) -> str:
        return self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""


def _wiki_level(line: str) -> int:
    """Return the level of a MediaWiki heading (`== Title ==` has 2), 0 for another line."""
    line = line.strip()
    level = len(line) - len(line.lstrip("="))
    closed = len(line) - len(line.rstrip("=")) == level and len(line) > 2 * level
    return level if closed and 2 <= level <= 6 else 0
