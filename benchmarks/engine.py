"""How busy the engine keeps a server, what a request and a row cost, what faults and kills do.

    python -m benchmarks.engine                     all of it, a quarter of an hour
    python -m benchmarks.engine --only busy --passages 2000 --latency-ms 1000
    python -m benchmarks.engine --only rows --rows 1000000

The server stands in another process (`benchmarks/server.py`); server and client have a core each.
Utilisation is the ideal wall time (requests x latency / slots) over the real one, from the first
row to the finished files. Figures count as ratios within one run: the machine is shared.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from random import Random
from statistics import fmean

from benchmarks.engine_runs import SLOTS, Figures, run, said, server
from benchmarks.engine_trouble import faults, kills
from benchmarks.engine_work import CALLS, MODELS, STEPS

SPREAD = 1.0  # sigma of the logarithms: one request in a hundred takes six times the mean
_PATHS = 20_000  # simulated, for the mean of the longest ways
_LANGID = """import json
from benchmarks.engine_rows import held_mb
from mlkt.text.identify import identify
before = held_mb()
identify("The mayor of the town lives near the river.")
print(json.dumps({"before": before, "after": held_mb()}))"""


def busy(passages: int, latencies: Sequence[float]) -> None:
    """Print a table with one line for each design of the chat model."""
    print(f"\n{passages} passages, {passages * CALLS} requests, {SLOTS} places in flight\n")
    heads = [
        "requests by",
        *(f"utilisation at {latency:g} ms" for latency in latencies),
        "first row", "processor a request", "peak memory", "asked twice",
    ]  # fmt: skip
    print(_line(heads))
    print(_line("---" for _ in heads))
    for kind, name in MODELS.items():
        all_found: list[Figures] = []
        shares: list[str] = []
        for latency in latencies:
            with server("--latency-ms", str(latency)) as url:
                found = run(url, "--model", kind, "--passages", str(passages))
            all_found.append(found)
            ideal = found["server"]["requests"] * latency / 1000 / SLOTS
            shares.append(f"{ideal / found['wall_s']:.1%}")
        each = [1000 * one["cpu_s"] / one["server"]["requests"] for one in all_found]
        print(
            _line([
                name, *shares,
                ", ".join(f"{one['first_s']:.2f} s" for one in all_found),
                ", ".join(f"{cpu:.2f} ms" for cpu in each),
                f"{max(one['peak_mb'] for one in all_found):.0f} MB",
                str(sum(one["server"]["repeated"] for one in all_found)),
            ])
        )  # fmt: skip


def tail(passages: int, latency_ms: float) -> None:
    """Print how near the ideal a run with log-normal latencies comes, and when a row is done."""
    with server("--latency-ms", str(latency_ms), "--spread", str(SPREAD)) as url:
        found = run(url, "--passages", str(passages))
    ideal, path = found["server"]["busy_s"] / SLOTS, critical_path_s(latency_ms)
    print(
        f"\ntail: {passages} passages, log-normal latencies (sigma {SPREAD:g}, mean "
        f"{latency_ms:g} ms)\n"
        f"  wall time        {found['wall_s']:.1f} s, ideal for this sample {ideal:.1f} s, "
        f"{found['wall_s'] / ideal - 1:.1%} above\n"
        f"  first row        after {found['first_s']:.2f} s, critical path {path:.2f} s "
        f"({'the longest of ' + ', then of '.join(map(str, STEPS))}), "
        f"ratio {found['first_s'] / path:.2f}"
    )


def critical_path_s(latency_ms: float) -> float:
    """Return how long a row takes on the average that has every place to itself."""
    chance = Random(1)

    def longest(count: int) -> float:
        return max(chance.lognormvariate(-SPREAD * SPREAD / 2, SPREAD) for _ in range(count))

    return latency_ms / 1000 * fmean(sum(map(longest, STEPS)) for _ in range(_PATHS))


def many_rows(count: int) -> None:
    """Print what many small rows cost in memory and time, and what language statistics hold."""
    found = said([sys.executable, "-m", "benchmarks.engine_rows", "--rows", str(count)])
    memory, tenths = found["memory_mb"], found["tenths_s"]
    print(
        f"\nrows: {count} through a chain of one call, its embedded model without latency, "
        "journalled\n"
        f"  memory           {found['start_mb']:.0f} MB at the start, the plan of ids "
        f"{found['ids_mb']:.0f} MB, after each tenth "
        f"{' '.join(f'{held:.0f}' for held in memory[1:])}\n"
        f"  growth           {memory[-1] - memory[0]:.1f} MB in all, over the last nine tenths "
        f"{found['slope_mb']:.2f} MB per 10,000 rows\n"
        f"  time             {sum(tenths):.0f} s, the first tenth {tenths[0]:.1f} s, the last "
        f"{tenths[-1]:.1f} s, ratio {tenths[-1] / tenths[0]:.2f}\n"
        f"  files            in order after {found['files_s']:.1f} s more, "
        f"{found['files_mb']:.0f} MB held then, {found['peak_mb']:.0f} MB at the peak; lines: "
        f"{', '.join(f'{name} {lines}' for name, lines in found['lines'].items())}\n"
        f"  rows             {found['passages']}, counts add up: {found['adds_up']}"
    )
    held = said([sys.executable, "-c", _LANGID])
    print(
        f"\nlanguages: telling the language of a Latin text loads numpy and py3langid's "
        f"statistics: {held['before']:.0f} MB before, {held['after']:.0f} MB after"
    )


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print all of it, or the part asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("busy", "tail", "rows", "faults", "kills"))
    parser.add_argument("--passages", type=int)
    parser.add_argument("--latency-ms", type=float)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--timeout-s", type=float, default=3.0, help="of a request, under faults")
    options = parser.parse_args()
    passages, latency = options.passages, options.latency_ms
    if options.only in (None, "busy"):
        busy(passages or 200, [latency] if latency else [1000.0, 100.0])
    if options.only in (None, "tail"):
        tail(passages or 1000, latency or 500.0)
    if options.only in (None, "rows"):
        many_rows(options.rows)
    if options.only in (None, "faults"):
        faults(passages or 200, latency or 1000.0, options.timeout_s)
    if options.only in (None, "kills"):
        kills(options.kills, passages or 200, latency or 100.0)


if __name__ == "__main__":
    main()
