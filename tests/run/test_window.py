"""The sliding window: bounded, in either order, over any iterable, and it really cancels."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from langchain_core.runnables import Runnable, RunnableLambda

from mlkt.errors import ConfigError
from mlkt.limits import Limits
from mlkt.rows import Row
from mlkt.run.engine.window import sliding


def rows(count: int) -> list[Row]:
    return [{"id": str(n)} for n in range(count)]


def chain(seconds: dict[str, float], seen: list[str]) -> Runnable[Row, Row]:
    async def work(row: Row) -> Row:
        seen.append(f"start {row['id']}")
        try:
            await asyncio.sleep(seconds.get(row["id"], 0.001))
        except asyncio.CancelledError:
            seen.append(f"cancel {row['id']}")
            raise
        return row

    return RunnableLambda(lambda row: row, afunc=work)


async def test_a_slow_row_holds_nobody_back_unless_order_is_kept() -> None:
    seen: list[str] = []
    slow = chain({"0": 0.2}, seen)
    free = [row["id"] async for row, _ in sliding(slow, rows(12), size=3)]
    kept = [row["id"] async for row, _ in sliding(slow, rows(12), size=3, ordered=True)]
    assert free[-1] == "0" and sorted(free) == sorted(kept)
    assert kept == [str(n) for n in range(12)]


async def test_no_more_than_the_window_is_taken_from_an_endless_source() -> None:
    taken: list[int] = []

    async def endless() -> AsyncIterator[Row]:
        n = 0
        while True:
            taken.append(n)
            yield {"id": str(n)}
            n += 1

    stream = sliding(chain({}, []), endless(), size=4)
    for _ in range(10):
        await anext(stream)
    await stream.aclose()
    assert len(taken) <= 10 + 4


async def test_stopping_early_cancels_what_is_in_flight() -> None:
    seen: list[str] = []
    stream = sliding(chain({"1": 30.0, "2": 30.0}, seen), rows(3), size=3)
    assert (await anext(stream))[0]["id"] == "0"
    await stream.aclose()
    assert {"cancel 1", "cancel 2"} <= set(seen)


async def test_an_error_comes_with_its_row_and_the_others_go_on() -> None:
    def fail(row: Row) -> Row:
        if row["id"] == "1":
            raise ValueError("no")
        return row

    found = {row["id"]: result async for row, result in sliding(RunnableLambda(fail), rows(3))}
    assert isinstance(found["1"], ValueError) and found["2"] == {"id": "2"}


async def test_a_window_of_none_is_refused() -> None:
    with pytest.raises(ConfigError, match="got 0"):
        await anext(sliding(chain({}, []), rows(1), size=0))


async def two_requests(count: int, *, size: int) -> list[str]:
    """Return in which order rows make their two requests, one at a time, through a window."""
    limits, served = Limits(1), list[str]()

    async def ask(row: Row) -> Row:
        for request in ("a", "b"):
            async with limits.slot():
                served.append(f"{row['id']}{request}")
                await asyncio.sleep(0)
        return row

    async for _ in sliding(RunnableLambda(ask), rows(count), size=size):
        pass
    return served


async def test_what_belongs_to_an_earlier_row_goes_first() -> None:
    served = await two_requests(9, size=3)
    assert served.index("0b") < served.index("2a")
    assert [one for one in served if one[1] == "b"] == [f"{n}b" for n in range(9)]


async def test_the_last_rows_begin_before_others_go_on() -> None:
    assert await two_requests(3, size=9) == ["0a", "1a", "2a", "0b", "1b", "2b"]


async def test_a_slow_source_holds_nobody_back_and_a_broken_one_cancels() -> None:
    seen: list[str] = []
    go_on = asyncio.Event()

    async def source() -> AsyncIterator[Row]:
        yield {"id": "0"}
        await go_on.wait()
        yield {"id": "1"}
        raise ValueError("the source broke")

    stream = sliding(chain({"1": 30.0}, seen), source(), size=3)
    row, _ = await asyncio.wait_for(anext(stream), 5)  # though the source has not gone on
    assert row["id"] == "0" and seen == ["start 0"]
    go_on.set()
    with pytest.raises(ValueError, match="the source broke"):
        await asyncio.wait_for(anext(stream), 5)


async def test_whoever_leaves_a_waiting_source_cancels_it() -> None:
    ended: list[str] = []

    async def source() -> AsyncIterator[Row]:
        yield {"id": "0"}
        try:
            await asyncio.sleep(30)
        finally:
            ended.append("source")

    stream = sliding(chain({}, []), source(), size=3)
    assert (await anext(stream))[0]["id"] == "0"
    await stream.aclose()
    assert ended == ["source"]
