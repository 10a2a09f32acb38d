"""Work on rows in an output folder: its journal open, its progress shown, its troubles told."""

import asyncio
import sqlite3
import sys
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from langchain_core.runnables import Runnable

from mlkt.cli.folder import make_folder
from mlkt.errors import CONTINUE, ModelError, RunStopped
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models.failures import to_continue
from mlkt.rows import Row
from mlkt.run.engine.outcomes import Progress
from mlkt.run.engine.runner import run_rows
from mlkt.run.engine.spans import spanned
from mlkt.run.files.ledger import Ledger
from mlkt.run.money.budget import Meter
from mlkt.run.telling.progress import shown
from mlkt.run.telling.standing import Standing


@contextmanager
def open_folder(out: Path, *, durable: bool = False) -> Generator[Journal]:
    """Make the folder and hold its journal open; `durable` waits for the disk at each commit.

    Raises:
        ConfigError: `out` cannot be a run's folder, or another process is at work there.
        RunStopped: the disk gave up; what was done before is on disk.
    """
    make_folder(out)
    journal = Journal(out / "journal.sqlite", durable=durable)
    try:
        with closing(journal):
            yield journal
    except (OSError, sqlite3.Error) as error:
        raise RunStopped(
            f"cannot write to {str(out)!r} ({error}): free some space or mend the folder, then "
            + CONTINUE
        ) from error


def work(
    chain: Runnable[Row, Row],
    rows: list[Row],
    ledger: Ledger,
    *,
    window: int,
    things: str = "passages",
    meter: Meter | None = None,
    log_json: bool = False,
    limits: Limits | None = None,
) -> None:
    """Run the rows that are not done, `window` at a time, and show how far it is.

    `meter` counts what the requests of `chain` cost; `log_json` shows it as JSON lines.

    Raises:
        ModelError: a server refuses every request.
        RunStopped: a server that worked before does, or a limit is reached.
    """
    chain = spanned(chain)
    with told(rows, ledger, things, meter=meter, log_json=log_json) as progress:
        asyncio.run(run_rows(chain, rows, ledger, window=window, progress=progress, limits=limits))


@contextmanager
def told(
    rows: list[Row],
    ledger: Ledger,
    things: str = "passages",
    *,
    meter: Meter | None = None,
    log_json: bool = False,
) -> Generator[Progress]:
    """Show how far the work in this block is, and say it when a server stopped it.

    Raises:
        RunStopped: a server refuses every request, and did not at first.
    """
    done = len(ledger.done())
    if done and not log_json:
        print(f"{done} of {len(rows)} {things} were done before", file=sys.stderr)
    try:
        standing = Standing(len(rows), done, meter)
        with shown(standing, sys.stderr, things, as_json=log_json) as progress:
            yield progress
    except ModelError as error:
        if len(ledger.done()) > done:  # it worked before: the server's fault, not the user's
            raise RunStopped(to_continue(str(error))) from error
        raise
