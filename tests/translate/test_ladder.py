"""The ladder: engines in turn, the gate behind each, nothing lost of what was tried."""

from collections.abc import Callable

import pytest

from mlkt.errors import EngineError, ModelError, RequestError
from mlkt.rows import Segment
from mlkt.steps import step
from mlkt.translate import Engine, Paragraph, Problem, TranslationMemory, Unit, memory_engine
from mlkt.translate.ladder import ladder
from mlkt.translate.paragraph import fill
from tests.translate.segments import SOURCE, segment

GOOD, BAD = "The city has 65 wards.", "The city has 56 wards."


def says(target: str, name: str, problems: list[Problem] | None = None) -> Engine:
    """An engine with one answer to everything."""
    return step(
        lambda p: fill(
            p,
            {s["id"]: target for s in p.pending},
            name,
            {s["id"]: problems or [] for s in p.pending},
        )
    )


def raises(error: Exception) -> Engine:
    def fail(paragraph: Paragraph) -> Paragraph:
        raise error

    return step(fail)


async def both(engine: Engine, paragraph: Paragraph) -> Paragraph:
    out = engine.invoke(paragraph)
    assert out == await engine.ainvoke(paragraph)
    return out


async def test_what_the_gate_blocks_goes_to_the_next_engine_and_stays_as_an_attempt() -> None:
    out = await both(ladder(says(BAD, "nmt"), says(GOOD, "chat")), Paragraph([segment()]))
    (done,) = out.segments
    assert (done["target"], done["engine"], done["problems"]) == (GOOD, "chat", [])
    (attempt,) = done.get("attempts", [])
    assert (attempt["engine"], attempt["target"]) == ("nmt", BAD)
    assert [problem["kind"] for problem in attempt["problems"]] == ["numbers_changed"]


async def test_what_nobody_can_do_has_no_target_and_the_last_attempts_problems() -> None:
    out = await both(ladder(says("", "nmt"), says(BAD, "chat")), Paragraph([segment()]))
    (lost,) = out.segments
    assert lost["target"] is None and lost["engine"] == "chat"
    assert [problem["kind"] for problem in lost["problems"]] == ["numbers_changed"]
    assert [attempt["problems"][0]["kind"] for attempt in lost.get("attempts", [])] == [
        "empty",
        "numbers_changed",
    ]


async def test_what_an_engine_knows_to_be_wrong_counts_too() -> None:
    cut = Problem("cut_off", "blocking", "no end token")
    out = await both(ladder(says(GOOD, "nmt", [cut])), Paragraph([segment()]))
    assert [problem["kind"] for problem in out.segments[0]["problems"]] == ["cut_off"]


async def test_a_good_target_is_not_asked_for_again() -> None:
    asked: list[str] = []

    def count(paragraph: Paragraph) -> Paragraph:
        asked.extend(s["id"] for s in paragraph.pending)
        return fill(paragraph, {s["id"]: GOOD for s in paragraph.pending}, "b")

    held = TranslationMemory([Unit((("kn", SOURCE), ("en", GOOD)))])
    given = Paragraph([segment("s1"), segment("s2", "ಇನ್ನೊಂದರಲ್ಲಿ ೬೫ ಇವೆ.")])
    out = await both(ladder(memory_engine(held), step(count)), given)
    assert [s["engine"] for s in out.segments] == ["memory", "b"]
    assert set(asked) == {"s2"}


async def test_nothing_is_asked_where_nothing_is_pending() -> None:
    done: Segment = {**segment(), "target": GOOD, "engine": "copy"}
    out = await both(ladder(raises(RequestError("dead"))), Paragraph([done]))
    assert out.segments == [done]


@pytest.mark.parametrize("error", [RequestError("dead"), ModelError("dead"), EngineError("dead")])
async def test_a_dead_engine_is_passed_over(error: Exception) -> None:
    out = await both(ladder(raises(error), says(GOOD, "chat")), Paragraph([segment()]))
    assert out.segments[0]["target"] == GOOD


async def test_a_dead_engine_that_nobody_replaces_fails_the_row() -> None:
    engine = ladder(raises(RequestError("dead")), says(BAD, "chat"))
    with pytest.raises(RequestError, match="dead"):
        engine.invoke(Paragraph([segment()]))
    with pytest.raises(RequestError, match="dead"):
        await engine.ainvoke(Paragraph([segment()]))


@pytest.mark.parametrize(
    "broken",
    [
        lambda p: Paragraph(p.segments[:-1]),
        lambda p: Paragraph(p.segments[::-1]),
        lambda p: Paragraph([*p.segments, *p.segments]),
    ],
)
async def test_an_engine_that_loses_or_mixes_segments_is_found_out(
    broken: Callable[[Paragraph], Paragraph],
) -> None:
    with pytest.raises(EngineError, match="number, order and ids stay"):
        ladder(step(broken)).invoke(Paragraph([segment("s1"), segment("s2")]))


async def test_a_ladder_in_a_ladder_is_one_ladder() -> None:
    inner = ladder(says(BAD, "a"), says("", "b"))
    out = await both(ladder(inner, says(GOOD, "c")), Paragraph([segment()]))
    assert [attempt["engine"] for attempt in out.segments[0].get("attempts", [])] == ["a", "b"]


async def test_the_words_of_people_are_not_doubted() -> None:
    rounded = TranslationMemory([Unit((("kn", SOURCE), ("en", "Some sixty wards.")))])
    out = await both(ladder(memory_engine(rounded)), Paragraph([segment()]))
    (kept,) = out.segments
    assert kept["target"] == "Some sixty wards."
    assert {problem["severity"] for problem in kept["problems"]} == {"minor"}
