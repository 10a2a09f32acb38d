"""Requests in flight: one limit over everything that a run asks of its servers.

limits = Limits(64)
async with limits.slot():              a place among the 64
async with limits.slot("teacher"):     and one in the teacher's lane, which narrows under overload
limits.lane("teacher").overloaded()    the server said 429: fewer at once, more again one by one

Whoever waits is served by turn: what belongs to an earlier row goes first, so that rows are
finished one after the other and not all at the end, and their heavy steps do not fall together.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from heapq import heappop, heappush
from itertools import count
from weakref import WeakKeyDictionary

from mlkt.errors import ConfigError


class Turn:
    """When the work of a context is served: the lowest number first, then as it came."""

    def __init__(self, number: float = 0.0) -> None:
        self.number = number


# The limits of the run that this context belongs to, for models that are not this project's.
RUN: ContextVar["Limits | None"] = ContextVar("run", default=None)
TURN: ContextVar[Turn] = ContextVar("turn", default=Turn())  # noqa: B039  # nobody changes this one
# Up to a tenth of a round's replies may be refusals that mean nothing; more of them narrow the lane
# by their share, at once, by half at most. A round without any widens it by a sixteenth.
_STRAY = 0.1
_NARROWED_TO = 0.5
_WIDENED_BY = 1 / 16


class Limits:
    """At most `requests` in flight at a time, counted over all models that share this object.

    Threads and each event loop are counted apart: a run uses one of them.

    Raises:
        ConfigError: fewer than one request.
    """

    def __init__(self, requests: int = 64) -> None:
        if requests < 1:
            raise ConfigError(f"limits.requests must be 1 or more, got {requests!r}")
        self.requests = requests
        self.in_flight = 0
        self.peak = 0
        self._threads = threading.BoundedSemaphore(requests)
        self._loops: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, Lane]] = (
            WeakKeyDictionary()
        )

    def lane(self, name: str = "") -> "Lane":
        """Return the lane of a model on the running event loop; the empty name is everybody's."""
        lanes = self._loops.setdefault(asyncio.get_running_loop(), {})
        if name not in lanes:
            lanes[name] = Lane(self.requests)
        return lanes[name]

    @asynccontextmanager
    async def slot(self, name: str = "") -> AsyncGenerator[None]:
        """Wait for a free place, in the lane `name` too, and hold it."""
        own, everybody = self.lane(name) if name else None, self.lane()
        if own:
            await own.enter()
        try:
            await everybody.enter()
            try:
                with self._counted():
                    yield
            finally:
                everybody.leave()
        finally:
            if own:
                own.leave()

    @contextmanager
    def thread_slot(self) -> Generator[None]:
        """Wait for a free place and hold it, from a thread."""
        with self._threads, self._counted():
            yield

    @contextmanager
    def _counted(self) -> Generator[None]:
        self.in_flight += 1
        self.peak = max(self.peak, self.in_flight)
        try:
            yield
        finally:
            self.in_flight -= 1


class Lane:
    """Places in flight, by turn: `most`, and fewer after a server's refusals."""

    def __init__(self, most: int) -> None:
        self.allowed = float(most)
        self.failed_in_a_row = 0  # requests that the server failed for good, and none came through
        self.has_served = False
        self._most = most
        self._seen = self._refused = 0  # of this round, which has as many replies as places
        self._taken = 0
        self._opens_at = 0.0
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []  # a heap
        self._came = count()

    async def enter(self) -> None:
        """Wait for a place and take it."""
        if not self._waiting and self._is_open():
            self._taken += 1
            return
        place = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (TURN.get().number, next(self._came), place))
        try:
            await place  # who wakes it has counted it in
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.leave()
            raise  # a cancelled place is passed over when its turn comes

    def leave(self) -> None:
        """Give the place back."""
        self._taken -= 1
        self._wake()

    def overloaded(self, wait_s: float = 0.0) -> None:
        """Count a refusal; close the lane for `wait_s` seconds, narrow it where they are many."""
        self._seen += 1
        self._refused += 1
        if self._refused > max(1.0, _STRAY * self.allowed):
            share = self._refused / self._seen
            self.allowed = max(1.0, self.allowed * max(_NARROWED_TO, 1 - share))
            self._seen = self._refused = 0
        if wait_s > 0:
            loop = asyncio.get_running_loop()
            self._opens_at = max(self._opens_at, loop.time() + wait_s)
            loop.call_at(self._opens_at, self._open, self._opens_at)

    def served(self) -> None:
        """Count a request that went through; after a round of them the lane is wider."""
        self.failed_in_a_row = 0
        self.has_served = True
        self._seen += 1
        if self._seen < self.allowed:
            return
        if self.allowed < self._most and self._refused <= _STRAY * self._seen:
            self.allowed = min(float(self._most), self.allowed + max(1, self.allowed * _WIDENED_BY))
            self._wake()
        self._seen = self._refused = 0

    def _open(self, at: float) -> None:
        """Open again, by the timer and not by a clock that may be coarser; a later one stands."""
        if at >= self._opens_at:
            self._opens_at = 0.0
            self._wake()

    def _is_open(self) -> bool:
        return self._taken < int(self.allowed) and not self._opens_at

    def _wake(self) -> None:
        while self._waiting and self._is_open():
            _, _, place = heappop(self._waiting)
            if not place.done():
                self._taken += 1
                place.set_result(None)
