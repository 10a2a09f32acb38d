"""The worker of `--engine ray`, in this process; with real Ray: tests/cli/test_ray.py."""

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pytest
from langchain_core.runnables import Runnable, RunnableLambda

from mlkt.errors import ConfigError, MlktError, ModelError, RequestError, RunStopped
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import limited
from mlkt.rows import Row
from mlkt.run.engine.outcomes import Outcomes
from mlkt.run.engine.ray_engine import Worker, write_shard
from mlkt.run.engine.shards import lay_out
from mlkt.run.files.ledger import Ledger

ROWS: list[Row] = [
    {
        "id": id,
        "text": text,
        "lang": lang,
        "document_id": "d",
        "sentences": [],
        "outline": [],
        "origin": {},
    }
    for id, lang, text in (("a", "kn", "ಮೈಸೂರು"), ("b", "hi", "नगर"), ("c", "en", "town"))
]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    journal = Journal()
    lay_out(tmp_path, journal)
    journal.close()
    return tmp_path


def batch(rows: list[dict[str, Any]] = ROWS, shard: str = "0a") -> dict[str, Any]:
    return {"shard": [shard], "rows": [orjson.dumps(rows)]}


async def through(worker: Worker, given: dict[str, Any]) -> dict[str, Any]:
    (result,) = (await worker(given))["result"]
    return orjson.loads(result)


def worker(out: Path, chain: Any, passages: int = 2) -> Worker:
    return Worker(lambda journal, limits: RunnableLambda(chain), str(out), 4, passages)


async def test_rows_come_back_with_what_was_paid_for(out: Path) -> None:
    made: list[Limits] = []

    def make(journal: Journal, limits: Limits) -> Runnable[Row, Row]:
        made.append(limits)

        async def chain(row: Any) -> Any:
            async def ask() -> bytes:
                return orjson.dumps({"usage_metadata": {"input_tokens": 5, "output_tokens": 2}})

            reply, _ = await journal.once(row["id"], ask)
            return {**row, "length": len(row["text"]), "reply": orjson.loads(reply)}

        return RunnableLambda(chain)  # type: ignore[arg-type]

    first = Worker(make, str(out), 4, 2)
    found = await through(first, batch())
    assert [(id, row["length"], error) for id, row, error in found["results"]] == [
        ("a", 6, None), ("b", 3, None), ("c", 4, None),
    ]  # fmt: skip
    assert found["paid"] == {"requests": 3, "input_tokens": 15, "output_tokens": 6}
    assert await through(first, batch()) == found  # nothing is paid for again
    await through(first, batch(shard="0b"))
    assert [limits.requests for limits in made] == [4]  # one chain for all shards


async def test_a_row_that_fails_says_what_a_plain_run_says(out: Path) -> None:
    async def chain(row: Any) -> Any:
        if row["id"] == "a":
            raise RequestError("too long", step="qa")
        if row["id"] == "b":
            raise KeyError("pairs")
        return None

    results = (await through(worker(out, chain), batch()))["results"]
    assert [error for _, _, error in results[:2]] == [
        ["RequestError", "too long", "qa", False],
        ["KeyError", "KeyError: 'pairs'", "", False],
    ]
    assert results[2][2][0] == "RequestError" and "'c'" in results[2][2][1]


@pytest.mark.parametrize(
    "error", [ModelError("wrong key", step="summary"), RunStopped("the disk is full")]
)
async def test_after_what_stops_a_run_nothing_more_is_asked(out: Path, error: MlktError) -> None:
    asked: list[str] = []

    async def chain(row: Any) -> Any:
        asked.append(row["id"])
        raise error

    refused = worker(out, chain, passages=1)
    results = (await through(refused, batch()))["results"]
    assert asked == ["a"]
    wire = (type(error).__name__, str(error), getattr(error, "step", ""), False)
    assert {tuple(error) for _, _, error in results} == {wire}
    await through(refused, batch(shard="0b"))
    assert asked == ["a"]


async def test_a_chain_that_cannot_be_made_is_told_as_a_value(out: Path) -> None:
    def make(journal: Journal, limits: Limits) -> Runnable[Row, Row]:
        raise ConfigError("no key here")

    found = await through(Worker(make, str(out), 1, 1), batch())
    assert found == {"stopped": ["ConfigError", "no key here", "", False]}


async def test_a_folder_that_is_not_shared_is_told_as_a_value(tmp_path: Path) -> None:
    async def chain(row: Any) -> Any:
        return row

    kind, said, *_ = (await through(worker(tmp_path / "away", chain), batch()))["stopped"]
    assert kind == "RunStopped" and "away" in said and "same command again" in said


def outcomes(out: Path, written: list[str]) -> Outcomes:
    ledger = Ledger(out, Journal(), road="r", expected={row["id"]: 1 for row in ROWS})
    return Outcomes(ledger, lambda row, error: written.append(f"{row['id']} {error or 'finished'}"))


async def test_what_no_result_can_hold_fails_its_row_alone(out: Path) -> None:
    async def chain(row: Any) -> Any:
        if row["id"] == "a":
            raise asyncio.CancelledError
        return {**row, "price": Decimal(1)} if row["id"] == "b" else row

    (_, _, first), (_, _, second), (_, third, _) = (await through(worker(out, chain), batch()))[
        "results"
    ]
    assert first[:2] == ["RequestError", "the chain cancelled its own work"]
    assert second[0] == "RequestError" and "JSON can hold" in second[1]
    assert third["id"] == "c"


async def test_a_foreign_model_joins_the_limits_of_the_worker(out: Path) -> None:
    working, peak = 0, 0

    async def work(text: str) -> str:
        nonlocal working, peak
        working += 1
        peak = max(peak, working)
        await asyncio.sleep(0.01)
        working -= 1
        return text

    model = limited(RunnableLambda(work))

    async def chain(row: Any) -> Any:
        return {**row, "said": await model.ainvoke(row["text"])}

    one = Worker(lambda journal, limits: RunnableLambda(chain), str(out), 1, 8)
    assert len((await through(one, batch()))["results"]) == 3 and peak == 1


async def test_what_a_server_failed_beside_its_refusal_stays_undone(out: Path) -> None:
    async def chain(row: Any) -> Any:
        if row["id"] == "b":
            raise RequestError("the server answers 500", step="qa", by_server=True)
        if row["id"] == "c":
            raise ModelError("20 requests failed one after the other", step="qa")
        return row

    results = (await through(worker(out, chain, passages=1), batch()))["results"]
    written: list[str] = []
    with pytest.raises(ModelError, match="20 requests") as raised:
        write_shard(results, {row["id"]: row for row in ROWS}, outcomes(out, written))
    assert raised.value.step == "qa" and written == ["a finished"]


async def test_what_a_server_failed_is_failed_once_it_has_worked_again(out: Path) -> None:
    async def chain(row: Any) -> Any:
        if row["id"] == "a":
            raise RequestError("no answer in time", by_server=True)
        return row

    both = worker(out, chain)
    written: list[str] = []
    rows = {row["id"]: row for row in ROWS}
    into = outcomes(out, written)
    write_shard((await through(both, batch(ROWS[:1])))["results"], rows, into)
    assert written == []
    write_shard((await through(both, batch(ROWS[1:], shard="0b")))["results"], rows, into)
    assert written == ["b finished", "a no answer in time", "c finished"]
