"""Put plain functions around an engine: what it gets, and what becomes of what it gives.

around(engine, before=mask, after=restore)

`before` returns what the engine gets and what `after` needs to know of it. The engine is not called
where nothing is pending, and is found out where it loses segments (an `EngineError`).
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from mlkt.translate.paragraph import Engine, Paragraph, same_segments
from mlkt.translate.turns import Asking, Turns

Known = TypeVar("Known")
Before = Callable[[Paragraph], tuple[Paragraph, Known]]
After = Callable[[Known, Paragraph], Paragraph]


def around(engine: Engine, before: Before[Known], after: After[Known], *, name: str) -> Engine:
    """Return `engine` between two functions, sync and async; neither may block."""
    return Around(engine, before, after, name)


class Around(Asking, Generic[Known]):
    """An engine and the functions around it."""

    def __init__(
        self, engine: Engine, before: Before[Known], after: After[Known], name: str
    ) -> None:
        """Take what `around` takes."""
        self.engine = engine
        self.before = before
        self.after = after
        self.name = name

    def turns(self, paragraph: Paragraph) -> Turns:
        """Return what `after` makes of what the engine gives."""
        got, known = self.before(paragraph)
        if not got.pending:
            return got
        given = yield self.engine, got
        return self.after(known, same_segments(got, given))
