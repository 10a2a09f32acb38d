"""The meter: what is paid, what is admitted, and the clean stop."""

import asyncio
from decimal import Decimal

import pytest

from mlkt.config.prices import Price, Prices
from mlkt.errors import ConfigError, RunStopped
from mlkt.run.money.budget import Asked, Meter, Paid

PRICES = Prices({"m": Price(Decimal("1"), Decimal("2"))}, "EUR")


def test_money_is_exact() -> None:
    prices = Prices({"m": Price(Decimal("0.1"), Decimal("0.2"))})
    meter = Meter(prices, paid={"m": Paid(1, 1, 1)})
    assert meter.cost == Decimal("0.0000003")


def test_no_more_requests_begin_than_are_allowed_and_those_in_flight_come_back() -> None:
    meter = Meter(max_requests=3)
    replies: list[int] = []

    async def ask(number: int) -> None:
        asked = await meter.begin("m", "qa", 10)
        await asyncio.sleep(0.01)
        replies.append(number)
        meter.end(asked, "m", 5, 5)

    async def all_of_them() -> list[BaseException | None]:
        return await asyncio.gather(*(ask(n) for n in range(8)), return_exceptions=True)

    results = asyncio.run(all_of_them())
    assert len(replies) == 3 and meter.total == Paid(3, 15, 15)
    stopped = [one for one in results if isinstance(one, RunStopped)]
    assert len(stopped) == 5
    assert str(stopped[0]) == (
        "--max-requests 3 is reached: run the same command with more to continue"
    )


def test_a_request_that_failed_gives_its_place_to_the_next() -> None:
    meter = Meter(max_requests=1)

    async def work() -> None:
        first = await meter.begin("m", "qa", 10)
        second = asyncio.ensure_future(meter.begin("m", "qa", 10))
        await asyncio.sleep(0)
        assert not second.done()
        meter.give_back(first)
        meter.end(await second, "m", 1, 1)

    asyncio.run(work())
    assert meter.total.requests == 1 and meter.in_flight == 0


def test_a_budget_is_not_exceeded_where_replies_are_no_longer_than_before() -> None:
    budget = Decimal("0.05")
    meter = Meter(PRICES, budget=budget)

    async def ask() -> None:
        asked = await meter.begin("m", "qa", 1000)
        await asyncio.sleep(0)
        meter.end(asked, "m", 400, 100)

    async def work() -> list[BaseException | None]:
        return await asyncio.gather(*(ask() for _ in range(200)), return_exceptions=True)

    results = asyncio.run(work())
    assert any(isinstance(one, RunStopped) for one in results)
    one = Decimal("0.0006")
    assert budget - one < meter.cost <= budget
    assert "0.0498 EUR spent" in meter.stopped


def test_what_earlier_runs_paid_counts() -> None:
    meter = Meter(PRICES, budget=Decimal("0.001"), paid={"m": Paid(9, 1000, 0)})
    with pytest.raises(RunStopped, match=r"--budget 0.001 would be exceeded \(0.0010 EUR spent\)"):
        asyncio.run(meter.begin("m", "qa", 10))


def test_from_a_thread_nothing_waits() -> None:
    meter = Meter(max_requests=1)
    asked: Asked = meter.begin_now("m", "qa", 1)
    with pytest.raises(RunStopped):
        meter.begin_now("m", "qa", 1)
    meter.give_back(asked)


@pytest.mark.parametrize("options", [{"budget": Decimal(0)}, {"max_requests": 0}])
def test_a_limit_is_above_nothing(options: dict[str, int]) -> None:
    with pytest.raises(ConfigError, match="--"):
        Meter(PRICES, **options)  # pyright: ignore[reportArgumentType]


def test_with_a_budget_a_server_that_reports_no_tokens_is_told_after_its_first_reply() -> None:
    async def work(meter: Meter) -> None:
        meter.end(await meter.begin("m", "qa", 10), "m", 0, 0)
        await meter.begin("m", "qa", 10)

    with pytest.raises(RunStopped, match="reports no tokens.*--max-requests in its place"):
        asyncio.run(work(Meter(PRICES, budget=Decimal("5"))))
    asyncio.run(work(Meter(PRICES)))


def test_a_thread_is_told_which_limit_it_met() -> None:
    meter = Meter(max_requests=2)
    meter.begin_now("m", "qa", 1)
    meter.begin_now("m", "qa", 1)
    with pytest.raises(RunStopped, match="--max-requests 2 is reached"):
        meter.begin_now("m", "qa", 1)
