"""Reverse: answers are sentences of the document, and a question is tied to one by number."""

from dataclasses import replace
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from mlkt.ask import StepSettings
from mlkt.chains import knowledge, reverse_qa
from mlkt.chains.reverse import answers
from mlkt.models import embedded_teacher, server_model
from mlkt.rows import Row, living_pairs
from mlkt.run.files.records import pair_records
from mlkt.samples import sample
from mlkt.sources import Document, passages, read_source
from tests.chains.rows import passage
from tests.scripted import Scripted
from tests.servers.openai_server import Request, StartOpenAI
from tests.servers.openai_shapes import Reply
from tests.servers.road import road_reply

THREE = [
    "The palace of Mysuru was completed in 1912.",
    "It has two floors and a wide garden.",  # points back: no answer
    "The zoo of Mysuru was opened in 1892.",
    "Mysuru lies at the foot of Chamundi Hill.",
]
TEXTS = {
    "kn": "ಮೈಸೂರಿನ ಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡ ಕಟ್ಟಡ. ಅಲ್ಲಿ ಎರಡು ಮಹಡಿಗಳು ಇವೆ ನೋಡಿ.",
    "hi": "मैसूर का महल १९१२ में बनकर पूरा हुआ था। यह शहर के बीच में खड़ा है।",
    "ar": "اكتمل بناء قصر ميسور في عام ١٩١٢. تقع المدينة عند سفح تل تشاموندي.",
    "zh": "迈索尔宫于1912年建成。迈索尔动物园于1892年开放。",
    "th": "พระราชวังไมซอร์สร้างเสร็จในปี 1912 สวนสัตว์ไมซอร์เปิดในปี 1892",
    "vi": "Cung điện Mysuru được hoàn thành vào năm 1912. Vườn thú mở cửa năm 1892.",
    "en": "The palace of Mysuru was completed in 1912. The zoo was opened in 1892.",
}


def row_in(lang: str) -> Row:
    if lang == "en":
        return passages(Document(" ".join(THREE), "en", "Mysuru")).rows[0]
    return passages(read_source(str(sample(lang)[0]), lang)).rows[1]


def asked_with(reply: str | AIMessage, n: int = 5) -> Row:
    steps = {"reverse_questions": StepSettings(n_pairs=n)}
    model = Scripted(answer=lambda prompt, metadata: reply)
    return reverse_qa(model, "en", steps=steps).invoke(passage(THREE, "en"))


def test_the_answer_is_the_sentence_and_the_evidence_its_id() -> None:
    out = asked_with("1. When was the palace completed?\n3. Where does Mysuru lie?")
    assert [(p["question"], p["answer"]) for p in out["pairs"]] == [
        ("When was the palace completed?", THREE[0]),
        ("Where does Mysuru lie?", THREE[3]),
    ]
    assert [out["evidence"][p["id"]] for p in out["pairs"]] == [["s1"], ["s4"]]
    assert [(r["reason"], r["detail"]) for r in out["rejected"]] == [("no-question", THREE[2])]


@pytest.mark.parametrize(
    ("reply", "reasons"),
    [
        ("Which city is it?\nWhen was it built?", {"no-such-sentence"}),
        ("9. Which city is it?", {"no-such-sentence"}),
        ("1. When was it?\n1. Where was it?", {"second-question"}),
        ("I am sorry, I cannot do that.", {"no-items"}),
        ("", {"empty"}),
        ("<think>never ends", {"reasoning_cut_off"}),
        (
            AIMessage("1. When was", response_metadata={"finish_reason": "length"}),
            {"cut-off"},
        ),
        ("1. ಮೈಸೂರಿನ ಅರಮನೆಯು ಯಾವಾಗ ಪೂರ್ಣಗೊಂಡಿತು ಎಂದು ಹೇಳಿ?", {"wrong_language"}),
    ],
)
def test_what_no_number_ties_to_a_sentence_is_rejected(
    reply: str | AIMessage, reasons: set[str]
) -> None:
    out = asked_with(reply)
    assert {r["reason"] for r in out["rejected"]} - {"no-question"} == reasons
    assert len(living_pairs(out)) <= 1


def test_no_more_sentences_are_asked_about_than_the_step_says() -> None:
    model = Scripted(answer=lambda prompt, metadata: "1. When?")
    steps = {"reverse_questions": StepSettings(n_pairs=2)}
    reverse_qa(model, "en", steps=steps).invoke(passage(THREE, "en"))
    (request,) = model.asked
    assert "[2] " in request["prompt"] and "[3] " not in request["prompt"]
    assert THREE[1] not in request["prompt"].partition("<text>")[2]


def test_a_passage_without_a_sentence_that_stands_alone_costs_nothing() -> None:
    model = Scripted(answer=lambda prompt, metadata: "1. When?")
    out = reverse_qa(model, "en").invoke(passage([THREE[1]], "en"))
    assert model.asked == [] and out["pairs"] == []


@pytest.mark.parametrize("lang", TEXTS)
def test_sentences_are_found_in_every_script(lang: str) -> None:
    (row,) = passages(Document(TEXTS[lang], lang)).rows
    found = answers(row, lang, 5)
    assert found
    for sentence, ids in found:
        assert sentence in row["text"] and len(ids) == 1


def ugly(request: Request) -> Reply:
    reply = road_reply(request)
    return replace(reply, content=f"<think>\n1. A draft?\n</think>\n\n{reply.content}")


@pytest.mark.parametrize("lang", ["kn", "en"])
@pytest.mark.parametrize("kind", ["embedded", "server"])
async def test_the_recipe_ends_in_checked_pairs_without_any_translation(
    lang: str, kind: str, openai_server: StartOpenAI
) -> None:
    server = openai_server(ugly)
    own = server_model(server.base_url, server.model, api_key=server.key)
    teacher: Any = embedded_teacher() if kind == "embedded" else own
    row = row_in(lang)
    out = await knowledge(teacher, lang, strategy="reverse").ainvoke(row)
    kept, _ = pair_records(out)
    assert kept
    for pair in kept:
        assert pair["answer"] in " ".join(row["text"].split())
        assert [sentence["text"] for sentence in pair["evidence"]] == [pair["answer"]]
        assert {verdict["check"] for verdict in pair["verdicts"]} == {"standalone", "relevance"}
    assert {made["step"] for made in out["made_by"]} == {
        "reverse_questions", "standalone", "relevance",
    }  # fmt: skip
    assert all("/en@" in made["prompt"] for made in out["made_by"])
    assert {key: out[key] for key in row} == row
