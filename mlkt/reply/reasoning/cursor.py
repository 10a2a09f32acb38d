"""Read markers from a text that grows: find the next one, hold back what may become one.

The cursor stands at `at`; what is before it has been consumed. Text is scanned once for each
marker, however it was cut, so that a reply of any shape takes linear time.
"""

from collections.abc import Callable, Iterable

import regex

from mlkt.reply.reasoning.marks import Marks

_BLANKS = regex.compile(r"[\s\u200b\u200e\u200f\ufeff]*")
_QUOTES = {"`": "`", '"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "「": "」", "„": "“"}
_LONGEST_TAG = 80  # a marker that ends with a colon runs on to `>`


class Cursor:
    """The text not yet consumed, white space put aside, and where each marker stands next."""

    def __init__(self) -> None:
        self.text = ""
        self.at = 0
        self.final = False  # no more text will come
        self.spaces: list[str] = []  # white space that a marker would swallow
        self._before = ""  # the character before `text`
        self._next: dict[str, int] = {}  # -1: not in `text` any more

    @property
    def at_end(self) -> bool:
        """Whether all text has been consumed."""
        return self.at >= len(self.text)

    def feed(self, text: str) -> None:
        """Add text and forget what has been consumed."""
        self._before = self.text[self.at - 1] if self.at else self._before
        self.text, self.at = self.text[self.at :] + text, 0
        self._next.clear()

    def search(self, looked: Marks, emit: Callable[[str], None]) -> tuple[str, str] | None:
        """Emit up to the next marker and return its kind and text; None: more text is needed."""
        start, mark = self._nearest(looked)
        kind, whole = looked.kinds.get(mark, ""), bool(mark)
        if not mark:
            start = len(self.text) - (0 if self.final else self._may_grow(looked))
        elif mark.endswith(":") and kind == "drop":
            end = self.text.find(">", start, start + _LONGEST_TAG)
            whole = end >= 0 or self.final or len(self.text) - start >= _LONGEST_TAG
            mark = self.text[start : end + 1] if end >= 0 else mark
        if whole and self._quote_before(start) and not self.final:
            whole = start + len(mark) < len(self.text)
        if start > self.at:
            text, self.at = self.text[self.at : start], start
            emit(text)
        return (kind, mark) if whole else None

    def match(self, candidates: Iterable[str]) -> str | None:
        """Return the longest candidate at the cursor, "" where more text is needed, else None."""
        best: str | None = None
        left = len(self.text) - self.at
        for mark in candidates:
            if self.text.startswith(mark, self.at):
                best = mark if best is None or len(mark) > len(best) else best
            elif left < len(mark) and not self.final and mark.startswith(self.text[self.at :]):
                return ""
        return best

    def is_quoted(self, mark: str) -> bool:
        """Return whether the marker at the cursor stands between quotation marks or backticks."""
        closing = self._quote_before(self.at)
        end = self.at + len(mark)
        return bool(closing) and self.text[end : end + 1] == closing

    def ends_word(self, mark: str) -> bool | None:
        """Return whether nothing or white space follows the marker; None: more text is needed."""
        after = self.text[self.at + len(mark) : self.at + len(mark) + 1]
        return None if not (after or self.final) else not after.strip()

    def rest(self) -> str:
        """Consume and return all text."""
        text, self.at = self.text[self.at :], len(self.text)
        return text

    def skip_blanks(self) -> bool:
        """Put white space aside and return whether anything else has come."""
        found = _BLANKS.match(self.text, self.at)
        if found and found.group():
            self.spaces.append(found.group())
            self.at = found.end()
        return not self.at_end

    def unread_blanks(self) -> None:
        """Put white space back: it is text, or the beginning of a marker."""
        spaces = self.take_blanks()
        if self.text.endswith(spaces, 0, self.at):
            self.at -= len(spaces)
        else:
            self.text, self.at = spaces + self.text[self.at :], 0
            self._next.clear()

    def take_blanks(self) -> str:
        """Return the white space put aside, and forget it."""
        spaces = "".join(self.spaces)
        self.spaces.clear()
        return spaces

    def _nearest(self, looked: Marks) -> tuple[int, str]:
        best, nearest = len(self.text), ""
        for mark in looked.kinds:
            at = self._next.get(mark, -2)
            if at == -2 or 0 <= at < self.at:
                at = self._next[mark] = self.text.find(mark, self.at)
            if 0 <= at < best:
                best, nearest = at, mark
        return best, nearest

    def _may_grow(self, looked: Marks) -> int:
        """Return how many characters at the end may be the beginning of a marker."""
        size = min(looked.longest - 1, len(self.text) - self.at)
        while size and self.text[-size:] not in looked.prefixes:
            size -= 1
        return size

    def _quote_before(self, at: int) -> str:
        return _QUOTES.get(self.text[at - 1] if at else self._before, "")
