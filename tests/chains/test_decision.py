"""From verdicts to one decision: rules over several judges, thresholds, evidence."""

from typing import Any

import pytest

from mlkt.chains.decision import check_rule, first_fault, in_order, standing
from mlkt.errors import ConfigError


def said(
    verdict: str, *, judge: str = "critic", look: str = "pivot", check: str = "relevance"
) -> Any:
    return {
        "check": check, "verdict": verdict, "reply": verdict, "judge": judge, "model": "m",
        "looked_at": look,
    }  # fmt: skip


def claims(*verdicts: str, ids: list[str] | None = None, judge: str = "critic") -> Any:
    word = "no" if "no" in verdicts else "yes" if set(verdicts) == {"yes"} else "unclear"
    quoted = ["s1"] if ids is None else ids
    return said(word, judge=judge, check="faithfulness") | {
        "claims": [
            {"claim": "x", "quote": "x", "verdict": v, "sentence_ids": quoted} for v in verdicts
        ],
        "score": verdicts.count("yes") / len(verdicts) if verdicts else 0.0,
    }


SECOND = {"judge": "second_critic"}


@pytest.mark.parametrize(
    ("verdicts", "rule", "reason"),
    [
        ([said("yes")], "all", None),
        ([said("no")], "all", "not_relevance"),
        ([said("unclear")], "all", "unclear_relevance"),
        ([said("yes"), said("no", **SECOND)], "all", "disputed_relevance"),
        ([said("no"), said("yes", **SECOND)], "all", "disputed_relevance"),
        ([said("yes"), said("unclear", **SECOND)], "all", "unclear_relevance"),
        ([said("no"), said("unclear", **SECOND)], "all", "not_relevance"),
        ([said("no"), said("no", **SECOND)], "all", "not_relevance"),
        ([said("yes", look="pivot"), said("no", look="source")], "all", "disputed_relevance"),
        ([said("yes"), said("no", **SECOND)], "any", None),
        ([said("no"), said("unclear", **SECOND)], "any", "not_relevance"),
        ([said("yes"), said("no", **SECOND)], "first", None),
        ([said("no"), said("yes", **SECOND)], "first", "not_relevance"),
        ([said("unclear"), said("yes")], "all", None),  # asked again: the last one counts
        ([said("no", check="relevance"), said("no", check="standalone")], "all", "not_standalone"),
        ([], "all", None),
    ],
)
def test_a_rule_over_the_verdicts(verdicts: list[Any], rule: str, reason: str | None) -> None:
    fault = first_fault(verdicts, rule=rule)
    assert (fault and fault.reason) == reason


def test_a_dispute_says_who_said_what() -> None:
    fault = first_fault([said("yes"), said("no", judge="second_critic")])
    assert fault and fault.detail == "critic (pivot): yes, second_critic (pivot): no"
    assert fault.verdict["judge"] == "second_critic"


@pytest.mark.parametrize(
    ("verdicts", "min_supported", "reason"),
    [
        ([claims("yes", "yes")], 1.0, None),
        ([claims("yes", "yes", "yes", "no")], 1.0, "not_faithfulness"),
        ([claims("yes", "yes", "yes", "no")], 0.75, None),
        ([claims("yes", "no", "no", "no")], 0.75, "not_faithfulness"),
        ([claims("yes", "unclear")], 1.0, "unclear_faithfulness"),
        ([claims()], 0.5, "unclear_faithfulness"),
        ([claims("yes", ids=[])], 1.0, "no_evidence"),
        ([claims("yes", ids=[]), claims("yes", judge="second_critic")], 1.0, None),
    ],
)
def test_the_share_of_supported_claims_and_their_evidence(
    verdicts: list[Any], min_supported: float, reason: str | None
) -> None:
    fault = first_fault(verdicts, min_supported=min_supported)
    assert (fault and fault.reason) == reason


def test_checks_are_asked_the_cheapest_first_however_they_are_named() -> None:
    assert in_order(["faithfulness", "standalone", "answerable"]) == [
        "standalone", "answerable", "faithfulness",
    ]  # fmt: skip


def test_what_there_is_not_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match="'relevanze', did you mean 'relevance'"):
        in_order(["relevanze"])
    with pytest.raises(ConfigError, match="rule 'none' is unknown.*all, any, first"):
        check_rule("none", 1.0)
    for share in (0.0, 1.5, float("nan")):
        with pytest.raises(ConfigError, match=f"above 0 and at most 1, got {share}"):
            check_rule("all", share)


def test_the_last_verdict_of_a_judge_on_a_look_stands() -> None:
    verdicts = [said("unclear"), said("no", look="source"), said("yes"), said("no", **SECOND)]
    assert standing(verdicts) == [verdicts[2], verdicts[1], verdicts[3]]
