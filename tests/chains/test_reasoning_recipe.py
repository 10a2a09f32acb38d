"""The recipe `reasoning`: each pair has its own thoughts, whole, in steps or not at all."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from mlkt.ask import Model, StepSettings
from mlkt.chains import reasoning
from mlkt.chains.reasoning import reasoning_calls
from mlkt.chains.recipes import recipe
from mlkt.errors import ConfigError
from mlkt.models import embedded_teacher, server_model
from mlkt.models.thinking import think
from mlkt.packs import load_locale, tasks
from mlkt.rows import Row, living_pairs
from mlkt.run.files.records import message_record, pair_records
from mlkt.samples import sample
from mlkt.sources import Document, passages, read_source
from mlkt.translate import load_memory
from tests.chains.rows import ENGLISH, KANNADA, passage, translated
from tests.scripted import Scripted
from tests.servers.openai_server import OpenAIServer, Request
from tests.servers.openai_shapes import Reply
from tests.servers.prompts import recognise
from tests.servers.road import road_reply

Start = Callable[..., OpenAIServer]
STRATEGIES = ("pivot", "native", "hybrid")
ENGLISH_TEXT = (
    "# Mysuru\n\nThe palace of Mysuru was finished in 1912 by many workers of the city. "
    "The city of Mysuru lies in Karnataka and has 65 wards for its people."
)
WHEN, WHERE = "When was the palace of Mysuru completed?", "Which state does Mysuru lie in?"


def document(lang: str) -> Row:
    if lang == "en":
        return passages(Document(ENGLISH_TEXT, "en")).rows[0]
    return passages(read_source(str(sample(lang)[0]), lang)).rows[0]


def kept(row: Row) -> list[dict[str, Any]]:
    return pair_records(row)[0]


def thinker(steps: str = "1. It was begun.\n2. It was completed in 1912.") -> Scripted:
    """Return a model that asks two questions, answers each with thoughts, and says yes."""

    def reply(prompt: str, metadata: dict[str, Any]) -> str | AIMessage:
        said = {
            "questions": f"<think>What may I ask?</think>Question: {WHEN}\n\nQuestion: {WHERE}",
            "reasoning_steps": steps,
            "faithfulness": f"Claim: It is so.\nEvidence: {ENGLISH[1]}\nVerdict: yes",
        }
        if metadata["task"] != "answer":
            return said.get(metadata["task"], "yes")
        first = WHEN in prompt
        answer = "The palace was completed in 1912." if first else "Mysuru lies in Karnataka."
        thought = "I look for the year." if first else "I look for the state of the city."
        return AIMessage(answer, additional_kwargs={"reasoning_content": thought})

    return Scripted(answer=reply)


def test_each_pair_has_the_reasoning_of_its_own_answer() -> None:
    row = passage(ENGLISH, "en")
    before = copy.deepcopy(row)
    out = reasoning(thinker(), "en").invoke(row)
    thoughts = ["I look for the year.", "I look for the state of the city."]
    assert [pair["reasoning"] for pair in living_pairs(out)] == thoughts
    assert [pair.get("reasoning_lang") for pair in out["pairs"]] == ["en", "en"]
    assert row == before and {key: out[key] for key in row} == row
    shown = [message_record(pair)["messages"][-1] for pair in kept(out)]
    assert [one["reasoning_content"] for one in shown] == thoughts


def test_steps_are_asked_for_what_stands_and_replace_the_thoughts() -> None:
    model = thinker()
    out = reasoning(model, "en", keep="steps").invoke(passage(ENGLISH, "en"))
    asked = [one["metadata"]["task"] for one in model.asked]
    assert asked.count("reasoning_steps") == 2 and asked[-2:] == ["reasoning_steps"] * 2
    assert "I look for the year." in model.asked[-2]["prompt"]
    steps = "1. It was begun.\n2. It was completed in 1912."
    assert [pair["reasoning"] for pair in living_pairs(out)] == [steps, steps]


def test_nothing_is_kept_where_nothing_is_wanted() -> None:
    model = thinker()
    out = reasoning(model, "en", keep="none").invoke(passage(ENGLISH, "en"))
    assert [pair["reasoning"] for pair in living_pairs(out)] == ["", ""]
    assert "reasoning_content" not in message_record(kept(out)[0])["messages"][-1]
    assert "reasoning_steps" not in [one["metadata"]["task"] for one in model.asked]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("", "empty"),
        ("I cannot do that.", "no-items"),
        ("1. ಅರಮನೆಯ ನಿರ್ಮಾಣ ಆರಂಭವಾಯಿತು.\n2. ಅದು ೧೯೧೨ರಲ್ಲಿ ಮುಗಿಯಿತು.", "wrong_language"),
    ],
)
def test_steps_that_are_none_leave_the_pair_without_reasoning(reply: str, reason: str) -> None:
    out = reasoning(thinker(reply), "en", keep="steps").invoke(passage(ENGLISH, "en"))
    assert [one["reason"] for one in out["rejected"]] == [reason, reason]
    assert {one["id"] for one in out["rejected"]} == {out["id"]}
    assert [pair["reasoning"] for pair in living_pairs(out)] == ["", ""]


def test_thoughts_in_another_language_stay_out_of_the_conversation() -> None:
    answer = AIMessage(
        "ಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು ಎಂದು ತಿಳಿದಿದೆ.",
        additional_kwargs={"reasoning_content": "The palace: the year must be 1912, I think."},
    )

    def reply(prompt: str, metadata: dict[str, Any]) -> str | AIMessage:
        questions = "ಪ್ರಶ್ನೆ: ಮೈಸೂರು ಅರಮನೆ ಯಾವ ವರ್ಷದಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು?"
        claims = f"ಹೇಳಿಕೆ: ಅದು ೧೯೧೨.\nಆಧಾರ: {KANNADA[1]}\nತೀರ್ಪು: ಹೌದು"
        said = {"questions": questions, "answer": answer, "faithfulness": claims}
        return said.get(metadata["task"], "ಹೌದು")

    chain = reasoning(Scripted(answer=reply), "kn", strategy="native")
    (pair,) = kept(chain.invoke(passage(KANNADA, "kn")))
    assert pair["reasoning"] and pair["reasoning_lang"] != "kn"
    assert "reasoning_content" not in message_record(pair)["messages"][-1]


@pytest.mark.parametrize("keep", ["whole", "steps", "none"])
@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("lang", ["kn", "en"])
async def test_the_embedded_teacher_thinks_and_answers(lang: str, strategy: str, keep: Any) -> None:
    row = document(lang)
    road: dict[str, Any] = {"translator": load_memory(sample("kn")[1])} if lang == "kn" else {}
    chain = reasoning(embedded_teacher(), lang, strategy=strategy, keep=keep, **road)
    out = chain.invoke(row)
    pairs = kept(out)
    assert pairs and all(pair["lang"] == lang for pair in pairs)
    thoughts = [pair["reasoning"] or pair["pivot_reasoning"] for pair in pairs]
    assert all(thoughts) is (keep != "none")
    if keep == "steps":
        assert all(thought.startswith("1. ") for thought in thoughts)
        assert any("reasoning_content" in message_record(p)["messages"][1] for p in pairs)
    if keep == "whole" and (lang, strategy) == ("kn", "pivot"):
        assert not any("reasoning_content" in message_record(p)["messages"][1] for p in pairs)
    assert {key: out[key] for key in row} == row
    assert out == await chain.ainvoke(row)


def ugly(request: Request) -> Reply | str:
    """Return the road's replies as thinking models give them."""
    asked = recognise(request.prompt)
    said = road_reply(request).text
    if asked is None or asked.task == "translate":
        return said
    if asked.task == "answer":
        return Reply(f"**Answer:** {said}", reasoning=said, reasoning_field="reasoning")
    if asked.task == "reasoning_steps":
        return f"Here are the steps:\n\n{said.replace('1. ', '**1)** ')}"
    return f"<think>Question: none?</think>\n{said}"


@pytest.mark.parametrize("keep", ["whole", "steps"])
@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("lang", ["kn", "en"])
async def test_a_server_thinks_beside_or_inside_its_answers(
    openai_server: Start, lang: str, strategy: str, keep: Any
) -> None:
    server = openai_server(ugly)
    model: Model = server_model(server.base_url, server.model, api_key=server.key)
    out = await reasoning(model, lang, strategy=strategy, keep=keep).ainvoke(document(lang))
    pairs = kept(out)
    assert pairs, [one["reason"] for one in out["rejected"]]
    pivoted = (lang, strategy) == ("kn", "pivot")
    for pair in pairs:
        assert pair["lang"] == lang
        own = message_record(pair)["messages"][1].get("reasoning_content")
        assert bool(own) is (keep == "steps" or not pivoted)
        assert bool(pair["pivot_reasoning"]) is pivoted


async def test_thinking_is_switched_on_for_the_answer_alone(openai_server: Start) -> None:
    server = openai_server(road_reply, models=("Qwen/Qwen3-8B",))
    model = server_model(server.base_url, "Qwen/Qwen3-8B", api_key=server.key)
    steps = {"faithfulness": StepSettings(thinking=False)}
    chain = reasoning(model, "en", judge=think(model, None), steps=steps, strategy="native")
    await chain.ainvoke(document("en"))
    switched = {
        asked.task: chat.sampling.get("chat_template_kwargs", {}).get("enable_thinking")
        for chat in server.chats
        if (asked := recognise(chat.prompt))
    }
    assert switched["answer"] is True and switched["faithfulness"] is False
    assert switched["questions"] is None and switched["relevance"] is None


@pytest.mark.parametrize("wrong", [{"strategy": "reverse"}, {"keep": "step"}, {"form": "chioce"}])
def test_mistakes_are_found_before_anything_is_asked(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        reasoning(embedded_teacher(), "en", **wrong)


def test_a_row_that_is_translated_keeps_its_thoughts_apart() -> None:
    row = translated(passage(KANNADA, "kn"), ENGLISH)
    pair = {"id": "p", "question": "q", "answer": "a", "view": "passage", "reasoning": "why"}
    row |= {"pairs": [pair | {"reasoning_lang": "en"}]}
    row |= {"back": {"p": {"lang": "kn", "question": "ಪ್ರ", "answer": "ಉ", "problems": []}}}
    (record,) = kept(row)
    assert (record["reasoning"], record["pivot_reasoning"]) == ("", "why")
    assert "reasoning_content" not in message_record(record)["messages"][1]
    row["back"]["p"]["reasoning"] = "ಏಕೆಂದರೆ"
    (record,) = kept(row)
    assert message_record(record)["messages"][1]["reasoning_content"] == "ಏಕೆಂದರೆ"


@pytest.mark.parametrize("name", ["reasoning", "reasoning-steps", "multiple-choice"])
def test_calls_name_every_prompt_and_count_a_passages_requests(name: str) -> None:
    steps = {"questions": StepSettings(n_pairs=3)}
    calls = recipe(name).calls(steps, ())
    assert set(calls) <= set(tasks())
    extra = 3 if name == "reasoning-steps" else 0
    assert sum(calls.values()) == 1 + 5 * 3 + extra
    assert ("choice" in calls) is (name == "multiple-choice")
    assert reasoning_calls(steps, ()) == recipe("reasoning").calls(steps, ())


def test_the_thought_label_is_another_word_in_every_language_of_prompts() -> None:
    labels = {load_locale(lang).labels["thought"][0] for lang in ("en", "kn", "hi", "sw")}
    assert len(labels) == 4
