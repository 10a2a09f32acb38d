"""Put plain functions around an engine: what it gets, and what becomes of what it gives.

around(engine, before=mask, after=restore)    after(what the engine got, what it gave)

The engine is not called where nothing is pending.
"""

from collections.abc import Callable
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig

from mlkt.translate.paragraph import Engine, Paragraph

Before = Callable[[Paragraph], Paragraph]
After = Callable[[Paragraph, Paragraph], Paragraph]


def around(engine: Engine, before: Before, after: After, *, name: str) -> Engine:
    """Return `engine` between two functions, sync and async; neither may block."""
    return Around(engine, before, after, name)


class Around(Runnable[Paragraph, Paragraph]):
    """An engine and the functions around it."""

    def __init__(self, engine: Engine, before: Before, after: After, name: str) -> None:
        """Take what `around` takes."""
        self.engine = engine
        self.before = before
        self.after = after
        self.name = name

    def invoke(
        self, input: Paragraph, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Paragraph:
        """Return what `after` makes of what the engine gives."""
        got = self.before(input)
        return self.after(got, self.engine.invoke(got, config)) if got.pending else got

    async def ainvoke(
        self, input: Paragraph, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Paragraph:
        """Return the same as `invoke`, on the event loop."""
        got = self.before(input)
        return self.after(got, await self.engine.ainvoke(got, config)) if got.pending else got
