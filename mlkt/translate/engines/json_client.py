"""The client of servers that take JSON and answer JSON: tries again, waits as told, explains.

client = JsonClient("http://127.0.0.1:5000", explain=…, timeout_s=60, max_retries=5)
client.send("/translate", {"q": ["ಮೈಸೂರು"], …})  ->  {"translatedText": ["Mysuru"]}

OpenAI's client does the work: it waits for `Retry-After`, tries timeouts, broken connections, 429
and 5xx again, and runs on one connection pool for each event loop, as chat models do.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import openai

from mlkt.models.http import ClientPerLoop
from mlkt.models.passing import is_unreadable

# OpenAI's client would take them from the environment: they are no other server's business.
_NOT_SENT = {"OpenAI-Organization": openai.Omit(), "OpenAI-Project": openai.Omit()}
_NO_KEY = {"Authorization": openai.Omit()}


class JsonClient:
    """A client of one server.

    `explain` turns what fails for good into an error for users. `api_key` goes into the header
    Authorization; without one there is no such header.
    """

    def __init__(
        self,
        base_url: str,
        *,
        explain: Callable[[Exception], Exception],
        api_key: str = "",
        timeout_s: float,
        max_retries: int,
    ) -> None:
        """Make no connection yet."""
        self._headers: Any = {"headers": _NOT_SENT if api_key else {**_NOT_SENT, **_NO_KEY}}
        self._options: dict[str, Any] = {
            "base_url": base_url,
            "api_key": api_key or "none",
            "timeout": timeout_s,
            "max_retries": max_retries,
            "default_headers": {"User-Agent": "mlkt"},
        }
        self._explain, self._max_retries = explain, max_retries

    def send(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Return the answer to `body`, or to a GET without one."""
        tries = 0
        while True:
            try:
                if body is None:
                    return self._client.get(path, cast_to=object, options=self._headers)
                return self._client.post(path, cast_to=object, body=body, options=self._headers)
            except Exception as error:
                tries += 1
                if tries > self._max_retries or not is_unreadable(error):
                    raise self._explain(error) from error

    async def asend(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Return the same as `send`, on the event loop."""
        tries = 0
        while True:
            try:
                if body is None:
                    return await self._async_client.get(path, cast_to=object, options=self._headers)
                return await self._async_client.post(
                    path, cast_to=object, body=body, options=self._headers
                )
            except Exception as error:
                tries += 1
                if tries > self._max_retries or not is_unreadable(error):
                    raise self._explain(error) from error

    # A client reads the machine's certificates, 0.1 s: only the one that is used is made.
    @cached_property
    def _client(self) -> openai.OpenAI:
        return openai.OpenAI(**self._options)

    @cached_property
    def _async_client(self) -> openai.AsyncOpenAI:
        return openai.AsyncOpenAI(**self._options, http_client=ClientPerLoop())
