"""Collect what a stream decides of a reply: reasoning, answer, and text that waits.

parts.hold("Count them.")     no start has come: nobody knows yet what it is
parts.think_held()            an end has come
parts.take()                  Reply("", "Count them.")
"""

from mlkt.reply.reasoning.codelines import CodeLines
from mlkt.reply.reply import Reply


class Parts:
    """What has come since the last `take`; `lines` is the state at the end of answer and held."""

    def __init__(self, limit: int | None = None) -> None:
        self.lines = CodeLines()
        self.thought = self.answered = False  # more than white space has come
        self._limit = limit
        self._reasoning: list[str] = []
        self._answer: list[str] = []
        self._held: list[str] = []
        self._held_chars = 0

    @property
    def overfull(self) -> bool:
        """Whether more text is held than the limit allows."""
        return self._limit is not None and self._held_chars > self._limit

    def think(self, text: str) -> None:
        """Take text as reasoning."""
        self._reasoning.append(text)
        self.thought = self.thought or bool(text.strip())

    def say(self, text: str) -> None:
        """Take text as answer."""
        self._answer.append(text)
        self.answered = self.answered or bool(text.strip())
        self.lines.add(text)

    def hold(self, text: str) -> None:
        """Keep text until it is known what it is."""
        self._held.append(text)
        self._held_chars += len(text)
        self.lines.add(text)

    def think_held(self, *, after: str = "", without: tuple[str, ...] = ()) -> None:
        """Take what is held as reasoning: what stands behind `after`, with some marks left out."""
        text = self._unheld()
        text = text.partition(after)[2] if after else text
        for mark in without:
            text = text.replace(mark, "")
        self._reasoning.append(text)

    def say_held(self, *, skip: int = 0) -> None:
        """Take what is held as answer, but for its first `skip` characters."""
        text = self._unheld()[skip:]
        self._answer.append(text)
        self.answered = self.answered or bool(text.strip())

    def take(self) -> Reply:
        """Return what has been decided since the last time."""
        reply = Reply("".join(self._answer), "".join(self._reasoning))
        self._answer.clear()
        self._reasoning.clear()
        return reply

    def _unheld(self) -> str:
        text = "".join(self._held)
        self._held.clear()
        self._held_chars = 0
        return text
