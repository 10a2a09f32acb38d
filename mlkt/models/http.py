"""The HTTP client under a chat model: one connection pool for each event loop.

A pool that outlives its loop fails with `Event loop is closed`, and the client that
langchain-openai shares in a process does (langchain-ai/langchain#35783). Here all models that run
on one loop share a pool, and it is closed when the loop shuts down.
"""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import openai

_POOLS: dict[asyncio.AbstractEventLoop, tuple[Any, AsyncGenerator[Any]]] = {}


class ClientPerLoop(openai.DefaultAsyncHttpxClient):
    """An asynchronous client that sends through the pool of the running event loop.

    With the extra `fast` the pool is aiohttp's, at about half the processor time a request.
    """

    async def send(self, request: Any, **options: Any) -> Any:
        """Send `request` through the running loop's pool."""
        loop = asyncio.get_running_loop()
        if loop not in _POOLS:
            keeper = _kept(_new_pool(), loop)
            _POOLS[loop] = (await anext(keeper), keeper)
        return await _POOLS[loop][0].send(request, **options)


async def _kept(pool: Any, loop: asyncio.AbstractEventLoop) -> AsyncGenerator[Any]:
    """Hold a pool until the loop shuts its generators down, as `asyncio.run` does at its end."""
    try:
        yield pool
    finally:
        del _POOLS[loop]
        await pool.aclose()


def _new_pool() -> Any:
    try:
        return openai.DefaultAioHttpClient()
    except RuntimeError:  # openai's word for "aiohttp is not installed"
        return openai.DefaultAsyncHttpxClient()
