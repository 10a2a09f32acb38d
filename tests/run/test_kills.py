"""`kill -9` at random moments of a run: the same files, and what was on disk is not asked again."""

import random
import shutil
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import orjson
import pytest

from mlkt.journal import BATCH, Journal
from tests.run.small_road import ROWS, SLOTS, files, finish, start, write_folder
from tests.servers.openai_server import OpenAIServer

LATENCY_S = 0.15


@pytest.mark.parametrize("times", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_a_killed_run_ends_as_a_calm_one_and_repeats_what_was_in_flight(
    times: int,
    openai_server: Callable[..., OpenAIServer],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    write_folder(monkeypatch, tmp_path)
    calm = openai_server(latency_s=LATENCY_S)
    finish(start(calm, "calm"))
    needed = len(calm.chats)
    assert len(files("calm")["pairs.jsonl"].splitlines()) >= ROWS

    server = openai_server(latency_s=LATENCY_S)
    chance = random.Random(times)
    moments = sorted(chance.randrange(1, needed * 2 // 3) for _ in range(times))
    missing = [0, *(kill_at(server, moment, chance.random() / 10) for moment in moments)]
    finish(start(server, "killed"))
    in_flight = [after - before for before, after in pairwise(missing)]

    assert files("killed") == files("calm")
    assert len(asked(server)) == needed
    assert len(server.chats) - needed <= sum(in_flight)
    assert max(in_flight) <= SLOTS + BATCH  # what waits for its commit has left its place
    run = orjson.loads(Path("killed/run.json").read_bytes())
    assert run["state"] == "finished"
    assert run["counts"]["passages"] == {"in": ROWS, "finished": ROWS, "failed": 0, "waiting": 0}
    assert run["paid"]["requests"] == needed


def kill_at(server: OpenAIServer, moment: int, later_s: float) -> int:
    """Kill a run soon after the server's request number `moment`.

    Returns how many requests came in so far and stand on no disk.
    """
    process = start(server, "killed")
    until = time.monotonic() + 60
    while len(asked(server)) < moment:
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(later_s)
    assert process.poll() is None
    process.kill()
    process.communicate()
    time.sleep(0.2)  # what it had sent stands in the server's sockets
    return len(server.chats) - journalled()


def asked(server: OpenAIServer) -> set[str]:
    """Return the different requests that have reached the server."""
    return {request.prompt for request in server.chats}


def journalled() -> int:
    """Return how many requests the killed run's journal holds; a copy is read, nothing mended."""
    shutil.rmtree("copy", ignore_errors=True)
    Path("copy").mkdir()
    for path in Path("killed").glob("journal.sqlite*"):
        shutil.copy(path, "copy")
    journal = Journal(Path("copy/journal.sqlite"))
    try:
        return journal.execute("SELECT count(*) FROM requests")[0][0]
    finally:
        journal.close()
