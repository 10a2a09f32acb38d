"""Count an engine's work among the requests in flight of a run: one place a paragraph.

limited(libretranslate_engine(…), limits)
"""

from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig

from mlkt.limits import Limits
from mlkt.translate.paragraph import Engine, Paragraph


def limited(engine: Engine, limits: Limits) -> Engine:
    """Return `engine`, which waits for a place in `limits` before it begins a paragraph.

    For engines with a server of their own; a chat model's requests are counted by themselves.
    """
    return Limited(engine, limits)


class Limited(Runnable[Paragraph, Paragraph]):
    """An engine and the limits that it shares."""

    def __init__(self, engine: Engine, limits: Limits) -> None:
        """Take what `limited` takes."""
        self.engine = engine
        self.limits = limits
        self.name = "limited"

    def invoke(
        self, input: Paragraph, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Paragraph:
        """Return what the engine gives."""
        with self.limits.thread_slot():
            return self.engine.invoke(input, config)

    async def ainvoke(
        self, input: Paragraph, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Paragraph:
        """Return the same as `invoke`, on the event loop."""
        async with self.limits.slot():
            return await self.engine.ainvoke(input, config)
