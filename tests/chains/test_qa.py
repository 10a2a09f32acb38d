"""Pairs: several from each view, each written down, the unusable rejected with a reason."""

import copy
from collections.abc import Callable

import pytest
from langchain_core.messages import AIMessage

from mlkt.ask import StepSettings
from mlkt.chains import qa
from mlkt.models import server_model
from mlkt.packs import load_locale
from mlkt.reply import format_pairs
from tests.chains.rows import ENGLISH, KANNADA, passage, translated
from tests.scripted import Scripted
from tests.servers.openai_server import OpenAIServer

PALACE = {"question": "In which year was the palace completed?", "answer": "It was in 1912."}
CITY = {"question": "In which state does the city of Mysuru lie?", "answer": "Karnataka."}


def pairs(*found: dict[str, str], lang: str = "en") -> str:
    return format_pairs(list(found), load_locale(lang))


def test_passage_and_every_summary_are_asked() -> None:
    replies = {"The palace": pairs(PALACE), "short": pairs(CITY)}
    model = Scripted(
        answer=lambda prompt, _: next(r for part, r in replies.items() if part in prompt)
    )
    row = translated(passage(KANNADA, "kn"), ENGLISH) | {"summaries": {"detailed": ["short"]}}
    before = copy.deepcopy(row)
    out = qa(model, steps={"qa": StepSettings(n_pairs=3)}).invoke(row)
    assert [(p["view"], p["answer"]) for p in out["pairs"]] == [
        ("passage", "It was in 1912."),
        ("detailed", "Karnataka."),
    ]
    assert out["rejected"] == []
    assert {asked["metadata"]["n_pairs"] for asked in model.asked} == {3}
    assert row == before


async def test_async_gives_the_same_as_sync() -> None:
    model = Scripted(answer=lambda prompt, _: pairs(PALACE, CITY))
    row = passage(ENGLISH, "en") | {"summaries": {"facts": ["a", "b"]}}
    assert await qa(model).ainvoke(row) == qa(model).invoke(row)


def test_a_repeated_pair_is_written_down_and_rejected() -> None:
    model = Scripted(answer=lambda prompt, _: pairs(PALACE))
    out = qa(model).invoke(passage(ENGLISH, "en") | {"summaries": {"detailed": ["again"]}})
    first, second = out["pairs"]
    assert first["id"] != second["id"]
    assert [(r["id"], r["reason"]) for r in out["rejected"]] == [(second["id"], "duplicate")]
    assert first["id"] in out["rejected"][0]["detail"]


def test_a_pair_twice_in_one_reply_is_two_pairs_and_the_second_is_rejected() -> None:
    model = Scripted(answer=lambda prompt, _: pairs(PALACE, PALACE))
    out = qa(model).invoke(passage(ENGLISH, "en"))
    first, second = out["pairs"]
    assert first["id"] != second["id"]
    assert [(r["id"], r["reason"]) for r in out["rejected"]] == [(second["id"], "duplicate")]


def test_thinking_that_never_ended_has_its_own_reason() -> None:
    reply = AIMessage(content="<think>I begin", response_metadata={"finish_reason": "length"})
    model = Scripted(answer=lambda prompt, _: reply.model_copy(deep=True))
    out = qa(model).invoke(passage(ENGLISH, "en"))
    assert [r["reason"] for r in out["rejected"]] == ["reasoning_cut_off"]


def test_a_pair_in_another_language_is_rejected() -> None:
    model = Scripted(answer=lambda prompt, _: pairs(PALACE, lang="kn"))
    out = qa(model, "kn").invoke(passage(KANNADA, "kn"))
    assert [(r["id"], r["reason"]) for r in out["rejected"]] == [
        (out["pairs"][0]["id"], "wrong_language")
    ]


def test_an_unreadable_reply_is_rejected_as_a_whole() -> None:
    model = Scripted(answer=lambda prompt, _: "I am sorry, I cannot help with that.")
    out = qa(model).invoke(passage(ENGLISH, "en"))
    assert out["pairs"] == []
    assert [(r["id"], r["step"]) for r in out["rejected"]] == [(out["id"], "qa")]
    assert out["rejected"][0]["raw"] == "I am sorry, I cannot help with that."


def test_reasoning_reaches_the_pair_and_drafts_in_it_do_not_count() -> None:
    reply = f"<think>Draft. {pairs(CITY)}</think>\n\n{pairs(PALACE)}"
    model = Scripted(answer=lambda prompt, _: reply)
    out = qa(model).invoke(passage(ENGLISH, "en"))
    assert [p["question"] for p in out["pairs"]] == [PALACE["question"]]
    assert out["pairs"][0]["reasoning"].startswith("Draft.")


def test_ids_depend_on_content_alone() -> None:
    model = Scripted(answer=lambda prompt, _: pairs(PALACE))
    row = passage(ENGLISH, "en")
    assert qa(model).invoke(row)["pairs"] == qa(model).invoke(copy.deepcopy(row))["pairs"]


@pytest.mark.parametrize("style", ["json", "labels"])
async def test_a_model_bound_to_a_format_is_asked_for_it_and_read_by_the_same_parser(
    openai_server: Callable[..., OpenAIServer], style: str
) -> None:
    server = openai_server(lambda _: format_pairs([PALACE], load_locale("en"), style=style))
    model = server_model(server.base_url, server.model, api_key=server.key)
    structured = model.bind(response_format={"type": "json_object"}).with_retry()
    out = await qa(structured).ainvoke(passage(ENGLISH, "en"))
    assert [pair["answer"] for pair in out["pairs"]] == [PALACE["answer"]]
    assert server.chats[0].body["response_format"] == {"type": "json_object"}


def test_two_summaries_of_a_kind_that_give_one_pair_give_it_once() -> None:
    model = Scripted(answer=lambda prompt, metadata: f"Question: Where?\nAnswer: {ENGLISH[0]}")
    row = passage(ENGLISH, "en") | {"summaries": {"detailed": [ENGLISH[0], ENGLISH[1]]}}
    out = qa(model).invoke(row)
    assert [(pair["view"], pair["at"]) for pair in out["pairs"]] == [
        ("passage", 0), ("detailed", 0), ("detailed", 1),
    ]  # fmt: skip
    assert len({pair["id"] for pair in out["pairs"]}) == 3
    assert [r["reason"] for r in out["rejected"]] == ["duplicate", "duplicate"]


def test_pairs_may_be_asked_about_other_texts() -> None:
    model = Scripted(answer=lambda prompt, metadata: f"Question: Where?\nAnswer: {ENGLISH[0]}")
    out = qa(model, texts=lambda row: [("facts", "A fact.")]).invoke(passage(ENGLISH, "en"))
    assert [pair["view"] for pair in out["pairs"]] == ["facts"]
    assert "A fact." in model.asked[0]["prompt"] and ENGLISH[0] not in model.asked[0]["prompt"]
