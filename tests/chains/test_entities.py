"""Entities: tied to the places where they stand, whatever the reply looks like."""

from dataclasses import replace
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage

from mlkt.chains import entities
from mlkt.chains.recipes import recipe
from mlkt.errors import ConfigError
from mlkt.models import embedded_teacher, server_model
from mlkt.reply.entities.types import TYPES
from mlkt.rows import Row
from mlkt.run.files.book import PASSAGES
from mlkt.run.files.outputs import entity_records
from mlkt.run.telling.counts import Counts
from mlkt.samples import sample
from mlkt.sources import Document, passages, read_source
from mlkt.translate import load_memory
from tests.chains.rows import ENGLISH, KANNADA, passage, translated
from tests.scripted import Scripted
from tests.servers.openai_server import Request, StartOpenAI
from tests.servers.openai_shapes import Reply
from tests.servers.road import road_reply

ENGLISH_TEXT = (
    "# Mysuru\n\nThe city of Mysuru has 65 wards. Mysore Palace was finished in 1912.\n\n"
    "- Mysore Palace draws 6 million people to Mysuru.\n"
)


def listed(reply: str | AIMessage, row: Row | None = None, **options: Any) -> Row:
    """Return the row after a reply."""
    row = row or passage(ENGLISH, "en")
    model = Scripted(answer=lambda prompt, metadata: reply)
    out = entities(model, row["lang"], strategy="native", **options).invoke(row)
    assert {key: out[key] for key in row} == row
    return out


def told(row: Row) -> list[tuple[str, str, list[str]]]:
    """Return type, text and what stands at the spans of the kept entities."""
    return [
        (
            record["type"],
            record["text"],
            [row["text"][span["start"] : span["end"]] for span in record["spans"]],
        )
        for record in entity_records(row)
    ]


def reasons(row: Row) -> list[str]:
    return [rejected["reason"] for rejected in row["rejected"]]


def test_every_occurrence_is_found_with_its_sentence() -> None:
    row = passage(["Mysuru is old.", "Kempe Gowda saw Mysuru in 1537."], "en")
    out = listed("place: Mysuru\nperson: Kempe Gowda\ndate: 1537", row)
    assert [(one["text"], one["spans"]) for one in out["entities"]] == [
        (
            "Mysuru",
            [
                {"sentence_id": "s1", "start": 0, "end": 6},
                {"sentence_id": "s2", "start": 31, "end": 37},
            ],
        ),
        ("Kempe Gowda", [{"sentence_id": "s2", "start": 15, "end": 26}]),
        ("1537", [{"sentence_id": "s2", "start": 41, "end": 45}]),
    ]
    assert out["rejected"] == []


TEXTS = [  # text, reply, type and occurrences
    ("kn", "ಬೆಂಗಳೂರು ನಗರ. ವಾರ್ಡ್‌ಗಳು ಬೆಂಗಳೂರುಗಳಲ್ಲಿ.", "ಸ್ಥಳ: ಬೆಂಗಳೂರು\nother: ವಾರ್ಡ್ಗಳು", [2, 1]),
    ("hi", "दिल्ली में बाबर आया। दिल्ली बड़ी है।", "place: दिल्ली\n**व्यक्ति:** बाबर", [2, 1]),
    ("ar", "وصل ابن خلدون إلى القاهرة. بالقاهرة نهر.", "- شخص: ابن خلدون\n- مكان: القاهرة", [1, 2]),
    ("zh", "李白生于碎叶城。李白到了长安。", "人物：李白\n地点：长安", [2, 1]),
    ("th", "สุนทรภู่เกิดที่กรุงเทพ กรุงเทพใหญ่", "บุคคล: สุนทรภู่\nplace: กรุงเทพ", [1, 2]),
    ("vi", "Hà Nội là thủ đô. Sông ở Hà Nội.", '{"place": ["Hà Nội", "Sông"]}', [2, 1]),
    ("sw", "Tanga ni mji. Kazi ya Tanga.", "mahali: Tanga\nwork: Kazi", [1 + 1, 1]),
]


@pytest.mark.parametrize(("lang", "text", "reply", "counts"), TEXTS)
def test_offsets_are_exact_in_every_script(
    lang: str, text: str, reply: str, counts: list[int]
) -> None:
    row = passage([text], lang)
    model = Scripted(answer=lambda prompt, metadata: reply)
    chain = entities(model, lang, strategy="hybrid")
    out = chain.invoke(row)
    assert out["rejected"] == []
    assert [len(one["spans"]) for one in out["entities"]] == counts
    for _, name, standing in told(out):
        joined = {part.replace("\u200c", "").replace("\u200d", "") for part in standing}
        assert joined == {name.replace("\u200c", "").replace("\u200d", "")}


ROWS = [  # reply, what is kept, why the others are not
    ("place: Mysuru\nplace: Mysuru", ["Mysuru"], ["duplicate"]),
    ("place: Mysuru\nperson: Mysuru", ["Mysuru"], ["other_type"]),
    ("place: Bengaluru", [], ["not_in_text"]),
    ("place: Bengaluru\nplace: Bengaluru", [], ["not_in_text", "not_in_text"]),
    ("place: mysuru", [], ["not_in_text"]),
    ("place: Mysuru, Karnataka", ["Mysuru", "Karnataka"], []),
    ("place: Mysuru, Kerala", ["Mysuru"], ["not_in_text"]),
    ("place: Mysuru (a city)", ["Mysuru"], []),
    ("date: 1912.", ["1912"], []),
    ("place: Karnataka.", ["Karnataka"], []),
    ("date: 191", [], ["not_in_text"]),
    ("- animal: Mysuru", [], ["unknown-type"]),
    ("I cannot help with that.", [], ["no-entities"]),
    ("", [], ["empty"]),
    ("<think>place: Mysuru", [], ["reasoning_cut_off"]),
    ("<think>place: Mysuru</think>place: Karnataka", ["Karnataka"], []),
    ("-", [], []),
    ("place: city in Karnataka\nplace: Karnataka", ["city in Karnataka", "Karnataka"], []),
]


@pytest.mark.parametrize(("reply", "kept", "why"), ROWS)
def test_what_does_not_go_on_is_written_down(reply: str, kept: list[str], why: list[str]) -> None:
    out = listed(reply)
    assert [text for _, text, _ in told(out)] == kept
    assert reasons(out) == why
    assert len({one["id"] for one in out["entities"]}) == len(out["entities"])
    counts = Counts()
    counts.add(len(out["sentences"]), out, None, PASSAGES.lines(out))
    found = counts.as_dict()
    assert found["adds_up"] and found["entities"] == {
        "named": len(out["entities"]),
        "kept": len(kept),
        "rejected": len(out["entities"]) - len(kept),
    }
    assert sum(found["rejected_outputs"].values()) == found["entities"]["rejected"]
    assert found["pairs"]["made"] == 0


def test_a_longer_name_takes_what_stands_inside_it() -> None:
    row = passage(["Mysore University is in Mysore.", "Ann Arbor is far."], "en")
    out = listed(
        "organization: Mysore University\nplace: Mysore\nperson: Ann\nplace: Ann Arbor", row
    )
    assert told(out) == [
        ("organization", "Mysore University", ["Mysore University"]),
        ("place", "Mysore", ["Mysore"]),
        ("person", "Ann", ["Ann"]),  # it stands nowhere else
        ("place", "Ann Arbor", ["Ann Arbor"]),
    ]
    assert out["entities"][1]["spans"][0]["start"] > 20


def test_what_was_cut_off_is_left_out() -> None:
    reply = AIMessage("place: Mysuru\nplace: Karn", response_metadata={"finish_reason": "length"})
    out = listed(reply)
    assert [text for _, text, _ in told(out)] == ["Mysuru"]
    assert reasons(out) == ["cut-off"]


def test_types_of_ones_own_are_asked_for_and_no_others() -> None:
    model = Scripted(answer=lambda prompt, metadata: "place_of_birth: Mysuru\n- date: 1912")
    chain = entities(model, "en", types=["place_of_birth", "king"])
    out = chain.invoke(passage(ENGLISH, "en"))
    assert "of these types: place_of_birth, king." in model.asked[0]["prompt"]
    assert told(out) == [("place_of_birth", "Mysuru", ["Mysuru"])]
    assert reasons(out) == ["unknown-type"]


@pytest.mark.parametrize("types", [[], "person", ["a: b"], ["x" * 41], ["a\nb"]])
def test_types_that_are_none_are_refused(types: Any) -> None:
    with pytest.raises(ConfigError, match="type"):
        entities(embedded_teacher(), "en", types=types)


def test_a_passage_without_text_is_not_asked_about() -> None:
    model = Scripted(answer=lambda prompt, metadata: "-")
    out = entities(model, "en").invoke(passage([" "], "en"))
    assert model.asked == [] and out["entities"] == []


def test_the_list_is_an_instruction_to_train_on() -> None:
    out = listed("place: Mysuru\ndate: 1912")
    (message,) = [record for name, record in PASSAGES.lines(out) if name == "messages.jsonl"]
    user, assistant = message["messages"]
    assert assistant["content"] == "place: Mysuru\ndate: 1912"
    assert ENGLISH[0] in user["content"] and "List the entities" in user["content"]
    assert not [name for name, _ in PASSAGES.lines(listed("-")) if name == "messages.jsonl"]


def test_by_pivot_the_sentences_tie_what_the_translation_names() -> None:
    def answer(prompt: str, metadata: dict[str, Any]) -> str:
        if metadata["task"] == "translate":
            lines = [f"[{at}] {one}" for at, one in enumerate(ENGLISH, 1)]
            return "\n".join(lines) if KANNADA[1] in prompt.partition("<text>")[2] else "[1] Mysuru"
        return "place: Mysuru\ndate: 1912"

    row = passage(KANNADA, "kn")
    out = entities(Scripted(answer=answer), "kn").invoke(row)
    assert [(one["text"], one["lang"], one["spans"]) for one in out["entities"]] == [
        ("Mysuru", "en", [{"sentence_id": "s1"}]),
        ("1912", "en", [{"sentence_id": "s2"}]),
    ]
    assert out["instructions"] == {}
    assert [name for name, _ in PASSAGES.lines(out)].count("entities.jsonl") == 2


def test_a_translation_that_is_there_already_ties_too() -> None:
    row = translated(passage(KANNADA, "kn"), ENGLISH)
    model = Scripted(answer=lambda prompt, metadata: "place: Karnataka")
    out = entities(model, "en", strategy="native").invoke(row)
    assert out["entities"][0]["spans"] == [{"sentence_id": "s1"}]


def test_reverse_does_not_suit() -> None:
    with pytest.raises(ConfigError, match="'reverse' does not suit this recipe"):
        entities(embedded_teacher(), "kn", strategy="reverse")


# -- Both kinds of teacher, by every strategy


def ugly(request: Request) -> Reply:
    reply = road_reply(request)
    text = str(reply.content)
    if "\n" in text and "[1]" not in text:
        lines = [
            f"{at}. **{line.replace(': ', ':** ')}" for at, line in enumerate(text.split("\n"))
        ]
        text = "Here you are:\n\n" + "\n".join(lines)
    return replace(reply, content=f"<think>\nother: a draft\n</think>\n\n{text}")


@pytest.fixture(params=["embedded", "server"])
def teacher(request: pytest.FixtureRequest, openai_server: StartOpenAI) -> BaseChatModel:
    if request.param == "embedded":
        return embedded_teacher()
    server = openai_server(ugly)
    return server_model(server.base_url, server.model, api_key=server.key)


@pytest.mark.parametrize("strategy", ["pivot", "native", "hybrid"])
@pytest.mark.parametrize("lang", ["kn", "en", "hi", "sw"])
async def test_entities_are_tied_to_sentences(
    lang: str, strategy: str, teacher: BaseChatModel
) -> None:
    row = (
        passages(Document(ENGLISH_TEXT, "en", "Mysuru")).rows[0]
        if lang == "en"
        else passages(read_source(str(sample(lang)[0]), lang)).rows[-1]
    )
    embedded = teacher.__class__ is embedded_teacher().__class__
    translator = load_memory(sample(lang)[1]) if embedded and lang != "en" else None
    chain = entities(teacher, lang, translator=translator, strategy=strategy, views=["facts"])
    out = await chain.ainvoke(row)
    kept = entity_records(out)
    assert kept and {one["type"] for one in kept} <= set(TYPES)
    known = {sentence["id"] for sentence in row["sentences"]}
    for record in kept:
        assert record["spans"] and {span["sentence_id"] for span in record["spans"]} <= known
        assert record["passage_id"] == row["id"]
        for span in record["spans"]:
            if "start" in span:
                assert row["text"][span["start"] : span["end"]] == record["text"]
    pivoted = strategy == "pivot" and lang != "en"
    assert all(("start" in record["spans"][0]) is not pivoted for record in kept)
    assert [use["step"] for use in out["usage"]].count("entities") == 1
    assert recipe("entities").calls({}, ()) == {"entities": 1}
