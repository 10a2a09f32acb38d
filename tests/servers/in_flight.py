"""How many requests are in flight at each moment, and what follows from it.

in_flight = InFlight()
landing = in_flight.arrive()
…
landing.land()
in_flight.peak, in_flight.seconds_below(64), in_flight.busy_share(64)
"""

import threading
import time


class Landing:
    """One request in flight until it lands, which counts once."""

    def __init__(self, in_flight: "InFlight") -> None:
        self._in_flight, self._landed = in_flight, False

    def land(self) -> None:
        """Count the request as answered."""
        if not self._landed:
            self._landed = True
            self._in_flight.change(-1)


class InFlight:
    """A count that remembers when it changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changes: list[tuple[float, int]] = []
        self._arrivals: list[float] = []

    def arrive(self) -> Landing:
        """Count one more request."""
        self.change(+1)
        return Landing(self)

    def change(self, by: int) -> None:
        """Count `by` more."""
        now = time.monotonic()
        with self._lock:
            before = self._changes[-1][1] if self._changes else 0
            self._changes.append((now, before + by))
            self._arrivals += [now] * (by > 0)

    @property
    def peak(self) -> int:
        """Return how many were in flight at most."""
        with self._lock:
            return max((n for _, n in self._changes), default=0)

    def seconds_below(self, k: int) -> float:
        """Return how long fewer than `k` were in flight, from the first arrival to the last.

        What follows the last arrival is the answers' time, not the client's.
        """
        last = self._arrivals[-1] if self._arrivals else 0.0
        return sum(until - at for at, until, n in self._spans() if n < k and until <= last)

    def busy_share(self, slots: int) -> float:
        """Return which share of `slots` was in use, from the first arrival to the last answer."""
        spans = self._spans()
        whole = sum(until - at for at, until, _ in spans) * slots
        return sum((until - at) * min(n, slots) for at, until, n in spans) / whole if whole else 0.0

    def _spans(self) -> list[tuple[float, float, int]]:
        """Return from when to when how many were in flight."""
        with self._lock:
            changes = list(self._changes)
        return [(at, until, n) for (at, n), (until, _) in zip(changes, changes[1:], strict=False)]
