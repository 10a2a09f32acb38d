"""The options of a run that pays: where it stops, and how it tells what it has spent."""

import argparse
from dataclasses import dataclass
from decimal import Decimal

from mlkt.config import Config
from mlkt.config.prices import decimal, no_price
from mlkt.config.values import ROLES
from mlkt.journal import Journal
from mlkt.models.with_journal import paid_by_model
from mlkt.run.money.budget import Meter, Paid


@dataclass(frozen=True, slots=True)
class Spending:
    """A run's `--budget`, `--max-requests` and `--log-json`."""

    budget: Decimal | None = None
    max_requests: int | None = None
    log_json: bool = False


def read_spending(arguments: argparse.Namespace) -> Spending:
    """Return the options as they were given.

    Raises:
        ConfigError: an amount that is no decimal number.
    """
    given = arguments.budget
    return Spending(
        budget=None if given is None else decimal(given, "--budget"),
        max_requests=arguments.max_requests,
        log_json=arguments.log_json,
    )


def open_meter(config: Config, spending: Spending, journal: Journal) -> Meter:
    """Return the meter of a run: it begins with what the journal's replies have cost.

    Raises:
        ConfigError: a limit that is not above 0, or a budget and a model without a price.
    """
    if spending.budget is not None:
        for role in ROLES:
            endpoint = config.endpoint(role)
            if endpoint and config.prices.find(endpoint.name) is None:
                raise no_price(endpoint.name, config.prices)
    return Meter(
        config.prices,
        budget=spending.budget,
        max_requests=spending.max_requests,
        paid={model: Paid(*counts) for model, counts in paid_by_model(journal).items()},
    )
