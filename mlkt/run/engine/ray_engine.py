"""The engine for more than one machine: the shards of a run through workers on Ray Data.

Each worker is an actor that makes the chain once, with its clients and translation models, and
holds a few shards at a time: their rows share its limit of passages, their requests its limit of
requests. A finished shard comes back as one piece, and the driver's ledger writes its rows as it
writes those of a plain run. A worker that dies is replaced and its shards are begun anew: what they
had paid for stands in their journals.
"""

import asyncio
import logging
import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import orjson
from langchain_core.runnables import Runnable

from mlkt.errors import (
    CONTINUE,
    ConfigError,
    MlktError,
    ModelError,
    RequestError,
    RunStopped,
    missing_extra,
)
from mlkt.journal import Journal
from mlkt.limits import RUN, Limits
from mlkt.models.with_journal import paid_usage
from mlkt.rows import Row
from mlkt.run.engine.outcomes import Outcomes, Progress, failure
from mlkt.run.engine.shards import ShardJournal, lay_out, note_paid, shard_digits, split
from mlkt.run.engine.window import cancelled_itself
from mlkt.run.files.ledger import Ledger, cannot_be_written
from mlkt.run.files.records import one_line

MakeChain = Callable[[Journal, Limits], Runnable[Row, Row]]  # it is pickled, and called in a worker
_SHARDS_AT_ONCE = 4  # a worker's: while one drains, the next ones fill its limits
_STOPPING: dict[str, type[MlktError]] = {"ModelError": ModelError, "RunStopped": RunStopped}
_SETTINGS = {  # of Ray, where the environment does not say otherwise
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",  # else it reports on standard error what is no error
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}


@dataclass(frozen=True, slots=True)
class Crew:
    """How many workers, 0 for one on each machine; requests and passages are of all together."""

    workers: int = 0
    requests: int = 64
    passages: int = 32
    gpus: int = 0  # of each worker


def run_on_ray(
    make: MakeChain,
    rows: list[Row],
    ledger: Ledger,
    journal: Journal,
    out: Path,
    crew: Crew,
    *,
    progress: Progress | None = None,
) -> None:
    """Run the rows that are not done on Ray, and write each shard's results as it comes back.

    The cluster is the one at RAY_ADDRESS, else one on this machine for this run alone. `journal`
    is the run's own, in `out`; the folder is the same one for all workers.

    Raises:
        MissingExtraError: Ray is not installed.
        ConfigError: no cluster at RAY_ADDRESS, too small a machine, or a worker cannot make the
            chain.
        ModelError: a server refuses or fails every request.
        RunStopped: Ray or a worker's disk gave up. Rows that it stopped, or that a server failed
            since it worked last, stay as they were.
    """
    done = ledger.done()
    waiting = {row["id"]: row for row in rows if row["id"] not in done}
    shards = split(waiting.values(), shard_digits(out, len(rows)))
    if not shards:
        return
    lay_out(out, journal)
    outcomes = Outcomes(ledger, progress)
    with _cluster(crew) as (ray, workers):
        worker = (make, str(out.absolute()), crew.requests // workers, crew.passages // workers)
        for shard in _finished(ray, shards, worker, workers, crew.gpus):
            if "stopped" in shard:
                raise _error(shard["stopped"])
            note_paid(journal, shard["shard"], shard["paid"])
            write_shard(shard["results"], waiting, outcomes)
    outcomes.end()


def write_shard(results: list[list[Any]], rows: Mapping[str, Row], outcomes: Outcomes) -> None:
    """Write a shard's results: finished rows first, and none that failed beside what stops the run.

    Raises:
        ModelError: a server refuses or fails every request.
        RunStopped: the worker's disk gave up.
    """

    def rank(result: list[Any]) -> int:
        _, row, error = result
        return 0 if row is not None else 1 if error[0] in _STOPPING else 2

    for id, row, error in sorted(results, key=rank):
        outcomes.add(rows[id], row or _error(error))


def _finished(
    ray: Any, shards: dict[str, list[Row]], worker: tuple[Any, ...], workers: int, gpus: int
) -> Iterator[dict[str, Any]]:
    """Send the shards through the workers; yield what they make of each, the first one first."""
    items = [{"shard": name, "rows": orjson.dumps(rows)} for name, rows in shards.items()]
    results = ray.data.from_items(items, override_num_blocks=len(items)).map_batches(
        Worker,
        batch_size=None,
        fn_constructor_args=worker,
        compute=ray.data.ActorPoolStrategy(
            size=min(workers, len(items)),
            max_concurrent_calls_per_actor=_SHARDS_AT_ONCE,
            max_tasks_in_flight_per_actor=_SHARDS_AT_ONCE + 1,
        ),
        num_cpus=1,
        num_gpus=gpus or None,
    )
    try:
        for result in results.iter_rows():
            yield orjson.loads(result["result"])
    except ray.exceptions.RayError as error:
        first = str(error).strip().partition("\n")[0]
        raise RunStopped(f"Ray gave up ({type(error).__name__}: {first}); {CONTINUE}") from error


@contextmanager
def _cluster(crew: Crew) -> Generator[tuple[Any, int]]:
    """Hold a cluster and yield Ray with the number of workers on it."""
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        ray_: Any = import_module("ray")
        import_module("ray.data")
    except ImportError:
        raise missing_extra("ray", "ray") from None
    address = os.environ.get("RAY_ADDRESS", "")
    own: dict[str, Any] = {} if address else {"include_dashboard": False}
    try:
        with _same_sigterm():
            ray_.init(address=address or "local", log_to_driver=False, logging_level="ERROR", **own)
    except (ConnectionError, ValueError) as error:
        raise ConfigError(
            f"no Ray cluster at RAY_ADDRESS {address!r} ({one_line(error)}): start one with  "
            "ray up  or  ray start --head, or unset it to work on this machine"
        ) from error
    try:
        context = ray_.data.DataContext.get_current()
        context.enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        machines = [node for node in ray_.nodes() if node["Alive"]]
        workers = crew.workers or len(machines)
        _check(workers, crew, {} if address else ray_.cluster_resources())
        yield ray_, workers
    finally:
        ray_.shutdown()


@contextmanager
def _same_sigterm() -> Generator[None]:
    """Keep the process's handler of SIGTERM, in whose place Ray puts its own."""
    handler = signal.getsignal(signal.SIGTERM)
    yield
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, handler)


def _check(workers: int, crew: Crew, held: Mapping[str, float]) -> None:
    """Check the numbers; this machine must hold all workers, a cluster may grow to hold them."""
    for name in ("requests", "passages"):
        if getattr(crew, name) < workers:
            raise ConfigError(
                f"limits.{name} {getattr(crew, name)} is less than one for each of {workers} "
                "workers: raise it, or name fewer --workers"
            )
    for name, each in (("CPU", 1), ("GPU", crew.gpus)) if held else ():
        if held.get(name, 0) < workers * each:
            raise ConfigError(
                f"{workers} workers need {workers * each} {name}s, this machine has "
                f"{held.get(name, 0):.0f}: name fewer --workers, or a cluster with RAY_ADDRESS"
            )


class Worker:
    """An actor: it makes the chain once and takes shards through it, a few at a time."""

    def __init__(self, make: MakeChain, out: str, requests: int, passages: int) -> None:
        """Keep what is needed; the chain is made by the first shard, which can say what failed."""
        self._make = make
        self._journal = ShardJournal(Path(out))
        self._limits = Limits(requests)
        self._room = asyncio.Semaphore(passages)
        self._chain: Runnable[Row, Row] | None = None
        self._stopped: ModelError | RunStopped | None = None

    async def __call__(self, batch: dict[str, Any]) -> dict[str, list[bytes]]:
        """Return the results of one shard, or why nothing further can be done.

        {"shard": "0a", "paid": {"requests": 21, …}, "results": [[id, row, null], [id, null,
        ["RequestError", "…", "qa", false]]]}   or   {"stopped": ["ConfigError", "…", "", false]}
        """
        (shard,), (rows,) = batch["shard"], batch["rows"]
        RUN.set(self._limits)  # of this task alone
        try:
            self._chain = self._chain or self._make(self._journal, self._limits)
            async with self._journal.at(str(shard)) as journal:
                work = [self._through(self._chain, row) for row in orjson.loads(bytes(rows))]
                results = await asyncio.gather(*work)
                paid = paid_usage(journal)
        except MlktError as error:
            return {"result": [orjson.dumps({"stopped": _wire(error)})]}
        except (OSError, sqlite3.Error) as error:
            stopped = RunStopped(f"a worker cannot write its journal ({error}); {CONTINUE}")
            return {"result": [orjson.dumps({"stopped": _wire(stopped)})]}
        result = {"shard": str(shard), "paid": paid, "results": results}
        return {"result": [orjson.dumps(result)]}

    async def _through(self, chain: Runnable[Row, Row], row: Row) -> list[Any]:
        async with self._room:
            try:
                result: Any = self._stopped or await chain.ainvoke(row)
            except Exception as error:
                result = error
            except asyncio.CancelledError:
                if (task := asyncio.current_task()) and task.cancelling():
                    raise
                result = cancelled_itself()
        error = failure(row, result)
        if isinstance(error, ModelError | RunStopped):
            self._stopped = error
        try:
            made = None if error else orjson.Fragment(orjson.dumps(result))
        except TypeError as unwritable:
            made, error = None, cannot_be_written(row["id"], unwritable)
        return [row["id"], made, error and _wire(error)]


def _wire(error: BaseException) -> list[Any]:
    """Return an error as text: one of a user's own chain need not be known to the driver."""
    step, by_server = getattr(error, "step", ""), getattr(error, "by_server", False)
    return [type(error).__name__, one_line(error), step, by_server]


def _error(wire: list[Any]) -> MlktError:
    """Return an error that says the same, in the ledger, in the progress and to the user."""
    kind, said, step, by_server = wire
    if kind == "RequestError":
        return RequestError(said, step=step, by_server=by_server)
    error = cast("Any", _STOPPING.get(kind) or type(kind, (MlktError,), {}))(said)
    error.step = step
    return error
