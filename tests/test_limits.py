"""The limit counts requests in flight, over everything that shares it."""

import asyncio
import math
import threading
import time
from collections.abc import Callable
from random import Random
from statistics import fmean

import pytest

from mlkt.errors import ConfigError
from mlkt.limits import Lane, Limits


async def test_never_more_in_flight_than_allowed() -> None:
    limits, running, peak = Limits(3), 0, 0

    async def work() -> None:
        nonlocal running, peak
        async with limits.slot():
            running += 1
            peak = max(peak, running)
            await asyncio.sleep(0.001)
            running -= 1

    await asyncio.gather(*(work() for _ in range(30)))
    assert peak == limits.peak == 3
    assert limits.in_flight == 0


def test_works_in_one_event_loop_after_another() -> None:
    limits = Limits(1)

    async def work() -> None:
        async with limits.slot():
            await asyncio.sleep(0)

    async def many() -> None:
        await asyncio.gather(*(work() for _ in range(5)))

    for _ in range(3):
        asyncio.run(many())
    assert limits.in_flight == 0


def test_threads_wait_too() -> None:
    limits = Limits(2)

    def work() -> None:
        with limits.thread_slot():
            time.sleep(0.005)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert limits.peak == 2


async def test_a_place_is_given_back_after_an_error() -> None:
    limits = Limits(1)
    with pytest.raises(RuntimeError):
        async with limits.slot():
            raise RuntimeError
    async with asyncio.timeout(1), limits.slot():
        assert limits.in_flight == 1


def test_no_place_at_all_is_refused() -> None:
    with pytest.raises(ConfigError, match="0"):
        Limits(0)


async def meet(refuses: Callable[[int, int], bool], *, most: int = 64, turns: int = 4000) -> float:
    """Return how wide a lane is on the average before a server that refuses, but for its start.

    Each turn brings one outcome; `refuses` is asked with the turn and the places in use then.
    """
    lane = Limits(most).lane()
    widths: list[float] = []
    for turn in range(turns):
        if refuses(turn, int(lane.allowed)):
            lane.overloaded()
        else:
            lane.served()
        widths.append(lane.allowed)
    return fmean(widths[turns // 10 :])


async def test_stray_refusals_cost_next_to_nothing() -> None:
    chance = Random(1)
    assert await meet(lambda turn, places: chance.random() < 0.04) > 60


async def test_a_lane_settles_at_what_the_server_has_room_for() -> None:
    chance = Random(1)  # of so many at once, eight are served
    width = await meet(lambda turn, places: chance.random() > 8 / places)
    assert 6 < width < 12


async def test_a_storm_narrows_a_lane_at_once_and_calm_widens_it_again() -> None:
    lane = Limits(64).lane()
    for _ in range(40):
        lane.overloaded()
    assert lane.allowed < 2
    for _ in range(1500):
        lane.served()
    assert lane.allowed == 64


async def test_a_single_place_is_never_lost() -> None:
    assert await meet(lambda turn, places: True) == 1.0


class CoarseLoop(asyncio.SelectorEventLoop):
    """A loop whose clock moves in steps of 16 ms, as Windows' did before Python 3.13."""

    def time(self) -> float:
        return math.floor(time.monotonic() / 0.015625) * 0.015625


def test_a_closed_lane_opens_by_its_timer_whatever_the_clock_says() -> None:
    async def opens(wait_s: float) -> None:
        lane = Lane(4)
        lane.overloaded(wait_s)
        await asyncio.wait_for(lane.enter(), 5)

    async def all_open() -> None:
        await asyncio.gather(*(opens(0.05 + 0.0037 * n) for n in range(40)))

    loop = CoarseLoop()
    loop._clock_resolution = 0.015625  # type: ignore[attr-defined]
    try:
        loop.run_until_complete(all_open())
    finally:
        loop.close()
