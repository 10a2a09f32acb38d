"""The recipe `questions-first`: all strategies, both kinds of teacher, replies in ugly shapes."""

from collections.abc import Callable
from typing import Any

import pytest

from mlkt.ask import Model, StepSettings
from mlkt.chains import questions_first
from mlkt.chains.questions_first import questions_first_calls
from mlkt.chains.recipes import recipe
from mlkt.errors import ConfigError
from mlkt.models import embedded_teacher, server_model
from mlkt.packs import tasks
from mlkt.rows import Row
from mlkt.run.files.records import message_record, pair_records
from mlkt.samples import sample
from mlkt.sources import Document, passages, read_source
from mlkt.translate import load_memory
from tests.chains.rows import ENGLISH, KANNADA, passage
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


def document(lang: str) -> Row:
    if lang == "en":
        return passages(Document(ENGLISH_TEXT, "en")).rows[0]
    return passages(read_source(str(sample("kn")[0]), "kn")).rows[0]


def kept(row: Row) -> list[dict[str, Any]]:
    return pair_records(row)[0]


def seed(lang: str, *, grounded: bool) -> Row:
    """Return the row of a skill's seed."""
    own = KANNADA if lang == "kn" else ENGLISH
    task = passage([own[0]], lang)
    example = {
        "context": " ".join(own) if grounded else "",
        "pairs": [{"question": own[0], "answer": own[1]}],
        "lang": lang,
    }
    return task | {"skill": {"leaf": "poem", "n_pairs": 2}, "seeds": [example]}


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("lang", ["kn", "en"])
def test_a_passage_ends_in_checked_pairs_with_the_embedded_teacher(
    lang: str, strategy: str
) -> None:
    row = document(lang)
    road: dict[str, Any] = {"translator": load_memory(sample("kn")[1])} if lang == "kn" else {}
    out = questions_first(embedded_teacher(), lang, strategy=strategy, **road).invoke(row)
    assert kept(out) and all(pair["lang"] == lang for pair in kept(out))
    assert all(pair["evidence"] and pair["answer"] for pair in kept(out))
    checks = [one["check"] for one in kept(out)[0]["verdicts"]]
    assert checks == ["standalone", "answerable", "relevance", "faithfulness"]
    assert {key: out[key] for key in row} == row


def ugly(request: Request) -> Reply | str:
    """Return the road's replies in the shapes of models that do not listen."""
    asked = recognise(request.prompt)
    said = road_reply(request).text
    if asked is None or asked.task == "translate":
        return said
    if asked.task in ("questions", "skill_questions"):
        lines = [line.partition(": ")[2] for line in said.split("\n\n")]
        listed = "\n".join(f"**{number}.** {line}" for number, line in enumerate(lines, 1))
        return f"<think>\nQuestion: none of these?\n</think>\nSure, here they are:\n\n{listed}"
    if asked.task in ("answer", "skill_answer"):
        return f"**Answer:** {said}"
    if asked.task == "skill_rating":
        return '```json\n{"reason": "it is plain", "score": "2/3"}\n```'
    if asked.task in ("faithfulness", "skill_contexts"):
        return f"```\n{said}\n```" if asked.task == "faithfulness" else said
    return f"<think>hm</think>\n**{said.splitlines()[0]}**"


@pytest.mark.parametrize("script", [road_reply, ugly], ids=["plain", "ugly"])
@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("lang", ["kn", "en"])
async def test_passages_and_skills_run_against_a_server(
    openai_server: Start, lang: str, strategy: str, script: Callable[[Request], Any]
) -> None:
    server = openai_server(script)
    model: Model = server_model(server.base_url, server.model, api_key=server.key)
    chain = questions_first(model, lang, strategy=strategy)
    rows = [document(lang), seed(lang, grounded=False), seed(lang, grounded=True)]
    for row in rows:
        out = await chain.ainvoke(row)
        assert kept(out), [one["reason"] for one in out["rejected"]]
        assert all(pair["lang"] == lang for pair in kept(out))
        assert {key: out[key] for key in row} == row
        shown = message_record(kept(out)[0])
        assert shown["unmask"] is ("skill" not in row)


def test_what_is_dropped_costs_no_answer() -> None:
    asked: list[str] = []

    def reply(prompt: str, metadata: dict[str, Any]) -> str:
        asked.append(metadata["task"])
        weak = "it" in prompt.split("</question>")[0].split()
        questions = "Question: When was it built?\n\nQuestion: Which state is Mysuru in?"
        return {"questions": questions, "standalone": "no" if weak else "yes"}.get(asked[-1], "yes")

    questions_first(Scripted(answer=reply), "en").batch([passage(ENGLISH, "en")])
    assert asked.count("standalone") == 2
    assert asked.count("answerable") == asked.count("answer") == 1


def test_mistakes_are_found_before_anything_is_asked() -> None:
    mistakes: list[dict[str, Any]] = [
        {"strategy": "reverse"},
        {"least": 4.0},
        {"pair_checks": ["relevanec"]},
    ]
    for wrong in mistakes:
        with pytest.raises(ConfigError):
            questions_first(embedded_teacher(), "en", **wrong)


def test_calls_name_every_prompt_and_count_a_passages_requests() -> None:
    steps = {"questions": StepSettings(n_pairs=3)}
    calls = questions_first_calls(steps, ())
    assert set(calls) <= set(tasks())
    assert {task for task in tasks() if task.startswith("skill_")} <= set(calls)
    assert sum(calls.values()) == 1 + 5 * 3
    assert recipe("questions-first").factory is questions_first


def test_seeds_of_a_taxonomys_knowledge_come_along_the_pivot(openai_server: Start) -> None:
    server = openai_server()
    model = server_model(server.base_url, server.model, api_key=server.key)
    row = document("kn") | {"seeds": seed("kn", grounded=True)["seeds"]}
    out = questions_first(model, "kn").invoke(row)
    (translated,) = out["translated_seeds"]
    asked = [chat.prompt for chat in server.chats if "questions in English" in chat.prompt]
    assert len(asked) == 1 and translated["context"] in asked[0]
