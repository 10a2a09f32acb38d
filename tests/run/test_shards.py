import math
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.rows import Row
from mlkt.run.engine import shards
from mlkt.run.engine.shards import (
    ShardJournal,
    lay_out,
    note_paid,
    paid_in_shards,
    shard_digits,
    split,
    take_in,
)

IDS = ["5682d2e3ecbd", "ಮೈಸೂರು-1", "हिन्दी", "مقالة", "文書", "เอกสาร", "tài liệu", "ìwé", "page 7"]


def row(id: str) -> Row:
    return {"id": id}  # type: ignore[return-value]


def test_a_row_is_in_the_same_shard_whatever_stands_beside_it() -> None:
    whole = split(map(row, IDS), 2)
    assert sorted(one["id"] for rows in whole.values() for one in rows) == sorted(IDS)
    assert list(whole) == sorted(whole) and all(len(name) == 2 for name in whole)
    for id in IDS:
        ((name, _),) = split([row(id)], 2).items()
        assert row(id) in whole[name]


def test_rows_spread_evenly() -> None:
    sizes = [len(rows) for rows in split((row(str(n)) for n in range(16_000)), 1).values()]
    assert len(sizes) == 16
    assert max(abs(size - 1000) for size in sizes) < 5 * math.sqrt(1000)  # binomial


@pytest.mark.parametrize(
    ("rows", "digits"), [(0, 1), (1, 1), (4096, 1), (4097, 2), (65_536, 2), (1_000_000, 3)]
)
def test_a_shard_is_small_and_a_small_run_has_few(tmp_path: Path, rows: int, digits: int) -> None:
    assert shard_digits(tmp_path, rows) == digits


async def test_a_run_that_grew_keeps_its_shards(tmp_path: Path, journal: Journal) -> None:
    lay_out(tmp_path, journal)
    async with ShardJournal(tmp_path).at("0a"):
        pass
    assert shard_digits(tmp_path, 5) == shard_digits(tmp_path, 10**7) == 2


@pytest.fixture
def journal(tmp_path: Path) -> Any:
    own = Journal(tmp_path / "journal.sqlite")
    yield own
    own.close()


async def paid(shard: ShardJournal, key: str, reply: bytes = b"new") -> bool:
    """Return whether a request was asked."""

    async def make() -> bytes:
        return reply

    return not (await shard.once(key, make))[1]


async def test_a_request_is_looked_up_in_its_shard_then_in_what_was_before(
    tmp_path: Path, journal: Journal
) -> None:
    journal.put("old", b"before")
    lay_out(tmp_path, journal)
    one = ShardJournal(tmp_path)
    async with one.at("1"):
        assert not await paid(one, "old")
        assert one.get("old") == b"before"
        assert await paid(one, "a")
        one.put("b", b"translation")
    other = ShardJournal(tmp_path)  # another worker, another day
    async with other.at("1"):
        assert not await paid(other, "a") and other.get("b") == b"translation"
    async with other.at("2"):
        assert other.get("a") is None and await paid(other, "a")


async def test_the_next_run_in_one_process_takes_the_shards_in(
    tmp_path: Path, journal: Journal
) -> None:
    journal.put("old", b"before")
    lay_out(tmp_path, journal)
    workers = ShardJournal(tmp_path)
    for shard in ("1", "f"):
        async with workers.at(shard):
            await paid(workers, f"of {shard}")
    note_paid(journal, "1", {"requests": 1, "input_tokens": 30, "output_tokens": 4})
    note_paid(journal, "1", {"requests": 2, "input_tokens": 50, "output_tokens": 7})
    note_paid(journal, "f", {"requests": 1, "input_tokens": 20, "output_tokens": 2})
    assert paid_in_shards(journal) == {"requests": 3, "input_tokens": 70, "output_tokens": 9}
    take_in(tmp_path, journal)
    assert [journal.get(key) for key in ("old", "of 1", "of f")] == [b"before", b"new", b"new"]
    assert set(paid_in_shards(journal).values()) == {0}
    assert not (tmp_path / "shards").exists()
    take_in(tmp_path, journal)  # nothing is left to take
    lay_out(tmp_path, journal)
    async with (again := ShardJournal(tmp_path)).at("f"):
        assert again.get("of f") == b"new"


async def test_one_worker_at_a_time_holds_a_shard(
    tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "_WAIT_S", 0.0)
    lay_out(tmp_path, journal)
    async with ShardJournal(tmp_path).at("1"):
        with pytest.raises(ConfigError, match="locked"):
            async with ShardJournal(tmp_path).at("1"):
                pass
        with pytest.raises(ConfigError, match="locked"):
            take_in(tmp_path, journal)


async def test_a_damaged_shard_is_said_at_once(tmp_path: Path, journal: Journal) -> None:
    lay_out(tmp_path, journal)
    (tmp_path / "shards/1").mkdir()
    (tmp_path / "shards/1/journal.sqlite").write_bytes(b"no journal" * 100)
    with pytest.raises(ConfigError, match=r"shards/1/journal\.sqlite"):
        async with ShardJournal(tmp_path).at("1"):
            pass


async def test_nothing_is_looked_up_outside_of_a_shard(tmp_path: Path) -> None:
    with pytest.raises(LookupError):
        ShardJournal(tmp_path).get("a")


def test_a_half_written_copy_is_no_copy(tmp_path: Path, journal: Journal) -> None:
    journal.put("old", b"before")
    (tmp_path / "shards").mkdir()
    (tmp_path / "shards/before.sqlite.part").write_bytes(b"half")
    lay_out(tmp_path, journal)
    with sqlite3.connect(tmp_path / "shards/before.sqlite") as copy:
        assert copy.execute("SELECT key, reply FROM requests").fetchall() == [("old", b"before")]
    copy.close()
