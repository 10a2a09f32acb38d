"""Processes of the engine's benchmark: a server on one core, a run on the other, and what they say.

with server("--latency-ms", "100") as url:
    run(url, "--passages", "200")["server"]["requests"]
"""

import json
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

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
    return {**said(client(url, *options)), "server": figures(url)}


def said(command: list[str]) -> Figures:
    """Return the line of JSON that a process prints.

    Raises:
        SystemExit: it failed; its words are the message.
    """
    done = subprocess.run(command, capture_output=True, text=True, cwd=HERE, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)
