"""Lists in the shapes that models give them: the items and their numbers, or why there are none."""

import time

import pytest

from mlkt.reply.items import Item, parse_items

TWO = [Item(1, "Where is it?"), Item(2, "When was it?")]
BARE = [Item(0, "Where is it?"), Item(0, "When was it?")]
SHAPES = [
    ("1. Where is it?\n2. When was it?", TWO),
    ("1) Where is it?\n\n2) When was it?", TWO),
    ("(1) Where is it?\n(2) When was it?", TWO),
    ("[1] Where is it?\n[2] When was it?", TWO),
    ("**1.** Where is it?\n**2.** When was it?", TWO),
    ("**1. Where is it?**\n**2. When was it?**", TWO),
    ("### 1. Where is it?\n### 2. When was it?", TWO),
    ("- 1. Where is it?\n- 2. When was it?", TWO),
    ("①Where is it?\n② When was it?", TWO),
    ("೧. Where is it?\n೨. When was it?", TWO),
    ("१) Where is it?\n२) When was it?", TWO),
    ("Q1: Where is it?\nQ2: When was it?", TWO),
    ("**Question 1:** Where is it?\n**Question 2:** When was it?", TWO),
    ("ಪ್ರಶ್ನೆ ೧: Where is it?\nಪ್ರಶ್ನೆ ೨: When was it?", TWO),
    ("Swali la 1: Where is it?\nSwali la 2: When was it?", TWO),
    ("| 1 | Where is it? |\n| 2 | When was it? |", TWO),
    ("| No | Question |\n|---|---|\n| 1 | Where is it? |\n| 2 | When was it? |", TWO),
    ("Here you are:\n\n1. Where is it?\n2. When was it?\n\nI hope this helps!", TWO),
    ("```\n1. Where is it?\n2. When was it?\n```", TWO),
    ("1. Where\n   is it?\n2. When was it?", TWO),
    ('{"1": "Where is it?", "2": "When was it?"}', TWO),
    ('[{"number": 1, "question": "Where is it?"}, {"number": "2", "q": "When was it?"}]', TWO),
    ('```json\n{"questions": ["Where is it?", "When was it?"]}\n```', BARE),
    ("- Where is it?\n- When was it?", BARE),
    ("* Where is it?\n* When was it?", BARE),
    ("Questions:\nWhere is it?\nWhen was it?", BARE),
]


@pytest.mark.parametrize(("reply", "items"), SHAPES)
def test_a_list_is_read_in_its_shape(reply: str, items: list[Item]) -> None:
    found = parse_items(reply)
    assert found.items == items
    assert found.problems == []


@pytest.mark.parametrize(
    "text",
    [
        "ಮೈಸೂರಿನ ಅರಮನೆ ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು.",
        "मैसूर में 65 वार्ड हैं।",
        "تأسست المدينة عام 1399.",
        "迈索尔宫于1912年建成。",
        "พระราชวังสร้างเสร็จในปี 1912",
        "Thành phố có 65 phường.",
        "In 1912. 3.5 million people came.",
        "____ has 65 wards, not ____.",
    ],
)
def test_an_item_of_any_language_stays_as_it_is(text: str) -> None:
    assert parse_items(f"1. {text}\n2. {text}").items == [Item(1, text), Item(2, text)]
    assert parse_items(f"{text}\n{text}").items == [Item(0, text), Item(0, text)]


@pytest.mark.parametrize(
    ("reply", "reasons"),
    [
        ("", ["empty"]),
        ("I am sorry, but I cannot help with that.", ["no-items"]),
        ('["Where is it?", "When', ["no-items"]),
        ("1. …\n2. …", ["placeholder", "placeholder"]),
    ],
)
def test_a_reply_without_a_list_says_why(reply: str, reasons: list[str]) -> None:
    found = parse_items(reply)
    assert found.items == []
    assert [problem.reason for problem in found.problems] == reasons


def test_the_item_in_which_a_reply_was_cut_off_does_not_go_on() -> None:
    found = parse_items("1. Where is it?\n2. When was", finish_reason="length")
    assert found.items == TWO[:1]
    assert [problem.reason for problem in found.problems] == ["cut-off"]


@pytest.mark.parametrize("depth", [300, 400, 985, 990, 995, 1000, 100_000])
@pytest.mark.parametrize(("opener", "closer"), [("[", "]"), ('{"a":', "}"), ('[{"1":', "}]")])
def test_brackets_in_brackets_do_not_raise(opener: str, closer: str, depth: int) -> None:
    """What Python's reader takes, and what it refuses, may both be deeper than a walk can go."""
    for text in (opener * depth, opener * depth + '"Where?"' + closer * depth):
        found = parse_items(text)
        assert all(item.text == "Where?" for item in found.items)
        assert bool(found.items) != bool(found.problems)


@pytest.mark.parametrize("sign", ["ก", "语", "ಕ", "a", "> ", "- ", "#", "* "])
def test_a_line_without_end_is_read_in_a_moment(sign: str) -> None:
    """Thai writes a paragraph without a space; a cubic pattern took ten seconds for 800 signs."""
    start = time.perf_counter()
    parse_items(sign * 20_000 + "?")
    assert time.perf_counter() - start < 2


def test_a_number_too_long_for_an_integer_does_not_raise() -> None:
    digits = "9" * 5000
    for text in (
        f"[{digits}]",
        f'[{{"number": "{digits}", "text": "Where?"}}]',
        f"{digits}. Where?",
    ):
        found = parse_items(text)
        assert found.items or found.problems
