"""Cohen's kappa, and what of a pair's verdicts is compared with what."""

from collections import Counter
from typing import Any

import pytest

from mlkt.run.telling.account import format_account
from mlkt.run.telling.agreement import agreement, compared, kappa


def labels(yes_yes: int, yes_no: int, no_yes: int, no_no: int) -> list[tuple[str, str]]:
    return [
        *[("yes", "yes")] * yes_yes, *[("yes", "no")] * yes_no,
        *[("no", "yes")] * no_yes, *[("no", "no")] * no_no,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (labels(20, 5, 10, 15), 0.4),  # observed 35/50, by chance 0.5
        (labels(45, 15, 25, 15), 0.13),  # the same agreement of 60/100 twice, which kappa
        (labels(25, 35, 5, 35), 0.259),  # tells apart
        (labels(10, 0, 0, 10), 1.0),
        (labels(0, 5, 5, 0), -1.0),
        (labels(5, 5, 5, 5), 0.0),
        (labels(9, 0, 0, 0), None),  # one label throughout: undefined
        ([], None),
        ([("yes", "yes"), ("no", "no"), ("unclear", "no")], 0.5),
    ],
)
def test_kappa(pairs: list[tuple[str, str]], expected: float | None) -> None:
    assert kappa(pairs) == expected
    assert kappa([(second, first) for first, second in pairs]) == expected


def said(verdict: str, judge: str = "critic", look: str = "pivot", check: str = "relevance") -> Any:
    return {
        "check": check, "verdict": verdict, "reply": "", "judge": judge, "model": "m",
        "looked_at": look,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([said("yes")], []),
        ([said("yes"), said("no", check="standalone")], []),
        (
            [said("yes"), said("no", "second_critic")],
            [("relevance", "critic", "second_critic", "yes", "no")],
        ),
        ([said("no"), said("yes", look="source")], [("relevance", "pivot", "source", "no", "yes")]),
        (
            [said("unclear"), said("yes"), said("no", "second_critic")],
            [("relevance", "critic", "second_critic", "yes", "no")],
        ),
        ([said("yes"), said("no", "second_critic", "source")], []),
        ([{"check": "relevance", "verdict": "yes", "reply": ""}], []),
    ],
)
def test_verdicts_that_differ_in_one_thing_are_compared(
    verdicts: list[Any], expected: list[tuple[str, ...]]
) -> None:
    assert list(compared(verdicts)) == expected


def test_each_check_and_each_two_have_a_line_of_their_own() -> None:
    four = [
        said(verdict, judge, look)
        for verdict, judge, look in [
            ("yes", "critic", "pivot"),
            ("no", "critic", "source"),
            ("yes", "second_critic", "pivot"),
            ("no", "second_critic", "source"),
        ]  # fmt: skip
    ]
    assert agreement(Counter(compared(four))) == [
        {"check": "relevance", "between": ["critic", "second_critic"], "n": 2, "agreed": 2,
         "kappa": 1.0},
        {"check": "relevance", "between": ["pivot", "source"], "n": 2, "agreed": 0, "kappa": 0.0},
    ]  # fmt: skip


def test_the_account_shows_it(tmp_path: Any) -> None:
    (tmp_path / "pairs.jsonl").write_bytes(b"")
    none = {"in": 0, "failed": 0, "waiting": 0, "made": 0, "kept": 0, "rejected": 0}
    run = {
        "config": {"lang": "kn", "pivot": "en", "strategy": "native"},
        "models": {"teacher": "a", "critic": "b", "second_critic": "c"},
        "versions": {"mlkt": "0"}, "notice": "", "documents": [], "corpus": {}, "seconds": 0.0,
        "paid": {"requests": 0, "input_tokens": 0, "output_tokens": 0},
        "counts": {
            "passages": none, "sentences": none, "pairs": none, "rejected_pairs": {},
            "rejected_replies": {}, "adds_up": True,
            "agreement": agreement(
                Counter({
                    ("relevance", "critic", "second_critic", "yes", "yes"): 3,
                    ("standalone", "critic", "second_critic", "no", "no"): 2,
                    ("standalone", "critic", "second_critic", "yes", "yes"): 2,
                })
            ),
        },
    }  # fmt: skip
    told = format_account(run, tmp_path).splitlines()
    assert "second critic c" in told
    assert "agreement  relevance, critic and second critic: 3 of 3, kappa undefined" in told
    assert "           standalone, critic and second critic: 4 of 4, kappa 1.00" in told
