"""Progress: a live line on a terminal, plain lines where the output is piped, JSON lines by choice.

12 of 40 passages, 345 requests, 98,765 tokens in, 4,321 out, 0.31 of about 1.02 EUR, …
{"event": "progress", "done": 12, "total": 40, "requests": 345, "cost": "0.31", …}
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, TextIO

import orjson

from mlkt.rows import Row
from mlkt.run.engine.outcomes import Progress
from mlkt.run.files.records import one_line
from mlkt.run.telling.standing import Standing

EVERY_S = 10.0  # a plain line at least so often, where rows come in


@contextmanager
def shown(
    standing: Standing, stream: TextIO, things: str = "passages", *, as_json: bool = False
) -> Generator[Progress]:
    """Show how a run of `things` stands until the block ends; rows are counted in `standing`.

    `as_json` writes one JSON object a line: events `start`, `row`, `progress`, and `end` or
    `stopped`.
    """
    if as_json:
        with _json_lines(standing, stream) as progress:
            yield progress
    elif stream.isatty():
        with _bar(standing, stream, things) as progress:
            yield progress
    else:
        yield _lines(standing, stream, things)


def _lines(standing: Standing, stream: TextIO, things: str) -> Progress:
    due = _Due(standing)

    def progress(row: Row, error: BaseException | None) -> None:
        standing.count(error)
        if error is not None:
            print(_failed(row, error, things), file=stream, flush=True)
        if due.now():
            print(standing.line(things), file=stream, flush=True)

    return progress


@contextmanager
def _json_lines(standing: Standing, stream: TextIO) -> Generator[Progress]:
    def write(event: str, **about: Any) -> None:
        print(orjson.dumps({"event": event, **about}).decode(), file=stream, flush=True)

    due = _Due(standing)

    def progress(row: Row, error: BaseException | None) -> None:
        standing.count(error)
        failed = {} if error is None else {"error": one_line(error)}
        write("row", id=row["id"], state="failed" if failed else "finished", **failed)
        if due.now():
            write("progress", **standing.as_dict())

    write("start", **standing.as_dict())
    try:
        yield progress
    except BaseException as error:
        write("stopped", reason=one_line(error), **standing.as_dict())
        raise
    write("end", **standing.as_dict())


@contextmanager
def _bar(standing: Standing, stream: TextIO, things: str) -> Generator[Progress]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as RichProgress
    from rich.progress import Task as RichTask
    from rich.text import Text

    class Paid(ProgressColumn):
        """Requests, tokens and money, read anew at each refresh."""

        max_refresh = 0.5

        def render(self, task: RichTask) -> Text:
            return Text(", ".join(standing.paid()))

    console = Console(file=stream)
    columns = TextColumn(things), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), Paid()
    with RichProgress(*columns, console=console) as bar:
        task = bar.add_task(things, total=standing.total, completed=standing.done)

        def progress(row: Row, error: BaseException | None) -> None:
            standing.count(error)
            bar.advance(task)
            if error is not None:
                console.print(_failed(row, error, things), markup=False)

        yield progress


class _Due:
    """Says when the next line is due: some twenty of them, and one at least every ten seconds."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._every = max(1, standing.total // 20)
        self._last = 0.0

    def now(self) -> bool:
        """Return whether a line is due, and count it."""
        one = self._standing
        late = one.seconds - self._last >= EVERY_S
        if late or one.done % self._every == 0 or one.done == one.total:
            self._last = one.seconds
            return True
        return False


def _failed(row: Row, error: BaseException, things: str) -> str:
    return f"{things[:-1]} {row['id']} failed: {one_line(error)}"
