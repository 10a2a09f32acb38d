"""Plain functions between requests, and requests for every item of a list, as runnables.

step(add_summaries)                          a function that costs no thread and no trace
for_each(questions, asked, add_pairs)        row -> questions, all asked at once -> row with pairs
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any, Generic, TypeVar

from langchain_core.runnables import Runnable, RunnableConfig

In = TypeVar("In")
Out = TypeVar("Out")
Item = TypeVar("Item")
Reply = TypeVar("Reply")


def step(function: Callable[[In], Out], name: str | None = None) -> Runnable[In, Out]:
    """Return `function` as a runnable that costs no thread and no trace; it must not block."""
    return Step(function, name)


def for_each(
    items: Callable[[In], Sequence[Item]],
    each: Runnable[Item, Reply],
    join: Callable[[In, list[Reply]], Out],
    name: str | None = None,
) -> Runnable[In, Out]:
    """Return the runnable that sends all `items` of its input through `each` and joins the results.

    All are sent at once; how many are in flight is the limits' affair. The first one that raises
    cancels the others.
    """
    return ForEach(items, each, join, name)


def side_by_side(every: Iterable[Runnable[In, Out]]) -> Runnable[In, list[Out]]:
    """Return the runnable that sends its input through all of `every` at once, results in order."""
    return SideBySide(every)


def in_turn(every: Iterable[Runnable[In, In]]) -> Runnable[In, In]:
    """Return the runnable that sends its input through `every`, one after the other."""
    return InTurn(every)


class Untraced(Runnable[In, Out]):
    """A runnable that opens no run of its own in callbacks: what it calls does."""

    name: str | None

    @property
    def InputType(self) -> Any:
        """Return Any: rows and what stands between two steps have no schema."""
        return Any

    @property
    def OutputType(self) -> Any:
        """Return Any."""
        return Any


class Step(Untraced[In, Out]):
    """A plain function between requests.

    A `RunnableLambda` would open a child run of the callbacks for each call, some 100 microseconds,
    and a thread in async chains; traces are easier to read without these, too.
    """

    def __init__(self, function: Callable[[In], Out], name: str | None = None) -> None:
        """Wrap `function`; it is shown by its own name unless another is given."""
        self.function = function
        self.name = name or getattr(function, "__name__", "step").strip("_")

    def invoke(self, input: In, config: RunnableConfig | None = None, **kwargs: Any) -> Out:
        """Return the function's value."""
        return self.function(input)

    async def ainvoke(self, input: In, config: RunnableConfig | None = None, **kwargs: Any) -> Out:
        """Return the function's value, on the event loop itself."""
        return self.function(input)


class ForEach(Untraced[In, Out], Generic[In, Item, Reply, Out]):
    """What `for_each` returns."""

    def __init__(
        self,
        items: Callable[[In], Sequence[Item]],
        each: Runnable[Item, Reply],
        join: Callable[[In, list[Reply]], Out],
        name: str | None = None,
    ) -> None:
        """Take what `for_each` takes."""
        self.items, self.each, self.join = items, each, join
        self.name = name or getattr(join, "__name__", "for_each").strip("_")

    def invoke(self, input: In, config: RunnableConfig | None = None, **kwargs: Any) -> Out:
        """Return the joined results; the items go through as a batch."""
        return self.join(input, self.each.batch(list(self.items(input)), config))

    async def ainvoke(self, input: In, config: RunnableConfig | None = None, **kwargs: Any) -> Out:
        """Return the same as `invoke`, on the event loop."""
        work = [self.each.ainvoke(item, config) for item in self.items(input)]
        return self.join(input, await together(work))


class SideBySide(Untraced[In, list[Out]], Generic[In, Out]):
    """What `side_by_side` returns."""

    def __init__(self, every: Iterable[Runnable[In, Out]]) -> None:
        """Take what `side_by_side` takes."""
        self.every = list(every)
        self.name = "side_by_side"

    def invoke(self, input: In, config: RunnableConfig | None = None, **kwargs: Any) -> list[Out]:
        """Return the results, made one after the other."""
        return [one.invoke(input, config) for one in self.every]

    async def ainvoke(
        self, input: In, config: RunnableConfig | None = None, **kwargs: Any
    ) -> list[Out]:
        """Return the same as `invoke`, made at the same time."""
        return await together([one.ainvoke(input, config) for one in self.every])


class InTurn(Untraced[In, In]):
    """What `in_turn` returns: a sequence that opens no run of its own."""

    def __init__(self, every: Iterable[Runnable[In, In]]) -> None:
        """Take what `in_turn` takes."""
        self.every = list(every)
        self.name = "in_turn"

    def invoke(self, input: In, config: RunnableConfig | None = None, **kwargs: Any) -> In:
        """Return what the last one makes."""
        for one in self.every:
            input = one.invoke(input, config)
        return input

    async def ainvoke(self, input: In, config: RunnableConfig | None = None, **kwargs: Any) -> In:
        """Return the same as `invoke`, on the event loop."""
        for one in self.every:
            input = await one.ainvoke(input, config)
        return input


async def together(work: Sequence[Coroutine[Any, Any, Reply]]) -> list[Reply]:
    """Return the results in order; the first that raises, or a cancellation, stops the rest."""
    if len(work) == 1:
        return [await work[0]]
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
