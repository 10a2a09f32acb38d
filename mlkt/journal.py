"""Finished requests on disk, so that nothing is paid twice.

One SQLite file a run. A reply is written under a key made from what was asked (model, messages,
sampling values, sample index) and counts as in flight until its commit has returned: after a crash
of the process only what was in flight is asked again. (`synchronous=NORMAL` in WAL mode: a power
cut may lose the last commits, a killed process none;
https://www.sqlite.org/pragma.html#pragma_synchronous.)

    journal = Journal(Path("out/journal.sqlite"))
    key = request_key({"model": "m", "messages": […], "temperature": 0.0}, sample=0)
    reply, from_journal = await journal.once(key, ask)
"""

import asyncio
import hashlib
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from mlkt.errors import ConfigError

_SCHEMA = "CREATE TABLE IF NOT EXISTS requests (key TEXT PRIMARY KEY, reply BLOB NOT NULL)"


def request_key(request: Mapping[str, Any], *, sample: int = 0) -> str:
    """Return the key of a request: a hash of all its fields and of the sample's index."""
    data = orjson.dumps([dict(request), sample], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(data).hexdigest()


class Journal:
    """The finished requests of one run; `path` None keeps them in memory.

    The file is locked for this process while it is open: two runs never write to one folder.

    Raises:
        ConfigError: another process has the file open, or it is no SQLite file.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._flights: dict[str, asyncio.Future[bytes]] = {}
        self._connection = _open(path)

    def get(self, key: str) -> bytes | None:
        """Return the reply under `key`, or None."""
        found = self.execute("SELECT reply FROM requests WHERE key = ?", (key,))
        return found[0][0] if found else None

    def put(self, key: str, reply: bytes) -> None:
        """Write `reply` under `key`; it is on disk when this returns."""
        self.execute("INSERT OR REPLACE INTO requests VALUES (?, ?)", (key, reply))

    async def once(self, key: str, make: Callable[[], Awaitable[bytes]]) -> tuple[bytes, bool]:
        """Return the reply under `key` and whether it was there already; else make and write it.

        Calls for the same key that run at the same time on one event loop share one request.
        """
        while True:
            found = self.get(key)
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
            self.put(key, reply)
        except Exception as error:
            flight.set_exception(error)
            flight.exception()  # marks it as seen: with nobody waiting, asyncio would print it
            raise
        except BaseException:
            flight.cancel()
            raise
        finally:
            del self._flights[key]
        flight.set_result(reply)
        return reply

    def execute(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """Run one SQL statement in a transaction of its own and return its rows."""
        with self._lock, self._connection:
            return self._connection.execute(statement, values).fetchall()

    def close(self) -> None:
        """Close the file and free it for other processes."""
        with self._lock:
            self._connection.close()


def _open(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(path or ":memory:", timeout=0.5, check_same_thread=False)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        with connection:
            connection.execute(_SCHEMA)
    except sqlite3.DatabaseError as error:
        connection.close()
        cure = (
            "another mlkt run is at work there: wait for it, or choose another --out"
            if "locked" in str(error)
            else "move the file away, or choose another --out"
        )
        raise ConfigError(f"cannot open the journal {str(path)!r} ({error}): {cure}") from error
    return connection
