"""A chat model behind a server on loopback: reasoning kept, errors explained, keys hidden."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk
from pydantic import SecretStr

from mlkt.errors import ConfigError, MlktError, ModelError, RequestError
from mlkt.limits import Limits
from mlkt.models import server_model
from mlkt.models.server import ServerModel
from mlkt.models.wire import read_reply
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
    refusal,
    server_error,
)
from tests.servers.openai_server import OpenAIServer
from tests.servers.openai_shapes import Reply

Start = Callable[..., OpenAIServer]


@pytest.fixture(params=["short", "long"])
def each_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send requests the short way, and by OpenAI's client as without the extra `fast`."""
    if request.param == "long":
        monkeypatch.setattr("mlkt.models.wire.is_there", lambda: False)


def model(server: OpenAIServer, **options: Any) -> Any:
    key: str = options.pop("api_key", server.key)
    return server_model(server.base_url, server.model, api_key=key, **options)


@pytest.mark.parametrize("field", ["reasoning", "reasoning_content"])
async def test_reasoning_is_kept_under_both_names(openai_server: Start, field: Any) -> None:
    server = openai_server(lambda _: Reply("ಉತ್ತರ", reasoning="ಯೋಚನೆ", reasoning_field=field))
    chat = model(server)
    for message in (chat.invoke("?"), await chat.ainvoke("?")):
        assert message.content == "ಉತ್ತರ"
        assert message.additional_kwargs["reasoning_content"] == "ಯೋಚನೆ"
        assert message.usage_metadata["output_tokens"] > 0
        assert {"type": "reasoning", "reasoning": "ಯೋಚನೆ"} in message.content_blocks


@pytest.mark.parametrize("field", ["reasoning", "reasoning_content"])
async def test_streams_keep_reasoning_and_usage(openai_server: Start, field: Any) -> None:
    server = openai_server(lambda _: Reply("ಉತ್ತರ ಇಲ್ಲಿದೆ", reasoning="ಯೋಚನೆ", reasoning_field=field))
    whole: AIMessageChunk | None = None
    async for chunk in model(server).astream("?"):
        whole = chunk if whole is None else whole + chunk
    assert whole is not None and whole.content == "ಉತ್ತರ ಇಲ್ಲಿದೆ"
    assert whole.additional_kwargs["reasoning_content"] == "ಯೋಚನೆ"
    assert whole.usage_metadata is not None and whole.usage_metadata["output_tokens"] > 0


async def test_a_reply_without_reasoning_has_none(openai_server: Start) -> None:
    message = await model(openai_server(lambda _: "plain")).ainvoke("?")
    assert "reasoning_content" not in message.additional_kwargs


async def test_servers_own_sampling_values_reach_them(openai_server: Start) -> None:
    server = openai_server(lambda _: "x")
    asked = model(server).bind(
        temperature=0.0, max_tokens=9, top_k=20, chat_template_kwargs={"enable_thinking": False}
    )
    await asked.ainvoke("?")
    assert server.chats[0].sampling == {
        "temperature": 0.0,
        "max_tokens": 9,
        "top_k": 20,
        "chat_template_kwargs": {"enable_thinking": False},
    }


def test_one_model_serves_one_event_loop_after_another(openai_server: Start) -> None:
    server = openai_server(lambda _: "ok")
    chat = model(server)

    async def several() -> list[Any]:
        return await asyncio.gather(*(chat.ainvoke(str(number)) for number in range(8)))

    for _ in range(3):
        assert [message.content for message in asyncio.run(several())] == ["ok"] * 8


def fails(chat: Any) -> MlktError:
    with pytest.raises(MlktError) as caught:
        chat.invoke("?")
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_wrong_key_names_the_variable_and_never_the_key(openai_server: Start) -> None:
    secret = "sk-live-0123456789"
    error = fails(model(openai_server(lambda _: "x"), api_key=secret, role="critic"))
    assert isinstance(error, ModelError)
    assert "CRITIC_MODEL_API_KEY" in str(error) and "401" in str(error)
    assert secret not in str(error)


def test_a_key_that_the_server_repeats_is_blotted_out(openai_server: Start) -> None:
    server = openai_server(lambda _: "x", api_key="sk-repeat-me-0123")
    echo = Fault("refusal", 400, '{"error": {"message": "bad request by sk-repeat-me-0123"}}')
    server._fault = lambda _: echo
    assert "sk-repeat-me-0123" not in str(fails(model(server)))


def test_an_unknown_model_names_the_variable(openai_server: Start) -> None:
    server = openai_server(lambda _: "x")
    error = fails(server_model(server.base_url, "no-such-model", api_key=server.key))
    assert isinstance(error, ModelError)
    assert "'no-such-model'" in str(error) and "TEACHER_MODEL_NAME" in str(error)


def test_a_server_that_is_not_there_is_named() -> None:
    error = fails(server_model("http://127.0.0.1:9/v1", "m", max_retries=0))
    assert isinstance(error, ModelError)
    assert "http://127.0.0.1:9/v1" in str(error) and "TEACHER_MODEL_BASE_URL" in str(error)


def test_no_answer_in_time_fails_the_request_only(openai_server: Start) -> None:
    server = openai_server(lambda _: "x", fault=lambda _: HANG)
    error = fails(model(server, timeout_s=0.2, max_retries=0))
    assert isinstance(error, RequestError) and "timeout_s" in str(error)


@pytest.mark.parametrize("kind", ["vllm", "vllm-0.9", "llama.cpp", "openai"])
def test_a_prompt_beyond_the_context_says_what_to_set(openai_server: Start, kind: Any) -> None:
    server = openai_server(
        lambda _: "x", fault=lambda _: context_exceeded(kind, n_ctx=512, n_tokens=900)
    )
    error = fails(model(server))
    assert isinstance(error, RequestError) and "passage.max_chars" in str(error)


@pytest.mark.parametrize(
    "fault", [RESET, CUT, EMPTY, BROKEN_JSON, server_error(), server_error(503)]
)
@pytest.mark.usefixtures("each_way")
async def test_what_fails_once_is_asked_again(openai_server: Start, fault: Fault) -> None:
    server = openai_server(lambda _: "ok", fault=lambda r: fault if r.attempt == 1 else None)
    chat = model(server, max_retries=2)
    assert (await chat.ainvoke("?")).content == "ok"
    assert chat.invoke("??").content == "ok"
    assert len(server.chats) == 4


@pytest.mark.usefixtures("each_way")
async def test_an_empty_reply_is_asked_again_and_taken_where_it_stays(openai_server: Start) -> None:
    server = openai_server(
        lambda _: "ok",
        fault=lambda r: NULL_CONTENT if r.attempt == 1 or r.prompt == "never" else None,
    )
    chat = model(server)
    assert (await chat.ainvoke("?")).content == "ok"
    assert (await chat.ainvoke("never")).content == ""
    assert len(server.chats) == 2 + 3


@pytest.mark.usefixtures("each_way")
async def test_a_request_that_waits_holds_no_place_and_a_refusal_closes_the_lane(
    openai_server: Start,
) -> None:
    server = openai_server(
        lambda _: "ok", fault=lambda r: rate_limited(retry_after_s=2) if r.attempt == 1 else None
    )
    chat = model(server).model_copy(update={"limits": Limits(1)})
    lane = chat.limits.lane(chat.lane)
    first = asyncio.create_task(chat.ainvoke("?"))
    while not server.chats or chat.limits.in_flight:
        await asyncio.sleep(0.005)
    second = asyncio.create_task(chat.ainvoke("??"))
    await asyncio.sleep(0.1)
    assert len(server.chats) == 1  # the server asked to wait
    assert {(await first).content, (await second).content} == {"ok"}
    assert len(server.chats) == 4
    assert chat.limits.peak == 1 and lane.has_served


@pytest.mark.usefixtures("each_way")
async def test_what_fails_always_ends_as_a_request_error(openai_server: Start) -> None:
    server = openai_server(lambda _: "ok", fault=lambda _: BROKEN_JSON)
    with pytest.raises(RequestError, match="unreadable reply"):
        await model(server, max_retries=1).ainvoke("?")
    assert len(server.chats) == 2


async def test_a_connection_that_always_breaks_fails_the_request_only(openai_server: Start) -> None:
    server = openai_server(lambda _: "ok", fault=lambda _: RESET)
    with pytest.raises(RequestError, match="connection broke"):
        await model(server, max_retries=0).ainvoke("?")


@pytest.mark.parametrize("fault", [RESET, CUT])
async def test_a_broken_connection_is_not_called_a_time_out(
    openai_server: Start, fault: Fault
) -> None:
    server = openai_server(lambda _: "ok", fault=lambda _: fault)
    chat = model(server, max_retries=0)
    for error in (fails(chat), await afails(chat)):
        assert "timed out" not in str(error) and "--retry-failed tries it again" in str(error)


async def afails(chat: Any) -> MlktError:
    with pytest.raises(MlktError) as caught:
        await chat.ainvoke("?")
    return caught.value


@pytest.mark.parametrize(
    ("fault", "cure"),
    [
        (rate_limited(), "set limits.requests lower, or wait"),
        (server_error(), "look at the server's log"),
        (
            refusal(402, {"message": "No credit."}),
            "the same command with --retry-failed tries it again",
        ),
        (BROKEN_JSON, "--retry-failed tries it again; if it stays"),
        (context_exceeded("vllm-0.9", n_ctx=5, n_tokens=9), "; set passage.max_chars lower"),
    ],
)
def test_each_failure_says_its_cure(openai_server: Start, fault: Fault, cure: str) -> None:
    error = fails(model(openai_server(lambda _: "x", fault=lambda _: fault), max_retries=0))
    assert isinstance(error, RequestError)
    assert cure in str(error) and ".." not in str(error) and ".;" not in str(error)


def test_an_error_names_the_step_of_its_request(openai_server: Start) -> None:
    server = openai_server(lambda _: "x", fault=lambda _: server_error())
    chat = model(server, max_retries=0)
    with pytest.raises(RequestError) as failed:
        chat.invoke("?", {"metadata": {"task": "qa"}})
    assert failed.value.step == "qa" and "step 'qa'" in str(failed.value)
    with pytest.raises(ModelError) as refused:
        model(server, api_key="wrong").invoke("?", {"metadata": {"task": "summary_facts"}})
    assert refused.value.step == "summary_facts"
    assert ModelError("x").step == RequestError("x").step == ""


def test_a_key_at_the_cut_of_a_long_message_is_blotted_out(openai_server: Start) -> None:
    key = "sk-repeat-me-0123456789"
    for before in range(270, 310, 5):
        told = refusal(400, {"message": "x" * before + key})
        server = openai_server(lambda _: "x", fault=lambda _, told=told: told, api_key=key)
        assert "sk-" not in str(fails(model(server)))


def test_without_a_key_nothing_is_blotted_out(openai_server: Start) -> None:
    told = refusal(400, {"message": "tool_choice must be one of auto, none"})
    server = openai_server(lambda _: "x", fault=lambda _: told, api_key=None)
    assert "auto, none" in str(fails(model(server, api_key="")))


DEAD_PROXY = "http://127.0.0.1:9"


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, DEAD_PROXY)
    return monkeypatch


def test_a_server_in_no_proxy_is_reached_directly_both_ways(
    openai_server: Start, proxied: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    chat = model(openai_server(lambda _: "ok"), max_retries=0)
    assert chat.invoke("?").content == asyncio.run(chat.ainvoke("?")).content == "ok"
    assert "proxy" not in caplog.text


def test_a_proxy_counts_both_ways_and_the_error_names_no_proxy(
    openai_server: Start, proxied: pytest.MonkeyPatch
) -> None:
    proxied.delenv("NO_PROXY")
    proxied.delenv("no_proxy")
    server = openai_server(lambda _: "ok")
    chat = model(server, max_retries=0)
    for error in (fails(chat), asyncio.run(afails(chat))):
        assert isinstance(error, ModelError) and "set NO_PROXY=127.0.0.1" in str(error)
    assert not server.requests


def test_the_connections_of_a_model_close_with_it(openai_server: Start) -> None:
    chat = model(openai_server(lambda _: "ok"))
    chat.invoke("?")
    client = chat.http_client
    client.__del__()
    assert client.is_closed


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (refusal(500, {"message": "out of memory"}), "out of memory"),
        (rate_limited(retry_after_s=0), "too many requests"),
        (server_error(503), "the server answers 503"),
        (HANG, "no answer in time"),
        (BROKEN_JSON, "unreadable reply"),
    ],
)
@pytest.mark.usefixtures("each_way")
async def test_a_server_that_fails_everything_stops_it_all_with_one_message(
    fault: Fault, words: str, openai_server: Start
) -> None:
    down = [True]
    server = openai_server(lambda _: "ok", fault=lambda _: fault if down[0] else None)
    chat = model(server, max_retries=0, timeout_s=0.3 if fault is HANG else 10)
    errors = [await afails(chat) for _ in range(20)]
    assert all(isinstance(error, RequestError) and error.by_server for error in errors[:19])
    assert isinstance(errors[19], ModelError)
    assert "20 requests failed one after the other" in str(errors[19])
    assert words in str(errors[19]) and server.base_url in str(errors[19])
    assert "run the same command again to continue" in str(errors[19])
    assert "--retry-failed" not in str(errors[19])
    down[0] = False
    assert (await chat.ainvoke("?")).content == "ok"
    down[0] = True  # one that came through, and counting begins anew
    assert not isinstance(await afails(chat), ModelError)


@pytest.mark.parametrize("status", [400, 422])
async def test_where_no_request_ever_comes_through_it_stops_whatever_the_reason(
    status: int, openai_server: Start
) -> None:
    wrong = [True]
    fault = refusal(status, {"message": "temperature is not supported"})
    server = openai_server(lambda _: "ok", fault=lambda _: fault if wrong[0] else None)
    chat = model(server)
    errors = [await afails(chat) for _ in range(20)]
    assert len(server.requests) == 20  # none is asked again
    assert isinstance(errors[18], RequestError) and not errors[18].by_server
    assert isinstance(errors[19], ModelError) and "temperature is not" in str(errors[19])
    wrong[0] = False
    assert (await chat.ainvoke("?")).content == "ok"
    wrong[0] = True
    assert {type(await afails(chat)) for _ in range(25)} == {RequestError}


@pytest.mark.usefixtures("each_way")
async def test_an_empty_account_is_not_asked_again_and_no_row_fails_by_it(
    openai_server: Start,
) -> None:
    server = openai_server(fault=lambda _: refusal(402, {"message": "insufficient credits"}))
    error = await afails(model(server))
    assert isinstance(error, RequestError) and error.by_server and len(server.requests) == 1
    assert "insufficient credits" in str(error) and "your account" in str(error)


async def test_headers_of_the_user_go_both_ways(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = openai_server(lambda _: "ok")
    chat = ServerModel(
        base_url=server.base_url,
        api_key=SecretStr(server.key),
        model=server.model,
        default_headers={"HTTP-Referer": "https://example.org"},
        organization="org-1",
    )
    await chat.ainvoke("?")
    monkeypatch.setattr("mlkt.models.wire.is_there", lambda: False)
    await chat.ainvoke("?")
    for request in server.requests:
        assert request.headers["http-referer"] == "https://example.org"
        assert request.headers["openai-organization"] == "org-1"
    assert "x-stainless-lang" not in server.requests[0].headers  # which way each has gone
    assert "x-stainless-lang" in server.requests[1].headers


async def test_what_only_openais_client_knows_goes_its_way(openai_server: Start) -> None:
    server = openai_server(lambda _: "ok")
    chat = ServerModel(
        base_url=server.base_url, model=server.model, api_key=lambda: server.key,
        default_query={"api-version": "1"},
    )  # fmt: skip
    assert (await chat.ainvoke("?")).content == "ok"


def test_an_address_with_a_password_is_refused_and_not_shown() -> None:
    with pytest.raises(ConfigError, match="holds a user") as raised:
        server_model("http://ada:hunter2@127.0.0.1:9/v1", "m")
    assert "hunter2" not in str(raised.value)


async def test_a_server_without_tls_is_told_and_no_password_is_shown(
    openai_server: Start,
) -> None:
    server = openai_server(lambda _: "ok")
    for before, words in (("https://", "no secure connection"), ("http://ada:hunter2@", "teacher")):
        address = server.base_url.replace("http://", before)
        chat = ServerModel(base_url=address, model="m", api_key=SecretStr("x"), max_retries=0)
        error = await afails(chat)
        assert words in str(error) and "hunter2" not in str(error)
        assert isinstance(error, ModelError) is (before == "https://")


def test_a_reply_without_a_role_is_read_and_one_with_an_error_is_none() -> None:
    choice: dict[str, Any] = {"message": {"content": "ಹೌದು"}, "finish_reason": "stop"}
    assert read_reply({"choices": [choice]})["choices"][0]["message"]["role"] == "assistant"
    empty = {"choices": [{"message": {"content": ""}, "finish_reason": "stop"}]}
    with pytest.raises(ValueError, match="upstream is down"):
        read_reply(empty | {"error": {"message": "upstream is down"}})


async def test_requests_that_fail_by_their_own_fault_never_stop_the_others(
    openai_server: Start,
) -> None:
    server = openai_server(
        lambda _: "ok", fault=lambda _: context_exceeded("vllm", n_ctx=512, n_tokens=900)
    )
    chat = model(server, max_retries=0)
    for _ in range(25):
        error = await afails(chat)
        assert isinstance(error, RequestError) and not error.by_server
