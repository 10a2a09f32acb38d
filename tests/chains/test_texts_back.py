"""What a pair holds beside question and answer comes back by the gate, or not at all."""

import copy
from typing import Any

import pytest

from mlkt.chains.texts_back import texts_back
from mlkt.packs import load_locale
from mlkt.rows import Pair, Row
from mlkt.text.frames import fill_frame
from tests.chains.rows import ENGLISH, KANNADA, passage, translated
from tests.scripted import Scripted

KANNADA_OF = {
    "In Mysuru": "ಮೈಸೂರಿನಲ್ಲಿ",
    "In Hampi": "ಹಂಪಿಯಲ್ಲಿ",
    "In Bidar": "ಬೀದರ್‌ನಲ್ಲಿ",
    "In Hassan": "ಹಾಸನದಲ್ಲಿ",
    "It is so.": "ಅದು ಹಾಗೆಯೇ ಇದೆ.",
}


def row(options: list[str], thought: str = "It is so.") -> Row:
    pair: Pair = {
        "id": "p", "question": "Where?", "answer": options[0], "reasoning": "", "view": "passage",
        "options": options, "correct": 0, "thought": thought,
    }  # fmt: skip
    back = {"p": {"lang": "kn", "question": "ಎಲ್ಲಿ?", "answer": "ಅಲ್ಲಿ", "problems": []}}
    return translated(passage(KANNADA, "kn"), ENGLISH) | {"pairs": [pair], "back": back}


def fields(pair: Pair) -> dict[str, list[str]]:
    return {"options": pair.get("options", []), "thought": [pair.get("thought", "")]}


def done(given: Row, **other: str) -> Row:
    def reply(prompt: str, metadata: dict[str, Any]) -> str:
        known = KANNADA_OF | other
        lines = [line for line in prompt.splitlines() if line.startswith("[1] ")]
        return f"[1] {known.get(lines[-1][4:], 'no idea')}"

    return texts_back(Scripted(answer=reply), "kn", fields).invoke(given)


def test_options_and_thought_come_back() -> None:
    given = row(list(KANNADA_OF)[:4])
    before = copy.deepcopy(given)
    out = done(given)
    assert out["back"]["p"]["options"] == list(KANNADA_OF.values())[:4]
    assert out["back"]["p"]["thought"] == "ಅದು ಹಾಗೆಯೇ ಇದೆ."
    assert given == before and out.get("rejected", []) == []


def test_a_thought_that_does_not_come_back_leaves_its_pair() -> None:
    out = done(row(list(KANNADA_OF)[:4], "Untold."))
    assert "thought" not in out["back"]["p"] and "options" in out["back"]["p"]
    assert [(one["id"], one["step"]) for one in out["rejected"]] == [(out["id"], "texts_back")]
    assert "thought of p" in out["rejected"][0]["detail"]


@pytest.mark.parametrize(
    ("options", "other"),
    [
        (["In Mysuru", "In Hampi", "Untold", "Not either"], {}),
        (list(KANNADA_OF)[:4], {"In Hampi": "ಮೈಸೂರಿನಲ್ಲಿ"}),
    ],
    ids=["refused", "the same"],
)
def test_a_pair_without_four_options_goes_once(options: list[str], other: dict[str, str]) -> None:
    out = done(row(options), **other)
    assert [one["id"] for one in out["rejected"]] == ["p"] and out["back"] == {}


def test_numbers_stand_in_the_digits_of_the_one_that_is_quoted() -> None:
    given = row(["1912", "1897", "1920", "1932"])
    given["pairs"][0]["question"] = fill_frame(
        load_locale("en"), "complete", "The palace was completed in ____."
    )
    given["translation"]["segments"] = [
        {
            "id": "s2", "sentence_ids": ["s2"], "source": KANNADA[1], "source_lang": "kn",
            "target_lang": "en", "target": ENGLISH[1], "engine": "x", "problems": [],
        }
    ]  # fmt: skip
    assert done(given)["back"]["p"]["options"] == ["೧೯೧೨", "೧೮೯೭", "೧೯೨೦", "೧೯೩೨"]
