"""What came of each row, written into the ledger as soon as it is known.

Known at once is what a chain returned, and what failed for a reason of its own. A row that a server
failed may be finished when that server is up again: it is written down once another row has come
through, or at the end. Where the run stops before, it stays as it was.
"""

from collections.abc import Callable, Mapping
from typing import cast

from mlkt.errors import ModelError, RequestError, RunStopped
from mlkt.rows import Row
from mlkt.run.engine.window import Result
from mlkt.run.files.ledger import Ledger

Progress = Callable[[Row, BaseException | None], None]
_IN_DOUBT = 256  # more rows than a server that goes down leaves failed before the run stops


class Outcomes:
    """Writes results into a ledger, and shows them."""

    def __init__(self, ledger: Ledger, progress: Progress | None = None) -> None:
        self._ledger = ledger
        self._progress = progress
        self._doubtful: list[tuple[Row, BaseException]] = []

    def add(self, row: Row, result: Result) -> None:
        """Write down what came of a row, or keep it until it is known.

        Raises:
            ModelError: a server refuses every request; the row stays as it was.
            RunStopped: the run cannot go on; the row stays as it was.
        """
        error = failure(row, result)
        if isinstance(error, ModelError | RunStopped):
            raise error
        if isinstance(error, RequestError) and error.by_server:
            self._doubtful.append((row, error))
            self._settle(but=_IN_DOUBT)
        else:
            self._write(row, cast("Row", result) if error is None else error)
            self._settle()

    def end(self) -> None:
        """Write down as failed what is still in doubt: all rows are through."""
        self._settle()

    def _settle(self, *, but: int = 0) -> None:
        while len(self._doubtful) > but:
            self._write(*self._doubtful.pop(0))

    def _write(self, row: Row, result: Result) -> None:
        error = result if isinstance(result, BaseException) else self._finished(result)
        if error is not None:
            self._ledger.fail(row, error)
        if self._progress:
            self._progress(row, error)

    def _finished(self, row: Row) -> RequestError | None:
        """Write a finished row down; return why it cannot be, where it cannot."""
        try:
            self._ledger.finish(row)
        except RequestError as error:
            return error


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
