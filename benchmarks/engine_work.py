"""One run of the engine in a process of its own, measured from inside; prints one line of JSON.

    python -m benchmarks.engine_work --url http://127.0.0.1:8000 --model short --passages 200

The road is the native one with one check: three summaries, four replies of five pairs each (the
passage and its summaries), twenty verdicts, 27 requests a passage, with parsing, journal and files.
"""

import argparse
import asyncio
import json
import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from langchain_core.runnables import Runnable
from pydantic import SecretStr

from mlkt.chains import critic, qa, summarize
from mlkt.cli.collector import rare_collections
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import journaled, server_model
from mlkt.rows import Row
from mlkt.run.engine.runner import run_rows
from mlkt.run.files.ledger import Ledger
from mlkt.sources import Document, passages

STEPS = (3, 4, 20)  # requests of a passage at once, one step after the other
CALLS = sum(STEPS)
MODELS = {
    "short": "mlkt's model, requests the short way",
    "sdk": "mlkt's model, requests by OpenAI's client",
    "ChatOpenAI": "plain ChatOpenAI",
}


def rows(count: int) -> list[Row]:
    """Return passages of four sentences about invented towns."""
    text = "\n\n".join(
        f"## Town {n}\n\nTown {n} has {n + 7} schools and lies on a river. "
        f"A bridge was built there in {1800 + n % 200}. "
        f"Every year {n * 3 + 11} people visit its market. The mayor lives there."
        for n in range(count)
    )
    return passages(Document(text, "en"), max_chars=260).rows[:count]


def model_of(kind: str, url: str, options: argparse.Namespace) -> Any:
    """Return the chat model of one design."""
    if kind == "ChatOpenAI":
        from langchain_openai import ChatOpenAI

        return ChatOpenAI(
            base_url=f"{url}/v1", api_key=SecretStr("none"), model="m", use_responses_api=False,
            timeout=options.timeout_s, max_retries=options.max_retries,
        )  # fmt: skip
    if kind == "sdk":
        from mlkt.models import server

        server.short_body = _never
    return server_model(
        f"{url}/v1", "m", timeout_s=options.timeout_s, max_retries=options.max_retries
    )


def _never(payload: dict[str, Any]) -> None:
    """Return no body: no request goes the short way."""


def road(model: Any) -> Runnable[Row, Row]:
    """Return the chain that is measured."""
    return summarize(model) | qa(model) | critic(model, checks=("faithfulness",))


def measured(options: argparse.Namespace, out: Path) -> dict[str, Any]:
    """Run the road over all passages and return what it took."""
    journal, limits = Journal(out / "journal.sqlite"), Limits(options.slots)
    chain = road(journaled(model_of(options.model, options.url, options), journal, limits))
    work = rows(options.passages)
    expected = {row["id"]: len(row["sentences"]) for row in work}
    ledger = Ledger(out, journal, road="benchmark", expected=expected)
    first: list[float] = []

    def progress(row: Row, error: BaseException | None) -> None:
        first.append(time.perf_counter())

    cpu, start = time.process_time(), time.perf_counter()
    with rare_collections():  # as the command line does
        asyncio.run(run_rows(chain, work, ledger, window=options.window, progress=progress))
        counts = ledger.write_files()
    journal.close()
    return {
        "wall_s": time.perf_counter() - start,
        "cpu_s": time.process_time() - cpu,
        "first_s": min(first, default=start) - start,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "passages": counts["passages"],
        "pairs": counts["pairs"],
        "adds_up": counts["adds_up"],
    }


def main() -> None:
    """Read the command line, run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--model", choices=MODELS, default="short")
    parser.add_argument("--passages", type=int, default=200)
    parser.add_argument("--slots", type=int, default=64)
    parser.add_argument("--window", type=int, default=64)
    parser.add_argument("--timeout-s", type=float, default=60.0)
    parser.add_argument("--max-retries", type=int, default=5)
    parser.add_argument("--core", type=int)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.core is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {options.core})
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measured(options, options.out or Path(folder))), flush=True)


if __name__ == "__main__":
    main()
