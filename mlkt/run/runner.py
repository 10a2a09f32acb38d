"""The runner: rows through a chain, a bounded window of them at a time.

It takes any `Runnable[Row, Row]` and knows no chain. There are no stage barriers: a passage's next
request is ready as soon as its last reply is in. What the window does not hold has not been
touched: tasks, requests and translations are bounded by the window and not by the input.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, cast

from langchain_core.runnables import Runnable

from mlkt.errors import ModelError, RequestError
from mlkt.rows import Row
from mlkt.run.ledger import Ledger

Progress = Callable[[Row, BaseException | None], None]


async def run_rows(
    chain: Runnable[Row, Row],
    rows: Iterable[Row],
    ledger: Ledger,
    *,
    window: int = 32,
    progress: Progress | None = None,
) -> None:
    """Run every row through `chain` and write each result into `ledger` as soon as it is there.

    Rows that the ledger holds as done are passed over. A row whose chain raises, or returns
    something else than that row, is written down as failed and the others go on. On cancellation
    (Ctrl-C) what is in flight is dropped and what was finished is on disk.

    Raises:
        ModelError: a server refuses every request; nothing further is asked of it.
    """
    done = ledger.done()
    waiting = (row for row in rows if row["id"] not in done)
    working: dict[asyncio.Task[Row], Row] = {}
    try:
        while True:
            while len(working) < window and (row := next(waiting, None)) is not None:
                working[asyncio.ensure_future(chain.ainvoke(row))] = row
            if not working:
                return
            finished, _ = await asyncio.wait(working, return_when=asyncio.FIRST_COMPLETED)
            for task in finished:
                row = working.pop(task)
                error = _failure(task, row)
                if isinstance(error, ModelError):
                    raise error
                if error is None:
                    ledger.finish(task.result())
                else:
                    ledger.fail(row, error)
                if progress:
                    progress(row, error)
    finally:
        for task in working:
            task.cancel()
        for task in working:
            with suppress(BaseException):
                await task


def _failure(task: asyncio.Task[Row], row: Row) -> BaseException | None:
    """Return why a finished task gives no row, None where it does."""
    if task.cancelled():
        return RequestError("the chain cancelled its own work")
    if (error := task.exception()) is not None:
        return error
    result = cast("Any", task.result())  # a chain of the user's may return anything
    if isinstance(result, Mapping) and cast("Row", result).get("id") == row["id"]:
        return None
    return RequestError(
        f"the chain returned {type(cast('Any', result)).__name__} in place of row {row['id']!r}: "
        "a chain returns the row that it got, with its id, and adds keys"
    )
