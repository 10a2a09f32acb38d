"""Where a run stands: rows done, tokens and money paid, what the whole will cost, the time left."""

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from mlkt.run.money.budget import Meter


class Standing:
    """Counts the rows of a run, `done` of `total` when it starts, beside what its `meter` counts.

    What is left is projected from this session's rows: so much for each, so long for each. Requests
    of rows that are still on their way count with them, so that the projection falls at first.
    """

    def __init__(
        self,
        total: int,
        done: int,
        meter: Meter | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.total, self.done, self.failed = total, done, 0
        self.meter = meter or Meter()
        self._first = done
        self._clock = clock
        self._started = clock()

    def count(self, error: BaseException | None) -> None:
        """Count a row that is through."""
        self.done += 1
        self.failed += error is not None

    @property
    def seconds(self) -> float:
        """Return the seconds since this session began."""
        return self._clock() - self._started

    @property
    def seconds_left(self) -> float | None:
        """Return the seconds to the end at the pace so far, None before the first row."""
        here = self.done - self._first
        return self.seconds / here * (self.total - self.done) if here else None

    @property
    def projected(self) -> Decimal | None:
        """Return what all rows will have cost, None before the first row."""
        here = self.done - self._first
        if not here:
            return None
        spent = self.meter.cost - self.meter.cost_before
        return self.meter.cost + spent / here * (self.total - self.done)

    def line(self, things: str) -> str:
        """Return all of it as one line."""
        return f"{self.done} of {self.total} {things}" + "".join(
            f", {part}" for part in (*self.paid(), self._time()) if part
        )

    def paid(self) -> list[str]:
        """Return requests, tokens and money as short texts, none where nothing was asked."""
        total, prices = self.meter.total, self.meter.prices
        if not total.requests:
            return []
        parts = [
            f"{total.requests:,} requests",
            f"{total.input_tokens:,} tokens in, {total.output_tokens:,} out",
        ]
        if prices:
            cost = prices.amount(self.meter.cost)
            whole = self.projected
            parts.append(cost if whole is None else f"{cost} of about {prices.amount(whole)}")
        return parts

    def as_dict(self) -> dict[str, Any]:
        """Return all of it for a log; money is a text, as it is a decimal."""
        total = self.meter.total
        left, whole = self.seconds_left, self.projected
        money = {
            "cost": str(self.meter.cost),
            "projected_cost": None if whole is None else str(round(whole, 6)),
            "currency": self.meter.prices.currency,
        }
        return {
            "done": self.done,
            "total": self.total,
            "failed": self.failed,
            "requests": total.requests,
            "input_tokens": total.input_tokens,
            "output_tokens": total.output_tokens,
            **(money if self.meter.prices else {}),
            "seconds": round(self.seconds, 3),
            "seconds_left": None if left is None else round(left, 1),
        }

    def _time(self) -> str:
        left = self.seconds_left
        if left is None or self.done == self.total:
            return ""
        return f"about {left / 60:.0f} min left" if left >= 90 else f"about {left:.0f} s left"
