import pytest

from mlkt.reply.fields.fields import Field
from mlkt.reply.fields.lists import split_lists


def _split(*texts: str) -> list[tuple[str, str, str]]:
    kinds = ["question"] * (len(texts) - 1) + ["answer"]
    fields = [Field(kind, text) for kind, text in zip(kinds, texts, strict=True)]
    return [(each.kind[:1], each.number, each.text) for each in split_lists(fields)]


def test_numbered_lists_are_split_with_their_numbers() -> None:
    assert _split("1. a?\n2. c?", "2) d\n   more\n1) b") == [
        ("q", "1", "a?"),
        ("q", "2", "c?"),
        ("a", "2", "d\n   more"),
        ("a", "1", "b"),
    ]


def test_a_list_inside_an_item_is_part_of_it() -> None:
    assert _split("1. a?\n2. c?", "1. b\n   1. x\n   2. y\n2. d")[2] == (
        "a",
        "1",
        "b\n   1. x\n   2. y",
    )


@pytest.mark.parametrize(
    "texts",
    [
        ("- a?\n- c?", "- b\n- d"),
        ("1. a?\n2. c?", "1. b\n1. d"),
        ("1. a?\n2. c?", "1. b, 2. d"),
        ("• ಎಲ್ಲಿ?\n• ಯಾರು?", "• ಇಲ್ಲಿ\n• ಅವರು"),
    ],
)
def test_what_no_number_brings_together_is_unclear(texts: tuple[str, str]) -> None:
    assert {kind for kind, _, _ in _split(*texts)} == {"u"}


@pytest.mark.parametrize(
    "texts",
    [
        ("a?", "1. b\n2. d"),
        ("1. a?\n2. c?", "b"),
        ("- x\n- y", "- b\n- d"),
        ("Which?\n1. x\n2. y", "1. x"),
        ("a?",),
    ],
)
def test_other_values_stay_as_they_are(texts: tuple[str, ...]) -> None:
    assert [text for _, _, text in _split(*texts)] == list(texts)
