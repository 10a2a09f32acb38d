"""A sliding window over rows: so many at a time through a chain, each as soon as there is room.

async for row, result in sliding(chain, rows, size=32):     in the order in which they are finished
async for row, result in sliding(chain, rows, size=32, ordered=True):        in the order of `rows`

There are no stage barriers: a row's next request is ready as soon as its last reply is in. What the
window does not hold has not been touched: tasks, requests and rows are bounded by the window and
not by the input.
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
    working: dict[asyncio.Task[Row], tuple[Row, Turn]] = {}
    numbers, more = count(1), True
    try:
        while True:
            while more and len(working) < size:
                row = await anext(source, None)
                if row is None:
                    more = False
                    _to_the_end(turn for _, turn in working.values())
                else:
                    turn = Turn(next(numbers))
                    context = copy_context()
                    context.run(TURN.set, turn)
                    task = asyncio.create_task(_through(chain, row), context=context)
                    working[task] = row, turn
            if not working:
                return
            if ordered:
                first = next(iter(working))
                await asyncio.wait([first])
                finished = [first]
            else:
                done, _ = await asyncio.wait(working, return_when=asyncio.FIRST_COMPLETED)
                finished = list(done)
            for task in finished:
                row, _ = working.pop(task)
                yield row, _result(task)
    finally:
        for task in working:
            task.cancel()
        for task in working:
            with suppress(BaseException):
                await task


def _to_the_end(turns: Iterable[Turn]) -> None:
    """Let the last rows begin before others go on: the longest way of all is theirs."""
    for turn in turns:
        turn.number = inf


async def _through(chain: Runnable[Row, Row], row: Row) -> Row:
    return await chain.ainvoke(row)


def _result(task: asyncio.Task[Row]) -> Result:
    if task.cancelled():
        return RequestError("the chain cancelled its own work")
    return task.exception() or task.result()


async def each_row(rows: Iterable[Row] | AsyncIterable[Row]) -> AsyncIterator[Row]:
    """Yield the rows of any iterable."""
    if isinstance(rows, AsyncIterable):
        async for row in rows:
            yield row
        return
    for row in rows:
        yield row
