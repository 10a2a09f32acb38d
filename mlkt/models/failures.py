"""What a server's refusal means and what to do about it."""

import openai

from mlkt.errors import MlktError, ModelError, RequestError

_TOO_LONG = ("context length", "context size", "context_length", "too long", "exceed_context")

# Exceptions of httpx, httpx2 and aiohttp by name: which of them is installed is openai's affair.
# (Its aiohttp transport calls a broken connection a time-out, so the innermost cause decides.)
_NO_CONNECTION = frozenset({"ConnectError", "ClientConnectorError", "ClientConnectorDNSError"})
_BROKEN_CONNECTION = frozenset(
    {
        "ClientOSError",
        "ClientPayloadError",
        "ReadError",
        "RemoteProtocolError",
        "ServerDisconnectedError",
    }
)


def explain(
    error: Exception, *, role: str, url: str, model: str, task: str, secret: str = ""
) -> MlktError:
    """Return `error` as one line that names the server, the model, the step and the cure.

    `secret` never appears in it, even where the server's own words repeat it.
    """
    if isinstance(error, MlktError):
        return error
    env = f"{role.upper()}_MODEL"
    place = f"{role} {model!r} at {url}" + (f", step {task!r}" if task else "")
    said = _one_line(error).replace(secret, "***") if secret else _one_line(error)
    match error:
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return ModelError(
                f"{place}: the server refuses the key ({error.status_code}): set {env}_API_KEY"
            )
        case openai.NotFoundError():
            return ModelError(
                f"{place}: unknown model or path (404): {said}. "
                f"Set {env}_NAME to a name that the server lists (`mlkt doctor` shows them) "
                f"and let {env}_BASE_URL end in /v1"
            )
        case openai.APIConnectionError() if _caused_by(error, _NO_CONNECTION):
            return ModelError(
                f"{place}: cannot reach the server: start it, or set {env}_BASE_URL to where it is"
            )
        case openai.APIConnectionError() if _caused_by(error, _BROKEN_CONNECTION):
            return RequestError(f"{place}: the connection broke again and again: {said}")
        case openai.APIConnectionError():
            return RequestError(
                f"{place}: no answer in time: set models.{role}.timeout_s higher, "
                "or limits.requests lower"
            )
        case openai.BadRequestError() if any(words in said.casefold() for words in _TOO_LONG):
            return RequestError(
                f"{place}: the prompt is too long for the model's context: {said}. "
                "Set passage.max_chars lower, steps.<step>.max_tokens lower, or start the server "
                "with a longer context"
            )
        case openai.APIStatusError():
            return RequestError(f"{place}: the server answers {error.status_code}: {said}")
        case _:
            return RequestError(f"{place}: unreadable reply ({type(error).__name__}): {said}")


def is_unreadable(error: Exception) -> bool:
    """Return whether the server sent what is no reply: a body cut off, not JSON."""
    return not isinstance(error, MlktError) and (
        isinstance(error, openai.APIResponseValidationError)
        or not isinstance(error, openai.APIError)
    )


def _one_line(error: Exception, limit: int = 300) -> str:
    body = getattr(error, "message", None) or str(error)
    text = " ".join(str(body).split())
    return text if len(text) <= limit else text[:limit] + "…"


def _caused_by(error: BaseException | None, names: frozenset[str]) -> bool:
    while error is not None:
        if type(error).__name__ in names:
            return True
        error = error.__cause__ or error.__context__
    return False
