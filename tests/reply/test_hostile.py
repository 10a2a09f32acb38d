"""Replies made to hurt a parser: repeated openers, unclosed tags, long white space, near misses.

None may raise. The long ones are read in a time that only linear work can keep: at this size
quadratic work takes minutes.
"""

import time
from collections.abc import Callable

import pytest

from mlkt.packs import load_locale
from mlkt.reply import (
    parse_answer,
    parse_choice,
    parse_claims,
    parse_entities,
    parse_items,
    parse_pairs,
    parse_questions,
    parse_score,
    parse_verdict,
    profiles,
    split_reasoning,
)
from tests.reply.hostile_rows import AROUND, DEEP, UNITS

_SHORT = 400
_SIZE = 250_000
_SECONDS = 2.5

_TIMED: dict[str, Callable[[str], object]] = {
    "pairs": lambda text: parse_pairs(text, load_locale("kn"), finish_reason="length"),
    "claims": lambda text: parse_claims(text, load_locale("kn")),
    "verdict": lambda text: parse_verdict(text, load_locale("kn")),
    "score": lambda text: parse_score(text, load_locale("kn")),
    "reasoning": lambda text: split_reasoning(text),
}
# Readers of lines: a line of one sign costs as much as a long one, so they have more time.
_BY_LINES: dict[str, Callable[[str], object]] = {
    "items": lambda text: parse_items(text, finish_reason="length"),
    "entities": lambda text: parse_entities(text, load_locale("kn"), finish_reason="length"),
    "choice": lambda text: parse_choice(text, load_locale("kn"), finish_reason="length"),
}
_PARSERS = (
    _TIMED
    | _BY_LINES
    | {
        "questions": lambda text: parse_questions(text, load_locale("kn")),
        "answer": lambda text: parse_answer(text, load_locale("kn")),
    }
)


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
def test_no_hostile_reply_raises(name: str) -> None:
    for text in _texts(_SHORT):
        assert _PARSERS[name](text) is not None or name in ("verdict", "score"), text[:40]


@pytest.mark.parametrize("text", DEEP, ids=lambda text: f"{text[:6]}-{len(text)}")
@pytest.mark.parametrize("name", _PARSERS)
def test_brackets_in_brackets_without_end_do_not_raise(name: str, text: str) -> None:
    _PARSERS[name](text)


@pytest.mark.slow
@pytest.mark.parametrize("name", _TIMED)
def test_hostile_replies_take_linear_time(name: str) -> None:
    seconds, text = _slowest(_TIMED[name], _SIZE)
    assert seconds < _SECONDS, text


@pytest.mark.slow
@pytest.mark.parametrize("name", _BY_LINES)
def test_hostile_lists_take_linear_time(name: str) -> None:
    seconds, text = _slowest(_BY_LINES[name], _SIZE)
    assert seconds < 4 * _SECONDS, text


@pytest.mark.slow
@pytest.mark.parametrize("profile", profiles())
def test_hostile_reasoning_takes_linear_time_in_every_profile(profile: str) -> None:
    seconds, text = _slowest(lambda text: split_reasoning(text, profile=profile), _SIZE // 4)
    assert seconds < _SECONDS, text


@pytest.mark.slow
@pytest.mark.parametrize("name", _TIMED)
def test_a_million_hostile_characters_are_read_in_about_a_second(name: str) -> None:
    seconds, text = _slowest(_TIMED[name], 1_000_000)
    assert seconds < _SECONDS, text
