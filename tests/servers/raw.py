"""A bare HTTP client, so that the tests see what is on the wire.

post(server.endpoint, {"model": "teacher", "messages": […]}).json()["usage"]
"""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from typing import Any

from tests.servers.loopback import Endpoint

_TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body as they came."""

    status: int
    headers: Message
    text: str

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.text)

    def events(self) -> list[dict[str, Any]]:
        """Return the objects of a stream, which must end with `[DONE]`."""
        lines = [line for line in self.text.splitlines() if line]
        assert lines[-1] == "data: [DONE]"
        return [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]


def post(
    endpoint: Endpoint,
    body: dict[str, Any],
    *,
    key: str | None = None,
    timeout_s: float = _TIMEOUT_S,
) -> Answer:
    """Ask for an answer; `key` stands in for the endpoint's, an empty one sends none."""
    return fetch(
        f"{endpoint.base_url}/chat/completions",
        endpoint.key if key is None else key,
        body,
        timeout_s,
    )


def ask(endpoint: Endpoint, text: str, **options: Any) -> Answer:
    """Ask `text` as a user; the options go into the body."""
    messages = [{"role": "user", "content": text}]
    return post(endpoint, {"model": endpoint.model, "messages": messages, **options})


def fetch(
    url: str, key: str = "", body: dict[str, Any] | None = None, timeout_s: float = _TIMEOUT_S
) -> Answer:
    """Send one request: POST where there is a body, else GET."""
    headers = {"Content-Type": "application/json"} | (
        {"Authorization": f"Bearer {key}"} if key else {}
    )
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=timeout_s) as answer:
            return Answer(answer.status, answer.headers, answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read().decode())
