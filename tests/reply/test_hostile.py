"""Replies made to hurt a parser: repeated openers, unclosed tags, long white space, near misses.

Each is read in a time that only linear work can keep: at this size quadratic work takes minutes.
"""

import time
from collections.abc import Callable

import pytest

from mlkt.packs import load_locale
from mlkt.reply import (
    parse_claims,
    parse_pairs,
    parse_score,
    parse_verdict,
    profiles,
    split_reasoning,
)
from tests.reply.hostile_rows import AROUND, UNITS

pytestmark = pytest.mark.slow  # minutes of work over all texts, and it is timed

_SIZE = 250_000
_SECONDS = 2.5

_PARSERS: dict[str, Callable[[str], object]] = {
    "pairs": lambda text: parse_pairs(text, load_locale("kn"), finish_reason="length"),
    "claims": lambda text: parse_claims(text, load_locale("kn")),
    "verdict": lambda text: parse_verdict(text, load_locale("kn")),
    "score": lambda text: parse_score(text, load_locale("kn")),
    "reasoning": lambda text: split_reasoning(text),
}


def _texts(size: int) -> list[str]:
    repeated = [unit * (size // len(unit)) for unit in UNITS]
    return repeated + [a + unit * (size // len(unit)) + b for a, unit, b in AROUND]


def _slowest(parse: Callable[[str], object], size: int) -> tuple[float, str]:
    parse("Question: a?\nAnswer: b")  # locales are read once
    slowest, worst = 0.0, ""
    for text in _texts(size):
        start = time.perf_counter()
        parse(text)
        seconds = time.perf_counter() - start
        if seconds > slowest:
            slowest, worst = seconds, text[:40]
    return slowest, worst


@pytest.mark.parametrize("name", _PARSERS)
def test_hostile_replies_take_linear_time(name: str) -> None:
    seconds, text = _slowest(_PARSERS[name], _SIZE)
    assert seconds < _SECONDS, text


@pytest.mark.parametrize("profile", profiles())
def test_hostile_reasoning_takes_linear_time_in_every_profile(profile: str) -> None:
    seconds, text = _slowest(lambda text: split_reasoning(text, profile=profile), _SIZE // 4)
    assert seconds < _SECONDS, text


@pytest.mark.parametrize("name", _PARSERS)
def test_a_million_hostile_characters_are_read_in_about_a_second(name: str) -> None:
    seconds, text = _slowest(_PARSERS[name], 1_000_000)
    assert seconds < _SECONDS, text
