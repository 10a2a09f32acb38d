"""Records of a data set in another language: all of their texts, or none of them."""

import copy
from typing import Any

import pytest

from mlkt.chains import translate_records
from mlkt.errors import ConfigError, EngineError
from mlkt.rows import Row
from mlkt.translate import TranslationMemory, Unit

KNOWN = {
    "ನದಿ ಎಲ್ಲಿ ಹುಟ್ಟುತ್ತದೆ?": "Where does the river rise?",
    "ಅದು ಬೆಟ್ಟದಲ್ಲಿ ಹುಟ್ಟುತ್ತದೆ.": "It rises in the hills.",
    "ಉದ್ದ ೮೦೫ ಕಿ.ಮೀ. ಇದೆ.": "It is 805 km long.",
}
MEMORY = TranslationMemory(
    Unit((("kn", source), ("en", target))) for source, target in KNOWN.items()
)
QUESTION, ANSWER, LENGTH = KNOWN


def row(record: Any) -> Row:
    return {"id": "r1", "line": 1, "record": record}


async def both(given: Row, *fields: str) -> Row:
    chain = translate_records(MEMORY, "kn", to="en", fields=fields)
    before = copy.deepcopy(given)
    out = chain.invoke(given)
    assert out == await chain.ainvoke(given)
    assert given == before
    return out


async def test_every_text_that_a_path_names_is_translated_and_the_form_kept() -> None:
    talk = {
        "id": 7,
        "messages": [
            {"role": "user", "content": QUESTION},
            {"role": "assistant", "content": f"{ANSWER}\n\n- {LENGTH}"},
        ],
    }
    out = await both(row(talk), "messages.*.content")
    assert out["translated"] == {
        "id": 7,
        "messages": [
            {"role": "user", "content": "Where does the river rise?"},
            {"role": "assistant", "content": "It rises in the hills.\n\n- It is 805 km long."},
        ],
    }
    assert out["rejected"] == []
    assert [text["path"] for text in out["texts"]] == ["messages.0.content", "messages.1.content"]
    assert [len(text["segments"]) for text in out["texts"]] == [1, 2]


async def test_a_record_with_one_text_that_is_not_translated_goes_nowhere() -> None:
    out = await both(row({"q": QUESTION, "a": "ಗೊತ್ತಿಲ್ಲ."}), "q", "a")
    assert out["translated"] is None
    (rejected,) = out["rejected"]
    assert (rejected["reason"], rejected["detail"][:2]) == ("untranslated", "a:")
    assert [text["target"] for text in out["texts"]] == ["Where does the river rise?", None]


async def test_a_rejection_names_the_sentences_that_failed() -> None:
    talk = {"messages": [{"content": QUESTION}, {"content": f"{ANSWER} ಗೊತ್ತಿಲ್ಲ. {LENGTH} ಇಲ್ಲ."}]}
    (rejected,) = (await both(row(talk), "messages.*.content"))["rejected"]
    assert rejected["path"] == "messages.1.content"
    assert [(failed["id"], failed["source"]) for failed in rejected["segments"]] == [
        ("t2", "ಗೊತ್ತಿಲ್ಲ."),
        ("t4", "ಇಲ್ಲ."),
    ]
    assert {
        problem["kind"] for failed in rejected["segments"] for problem in failed["problems"]
    } == {"untranslated"}


async def test_a_record_without_a_text_is_told() -> None:
    out = await both(row({"q": 5}), "q")
    assert out["translated"] is None
    assert [rejected["reason"] for rejected in out["rejected"]] == ["no_text"]


async def test_a_text_that_two_paths_name_is_translated_once() -> None:
    out = await both(row({"q": QUESTION}), "q", "*")
    assert [text["path"] for text in out["texts"]] == ["q"]


def test_mistakes_are_told_before_any_work() -> None:
    with pytest.raises(ConfigError, match="keys with dots"):
        translate_records(MEMORY, "kn", to="en", fields=["a..b"])
    with pytest.raises(EngineError, match="holds nothing from 'hi'"):
        translate_records(MEMORY, "hi", to="en", fields=["a"])


@pytest.mark.parametrize("fields", ["abc", [], ()])
def test_fields_are_a_list_of_paths(fields: Any) -> None:
    with pytest.raises(ConfigError, match=r"list of paths, such as \['question'"):
        translate_records(MEMORY, "kn", to="en", fields=fields)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/x?y=1",
        "{name} %s {{x}}",
        "`numpy`",
        "```\ncode\n```",
        "\\begin{equation}x\\end{equation}",
    ],
)
async def test_what_holds_nothing_to_translate_is_its_own_translation(text: str) -> None:
    out = await both(row({"q": text}), "q")
    assert out["translated"] == {"q": text} and out["rejected"] == []


async def test_texts_inside_a_list_that_a_path_ends_at_do_not_pass_by() -> None:
    talk = {"messages": [{"content": QUESTION}, {"content": [{"text": ANSWER}]}]}
    out = await both(row(talk), "messages.*.content")
    assert out["translated"] is None
    assert [rejected["reason"] for rejected in out["rejected"]] == ["not_a_text"]
    assert "messages.1.content" in out["rejected"][0]["detail"]
    named = await both(row(talk), "messages.0.content", "messages.*.content.*.text")
    assert named["rejected"] == []


async def test_the_rest_of_a_record_is_not_normalised() -> None:
    out = await both(row({"q": QUESTION, "id": "cafe\u0301"}), "q")
    assert out["translated"]["id"] == "cafe\u0301"
