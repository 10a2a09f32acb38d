"""Seeds: two styles give two prompts, n of them no more requests, other languages by the gate."""

import copy
from pathlib import Path
from typing import Any

import pytest

from mlkt.ask import StepSettings
from mlkt.chains import knowledge, qa
from mlkt.chains.seed_translation import translate_seeds
from mlkt.chains.seeds import example
from mlkt.errors import EngineError
from mlkt.models import embedded_teacher
from mlkt.packs import load_locale
from mlkt.reply import format_pairs, parse_pairs
from mlkt.rows import Row, Seed
from mlkt.sources.qna import read_qna
from mlkt.steps import step
from mlkt.translate import Paragraph, TranslationMemory, Unit
from mlkt.translate.paragraph import fill, give_up
from tests.chains.rows import ENGLISH, KANNADA, passage
from tests.scripted import Scripted
from tests.servers.marking import mark
from tests.servers.road import Line
from tests.sources.qna_files import PASSAGES, as_yaml
from tests.sources.qna_files import knowledge as values

LANGS = ["kn", "hi", "ar", "zh", "th", "vi", "sw", "en"]
PALACE = {"question": "When was the palace finished?", "answer": "It was finished in 1912."}
WHY = {"question": "Why did people come to the town?", "answer": "They came because of its school."}


def seed(context: str, *pairs: dict[str, str], lang: str = "en") -> Seed:
    return {"context": context, "pairs": list(pairs), "lang": lang}


def answering(prompt: str, metadata: dict[str, Any]) -> str:
    return format_pairs([WHY], load_locale(metadata["lang"]))


def prompts(row: Row, lang: str = "en", **steps: StepSettings) -> list[str]:
    """Return the requests that `qa` makes of a row."""
    model = Scripted(answer=answering)
    qa(model, lang, steps=steps).invoke(row)
    return [asked["prompt"] for asked in model.asked]


def shown(prompt: str) -> str:
    return prompt.partition("<examples>\n")[2].partition("\n</examples>")[0]


def test_two_styles_of_seeds_give_two_prompts() -> None:
    row = passage(ENGLISH, "en")
    short = prompts(row | {"seeds": [seed("A palace stood here.", PALACE)]})
    deep = prompts(row | {"seeds": [seed("A palace stood here.", WHY)]})
    none = prompts(row)
    assert len({*short, *deep, *none}) == 3
    assert shown(short[0]) == (
        "A palace stood here.\n\n"
        "Question: When was the palace finished?\nAnswer: It was finished in 1912."
    )
    assert shown(none[0]) == ""


@pytest.mark.parametrize("lang", LANGS)
def test_an_example_is_in_the_form_of_the_reply(lang: str) -> None:
    row = passage(ENGLISH, "en") | {"seeds": [seed("…", PALACE, WHY, lang=lang)]}
    locale = load_locale(lang)
    text = example(row, lang, 0)
    assert text.startswith("…\n\n") and locale.labels["question"][0] in text
    assert parse_pairs(text.removeprefix("…\n\n"), locale).pairs == [PALACE, WHY]


def test_labels_are_those_of_the_instructions() -> None:
    row = passage(KANNADA, "kn") | {"seeds": [seed("ಪಠ್ಯ", PALACE, lang="kn")]}
    (hybrid,) = prompts(row, "kn", qa=StepSettings(prompt_lang="en"))
    (native,) = prompts(row, "kn")
    assert "Question: When" in shown(hybrid) and "ಪ್ರಶ್ನೆ: When" in shown(native)


def test_a_question_without_an_answer_shows_no_empty_label() -> None:
    row = passage(ENGLISH, "en") | {"seeds": [seed("", PALACE | {"answer": ""}, WHY)]}
    assert example(row, "en", 0) == (
        "Question: When was the palace finished?\n\n"
        "Question: Why did people come to the town?\n"
        "Answer: They came because of its school."
    )


def test_more_seeds_cost_no_more_requests_and_each_is_shown() -> None:
    seeds = [seed(f"Passage {n}.", PALACE) for n in range(3)]
    row = passage(ENGLISH, "en") | {"summaries": {"facts": ["a", "b"]}, "seeds": seeds}
    asked = prompts(row)
    assert len(asked) == 3
    assert {shown(prompt).partition("\n")[0] for prompt in asked} == {
        "Passage 0.", "Passage 1.", "Passage 2.",
    }  # fmt: skip
    first = {
        shown(prompts(passage([f"{n} {ENGLISH[0]}"], "en") | {"seeds": seeds})[0])
        for n in range(12)
    }
    assert len(first) == 3  # another passage begins with another seed


def test_seeds_in_another_language_are_not_shown() -> None:
    row = passage(ENGLISH, "en") | {"seeds": [seed("ಪಠ್ಯ", PALACE, lang="kn")]}
    assert shown(prompts(row)[0]) == ""


PAIR = {"question": "ಅರಮನೆ ಯಾವಾಗ ಮುಗಿಯಿತು?", "answer": "ಅರಮನೆ ೧೯೧೨ರಲ್ಲಿ ಮುಗಿಯಿತು."}
UNITS = {
    KANNADA[0]: ENGLISH[0],
    KANNADA[1]: ENGLISH[1],
    PAIR["question"]: "When was the palace finished?",
    PAIR["answer"]: "The palace was finished in 1912.",
}


def memory() -> TranslationMemory:
    return TranslationMemory(
        Unit((("kn", source), ("en", target))) for source, target in UNITS.items()
    )


def kannada_row(*seeds: Seed) -> Row:
    return passage(KANNADA, "kn", title="ಮೈಸೂರು") | {"seeds": list(seeds)}


def test_seeds_are_translated_sentence_by_sentence() -> None:
    row = kannada_row(seed(" ".join(KANNADA), PAIR, PAIR | {"answer": ""}, lang="kn"))
    before = copy.deepcopy(row)
    out = translate_seeds(memory(), "kn", to="en").invoke(row)
    question = "When was the palace finished?"
    assert out["translated_seeds"] == [
        {
            "context": " ".join(ENGLISH),
            "pairs": [
                {"question": question, "answer": "The palace was finished in 1912."},
                {"question": question, "answer": ""},
            ],
            "lang": "en",
        }
    ]
    assert {key: out[key] for key in before} == before == row
    assert out["rejected"] == [] and out["made_by"]


async def test_a_seed_that_the_gate_stops_is_left_out_and_told() -> None:
    wrong = {"question": "ಸೇತುವೆ ೧೮೯೦ರಲ್ಲಿ ಬಿತ್ತೇ?", "answer": PAIR["answer"]}
    unknown = {"question": "ಯಾರಿಗೂ ತಿಳಿಯದ ಪ್ರಶ್ನೆ ಇದು?", "answer": PAIR["answer"]}
    good = seed(KANNADA[0], PAIR, lang="kn")
    row = kannada_row(seed("", wrong, lang="kn"), good, seed("", unknown, lang="kn"))
    held = {**UNITS, wrong["question"]: "Did the bridge fall in 1980?"}  # 1890 in the source

    def look_up(paragraph: Paragraph) -> Paragraph:
        known = [one for one in paragraph.pending if one["source"] in held]
        found = {one["id"]: held[one["source"]] for one in known}
        return give_up(fill(paragraph, found, "held"), "held", "not held")

    chain = translate_seeds(step(look_up), "kn", to="en")
    out = chain.invoke(row)
    assert [made["context"] for made in out["translated_seeds"]] == [ENGLISH[0]]
    assert [(told["id"], told["step"]) for told in out["rejected"]] == [
        (row["id"], "translate_seeds")
    ] * 2
    assert [told["detail"].partition(":")[0] for told in out["rejected"]] == ["seed 1", "seed 3"]
    assert await chain.ainvoke(row) == out


def test_the_pivot_road_shows_kannada_seeds_in_english() -> None:
    model = Scripted(answer=answering)
    row = kannada_row(seed(KANNADA[0], PAIR, lang="kn"))
    chain = knowledge(model, "kn", views=(), checks=(), translator=two_ways(), seed_langs=["kn"])
    chain.invoke(row)
    (asked,) = [asked for asked in model.asked if asked["metadata"]["task"] == "qa"]
    assert shown(asked["prompt"]) == (
        f"{ENGLISH[0]}\n\n"
        "Question: When was the palace finished?\nAnswer: The palace was finished in 1912."
    )


def two_ways() -> TranslationMemory:
    both = [(source, target, "kn", "en") for source, target in UNITS.items()]
    both += [(WHY["question"], "ಜನ ಏಕೆ ಬಂದರು?", "en", "kn"), ("ಮೈಸೂರು", "Mysuru", "kn", "en")]
    return TranslationMemory(
        Unit(((first, source), (second, target))) for source, target, first, second in both
    )


@pytest.mark.parametrize("strategy", ["native", "hybrid"])
def test_seeds_of_other_languages_come_into_the_documents(strategy: str) -> None:
    model = Scripted(answer=answering)
    row = kannada_row(seed(ENGLISH[0], PALACE, lang="en"))
    turned = TranslationMemory(
        Unit((("en", source), ("kn", target)))
        for source, target in [
            (ENGLISH[0], KANNADA[0]),
            (PALACE["question"], PAIR["question"]),
            (PALACE["answer"], PAIR["answer"]),
        ]
    )
    knowledge(
        model,
        "kn",
        views=(),
        checks=(),
        strategy=strategy,
        translator=turned,
        seed_langs=["en"],
    ).invoke(row)
    assert KANNADA[0] in shown(model.asked[0]["prompt"])
    assert PAIR["question"] in shown(model.asked[0]["prompt"])


def test_seeds_in_the_working_language_stand_alone() -> None:
    model = Scripted(answer=answering)
    row = kannada_row(seed(KANNADA[0], PAIR, lang="kn"), seed(ENGLISH[0], PALACE, lang="en"))
    chain = knowledge(
        model, "kn", views=(), checks=(), translator=two_ways(), seed_langs=["kn", "en"]
    )
    out = chain.invoke(row)
    assert out["translated_seeds"] == []
    (asked,) = [asked for asked in model.asked if asked["metadata"]["task"] == "qa"]
    assert shown(asked["prompt"]).startswith(ENGLISH[0])


def test_what_cannot_be_translated_is_told_before_anything_is_asked() -> None:
    with pytest.raises(EngineError, match="give the examples in 'kn'"):
        knowledge(embedded_teacher(), "kn", strategy="native", seed_langs=["hi"])


def test_a_chat_model_translates_a_seed_once_for_all_rows() -> None:
    model = Scripted(answer=marked)
    chain = translate_seeds(model, "kn", to="en")
    first = chain.invoke(kannada_row(seed(KANNADA[0], PAIR, lang="kn")))
    assert {asked["metadata"]["task"] for asked in model.asked} == {"translate"}
    requests = len(model.asked)
    (made,) = first["translated_seeds"]
    assert made["lang"] == "en" and made["context"] and made["pairs"][0]["answer"]
    assert {used["step"] for used in first["usage"]} == {"translate_seeds"}
    assert len(first["usage"]) == requests and first["made_by"][0]["model"] == "scripted"
    again = chain.invoke(kannada_row(seed(KANNADA[0], PAIR, lang="kn")))
    assert again == first and len(model.asked) == requests
    chain.invoke(kannada_row(seed(KANNADA[1], PAIR, lang="kn")))
    assert len(model.asked) > requests


def marked(prompt: str, metadata: dict[str, Any]) -> str:
    lines = [Line(*line.split(" ", 1)) for line in prompt.splitlines() if line.startswith("[")]
    return "\n".join(f"{line.number} {mark(line.text, 'kn', 'en')}" for line in lines)


@pytest.mark.parametrize("lang", ["en", "kn", "hi", "sw"])
def test_the_embedded_teacher_asks_about_the_document_and_not_the_example(lang: str) -> None:
    row = passage([PASSAGES[lang].format(n=1897), PASSAGES[lang].format(n=1912)], lang)
    plain = qa(embedded_teacher(), lang).invoke(row)
    seeded = qa(embedded_teacher(), lang).invoke(
        row | {"seeds": [seed("The bridge of London fell down in 1834.", PALACE, lang=lang)]}
    )
    assert seeded["pairs"] == plain["pairs"] != []


def test_a_file_of_seeds_conditions_a_run(tmp_path: Path) -> None:
    path = tmp_path / "qna.kn.yaml"
    path.write_text(as_yaml(values("kn")), encoding="utf-8")
    row = passage(KANNADA, "kn") | {"seeds": list(read_qna(path).seeds)}
    (prompt,) = prompts(row, "kn")
    assert shown(prompt).partition("\n")[0] in {PASSAGES["kn"].format(n=1900 + n) for n in range(5)}
