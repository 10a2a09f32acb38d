"""The short way of a request: a JSON body out, a JSON body in, on one connection pool a loop.

reply = await post("http://127.0.0.1:8000/v1/chat/completions", body, key="x", timeout_s=300)

OpenAI's client builds and checks models of every field; for the plain request of a data pipeline
that costs more than all of our own work (benchmarks/engine.py prints both). Needs the extra `fast`.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

import orjson

if TYPE_CHECKING:
    import aiohttp

_POOLS: dict[asyncio.AbstractEventLoop, tuple["aiohttp.ClientSession", AsyncGenerator[Any]]] = {}
_MAX_SAID = 4000


class HttpError(Exception):
    """A server's answer that is no success: its status and what it says."""

    def __init__(self, status: int, said: str, headers: Mapping[str, str]) -> None:
        """Keep what the server sent."""
        super().__init__(said)
        self.status_code = status
        self.message = said
        self.headers = headers

    @property
    def wait_s(self) -> float:
        """Return how many seconds the server asks to wait (`Retry-After`, RFC 9110), else 0."""
        given = self.headers.get("Retry-After", "")
        try:
            return max(0.0, min(float(given), 600.0))
        except ValueError:  # a date: rare, and the usual waiting serves
            return 0.0


def is_there() -> bool:
    """Tell whether the short way can be gone."""
    return find_spec("aiohttp") is not None


async def post(
    url: str,
    body: Mapping[str, Any],
    *,
    key: str,
    timeout_s: float,
    headers: Mapping[str, str] | None = None,
) -> Any:
    """Return the JSON that `url` answers to `body`; `headers` are sent too.

    Raises:
        HttpError: any status but success.
        TimeoutError: nothing came in time.
        OSError, aiohttp.ClientError: no connection, or one that broke.
        ValueError: the answer is not JSON.
    """
    session = await _session()
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        **(headers or {}),
    }
    async with asyncio.timeout(timeout_s):
        async with session.post(
            url, data=orjson.dumps(body), headers=headers, allow_redirects=False
        ) as response:
            data = await response.read()
    if response.status >= 300:
        raise HttpError(response.status, _said(data), response.headers)
    return orjson.loads(data)


def _said(data: bytes) -> str:
    """Return a server's own words: the message of its error where it has OpenAI's form."""
    text = data.decode("utf-8", "replace").strip()[:_MAX_SAID]
    try:
        error: Any = orjson.loads(data)["error"]
        return str(error if isinstance(error, str) else error["message"])
    except (ValueError, KeyError, TypeError):
        return text


async def _session() -> "aiohttp.ClientSession":
    loop = asyncio.get_running_loop()
    if loop not in _POOLS:
        keeper = _kept(loop)
        _POOLS[loop] = (await anext(keeper), keeper)
    return _POOLS[loop][0]


async def _kept(loop: asyncio.AbstractEventLoop) -> AsyncGenerator["aiohttp.ClientSession"]:
    """Hold a session until the loop shuts its generators down, as `asyncio.run` does at its end."""
    import aiohttp

    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),  # requests are counted elsewhere
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None),
        trust_env=bool(getproxies()),
        headers={"User-Agent": "mlkt"},
        auto_decompress=True,
    )
    try:
        yield session
    finally:
        del _POOLS[loop]
        await session.close()
