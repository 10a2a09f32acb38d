"""A server that fails in nine ways and cannot answer some prompts at all: every row still ends."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
import regex

from tests.run.small_road import ROWS, finish, records, start, write_folder
from tests.servers.faults import (
    BROKEN_JSON,
    CUT,
    EMPTY,
    HANG,
    NULL_CONTENT,
    RESET,
    Fault,
    rate_limited,
    server_error,
)
from tests.servers.openai_server import OpenAIServer, Request
from tests.servers.prompts import recognise

FAULTS = {
    "429": rate_limited(retry_after_s=0),
    "500": server_error(500),
    "503": server_error(503),
    "reset": RESET,
    "broken": BROKEN_JSON,
    "cut": CUT,
    "hang": HANG,
    "empty": EMPTY,
    "null": NULL_CONTENT,
}
POISON = server_error(500)
POISONED = {"7", "57", "107"}  # half a percent of the requests
_WARD = regex.compile(r"(\d+)ನೇ ವಾರ್ಡ್")


class Unlucky:
    """A rule: each fault takes its turn on the requests of every fifth passage, once each.

    Those of three passages fail each time: of one its first, of the others the verdicts.
    """

    def __init__(self) -> None:
        self.met: Counter[str] = Counter()

    def __call__(self, request: Request) -> Fault | None:
        (ward,) = set(_WARD.findall(request.prompt))
        if ward in POISONED and (ward == "7" or "faithfulness" in task_of(request)):
            return POISON
        turn, rest = divmod(int(ward), 5)
        if rest or request.attempt > 1:
            return None
        name = list(FAULTS)[turn % len(FAULTS)]
        self.met[name] += 1
        return FAULTS[name]


def task_of(request: Request) -> str:
    asked = recognise(request.prompt)
    assert asked
    return asked.task


@pytest.mark.parametrize(
    ("timeout_s", "latency_s"), [(3.0, 0.02), pytest.param(10.0, 1.0, marks=pytest.mark.slow)]
)
def test_every_row_ends_and_each_failed_one_says_why(
    timeout_s: float,
    latency_s: float,
    openai_server: Callable[..., OpenAIServer],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    write_folder(monkeypatch, tmp_path, timeout_s=timeout_s, max_retries=3)
    calm = openai_server()
    finish(start(calm, "calm"))
    unlucky = Unlucky()
    server = openai_server(fault=unlucky, latency_s=latency_s)
    said = finish(start(server, "o"), code=1)  # some rows failed
    assert "Traceback" not in said
    assert set(unlucky.met) == set(FAULTS)

    counts = counts_of("o")
    assert counts["adds_up"]
    failed, kept = records("o", "failed.jsonl"), records("o", "pairs.jsonl")
    assert counts["passages"]["in"] == ROWS and counts["passages"]["waiting"] == 0
    assert counts["passages"]["failed"] == len(failed)
    assert counts["passages"]["finished"] == ROWS - len(failed)

    assert sorted(str(row["step"]) for row in failed) == ["faithfulness", "faithfulness", "qa"]
    for row in failed:
        assert row["reason"] == "RequestError" and "the server answers 500" in str(row["detail"])
    # what met a fault once is what it is without one; questions that repeated a lost one may stay
    lost = {row["id"] for row in failed}
    calm_pairs = [one for one in records("calm", "pairs.jsonl") if one["passage_id"] not in lost]
    names = {pair["id"] for pair in calm_pairs}
    assert calm_pairs and calm_pairs == [pair for pair in kept if pair["id"] in names]


def counts_of(out: str) -> dict[str, Any]:
    return orjson.loads(Path(out, "run.json").read_bytes())["counts"]
