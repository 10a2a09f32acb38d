"""The journal: paid once, shared in flight, locked for one process, readable after a crash."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mlkt.errors import ConfigError, RunStopped
from mlkt.journal import BATCH_S, Journal, request_key


def test_key_depends_on_every_field_and_on_the_sample() -> None:
    request = {"model": "m", "messages": [{"role": "user", "content": "ಕನ್ನಡ"}], "temperature": 0.0}
    keys = {
        request_key(request),
        request_key(request, sample=1),
        request_key(request | {"model": "n"}),
        request_key(request | {"temperature": 0.1}),
        request_key(request | {"messages": []}),
    }
    assert len(keys) == 5
    assert request_key(dict(reversed(request.items()))) == request_key(request)


def test_a_reply_outlives_the_process(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.sqlite")
    journal.put("k", "ಉತ್ತರ".encode())
    journal.close()
    journal = Journal(tmp_path / "j.sqlite")
    assert journal.get("k") == "ಉತ್ತರ".encode()
    assert journal.get("other") is None
    journal.close()


async def test_one_key_is_made_once_however_many_wait() -> None:
    journal, calls = Journal(), list[int]()

    async def make() -> bytes:
        calls.append(1)
        await asyncio.sleep(0.01)
        return b"reply"

    replies = await asyncio.gather(*(journal.once("k", make) for _ in range(20)))
    assert len(calls) == 1
    assert [reply for reply, _ in replies] == [b"reply"] * 20
    assert sorted(known for _, known in replies) == [False] + [True] * 19
    assert await journal.once("k", make) == (b"reply", True)
    journal.close()


async def test_a_failed_request_is_not_written_and_its_waiters_see_it() -> None:
    journal = Journal()

    async def fail() -> bytes:
        await asyncio.sleep(0.01)
        raise RuntimeError("no reply")

    results = await asyncio.gather(
        *(journal.once("k", fail) for _ in range(3)), return_exceptions=True
    )
    assert all(isinstance(result, RuntimeError) for result in results)
    assert journal.get("k") is None
    journal.close()


async def test_a_cancelled_request_does_not_take_its_waiters_down() -> None:
    journal, started = Journal(), list[int]()

    async def make() -> bytes:
        started.append(1)
        await asyncio.sleep(0.02)
        return b"reply"

    first = asyncio.ensure_future(journal.once("k", make))
    await asyncio.sleep(0.005)
    second = asyncio.ensure_future(journal.once("k", make))
    await asyncio.sleep(0.005)
    first.cancel()
    assert (await second)[0] == b"reply"
    assert len(started) == 2
    journal.close()


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.sqlite")
    script = (
        "import sys; from pathlib import Path; from mlkt.journal import Journal;"
        "Journal(Path(sys.argv[1]))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "j.sqlite")], capture_output=True, text=True
    )
    journal.close()
    assert result.returncode != 0
    assert "another mlkt run is at work" in result.stderr


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "j.sqlite"
    path.write_text("not a database, but long enough to be read as one" * 40, encoding="utf-8")
    with pytest.raises(ConfigError, match="j.sqlite"):
        Journal(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_what_was_committed_survives_a_kill(tmp_path: Path) -> None:
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from mlkt.journal import Journal
        journal = Journal(Path(sys.argv[1]))
        for number in range(10_000):
            journal.put(str(number), b"reply")
            print(number, flush=True)
    """)
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "j.sqlite")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    seen = [int(process.stdout.readline()) for _ in range(50)]
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    journal = Journal(tmp_path / "j.sqlite")
    assert all(journal.get(str(number)) == b"reply" for number in seen)
    journal.close()


async def test_replies_that_come_together_share_a_commit() -> None:
    journal, commits = Journal(), list[int]()
    write = journal._write
    journal._batch()._write = lambda batch: (commits.append(len(batch)), write(batch))[1]

    async def make() -> bytes:
        await asyncio.sleep(0)
        return b"reply"

    await asyncio.gather(*(journal.once(str(n), make) for n in range(100)))
    assert sum(commits) == 100 and len(commits) < 10 and max(commits) <= 32
    assert all(journal.get(str(n)) == b"reply" for n in range(100))
    journal.close()


async def test_who_waits_takes_the_reply_of_one_that_was_cancelled_before_its_commit() -> None:
    journal, asked = Journal(), list[int]()

    async def make() -> bytes:
        asked.append(1)
        return b"reply"

    await journal.put_soon("other", b"")  # a commit just now: the next one waits for others
    first, second = (asyncio.ensure_future(journal.once("k", make)) for _ in range(2))
    await asyncio.sleep(0.01)
    assert not first.done()
    first.cancel()
    assert await second == (b"reply", True) and asked == [1]
    assert await journal.once("k", make) == (b"reply", True)
    with pytest.raises(asyncio.CancelledError):
        await first
    await asyncio.sleep(2 * BATCH_S)
    assert journal.get("k") == b"reply"
    journal.close()


def test_loops_in_two_threads_share_a_journal_and_no_futures() -> None:
    journal = Journal()

    async def ask(delay_s: float) -> tuple[bytes, bool]:
        async def make() -> bytes:
            await asyncio.sleep(0.2)
            return b"reply"

        await asyncio.sleep(delay_s)
        return await asyncio.wait_for(journal.once("k", make), 5)

    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(lambda delay_s: asyncio.run(ask(delay_s)), (0, 0.1)))
    assert found == [(b"reply", False)] * 2  # one flight is shared on one loop
    journal.close()


def test_what_an_ended_loop_left_is_written_and_holds_nobody_up() -> None:
    journal = Journal()

    async def cut_short() -> None:
        await journal.put_soon("1", b"1")
        left = asyncio.ensure_future(journal.put_soon("2", b"2"))
        await asyncio.sleep(0)
        left.cancel()

    async def goes_on() -> None:
        await asyncio.wait_for(journal.put_soon("3", b"3"), 5)

    asyncio.run(cut_short())
    assert journal.get("2") is None
    asyncio.run(goes_on())
    assert [journal.get(key) for key in "123"] == [b"1", b"2", b"3"]
    journal.close()


async def test_a_reply_counts_as_in_flight_until_its_commit(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.sqlite")
    await journal.put_soon("first", b"1")  # written at once
    second = asyncio.ensure_future(journal.put_soon("second", b"2"))
    await asyncio.sleep(0)
    assert not second.done() and journal.get("second") is None
    second.cancel()  # Ctrl-C: it is paid for
    journal.close()
    journal = Journal(tmp_path / "j.sqlite")
    assert journal.get("second") == b"2"
    journal.close()


async def test_a_full_disk_is_told_to_everyone_who_waits(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.sqlite")
    journal.put("paid", b"1")
    (pages,) = journal.execute("PRAGMA page_count")[0]
    journal.execute(f"PRAGMA max_page_count = {pages}")
    results = await asyncio.gather(
        *(journal.put_soon(str(n), b"x" * 9999) for n in range(3)), return_exceptions=True
    )
    assert [type(result) for result in results] == [RunStopped] * 3
    assert "database or disk is full" in str(results[0]) and "j.sqlite" in str(results[0])
    waiting = asyncio.ensure_future(journal.put_soon("late", b"x" * 9999))
    await asyncio.sleep(0)
    with pytest.raises(RunStopped):
        journal.close()  # what still waits finds no room either
    waiting.cancel()
    journal = Journal(tmp_path / "j.sqlite")  # and the file is free again
    assert journal.get("paid") == b"1"
    journal.close()


def test_a_power_cut_at_any_byte_of_the_last_batch_leaves_a_readable_journal(
    tmp_path: Path,
) -> None:
    """Cut the log at every byte of the last commit: what was committed before is there."""
    journal = Journal(tmp_path / "j.sqlite", durable=True)
    journal._write([(f"old{n}", b"reply") for n in range(3)])
    log = tmp_path / "j.sqlite-wal"
    before = log.stat().st_size
    journal._write([(f"new{n}", b"reply") for n in range(3)])
    whole, file = log.read_bytes(), (tmp_path / "j.sqlite").read_bytes()
    assert len(whole) > before
    seen = set[int]()
    for size in [*range(before, len(whole), 7), len(whole)]:
        folder = tmp_path / str(size)
        folder.mkdir()
        (folder / "j.sqlite").write_bytes(file)
        (folder / "j.sqlite-wal").write_bytes(whole[:size])
        cut = Journal(folder / "j.sqlite")
        assert all(cut.get(f"old{n}") == b"reply" for n in range(3))
        seen.add(sum(cut.get(f"new{n}") == b"reply" for n in range(3)))
        cut.close()
    journal.close()
    assert seen == {0, 3}  # a batch is there whole or not at all


def test_a_journal_of_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "j.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 7")
    connection.close()
    with pytest.raises(ConfigError, match="later version of mlkt: format 7, this one reads 1"):
        Journal(path)


def test_half_a_page_of_garbage_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "j.sqlite"
    journal = Journal(path)
    journal._write([(f"{n:064}", b"reply" * 50) for n in range(200)])
    journal.close()
    data = bytearray(path.read_bytes())
    data[8192 : 8192 + 2048] = b"\x5a" * 2048
    path.write_bytes(data)
    (tmp_path / "j.sqlite-wal").write_bytes(b"")  # as after a crash
    with pytest.raises(ConfigError, match="cannot open the journal .*j.sqlite"):
        Journal(path)
