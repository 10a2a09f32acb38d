"""A sliding window over rows: so many at a time through a chain, each as soon as there is room.

async for row, result in sliding(chain, rows, size=32):     in the order in which they are finished
async for row, result in sliding(chain, rows, size=32, ordered=True):        in the order of `rows`

There are no stage barriers: a row's next request is ready as soon as its last reply is in. What the
window does not hold has not been touched: tasks, requests and rows are bounded by the window and
not by the input. A source that is slow holds nobody up.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable
from contextlib import suppress
from contextvars import copy_context
from itertools import count
from math import inf

from langchain_core.runnables import Runnable

from mlkt.errors import ConfigError, RequestError
from mlkt.limits import TURN, Turn
from mlkt.rows import Row

Result = Row | BaseException


async def sliding(
    chain: Runnable[Row, Row],
    rows: Iterable[Row] | AsyncIterable[Row],
    *,
    size: int = 32,
    ordered: bool = False,
) -> AsyncGenerator[tuple[Row, Result]]:
    """Yield each row with what the chain made of it, or with the error that it raised.

    With `ordered` a slow row holds those behind it back, `size` at most. Whoever stops early, or is
    cancelled, cancels what is in flight.

    Raises:
        ConfigError: `size` below 1.
    """
    if size < 1:
        raise ConfigError(f"limits.passages must be 1 or more, got {size!r}")
    source = each_row(rows)
    coming: asyncio.Future[Row | None] | None = None  # a row that the source is asked for
    working: dict[asyncio.Task[Row], tuple[Row, Turn]] = {}
    numbers, more = count(1), True
    try:
        while True:
            ready: list[Row] = []
            while more and len(working) + len(ready) < size:
                coming = coming or asyncio.ensure_future(anext(source, None))
                await asyncio.sleep(0)  # what the source has at hand is taken at once
                if not coming.done():
                    break
                row, coming = coming.result(), None
                if row is None:
                    more = False
                else:
                    ready.append(row)
            for row in ready:
                turn = Turn(next(numbers))
                context = copy_context()
                context.run(TURN.set, turn)
                working[asyncio.create_task(_through(chain, row), context=context)] = row, turn
            if not more:
                _to_the_end(turn for _, turn in working.values())
            if coming is None and not working:
                return
            tasks = list(working)[:1] if ordered else list(working)
            both = [*tasks, coming] if coming else tasks
            done, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task in done:
                    row, _ = working.pop(task)
                    yield row, _result(task)
    finally:
        left = [*working, coming] if coming else list(working)
        for task in left:
            task.cancel()
        for task in left:
            with suppress(BaseException):
                await task


def _to_the_end(turns: Iterable[Turn]) -> None:
    """Let the last rows begin before others go on: the longest way of all is theirs."""
    for turn in turns:
        turn.number = inf


async def _through(chain: Runnable[Row, Row], row: Row) -> Row:
    return await chain.ainvoke(row)


def _result(task: asyncio.Task[Row]) -> Result:
    return cancelled_itself() if task.cancelled() else task.exception() or task.result()


def cancelled_itself() -> RequestError:
    """Return the error of a chain that raised `CancelledError` and was not cancelled."""
    return RequestError("the chain cancelled its own work")


async def each_row(rows: Iterable[Row] | AsyncIterable[Row]) -> AsyncIterator[Row]:
    """Yield the rows of any iterable."""
    if isinstance(rows, AsyncIterable):
        async for row in rows:
            yield row
        return
    for row in rows:
        yield row
