"""Replies made to hurt a parser: repeated openers, unclosed tags, long white space, near misses.

None may raise, and the long ones are read in linear time: four times the text in about four times
the processor time, where quadratic work would take sixteen times.
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
_SIZE, _TIMES = 50_000, 4
_MOST_TIMES = 10
_NOISE_S = 0.05

_PARSERS: dict[str, Callable[[str], object]] = {
    "pairs": lambda text: parse_pairs(text, load_locale("kn"), finish_reason="length"),
    "claims": lambda text: parse_claims(text, load_locale("kn")),
    "verdict": lambda text: parse_verdict(text, load_locale("kn")),
    "score": lambda text: parse_score(text, load_locale("kn")),
    "reasoning": lambda text: split_reasoning(text),
    "items": lambda text: parse_items(text, finish_reason="length"),
    "entities": lambda text: parse_entities(text, load_locale("kn"), finish_reason="length"),
    "choice": lambda text: parse_choice(text, load_locale("kn"), finish_reason="length"),
    "questions": lambda text: parse_questions(text, load_locale("kn")),
    "answer": lambda text: parse_answer(text, load_locale("kn")),
}


def _texts(size: int) -> list[str]:
    repeated = [unit * (size // len(unit)) for unit in UNITS]
    return repeated + [a + unit * (size // len(unit)) + b for a, unit, b in AROUND]


def _too_slow(parse: Callable[[str], object]) -> list[str]:
    """Return the beginnings of the texts that take more than linear time."""
    parse("Question: a?\nAnswer: b")  # locales are read once
    both = zip(_texts(_SIZE), _texts(_TIMES * _SIZE), strict=True)
    return [
        long[:40]
        for short, long in both
        if _cost_s(parse, long) > _MOST_TIMES * _cost_s(parse, short) + _NOISE_S
    ]


def _cost_s(parse: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    parse(text)
    return time.process_time() - start


@pytest.mark.parametrize("name", _PARSERS)
def test_no_hostile_reply_raises(name: str) -> None:
    for text in _texts(_SHORT):
        assert _PARSERS[name](text) is not None or name in ("verdict", "score"), text[:40]


@pytest.mark.parametrize("text", DEEP, ids=lambda text: f"{text[:6]}-{len(text)}")
@pytest.mark.parametrize("name", _PARSERS)
def test_brackets_in_brackets_without_end_do_not_raise(name: str, text: str) -> None:
    _PARSERS[name](text)


@pytest.mark.slow
@pytest.mark.parametrize("name", _PARSERS)
def test_hostile_replies_take_linear_time(name: str) -> None:
    assert not _too_slow(_PARSERS[name])


@pytest.mark.slow
@pytest.mark.parametrize("profile", profiles())
def test_hostile_reasoning_takes_linear_time_in_every_profile(profile: str) -> None:
    assert not _too_slow(lambda text: split_reasoning(text, profile=profile))
