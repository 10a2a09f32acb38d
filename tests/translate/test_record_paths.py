from typing import Any

import pytest

from mlkt.errors import ConfigError
from mlkt.translate.record_paths import (
    find_others,
    find_texts,
    no_text_at,
    parse_path,
    with_texts,
    write_path,
)

TALK: dict[str, Any] = {
    "id": 7,
    "messages": [
        {"role": "user", "content": "ಎಲ್ಲಿ?"},
        {"role": "assistant", "content": "ಇಲ್ಲಿ.", "score": 0.5},
    ],
    "tags": ["ನದಿ", "  ", 3, None],
    "a.b": "ಚುಕ್ಕೆ",
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("messages.*.content", [("messages", 0, "content"), ("messages", 1, "content")]),
        ("messages.1.content", [("messages", 1, "content")]),
        ("messages.9.content", []),
        ("tags.*", [("tags", 0)]),  # what is no text, or white space, is none
        ("*", [("a.b",)]),
        (r"a\.b", [("a.b",)]),
        ("a.b", []),
        ("id", []),
        ("messages.role", []),
    ],
)
def test_a_path_finds_texts(path: str, found: list[Any]) -> None:
    assert [place for place, _ in find_texts(TALK, parse_path(path))] == found


@pytest.mark.parametrize("path", ["", ".", "a.", ".a", "a..b"])
def test_a_path_with_an_empty_part_is_none(path: str) -> None:
    with pytest.raises(ConfigError, match="keys with dots between"):
        parse_path(path)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("talk", "talk holds a list and no text: name a text inside it, such as talk.*.content"),
        ("talk.1", "talk.1 holds an object and no text: name a text inside it, such as talk.1.a"),
        ("tags", "tags holds a list and no text: name a text inside it, such as tags.*"),
        ("deep", r"deep holds an object and no text: name a text inside it, such as deep.x\.y.*.t"),
        ("numbers", "numbers holds a list and no text: it has no text in it"),
    ],
)  # fmt: skip
def test_a_path_that_ends_at_a_list_or_an_object_is_told_a_text_inside(
    path: str, told: str
) -> None:
    talk = [{"role": "user", "content": "ನದಿ ಎಲ್ಲಿ ಹುಟ್ಟುತ್ತದೆ?"}, {"a": "ಬೆಟ್ಟದಲ್ಲಿ."}]
    record = TALK | {"talk": talk, "deep": {"x.y": [{"t": "ಒಳಗೆ"}]}, "numbers": [1, 2]}
    ((place, value),) = find_others(record, parse_path(path))
    assert no_text_at(write_path(place), value) == told
    if "such as" in told:
        assert list(find_texts(record, parse_path(told.rpartition(" ")[2])))


def test_only_the_texts_are_replaced_and_the_record_stays_as_it_was() -> None:
    places = dict(find_texts(TALK, parse_path("messages.*.content")))
    out = with_texts(TALK, dict.fromkeys(places, "Here."))
    assert [message["content"] for message in out["messages"]] == ["Here.", "Here."]
    assert TALK["messages"][0]["content"] == "ಎಲ್ಲಿ?"
    assert with_texts(out, places) == TALK
    assert list(out) == list(TALK) and list(out["messages"][1]) == ["role", "content", "score"]


def test_a_record_may_be_a_text_itself() -> None:
    assert with_texts("ಎಲ್ಲಿ?", {(): "Where?"}) == "Where?"
