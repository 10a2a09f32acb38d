"""Requests in flight: one limit over everything that a run asks of its servers."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from weakref import WeakKeyDictionary

from mlkt.errors import ConfigError


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
        self._loops: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = (
            WeakKeyDictionary()
        )

    @asynccontextmanager
    async def slot(self) -> AsyncGenerator[None]:
        """Wait for a free place and hold it."""
        loop = asyncio.get_running_loop()
        semaphore = self._loops.setdefault(loop, asyncio.Semaphore(self.requests))
        async with semaphore:
            with self._counted():
                yield

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
