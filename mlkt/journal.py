"""Finished requests on disk, so that nothing is paid twice.

One SQLite file a run. A reply is written under a key made from what was asked (model, messages,
sampling values, sample index) and counts as in flight until its commit has returned: after a crash
of the process only what was in flight is asked again. Replies that come in close together share a
commit. (`synchronous=NORMAL` in WAL mode: a power cut may lose the last commits, a killed process
none; `durable` asks for `FULL`, which waits for the disk at each commit;
https://www.sqlite.org/pragma.html#pragma_synchronous.)

    journal = Journal(Path("out/journal.sqlite"))
    key = request_key({"model": "m", "messages": […], "temperature": 0.0}, sample=0)
    reply, from_journal = await journal.once(key, ask)
"""

import asyncio
import hashlib
import sqlite3
import threading
import weakref
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from mlkt.errors import CONTINUE, ConfigError, RunStopped

_SCHEMA = "CREATE TABLE IF NOT EXISTS requests (key TEXT PRIMARY KEY, reply BLOB NOT NULL)"
_WRITE = "INSERT OR REPLACE INTO requests VALUES (?, ?)"
FORMAT = 1  # of the tables, kept as SQLite's user_version; 0 is a new file
BATCH = 32  # replies a commit at most
BATCH_S = 0.05  # and how long one waits for others


def request_key(request: Mapping[str, Any], *, sample: int = 0) -> str:
    """Return the key of a request: a hash of all its fields and of the sample's index."""
    data = orjson.dumps([dict(request), sample], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(data).hexdigest()


class Journal:
    """The finished requests of one run; `path` None keeps them in memory.

    The file is locked for this process while it is open: two runs never write to one folder.
    `durable` waits for the disk at each commit, so that a power cut loses nothing either.
    When the disk gives up, what reads and writes raises `RunStopped`: no passage fails by it.

    Raises:
        ConfigError: another process has the file open, it is no journal or a damaged one, another
            version of mlkt wrote it, or the disk is full.
    """

    def __init__(self, path: Path | None = None, *, durable: bool = False) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._flights: dict[str, asyncio.Future[bytes]] = {}
        self._batches: dict[asyncio.AbstractEventLoop, Batch] = {}
        self._connection = _open(path, durable)
        weakref.finalize(self, self._connection.close)  # of one that nobody closed

    def get(self, key: str) -> bytes | None:
        """Return the reply under `key`, or None."""
        found = self.execute("SELECT reply FROM requests WHERE key = ?", (key,))
        return found[0][0] if found else None

    def put(self, key: str, reply: bytes) -> None:
        """Write `reply` under `key`; it is on disk when this returns."""
        self._write([(key, reply)])

    async def put_soon(self, key: str, reply: bytes) -> None:
        """Write `reply` with others that come in now; it is on disk when this returns."""
        await self._batch().add(key, reply)

    async def once(self, key: str, make: Callable[[], Awaitable[bytes]]) -> tuple[bytes, bool]:
        """Return the reply under `key` and whether it was there already; else make and write it.

        Calls for the same key that run at the same time on one event loop share one request.
        """
        while True:
            found = self.get(key) or self._batch().waiting(key)
            if found is not None:
                return found, True
            flight = self._flights.get(key)
            if flight is None or flight.get_loop() is not asyncio.get_running_loop():
                return await self._fly(key, make), False
            await asyncio.wait([flight])
            if not flight.cancelled():  # a cancelled one is asked again by the next in line
                return flight.result(), True

    async def _fly(self, key: str, make: Callable[[], Awaitable[bytes]]) -> bytes:
        flight = self._flights[key] = asyncio.get_running_loop().create_future()
        try:
            reply = await make()
            await self.put_soon(key, reply)
        except Exception as error:
            flight.set_exception(error)
            flight.exception()  # marks it as seen: with nobody waiting, asyncio would print it
            raise
        except BaseException:
            flight.cancel()
            raise
        finally:
            if self._flights.get(key) is flight:  # another loop may have begun its own
                del self._flights[key]
        flight.set_result(reply)
        return reply

    def execute(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """Run one SQL statement in a transaction of its own and return its rows."""
        with self._transaction() as connection:
            return connection.execute(statement, values).fetchall()

    def close(self) -> None:
        """Write what still waits for its commit, close the file and free it for other processes."""
        try:
            for batch in self._batches.values():
                self._write(batch.taken())
        finally:
            with self._lock:
                self._connection.close()

    def _batch(self) -> "Batch":
        """Return the batch of the running loop; what an ended one has left behind is written."""
        loop = asyncio.get_running_loop()
        batch = self._batches.get(loop)
        if batch is None:
            for other in [other for other in self._batches if other.is_closed()]:
                self._write(self._batches.pop(other).taken())
            batch = self._batches[loop] = Batch(self._write)
        return batch

    def _write(self, replies: Sequence[tuple[str, bytes]]) -> None:
        with self._transaction() as connection:
            connection.executemany(_WRITE, replies)

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        try:
            with self._lock, self._connection:
                yield self._connection
        except sqlite3.ProgrammingError:
            raise  # no fault of the disk
        except sqlite3.Error as error:
            raise RunStopped(
                f"cannot write the journal {str(self._path)!r} ({error}): free some space or mend "
                f"the folder, then {CONTINUE}"
            ) from error


class Batch:
    """Replies of one event loop that wait for their common commit.

    After a pause the first one is written at once; those behind it wait until `BATCH` are there or
    `BATCH_S` have passed.
    """

    def __init__(self, write: Callable[[Sequence[tuple[str, bytes]]], None]) -> None:
        self._write = write
        self._waiting: list[tuple[str, bytes, asyncio.Future[None]]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._last = 0.0

    async def add(self, key: str, reply: bytes) -> None:
        """Return when `reply` is written.

        Raises:
            RunStopped: the disk gave up.
        """
        loop = asyncio.get_running_loop()
        written: asyncio.Future[None] = loop.create_future()
        self._waiting.append((key, reply, written))
        if len(self._waiting) >= BATCH or loop.time() - self._last > BATCH_S:
            self._flush()
        elif self._timer is None:
            self._timer = loop.call_later(BATCH_S, self._flush)
        await written  # one that is cancelled now is paid for, and is kept

    def waiting(self, key: str) -> bytes | None:
        """Return the reply that waits under `key`: who asked for it may have been cancelled."""
        return next((reply for name, reply, _ in self._waiting if name == key), None)

    def taken(self) -> list[tuple[str, bytes]]:
        """Return the replies that still wait, and wait no longer: their loop is gone."""
        waiting, self._waiting = self._waiting, []
        return [(key, reply) for key, reply, _ in waiting]

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        batch, self._waiting = self._waiting, []
        if not batch:
            return
        try:
            self._write([(key, reply) for key, reply, _ in batch])
        except Exception as error:
            for _, _, written in batch:
                if not written.done():
                    written.set_exception(error)
                    written.exception()  # seen: whoever waits raises it
        except BaseException:  # Ctrl-C in the middle
            self._waiting = batch + self._waiting
            raise
        else:
            _release([written for _, _, written in reversed(batch)])
        self._last = asyncio.get_running_loop().time()


def _release(waiting: list[asyncio.Future[None]]) -> None:
    """Wake those who wait one by one, the last of the list first.

    Woken together, they would all read their replies before the next requests are sent.
    """
    written = waiting.pop()
    if not written.done():
        written.set_result(None)
    if waiting:
        asyncio.get_running_loop().call_soon(_release, waiting)


def _open(path: Path | None, durable: bool) -> sqlite3.Connection:
    unclean = path is not None and path.with_name(f"{path.name}-wal").exists()
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(path or ":memory:", timeout=0.5, check_same_thread=False)
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        _check(connection, unclean)
        with connection:
            connection.execute(_SCHEMA)
            connection.execute(f"PRAGMA user_version = {FORMAT}")
    except sqlite3.DatabaseError as error:
        if connection:
            connection.close()
        if "locked" in str(error):
            cure = "another mlkt run is at work there: wait for it, or choose another --out"
        elif isinstance(error, sqlite3.OperationalError):  # full, read-only, broken
            cure = "free some space or mend the folder, or choose another --out"
        else:
            cure = "move the file away, or choose another --out"
        raise ConfigError(f"cannot open the journal {str(path)!r} ({error}): {cure}") from error
    return connection


def _check(connection: sqlite3.Connection, unclean: bool) -> None:
    """Check the format, and after a crash that the file is whole.

    Raises:
        sqlite3.DatabaseError: it is not.
    """
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > FORMAT:
        raise sqlite3.DatabaseError(
            f"written by a later version of mlkt: format {found}, this one reads {FORMAT}"
        )
    if unclean:
        (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if said != "ok":
            raise sqlite3.DatabaseError(f"damaged: {said}")
