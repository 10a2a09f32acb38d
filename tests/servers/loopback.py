"""An aiohttp application on loopback, in a thread with an event loop of its own.

    with Loopback(app) as server:
        urllib.request.urlopen(server.url + "/v1/models")

The kernel chooses the port. The caller's thread and loop stay free, so that synchronous clients,
asynchronous ones and other processes talk to the same server.
"""

import asyncio
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import web

_START_S = 10.0
_GRACE_S = 0.05  # for handlers that still run at the stop; the tests have their answers by then


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What a client needs to know of a server that speaks OpenAI's protocol."""

    base_url: str  # ends in /v1
    key: str
    model: str

    def env(self, *roles: str) -> dict[str, str]:
        """Return the environment variables that configure the roles, `teacher` by default."""
        return {
            f"{role.upper()}_MODEL_{name}": value
            for role in roles or ("teacher",)
            for name, value in (
                ("BASE_URL", self.base_url),
                ("API_KEY", self.key),
                ("NAME", self.model),
            )
        }


class Loopback:
    """A running application; `url` is its root without a slash at the end."""

    def __init__(self, app: web.Application) -> None:
        self._app = app
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self.url = ""
        self._thread = threading.Thread(target=self._run, name="loopback", daemon=True)
        self._thread.start()
        if not self._started.wait(_START_S):
            raise TimeoutError(f"the server did not start within {_START_S} s")
        if self._failure is not None:
            raise self._failure

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the server, end what is still being answered and wait for the thread."""
        if self._loop is not None and self._stop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_START_S)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            self._failure = error
            self._started.set()

    async def _serve(self) -> None:
        runner = web.AppRunner(
            self._app,
            access_log=None,
            handle_signals=False,
            handler_cancellation=True,  # a client that goes away is no longer in flight
            shutdown_timeout=_GRACE_S,
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0, backlog=2048).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
            self._started.set()
            await self._stop.wait()
        finally:
            await runner.cleanup()
