"""The critic: three checks a pair, unclear asked again once, evidence found in the passage."""

import copy
from collections.abc import Callable

import pytest

from mlkt.chains import critic
from mlkt.packs import load_locale
from mlkt.reply import format_claims
from mlkt.rows import Row
from tests.chains.rows import ENGLISH, KANNADA, passage, translated
from tests.scripted import Scripted

PAIR = {
    "id": "p1",
    "question": "When was the palace completed?",
    "answer": "The palace was completed in 1912.",
    "reasoning": "",
    "view": "passage",
}


def claims(verdict: str = "yes", quote: str = ENGLISH[1]) -> str:
    claim = {"claim": "The palace was completed in 1912.", "verdict": verdict, "quote": quote}
    return format_claims([claim], load_locale("en"))


def judge(**replies: str | Callable[[int], str]) -> Scripted:
    counts: dict[str, int] = {}

    def answer(prompt: str, metadata: dict[str, str]) -> str:
        task = metadata["task"]
        counts[task] = counts.get(task, 0) + 1
        reply = {"faithfulness": claims(), **replies}.get(task, "Yes\nbecause")
        return reply if isinstance(reply, str) else reply(counts[task])

    return Scripted(answer=answer)


def row() -> Row:
    return translated(passage(KANNADA, "kn"), ENGLISH) | {"pairs": [PAIR]}


def tasks(model: Scripted) -> list[str]:
    return [asked["metadata"]["task"] for asked in model.asked]


def test_a_good_pair_passes_with_its_source_sentence_as_evidence() -> None:
    model, start = judge(), row()
    before = copy.deepcopy(start)
    out = critic(model).invoke(start)
    assert out["rejected"] == []
    assert out["evidence"] == {"p1": ["s2"]}
    assert [(v["check"], v["verdict"]) for v in out["verdicts"]["p1"]] == [
        ("standalone", "yes"),
        ("relevance", "yes"),
        ("faithfulness", "yes"),
    ]
    assert tasks(model) == ["standalone", "relevance", "faithfulness"]
    assert start == before


async def test_async_gives_the_same_as_sync() -> None:
    assert await critic(judge()).ainvoke(row()) == critic(judge()).invoke(row())


@pytest.mark.parametrize("check", ["standalone", "relevance"])
def test_no_rejects_and_nothing_more_is_asked(check: str) -> None:
    model = judge(**{check: "**No.** It says nothing."})
    out = critic(model).invoke(row())
    assert [(r["id"], r["step"], r["reason"]) for r in out["rejected"]] == [
        ("p1", check, f"not_{check}")
    ]
    assert tasks(model)[-1] == check
    assert "nothing" in out["rejected"][0]["raw"]


def test_unclear_is_asked_once_more_and_its_second_verdict_counts() -> None:
    model = judge(relevance=lambda count: "Unclear" if count == 1 else "Yes")
    out = critic(model).invoke(row())
    assert out["rejected"] == []
    assert tasks(model).count("relevance") == 2
    first, second = (a for a in model.asked if a["metadata"]["task"] == "relevance")
    assert (first["metadata"]["sample"], second["metadata"]["sample"]) == (0, 1)
    assert second["sampling"]["temperature"] > first["sampling"]["temperature"] == 0.0


@pytest.mark.parametrize("reply", ["Unclear", "", "Well, who can say."])
def test_unclear_twice_is_its_own_reason_and_never_counts_as_no(reply: str) -> None:
    model = judge(relevance=reply)
    out = critic(model).invoke(row())
    assert [r["reason"] for r in out["rejected"]] == ["unclear_relevance"]
    assert tasks(model).count("relevance") == 2


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (claims("no"), "not_faithfulness"),
        (claims("unclear"), "unclear_faithfulness"),
        ("no claims at all", "unclear_faithfulness"),
        (claims("yes", "The moon is made of cheese today."), "no_evidence"),
        (claims("yes", ""), "no_evidence"),
    ],
)
def test_an_unsupported_pair_is_rejected(reply: str, reason: str) -> None:
    out = critic(judge(faithfulness=reply)).invoke(row())
    assert [r["reason"] for r in out["rejected"]] == [reason]


def test_one_unsupported_claim_is_enough() -> None:
    reply = claims() + "\n\n" + claims("no")
    out = critic(judge(faithfulness=reply)).invoke(row())
    assert [r["reason"] for r in out["rejected"]] == ["not_faithfulness"]
    assert len(out["verdicts"]["p1"][-1]["claims"]) == 2


def test_pairs_rejected_before_are_not_judged() -> None:
    model = judge()
    start = row() | {"rejected": [{"id": "p1", "step": "qa", "reason": "duplicate"}]}
    out = critic(model).invoke(start)
    assert model.asked == [] and out["verdicts"] == {}
