"""Tasks of the user's own: what was made, what was refused, and the instruction beside it."""

from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage

from mlkt.ask import StepSettings
from mlkt.chains import document_tasks
from mlkt.chains.document_tasks import output_id
from mlkt.chains.recipes import recipe
from mlkt.errors import ConfigError, PackError
from mlkt.models import embedded_teacher, server_model
from mlkt.packs import load_locale, parse_prompt
from mlkt.rows import Row
from mlkt.run.files.book import PASSAGES
from mlkt.run.files.outputs import task_records
from mlkt.run.telling.counts import Counts
from mlkt.samples import sample
from mlkt.sources import Document, passages, read_source
from mlkt.text import script_share
from mlkt.translate import load_memory
from tests.chains.prompts import LETTER, TASK
from tests.chains.rows import ENGLISH, KANNADA, passage
from tests.scripted import Scripted
from tests.servers.openai_server import Request, StartOpenAI
from tests.servers.openai_shapes import Reply
from tests.servers.road import road_reply, sentences


def steps_in(lang: str, **texts: str) -> dict[str, StepSettings]:
    return {
        f"task_{name}": StepSettings(prompt=parse_prompt(text, f"task_{name}", lang, place="x.md"))
        for name, text in (texts or {"timeline": TASK}).items()
    }


def followed(reply: Any, row: Row | None = None) -> Row:
    row = row or passage(ENGLISH, "en")
    model = Scripted(answer=lambda prompt, metadata: reply)
    out = document_tasks(model, "en", tasks=["timeline"], steps=steps_in("en")).invoke(row)
    assert {key: out[key] for key in row} == row
    return out


def counted(row: Row) -> dict[str, Any]:
    counts = Counts()
    counts.add(len(row["sentences"]), row, None, PASSAGES.lines(row))
    return counts.as_dict()


def test_an_output_stands_beside_its_instruction_and_in_the_messages() -> None:
    model = Scripted(answer=lambda prompt, metadata: f"1912: the palace ({metadata['task']}).")
    steps = steps_in("en", timeline=TASK, letter=LETTER)
    chain = document_tasks(model, "en", tasks=["timeline", "letter"], steps=steps)
    row = passage(ENGLISH, "en")
    out = chain.invoke(row)
    assert out["tasks"] == {
        "timeline": "1912: the palace (task_timeline).",
        "letter": "1912: the palace (task_letter).",
    }
    first, second = task_records(out)
    assert first["instruction"] == model.asked[0]["prompt"]
    assert second["instruction"] == model.asked[1]["prompt"]
    assert first["task"] == "timeline" and first["output"] == out["tasks"]["timeline"]
    assert first["passage"] == row["text"] and first["passage_id"] == row["id"]
    assert first["models"] == ["scripted"] and first["pivot_output"] is None
    assert [prompt.partition("@")[0] for prompt in first["prompts"]] == [
        "task_letter/en", "task_timeline/en",
    ]  # fmt: skip
    messages = [record for name, record in PASSAGES.lines(out) if name == "messages.jsonl"]
    assert [one["id"] for one in messages] == [first["id"], second["id"]]
    user, assistant = messages[0]["messages"]
    assert user["content"] == first["instruction"] and assistant["content"] == first["output"]
    assert counted(out)["tasks"] == {"asked": 2, "kept": 2, "rejected": 0}


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("", "empty"),
        ("<think>well", "cut_off"),
        (AIMessage("Half a", response_metadata={"finish_reason": "length"}), "cut_off"),
        (f"{KANNADA[0]} {KANNADA[1]}", "wrong_language"),
    ],
)
def test_an_output_that_cannot_be_used_is_rejected(reply: Any, reason: str) -> None:
    out = followed(reply)
    assert [(r["id"], r["step"], r["reason"]) for r in out["rejected"]] == [
        (output_id(out, "timeline"), "task_timeline", reason)
    ]
    assert out["tasks"] == {} and task_records(out) == []
    found = counted(out)
    assert found["adds_up"] and found["tasks"] == {"asked": 1, "kept": 0, "rejected": 1}
    assert found["rejected_outputs"] == {f"task_timeline: {reason}": 1}
    assert found["rejected_replies"] == {}


def test_a_passage_without_text_is_not_asked_about() -> None:
    out = followed("text", passage([" "], "en"))
    assert out["tasks"] == out["instructions"] == {} and out["usage"] == []
    assert counted(out)["tasks"] == {"asked": 0, "kept": 0, "rejected": 0}


def pivoted(output: str, back: str) -> tuple[Row, Scripted]:
    def answer(prompt: str, metadata: dict[str, Any]) -> str:
        if metadata["task"] != "translate":
            return output
        text = prompt.partition("<text>")[2]
        if KANNADA[1] in text:
            return "\n".join(f"[{at}] {one}" for at, one in enumerate(ENGLISH, 1))
        return back if output in text else "[1] Mysuru"

    model = Scripted(answer=answer)
    chain = document_tasks(model, "kn", tasks=["timeline"], steps=steps_in("en"))
    return chain.invoke(passage(KANNADA, "kn")), model


def test_by_pivot_the_output_comes_back_and_the_instruction_holds_the_passage() -> None:
    out, model = pivoted("The palace stands since 1912.", "[1] ಅರಮನೆಯು ೧೯೧೨ರಿಂದ ಇದೆ.")
    (record,) = task_records(out)
    assert record["output"] == "ಅರಮನೆಯು ೧೯೧೨ರಿಂದ ಇದೆ." and record["lang"] == "kn"
    assert record["pivot_output"] == "The palace stands since 1912."
    assert KANNADA[1] in record["instruction"] and "in Kannada." in record["instruction"]
    (asked,) = [one for one in model.asked if one["metadata"]["task"] == "task_timeline"]
    assert ENGLISH[1] in asked["prompt"] and "in English." in asked["prompt"]
    assert counted(out)["adds_up"]


def test_an_output_that_the_gate_refuses_on_its_way_back_is_rejected() -> None:
    out, _ = pivoted("The palace stands since 1912.", "[1] ಅರಮನೆಯು ೧೯೯೯ರಿಂದ ಇದೆ.")
    assert task_records(out) == [] and out["tasks"] and out["tasks_back"] == {}
    (rejected,) = [one for one in out["rejected"] if one["step"] == "translate_back"]
    assert rejected["id"] == output_id(out, "timeline") and rejected["reason"] == "numbers_changed"
    found = counted(out)
    assert found["adds_up"] and found["tasks"] == {"asked": 1, "kept": 0, "rejected": 1}


def test_mistakes_are_named() -> None:
    teacher, steps = embedded_teacher(), steps_in("en")
    with pytest.raises(ConfigError, match="--task NAME.md"):
        document_tasks(teacher, "en", steps=steps)
    with pytest.raises(ConfigError, match="task 'letter': the step 'task_letter' has no prompt"):
        document_tasks(teacher, "en", tasks=["letter"], steps=steps)
    with pytest.raises(ConfigError, match="'reverse' does not suit this recipe"):
        document_tasks(teacher, "kn", tasks=["timeline"], steps=steps, strategy="reverse")
    odd = steps_in("en", odd=TASK.replace("language", "question"))
    with pytest.raises(PackError, match="unknown inputs \\['question'\\]"):
        document_tasks(teacher, "en", tasks=["odd"], steps=odd)


def server_reply(request: Request) -> Reply:
    """Answer own tasks with the document's first two sentences, all else as the road does."""
    if "Write a timeline" not in request.prompt:
        return road_reply(request)
    document = request.prompt.partition("<document>\n")[2].partition("\n</document>")[0]
    return Reply("<think>\nthe first two\n</think>\n\n" + " ".join(sentences(document)[:2]))


@pytest.fixture(params=["embedded", "server"])
def teacher(request: pytest.FixtureRequest, openai_server: StartOpenAI) -> BaseChatModel:
    if request.param == "embedded":
        return embedded_teacher()
    server = openai_server(server_reply)
    return server_model(server.base_url, server.model, api_key=server.key)


# The scripted translator's Swahili is no English for a check between languages of one script.
ROADS = [
    (lang, strategy)
    for lang in ("kn", "en", "hi", "sw")
    for strategy in ("pivot", "native", "hybrid")
    if (lang, strategy) != ("sw", "pivot")
]


@pytest.mark.parametrize(("lang", "strategy"), ROADS)
async def test_tasks_are_followed_by_every_strategy(
    lang: str, strategy: str, teacher: BaseChatModel
) -> None:
    text = "# Mysuru\n\nMysuru has 65 wards. The palace was finished in 1912 by many workers.\n"
    row = (
        passages(Document(text, "en", "Mysuru")).rows[0]
        if lang == "en"
        else passages(read_source(str(sample(lang)[0]), lang)).rows[-1]
    )
    embedded = teacher.__class__ is embedded_teacher().__class__
    chain = document_tasks(
        teacher,
        lang,
        tasks=["timeline"],
        steps=steps_in(lang if strategy == "native" else "en"),
        translator=load_memory(sample(lang)[1]) if embedded and lang != "en" else None,
        strategy=strategy,
        views=["facts"],
    )
    out = await chain.ainvoke(row)
    (record,) = task_records(out)
    assert script_share(record["output"], load_locale(lang).script) > 0.5
    assert row["text"].strip() in record["instruction"]
    assert counted(out)["adds_up"]
    assert [use["step"] for use in out["usage"]].count("task_timeline") == 1
    assert recipe("tasks").calls(steps_in("en"), ()) == {"task_timeline": 1}
    if embedded:  # it follows no instruction, it quotes
        assert all(line in " ".join(row["text"].split()) for line in record["output"].split("\n"))
