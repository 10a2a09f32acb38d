"""A chat reply as the journal keeps it: JSON with what the message says, and nothing of its run.

written(result)                       b'{"content": "…", "response_metadata": {…}, …}'
written_plain(json)                   the same, of a server's JSON that holds nothing but text
read(data, from_journal=True)         the message again
"""

from collections.abc import Mapping
from typing import Any, cast

import orjson
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatResult

_TEXT = frozenset({"role", "content"})
_TOOLS = ("tool_calls", "invalid_tool_calls")


def written(result: ChatResult, asked: str = "") -> bytes:
    """Return the first reply of a result as JSON; `asked` is the name that its model goes by.

    Where the server gives another name, that one is kept beside it: prices are looked up by it.
    """
    message = cast("AIMessage", result.generations[0].message)
    about = {**(result.generations[0].generation_info or {}), **message.response_metadata}
    named = (result.llm_output or {}).get("model_name") or about.get("model_name")
    return orjson.dumps(
        {
            "content": message.content,
            "additional_kwargs": {
                name: value
                for name, value in message.additional_kwargs.items()
                if value is not None
            },
            "response_metadata": _names(named, asked) | about,
            "usage_metadata": message.usage_metadata,
            **{name: calls for name in _TOOLS if (calls := getattr(message, name))},
        },
        default=str,
    )


def written_plain(reply: Mapping[str, Any], asked: str = "") -> bytes | None:
    """Return what `written` makes of OpenAI's JSON by way of a `ChatResult`, ten times faster.

    None for what holds more than one reply of text: tools, reasoning, tiers of service, log
    probabilities.
    """
    first, *others = reply["choices"]
    message, usage = first["message"], reply.get("usage")
    more = any(message[name] for name in message.keys() - _TEXT)
    if others or more or message.get("role") != "assistant" or reply.get("service_tier"):
        return None
    if "logprobs" in first or not reply.get("model") or reply.get("error"):
        return None
    about = _names(reply["model"], asked) | {"finish_reason": first.get("finish_reason")}
    return orjson.dumps(
        {
            "content": message.get("content") or "",
            "additional_kwargs": {},
            "response_metadata": about,
            "usage_metadata": _usage(usage) if usage else None,
        }
    )


def says_nothing(result: ChatResult) -> bool:
    """Return whether a reply that is whole holds no text, no reasoning and no call of a tool."""
    message = cast("AIMessage", result.generations[0].message)
    about = {**(result.generations[0].generation_info or {}), **message.response_metadata}
    says = message.content or any(message.additional_kwargs.values())
    calls = any(getattr(message, name) for name in _TOOLS)
    return not (says or calls) and about.get("finish_reason") in ("stop", None)


def _names(given: Any, asked: str) -> dict[str, Any]:
    """Return the name that a server gave; the one asked for too, where it does not begin so."""
    names = {"model_name": given} if given else {}
    return names if str(given or "").startswith(asked) else names | {"asked_model": asked}


def priced_name(about: Mapping[str, Any]) -> str:
    """Return the name under which a reply with this `response_metadata` is paid."""
    return str(about.get("asked_model") or about.get("model_name") or "")


def _usage(usage: Mapping[str, Any]) -> dict[str, Any]:
    """Return tokens as LangChain names them."""
    sent, got = usage.get("prompt_tokens") or 0, usage.get("completion_tokens") or 0
    total = usage.get("total_tokens")
    of_sent: dict[str, Any] = usage.get("prompt_tokens_details") or {}
    of_got: dict[str, Any] = usage.get("completion_tokens_details") or {}
    details = {
        "audio": of_sent.get("audio_tokens"),
        "cache_read": of_sent.get("cached_tokens"),
        "cache_creation": of_sent.get("cache_write_tokens"),
    }
    results = {"audio": of_got.get("audio_tokens"), "reasoning": of_got.get("reasoning_tokens")}
    return {
        "input_tokens": sent,
        "output_tokens": got,
        "total_tokens": sent + got if total is None else total,
        "input_token_details": {name: n for name, n in details.items() if n is not None},
        "output_token_details": {name: n for name, n in results.items() if n is not None},
    }


def read(reply: bytes, *, from_journal: bool) -> AIMessage:
    """Return the message; one that was not paid for now says so in its `response_metadata`."""
    fields = orjson.loads(reply)
    if from_journal:
        fields["response_metadata"]["from_journal"] = True
    return AIMessage(**fields)
