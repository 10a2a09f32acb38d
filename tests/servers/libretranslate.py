"""A server that answers as LibreTranslate does, on loopback, with faults on demand.

    with LibreTranslateServer({"ಮೈಸೂರು ಒಂದು ನಗರ.": "Mysuru is a city."}) as server:
        libretranslate_engine(server.url, source_lang="kn", target_lang="en")
        server.asked[0]["q"]

A text that the dictionary lacks comes back in angle brackets. The shapes of answers and refusals
are those of LibreTranslate/LibreTranslate, libretranslate/app.py at 015291f.
"""

import json
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.servers.faults import Fault, send
from tests.servers.loopback import Loopback

LANGUAGES = {"en": ["hi", "kn", "zh-Hans"], "hi": ["en"], "kn": ["en"], "zh-Hans": ["en"]}
Rule = Callable[[dict[str, Any], int], Fault | None]


def refused(status: int, words: str, **headers: str) -> Fault:
    """Return a refusal in LibreTranslate's shape; `Retry_After` is the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault("refusal", status, json.dumps({"error": words}), named)


class LibreTranslateServer:
    """A running service.

    `fault` gets a body and how many requests came so far, and decides which ones fail; `answer`
    makes the whole answer to a body where another form is wanted.
    """

    def __init__(
        self,
        dictionary: Mapping[str, str],
        *,
        api_key: str | None = None,
        languages: Any = LANGUAGES,
        char_limit: int | None = None,
        fault: Rule = lambda body, count: None,
        answer: Callable[[dict[str, Any]], Any] | None = None,
        prefix: str = "",
    ) -> None:
        """Start it."""
        self._dictionary, self._key, self._languages = dictionary, api_key, languages
        self._char_limit, self._fault, self._answer = char_limit, fault, answer
        self._lock = threading.Lock()
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.languages_asked = 0
        app = web.Application()
        app.router.add_get(prefix + "/languages", self._list)
        app.router.add_post(prefix + "/translate", self._translate)
        self._loopback = Loopback(app)
        self.url = self._loopback.url + prefix

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loopback.close()

    async def _list(self, request: web.Request) -> web.StreamResponse:
        with self._lock:
            self.languages_asked += 1
        known = self._languages
        if isinstance(known, dict):
            known = [{"code": c, "name": c, "targets": to} for c, to in known.items()]
        return await send(request, [_json(known)])

    async def _translate(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        with self._lock:
            self.asked.append(body)
            self.headers.append({name.lower(): value for name, value in request.headers.items()})
            count = len(self.asked)
        fault = self._refused(body) or self._fault(body, count)
        said = [self._dictionary.get(text, f"<{text}>") for text in body["q"]]
        whole = self._answer(body) if self._answer else {"translatedText": said}
        return await send(request, [_json(whole)], fault=fault)

    def _refused(self, body: dict[str, Any]) -> Fault | None:
        given = body.get("api_key")
        if self._key is not None and given != self._key:
            if given:
                return refused(403, f"Invalid API key: {given}")  # a proxy that repeats it
            return refused(400, "Please contact the server operator to get an API key")
        size = sum(map(len, body["q"]))
        if self._char_limit is not None and size > self._char_limit:
            limit = f"request ({size}) exceeds text limit ({self._char_limit})"
            return refused(400, f"Invalid request: {limit}")
        return None


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
