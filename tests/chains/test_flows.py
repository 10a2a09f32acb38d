"""sdg_hub's flows: the same steps and tables, by every strategy, with both kinds of teacher."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel

from mlkt.ask import StepSettings
from mlkt.chains import detailed_summary, document_qa, extractive_summary, key_facts
from mlkt.chains.flows import fact_texts
from mlkt.chains.recipes import recipe
from mlkt.errors import ConfigError
from mlkt.models import embedded_teacher, server_model
from mlkt.packs import load_locale
from mlkt.rows import Row
from mlkt.run.files.book import PASSAGES
from mlkt.run.files.records import pair_records
from mlkt.samples import sample
from mlkt.sources import Document, passages, read_source
from mlkt.text import script_share
from mlkt.translate import load_memory
from tests.chains.rows import ENGLISH, passage
from tests.scripted import Scripted
from tests.servers.openai_server import Request, StartOpenAI
from tests.servers.openai_shapes import Reply
from tests.servers.road import road_reply

ENGLISH_TEXT = (
    "# Mysuru\n\nMysuru has 65 wards. The palace of Mysuru was finished in 1912 by many workers. "
    "The first zoo of Mysuru was opened in 1892. Chamundi Hill rises 1,060 metres above the sea.\n"
)
FLOWS = {
    "extractive_summary": extractive_summary,
    "detailed_summary": detailed_summary,
    "key_facts_to_qa": key_facts,
    "document_based_qa": document_qa,
}
COLUMNS = {
    "document", "document_outline", "domain", "icl_document", "icl_query_1", "icl_query_2",
    "icl_query_3", "icl_response_1", "icl_response_2", "icl_response_3", "question", "response",
    "faithfulness_explanation", "faithfulness_judgment",
}  # fmt: skip
OWN = {
    "extractive_summary": {"raw_document"},
    "detailed_summary": {"raw_document"},
    "key_facts_to_qa": {"raw_document", "key_fact"},
    "document_based_qa": {"base_document"},
}


def row_in(lang: str) -> Row:
    if lang == "en":
        return passages(Document(ENGLISH_TEXT, "en", "Mysuru")).rows[0]
    return passages(read_source(str(sample(lang)[0]), lang)).rows[1]


def ugly(request: Request) -> Reply:
    """Answer as the scripted server does, in the shapes that models like better."""
    reply = road_reply(request)
    text = str(reply.content).replace("Question: ", "**Question:** ").replace("1. ", "**1.** ")
    return replace(reply, content=f"<think>\nQuestion: a draft?\nAnswer: none.\n</think>\n\n{text}")


def records_of(row: Row) -> list[dict[str, str]]:
    (records,) = row["tables"].values()
    return records


@pytest.fixture(params=["embedded", "server"])
def teacher(request: pytest.FixtureRequest, openai_server: StartOpenAI) -> BaseChatModel:
    if request.param == "embedded":
        return embedded_teacher()
    server = openai_server(ugly)
    return server_model(server.base_url, server.model, api_key=server.key)


@pytest.mark.parametrize("strategy", ["pivot", "native", "hybrid"])
@pytest.mark.parametrize("lang", ["kn", "en"])
@pytest.mark.parametrize("folder", FLOWS)
async def test_every_flow_writes_its_table_in_the_documents_language(
    folder: str, lang: str, strategy: str, teacher: BaseChatModel
) -> None:
    row = row_in(lang)
    embedded = teacher.__class__ is embedded_teacher().__class__
    translator = load_memory(sample("kn")[1]) if embedded and lang == "kn" else None
    chain = FLOWS[folder](teacher, lang, translator=translator, strategy=strategy, views=["facts"])
    out = await chain.ainvoke(row)
    records, (kept, _) = records_of(out), pair_records(out)
    assert list(out["tables"]) == [folder]
    assert records and [(r["question"], r["response"]) for r in records] == [
        (pair["question"], pair["answer"]) for pair in kept
    ]
    assert {key: out[key] for key in row} == row
    for record in records:
        assert record.keys() == COLUMNS | OWN[folder]
        assert all(isinstance(value, str) for value in record.values())
        assert record.get("raw_document", record.get("base_document")) == row["text"]
        assert record["document_outline"] == " › ".join(row["outline"])
        assert record["faithfulness_judgment"] == "YES" and record["faithfulness_explanation"]
        for column in ("document", "key_fact"):
            text = str(record.get(column, row["text"]))
            assert script_share(text, load_locale(lang).script) > 0.5
    if folder.endswith("summary"):
        assert all(record["document"] != row["text"] for record in records)


def test_a_summary_that_does_not_come_back_leaves_its_pairs_without_a_record() -> None:
    source, target = passage(["ಮೈಸೂರು ಒಂದು ನಗರ."], "kn"), "Mysuru is a city in Karnataka."

    def answer(prompt: str, metadata: dict[str, Any]) -> str:
        summary = "A city of Karnataka it is, and its name is Mysuru, as all of us know."
        replies = {
            "summary_detailed": summary,
            "questions": "Question: What is Mysuru?",
            "answer": target,
            "faithfulness": f'Claim: {target}\nEvidence: "{target}"\nVerdict: yes',
        }
        if metadata["task"] != "translate":
            return replies[metadata["task"]]
        if "Mysuru, as all" in prompt:
            return "[1] A city of Karnataka it is, and its name is Mysuru, as all of us know."
        back = "What is Mysuru" in prompt.partition("<text>")[2]
        return f"[1] {'ಮೈಸೂರು ಎಂದರೆ ಏನು?' if back else target}"

    out = detailed_summary(Scripted(answer=answer), "kn").invoke(source)
    assert len(pair_records(out)[0]) == 1
    assert out["views_back"] == {"detailed": [None]}
    assert [r["reason"] for r in out["rejected"] if r["step"] == "views_back"]
    assert records_of(out) == []


def test_what_quotes_the_passage_comes_back_in_its_own_words_and_costs_nothing() -> None:
    memory = load_memory(sample("kn")[1])
    out = extractive_summary(embedded_teacher(), "kn", translator=memory).invoke(row_in("kn"))
    lines = [line for record in records_of(out) for line in record["document"].split("\n")]
    assert lines and all(line in " ".join(row_in("kn")["text"].split()) for line in lines)


def test_bad_replies_are_written_down_and_cost_only_themselves() -> None:
    replies: dict[str, str] = {"summary_detailed": " ".join(ENGLISH), "questions": "I cannot."}
    model = Scripted(answer=lambda prompt, metadata: replies[metadata["task"]])
    out = detailed_summary(model, "en").invoke(passage(ENGLISH, "en"))
    assert out["rejected"] and out["rejected"][0]["step"] == "questions"
    assert out["pairs"] == records_of(out) == []
    replies["summary_detailed"] = ""
    out = detailed_summary(model, "en").invoke(passage(ENGLISH, "en"))
    assert [r["reason"] for r in out["rejected"]] == ["empty"]
    assert len(model.asked) == 3


def test_a_question_that_two_summaries_give_is_answered_once() -> None:
    def answer(prompt: str, metadata: dict[str, Any]) -> str:
        claim = f'Claim: {ENGLISH[1]}\nEvidence: "{ENGLISH[1]}"\nVerdict: yes'
        return {
            "summary_detailed": f"{ENGLISH[metadata.get('sample', 0)]}",
            "questions": "Question: When was the palace completed?",
            "answer": ENGLISH[1],
            "faithfulness": claim,
        }[metadata["task"]]

    model = Scripted(answer=answer)
    steps = {"summary_detailed": StepSettings(n=2)}
    out = detailed_summary(model, "en", steps=steps).invoke(passage(ENGLISH, "en"))
    tasks = [asked["metadata"]["task"] for asked in model.asked]
    assert tasks.count("questions") == 2 and tasks.count("answer") == 1
    assert len(records_of(out)) == 1 and records_of(out)[0]["document"] == ENGLISH[0]


def test_facts_are_asked_about_one_by_one() -> None:
    row = {"summaries": {"facts": ["1. One is so.\n2) Two is so.", "- Two is so.\n- Three is."]}}
    assert [text for _, text in fact_texts(row)] == ["One is so.", "Two is so.", "Three is."]
    assert fact_texts({"summaries": {"facts": ["The only fact."]}}) == [("facts", "The only fact.")]
    assert fact_texts({}) == []


@pytest.mark.parametrize("folder", FLOWS)
def test_what_a_passage_costs_is_what_is_said(folder: str) -> None:
    names = {"key_facts_to_qa": "key-facts", "document_based_qa": "document-qa"}
    known = recipe(names.get(folder, folder.replace("_", "-")))
    out = FLOWS[folder](embedded_teacher(), "en").invoke(row_in("en"))
    said = known.calls({}, ())
    asked = {use["step"] for use in out["usage"]}
    assert asked <= said.keys()
    for task in asked:
        assert sum(use["step"] == task for use in out["usage"]) <= said[task]
    many = known.calls(
        {f"summary_{kind}": StepSettings(n=50) for kind in ("detailed", "facts")}, ()
    )
    assert sum(many.values()) >= sum(said.values())


def test_detailed_summaries_as_in_the_original_cost_what_the_original_costs() -> None:
    steps = {"summary_detailed": StepSettings(n=50)}
    assert sum(recipe("detailed-summary").calls(steps, ()).values()) == 50 + 50 + 250 + 250


def test_reverse_does_not_suit_a_flow() -> None:
    with pytest.raises(ConfigError, match="'reverse' does not suit this recipe"):
        document_qa(embedded_teacher(), "kn", strategy="reverse")


# -- The published mixing step, by what it does to columns (sdg_hub.md, sections 5.2, 6, A.9)


def rename(records: list[dict[str, str]], old: str, new: str) -> list[dict[str, str]]:
    """Rename as `datasets.Dataset.rename_column` does: the old must be there, the new must not."""
    for record in records:
        if old not in record:
            raise ValueError(f"Original column name {old} not in the dataset")
        if new in record:
            raise ValueError(f"New column name {new} already in the dataset")
    return [{new if key == old else key: value for key, value in r.items()} for r in records]


def mixed(folder: str, records: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return what the step makes of a table, and raise where it does."""
    if len({tuple(record) for record in records}) != 1:
        raise ValueError("the schema changes from line to line")
    if folder == "document_based_qa":
        records = rename(records, "base_document", "raw_document")
    wanted = {"question", "response", "document", "document_outline", "raw_document"}
    if missing := wanted - records[0].keys():
        raise ValueError(f"Missing required columns: {sorted(missing)}")
    with_context = folder != "key_facts_to_qa"
    return [
        {
            "messages": [
                {"role": "user", "content": f"{r['document']}\n\n" * with_context + r["question"]},
                {"role": "assistant", "content": r["response"]},
            ],
            "metadata": {"sdg_document": r["document"], "domain": r["domain"]},
        }
        for r in records
    ]


@pytest.mark.parametrize("folder", FLOWS)
@pytest.mark.parametrize("lang", ["kn", "en"])
def test_the_published_mixing_step_reads_every_table(folder: str, lang: str) -> None:
    out = FLOWS[folder](embedded_teacher(), lang, strategy="native").invoke(row_in(lang))
    lines = [record for name, record in PASSAGES.lines(out) if name.startswith("output")]
    assert {name for name, _ in PASSAGES.lines(out) if name.startswith("output")} == {
        f"output/step_03/{folder}/gen.jsonl"
    }
    made = mixed(folder, lines)
    assert [m["messages"][1]["content"] for m in made] == [r["response"] for r in records_of(out)]


def test_the_check_itself_fails_where_the_step_does() -> None:
    out = document_qa(embedded_teacher(), "en").invoke(row_in("en"))
    good = records_of(out)
    bad: list[Callable[[dict[str, str]], dict[str, str]]] = [
        lambda record: {**record, "raw_document": ""},
        lambda record: {key: value for key, value in record.items() if key != "base_document"},
        lambda record: {key: value for key, value in record.items() if key != "response"},
    ]
    for spoil in bad:
        with pytest.raises(ValueError, match="column"):
            mixed("document_based_qa", [spoil(record) for record in good])
