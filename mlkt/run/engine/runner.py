"""The runner: rows through a chain, a bounded window of them at a time, into a ledger.

It takes any `Runnable[Row, Row]` and knows no chain.
"""

from collections.abc import AsyncIterable, AsyncIterator, Iterable
from contextlib import aclosing

from langchain_core.runnables import Runnable

from mlkt.errors import RunStopped
from mlkt.limits import RUN, Limits
from mlkt.rows import Row
from mlkt.run.engine.outcomes import Outcomes, Progress
from mlkt.run.engine.window import each_row, sliding
from mlkt.run.files.ledger import Ledger


async def run_rows(
    chain: Runnable[Row, Row],
    rows: Iterable[Row] | AsyncIterable[Row],
    ledger: Ledger,
    *,
    window: int = 32,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> None:
    """Run every row through `chain` and write each result into `ledger` as soon as it is there.

    Rows that the ledger holds as done are passed over. A row whose chain raises, or returns
    something else than that row, is written down as failed and the others go on; where a server
    failed it, once that server has worked again or all rows are through. On cancellation (Ctrl-C)
    what is in flight is dropped and what was finished is on disk. Models that are `limited` without
    limits of their own take those given here.

    Raises:
        ModelError: a server refuses or fails every request; nothing further is asked of it. Rows
            that failed since it worked last stay as they were.
        RunStopped: a limit is reached, or the disk gave up. Rows that it stopped stay as they
            were, no other begins.
    """
    done = ledger.done()
    outcomes = Outcomes(ledger, progress)
    stopped: list[RunStopped] = []

    async def waiting() -> AsyncIterator[Row]:
        async for row in each_row(rows):
            if stopped:
                return
            if row["id"] not in done:
                yield row

    before = RUN.set(limits or RUN.get())
    try:
        async with aclosing(sliding(chain, waiting(), size=window)) as results:
            async for row, result in results:
                if isinstance(result, RunStopped):
                    stopped.append(result)
                else:
                    outcomes.add(row, result)
    finally:
        RUN.reset(before)
    if stopped:
        raise stopped[0]
    outcomes.end()
