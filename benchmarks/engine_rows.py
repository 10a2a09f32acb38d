"""Many small rows through a chain of one call, at no latency: what a row costs in memory and time.

    python -m benchmarks.engine_rows --rows 100000

The model is embedded and says one pair at once; its requests are journalled, the rows come from a
generator, ledger and files are a run's own. Memory is what the process holds (`/proc`; its peak
where there is none), read at each tenth of the rows; prints one line of JSON.
"""

import argparse
import asyncio
import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import linear_regression
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from mlkt.chains import qa
from mlkt.cli.collector import rare_collections
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import journaled
from mlkt.rows import Row, content_id
from mlkt.run.engine.runner import run_rows
from mlkt.run.files.ledger import Ledger

TENTHS = 10


def measured(count: int, window: int, out: Path) -> dict[str, Any]:
    """Run `count` rows through the chain and return memory (MB) and time (s) at each tenth."""
    start_mb = held_mb()
    journal = Journal(out / "journal.sqlite")
    chain = qa(journaled(Ready(), journal, Limits(window)))
    expected = {content_id("town", str(number)): 1 for number in range(count)}
    ledger = Ledger(out, journal, road="benchmark", expected=expected)
    memory, times = [held_mb()], [time.perf_counter()]
    ends = {count * tenth // TENTHS for tenth in range(1, TENTHS + 1)}
    done = 0

    def progress(row: Row, error: BaseException | None) -> None:
        nonlocal done
        done += 1
        if done in ends:
            memory.append(held_mb())
            times.append(time.perf_counter())

    with rare_collections():  # as the command line does
        asyncio.run(run_rows(chain, towns(count), ledger, window=window, progress=progress))
        counts = ledger.write_files()
    journal.close()
    tenths = [after - before for before, after in pairwise(times)]
    return {
        "rows": count,
        "start_mb": start_mb,
        "ids_mb": memory[0] - start_mb,
        "memory_mb": memory,
        "slope_mb": 10_000 * slope(memory[1:], count / TENTHS),
        "tenths_s": tenths,
        "files_s": time.perf_counter() - times[-1],
        "files_mb": held_mb(),
        "peak_mb": peak_mb(),
        "adds_up": counts["adds_up"],
        "passages": counts["passages"],
        "lines": {path.name: lines(path) for path in sorted(out.glob("*.jsonl"))},
    }


def towns(count: int) -> Iterator[Row]:
    """Yield small rows, each made when it is asked for."""
    for number in range(count):
        text = f"Town {number} has {number + 7} schools and lies on a river."
        yield {
            "id": content_id("town", str(number)),
            "document_id": "towns",
            "lang": "en",
            "outline": [],
            "text": text,
            "origin": {"start": 0, "end": len(text), "title": "Towns"},
            "sentences": [{"id": f"s{number}", "start": 0, "end": len(text)}],
        }


class Ready(BaseChatModel):
    """Says one pair about the document of its prompt, at once."""

    @property
    def _llm_type(self) -> str:
        return "ready"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        name = messages[-1].text.rpartition("<document>\nTown ")[2].partition(" ")[0]
        said = (
            f"Question: How many schools does the town with the number {name} have?\n"
            f"Answer: The town with the number {name} has a good many schools."
        )
        message = AIMessage(
            said,
            response_metadata={"finish_reason": "stop", "model_name": "ready"},
            usage_metadata={"input_tokens": 100, "output_tokens": 30, "total_tokens": 130},
        )
        return ChatResult(generations=[ChatGeneration(message=message)])

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return self._generate(messages, stop)


def slope(memory: list[float], rows: float) -> float:
    """Return by how many MB a row memory grows, measured every so many `rows`; least squares."""
    return linear_regression(range(len(memory)), memory).slope / rows


def held_mb() -> float:
    """Return the memory that this process holds now; its peak so far where nothing tells it."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return peak_mb()
    return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20


def peak_mb() -> float:
    """Return the most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def lines(path: Path) -> int:
    """Return how many lines a file has."""
    with path.open("rb") as file:
        return sum(1 for _ in file)


def main() -> None:
    """Read the command line, run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--window", type=int, default=64)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measured(options.rows, options.window, Path(folder))), flush=True)


if __name__ == "__main__":
    main()
