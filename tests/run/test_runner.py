"""Runner and ledger: nothing lost, resumed where it stopped, the same bytes however it ran."""

import asyncio
import os
import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pytest
from langchain_core.runnables import Runnable, RunnableLambda

from mlkt.errors import ModelError, RequestError, RunStopped
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import limited
from mlkt.rows import Row, content_id
from mlkt.run.engine.runner import run_rows
from mlkt.run.files.book import PASSAGES
from mlkt.run.files.ledger import Ledger
from mlkt.run.telling.counts import Counts
from tests.chains.rows import KANNADA, passage

ROWS = [passage([f"ವಾಕ್ಯ {number}.", *KANNADA], "kn") | {"document_id": "d"} for number in range(12)]


def finished(row: Row) -> Row:
    """Return the row as a whole road leaves it: one pair kept, one rejected, one reply unread."""
    kept, other = (
        {
            "id": content_id(row["id"], str(number)),
            "question": f"ಪ್ರಶ್ನೆ {number}? {row['id']}",
            "answer": "ಉತ್ತರ",
            "reasoning": "",
            "view": "passage",
        }
        for number in (1, 2)
    )
    why = {"step": "qa", "detail": "", "raw": "raw"}
    return row | {
        "pairs": [kept, other],
        "evidence": {kept["id"]: ["s2"]},
        "rejected": [
            {"id": other["id"], "reason": "duplicate", **why},
            {"id": row["id"], "reason": "no_pairs", **why},
        ],
        "made_by": [{"step": "qa", "prompt": "qa/kn@1", "model": "m"}],
        "usage": [{"step": "qa", "input_tokens": 7, "output_tokens": 3}],
    }


def chain(work: Callable[[Row], Any] | None = None) -> Runnable[Row, Row]:
    async def run(row: Row) -> Row:
        if work is not None:
            result = work(row)
            if asyncio.iscoroutine(result):
                await result
        return finished(row)

    return RunnableLambda(lambda row: finished(row), afunc=run)


async def run_into(
    out: Path, runnable: Runnable[Row, Row], rows: list[Row] = ROWS, **options: Any
) -> dict[str, Any]:
    out.mkdir(exist_ok=True)
    journal = Journal(out / "journal.sqlite")
    try:
        expected = {row["id"]: len(row["sentences"]) for row in options.pop("all_rows", rows)}
        kept = {name: options.pop(name) for name in ("retry_failed", "durable") if name in options}
        ledger = Ledger(out, journal, road=options.pop("road", "r"), expected=expected, **kept)
        await run_rows(runnable, rows, ledger, **options)
        return ledger.write_files()
    finally:
        journal.close()


def lines(out: Path, name: str) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in (out / name).read_bytes().splitlines()]


def files(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in PASSAGES.files}


async def test_every_pair_ends_in_one_file_and_the_counts_add_up(tmp_path: Path) -> None:
    counts = await run_into(tmp_path / "o", chain())
    assert counts["adds_up"] is True
    assert counts["passages"] == {"in": 12, "finished": 12, "failed": 0, "waiting": 0}
    assert counts["sentences"]["in"] == counts["sentences"]["finished"] == 36
    assert counts["pairs"] == {"made": 24, "kept": 12, "rejected": 12}
    assert counts["rejected_pairs"] == {"qa: duplicate": 12}
    assert counts["rejected_replies"] == {"qa: no_pairs": 12}
    assert counts["usage"]["input_tokens"] == 84
    pair = lines(tmp_path / "o", "pairs.jsonl")[0]
    assert pair["evidence"] == [{"id": "s2", "text": KANNADA[0]}]
    assert pair["passage"] == ROWS[0]["text"]
    assert len(lines(tmp_path / "o", "rejected.jsonl")) == 24


async def test_messages_carry_passage_question_and_answer_unescaped(tmp_path: Path) -> None:
    await run_into(tmp_path / "o", chain())
    assert "ವಾಕ್ಯ" in (tmp_path / "o/messages.jsonl").read_text(encoding="utf-8")
    record = lines(tmp_path / "o", "messages.jsonl")[0]
    assert record["unmask"] is True
    assert isinstance(record["metadata"], str) and orjson.loads(record["metadata"])["lang"] == "kn"
    user, assistant = record["messages"]
    assert user["content"].startswith(ROWS[0]["text"]) and "ಪ್ರಶ್ನೆ 1?" in user["content"]
    assert assistant == {"role": "assistant", "content": "ಉತ್ತರ"}


async def test_never_more_passages_in_flight_than_the_window(tmp_path: Path) -> None:
    running, peak = 0, 0

    async def work(row: Row) -> None:
        nonlocal running, peak
        running += 1
        peak = max(peak, running)
        await asyncio.sleep(0.001)
        running -= 1

    await run_into(tmp_path / "o", chain(work), window=3)
    assert peak == 3


async def test_order_of_arrival_does_not_show_in_the_files(tmp_path: Path) -> None:
    rng = random.Random(7)

    async def late(row: Row) -> None:
        await asyncio.sleep(rng.random() * 0.01)

    await run_into(tmp_path / "plain", chain(), window=1)
    await run_into(tmp_path / "parallel", chain(late), window=12)
    assert files(tmp_path / "plain") == files(tmp_path / "parallel")


async def test_each_passage_is_on_disk_as_soon_as_it_is_through(tmp_path: Path) -> None:
    seen: list[int] = []
    out = tmp_path / "o"

    def progress(row: Row, error: BaseException | None) -> None:
        seen.append(len(lines(out, "pairs.jsonl")))

    await run_into(out, chain(), window=1, progress=progress)
    assert seen == list(range(1, 13))


async def test_a_failing_passage_is_written_down_and_the_others_go_on(tmp_path: Path) -> None:
    def work(row: Row) -> None:
        if row is ROWS[3]:
            raise RequestError("the prompt is too long")

    counts = await run_into(tmp_path / "o", chain(work))
    assert counts["passages"] == {"in": 12, "finished": 11, "failed": 1, "waiting": 0}
    (failure,) = lines(tmp_path / "o", "failed.jsonl")
    assert failure["id"] == ROWS[3]["id"] and failure["detail"] == "the prompt is too long"
    again: list[Row] = []
    counts = await run_into(tmp_path / "o", chain(again.append))
    assert again == [] and counts["passages"]["failed"] == 1 and counts["adds_up"]
    counts = await run_into(tmp_path / "o", chain(again.append), retry_failed=True)
    assert [row["id"] for row in again] == [ROWS[3]["id"]]
    assert counts["passages"] == {"in": 12, "finished": 12, "failed": 0, "waiting": 0}
    assert lines(tmp_path / "o", "failed.jsonl") == []
    await run_into(tmp_path / "plain", chain())
    assert files(tmp_path / "o") == files(tmp_path / "plain")


async def test_what_fails_while_a_server_goes_down_stays_undone(tmp_path: Path) -> None:
    def work(row: Row) -> None:
        if row in ROWS[1:2] or row in ROWS[4:6]:
            raise RequestError("the server answers 500", by_server=True)
        if row in ROWS[6:]:
            raise ModelError("3 requests failed one after the other")

    with pytest.raises(ModelError):
        await run_into(tmp_path / "o", chain(work), window=1)
    (failed,) = lines(tmp_path / "o", "failed.jsonl")  # a row behind it went through
    assert failed["id"] == ROWS[1]["id"]
    again: list[Row] = []
    counts = await run_into(tmp_path / "o", chain(again.append))
    assert again == ROWS[4:] and counts["passages"]["failed"] == 1


async def test_where_a_run_stops_what_the_server_failed_last_stays_undone(tmp_path: Path) -> None:
    def work(row: Row) -> None:
        if row in ROWS[4:6]:
            raise RequestError("the server answers 500", by_server=True)
        if row in ROWS[6:]:
            raise RunStopped("cannot write the journal")

    with pytest.raises(RunStopped):
        await run_into(tmp_path / "o", chain(work), window=1)
    again: list[Row] = []
    counts = await run_into(tmp_path / "o", chain(again.append))
    assert again == ROWS[4:] and counts["passages"]["failed"] == 0


async def test_what_is_in_doubt_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlkt.run.engine.outcomes._IN_DOUBT", 3)

    def work(row: Row) -> None:
        if row is ROWS[8]:
            raise ModelError("20 requests failed one after the other")
        raise RequestError("the server answers 500", by_server=True)

    with pytest.raises(ModelError):
        await run_into(tmp_path / "o", chain(work), window=1)
    failed = [record["id"] for record in lines(tmp_path / "o", "failed.jsonl")]
    assert failed == [row["id"] for row in ROWS[:5]]  # of eight, the last three are not settled


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda row: {**row, "price": Decimal(1)}, "not JSON serializable"),
        (lambda row: {"id": row["id"]}, "KeyError"),
        (lambda row: {**row, "pairs": [{"question": "?", "answer": "a"}]}, "KeyError: 'id'"),
    ],
)
async def test_a_row_that_cannot_be_written_has_failed_and_the_others_go_on(
    tmp_path: Path, made: Callable[[Row], Row], words: str
) -> None:
    def work(row: Row) -> Row:
        return made(row) if row["id"] == ROWS[3]["id"] else finished(row)

    bad = RunnableLambda(work)
    counts = await run_into(tmp_path / "o", bad)
    assert counts["passages"] == {"in": 12, "finished": 11, "failed": 1, "waiting": 0}
    (failed,) = lines(tmp_path / "o", "failed.jsonl")
    assert failed["id"] == ROWS[3]["id"] and words in failed["detail"]
    assert "adds keys that JSON can hold" in failed["detail"]


async def test_what_is_rejected_at_the_end_is_gone_from_every_file(tmp_path: Path) -> None:
    def with_table(row: Row) -> Row:
        own = finished(row)
        pair = own["pairs"][0]
        record = {"question": pair["question"], "response": pair["answer"]}
        return own | {"tables": {"gen": [record]}}

    out, chained = tmp_path / "o", RunnableLambda(with_table)
    await run_into(out, chained, ROWS[:1])
    table = out / "output/step_03/gen/gen.jsonl"
    assert len(table.read_bytes().splitlines()) == 1
    (out / "notes.jsonl").write_text("the user's", encoding="utf-8")
    await run_into(out, chain(), ROWS[:1], road="another")
    assert not table.exists() and (out / "notes.jsonl").exists()


async def test_what_the_server_failed_is_written_down_at_the_end(tmp_path: Path) -> None:
    def work(row: Row) -> None:
        raise RequestError("no answer in time", by_server=True)

    counts = await run_into(tmp_path / "o", chain(work))
    assert counts["passages"]["failed"] == 12 == len(lines(tmp_path / "o", "failed.jsonl"))


async def test_durable_waits_for_the_disk_at_each_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").resolve().name)
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    await run_into(tmp_path / "o", chain())
    plain = len(synced)
    assert "pairs.jsonl.part" in synced and "pairs.jsonl" not in synced and "o" in synced
    await run_into(tmp_path / "d", chain(), durable=True)
    assert len(synced) - plain > plain and synced.count("pairs.jsonl") == 12
    assert files(tmp_path / "o") == files(tmp_path / "d")


async def test_a_model_without_limits_of_its_own_joins_those_of_the_run(tmp_path: Path) -> None:
    limits = Limits(2)

    async def work(given: int) -> int:
        await asyncio.sleep(0.001)
        return given

    model = limited(RunnableLambda(lambda given: given, afunc=work)).map()

    async def asks(row: Row) -> None:
        await model.ainvoke([1, 2, 3])

    await run_into(tmp_path / "o", chain(asks), limits=limits)
    assert limits.peak == 2


async def test_a_dead_server_stops_the_run_and_keeps_what_is_done(tmp_path: Path) -> None:
    def work(row: Row) -> None:
        if row is ROWS[4]:
            raise ModelError("cannot reach the server")

    with pytest.raises(ModelError):
        await run_into(tmp_path / "o", chain(work), window=1)
    assert len(lines(tmp_path / "o", "pairs.jsonl")) == 4
    again: list[Row] = []
    await run_into(tmp_path / "o", chain(again.append))
    assert len(again) == 8


async def test_cancelling_keeps_what_is_done_and_drops_what_is_in_flight(tmp_path: Path) -> None:
    async def work(row: Row) -> None:
        await asyncio.sleep(0 if row in ROWS[:5] else 60)

    task = asyncio.ensure_future(run_into(tmp_path / "o", chain(work), window=4))
    while (
        not (tmp_path / "o/pairs.jsonl").exists() or len(lines(tmp_path / "o", "pairs.jsonl")) < 5
    ):
        await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    again: list[Row] = []
    await run_into(tmp_path / "o", chain(again.append))
    assert len(again) == 7


async def test_another_road_does_every_passage_again(tmp_path: Path) -> None:
    await run_into(tmp_path / "o", chain(), road="old prompt")
    again: list[Row] = []
    counts = await run_into(tmp_path / "o", chain(again.append), road="new prompt")
    assert len(again) == 12
    assert counts["passages"]["in"] == 12


async def test_a_new_document_in_front_costs_only_itself(tmp_path: Path) -> None:
    new = passage(["ಹೊಸ ಲೇಖನ.", *KANNADA], "kn") | {"document_id": "new"}
    await run_into(tmp_path / "o", chain())
    again: list[Row] = []
    await run_into(tmp_path / "o", chain(again.append), [new, *ROWS])
    assert [row["id"] for row in again] == [new["id"]]
    await run_into(tmp_path / "plain", chain(), [new, *ROWS])
    assert files(tmp_path / "o") == files(tmp_path / "plain")


async def test_an_empty_run_has_empty_files(tmp_path: Path) -> None:
    counts = await run_into(tmp_path / "o", chain(), [])
    assert counts["passages"]["in"] == 0 and counts["adds_up"] is True
    assert all(content == b"" for content in files(tmp_path / "o").values())


async def test_what_has_not_begun_is_waiting_and_the_sums_hold(tmp_path: Path) -> None:
    counts = await run_into(tmp_path / "o", chain(), ROWS[:5], all_rows=ROWS)
    assert counts["passages"] == {"in": 12, "finished": 5, "failed": 0, "waiting": 7}
    assert counts["sentences"]["waiting"] == 21 and counts["adds_up"] is True


async def test_a_document_that_is_no_longer_named_stays_out_of_the_files(tmp_path: Path) -> None:
    await run_into(tmp_path / "o", chain())
    counts = await run_into(tmp_path / "o", chain(), ROWS[:4])
    await run_into(tmp_path / "plain", chain(), ROWS[:4])
    assert counts["passages"]["in"] == 4
    assert files(tmp_path / "o") == files(tmp_path / "plain")


def test_sums_that_do_not_agree_are_told() -> None:
    counts = Counts()
    row = finished(ROWS[0])
    counts.add(3, row, None, [])  # two pairs were made and no line of them was written
    assert counts.as_dict()["adds_up"] is False


@pytest.mark.parametrize("wrong", [None, {}, {"id": "other"}, "text", {1, 2}])
async def test_a_chain_that_returns_something_else_fails_that_passage_alone(
    tmp_path: Path, wrong: Any
) -> None:
    async def run(row: Row) -> Any:
        return wrong if row is ROWS[2] else finished(row)

    counts = await run_into(tmp_path / "o", RunnableLambda(lambda row: row, afunc=run))
    assert counts["passages"] == {"in": 12, "finished": 11, "failed": 1, "waiting": 0}
    assert ROWS[2]["id"] in lines(tmp_path / "o", "failed.jsonl")[0]["detail"]


async def test_a_chain_that_cancels_itself_fails_that_passage_alone(tmp_path: Path) -> None:
    def work(row: Row) -> None:
        if row is ROWS[2]:
            raise asyncio.CancelledError

    counts = await run_into(tmp_path / "o", chain(work))
    assert counts["passages"]["failed"] == 1 and counts["passages"]["finished"] == 11
