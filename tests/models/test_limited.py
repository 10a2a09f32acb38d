"""A foreign model takes its place among a run's requests, however it is called."""

import asyncio
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.runnables import RunnableLambda

from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.limits import RUN, Limits
from mlkt.models import journaled, limited, server_model


class Busy:
    """Counts how many are at work at a time."""

    def __init__(self) -> None:
        self.now = self.most = 0

    async def work(self, given: Any) -> Any:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.005)
        self.now -= 1
        return given


async def test_batches_and_calls_share_the_places() -> None:
    busy, limits = Busy(), Limits(3)
    model = limited(RunnableLambda(lambda given: given, afunc=busy.work), limits)
    other = limited(RunnableLambda(lambda given: given, afunc=busy.work), limits)
    each = model.map()
    out = await asyncio.gather(
        each.ainvoke([1, 2, 3, 4]), other.abatch([5, 6, 7]), other.ainvoke(8)
    )
    assert out == [[1, 2, 3, 4], [5, 6, 7], 8]
    assert busy.most == limits.peak == 3


async def test_without_limits_of_its_own_it_joins_the_run() -> None:
    busy, limits = Busy(), Limits(2)
    model = limited(RunnableLambda(lambda given: given, afunc=busy.work))
    assert await model.abatch([1, 2, 3]) == [1, 2, 3] and busy.most == 3
    RUN.set(limits)
    busy.most = 0
    assert await model.abatch([1, 2, 3]) == [1, 2, 3]
    assert busy.most == limits.peak == 2


async def test_streams_hold_their_place_to_the_end() -> None:
    limits = Limits(1)
    model = limited(FakeListChatModel(responses=["ನಮಸ್ಕಾರ"]), limits)
    pieces: list[str] = []
    async for piece in model.astream("?"):
        assert limits.in_flight == 1
        pieces.append(str(piece.content))
    assert "".join(pieces) == "ನಮಸ್ಕಾರ" and limits.in_flight == 0
    assert "".join(str(piece.content) for piece in model.stream("?")) == "ನಮಸ್ಕಾರ"
    assert model.invoke("?").content == "ನಮಸ್ಕಾರ" and limits.peak == 1


def test_what_counts_itself_is_refused() -> None:
    journal = Journal()
    server = server_model("http://127.0.0.1:9/v1", "m")
    own = journaled(server, journal, Limits())
    for model in (server, own, own.with_retry(), own.bind(stop=["x"]), own.with_fallbacks([own])):
        with pytest.raises(ConfigError, match="counts its requests itself"):
            limited(model)
    journal.close()
