"""`mlkt estimate`: what `mlkt run` with the same arguments would ask and cost; nothing is asked."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from mlkt.cli.run import read_job
from mlkt.config import Config
from mlkt.errors import ConfigError
from mlkt.rows import Row
from mlkt.run.money.estimate import Count, StepUse, usual_tokens
from mlkt.run.money.estimate import estimate as estimated
from mlkt.run.money.trial import corrected
from mlkt.text.tokens import estimate_tokens, token_counter

_LINE = "{:<20}{:<14}{:>9}{:>13}{:>13}{:>15}"


class Range(NamedTuple):
    """Tokens of the whole by the tokenizer that gives the fewest, and by that with the most."""

    fewest: float
    most: float


def estimate(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code.

    Raises:
        MlktError: a mistake in the arguments, the configuration or a document.
    """
    limit: int | None = arguments.limit
    if limit is not None and limit < 1:
        raise ConfigError(f"--limit must be 1 or more, got {limit!r}")
    cuts, config = read_job(arguments)
    if config.chain:
        raise ConfigError(
            f"nobody knows what chain {config.chain!r} asks: run it with --limit 5, and see "
            "`requests` in its account"
        )
    rows = [row for _, cut in cuts for row in cut.rows][:limit]
    tokenizer: Path | None = arguments.tokenizer
    count = _counter(token_counter(tokenizer)) if tokenizer else usual_tokens
    work = partial(estimated, config=config, count=count)
    trial: Path | None = arguments.trial
    uses, shared = corrected(rows, trial, work) if trial else (work(rows), 0)
    span = None if tokenizer or trial else _range(rows, config)
    print("\n".join(_table(rows, uses, config)))
    print("\n".join(_doubts(rows, config, tokenizer, span, shared)))
    return 0


def _counter(counted: Callable[[str], int]) -> Count:
    def count(text: str, lang: str) -> float:
        return counted(text)

    return count


def _range(rows: Sequence[Row], config: Config) -> Range:
    """Return the tokens by the extremes of the tokenizers that were measured."""

    def fewest(text: str, lang: str) -> float:
        return estimate_tokens(text, lang).fewest

    def most(text: str, lang: str) -> float:
        return estimate_tokens(text, lang).most

    sums = (estimated(rows, config, count) for count in (fewest, most))
    return Range(*(sum(use.input_tokens + use.output_tokens for use in uses) for uses in sums))


def _table(rows: Sequence[Row], uses: Sequence[StepUse], config: Config) -> Iterator[str]:
    yield f"{len(rows)} passages, recipe {config.recipe}, strategy {config.strategy}\n"
    yield _LINE.format("step", "model of", "requests", "tokens in", "tokens out", "cost").rstrip()
    for use in uses:
        yield _line(use.step, use, config)
    yield _line("total", _total(uses), config, _cost(uses, config))


def _line(name: str, use: StepUse, config: Config, cost: str | None = None) -> str:
    numbers = (f"{value:,.0f}" for value in (use.requests, use.input_tokens, use.output_tokens))
    told = _cost([use], config) if cost is None else cost
    return _LINE.format(name, use.role.replace("_", " "), *numbers, told).rstrip()


def _total(uses: Sequence[StepUse]) -> StepUse:
    columns = ([use.requests, use.input_tokens, use.output_tokens] for use in uses)
    return StepUse("total", "", *(sum(column) for column in zip(*columns, strict=True)))


def _cost(uses: Sequence[StepUse], config: Config) -> str:
    """Return what steps cost as a text; empty where one of their models has no price."""
    prices = config.prices
    models = [endpoint.name if (endpoint := config.endpoint(use.role)) else "" for use in uses]
    if not uses or any(prices.find(model) is None for model in models):
        return ""
    costs = (
        prices.cost(model, round(use.input_tokens), round(use.output_tokens))
        for model, use in zip(models, uses, strict=True)
    )
    return prices.amount(sum(costs, start=prices.cost("", 0, 0)))


def _doubts(
    rows: Sequence[Row], config: Config, tokenizer: Path | None, span: Range | None, shared: int
) -> Iterator[str]:
    """Yield what the estimate does not know."""
    yield ""
    if shared:
        yield f"corrected by {shared} passages of the trial: as many and as long replies as there"
    else:
        yield (
            "how long replies are and how many pairs repeat others is assumed: a trial (mlkt run "
            "--limit 5, then --trial DIR) puts your model's own in their place"
        )
        yield (
            "not in it: second attempts, the thinking of reasoning models, seeds that are "
            "translated, what a translation memory spares"
        )
    if span:
        yield (
            f"tokens are the usual for the language; by tokenizer the total is {span.fewest:,.0f} "
            f"to {span.most:,.0f}: --tokenizer MODEL counts by your model's own"
        )
    if skills := sum("skill" in row for row in rows):
        yield f"{skills} seeds of skills are not counted"
    if not config.prices:
        yield "no `prices` in the configuration: tokens only"
