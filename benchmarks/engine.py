"""How busy the engine keeps a server, what a request costs, and what faults and kills do to a run.

    python -m benchmarks.engine                     the table of the README
    python -m benchmarks.engine --only busy --passages 200 --latency-ms 1000

The server stands in another process (`benchmarks/server.py`); server and client have a core each.
Utilisation is the ideal wall time (requests x latency / slots) over the real one, start and files
included. Figures count as ratios within one run: the machine is shared.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from benchmarks.engine_work import CALLS, MODELS

HERE = Path(__file__).resolve().parents[1]
SLOTS = 64
Figures = dict[str, Any]


@contextmanager
def server(*options: str) -> Generator[str]:
    """Start a server in another process, on the second core, and yield its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.server", *options],
        stdout=subprocess.PIPE, text=True, cwd=HERE,
    )  # fmt: skip
    try:
        if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
            os.sched_setaffinity(process.pid, {1})
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


def figures(url: str) -> Figures:
    """Return what the server counted."""
    with urlopen(f"{url}/figures") as answer:
        return json.load(answer)


def client(url: str, *options: str) -> list[str]:
    """Return the command of one run."""
    return [sys.executable, "-m", "benchmarks.engine_work", "--url", url, "--core", "0", *options]


def run(url: str, *options: str) -> Figures:
    """Run the engine once in another process and return its figures and the server's."""
    done = subprocess.run(
        client(url, *options), capture_output=True, text=True, cwd=HERE, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return {**json.loads(done.stdout), "server": figures(url)}


def busy(passages: int, latency_ms: float, *extra: str) -> None:
    """Print one row for each design of the chat model."""
    ideal = passages * CALLS * latency_ms / 1000 / SLOTS
    print(f"\n{passages} passages, {passages * CALLS} requests, {latency_ms:g} ms, {SLOTS} slots")
    for kind, name in MODELS.items():
        with server("--latency-ms", str(latency_ms), *extra) as url:
            found = run(url, "--model", kind, "--passages", str(passages))
        calls = found["server"]["requests"]
        print(
            f"  {name:<42} utilisation {ideal / found['wall_s']:.3f}  "
            f"processor {1000 * found['cpu_s'] / calls:.2f} ms a request  "
            f"peak {found['peak_mb']:.0f} MB  first row {found['first_s']:.2f} s  "
            f"{calls} requests, {found['server']['repeated']} repeated"
        )


def tail(passages: int, latency_ms: float) -> None:
    """Print how near the ideal a run with log-normal latencies comes."""
    with server("--latency-ms", str(latency_ms), "--spread", "1.0") as url:
        found = run(url, "--passages", str(passages))
    ideal = found["server"]["busy_s"] / SLOTS
    print(
        f"\nlog-normal latencies (sigma 1, mean {latency_ms:g} ms), {passages} passages: ideal "
        f"{ideal:.1f} s, real {found['wall_s']:.1f} s, {found['wall_s'] / ideal - 1:.1%} above"
    )


def faults(passages: int, latency_ms: float) -> None:
    """Print what 2 % of each fault and 0.5 % of poison do to a run."""
    options = ("--passages", str(passages), "--timeout-s", "5", "--max-retries", "3")
    with server("--latency-ms", str(latency_ms)) as url:
        clean = run(url, *options)
    with server("--latency-ms", str(latency_ms), "--faults", "0.02", "--poison", "0.005") as url:
        found = run(url, *options)
    print(f"\nfaults: {found['server']['faults']}")
    print(
        f"  passages {found['passages']}, pairs {found['pairs']}, adds up: {found['adds_up']}\n"
        f"  wall {found['wall_s']:.1f} s, clean {clean['wall_s']:.1f} s, ratio "
        f"{found['wall_s'] / clean['wall_s']:.3f}"
    )


def kills(times: int, passages: int, latency_ms: float, *, seed: int = 1) -> None:
    """Kill a run at random moments, resume it each time, compare its files with a calm one's."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        calm, killed = Path(folder, "calm"), Path(folder, "killed")
        calm.mkdir()
        killed.mkdir()
        options = ("--passages", str(passages))
        with server("--latency-ms", str(latency_ms)) as url:
            whole = run(url, *options, "--out", str(calm))["wall_s"]
        with server("--latency-ms", str(latency_ms)) as url:
            for _ in range(times):
                process = subprocess.Popen(
                    client(url, *options, "--out", str(killed)),
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=HERE,
                )  # fmt: skip
                time.sleep(1.5 + chance.random() * whole / times * 1.5)
                process.kill()
                process.wait()
            found = run(url, *options, "--out", str(killed))
        same = all(
            (killed / name.name).read_bytes() == name.read_bytes() for name in calm.glob("*.jsonl")
        )
        print(
            f"\n{times} kills: files identical: {same}, {found['server']['repeated']} of "
            f"{found['server']['requests']} requests repeated ({SLOTS} in flight at most at each "
            "kill)"
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("busy", "tail", "faults", "kills"))
    parser.add_argument("--passages", type=int)
    parser.add_argument("--latency-ms", type=float)
    parser.add_argument("--kills", type=int, default=20)
    options = parser.parse_args()
    passages, latency = options.passages, options.latency_ms
    if options.only in (None, "busy"):
        for given in [latency] if latency else [1000.0, 100.0]:
            busy(passages or 200, given)
    if options.only in (None, "tail"):
        tail(passages or 200, latency or 500.0)
    if options.only in (None, "faults"):
        faults(passages or 200, latency or 500.0)
    if options.only in (None, "kills"):
        kills(options.kills, passages or 200, latency or 100.0)


if __name__ == "__main__":
    main()
