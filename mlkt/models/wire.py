"""The short way of a request: a JSON body out, a JSON body in, on one connection pool a loop.

body = short_body(payload)                          None for what OpenAI's client must send
reply = read_reply(await post("http://127.0.0.1:8000/v1/chat/completions", body, key="x", …))

OpenAI's client builds and checks models of every field; for the plain request of a data pipeline
that costs more than all of our own work (benchmarks/engine.py prints both). Needs the extra `fast`.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast
from urllib.request import getproxies

import orjson

from mlkt.models.passing import EmptyReplyError

if TYPE_CHECKING:
    import aiohttp

_POOLS: dict[asyncio.AbstractEventLoop, tuple["aiohttp.ClientSession", AsyncGenerator[Any]]] = {}
_MAX_SAID = 4000
_NOT_IN_BODY = frozenset({"extra_headers", "extra_query", "timeout", "stream_options"})
_SAYS = ("content", "tool_calls", "function_call", "refusal", "reasoning", "reasoning_content")


class HttpError(Exception):
    """A server's answer that is no success: its status and what it says."""

    def __init__(self, status: int, said: str, headers: Mapping[str, str]) -> None:
        """Keep what the server sent."""
        super().__init__(said)
        self.status_code = status
        self.message = said
        self.headers = headers


@cache
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


def short_body(payload: dict[str, Any]) -> dict[str, Any] | None:
    """Return the JSON body of a request that can go the short way, None where OpenAI's client must.

    That is for streams, the Responses API, and what the client turns into JSON by itself, such as a
    pydantic class as `response_format`.
    """
    if not is_there() or payload.get("stream") or "messages" not in payload:
        return None
    if isinstance(payload.get("response_format"), type) or not _NOT_IN_BODY.isdisjoint(payload):
        return None
    body = {name: value for name, value in payload.items() if name not in ("stream", "extra_body")}
    return {**body, **(payload.get("extra_body") or {})}


def read_reply(reply: Any) -> dict[str, Any]:
    """Return a chat completion, if it is one; a message without a role is the assistant's.

    Raises:
        EmptyReplyError: it says nothing, thinks nothing and calls no tool, and is not cut off.
        ValueError: it tells of an error, or has no choice with a message.
    """
    try:
        failed = reply.get("error") or not reply["choices"]
        for choice in () if failed else reply["choices"]:
            message = choice["message"]
            message["role"] = message.get("role") or "assistant"
            says = any(message.get(name) for name in _SAYS)
            if not says and choice.get("finish_reason") in ("stop", None):
                raise EmptyReplyError(reply)
    except (KeyError, TypeError, AttributeError):
        raise ValueError(f"no chat completion: {str(reply)[:200]}") from None
    if failed:
        raise ValueError(f"an error, or a reply without a choice: {str(reply)[:200]}")
    return cast("dict[str, Any]", reply)


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
