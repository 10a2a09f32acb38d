"""Summaries: one for each kind, in the row's working language; bad replies are written down."""

import copy

import pytest
from langchain_core.messages import AIMessage

from mlkt.ask import Sampling, StepSettings
from mlkt.chains import summarize
from mlkt.errors import LanguageError, PackError
from tests.chains.rows import ENGLISH, KANNADA, passage, translated
from tests.scripted import Scripted


def by_task(prompt: str, metadata: dict[str, object]) -> str:
    return f"summary for {metadata['task']}"  # too short to be in any language


def test_every_kind_is_asked_over_the_translation() -> None:
    model = Scripted(answer=by_task)
    row = translated(passage(KANNADA, "kn"), ENGLISH)
    before = copy.deepcopy(row)
    out = summarize(model).invoke(row)
    assert out["summaries"] == {
        "detailed": ["summary for summary_detailed"],
        "extractive": ["summary for summary_extractive"],
        "facts": ["summary for summary_facts"],
    }
    assert all(ENGLISH[0] in asked["prompt"] for asked in model.asked)
    assert [use["step"] for use in out["usage"]] == [f"summary_{k}" for k in out["summaries"]]
    assert row == before


async def test_async_gives_the_same_as_sync() -> None:
    model = Scripted(answer=by_task)
    row = passage(KANNADA, "kn")
    chain = summarize(model, "kn")
    assert await chain.ainvoke(row) == chain.invoke(row)


def test_native_prompts_are_in_the_language() -> None:
    model = Scripted(answer=by_task)
    summarize(model, "kn").invoke(passage(KANNADA, "kn"))
    assert {asked["metadata"]["lang"] for asked in model.asked} == {"kn"}
    assert all("ಕನ್ನಡ" in asked["prompt"] for asked in model.asked)


def test_instructions_may_stand_in_another_language_than_the_output() -> None:
    model = Scripted(answer=by_task)
    steps = {"summary_detailed": StepSettings(prompt_lang="en")}
    summarize(model, "kn", kinds=["detailed"], steps=steps).invoke(passage(KANNADA, "kn"))
    assert model.asked[0]["metadata"]["lang"] == "en"
    assert "Kannada" in model.asked[0]["prompt"]


def test_sampling_values_reach_the_model() -> None:
    model = Scripted(answer=by_task)
    steps = {"summary_detailed": StepSettings(sampling=Sampling(0.7, top_p=0.9, max_tokens=64))}
    summarize(model, "kn", kinds=["detailed", "facts"], steps=steps).invoke(passage(KANNADA, "kn"))
    by = {asked["metadata"]["task"]: asked["sampling"] for asked in model.asked}
    assert by["summary_detailed"] == {"temperature": 0.7, "top_p": 0.9, "max_tokens": 64}
    assert by["summary_facts"] == {"temperature": 0.0}


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (AIMessage(content=""), "empty"),
        (AIMessage(content="<think>all of it thinking</think>"), "empty"),
        (
            AIMessage(content="Half a summ", response_metadata={"finish_reason": "length"}),
            "cut_off",
        ),
    ],
)
def test_an_unusable_summary_is_rejected(reply: AIMessage, reason: str) -> None:
    model = Scripted(answer=lambda prompt, metadata: reply.model_copy(deep=True))
    out = summarize(model, kinds=["detailed"]).invoke(passage(ENGLISH, "en"))
    assert out["summaries"] == {"detailed": []}
    assert [(r["id"], r["step"], r["reason"]) for r in out["rejected"]] == [
        (out["id"], "summary_detailed", reason)
    ]
    assert out["rejected"][0]["raw"] == reply.content


def test_a_row_without_text_costs_nothing() -> None:
    model = Scripted(answer=by_task)
    row = translated(passage(KANNADA, "kn"), [])
    assert summarize(model).invoke(row)["summaries"] == {
        "detailed": [],
        "extractive": [],
        "facts": [],
    }
    assert model.asked == []


def test_a_row_in_another_language_is_refused_before_any_request() -> None:
    model = Scripted(answer=by_task)
    with pytest.raises(LanguageError, match="translate\\(model, 'kn'"):
        summarize(model).invoke(passage(KANNADA, "kn"))
    assert model.asked == []


def test_an_unknown_kind_is_refused_when_the_chain_is_made() -> None:
    with pytest.raises(PackError, match="summary_haiku"):
        summarize(Scripted(answer=by_task), kinds=["haiku"])
