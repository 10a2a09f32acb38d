"""Where a run stands, told on a terminal, as plain lines and as JSON lines."""

import io
import json
from decimal import Decimal

import pytest

from mlkt.config.prices import Price, Prices
from mlkt.errors import RequestError, RunStopped
from mlkt.run.money.budget import Asked, Meter, Paid
from mlkt.run.telling.progress import shown
from mlkt.run.telling.standing import Standing

PRICES = Prices({"m": Price(Decimal("1"), Decimal("1"))}, "EUR")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def standing(total: int, done: int = 0) -> tuple[Standing, Clock]:
    clock = Clock()
    meter = Meter(PRICES, paid={"m": Paid(1, 1_000_000, 0)})
    return Standing(total, done, meter, clock=clock), clock


def reply(standing: Standing, tokens: int) -> None:
    standing.meter.in_flight += 1
    standing.meter.end(Asked("qa", 1, Decimal(0)), "m", tokens, 0)


def test_what_is_left_is_projected_from_this_session() -> None:
    one, clock = standing(10, done=4)
    assert one.projected is None and one.seconds_left is None
    clock.now = 30.0
    reply(one, 500_000)
    one.count(None)
    one.count(ValueError())
    assert one.projected == Decimal("1.5") + 4 * Decimal("0.25")
    assert one.seconds_left == 60.0
    assert one.line("passages") == (
        "6 of 10 passages, 2 requests, 1,500,000 tokens in, 0 out, 1.50 EUR of about 2.50 EUR, "
        "about 60 s left"
    )


def test_a_slow_run_still_says_a_line_every_ten_seconds() -> None:
    one, clock = standing(1000)
    stream = io.StringIO()
    with shown(one, stream) as progress:
        for _ in range(30):
            clock.now += 4.0
            progress({"id": "p"}, None)
    assert len(stream.getvalue().splitlines()) == 10


def test_a_stopped_run_says_why_in_json() -> None:
    one, _ = standing(2)
    stream = io.StringIO()
    with pytest.raises(RunStopped), shown(one, stream, as_json=True) as progress:
        progress({"id": "p1"}, RequestError("ಉತ್ತರ ಇಲ್ಲ"))
        raise RunStopped("no more money")
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [event["event"] for event in events] == ["start", "row", "progress", "stopped"]
    assert events[1] == {"event": "row", "id": "p1", "state": "failed", "error": "ಉತ್ತರ ಇಲ್ಲ"}
    assert events[-1]["reason"] == "no more money" and events[-1]["failed"] == 1


def test_a_terminal_shows_tokens_and_money(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("TERM", "xterm")
    one, _ = standing(2)
    stream = Terminal()
    with shown(one, stream) as progress:
        progress({"id": "p1"}, ValueError("broken"))
        progress({"id": "p2"}, None)
    text = stream.getvalue()
    assert "2/2" in text and "1,000,000 tokens in" in text and "EUR" in text
    assert "passage p1 failed" in text
