"""What faults and kills do to a run of the engine: how every row ends, what is asked twice."""

import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import orjson

from benchmarks.engine_runs import HERE, SLOTS, client, figures, run, server
from mlkt.journal import BATCH, Journal

_LATEST_S = 0.3  # a kill comes so long after its request at most: in the last one, amid the files


def faults(passages: int, latency_ms: float, timeout_s: float) -> None:
    """Print what 2 % of each fault and 0.5 % of poison do to a run."""
    options = ("--passages", str(passages), "--timeout-s", str(timeout_s), "--max-retries", "3")
    slow = ("--latency-ms", str(latency_ms))
    with server(*slow) as url:
        clean = run(url, *options)
    with (
        tempfile.TemporaryDirectory() as out,
        server(*slow, "--faults", "0.02", "--poison", "0.005") as url,
    ):
        found = run(url, *options, "--out", out)
        count = found["passages"]
        ends, reasons = how_rows_ended(Path(out), count["finished"])
    print(
        f"\nfaults: {passages} passages, {found['server']['different']} requests of "
        f"{latency_ms:g} ms, given up after {timeout_s:g} s, 3 more tries\n"
        f"  faults met       {_listed(found['server']['faults'])}\n"
        f"  rows             {count['in']}: {_listed(ends)}, waiting {count['waiting']}; "
        f"counts add up: {found['adds_up']}\n"
        f"  pairs            {_listed(found['pairs'])}"
    )
    for reason, times in reasons.most_common():
        print(f"  failed because   {times} x {reason}")
    print(
        f"  wall time        {found['wall_s']:.1f} s, clean {clean['wall_s']:.1f} s for "
        f"{clean['server']['different']} requests, ratio {found['wall_s'] / clean['wall_s']:.3f}"
    )


def how_rows_ended(out: Path, finished: int) -> tuple[dict[str, int], Counter[str]]:
    """Return how many rows kept a pair, finished without one, failed; and why those that failed."""
    failed = list(_records(out / "failed.jsonl"))
    kept = len({record["passage_id"] for record in _records(out / "pairs.jsonl")})
    reasons = Counter(_reason(record["detail"]) for record in failed)
    return {"kept": kept, "rejected": finished - kept, "failed": len(failed)}, reasons


def _reason(detail: str) -> str:
    """Return what a failed row's record says, from the step on and without the cure."""
    about, step, rest = detail.partition(", step ")
    return ((step[2:] + rest) if step else about).partition(";")[0]


def kills(times: int, passages: int, latency_ms: float, *, seed: int = 1) -> None:
    """Kill a run at random moments, resume it each time, compare its files with a calm one's.

    In flight at a kill is what the server got from that process and its journal does not hold: it
    is asked again.
    """
    options, slow = ("--passages", str(passages)), ("--latency-ms", str(latency_ms))
    with tempfile.TemporaryDirectory() as folder:
        calm, killed = Path(folder, "calm"), Path(folder, "killed")
        calm.mkdir()
        killed.mkdir()
        with server(*slow) as url:
            whole = run(url, *options, "--out", str(calm))["server"]["requests"]
        chance = Random(seed)
        moments = sorted([*(chance.randrange(whole) for _ in range(times - 1)), whole])
        missing = [0]  # requests that came in and are on no disk, after each kill
        with server(*slow) as url:
            for moment in moments:
                command = client(url, *options, "--out", str(killed))
                if kill_at(command, url, moment, _LATEST_S * chance.random()):
                    missing.append(figures(url)["requests"] - journalled(killed))
            found = run(url, *options, "--out", str(killed))["server"]
        same = all(
            (killed / path.name).read_bytes() == path.read_bytes() for path in calm.glob("*.jsonl")
        )
    in_flight = [after - before for before, after in pairwise(missing)]
    print(
        f"\nkills: {len(in_flight)} by SIGKILL in {passages} passages, {whole} requests of "
        f"{latency_ms:g} ms\n"
        f"  files            identical to an undisturbed run's: {same}\n"
        f"  in flight        {sum(in_flight)} at all kills together, {max(in_flight, default=0)} "
        f"at most ({SLOTS} places, and up to {BATCH} replies that wait for their commit)\n"
        f"  asked again      {found['repeated']} of {found['requests']}"
    )


def kill_at(command: list[str], url: str, moment: int, later_s: float) -> bool:
    """Start a run, kill it `later_s` after the server's request number `moment`.

    Returns whether it was still at work.
    """
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=HERE
    )
    while process.poll() is None and figures(url)["different"] < moment:
        time.sleep(0.01)
    time.sleep(later_s)
    hit = process.poll() is None
    process.kill()
    process.wait()
    time.sleep(0.2)  # what it had sent stands in the server's sockets
    return hit


def journalled(out: Path) -> int:
    """Return how many requests a killed run's journal holds; a copy is read, nothing is mended."""
    with tempfile.TemporaryDirectory() as copy:
        for path in out.glob("journal.sqlite*"):
            shutil.copy(path, copy)
        journal = Journal(Path(copy, "journal.sqlite"))
        try:
            return journal.execute("SELECT count(*) FROM requests")[0][0]
        finally:
            journal.close()


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        yield from (orjson.loads(line) for line in file)


def _listed(counts: dict[str, Any]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
