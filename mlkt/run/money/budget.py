"""What a run pays while it runs, and where it stops: `--budget 5.00`, `--max-requests 1000`.

meter = Meter(prices, budget=Decimal("5.00"), paid=paid_by_model(journal))
asked = await meter.begin("gemma-3-27b", "qa", 2100)      waits, or raises where the budget ends
meter.end(asked, "gemma-3-27b", 640, 212)                 its reply is in the journal

All counts are the output folder's, also of the runs before: a budget that is spent stays spent. A
request begins only if it fits beside those in flight, whose tokens are estimated: tokens sent by
their characters and the rate so far, tokens received by the longest reply of their step so far.
Where it does not fit it waits for those in flight; if it then still does not, the run stops, with
nothing in flight and every reply kept.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from mlkt.config.prices import Prices, no_price
from mlkt.errors import ConfigError, RunStopped

_FIRST_RATE = 0.5  # tokens a character before any reply: between English and most other scripts
_FIRST_REPLY = 512  # tokens of a step's first reply


class Paid(NamedTuple):
    """Requests and tokens that were paid for."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def plus(self, other: "Paid") -> "Paid":
        """Return the sum."""
        return Paid(*(one + two for one, two in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Asked:
    """A request in flight, with what it is thought to cost."""

    task: str
    chars: int
    cost: Decimal


class Meter:
    """Counts replies, tokens and money of a run, and begins no request beyond its limits.

    Raises:
        ConfigError: a limit that is not above 0.
    """

    def __init__(
        self,
        prices: Prices | None = None,
        *,
        budget: Decimal | None = None,
        max_requests: int | None = None,
        paid: Mapping[str, Paid] | None = None,
    ) -> None:
        if budget is not None and budget <= 0:
            raise ConfigError(f"--budget must be above 0, got {str(budget)!r}")
        if max_requests is not None and max_requests < 1:
            raise ConfigError(f"--max-requests must be 1 or more, got {max_requests!r}")
        self.prices = prices or Prices()
        self.paid: dict[str, Paid] = dict(paid or {})
        self.before = self.total
        self.cost = sum((self._cost(model, paid) for model, paid in self.paid.items()), Decimal(0))
        self.cost_before = self.cost
        self.in_flight = 0
        self.stopped = ""
        self._budget = budget
        self._max_requests = max_requests
        self._requests = self.before.requests
        self._reserved = Decimal(0)
        self._blind = False  # a server reports no tokens, and there is a budget
        self._chars = self._tokens = 0
        self._longest: dict[str, int] = {}
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def total(self) -> Paid:
        """Return what was paid for, over all models."""
        total = Paid()
        for paid in self.paid.values():
            total = total.plus(paid)
        return total

    async def begin(self, model: str, task: str, chars: int) -> Asked:
        """Admit a request of `chars` characters to `model` for the step `task`; wait if need be.

        Raises:
            RunStopped: it would exceed the budget or the number of requests.
            ConfigError: there is a budget, and `model` has no price.
        """
        while True:
            asked = self._asked(model, task, chars)
            if self._admits(asked):
                return asked
            changed = asyncio.get_running_loop().create_future()
            self._waiting.append(changed)
            await changed

    def begin_now(self, model: str, task: str, chars: int) -> Asked:
        """Admit a request from a thread, without waiting for those in flight.

        Raises:
            RunStopped, ConfigError: as `begin`.
        """
        asked = self._asked(model, task, chars)
        if not self._admits(asked):
            raise self._stop()
        return asked

    def end(self, asked: Asked, model: str, input_tokens: int, output_tokens: int) -> None:
        """Count the reply to a request; `model` is the name that prices are looked up by.

        A reply without tokens cannot be counted in money: with a budget it is the last one.
        """
        self._blind = self._blind or not (input_tokens or output_tokens) and bool(self._budget)
        paid = Paid(1, input_tokens, output_tokens)
        self.paid[model] = self.paid.get(model, Paid()).plus(paid)
        self.cost += self._cost(model, paid)
        self._requests += 1
        self._chars += asked.chars
        self._tokens += input_tokens
        self._longest[asked.task] = max(output_tokens, self._longest.get(asked.task, 0))
        self.give_back(asked)

    def give_back(self, asked: Asked) -> None:
        """Take a request out of those in flight: it is over, or it failed."""
        self.in_flight -= 1
        self._reserved -= asked.cost
        waiting, self._waiting = self._waiting, []
        for changed in waiting:
            if not changed.done():
                changed.set_result(None)

    def _asked(self, model: str, task: str, chars: int) -> Asked:
        if self._budget is None:
            return Asked(task, chars, Decimal(0))
        if self.prices.find(model) is None:
            raise no_price(model, self.prices)
        rate = self._tokens / self._chars if self._chars else _FIRST_RATE
        longest = self._longest.get(task, _FIRST_REPLY)
        return Asked(task, chars, self.prices.cost(model, round(chars * rate), longest))

    def _admits(self, asked: Asked) -> bool:
        """Take the request in if it fits.

        Raises:
            RunStopped: it does not, and there is nothing to wait for.
        """
        if not self.stopped and self._fits(asked):
            self.in_flight += 1
            self._reserved += asked.cost
            return True
        if self.in_flight == 0:
            raise self._stop()
        return False

    def _fits(self, asked: Asked) -> bool:
        most = self._max_requests
        if self._blind:
            return False
        if most is not None and self._requests + self.in_flight + 1 > most:
            return False
        return self._budget is None or self.cost + self._reserved + asked.cost <= self._budget

    def _stop(self) -> RunStopped:
        most, more = self._max_requests, "run the same command with more to continue"
        if self._blind:
            self.stopped = (
                "the server reports no tokens, and --budget cannot count without: run the same "
                "command with --max-requests in its place to continue"
            )
        elif most is not None and self._requests + self.in_flight >= most:
            self.stopped = f"--max-requests {most} is reached: {more}"
        else:
            spent = self.prices.amount(self.cost)
            self.stopped = f"--budget {self._budget} would be exceeded ({spent} spent): {more}"
        return RunStopped(self.stopped)

    def _cost(self, model: str, paid: Paid) -> Decimal:
        return self.prices.cost(model, paid.input_tokens, paid.output_tokens)
