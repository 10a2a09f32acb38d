"""Skills: new questions and contexts, the checks between, and ratings with their threshold."""

import copy
from typing import Any

import pytest

from mlkt.ask import StepSettings
from mlkt.chains import skills
from mlkt.errors import ConfigError
from mlkt.models import embedded_teacher
from mlkt.rows import Row, living_pairs
from mlkt.run.files.book import PASSAGES
from mlkt.run.files.records import message_record, pair_records
from mlkt.run.telling.counts import Counts
from mlkt.translate import TranslationMemory, Unit
from tests.chains.test_questions_first import seed
from tests.scripted import Scripted

QUESTIONS = ["Write a line about rain.", "Write a line about rivers."]


def replies(**said: str) -> Scripted:
    """Return a model that says one thing a task: what is given, else what lets pairs through."""
    usual = {
        "skill_contexts": "Rain fell on the hills for three days.",
        "skill_questions": "\n\n".join(f"Question: {one}" for one in QUESTIONS),
        "skill_question_check": "yes\nIt is clear.",
        "skill_answer": "The rain runs down.",
        "skill_rating": "It is fine.\nScore: 3",
    }
    return Scripted(answer=lambda _, about: (usual | said)[about["task"]])


def tasks(model: Scripted) -> list[str]:
    return [asked["metadata"]["task"].removeprefix("skill_") for asked in model.asked]


def reasons(row: Row) -> list[str]:
    return [one["reason"] for one in row["rejected"]]


def test_a_freeform_seed_gives_questions_answers_and_ratings() -> None:
    model, row = replies(), seed("en", grounded=False)
    before = copy.deepcopy(row)
    out = skills(model, "en").invoke(row)
    assert tasks(model) == [
        "questions", "question_check", "question_check", "answer", "answer", "rating", "rating",
    ]  # fmt: skip
    assert [(pair["question"], pair["view"]) for pair in out["pairs"]] == [
        (QUESTIONS[0], "freeform"),
        (QUESTIONS[1], "freeform"),
    ]
    assert "contexts" not in out and row == before and {key: out[key] for key in row} == row
    (record, _), rejected = pair_records(out)
    assert rejected == []
    assert [one.get("score") for one in record["verdicts"]] == [None, 3.0]
    shown = message_record(record)
    assert [turn["content"] for turn in shown["messages"]] == [QUESTIONS[0], "The rain runs down."]
    assert shown["unmask"] is False


def test_a_grounded_seed_gets_contexts_first_and_they_stand_above_the_questions() -> None:
    number = iter(range(9))

    def reply(prompt: str, about: dict[str, Any]) -> str:
        if about["task"] == "skill_contexts":
            return f"Rain fell on hill {next(number)}."
        if about["task"] == "skill_rating":
            return "Score: 2"
        return "Question: How long did it rain?" if about["task"] == "skill_questions" else "yes"

    model = Scripted(answer=reply)
    steps = {"skill_contexts": StepSettings(n=2)}
    out = skills(model, "en", steps=steps).invoke(seed("en", grounded=True))
    assert out["contexts"] == ["Rain fell on hill 0.", "Rain fell on hill 1."]
    assert [pair["question"] for pair in living_pairs(out)] == [
        f"{context}\n\nHow long did it rain?" for context in out["contexts"]
    ]
    asked = [one["prompt"] for one in model.asked if one["metadata"]["task"] == "skill_answer"]
    assert all(prompt.count("Rain fell") == prompt.count("How long") == 1 for prompt in asked)
    counts = [one["prompt"] for one in model.asked if one["metadata"]["task"] == "skill_questions"]
    assert all("exactly 1 new" in prompt for prompt in counts)


@pytest.mark.parametrize(
    ("rating", "least", "reason", "score"),
    [
        ("Good.\nScore: 3", 3.0, None, 3.0),
        ("Brief.\nScore: 2", 2.0, None, 2.0),
        ("Brief.\nScore: 2", 3.0, "not_skill_rating", 2.0),
        ("Wrong.\nScore: 1", 2.0, "not_skill_rating", 1.0),
        ("Wrong.\nScore: 1", 1.0, None, 1.0),
        ("**2/3**", 2.0, None, 2.0),
        ("Score: 5", 2.0, "unclear_skill_rating", None),
        ("no idea", 2.0, "unclear_skill_rating", None),
    ],
)
def test_the_threshold_is_a_parameter_and_the_score_is_kept(
    rating: str, least: float, reason: str | None, score: float | None
) -> None:
    out = skills(replies(skill_rating=rating), "en", least=least).invoke(seed("en", grounded=False))
    assert reasons(out) == ([reason, reason] if reason else [])
    last = out["verdicts"][out["pairs"][0]["id"]][-1]
    assert last.get("score") == score
    assert last["verdict"] == ("yes" if not reason else reason.split("_")[0].replace("not", "no"))


def test_a_weak_question_costs_neither_answer_nor_rating() -> None:
    model = replies(skill_question_check="no\nIt needs a picture.")
    out = skills(model, "en").invoke(seed("en", grounded=False))
    assert tasks(model) == ["questions", "question_check", "question_check"]
    assert reasons(out) == ["not_skill_question_check"] * 2


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"skill_questions": "Question: Mysuru is a city in Karnataka."}, ["duplicate"]),
        ({"skill_questions": "1. One?\n2. Two?\n3. Three?"}, ["surplus"]),
        ({"skill_questions": "I cannot."}, ["no-questions"]),
        ({"skill_answer": ""}, ["empty", "empty"]),
    ],
)
def test_bad_replies_are_rejected_with_a_reason(said: dict[str, str], expected: list[str]) -> None:
    out = skills(replies(**said), "en").invoke(seed("en", grounded=False))
    assert reasons(out) == expected


def test_a_context_that_is_none_leaves_nothing_to_ask() -> None:
    model = replies(skill_contexts="")
    out = skills(model, "en").invoke(seed("en", grounded=True))
    assert tasks(model) == ["contexts"] and out["contexts"] == [] and out["pairs"] == []
    assert reasons(out) == ["empty"]


def test_an_answer_may_be_in_another_language() -> None:
    kannada = "ಮೈಸೂರು ಕರ್ನಾಟಕದ ಒಂದು ನಗರ ಎಂದು ಎಲ್ಲರೂ ಹೇಳುತ್ತಾರೆ."
    out = skills(replies(skill_answer=kannada), "en").invoke(seed("en", grounded=False))
    assert len(living_pairs(out)) == 2


@pytest.mark.parametrize("least", [0.5, 3.5, float("nan")])
def test_a_threshold_outside_of_the_scale_is_told(least: float) -> None:
    with pytest.raises(ConfigError, match="from 1 to 3"):
        skills(replies(), "en", least=least)


@pytest.mark.parametrize("lang", ["kn", "en"])
@pytest.mark.parametrize("strategy", ["native", "hybrid"])
def test_the_embedded_teacher_takes_a_grounded_seed_to_its_end(lang: str, strategy: str) -> None:
    row = seed(lang, grounded=True)
    out = skills(embedded_teacher(), lang, strategy=strategy).invoke(row)
    assert out["contexts"] == [row["seeds"][0]["context"]]
    for pair in living_pairs(out):
        assert pair["answer"] in out["contexts"][0]


def test_counts_and_records_take_rows_without_evidence() -> None:
    counts, row = Counts(), seed("en", grounded=False) | {"sentences": []}
    out = skills(replies(), "en").invoke(row)
    counts.add(0, out, None, PASSAGES.lines(out))
    assert counts.as_dict()["adds_up"] and counts.as_dict()["pairs"]["kept"] == 2
    assert [pair["evidence"] for pair in pair_records(out)[0]] == [[], []]


def test_a_seed_that_is_not_translated_asks_nothing() -> None:
    model, row = replies(), seed("kn", grounded=False)
    units = [Unit(texts=(("kn", row["text"]), ("en", "Mysuru is a city.")))]
    memory = TranslationMemory(units)
    out = skills(model, "kn", translator=memory).invoke(row)
    assert out["translation"]["text"] == "Mysuru is a city."
    assert model.asked == [] and out["pairs"] == []
    assert [one["step"] for one in out["rejected"]] == ["translate_seeds"]
