"""Progress: a bar on a terminal, plain lines where the output is piped."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TextIO

from mlkt.rows import Row
from mlkt.run.records import one_line
from mlkt.run.runner import Progress


@contextmanager
def shown(total: int, done: int, stream: TextIO, things: str = "passages") -> Generator[Progress]:
    """Show how many of `total` things are through, starting at `done`, until the block ends."""
    if stream.isatty():
        with _bar(total, done, stream, things) as progress:
            yield progress
    else:
        yield _lines(total, done, stream, things)


def _lines(total: int, done: int, stream: TextIO, things: str) -> Progress:
    count = [done]
    every = max(1, total // 20)  # about twenty lines, however long the run

    def progress(row: Row, error: BaseException | None) -> None:
        count[0] += 1
        if error is not None:
            print(f"{things[:-1]} {row['id']} failed: {one_line(error)}", file=stream, flush=True)
        if count[0] % every == 0 or count[0] == total:
            print(f"{count[0]} of {total} {things}", file=stream, flush=True)

    return progress


@contextmanager
def _bar(total: int, done: int, stream: TextIO, things: str) -> Generator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    console = Console(file=stream)
    columns = (TextColumn(things), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with RichProgress(*columns, console=console) as bar:
        task = bar.add_task(things, total=total, completed=done)

        def progress(row: Row, error: BaseException | None) -> None:
            bar.advance(task)
            if error is not None:
                console.print(f"{things[:-1]} {row['id']} failed: {one_line(error)}", markup=False)

        yield progress
