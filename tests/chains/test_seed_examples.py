"""Seed examples: three checked pairs a passage or none, by every road, as columns and qna.yaml."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from mlkt.chains import seed_examples
from mlkt.chains.recipes import recipe
from mlkt.cli import main
from mlkt.errors import ConfigError
from mlkt.models import embedded_teacher, server_model
from mlkt.packs import load_locale
from mlkt.rows import Row, living_pairs
from mlkt.run.files.examples import example_records
from mlkt.samples import sample
from mlkt.sources import passages, read_source
from mlkt.sources.qna import read_qna
from mlkt.translate import load_memory
from tests.chains.rows import ENGLISH, passage
from tests.scripted import Scripted
from tests.servers.openai_server import OpenAIServer
from tests.servers.openai_server import Request as Asked
from tests.servers.prompts import recognise
from tests.servers.road import road_reply

QUESTIONS = [
    "In which year was the palace of Mysuru completed?",
    "What kind of city is Mysuru in the state of Karnataka?",
    "Why does the palace matter to Mysuru and to its history?",
]
DRAFT, BETTER = "It was 1912.", "The palace of Mysuru was completed in 1912."


def answers(prompt: str, metadata: dict[str, Any]) -> str:
    """Reply as a good model does, in the shapes that models like."""
    task, locale = metadata["task"], load_locale(metadata["lang"])
    if task == "seed_questions":
        listed = "\n".join(f"{n}. **{one}**" for n, one in enumerate(QUESTIONS, 1))
        return f"<think>Let me see.</think>Here are three questions:\n\n{listed}"
    if task in ("answer", "refine_answer"):
        return f"**Answer:** {DRAFT if task == 'answer' else BETTER}"
    if task == "faithfulness":
        labels = [locale.labels[kind][0] for kind in ("claim", "evidence", "verdict")]
        parts = zip(labels, (BETTER, ENGLISH[1], locale.yes[0]), strict=True)
        return "\n".join(f"{label}: {text}" for label, text in parts)
    return f"**{locale.yes[0]}**\nIt is so."


def rows_of(lang: str) -> list[Row]:
    return passages(read_source(str(sample(lang)[0]), lang)).rows


def english_row() -> Row:
    sentences = [
        "Mysuru lies at the foot of Chamundi Hill in the state of Karnataka.",
        "The palace of Mysuru was rebuilt by Henry Irwin in 1912 after a fire.",
        "The city of Mysuru had 920,550 people in the census of 2011.",
        "Silk and sandalwood made the markets of Mysuru known in London by 1850.",
    ]
    return passage(sentences, "en")


def test_questions_are_asked_answered_refined_and_judged() -> None:
    model = Scripted(answer=answers)
    row = passage(ENGLISH, "en")
    before = copy.deepcopy(row)
    out = seed_examples(model, "en").invoke(row)
    (example,) = out["examples"]
    assert example == {
        "context": " ".join(ENGLISH),
        "pairs": [{"question": question, "answer": BETTER} for question in QUESTIONS],
        "lang": "en",
    }
    tasks = [asked["metadata"]["task"] for asked in model.asked]
    assert {task: tasks.count(task) for task in tasks} == recipe("seed-examples").calls({}, ())
    refining = [a["prompt"] for a in model.asked if a["metadata"]["task"] == "refine_answer"]
    assert all(DRAFT in prompt and ENGLISH[0] in prompt for prompt in refining)
    assert {key: out[key] for key in before} == before == row


async def test_async_gives_the_same_as_sync() -> None:
    chain = seed_examples(Scripted(answer=answers), "en")
    row = passage(ENGLISH, "en")
    assert await chain.ainvoke(row) == chain.invoke(row)


def spoilt(task: str, reply: str) -> Scripted:
    """Return a model that says `reply` to one task."""
    return Scripted(
        answer=lambda prompt, metadata: (
            reply if metadata["task"] == task else answers(prompt, metadata)
        )
    )


@pytest.mark.parametrize(
    ("task", "reply", "steps"),
    [
        ("seed_questions", "I am sorry.", {"seed_examples"}),
        ("seed_questions", f"1. {QUESTIONS[0]}\n2. {QUESTIONS[1]}", {"seed_examples"}),
        ("seed_questions", "\n".join([*QUESTIONS[:2], QUESTIONS[0]]), {"seed_questions"}),
        ("answer", "", {"answer"}),
        ("refine_answer", "", {"refine_answer"}),
        ("refine_answer", "ಮೈಸೂರಿನ ಅರಮನೆಯನ್ನು ಹೊಸದಾಗಿ ಕಟ್ಟಲಾಯಿತು.", {"refine_answer"}),
        ("standalone", "No\nWhose?", {"standalone"}),
    ],
)
def test_a_passage_without_three_good_pairs_gives_no_example(
    task: str, reply: str, steps: set[str]
) -> None:
    out = seed_examples(spoilt(task, reply), "en").invoke(passage(ENGLISH, "en"))
    assert out["examples"] == []
    assert steps <= {told["step"] for told in out["rejected"]}
    told = out["rejected"][-1]
    assert (told["id"], told["reason"]) == (out["id"], "too_few_pairs")
    assert told["detail"] == f"{len(living_pairs(out))} of 3"


def test_more_than_three_questions_are_not_paid_for() -> None:
    more = [*QUESTIONS, "Who designed the palace that stands in Mysuru today?"]
    model = spoilt("seed_questions", "\n".join(f"{n}. {one}" for n, one in enumerate(more, 1)))
    out = seed_examples(model, "en").invoke(passage(ENGLISH, "en"))
    assert len(out["examples"][0]["pairs"]) == 3 and len(out["pairs"]) == 4
    assert [told["reason"] for told in out["rejected"]] == ["too_many"]
    assert [asked["metadata"]["task"] for asked in model.asked].count("answer") == 3


@pytest.mark.parametrize("strategy", ["native", "hybrid", "pivot"])
@pytest.mark.parametrize("lang", ["kn", "hi", "sw"])
def test_the_embedded_teacher_writes_examples_by_every_road(lang: str, strategy: str) -> None:
    chain = seed_examples(
        embedded_teacher(), lang, strategy=strategy, translator=load_memory(sample(lang)[1])
    )
    rows = rows_of(lang)[:4]
    examples = [example for out in chain.batch(rows) for example in out["examples"]]
    assert examples
    texts = {row["text"].strip() for row in rows}
    for example in examples:
        assert example["lang"] == lang and example["context"] in texts
        assert len(example["pairs"]) == 3
        assert all(pair["question"] and pair["answer"] for pair in example["pairs"])


def test_an_english_document_needs_no_translator() -> None:
    (example,) = seed_examples(embedded_teacher(), "en").invoke(english_row())["examples"]
    assert len(example["pairs"]) == 3


@pytest.mark.parametrize("strategy", ["native", "hybrid", "pivot"])
async def test_a_server_with_ugly_replies_writes_them_too(
    openai_server: Callable[..., OpenAIServer], strategy: str
) -> None:
    def ugly(request: Asked) -> Any:
        reply = road_reply(request)
        known = recognise(request.prompt)
        if known and known.task != "translate" and isinstance(reply.content, str):
            return f"<think>\nHm: what is asked?\n</think>\n\n```\n{reply.content}\n```"
        return reply

    server = openai_server(ugly)
    model = server_model(server.base_url, server.model, api_key=server.key)
    for lang, row in (("kn", rows_of("kn")[1]), ("en", english_row())):
        out = await seed_examples(model, lang, strategy=strategy).ainvoke(row)
        made = out["examples"]
        assert made or out["rejected"][-1]["reason"] == "too_few_pairs"
        assert len(out["pairs"]) == 3
        if strategy == "native":
            assert made and made[0]["lang"] == lang


def test_a_strategy_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ConfigError, match="'reverse' does not suit"):
        seed_examples(embedded_teacher(), "kn", strategy="reverse")


def test_columns_are_those_of_sdg_hubs_seed_data() -> None:
    out = seed_examples(Scripted(answer=answers), "en").invoke(passage(ENGLISH, "en"))
    (record,) = example_records(out)
    numbered = [f"icl_{kind}_{n}" for kind in ("query", "response") for n in (1, 2, 3)]
    assert list(record) == ["document", "document_outline", "domain", "icl_document", *numbered]
    assert record["icl_query_3"] == QUESTIONS[2] and record["icl_response_1"] == BETTER


def test_a_run_ends_in_a_qna_file_that_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    article = str(sample("kn")[0])
    road = ["run", article, "--lang", "kn", "--strategy", "native"]
    assert main([*road, "--recipe", "seed-examples", "--out", "o"]) == 0
    assert "qna.kn.yaml: 5 of " in capsys.readouterr().out
    lines = Path("o/seed_examples.jsonl").read_bytes().splitlines()
    records = [orjson.loads(line) for line in lines]
    qna = read_qna(Path("o/qna.kn.yaml"))
    assert (qna.kind, qna.lang, len(qna.seeds)) == ("knowledge", "kn", 5)
    contexts = [record["icl_document"] for record in records]
    assert [seed["context"] for seed in qna.seeds] == sorted(
        (seed["context"] for seed in qna.seeds), key=contexts.index
    )
    assert main([*road, "--seeds", "o/qna.kn.yaml", "--limit", "1", "--out", "next"]) == 0


def test_too_short_a_document_gives_columns_and_says_why_there_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(english_row()["text"], encoding="utf-8")
    road = ["run", "a.md", "--lang", "en", "--recipe", "seed-examples", "--out", "o"]
    assert main(road) == 0
    said = capsys.readouterr().out
    assert "no qna.en.yaml: it needs examples from 5 passages, there are 1" in said
    assert not Path("o/qna.en.yaml").exists() and Path("o/seed_examples.jsonl").exists()
