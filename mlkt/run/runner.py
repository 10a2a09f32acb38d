"""The runner: rows through a chain, a bounded window of them at a time.

It takes any `Runnable[Row, Row]` and knows no chain. There are no stage barriers: a passage's next
request is ready as soon as its last reply is in. What the window does not hold has not been
touched, so memory is bounded by the window and not by the input.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from langchain_core.runnables import Runnable

from mlkt.errors import ModelError
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

    Rows that the ledger holds as done are passed over. A row whose chain raises is written down as
    failed and the others go on; on cancellation (Ctrl-C) what is in flight is dropped and what was
    finished is on disk.

    Raises:
        ModelError: a server refuses every request; nothing further is asked of it.
    """
    waiting = _to_do(rows, ledger)
    working: dict[asyncio.Task[Row], tuple[int, Row]] = {}
    try:
        while True:
            while len(working) < window and (item := next(waiting, None)) is not None:
                task = asyncio.ensure_future(chain.ainvoke(item[1]))
                working[task] = item
            if not working:
                return
            finished, _ = await asyncio.wait(working, return_when=asyncio.FIRST_COMPLETED)
            for task in sorted(finished, key=lambda one: working[one][0]):
                position, row = working.pop(task)
                error = task.exception()
                if isinstance(error, ModelError):
                    raise error
                if error is None:
                    ledger.finish(task.result(), position)
                else:
                    ledger.fail(row, position, error)
                if progress:
                    progress(row, error)
    finally:
        for task in working:
            task.cancel()
        for task in working:
            with suppress(BaseException):
                await task


def _to_do(rows: Iterable[Row], ledger: Ledger) -> Iterator[tuple[int, Row]]:
    """Return position and row of what is not done; what is done takes its place in this run."""
    done = ledger.done()
    for position, row in enumerate(rows):
        if row["id"] in done:
            ledger.place(row["id"], position)
        else:
            yield position, row
