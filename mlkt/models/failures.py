"""What a server's refusal means and what to do about it."""

from urllib.parse import urlsplit
from urllib.request import getproxies

import openai

from mlkt.errors import CONTINUE, MlktError, ModelError, RequestError
from mlkt.models.passing import ServerDownError, is_by_server, is_too_long

_REFUSED = frozenset({401, 403, 404})
_AGAIN = "the same command with --retry-failed tries it again"

# Exceptions of httpx, httpx2 and aiohttp by name: which of them is installed is openai's affair.
# (Its aiohttp transport calls a broken connection a time-out, so the innermost cause decides.)
_NO_CONNECTION = frozenset(
    {
        "ClientConnectorDNSError",
        "ClientConnectorError",
        "ClientProxyConnectionError",
        "ConnectError",
        "ProxyError",
    }
)
_NO_TRUST = frozenset(
    {
        "ClientConnectorCertificateError",
        "ClientConnectorSSLError",
        "SSLCertVerificationError",
        "SSLError",
    }
)
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

    `secret` never appears in it, even where the server's own words repeat it; the error's `step`
    is `task`.
    """
    if isinstance(error, MlktError):
        return error
    if isinstance(error, ServerDownError):
        last = explain(error.last, role=role, url=url, model=model, task=task, secret=secret)
        said = str(last).replace(_AGAIN, CONTINUE)  # nothing counts as failed by it
        return ModelError(
            f"{error.count} requests failed one after the other, and none came through; the last "
            f"one: {to_continue(said)}",
            step=task,
        )
    env = f"{role.upper()}_MODEL"
    place = f"{role} {model!r} at {_shown(url)}" + (f", step {task!r}" if task else "")
    said = _one_line(error, secret)
    unreachable = _caused_by(error, _NO_CONNECTION | _NO_TRUST)
    told = _told_status(error, env, said) or _told_connection(error, env, role, url, said)
    told = told or (
        f"unreadable reply ({type(error).__name__}): {said}; {_AGAIN}; if it stays, look at the "
        f"server's log, and let {env}_BASE_URL end in /v1"
    )
    if unreachable or _status(error) in _REFUSED:
        return ModelError(f"{place}: {told}", step=task)
    return RequestError(f"{place}: {told}", step=task, by_server=is_by_server(error))


def to_continue(said: str) -> str:
    """Return what stopped a run with the way to go on, where it does not say that already."""
    return said if CONTINUE in said else f"{said}; {CONTINUE}"


def _told_status(error: Exception, env: str, said: str) -> str:
    """Return what a status of HTTP says and its cure; empty for errors without one."""
    match status := _status(error):
        case None:
            return ""
        case 401 | 403:
            return f"the server refuses the key ({status}): set {env}_API_KEY"
        case 404:
            return (
                f"unknown model or path (404): {said}; set {env}_NAME to a name that the server "
                f"lists (`mlkt doctor` shows them) and let {env}_BASE_URL end in /v1"
            )
        case 400 if is_too_long(error):
            return (
                f"the prompt is too long for the model's context: {said}; set passage.max_chars "
                "lower, steps.<step>.max_tokens lower, or start the server with a longer context"
            )
        case 429:
            return f"too many requests (429): {said}; set limits.requests lower, or wait; {_AGAIN}"
        case _ if status == 402 or status >= 500:
            return (
                f"the server answers {status}: {said}; look at the server's log (402: "
                f"at your account); {_AGAIN}"
            )
        case _:
            return (
                f"the server answers {status}: {said}; look at the server's log and at the "
                "settings of this step"
            )


def _told_connection(error: Exception, env: str, role: str, url: str, said: str) -> str:
    """Return what happened to the connection and the cure; empty for other errors."""
    if _caused_by(error, _NO_TRUST):
        return (
            f"no secure connection ({said}): let {env}_BASE_URL begin with http:// where the "
            "server has no TLS, or name the file of its certificate in SSL_CERT_FILE"
        )
    if _caused_by(error, _NO_CONNECTION):
        host = urlsplit(url).hostname
        proxied = any(getproxies().get(kind) for kind in ("http", "https", "all"))
        direct = f" (a proxy is set: if it does not lead there, set NO_PROXY={host})"
        return (
            f"cannot reach the server: start it, or set {env}_BASE_URL to where it is"
            f"{direct if proxied else ''}"
        )
    if _caused_by(error, _BROKEN_CONNECTION):
        return (
            f"the connection broke again and again: {_AGAIN}; if it stays, look at the server's log"
        )
    if isinstance(error, openai.APIConnectionError | TimeoutError):
        return f"no answer in time: set models.{role}.timeout_s higher, or limits.requests lower"
    return ""


def _shown(url: str) -> str:
    """Return an address without user and password."""
    begin, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{begin}{mark}{host.rpartition('@')[2]}{slash}{path}"


def _status(error: Exception) -> int | None:
    return getattr(error, "status_code", None)


def _one_line(error: Exception, secret: str, limit: int = 300) -> str:
    body = str(getattr(error, "message", None) or error)
    if secret:  # before anything is cut: half a key must not be shown either
        body = body.replace(secret, "***")
    text = " ".join(body.split()).rstrip(". ")
    return text if len(text) <= limit else text[:limit] + "…"


def _caused_by(error: BaseException | None, names: frozenset[str]) -> bool:
    while error is not None:
        if type(error).__name__ in names:
            return True
        error = error.__cause__ or error.__context__
    return False
