"""Gather the sentences that wait, from whatever paragraph or thread, into large batches.

A batch of one sentence costs a decoder almost as much as a batch of twenty. While all workers are
busy sentences pile up; a worker that comes free cuts all of them into batches of about equal
length, by tokens, and takes the first.

collector = Collector(translate, workers=2, max_batch_tokens=1024)
futures = collector.submit(jobs)   # futures[i].result(), or await asyncio.wrap_future(futures[i])
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil
from threading import Lock


@dataclass(frozen=True, slots=True)
class Decoding:
    """How the output is searched; sentences of one batch share it."""

    beam_size: int
    no_repeat_ngram_size: int
    repetition_penalty: float
    max_output_tokens: int


@dataclass(frozen=True, slots=True)
class Job:
    """One sentence as a model gets it."""

    tokens: list[str]
    prefix: list[str]
    decoding: Decoding


@dataclass(frozen=True, slots=True)
class Output:
    """What a model gave for one sentence, without prefix and end token."""

    tokens: list[str]
    is_finished: bool  # it ended with the end token


Waiting = tuple[Job, "Future[Output]"]


class Collector:
    """The sentences that wait for a model, and the threads that take them to it."""

    def __init__(
        self,
        translate: Callable[[Sequence[Job]], list[Output]],
        *,
        workers: int,
        max_batch_tokens: int,
    ) -> None:
        """Take what translates a batch; it is called by up to `workers` threads at once."""
        self._translate = translate
        self._workers = workers
        self._max_batch_tokens = max_batch_tokens
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="nmt")
        self._lock = Lock()
        self._running = 0
        self._waiting: list[Waiting] = []
        self._batches: deque[list[Waiting]] = deque()

    def submit(self, jobs: Iterable[Job]) -> list["Future[Output]"]:
        """Return a future for each job, in order; a cancelled one that has not begun is dropped."""
        added: list[Waiting] = [(job, Future()) for job in jobs]
        with self._lock:
            self._waiting += added
            missing = min(self._workers - self._running, len(added))
            self._running += missing
        for _ in range(missing):
            self._threads.submit(self._work)
        return [future for _, future in added]

    def _work(self) -> None:
        while (batch := self._next()) is not None:
            begun = [each for each in batch if each[1].set_running_or_notify_cancel()]
            if not begun:
                continue
            try:
                outputs = self._translate([job for job, _ in begun])
                if len(outputs) != len(begun):
                    raise RuntimeError(f"{len(begun)} sentences gave {len(outputs)} outputs")
            except Exception as error:  # it belongs to those who wait, not to this thread
                for _, future in begun:
                    future.set_exception(error)
            else:
                for (_, future), output in zip(begun, outputs, strict=True):
                    future.set_result(output)

    def _next(self) -> list[Waiting] | None:
        with self._lock:
            if not self._batches and self._waiting:
                waiting, self._waiting = self._waiting, []
                self._batches.extend(
                    cut_batches(waiting, max_tokens=self._max_batch_tokens, at_least=self._workers)
                )
            if self._batches:
                return self._batches.popleft()
            self._running -= 1
            return None


def cut_batches(
    waiting: Sequence[Waiting], *, max_tokens: int, at_least: int = 1
) -> list[list[Waiting]]:
    """Return batches of jobs of one decoding each, the longest sentences first.

    A batch holds at most `max_tokens` tokens, padding counted, or one sentence. Little work is cut
    into `at_least` batches, so that no worker is idle.
    """
    groups: dict[Decoding, list[Waiting]] = {}
    for each in waiting:
        groups.setdefault(each[0].decoding, []).append(each)
    batches: list[list[Waiting]] = []
    for group in groups.values():
        group.sort(key=lambda each: len(each[0].tokens), reverse=True)
        budget = min(max_tokens, ceil(len(group[0][0].tokens) * len(group) / at_least))
        longest = 0
        batch: list[Waiting] = []
        for each in group:
            if batch and longest * (len(batch) + 1) > budget:
                batches.append(batch)
                batch = []
            longest = longest if batch else len(each[0].tokens)
            batch.append(each)
        batches.append(batch)
    return batches
