import asyncio
from typing import Any

from langchain_core.runnables import Runnable

from mlkt.limits import Limits
from mlkt.translate import Paragraph
from mlkt.translate.around.limited import limited
from mlkt.translate.paragraph import fill
from tests.translate.segments import segment
from tests.translate.test_ladder import both


class Counting(Runnable[Paragraph, Paragraph]):
    """An engine that takes a moment and knows how many paragraphs it works on at most."""

    def __init__(self) -> None:
        self.now = self.most = 0

    def invoke(self, input: Paragraph, config: Any = None, **kwargs: Any) -> Paragraph:
        return fill(input, {each["id"]: "done" for each in input.pending}, "slow")

    async def ainvoke(self, input: Paragraph, config: Any = None, **kwargs: Any) -> Paragraph:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.01)
        self.now -= 1
        return self.invoke(input)


async def test_an_engine_waits_for_a_place() -> None:
    engine, limits = Counting(), Limits(3)
    await asyncio.gather(
        *(limited(engine, limits).ainvoke(Paragraph([segment()])) for _ in range(10))
    )
    assert engine.most == 3 == limits.peak and limits.in_flight == 0


async def test_it_gives_what_the_engine_gives() -> None:
    out = await both(limited(Counting(), Limits(1)), Paragraph([segment()]))
    assert out.segments[0]["target"] == "done"
