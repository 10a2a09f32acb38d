"""What servers do wrong, as values, and the one way to send a reply with or without a fault.

    rule = lambda request: RESET if request.attempt == 1 else None      # every prompt fails once
    rule = lambda request: rate_limited(retry_after_s=1) if request.count % 50 == 0 else None

A rule gets the request and returns a `Fault`, or None for a good answer.
"""

import asyncio
import json
import socket
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

Kind = Literal["refusal", "reset", "cut", "broken json", "empty", "null content", "slow", "hang"]
_SLOW_PIECES = 8


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail. A `refusal` sends `status`, `body` and `headers`, also with status 200."""

    kind: Kind
    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    seconds: float = 0.0  # a slow body takes as long


RESET = Fault("reset")  # the connection breaks before any answer (TCP RST)
CUT = Fault("cut")  # the answer's first half, then the connection closes
BROKEN_JSON = Fault("broken json")  # a complete answer that is not JSON
EMPTY = Fault("empty")  # status 200 and no body
NULL_CONTENT = Fault("null content")  # a well-formed answer without text
HANG = Fault("hang")  # no answer until the client goes away or the server stops


def slow(seconds: float) -> Fault:
    """Return the fault that sends a good answer drop by drop over `seconds`."""
    return Fault("slow", seconds=seconds)


def refusal(status: int, error: Mapping[str, Any], **headers: str) -> Fault:
    """Return the fault that answers `{"error": error}`; `Retry_After` is the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault("refusal", status, json.dumps({"error": error}, ensure_ascii=False), named)


def rate_limited(retry_after_s: float | None = None) -> Fault:
    """Return a 429 in OpenAI's shape."""
    headers = {} if retry_after_s is None else {"Retry_After": f"{retry_after_s:g}"}
    error = {
        "message": "Rate limit reached for requests",
        "type": "requests",
        "param": None,
        "code": "rate_limit_exceeded",
    }
    return refusal(429, error, **headers)


def server_error(status: int = 500) -> Fault:
    """Return a 500 in vLLM's shape, or a 503 as llama.cpp answers while it loads its model."""
    if status == 503:
        return refusal(503, {"message": "Loading model", "type": "unavailable_error", "code": 503})
    error = {"message": "Engine failure", "type": "InternalServerError", "code": status}
    return refusal(status, error | {"param": None})


def context_exceeded(
    server: Literal["vllm", "vllm-0.9", "llama.cpp", "openai"], *, n_ctx: int, n_tokens: int
) -> Fault:
    """Return the 400 of a prompt that is too long, in the words of the server named.

    vLLM's older form stands in vllm-project/vllm#20409 and its newer one in many client projects'
    tests of 2026; llama.cpp's was measured (xllamacpp 2026.10.11549) and stands in
    ggml-org/llama.cpp#15780.
    """
    old = (
        f"This model's maximum context length is {n_ctx} tokens. However, you requested "
        f"{n_tokens + 16} tokens ({n_tokens} in the messages, 16 in the completion). "
        "Please reduce the length of the messages or completion."
    )
    new = (
        f"You passed {n_tokens} input tokens and requested 16 output tokens. However, the model's "
        f"context length is only {n_ctx} tokens, resulting in a maximum input length of "
        f"{n_ctx - 16} tokens. Please reduce the length of the input prompt. "
        f"(parameter=input_tokens, value={n_tokens})"
    )
    vllm = {"type": "BadRequestError", "param": None, "code": 400}
    match server:
        case "vllm":
            return refusal(400, {"message": new, **vllm, "param": "input_tokens"})
        case "vllm-0.9":  # before the error was nested under "error"
            body = json.dumps({"object": "error", "message": old, **vllm})
            return Fault("refusal", 400, body)
        case "llama.cpp":
            message = (
                f"request ({n_tokens} tokens) exceeds the available context size ({n_ctx} tokens), "
                "try increasing it"
            )
            error = {"code": 400, "message": message, "type": "exceed_context_size_error"}
            return refusal(400, error | {"n_prompt_tokens": n_tokens, "n_ctx": n_ctx})
        case "openai":
            error = {"message": old, "type": "invalid_request_error", "param": "messages"}
            return refusal(400, error | {"code": "context_length_exceeded"})


async def send(
    request: web.Request,
    pieces: Sequence[bytes],
    *,
    content_type: str = "application/json",
    fault: Fault | None = None,
    before_last: Callable[[], None] = lambda: None,
) -> web.StreamResponse:
    """Send one piece with its length, or several as a stream, each flushed by itself.

    `before_last` is called before the client can have everything, so that what it does next never
    overlaps with this request.
    """
    kind = fault.kind if fault else ""
    if fault and kind == "refusal":
        refused = fault.body.encode()
        return web.Response(
            status=fault.status, body=refused, headers=fault.headers, content_type=content_type
        )
    if kind == "hang":
        await asyncio.Event().wait()
    if kind == "reset":
        return _reset(request)
    if kind == "empty":
        pieces = [b""]
    if kind == "broken json":
        middle = len(pieces) // 2
        half = pieces[middle][: len(pieces[middle]) // 2].decode(errors="ignore").encode()
        pieces = [*pieces[:middle], half + b"\n\n" * (len(pieces) > 1), *pieces[middle + 1 :]]
    response = web.StreamResponse()
    response.content_type = content_type
    if len(pieces) == 1:
        response.content_length = len(pieces[0])
        pieces = _split(pieces[0], _SLOW_PIECES if kind in ("slow", "cut") else 1)
    await response.prepare(request)
    last = (len(pieces) // 2 if kind == "cut" else len(pieces)) - 1
    for at, piece in enumerate(pieces[: last + 1]):
        if fault and kind == "slow":
            await asyncio.sleep(fault.seconds / len(pieces))
        if at == last:
            before_last()
        await response.write(piece)
    if kind == "cut":
        if request.transport is not None:
            request.transport.close()
        return response
    await response.write_eof()
    return response


def _split(body: bytes, n: int) -> list[bytes]:
    size = max(1, -(-len(body) // n))
    return [body[start : start + size] for start in range(0, len(body), size)]


def _reset(request: web.Request) -> web.Response:
    transport = request.transport
    if transport is not None:
        sock = transport.get_extra_info("socket")
        # Lingering for no time makes the kernel send RST in place of FIN (socket(7), SO_LINGER).
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()
