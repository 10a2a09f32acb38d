"""What watches a call hears of it; a call that nothing watches gets the same, the short way."""

from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.caches import InMemoryCache
from langchain_core.callbacks import AsyncCallbackHandler, get_usage_metadata_callback
from langchain_core.globals import set_debug, set_llm_cache
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.rate_limiters import InMemoryRateLimiter
from langchain_core.runnables import RunnableConfig, RunnableLambda
from langchain_core.tracers.context import collect_runs

from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import journaled
from mlkt.models.unwatched import plain_messages, unwatched
from tests.scripted import Scripted

ASKED = [HumanMessage("ನಮಸ್ಕಾರ")]


class Heard(AsyncCallbackHandler):
    def __init__(self) -> None:
        self.events: list[str] = []

    async def on_chat_model_start(self, *given: Any, **about: Any) -> None:
        self.events.append("start")

    async def on_llm_end(self, *given: Any, **about: Any) -> None:
        self.events.append("end")


@pytest.fixture
def chat() -> Iterator[BaseChatModel]:
    journal = Journal()
    yield journaled(Scripted(answer=lambda _, about: str(about.get("task"))), journal, Limits())
    journal.close()


def is_watched(chat: BaseChatModel, config: RunnableConfig | None = None) -> bool:
    return unwatched(chat, config) is None


async def test_both_ways_say_the_same(chat: BaseChatModel) -> None:
    config = RunnableConfig(metadata={"task": "qa", "sample": 1})
    quick = await chat.ainvoke(ASKED, config)
    config["callbacks"] = [Heard()]
    watched = await chat.ainvoke(ASKED, config)
    assert isinstance(quick, AIMessage) and quick.content == watched.content == "qa"
    assert watched.response_metadata["from_journal"]  # the same key by both ways
    assert not is_watched(chat, {"metadata": {"task": "qa"}}) and is_watched(chat, config)


async def test_handlers_hear_of_a_call_wherever_they_stand(chat: BaseChatModel) -> None:
    heard = Heard()
    await chat.ainvoke(ASKED, {"callbacks": [heard]})
    await chat.with_config(callbacks=[heard]).ainvoke(ASKED)
    chat.callbacks = [heard]
    await chat.ainvoke(ASKED)
    chat.callbacks = None
    inside = RunnableLambda(lambda _: None) | RunnableLambda(lambda _: None)
    await (inside | RunnableLambda(_asks(chat))).ainvoke(1, {"callbacks": [heard]})
    assert heard.events == ["start", "end"] * 4


def _asks(chat: BaseChatModel) -> Any:
    async def asks(_: Any) -> AIMessage:
        return await chat.ainvoke(ASKED)  # takes the callbacks from the context

    return asks


async def test_context_managers_and_tracers_count_it(chat: BaseChatModel) -> None:
    with collect_runs() as runs:
        await chat.ainvoke(ASKED)
    assert [run.run_type for run in runs.traced_runs] == ["llm"]
    with get_usage_metadata_callback():
        assert is_watched(chat)
    assert not is_watched(chat)


async def test_events_of_a_chain_are_all_there(chat: BaseChatModel) -> None:
    chain = RunnableLambda(lambda given: given) | chat
    kinds = [event["event"] async for event in chain.astream_events(ASKED, version="v2")]
    assert "on_chat_model_start" in kinds and "on_chat_model_end" in kinds


def test_debugging_caches_and_rate_limits_watch(chat: BaseChatModel) -> None:
    assert not is_watched(chat)
    set_debug(True)
    try:
        assert is_watched(chat)
    finally:
        set_debug(False)
    set_llm_cache(InMemoryCache())
    try:
        assert is_watched(chat)
    finally:
        set_llm_cache(None)
    limited = chat.model_copy(update={"rate_limiter": InMemoryRateLimiter(requests_per_second=9)})
    assert is_watched(limited)
    assert is_watched(chat.model_copy(update={"output_version": "v1"}))


@pytest.mark.parametrize("given", ["text", [("user", "text")], [{"role": "user", "content": "x"}]])
def test_what_must_be_converted_is_left_to_langchain(given: Any) -> None:
    assert plain_messages(given) is None
    assert plain_messages([HumanMessage([{"type": "text", "text": "x"}])]) is None
    assert plain_messages(ASKED) == ASKED
