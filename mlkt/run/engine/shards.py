"""Shards of a run: which rows each holds, and the journal of its own that they meet every time.

    out/shards/0a/journal.sqlite      the finished requests of the rows whose ids hash to 0a
    out/shards/before.sqlite          those of a run that one process began, read only

A row's shard follows from its id alone: whichever worker gets it, and in whichever run, its
requests are looked up in the same journal, then in `before.sqlite`, and only then asked. One worker
at a time holds a shard, by SQLite's own lock on the file.
"""

import asyncio
import math
import shutil
import sqlite3
import time
import weakref
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from pathlib import Path

from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.rows import Row, content_id

FOLDER = "shards"
_FILE = "journal.sqlite"
_BEFORE = "before.sqlite"
_ROWS = 256  # a shard, on average, at most
_PAID = """CREATE TABLE IF NOT EXISTS shards (
  shard TEXT PRIMARY KEY, requests INTEGER, input_tokens INTEGER, output_tokens INTEGER)"""
# An NFS server frees the locks of a machine that died after its lease: 90 s, as Linux comes.
_WAIT_S = 120.0


def split(rows: Iterable[Row], digits: int) -> dict[str, list[Row]]:
    """Return the rows by shard: so many hexadecimal digits of a hash of the row's id."""
    shards: dict[str, list[Row]] = {}
    for row in rows:
        shards.setdefault(content_id(row["id"])[:digits], []).append(row)
    return dict(sorted(shards.items()))


def shard_digits(out: Path, count: int) -> int:
    """Return the digits of the shards in `out`; the first run there chooses them for `count`."""
    for journal in out.glob(f"{FOLDER}/*/{_FILE}"):
        return len(journal.parent.name)
    return max(1, math.ceil(math.log(max(count, 1) / _ROWS, 16)))


def lay_out(out: Path, journal: Journal) -> None:
    """Make the folder of shards; what one process has paid for in `out` goes where all look."""
    path = out / FOLDER / _BEFORE
    path.parent.mkdir(exist_ok=True)
    if not path.exists() and journal.execute("SELECT 1 FROM requests LIMIT 1"):
        part = path.with_name(f"{_BEFORE}.part")
        part.unlink(missing_ok=True)
        journal.execute("VACUUM INTO ?", (str(part),))
        part.replace(path)


def take_in(out: Path, journal: Journal) -> None:
    """Move the replies of all shards in `out` into the run's own journal; the shards are gone.

    Raises:
        ConfigError: a worker is still at work on one of them, or one is damaged.
    """
    for path in sorted(out.glob(f"{FOLDER}/*/{_FILE}")):
        Journal(path).close()  # checks it, and that nobody holds it
        journal.execute("ATTACH ? AS shard", (str(path),))
        journal.execute("INSERT OR IGNORE INTO requests SELECT key, reply FROM shard.requests")
        journal.execute("DETACH shard")
        shutil.rmtree(path.parent)
    shutil.rmtree(out / FOLDER, ignore_errors=True)
    journal.execute(_PAID)
    journal.execute("DELETE FROM shards")


def note_paid(journal: Journal, shard: str, paid: dict[str, int]) -> None:
    """Write down in the run's own journal what a shard has paid for so far."""
    journal.execute(_PAID)
    journal.execute(
        "INSERT OR REPLACE INTO shards VALUES (?, ?, ?, ?)",
        (shard, paid["requests"], paid["input_tokens"], paid["output_tokens"]),
    )


def paid_in_shards(journal: Journal) -> dict[str, int]:
    """Return requests and tokens that the shards of a run have paid for, all runs together."""
    journal.execute(_PAID)
    names = ("requests", "input_tokens", "output_tokens")
    (found,) = journal.execute(f"SELECT {', '.join(f'total({n})' for n in names)} FROM shards")
    return dict(zip(names, map(int, found), strict=True))


class ShardJournal(Journal):
    """The journal of whichever shard the running task works on: one for a worker's whole chain."""

    def __init__(self, out: Path) -> None:
        """Look for shards in the run's folder `out`."""
        super().__init__()
        self._folder = out / FOLDER
        self._here = ContextVar[Journal]("shard")
        before = (self._folder / _BEFORE).absolute()
        self._before: sqlite3.Connection | None = None
        if before.exists():
            uri = f"{before.as_uri()}?mode=ro&immutable=1"
            self._before = sqlite3.connect(uri, uri=True, check_same_thread=False)
            weakref.finalize(self, self._before.close)

    @asynccontextmanager
    async def at(self, shard: str) -> AsyncGenerator[Journal]:
        """Hold a shard's journal open: what this task starts meanwhile reads and writes there.

        Raises:
            ConfigError: another worker has held it for two minutes, or it is damaged.
        """
        path = self._folder / shard / _FILE
        path.parent.mkdir(exist_ok=True)
        journal = await _opened(path)
        token = self._here.set(journal)
        try:
            yield journal
        finally:
            self._here.reset(token)
            journal.close()

    def get(self, key: str) -> bytes | None:
        """Return the reply under `key`: the shard's, else one from before, else None."""
        found = self._here.get().get(key)
        if found is None and self._before is not None:
            look = "SELECT reply FROM requests WHERE key = ?"
            found = next((reply for (reply,) in self._before.execute(look, (key,))), None)
        return found

    def put(self, key: str, reply: bytes) -> None:
        """Write into the shard's journal."""
        self._here.get().put(key, reply)

    async def put_soon(self, key: str, reply: bytes) -> None:
        """Write into the shard's journal, with others."""
        await self._here.get().put_soon(key, reply)

    async def once(self, key: str, make: Callable[[], Awaitable[bytes]]) -> tuple[bytes, bool]:
        """Return the reply under `key` and whether it was there; else make and write it."""
        found = self.get(key)
        return (found, True) if found is not None else await self._here.get().once(key, make)


async def _opened(path: Path) -> Journal:
    """Return a shard's journal; one that a dying worker still holds is waited for."""
    until = time.monotonic() + _WAIT_S
    while True:
        try:
            return Journal(path)
        except ConfigError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
        await asyncio.sleep(1.0)
