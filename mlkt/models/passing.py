"""Which failures of a request are the server's and may pass, and which are the request's own."""

from collections.abc import Mapping
from typing import Any

import openai

from mlkt.errors import MlktError

_AGAIN = frozenset({408, 409, 425, 429})
_NO_CREDIT = 402  # OpenRouter's word for an account that is empty: for every request, not this one
_LONGEST_ASKED_S = 600.0

_TOO_LONG = ("context length", "context size", "context_length", "too long", "exceed_context")


class EmptyReplyError(ValueError):
    """A reply that says nothing although the server calls it whole."""

    def __init__(self, reply: Any) -> None:
        """Keep the reply: if it stays empty, that is what the model says."""
        super().__init__("an empty reply")
        self.reply = reply


class ServerDownError(Exception):
    """A server that has failed `count` requests for good, one after the other.

    `last` is what the last one failed with.
    """

    def __init__(self, count: int, last: Exception) -> None:
        """Keep what it said."""
        super().__init__(f"{count} requests failed, the last one with: {last}")
        self.count = count
        self.last = last


def is_by_server(error: Exception) -> bool:
    """Return whether the server failed, or the way to it, and not because of what was asked."""
    status: int | None = getattr(error, "status_code", None)
    if status is not None and not is_unreadable(error):
        return status in _AGAIN or status == _NO_CREDIT or status >= 500
    return isinstance(error, openai.APIConnectionError) or is_unreadable(error)


def may_pass(error: Exception) -> bool:
    """Return whether the same request is worth another try now."""
    return is_by_server(error) and getattr(error, "status_code", None) != _NO_CREDIT


def asked_wait_s(error: Exception) -> float:
    """Return how many seconds a server asks to wait (`Retry-After`, RFC 9110), else 0."""
    sent = getattr(error, "response", error)  # OpenAI's errors hold one
    headers: Mapping[str, str] = getattr(sent, "headers", None) or {}
    try:
        return max(0.0, min(float(headers.get("Retry-After", "")), _LONGEST_ASKED_S))
    except ValueError:  # a date: rare, and the usual waiting serves
        return 0.0


def is_too_long(error: Exception) -> bool:
    """Return whether the server says that a prompt does not fit into its model's context."""
    said = str(getattr(error, "message", None) or error).casefold()
    return getattr(error, "status_code", None) == 400 and any(words in said for words in _TOO_LONG)


def is_unreadable(error: Exception) -> bool:
    """Return whether the server sent what is no reply (cut off, not JSON), or nothing at all."""
    if isinstance(error, MlktError) or getattr(error, "status_code", None) is not None:
        return isinstance(error, openai.APIResponseValidationError)
    return not isinstance(error, openai.APIError)
