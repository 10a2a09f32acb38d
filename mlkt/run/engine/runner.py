"""The runner: rows through a chain, a bounded window of them at a time, into a ledger.

It takes any `Runnable[Row, Row]` and knows no chain.
"""

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Mapping
from contextlib import aclosing
from typing import cast

from langchain_core.runnables import Runnable

from mlkt.errors import ModelError, RequestError, RunStopped
from mlkt.limits import RUN, Limits
from mlkt.rows import Row
from mlkt.run.engine.window import Result, each_row, sliding
from mlkt.run.files.ledger import Ledger

Progress = Callable[[Row, BaseException | None], None]
_IN_DOUBT = 256  # more rows than a server that goes down leaves failed before the run stops


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
    RUN.set(limits or RUN.get())
    done = ledger.done()
    stopped: list[RunStopped] = []
    doubtful: list[tuple[Row, RequestError]] = []  # failed by a server that may be down

    async def waiting() -> AsyncIterator[Row]:
        async for row in each_row(rows):
            if stopped:
                return
            if row["id"] not in done:
                yield row

    async with aclosing(sliding(chain, waiting(), size=window)) as results:
        async for row, result in results:
            if isinstance(result, RunStopped):
                stopped.append(result)
            elif isinstance(result, RequestError) and result.by_server:
                doubtful.append((row, result))
                _settle(doubtful, ledger, progress, but=_IN_DOUBT)
            else:
                write_down(row, result, ledger, progress)
                _settle(doubtful, ledger, progress)
    if stopped:
        raise stopped[0]
    _settle(doubtful, ledger, progress)


def _settle(
    failed: list[tuple[Row, RequestError]],
    ledger: Ledger,
    progress: Progress | None,
    *,
    but: int = 0,
) -> None:
    """Write rows down as failed, but for the last ones."""
    while len(failed) > but:
        row, error = failed.pop(0)
        write_down(row, error, ledger, progress)


def write_down(row: Row, result: Result, ledger: Ledger, progress: Progress | None) -> None:
    """Write what came of a row into the ledger, and show it.

    Raises:
        ModelError: a server refuses every request; the row stays as it was.
    """
    error = failure(row, result)
    if isinstance(error, ModelError):
        raise error
    if error is None:
        ledger.finish(cast("Row", result))
    else:
        ledger.fail(row, error)
    if progress:
        progress(row, error)


def failure(row: Row, result: Result) -> BaseException | None:
    """Return why a chain's result is no row, None where it is the one that it got."""
    if isinstance(result, BaseException):
        return result
    made = cast("object", result)  # a chain of the user's may return anything
    kind = type(made).__name__
    if isinstance(made, Mapping) and cast("Row", made).get("id") == row["id"]:
        return None
    return RequestError(
        f"the chain returned {kind} in place of row {row['id']!r}: "
        "a chain returns the row that it got, with its id, and adds keys"
    )
