import pytest

from mlkt.packs import load_locale
from mlkt.reply.fields.labels import escape, first_label, read_labels
from mlkt.reply.fields.vocabulary import vocabulary

WORDS = vocabulary(load_locale("en"), ("question", "answer"))


def _read(text: str) -> list[tuple[str, str]]:
    return [(field.kind[:1], field.text) for field in read_labels(text, WORDS)]


@pytest.mark.parametrize(
    "line",
    [
        "The question: is it?",
        "Answering: yes",
        "Questionnaire: yes",
        "A) x",
        "A. x",
        "(A) x",
        "A",
        "`Q:` is a label",
        "\\Q: x",
        "Quote: x",
        "What is the answer: x or y?",
    ],
)
def test_lines_that_are_no_label(line: str) -> None:
    assert first_label(line, WORDS, len(line)) == -1


def test_numbers_in_and_before_a_label_are_told_apart() -> None:
    (field,) = read_labels("३. **Question ०१:** x", WORDS)
    assert (field.number, field.item) == ("1", "3")


def test_fields_know_whether_an_empty_line_stands_before_them() -> None:
    assert [field.apart for field in read_labels("Q: a\nA: b\n\nQ: c", WORDS)] == [
        False,
        False,
        True,
    ]


def test_a_stop_makes_a_letter_a_label_only_after_a_question_with_one() -> None:
    assert _read("Q. a\nA. b") == [("q", "a"), ("a", "b")]
    assert _read("Q: a\nA. b") == [("q", "a\nA. b")]


def test_what_belongs_to_the_next_pair_is_no_part_of_a_value() -> None:
    assert _read("A: b\n\n## Pair 2\n\n2.\nQ: c") == [("a", "b"), ("q", "c")]
    assert _read("A: b\n## Part\nQ: c") == [("a", "b\n## Part"), ("q", "c")]


def test_a_rule_ends_a_value_and_what_follows_has_no_kind() -> None:
    assert _read("A: b\n\n---\nBye\nQ: c") == [("a", "b"), ("", "Bye"), ("q", "c")]
    assert _read("A: b\n***\nBye\nQ: c") == [("a", "b"), ("", "Bye"), ("q", "c")]
    assert _read("A: b\n---\nQ: c") == [("a", "b"), ("q", "c")]


def test_a_line_that_underlines_a_heading_is_no_rule() -> None:
    assert _read("A: So:\n\nSteps\n-----\n1. mix\nQ: c")[0] == ("a", "So:\n\nSteps\n-----\n1. mix")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a\nb", "a\nb"),
        ("Q: a", "Q: a"),
        ("a\nQ: b", "a\n\\Q: b"),
        ("a\n\\Q: b", "a\n\\\\Q: b"),
        ("a\n---\nb", "a\n\\---\nb"),
        ("a\n2.", "a\n\\2."),
        ("a\n2.\nb", "a\n2.\nb"),
        ("```\nQ: a\n```", "```\nQ: a\n```"),
        ("```\nQ: a", "\\```\n\\Q: a"),
        ("a\nA) b", "a\nA) b"),
    ],
)
def test_only_what_would_be_misread_is_escaped(value: str, written: str) -> None:
    assert escape(value, WORDS) == written
    assert _read(f"A: {written}\n\nQ: x") == [("a", value), ("q", "x")]
