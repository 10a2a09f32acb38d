"""Summaries: one for each kind, in the row's working language; bad replies are written down."""

import copy

import pytest
from langchain_core.messages import AIMessage

from mlkt.ask import Sampling, StepSettings
from mlkt.chains import summarize
from mlkt.errors import LanguageError, PackError, RequestError
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import journaled, server_model
from mlkt.packs import parse_prompt
from mlkt.rows import Row
from tests.chains.rows import ENGLISH, KANNADA, passage, translated
from tests.scripted import Scripted
from tests.servers.faults import context_exceeded
from tests.servers.openai_server import StartOpenAI


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


def samples_of(n: int, *texts: str, temperature: float | None = 0.0) -> tuple[Scripted, Row]:
    """Return a model whose sample `i` is the i-th text, and the row that it makes."""
    model = Scripted(answer=lambda prompt, metadata: texts[metadata["sample"]])
    steps = {"summary_detailed": StepSettings(Sampling(temperature), n=n)}
    chain = summarize(model, kinds=["detailed"], steps=steps)
    return model, chain.invoke(passage(ENGLISH, "en"))


def test_each_sample_is_a_request_of_its_own_and_repetitions_are_rejected() -> None:
    model, out = samples_of(3, "One.", "Two.", "one. ")
    assert out["summaries"] == {"detailed": ["One.", "Two."]}
    assert [r["reason"] for r in out["rejected"]] == ["duplicate"]
    assert out["rejected"][0]["detail"] == "repeats reply 1"
    assert sorted(asked["metadata"]["sample"] for asked in model.asked) == [0, 1, 2]
    assert len(out["usage"]) == 3


@pytest.mark.parametrize(
    ("own", "asked"), [(0.0, {0.0, 0.7}), (0.3, {0.3}), (1.0, {1.0}), (None, {None})]
)
def test_samples_at_temperature_0_would_be_one_text(own: float | None, asked: set[float]) -> None:
    model, _ = samples_of(3, "One.", "Two.", "Three.", temperature=own)
    assert {request["sampling"].get("temperature") for request in model.asked} == asked
    first = next(one for one in model.asked if one["metadata"]["sample"] == 0)
    assert first["sampling"].get("temperature") == own  # what n: 1 gives, paid once


def test_samples_in_a_journal_are_paid_once_each() -> None:
    journal = Journal()
    model = Scripted(answer=lambda prompt, metadata: f"Summary {metadata['sample']}.")
    kept = journaled(model, journal, Limits(4))
    steps = {"summary_facts": StepSettings(n=3)}
    row = passage(ENGLISH, "en")
    first = summarize(kept, kinds=["facts"], steps=steps).invoke(row)
    again = summarize(kept, kinds=["facts"], steps=steps).invoke(row)
    assert (
        first["summaries"]
        == again["summaries"]
        == {"facts": ["Summary 0.", "Summary 1.", "Summary 2."]}
    )
    assert len(model.asked) == 3


def test_a_view_of_ones_own_is_asked_by_its_prompt() -> None:
    source = "---\ninputs: [document]\n---\n<document>\n{document}\n</document>\n\nTell it.\n"
    own = parse_prompt(source, "summary_tale", "en", place="tale.md")
    model = Scripted(answer=lambda prompt, metadata: "Once upon a time.")
    steps = {"summary_tale": StepSettings(prompt=own, n=1)}
    out = summarize(model, kinds=["tale"], steps=steps).invoke(passage(ENGLISH, "en"))
    assert out["summaries"] == {"tale": ["Once upon a time."]}
    assert model.asked[0]["prompt"].endswith("Tell it.")
    assert out["made_by"][0]["prompt"] == own.signature


async def test_a_passage_beyond_the_context_fails_with_the_cure(openai_server: StartOpenAI) -> None:
    server = openai_server(fault=lambda _: context_exceeded("vllm-0.9", n_ctx=512, n_tokens=900))
    model = server_model(server.base_url, server.model, api_key=server.key)
    with pytest.raises(RequestError, match=r"step 'summary_.*too long.*passage\.max_chars"):
        await summarize(model).ainvoke(passage(ENGLISH, "en"))
