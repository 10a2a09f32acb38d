"""An engine that asks other engines, written once for sync and async: a generator of requests.

def turns(self, paragraph):
    first = yield self.one, paragraph        # what `one` gives; what it raises is raised here
    second = yield self.other, first
    return second
"""

from abc import abstractmethod
from collections.abc import Generator
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig

from mlkt.translate.paragraph import Engine, Paragraph

Turns = Generator[tuple[Engine, Paragraph], Paragraph, Paragraph]


class Asking(Runnable[Paragraph, Paragraph]):
    """An engine made of others; `turns` says which is asked, for what, and what becomes of it."""

    @abstractmethod
    def turns(self, paragraph: Paragraph) -> Turns:
        """Yield each engine with what it is asked for, and return what the engine as a whole gives.

        It must not block between two requests.
        """

    def invoke(
        self, input: Paragraph, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Paragraph:
        """Return what the turns give."""
        turns = self.turns(input)
        try:
            engine, asked = next(turns)
            while True:
                try:
                    given = engine.invoke(asked, config)
                except Exception as error:
                    engine, asked = turns.throw(error)
                else:
                    engine, asked = turns.send(given)
        except StopIteration as end:
            return end.value

    async def ainvoke(
        self, input: Paragraph, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Paragraph:
        """Return the same as `invoke`, on the event loop."""
        turns = self.turns(input)
        try:
            engine, asked = next(turns)
            while True:
                try:
                    given = await engine.ainvoke(asked, config)
                except Exception as error:
                    engine, asked = turns.throw(error)
                else:
                    engine, asked = turns.send(given)
        except StopIteration as end:
            return end.value
