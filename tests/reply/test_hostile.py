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

_UNITS = [
    "[", "{", "<", "(", "[{", "{[", "[[", "{{", '["', '{"', '{"a', '{"a":', '{"a":1}', "{a:1}", "{a:{",
    '{"question": "a", "answer": "', "{'a': 'b', ", "“", "{“a”：“b”,", "[1]", "]", "}", ">", '"', "'", "`",
    "\\", "\\\n", "\\[END]", "&amp;", "&", "<![CDATA[", "<!--", "<question>", "</question>", "<answer>",
    "<q>", "<question id=", "<question\n", "[QUESTION]", "[QUESTION] a [END] ", "[END]", "【问题】",
    "Q: ", "Q:\n", "A:\n", "Q: a\nA: b\n", "Q. ", "Q\t", "Q \n", "Question", "question ", "Question\n",
    "ಪ್ರಶ್ನೆ: ", "**Q:** ", "> Q: a\n", "Q1: a\nQ2: b\n", "Q: a\n---\n", "question\n---\n", "A) x\n",
    "|", "|\n", "| a |\n", "|-|\n", "a,b\n", ",", "\t\n", ";\n", '","', "\n", "\n\n", " ", "\t", " \n", "\r",
    "\u2028", "\u200b", "\ufeff", "\u00a0", "```", "```\n", "x: ```\n", "~~~\n", "---\n", "- - ", "- a:\n",
    "- question: a\n", "- question: a\n  answer: b\n", "1. ", "1.\n", "1. a?\n", "1. a? b\n", "(1)", "# ?",
    "**", "**\n", "*", "_", "#", "# \n", "> ", "?", ":", "a: ", "1", "a\n\n", "<think>", "</think>",
    "`</think>`", "\n<think>\n</think>", "[THINK]", "<|channel|>", "<|start|>", "<|", "</co: 0",
    "<|inner_prefix|>\n", "analysis", "assistantfinal", "Verdict: ", "Score: ", "yes ", "yes/", "no\n",
    "Claim: a\n", "Claim: a\nVerdict: yes\n", "Score: 1 ", "score ", "1/", "1.",
]  # fmt: skip
_AROUND = [
    ("Q: a\nA: ", " ", "x"),
    ("Question: a", " ", ": b\nAnswer: c"),
    ("Question", " ", ": b\nAnswer: c"),
    ('{"question": "a"', " ", ',"answer":"b"}'),
    ('{"question": "a', "\n", '","answer":"b"}'),
    ('{"question": "', '\\"', '","answer":"b"}'),
    ("|a|", "-", "|"),
    ("<question", " ", ">a</question><answer>b</answer>"),
    ("Q: a\nA: ", "\\", "\n"),
    ("", "*", "Q: a\nA: b"),
    ("Q: a\nA: b\n", "_", "\n"),
    ("Q: a\nA: ", "ಕ", "\nQ: c"),
    ("Score: ", "9", ""),
    ("Score ", "(", "1"),
    ("yes", " ", "no"),
]
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
    repeated = [unit * (size // len(unit)) for unit in _UNITS]
    return repeated + [a + unit * (size // len(unit)) + b for a, unit, b in _AROUND]


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


@pytest.mark.slow
@pytest.mark.parametrize("name", _PARSERS)
def test_a_million_hostile_characters_are_read_in_about_a_second(name: str) -> None:
    seconds, text = _slowest(_PARSERS[name], 1_000_000)
    assert seconds < _SECONDS, text


@pytest.mark.parametrize("unit", ["Q: a\nA: b\n", "1. a? b\n"])
def test_what_a_flood_of_fields_leaves_unread_is_reported(unit: str) -> None:
    text = unit * 40_000
    read = parse_pairs(text, load_locale("en"))
    assert [problem.reason for problem in read.problems] == ["too-many-fields"]
    assert text.endswith(read.problems[0].text)
    assert len(read.pairs) * len(unit) + len(read.problems[0].text) >= len(text) - 2 * len(unit)
