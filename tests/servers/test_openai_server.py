import asyncio
import http.client
import json
import threading
import time
import urllib.error
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import openai
import pytest
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI

from tests.servers.faults import (
    BROKEN_JSON,
    CUT,
    EMPTY,
    HANG,
    NULL_CONTENT,
    RESET,
    Fault,
    context_exceeded,
    rate_limited,
    server_error,
    slow,
)
from tests.servers.openai_server import OpenAIServer, Request, StartOpenAI
from tests.servers.openai_shapes import Reply, Usage
from tests.servers.raw import ask, fetch, post


def echo(request: Request) -> str:
    return f"ನೀವು ಹೇಳಿದ್ದು: {request.prompt}"


def client(server: OpenAIServer, **options: Any) -> ChatOpenAI:
    settings: dict[str, Any] = {"timeout": 5, "max_retries": 0, "stream_usage": True}
    settings |= {"base_url": server.base_url, "api_key": server.key, "model": server.model}
    return ChatOpenAI(**settings | options)


def test_chat_openai_reads_answer_usage_and_model(openai_server: StartOpenAI):
    server = openai_server(lambda _: Reply("ಉತ್ತರ", usage=Usage(11, 5, 2), model="teacher-v2"))
    message = client(server).invoke("ಪ್ರಶ್ನೆ")
    assert message.text == "ಉತ್ತರ"
    assert message.usage_metadata is not None
    assert message.usage_metadata["input_tokens"] == 11
    assert message.usage_metadata.get("output_token_details") == {"reasoning": 2}
    assert message.response_metadata["model_name"] == "teacher-v2"
    assert message.response_metadata["finish_reason"] == "stop"


def test_a_stream_says_the_same_in_pieces(openai_server: StartOpenAI):
    server = openai_server(echo, chunk_chars=3)
    chunks = list(client(server).stream("ಕ್ಷಮಿಸಿ"))
    texts = [chunk.text for chunk in chunks if chunk.text]
    assert "".join(texts) == echo(server.chats[0])
    assert max(map(len, texts)) == 3
    assert sum(chunk.usage_metadata is not None for chunk in chunks) == 1


async def test_an_asynchronous_client_is_served_from_the_session_loop(openai_server: StartOpenAI):
    server = openai_server(echo)
    async with openai.AsyncOpenAI(base_url=server.base_url, api_key=server.key) as asking:
        said = await asyncio.gather(
            *(
                asking.chat.completions.create(
                    model=server.model, messages=[{"role": "user", "content": str(number)}]
                )
                for number in range(5)
            )
        )
    assert [one.choices[0].message.content for one in said] == [
        f"ನೀವು ಹೇಳಿದ್ದು: {number}" for number in range(5)
    ]


@pytest.mark.parametrize("wanted", [True, False])
def test_a_stream_holds_usage_only_where_it_is_asked_for(openai_server: StartOpenAI, wanted: bool):
    server = openai_server(echo)
    events = ask(
        server.endpoint, "x", stream=True, stream_options={"include_usage": wanted}
    ).events()
    assert [event for event in events if "usage" in event] == (events[-1:] if wanted else [])


def test_n_asks_the_script_for_each_sample(openai_server: StartOpenAI):
    server = openai_server(lambda request: f"sample {request.sample}")
    body = ask(server.endpoint, "x", n=3).json()
    assert [(one["index"], one["message"]["content"]) for one in body["choices"]] == [
        (0, "sample 0"),
        (1, "sample 1"),
        (2, "sample 2"),
    ]
    assert len(server.chats) == 1


@pytest.mark.parametrize("field", ["reasoning", "reasoning_content"])
def test_reasoning_comes_under_the_name_asked_for(openai_server: StartOpenAI, field: Any):
    server = openai_server(lambda _: Reply("yes", reasoning="let me see", reasoning_field=field))
    message = ask(server.endpoint, "x").json()["choices"][0]["message"]
    assert message == {"role": "assistant", "content": "yes", field: "let me see"}
    deltas = [
        event["choices"][0]["delta"] for event in ask(server.endpoint, "x", stream=True).events()
    ]
    assert "".join(delta.get(field, "") for delta in deltas) == "let me see"
    assert "".join(delta.get("content", "") for delta in deltas) == "yes"


def test_thinking_that_was_cut_off_has_no_content(openai_server: StartOpenAI):
    server = openai_server(lambda _: Reply(None, reasoning="so then", finish_reason="length"))
    message = client(server).invoke("x")
    assert message.text == ""
    assert message.response_metadata["finish_reason"] == "length"


def test_content_of_typed_parts_is_sent_as_it_is(openai_server: StartOpenAI):
    parts = [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "yes"}]
    server = openai_server(lambda _: Reply(parts))
    assert ask(server.endpoint, "x").json()["choices"][0]["message"]["content"] == parts


def test_a_wrong_key_and_none_are_refused_as_openai_does(openai_server: StartOpenAI):
    server = openai_server(echo, api_key="sk-1234567890abcdef")
    wrong = post(server.endpoint, {}, key="sk-nonsense-nonsense")
    none = fetch(f"{server.base_url}/models")
    assert (wrong.status, none.status) == (401, 401)
    assert wrong.json()["error"]["code"] == "invalid_api_key"
    assert "sk-n" in wrong.text and "nonsense-nonsense" not in wrong.text
    assert none.json()["error"]["code"] is None
    assert server.answered == []


def test_without_a_key_everybody_may_ask(openai_server: StartOpenAI):
    server = openai_server(echo, api_key=None)
    assert fetch(f"{server.base_url}/models").status == 200


def test_an_unknown_model_is_refused_as_vllm_does(openai_server: StartOpenAI):
    server = openai_server(echo, models=("teacher", "judge"))
    with pytest.raises(openai.NotFoundError, match="The model `nobody` does not exist"):
        client(server, model="nobody").invoke("x")
    listed = fetch(f"{server.base_url}/models", server.key).json()["data"]
    assert [one["id"] for one in listed] == ["teacher", "judge"]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (RESET, openai.APIConnectionError),
        (CUT, openai.APIConnectionError),
        (BROKEN_JSON, json.JSONDecodeError),
        (EMPTY, ValueError),
        (HANG, openai.APITimeoutError),
        (rate_limited(), openai.RateLimitError),
        (server_error(500), openai.InternalServerError),
        (server_error(503), openai.InternalServerError),
        (context_exceeded("vllm", n_ctx=4096, n_tokens=5000), openai.BadRequestError),
    ],
    ids=lambda value: f"{value.kind}-{value.status}" if isinstance(value, Fault) else "",
)
def test_a_fault_reaches_the_client(
    openai_server: StartOpenAI, fault: Fault, error: type[Exception], stream: bool
):
    server = openai_server(echo, fault=lambda _: fault)
    model = client(server, timeout=0.4)
    with pytest.raises(error):
        list(model.stream("x")) if stream else model.invoke("x")
    assert len(server.chats) == 1
    assert server.answered == []


def test_a_reset_and_a_cut_body_look_so_on_the_wire(openai_server: StartOpenAI):
    faults = {"reset": RESET, "cut": CUT}
    server = openai_server(echo, fault=lambda request: faults[request.prompt])
    with pytest.raises(ConnectionResetError):
        ask(server.endpoint, "reset")
    with pytest.raises(http.client.IncompleteRead):
        ask(server.endpoint, "cut")
    with pytest.raises(http.client.IncompleteRead):
        ask(server.endpoint, "cut", stream=True)


@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_may_have_no_content(openai_server: StartOpenAI, stream: bool):
    server = openai_server(echo, fault=lambda _: NULL_CONTENT)
    model = client(server)
    said = "".join(chunk.text for chunk in model.stream("x")) if stream else model.invoke("x").text
    assert said == ""
    assert len(server.answered) == 1


def test_a_slow_body_takes_its_time_and_comes_whole(openai_server: StartOpenAI):
    server = openai_server(echo, fault=lambda _: slow(0.3))
    start = time.monotonic()
    assert client(server).invoke("x").text == echo(server.chats[0])
    assert time.monotonic() - start >= 0.3


def test_retry_after_stands_in_the_header(openai_server: StartOpenAI):
    server = openai_server(echo, fault=lambda _: rate_limited(retry_after_s=1.5))
    answer = ask(server.endpoint, "x")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "1.5")


@pytest.mark.parametrize(
    ("server_name", "words", "place"),
    [
        ("vllm", "You passed 5000 input tokens", ("error", "param")),
        ("vllm-0.9", "This model's maximum context length is 4096 tokens", ("type",)),
        ("llama.cpp", "request (5000 tokens) exceeds the available", ("error", "n_prompt_tokens")),
        ("openai", "maximum context length is 4096", ("error", "code")),
    ],
)
def test_a_prompt_too_long_is_refused_in_each_servers_words(
    openai_server: StartOpenAI, server_name: Any, words: str, place: tuple[str, ...]
):
    too_long = context_exceeded(server_name, n_ctx=4096, n_tokens=5000)
    server = openai_server(echo, fault=lambda _: too_long)
    answer = ask(server.endpoint, "x")
    body = answer.json()
    assert answer.status == 400
    assert words in answer.text
    for key in place:
        body = body[key]
    assert body in ("input_tokens", "BadRequestError", 5000, "context_length_exceeded")


def test_a_rule_sees_which_attempt_it_is(openai_server: StartOpenAI):
    server = openai_server(
        echo, fault=lambda request: server_error() if request.attempt == 1 else None
    )
    statuses = [ask(server.endpoint, text).status for text in ("a", "b", "a", "b", "a")]
    assert statuses == [500, 500, 200, 200, 200]
    assert [request.prompt for request in server.answered] == ["a", "b", "a"]


def test_requests_are_kept_with_what_they_carried(openai_server: StartOpenAI):
    server = openai_server(echo)
    model = client(server, temperature=0.2, default_headers={"X-Run": "7"})
    model.invoke([SystemMessage("be brief"), HumanMessage([{"type": "text", "text": "ಹೌದು"}])])
    request = server.chats[0]
    assert request.prompt == "ಹೌದು"
    assert [message["role"] for message in request.messages] == ["system", "user"]
    assert request.sampling == {"temperature": 0.2}
    assert request.headers["x-run"] == "7"
    assert (request.model, request.count, request.attempt) == ("teacher", 1, 1)


def test_peak_and_idle_time_are_measured(openai_server: StartOpenAI):
    server = openai_server(echo, latency_s=lambda request: 0.3 if request.prompt == "0" else 0.1)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(partial(ask, server.endpoint), "0123"))
    time.sleep(0.1)
    ask(server.endpoint, "late")
    assert server.peak_in_flight == 4
    assert 0.05 < server.seconds_below(1) < 0.3
    assert server.seconds_below(4) > server.seconds_below(1)
    assert 0.1 < server.busy_share(4) < 0.6
    assert server.busy_share(1) > server.busy_share(4)


def test_requests_one_after_the_other_never_overlap(openai_server: StartOpenAI):
    server = openai_server(echo)
    for number in range(50):
        ask(server.endpoint, str(number), stream=number % 2 == 0)
    assert server.peak_in_flight == 1


def test_a_client_that_goes_away_is_no_longer_in_flight(openai_server: StartOpenAI):
    server = openai_server(echo, fault=lambda _: HANG)
    for _ in range(2):
        with pytest.raises(TimeoutError):
            post(server.endpoint, {"model": server.model, "messages": []}, timeout_s=0.2)
        time.sleep(0.05)
    assert server.peak_in_flight == 1


def test_a_script_that_raises_is_a_server_error_and_is_kept():
    def broken(request: Request) -> str:
        raise LookupError(request.prompt)

    with OpenAIServer(broken) as server:
        assert ask(server.endpoint, "x").status == 500
    assert [error.args for error in server.errors] == [("x",)]


def test_a_stop_ends_what_hangs_and_leaves_no_thread():
    threads = threading.active_count()
    with OpenAIServer(echo, fault=lambda _: HANG) as server:
        waiting = threading.Thread(target=_ignore_errors, args=(server,))
        waiting.start()
        while not server.chats:
            time.sleep(0.01)
        start = time.monotonic()
    assert time.monotonic() - start < 2
    waiting.join(5)
    assert threading.active_count() == threads
    with pytest.raises(urllib.error.URLError):
        ask(server.endpoint, "x")


def _ignore_errors(server: OpenAIServer) -> None:
    try:
        ask(server.endpoint, "x")
    except (OSError, http.client.HTTPException):
        return


def test_each_role_gets_its_environment(openai_server: StartOpenAI):
    server = openai_server(echo)
    env = server.endpoint.env("teacher", "critic")
    assert env["TEACHER_MODEL_BASE_URL"] == server.base_url
    assert env["CRITIC_MODEL_NAME"] == "teacher"
    assert sorted(env) == [
        f"{role}_MODEL_{name}"
        for role in ("CRITIC", "TEACHER")
        for name in ("API_KEY", "BASE_URL", "NAME")
    ]
