"""The collector: large batches from small requests, each answer to its own question."""

from collections.abc import Sequence
from concurrent.futures import Future
from threading import Event

import pytest

from mlkt.translate.engines.nmt.collector import Collector, Decoding, Job, Output, cut_batches

GREEDY = Decoding(1, 0, 1.0, 64)
BEAM = Decoding(4, 4, 1.0, 64)


def job(length: int, decoding: Decoding = GREEDY) -> Job:
    return Job([str(length)] * length, [], decoding)


def echo(jobs: Sequence[Job]) -> list[Output]:
    return [Output(each.tokens, True) for each in jobs]


def lengths(batches: list[list[tuple[Job, "Future[Output]"]]]) -> list[list[int]]:
    return [[len(each.tokens) for each, _ in batch] for batch in batches]


@pytest.mark.parametrize(
    ("asked", "max_tokens", "at_least", "cut"),
    [
        ([3, 1, 2], 99, 1, [[3, 2, 1]]),
        ([3, 1, 2, 3], 6, 1, [[3, 3], [2, 1]]),
        ([50, 1, 1], 6, 1, [[50], [1, 1]]),
        ([2, 2, 2, 2], 99, 2, [[2, 2], [2, 2]]),
        ([], 99, 2, []),
    ],
)
def test_batches_hold_like_lengths_up_to_the_budget(
    asked: list[int], max_tokens: int, at_least: int, cut: list[list[int]]
) -> None:
    waiting = [(job(length), Future[Output]()) for length in asked]
    assert lengths(cut_batches(waiting, max_tokens=max_tokens, at_least=at_least)) == cut


def test_jobs_of_another_decoding_are_in_a_batch_of_their_own() -> None:
    waiting = [(job(2, each), Future[Output]()) for each in (GREEDY, BEAM, GREEDY)]
    batches = cut_batches(waiting, max_tokens=99)
    assert [{each.decoding for each, _ in batch} for batch in batches] == [{GREEDY}, {BEAM}]


def test_what_waits_while_a_batch_runs_becomes_one_batch() -> None:
    sizes: list[int] = []
    first_runs, go_on = Event(), Event()

    def translate(jobs: Sequence[Job]) -> list[Output]:
        sizes.append(len(jobs))
        first_runs.set()
        assert go_on.wait(5)
        return echo(jobs)

    collector = Collector(translate, workers=1, max_batch_tokens=999)
    futures = collector.submit([job(1)])
    assert first_runs.wait(5)
    for length in range(2, 12):
        futures += collector.submit([job(length)])
    go_on.set()
    assert [len(future.result(5).tokens) for future in futures] == list(range(1, 12))
    assert sizes == [1, 10]


def test_a_cancelled_job_is_not_translated() -> None:
    seen: list[int] = []
    first_runs, go_on = Event(), Event()

    def translate(jobs: Sequence[Job]) -> list[Output]:
        seen.extend(len(each.tokens) for each in jobs)
        first_runs.set()
        assert go_on.wait(5)
        return echo(jobs)

    collector = Collector(translate, workers=1, max_batch_tokens=999)
    first = collector.submit([job(1)])
    assert first_runs.wait(5)
    second = collector.submit([job(2), job(3)])
    assert second[0].cancel()
    go_on.set()
    assert second[1].result(5).tokens == ["3"] * 3
    assert first[0].result(5).is_finished
    assert seen == [1, 3]


def test_a_failed_batch_fails_its_own_jobs_only() -> None:
    def translate(jobs: Sequence[Job]) -> list[Output]:
        if len(jobs[0].tokens) > 4:
            raise ValueError("too long")
        return echo(jobs)

    collector = Collector(translate, workers=2, max_batch_tokens=4)
    long, short = collector.submit([job(5), job(2)])
    with pytest.raises(ValueError, match="too long"):
        long.result(5)
    assert short.result(5).tokens == ["2", "2"]
    assert collector.submit([job(3)])[0].result(5).tokens == ["3"] * 3


def test_a_model_that_loses_a_sentence_is_an_error() -> None:
    collector = Collector(lambda jobs: echo(jobs)[1:], workers=1, max_batch_tokens=99)
    with pytest.raises(RuntimeError, match="2 sentences gave 1 outputs"):
        collector.submit([job(1), job(1)])[0].result(5)
