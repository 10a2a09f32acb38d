"""Engines made of others, written once: sync and async ask in the same order and fail alike."""

import pytest

from mlkt.errors import RequestError
from mlkt.steps import step
from mlkt.translate import Engine, Paragraph
from mlkt.translate.paragraph import fill
from mlkt.translate.turns import Asking, Turns
from tests.translate.segments import segment


def says(target: str) -> Engine:
    return step(lambda p: fill(p, {s["id"]: target for s in p.pending}, target))


def fail(paragraph: Paragraph) -> Paragraph:
    raise RequestError("dead")


class Either(Asking):
    """The first engine, or the second where the first fails."""

    def __init__(self, first: Engine, second: Engine) -> None:
        self.first, self.second = first, second
        self.name = "either"

    def turns(self, paragraph: Paragraph) -> Turns:
        if not paragraph.pending:
            return paragraph
        try:
            return (yield self.first, paragraph)
        except RequestError:
            return (yield self.second, paragraph)


@pytest.mark.parametrize(
    ("first", "second", "target"),
    [(says("a"), says("b"), "a"), (step(fail), says("b"), "b")],
)
async def test_what_an_engine_raises_is_raised_at_its_turn(
    first: Engine, second: Engine, target: str
) -> None:
    engine, given = Either(first, second), Paragraph([segment()])
    out = engine.invoke(given)
    assert out.segments[0]["target"] == target
    assert out == await engine.ainvoke(given)
    assert given.segments[0]["target"] is None


async def test_what_the_turns_do_not_catch_comes_out() -> None:
    engine = Either(step(fail), step(fail))
    with pytest.raises(RequestError, match="dead"):
        engine.invoke(Paragraph([segment()]))
    with pytest.raises(RequestError, match="dead"):
        await engine.ainvoke(Paragraph([segment()]))


async def test_no_engine_need_be_asked() -> None:
    engine, given = Either(step(fail), step(fail)), Paragraph([])
    assert engine.invoke(given) is given and await engine.ainvoke(given) is given
