"""Know, while a text grows piece by piece, whether its end stands in a fenced code block.

some text
```python        a fence opens: what follows is code
print("<think>")
```              and closes
"""

import regex

_FENCE_LINES = regex.compile(r"\n[ \t]*(```|~~~)")
_FENCES = frozenset({"```", "~~~"})


class CodeLines:
    """The state at the end of all text so far: `code`, and whether the line is `blank` so far."""

    def __init__(self) -> None:
        self._fence = ""
        self._line = ""  # the first three characters of the line that are not white space

    @property
    def code(self) -> bool:
        """Whether the end stands in fenced code, or in the line of a fence."""
        return bool(self._fence) or self._line in _FENCES

    @property
    def blank(self) -> bool:
        """Whether the line holds nothing but white space so far."""
        return not self._line

    def begin(self) -> None:
        """Take what follows as the beginning of a text."""
        self._fence = self._line = ""

    def add(self, text: str) -> None:
        """Take the next piece of the text."""
        first, last = text.find("\n"), text.rfind("\n")
        self._grow(text if first < 0 else text[:first])
        if first < 0:
            return
        self._toggle(self._line)
        for found in _FENCE_LINES.finditer(text, first, last):
            self._toggle(found[1])
        self._line = ""
        self._grow(text[last + 1 :])

    def _grow(self, text: str) -> None:
        if len(self._line) < 3:
            self._line = (self._line + text).lstrip()[:3]

    def _toggle(self, mark: str) -> None:
        if mark in _FENCES and self._fence in {"", mark}:
            self._fence = "" if self._fence else mark
