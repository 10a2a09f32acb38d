"""The bodies of OpenAI's chat protocol, as servers send them.

{"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "teacher",
 "choices": [{"index": 0, "message": {"role": "assistant", "content": "…"},
               "finish_reason": "stop"}],
 "usage": {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15}}
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tests.servers.faults import Fault, refusal


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request."""

    prompt_tokens: int
    completion_tokens: int
    reasoning_tokens: int = 0

    def body(self) -> dict[str, Any]:
        """Return the protocol's object."""
        counts: dict[str, Any] = {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "total_tokens": self.prompt_tokens + self.completion_tokens,
        }
        if self.reasoning_tokens:
            counts["completion_tokens_details"] = {"reasoning_tokens": self.reasoning_tokens}
        return counts


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model says.

    `content` is None where a server's reasoning parser found no answer, a list of typed parts where
    a server sends thinking among them (Mistral). `usage` and `model` are filled in where None.
    """

    content: str | list[dict[str, Any]] | None
    reasoning: str | None = None
    reasoning_field: Literal["reasoning", "reasoning_content"] = "reasoning_content"
    finish_reason: str | None = "stop"
    usage: Usage | None = None
    model: str | None = None

    @property
    def text(self) -> str:
        """Return everything that was generated."""
        said = self.content if isinstance(self.content, str) else json.dumps(self.content or "")
        return (self.reasoning or "") + said


def count_tokens(text: str) -> int:
    """Return a stand-in for a tokenizer's count: one token for every four bytes, at least one."""
    return max(1, len(text.encode()) // 4)


def completion(count: int, model: str, replies: Sequence[Reply], usage: Usage) -> bytes:
    """Return the body of an answer that is not streamed; one choice a reply."""
    choices: list[dict[str, Any]] = []
    for index, reply in enumerate(replies):
        message: dict[str, Any] = {"role": "assistant", "content": reply.content}
        if reply.reasoning is not None:
            message[reply.reasoning_field] = reply.reasoning
        choices.append(_choice(index, {"message": message}, reply.finish_reason))
    body = _head(count, model, "chat.completion") | {"choices": choices, "usage": usage.body()}
    return _json(body)


def events(
    count: int, model: str, replies: Sequence[Reply], usage: Usage | None, chunk_chars: int
) -> list[bytes]:
    """Return a streamed answer's server-sent events; `usage` is None where nobody asked for it."""
    head = _head(count, model, "chat.completion.chunk")
    bodies: list[dict[str, Any]] = []
    for index, reply in enumerate(replies):
        for delta in _deltas(reply, chunk_chars):
            bodies.append(head | {"choices": [_choice(index, {"delta": delta}, None)]})
        last = _choice(index, {"delta": {}}, reply.finish_reason)
        bodies.append(head | {"choices": [last]})
    if usage is not None:
        bodies.append(head | {"choices": [], "usage": usage.body()})
    return [b"data: " + _json(body) + b"\n\n" for body in bodies] + [b"data: [DONE]\n\n"]


def model_list(models: Sequence[str], max_model_len: int) -> bytes:
    """Return the body of `GET /v1/models` in vLLM's shape."""
    data = [
        {
            "id": model,
            "object": "model",
            "created": 1,
            "owned_by": "vllm",
            "root": model,
            "parent": None,
            "max_model_len": max_model_len,
        }
        for model in models
    ]
    return _json({"object": "list", "data": data})


def wrong_key(given: str) -> Fault:
    """Return OpenAI's 401, which repeats the ends of the key; without one, its other message."""
    if not given:
        message = "You didn't provide an API key. Provide it in an Authorization header."
        code = None
    else:
        shown = given[:4] + "*" * max(4, len(given) - 8) + given[-4:]
        message, code = f"Incorrect API key provided: {shown}.", "invalid_api_key"
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return refusal(401, error, WWW_Authenticate="Bearer")


def unknown_model(name: str) -> Fault:
    """Return vLLM's 404 (QwenLM/Qwen-Agent#110, in the nested form of today's releases)."""
    message = f"The model `{name}` does not exist."
    error = {"message": message, "type": "NotFoundError", "param": "model", "code": 404}
    return refusal(404, error)


def _deltas(reply: Reply, chunk_chars: int) -> Iterator[dict[str, Any]]:
    yield {"role": "assistant", "content": ""}
    for part in _parts(reply.reasoning or "", chunk_chars):
        yield {reply.reasoning_field: part}
    if isinstance(reply.content, list):
        yield {"content": reply.content}
        return
    for part in _parts(reply.content or "", chunk_chars):
        yield {"content": part}


def _parts(text: str, size: int) -> Iterator[str]:
    return (text[start : start + size] for start in range(0, len(text), size))


def _choice(index: int, said: dict[str, Any], finish_reason: str | None) -> dict[str, Any]:
    return {"index": index, **said, "logprobs": None, "finish_reason": finish_reason}


def _head(count: int, model: str, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{count}", "object": kind, "created": 1, "model": model}


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
