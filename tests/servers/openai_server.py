"""The tests' own server of OpenAI's chat protocol: scripted replies, latency and faults on demand.

    with OpenAIServer(lambda request: f"You said {request.prompt!r}.") as server:
        ChatOpenAI(base_url=server.base_url, api_key=server.key, model=server.model).invoke("hello")
        server.chats[0].sampling["temperature"]

It keeps every request and how many were in flight at each moment.
"""

import asyncio
import hashlib
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Protocol, Self, cast

from aiohttp import web

from tests.servers.faults import Fault, send, server_error
from tests.servers.in_flight import InFlight, Landing
from tests.servers.loopback import Endpoint, Loopback
from tests.servers.openai_shapes import (
    Reply,
    Usage,
    completion,
    count_tokens,
    events,
    model_list,
    unknown_model,
    wrong_key,
)

_NOT_SAMPLING = frozenset({"messages", "model", "stream", "stream_options", "n"})
_MAX_BODY = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Request:
    """One request as the server got it; header names are in lower case."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    count: int  # 1 for the server's first
    attempt: int  # 1 the first time that these messages come with this seed
    at: float  # seconds on the monotonic clock
    sample: int = 0  # which of the `n` replies is being made

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Return the messages."""
        return self.body.get("messages", [])

    @property
    def model(self) -> str:
        """Return the model's name."""
        return self.body.get("model", "")

    @property
    def sampling(self) -> dict[str, Any]:
        """Return everything else in the body: temperature, top_p, max_tokens, seed, grammar, …"""
        return {name: value for name, value in self.body.items() if name not in _NOT_SAMPLING}

    @property
    def prompt(self) -> str:
        """Return the text of the last user message."""
        users = [message for message in self.messages if message.get("role") == "user"]
        content: Any = users[-1].get("content") if users else ""
        if isinstance(content, list):
            parts = cast("list[dict[str, Any]]", content)
            return "".join(part.get("text", "") for part in parts)
        return str(content or "")


Script = Callable[[Request], Reply | str]
Rule = Callable[[Request], Fault | None]


class StartOpenAI(Protocol):
    """The fixture `openai_server`: starts a server that stops with the test."""

    def __call__(
        self,
        reply: Script = ...,
        *,
        fault: Rule | None = None,
        latency_s: float | Callable[[Request], float] = 0.0,
        api_key: str | None = ...,
        models: tuple[str, ...] = ...,
        max_model_len: int = ...,
        chunk_chars: int = ...,
    ) -> "OpenAIServer":
        """Start a server; the arguments are those of `OpenAIServer`."""
        ...


class OpenAIServer:
    """A running server.

    `reply` makes each answer, `fault` decides which requests fail, `latency_s` how long an answer
    takes (a number, or a function of the request). What the two raise answers 500 and stands in
    `errors`. `api_key` None lets everybody in.
    """

    def __init__(
        self,
        reply: Script,
        *,
        fault: Rule | None = None,
        latency_s: float | Callable[[Request], float] = 0.0,
        api_key: str | None = "test-key-0123456789",
        models: tuple[str, ...] = ("teacher",),
        max_model_len: int = 32768,
        chunk_chars: int = 7,
    ) -> None:
        self._reply, self._fault, self._latency_s = reply, fault, latency_s
        self._models, self._chunk_chars = models, chunk_chars
        self._max_model_len = max_model_len
        self._lock = threading.Lock()
        self._requests: list[Request] = []
        self._answered: list[Request] = []
        self._seen: Counter[str] = Counter()
        self._in_flight = InFlight()
        self.errors: list[Exception] = []
        app = web.Application(client_max_size=_MAX_BODY)
        app.router.add_post("/v1/chat/completions", self._chat)
        app.router.add_get("/v1/models", self._list)
        self._key = api_key
        self._loopback = Loopback(app)
        self.endpoint = Endpoint(self._loopback.url + "/v1", api_key or "none", models[0])
        self.base_url, self.key, self.model = (
            self.endpoint.base_url,
            self.endpoint.key,
            self.endpoint.model,
        )

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
        """Stop the server; what was recorded stays readable."""
        self._loopback.close()

    @property
    def requests(self) -> list[Request]:
        """Return all requests so far in the order of their arrival, refused ones too."""
        with self._lock:
            return list(self._requests)

    @property
    def chats(self) -> list[Request]:
        """Return the requests for an answer."""
        return [request for request in self.requests if request.path.endswith("/completions")]

    @property
    def answered(self) -> list[Request]:
        """Return the requests that got a good answer: the ones that a user pays for."""
        with self._lock:
            return list(self._answered)

    @property
    def peak_in_flight(self) -> int:
        """Return how many requests were in flight at most."""
        return self._in_flight.peak

    def seconds_below(self, k: int) -> float:
        """Return how long fewer than `k` requests were in flight (see `InFlight`)."""
        return self._in_flight.seconds_below(k)

    def busy_share(self, slots: int) -> float:
        """Return which share of `slots` was in use (see `InFlight`)."""
        return self._in_flight.busy_share(slots)

    async def _list(self, request: web.Request) -> web.StreamResponse:
        refused = self._refused(self._record(request, {}))
        body = model_list(self._models, self._max_model_len)
        return await send(request, [body], fault=refused)

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        recorded = self._record(request, await request.json())
        landing = self._in_flight.arrive()
        try:
            return await self._answer(request, recorded, landing)
        except ConnectionResetError:  # the client went away before it had everything
            return web.Response(status=499)
        finally:
            landing.land()

    async def _answer(
        self, request: web.Request, recorded: Request, landing: Landing
    ) -> web.StreamResponse:
        latency = self._latency_s
        await asyncio.sleep(latency(recorded) if callable(latency) else latency)
        try:
            fault = self._refused(recorded) or self._unknown(recorded)
            if fault is None and self._fault is not None:
                fault = self._fault(recorded)
            if fault is not None and fault.kind == "refusal":
                return await send(request, [], fault=fault)
            replies = self._replies(recorded)
        except Exception as error:
            self.errors.append(error)
            return await send(request, [], fault=server_error())
        if fault is not None and fault.kind == "null content":
            replies = [replace(reply, content=None) for reply in replies]
        if fault is None or fault.kind in ("slow", "null content"):
            with self._lock:
                self._answered.append(recorded)
        return await self._send(request, recorded, replies, fault, landing)

    def _replies(self, recorded: Request) -> list[Reply]:
        samples = range(recorded.body.get("n") or 1)
        said = [self._reply(replace(recorded, sample=sample)) for sample in samples]
        return [Reply(reply) if isinstance(reply, str) else reply for reply in said]

    async def _send(
        self,
        request: web.Request,
        recorded: Request,
        replies: list[Reply],
        fault: Fault | None,
        landing: Landing,
    ) -> web.StreamResponse:
        body, count = recorded.body, recorded.count
        model, usage = replies[0].model or recorded.model, _usage(recorded, replies)
        if not body.get("stream"):
            whole = completion(count, model, replies, usage)
            return await send(request, [whole], fault=fault, before_last=landing.land)
        options: dict[str, Any] = body.get("stream_options") or {}
        pieces = events(
            count,
            model,
            replies,
            usage if options.get("include_usage") else None,
            self._chunk_chars,
        )
        return await send(
            request,
            pieces,
            content_type="text/event-stream",
            fault=fault,
            before_last=landing.land,
        )

    def _refused(self, recorded: Request) -> Fault | None:
        given = recorded.headers.get("authorization", "").removeprefix("Bearer").strip()
        return None if self._key is None or given == self._key else wrong_key(given)

    def _unknown(self, recorded: Request) -> Fault | None:
        return None if recorded.model in self._models else unknown_model(recorded.model)

    def _record(self, request: web.Request, body: dict[str, Any]) -> Request:
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = json.dumps([body.get("messages"), body.get("seed")], sort_keys=True)
        digest = hashlib.sha256(asked.encode()).hexdigest()
        with self._lock:
            self._seen[digest] += 1
            recorded = Request(
                request.path,
                headers,
                body,
                count=len(self._requests) + 1,
                attempt=self._seen[digest],
                at=time.monotonic(),
            )
            self._requests.append(recorded)
        return recorded


def _usage(recorded: Request, replies: list[Reply]) -> Usage:
    if replies[0].usage is not None:
        return replies[0].usage
    asked = json.dumps(recorded.messages, ensure_ascii=False)
    thought = sum(count_tokens(reply.reasoning) for reply in replies if reply.reasoning)
    said = sum(count_tokens(reply.text) for reply in replies)
    return Usage(count_tokens(asked), said, thought)
