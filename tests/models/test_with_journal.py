"""A journalled model asks only what the journal does not hold, under one limit."""

import asyncio
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from langchain_core.messages import AIMessage

from mlkt.config.prices import Price, Prices
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import journaled, server_model
from mlkt.models.with_journal import asked_name, paid_by_model
from mlkt.run.money.budget import Meter
from tests.scripted import Scripted
from tests.servers.openai_server import OpenAIServer


def reply(prompt: str, metadata: dict[str, object]) -> AIMessage:
    return AIMessage(
        content=f"to {prompt}",
        additional_kwargs={"reasoning_content": "why"},
        response_metadata={"finish_reason": "length"},
    )


async def test_the_second_run_costs_nothing_and_gives_the_same(tmp_path: Path) -> None:
    first = Scripted(answer=reply)
    journal = Journal(tmp_path / "j")
    a = await journaled(first, journal, Limits()).ainvoke("ಕನ್ನಡ")
    journal.close()
    journal, second = Journal(tmp_path / "j"), Scripted(answer=reply)
    b = journaled(second, journal, Limits()).invoke("ಕನ್ನಡ")
    journal.close()
    assert len(first.asked) == 1 and second.asked == []
    assert a.content == b.content == "to ಕನ್ನಡ"
    assert b.additional_kwargs["reasoning_content"] == "why"
    assert b.response_metadata["finish_reason"] == "length"
    assert a.usage_metadata == b.usage_metadata is not None
    assert "from_journal" not in a.response_metadata and b.response_metadata["from_journal"]


async def test_sampling_values_and_the_sample_are_part_of_the_key() -> None:
    model, journal = Scripted(answer=reply), Journal()
    chat = journaled(model, journal, Limits())
    for asked in (
        chat,
        chat.bind(temperature=0.5),
        chat.with_config(metadata={"sample": 1}),
        chat.with_config(metadata={"task": "qa"}),
        chat.with_config(metadata={"thread": "other"}),
    ):
        await asked.ainvoke("?")
    assert len(model.asked) == 4
    journal.close()


def test_addresses_timeouts_and_keys_are_not() -> None:
    journal, seen = Journal(), set[str]()
    for port, timeout in ((8000, 1.0), (8001, 2.0)):
        inner = server_model(f"http://127.0.0.1:{port}/v1", "m", timeout_s=timeout)
        chat = journaled(inner, journal, Limits())
        seen.add(str(chat._request([], None, None, {})))  # type: ignore[attr-defined]
    assert len(seen) == 1
    journal.close()


async def test_the_limit_holds_over_all_models_that_share_it(
    openai_server: Callable[..., OpenAIServer],
) -> None:
    server, journal, limits = openai_server(lambda _: "x", latency_s=0.02), Journal(), Limits(3)
    models = [
        journaled(server_model(server.base_url, server.model, api_key=server.key), journal, limits)
        for _ in range(2)
    ]
    await asyncio.gather(*(models[n % 2].ainvoke(str(n)) for n in range(20)))
    assert server.peak_in_flight == limits.peak == 3
    journal.close()


async def test_the_same_question_at_the_same_time_is_asked_once(
    openai_server: Callable[..., OpenAIServer],
) -> None:
    server, journal = openai_server(lambda _: "x", latency_s=0.02), Journal()
    inner = server_model(server.base_url, server.model, api_key=server.key)
    chat = journaled(inner, journal, Limits())
    await asyncio.gather(*(chat.ainvoke("?") for _ in range(10)))
    assert len(server.chats) == 1
    journal.close()


async def test_money_is_counted_by_the_name_that_was_asked_for() -> None:
    named = AIMessage(
        content="ok",
        response_metadata={"model_name": "/models/g.gguf"},
    )
    journal, inner = Journal(), Scripted(answer=lambda *_: named)
    asked = asked_name(inner)
    meter = Meter(Prices({asked: Price(Decimal(1), Decimal(2))}), budget=Decimal(5))
    message = await journaled(inner, journal, Limits(), meter).ainvoke("?")
    assert message.response_metadata["model_name"] == "/models/g.gguf"
    assert meter.cost > 0
    assert paid_by_model(journal).keys() == meter.paid.keys() == {asked}
    journal.close()


async def test_a_model_that_is_kept_apart_is_asked_itself() -> None:
    journal, first, second = Journal(), Scripted(answer=reply), Scripted(answer=reply)
    for model, apart in ((first, ""), (second, "second_critic")):
        await journaled(model, journal, Limits(), apart=apart).ainvoke("?")
    assert len(first.asked) == len(second.asked) == 1
    journal.close()
