"""Questions first, answers later: what is dropped between costs no answer."""

import copy
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from mlkt.ask import StepSettings
from mlkt.chains import critic
from mlkt.chains.asking import answer_questions, ask_questions
from mlkt.chains.requests import view_texts
from mlkt.models import embedded_teacher
from mlkt.packs import load_locale
from mlkt.rows import Row, living_pairs
from mlkt.samples import sample
from mlkt.sources import passages, read_source
from tests.chains.rows import ENGLISH, KANNADA, passage, translated
from tests.scripted import Scripted

WHEN, WHERE = "In which year was the palace of Mysuru completed?", "In which state is Mysuru?"


def model(*asked: str, answer: str = "It was completed in 1912.") -> Scripted:
    """Return a teacher that asks `asked`, says `answer` and drops questions with "it" in them."""

    def reply(prompt: str, metadata: dict[str, Any]) -> str:
        if metadata["task"] == "questions":
            return "\n\n".join(f"Question: {one}" for one in asked)
        if metadata["task"] == "standalone":
            return "no" if " it " in prompt.split("</question>")[0] else "yes"
        return answer

    return Scripted(answer=reply)


def tasks(scripted: Scripted) -> list[str]:
    return [asked["metadata"]["task"] for asked in scripted.asked]


def test_a_question_that_the_critic_drops_is_not_answered() -> None:
    scripted = model(WHEN, "When was it built?")
    row = translated(passage(KANNADA, "kn"), ENGLISH)
    before = copy.deepcopy(row)
    chain = ask_questions(scripted) | critic(scripted, checks=["standalone"])
    out = (chain | answer_questions(scripted)).invoke(row)
    assert [pair["answer"] for pair in out["pairs"]] == ["It was completed in 1912.", ""]
    assert [pair["question"] for pair in living_pairs(out)] == [WHEN]
    assert [one["reason"] for one in out["rejected"]] == ["not_standalone"]
    assert tasks(scripted) == ["questions", "standalone", "standalone", "answer"]
    assert row == before and {key: out[key] for key in row} == row


def test_every_view_is_asked_about_and_answered_from_where_it_came() -> None:
    row = passage(ENGLISH, "en") | {"summaries": {"detailed": ["first", "second"]}}
    scripted = Scripted(
        answer=lambda prompt, about: (
            f"Question: What about {prompt.split('<document>')[1].split('<')[0].strip()[:9]}?"
            if about["task"] == "questions"
            else "An answer."
        )
    )
    chain = ask_questions(scripted, texts=view_texts)
    out = (chain | answer_questions(scripted, texts=view_texts)).invoke(row)
    assert [(pair["view"], pair.get("at")) for pair in out["pairs"]] == [
        ("passage", 0),
        ("detailed", 0),
        ("detailed", 1),
    ]
    answered = [asked["prompt"] for asked in scripted.asked[3:]]
    assert sum("second" in prompt for prompt in answered) == 1  # threads ask in any order
    assert len({pair["id"] for pair in out["pairs"]}) == 3


def test_the_prompt_says_how_many_and_shows_the_seeds() -> None:
    seed = {
        "context": "Halebidu is a town.",
        "pairs": [{"question": "Where is Halebidu?", "answer": "In Hassan."}],
        "lang": "en",
    }
    scripted = model(WHEN)
    steps = {"questions": StepSettings(n_pairs=3)}
    ask_questions(scripted, steps=steps).invoke(passage(ENGLISH, "en") | {"seeds": [seed]})
    prompt = scripted.asked[0]["prompt"]
    assert "exactly 3 questions" in prompt
    assert "Halebidu is a town.\n\nQuestion: Where is Halebidu?" in prompt


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [
        ([WHEN, WHERE, WHEN.upper()], ["duplicate"]),
        ([WHEN, "ಮೈಸೂರು ಅರಮನೆ ಯಾವ ವರ್ಷದಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು?"], ["wrong_language"]),
        (["…"], ["placeholder"]),
    ],
)
def test_questions_that_are_none_are_rejected(asked: list[str], reasons: list[str]) -> None:
    out = ask_questions(model(*asked)).invoke(passage(ENGLISH, "en"))
    assert [one["reason"] for one in out["rejected"]] == reasons


@pytest.mark.parametrize("reply", ["I would rather not.", "", "<think>Question: Where"])
def test_a_reply_without_questions_is_rejected_whole(reply: str) -> None:
    out = ask_questions(Scripted(answer=lambda *_: reply)).invoke(passage(ENGLISH, "en"))
    assert out["pairs"] == []
    (only,) = out["rejected"]
    assert only["id"] == out["id"] and only["raw"] == reply


@pytest.mark.parametrize(
    ("answer", "reason", "finish"),
    [
        ("", "empty", "stop"),
        ("It was in", "cut_off", "length"),
        ("ಮೈಸೂರು ಅರಮನೆ ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು ಎಂದು ಹೇಳುತ್ತಾರೆ.", "wrong_language", "stop"),
    ],
)
def test_an_answer_that_is_none_rejects_its_pair(answer: str, reason: str, finish: str) -> None:
    out = ask_questions(model(WHEN)).invoke(passage(ENGLISH, "en"))
    message = AIMessage(answer, response_metadata={"finish_reason": finish})
    out = answer_questions(Scripted(answer=lambda *_: message)).invoke(out)
    assert [(one["step"], one["reason"]) for one in out["rejected"]] == [("answer", reason)]
    assert living_pairs(out) == []


def test_labels_in_front_of_an_answer_are_read() -> None:
    row = ask_questions(model(WHEN)).invoke(passage(ENGLISH, "en"))
    out = answer_questions(model(answer="**Answer:** In 1912.")).invoke(row)
    assert [pair["answer"] for pair in out["pairs"]] == ["In 1912."]


@pytest.mark.parametrize("lang", ["kn", "hi", "sw"])
async def test_the_embedded_teacher_asks_and_answers_by_quoting(lang: str) -> None:
    row: Row = passages(read_source(str(sample(lang)[0]), lang)).rows[0]
    teacher = embedded_teacher()
    chain = ask_questions(teacher, lang) | answer_questions(teacher, lang)
    out = chain.invoke(row)
    assert 3 <= len(out["pairs"]) <= 5 and out["rejected"] == []
    flat = " ".join(row["text"].split())
    for pair in out["pairs"]:
        first = pair["answer"].split("\n")[0].split(". ")[0]
        assert first in flat
    assert out == await chain.ainvoke(row)
    about = load_locale(lang).frames["about"].split("{text}")[0]
    assert any(not pair["question"].startswith(about) for pair in out["pairs"])
