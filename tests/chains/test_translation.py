"""The translation chains: passages out, pairs back, nothing lost and nothing passed through."""

import copy
from pathlib import Path
from typing import Any

import pytest
import regex
from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable, RunnableLambda

import mlkt.samples
from mlkt.ask import Sampling, StepSettings
from mlkt.chains import translate, translate_back
from mlkt.errors import EngineError, LanguageError
from mlkt.models import embedded_teacher
from mlkt.packs import load_locale
from mlkt.rows import Pair, Row, working_outline, working_sentences, working_text
from mlkt.sources import passages, read_source
from mlkt.text import fill_frame
from mlkt.translate import TranslationMemory, Unit, load_memory
from mlkt.translate.paragraph import Paragraph, fill
from tests.scripted import Scripted

SAMPLES = Path(mlkt.samples.__file__).parent
LANGS = sorted(path.stem for path in SAMPLES.glob("*.tmx"))
LINE = regex.compile(r"^\[(\d+)\] (.*)$", regex.MULTILINE)

TEXT = "## ಇತಿಹಾಸ\n\nಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು. ಅದು ನಗರದಲ್ಲಿದೆ.\n\n- ಚಾಮುಂಡಿ ಬೆಟ್ಟ\n- 2017\n"
PIVOT = {
    "ಮೈಸೂರು": "Mysuru",
    "ಇತಿಹಾಸ": "History",
    "ಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು.": "The palace was completed in 1912.",
    "ಅದು ನಗರದಲ್ಲಿದೆ.": "It stands in the city.",
    "ಚಾಮುಂಡಿ ಬೆಟ್ಟ": "Chamundi Hill",
}
ENGLISH = (
    "## History\n\nThe palace was completed in 1912. It stands in the city.\n\n"
    "- Chamundi Hill\n- 2017\n"
)


def passage() -> Row:
    spans = [match.span() for match in regex.finditer(r"[\p{L}\d][^\n.]*\.?", TEXT)]
    return {
        "id": "p1",
        "document_id": "d1",
        "lang": "kn",
        "outline": ["ಮೈಸೂರು", "ಇತಿಹಾಸ"],
        "text": TEXT,
        "origin": {"start": 0, "end": len(TEXT), "title": "ಮೈಸೂರು"},
        "sentences": [
            {"id": f"s{number}", "start": start, "end": end}
            for number, (start, end) in enumerate(spans, 7)
        ],
        "made_by": [{"step": "before", "prompt": "", "model": "x"}],
    }


def memory(**changes: str | None) -> TranslationMemory:
    """Return the memory of the passage; a word of a unit's English and its new text, or None."""
    texts = {
        source: next((new for word, new in changes.items() if word in target), target)
        for source, target in PIVOT.items()
    }
    return TranslationMemory(
        Unit((("kn", source), ("en", target))) for source, target in texts.items() if target
    )


def pair(id: str, question: str, answer: str) -> Pair:
    return {"id": id, "question": question, "answer": answer, "reasoning": "", "view": "passage"}


def translated(*pairs: Pair) -> Row:
    return translate(memory(), "kn").invoke(passage()) | {"pairs": list(pairs)}


def numbered(prompt: str) -> list[tuple[str, str]]:
    return LINE.findall(prompt.split("<text>")[1].split("</text>")[0])


def answering(table: dict[str, str]) -> Scripted:
    def answer(prompt: str, _: dict[str, Any]) -> str:
        return "\n".join(f"[{n}] {table[s]}" for n, s in numbered(prompt) if s in table)

    return Scripted(answer=answer)


def test_a_passage_is_rebuilt_around_its_translations() -> None:
    row = passage()
    before = copy.deepcopy(row)
    out = translate(memory(), "kn").invoke(row)
    assert row == before
    assert {key: out[key] for key in before if key != "made_by"} == {
        key: before[key] for key in before if key != "made_by"
    }
    assert out["made_by"] == [
        *before["made_by"],
        {"step": "translate", "prompt": "", "model": "memory"},
    ]
    translation = out["translation"]
    assert translation["status"] == "ok" and translation["lang"] == "en"
    assert working_text(out) == ENGLISH
    assert working_outline(out) == ["Mysuru", "History"]
    assert [(s["ids"], ENGLISH[s["start"] : s["end"]]) for s in working_sentences(out)] == [
        (["s7"], "History"),
        (["s8"], "The palace was completed in 1912."),
        (["s9"], "It stands in the city."),
        (["s10"], "Chamundi Hill"),
        (["s11"], "2017"),
    ]
    assert [(s["id"], s["sentence_ids"]) for s in translation["segments"]] == [
        ("o1", []),
        ("o2", []),
        *((f"s{number}", [f"s{number}"]) for number in range(7, 12)),
    ]
    assert {s["engine"] for s in translation["segments"]} == {"memory", "copy"}


async def test_all_roads_of_lcel_give_the_same() -> None:
    chain = translate(memory(), "kn") | RunnableLambda(lambda row: row)
    rows = [passage(), passage() | {"id": "p2"}]
    outs = [chain.invoke(row) for row in rows]
    assert chain.batch(rows) == outs
    assert await chain.abatch(rows) == outs
    assert await chain.ainvoke(rows[0]) == outs[0]
    assert [out async for out in chain.astream(rows[1])] == [outs[1]]


@pytest.mark.parametrize("lang", LANGS)
def test_the_sample_of_every_language_is_translated_whole(lang: str) -> None:
    rows = passages(read_source(str(SAMPLES / f"{lang}.md"), lang)).rows
    assert rows
    for row in translate(load_memory(SAMPLES / f"{lang}.tmx"), lang).batch(rows):
        assert row["translation"]["status"] == "ok", row["translation"]["segments"]
        ids = [id for sentence in working_sentences(row) for id in sentence["ids"]]
        assert ids == [sentence["id"] for sentence in row["sentences"]]
        found = [p for segment in row["translation"]["segments"] for p in segment["problems"]]
        # "Palace" begins with a capital, and its Kannada is no name: an alarm that blocks nothing.
        assert all((p["kind"], p["severity"]) == ("names_added", "minor") for p in found)


def test_a_sentence_without_translation_leaves_no_text_and_its_problem_stands() -> None:
    out = translate(memory(palace=None), "kn").invoke(passage())
    translation = out["translation"]
    assert translation["status"] == "partial"
    assert translation["text"] == ENGLISH.replace("The palace was completed in 1912. ", "")
    assert [s["ids"] for s in translation["sentences"]] == [["s7"], ["s9"], ["s10"], ["s11"]]
    (lost,) = [s for s in translation["segments"] if s["target"] is None]
    assert lost["id"] == "s8" and [p["kind"] for p in lost["problems"]] == ["untranslated"]


def test_a_heading_of_the_outline_without_translation_is_left_out() -> None:
    out = translate(memory(Mysuru=None), "kn").invoke(passage())
    assert working_outline(out) == ["History"]
    assert out["translation"]["status"] == "partial" and working_text(out) == ENGLISH


def test_a_passage_of_which_nothing_is_translated_goes_on_as_failed() -> None:
    row = passage() | {"sentences": passage()["sentences"][:4]}
    stranger = TranslationMemory([Unit((("kn", "ಬೇರೆ"), ("en", "other")))])
    out = translate(stranger, "kn").invoke(row)
    assert out["translation"]["status"] == "failed"
    assert working_text(out) == "" and working_sentences(out) == [] and working_outline(out) == []
    back = translate_back(stranger, "kn").invoke(out | {"pairs": []})
    assert back["back"] == {} and back["rejected"] == []


def test_what_the_gate_blocks_is_no_text_and_stays_readable() -> None:
    table = PIVOT | {"ಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು.": "The palace was completed in 1921."}
    out = translate(answering(table), "kn").invoke(passage())
    segment = next(s for s in out["translation"]["segments"] if s["id"] == "s8")
    assert segment["target"] is None
    assert [p["kind"] for p in segment["problems"]] == ["numbers_changed"]
    assert [attempt["target"] for attempt in segment["attempts"]] == [
        "The palace was completed in 1921."  # asked twice: in its paragraph, then alone
    ] * 2
    assert "1921" not in working_text(out) and out["translation"]["status"] == "partial"


def test_a_model_that_repeats_the_source_translates_nothing() -> None:
    parrot = Scripted(answer=lambda prompt, _: "\n".join(f"[{n}] {s}" for n, s in numbered(prompt)))
    out = translate(parrot, "kn").invoke(passage())
    assert working_text(out) == "- 2017\n"  # a number is the same in both
    assert out["translation"]["outline"] == []


def test_what_people_decided_in_a_memory_is_not_overruled_by_the_gate() -> None:
    out = translate(memory(palace="The palace opened in 1921."), "kn").invoke(passage())
    segment = next(s for s in out["translation"]["segments"] if s["id"] == "s8")
    assert segment["target"] == "The palace opened in 1921."
    assert [(p["kind"], p["severity"]) for p in segment["problems"]] == [
        ("numbers_changed", "minor")
    ]
    untranslated = memory(palace="ಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು.")
    assert translate(untranslated, "kn").invoke(passage())["translation"]["status"] == "partial"


def test_a_chat_model_gets_a_paragraph_a_request_with_the_one_before_as_context() -> None:
    model = answering(PIVOT)
    steps = {"translate": StepSettings(sampling=Sampling(temperature=0.2))}
    out = translate(model, "kn", steps=steps).invoke(passage())
    assert out["translation"]["status"] == "ok" and working_text(out) == ENGLISH
    asked = {tuple(s for _, s in numbered(a["prompt"])): a for a in model.asked}
    assert set(asked) == {
        ("ಮೈಸೂರು", "ಇತಿಹಾಸ"),
        ("ಇತಿಹಾಸ",),
        ("ಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು.", "ಅದು ನಗರದಲ್ಲಿದೆ."),
        ("ಚಾಮುಂಡಿ ಬೆಟ್ಟ",),
    }
    last = asked["ಚಾಮುಂಡಿ ಬೆಟ್ಟ",]["prompt"]
    assert "<context>\nಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು. ಅದು ನಗರದಲ್ಲಿದೆ.\n</context>" in last
    assert all(a["sampling"] == {"temperature": 0.2} for a in model.asked)
    assert [used["step"] for used in out["usage"]] == ["translate"] * 4
    assert len(out["made_by"]) == 2 and out["made_by"][1]["model"] == "scripted"
    assert out["made_by"][1]["prompt"].startswith("translate/en@")


def test_the_memory_is_asked_first_and_the_model_for_the_rest() -> None:
    model = answering({"ಚಾಮುಂಡಿ ಬೆಟ್ಟ": "Chamundi Hill"})
    out = translate(model, "kn", memory=memory(Chamundi=None)).invoke(passage())
    assert working_text(out) == ENGLISH and len(model.asked) == 1
    assert {made["model"] for made in out["made_by"]} == {"x", "memory", "scripted"}


def test_an_engine_of_ones_own_translates() -> None:
    def shout(given: Paragraph) -> Paragraph:
        return fill(given, {s["id"]: PIVOT[s["source"]].upper() for s in given.pending}, "mine")

    out = translate(RunnableLambda(shout), "kn").invoke(passage())
    assert working_text(out) == ENGLISH.upper()
    assert out["made_by"][1] == {"step": "translate", "prompt": "", "model": "mine"}


@pytest.mark.parametrize("chain", [translate, translate_back])
def test_the_embedded_teacher_is_refused_before_any_work(chain: Any) -> None:
    with pytest.raises(EngineError, match="--memory FILE.tmx"):
        chain(embedded_teacher(), "kn")


def test_rows_of_other_languages_are_refused_by_name() -> None:
    both = TranslationMemory([Unit((("kn", "ನಗರ"), ("hi", "नगर"), ("en", "city")))])
    with pytest.raises(LanguageError, match="'p1'.*'kn'.*'hi'"):
        translate(both, "hi").invoke(passage())
    with pytest.raises(LanguageError, match="'p1'.*'kn'.*'hi'"):
        translate_back(both, "hi").invoke(translated())
    with pytest.raises(LanguageError, match="'p1'.*'kn'.*'en'"):
        translate_back(both, "kn").invoke(passage())  # it has no translation to come back from


def test_what_pairs_quote_comes_back_in_the_words_of_the_passage() -> None:
    english, kannada = load_locale("en"), load_locale("kn")
    row = translated(
        pair("a", fill_frame(english, "complete", "The palace was completed in ____."), "1912"),
        pair("b", fill_frame(english, "about", "History"), "It stands in the city. 2017"),
        pair("c", "Chamundi Hill", "2017"),
    )
    before = copy.deepcopy(row)
    out = translate_back(memory(), "kn").invoke(row)
    assert row == before
    assert out["back"] == {
        "a": {
            "lang": "kn",
            "question": fill_frame(kannada, "complete", "ಅರಮನೆಯು ____ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು."),
            "answer": "೧೯೧೨",
            "problems": [],
        },
        "b": {
            "lang": "kn",
            "question": fill_frame(kannada, "about", "ಇತಿಹಾಸ"),
            "answer": "ಅದು ನಗರದಲ್ಲಿದೆ. 2017",
            "problems": [],
        },
        "c": {"lang": "kn", "question": "ಚಾಮುಂಡಿ ಬೆಟ್ಟ", "answer": "2017", "problems": []},
    }
    assert out["rejected"] == []
    assert out["made_by"][-1] == {"step": "translate_back", "prompt": "", "model": "memory"}


def test_what_nobody_can_bring_back_is_rejected_with_its_reason() -> None:
    row = translated(pair("a", "When was it completed?", "The palace was completed in 1912."))
    row["rejected"] = [{"id": "z", "step": "qa", "reason": "x", "detail": "", "raw": ""}]
    out = translate_back(memory(), "kn").invoke(row)
    assert out["back"] == {}
    first, rejected = out["rejected"]
    assert first["id"] == "z" and len(row["rejected"]) == 1
    assert (rejected["id"], rejected["step"], rejected["reason"]) == (
        "a",
        "translate_back",
        "untranslated",
    )
    assert rejected["detail"].startswith("question: ")


def test_pairs_that_are_rejected_already_are_left_alone() -> None:
    model = answering({"Is it old?": "ಅದು ಹಳೆಯದೇ?", "Yes.": "ಹೌದು."})
    row = translated(pair("a", "Bad?", "No."), pair("b", "Is it old?", "Yes."))
    row["rejected"] = [{"id": "a", "step": "critic", "reason": "x", "detail": "", "raw": ""}]
    out = translate_back(model, "kn").invoke(row)
    assert out["back"]["b"]["question"] == "ಅದು ಹಳೆಯದೇ?" and list(out["back"]) == ["b"]
    assert out["back"]["b"]["answer"] == "ಹೌದು."
    assert all("Bad?" not in asked["prompt"] for asked in model.asked)
    assert out["rejected"] == row["rejected"]
    assert {used["step"] for used in out["usage"]} == {"translate_back"}
    assert out["made_by"][-1]["step"] == "translate_back"
    assert out["made_by"][-1]["model"] == "scripted"


def test_an_answer_is_translated_sentence_by_sentence_and_keeps_its_form() -> None:
    table = {
        "What is there?": "ಅಲ್ಲಿ ಏನಿದೆ?",
        "There are two things.": "ಅಲ್ಲಿ ಎರಡು ವಿಷಯಗಳಿವೆ.",
        "See below.": "ಕೆಳಗೆ ನೋಡಿ.",
        "A river": "ಒಂದು ನದಿ",
        "A hill": "ಒಂದು ಬೆಟ್ಟ",
    }
    answer = "There are two things. See below.\n\n- A river\n- A hill"
    model = answering(table)
    out = translate_back(model, "kn").invoke(translated(pair("a", "What is there?", answer)))
    assert out["back"]["a"]["answer"] == ("ಅಲ್ಲಿ ಎರಡು ವಿಷಯಗಳಿವೆ. ಕೆಳಗೆ ನೋಡಿ.\n\n- ಒಂದು ನದಿ\n- ಒಂದು ಬೆಟ್ಟ")
    contexts = [asked["prompt"].split("</context>")[0] for asked in model.asked]
    assert any("What is there?" in context for context in contexts)
    assert any("Mysuru\nHistory" in context for context in contexts)


@pytest.mark.parametrize(
    ("field", "bad", "reason"),
    [
        ("When was the 1912 palace built?", "1921ರ ಅರಮನೆಯನ್ನು ಯಾವಾಗ ನಿರ್ಮಿಸಲಾಯಿತು?", "numbers_changed"),
        ("When was the 1912 palace built?", "When was the 1912 palace built?", "copied_source"),
        ("When was the 1912 palace built?", "1912 का महल कब बनाया गया था?", "wrong_script"),
        ("It was built a long time ago.", "ಹಳೆ", "length"),
    ],
)
def test_a_field_that_the_gate_blocks_rejects_the_pair(field: str, bad: str, reason: str) -> None:
    good = {
        "When was the 1912 palace built?": "1912ರ ಅರಮನೆಯನ್ನು ಯಾವಾಗ ನಿರ್ಮಿಸಲಾಯಿತು?",
        "It was built a long time ago.": "ಅದನ್ನು ಬಹಳ ಹಿಂದೆ ನಿರ್ಮಿಸಲಾಯಿತು.",
    }
    row = translated(pair("a", *good))
    assert list(translate_back(answering(good), "kn").invoke(row)["back"]) == ["a"]
    out = translate_back(answering(good | {field: bad}), "kn").invoke(row)
    assert out["back"] == {}
    (rejected,) = out["rejected"]
    assert rejected["reason"] == reason and rejected["raw"] == f"[1] {bad}\n[1] {bad}"


def test_half_an_answer_is_no_answer() -> None:
    table = {"Why?": "ಯಾಕೆ?", "It is old.": "ಅದು ಹಳೆಯದು."}
    row = translated(pair("a", "Why?", "It is old. It is big."))
    out = translate_back(answering(table), "kn").invoke(row)
    assert out["back"] == {} and out["rejected"][0]["reason"] == "untranslated"


async def test_going_back_is_the_same_on_all_roads() -> None:
    chain: Runnable[Row, Row] = translate_back(memory(), "kn")
    rows = [translated(pair("a", "Chamundi Hill", "History")), translated()]
    assert await chain.abatch(rows) == chain.batch(rows) == [chain.invoke(row) for row in rows]


def test_a_cut_off_reply_is_not_taken_for_a_translation() -> None:
    def answer(prompt: str, _: dict[str, Any]) -> AIMessage:
        text = "\n".join(f"[{n}] {PIVOT[s]}" for n, s in numbered(prompt))[:-9]
        return AIMessage(text, response_metadata={"finish_reason": "length"})

    out = translate(Scripted(answer=answer), "kn").invoke(passage())
    assert working_text(out) == "The palace was completed in 1912.\n\n- 2017\n"
    assert working_outline(out) == []
