import pytest

from mlkt.packs import load_locale
from mlkt.reply.fields.above import read_above
from mlkt.reply.fields.labels import read_labels
from mlkt.reply.fields.vocabulary import vocabulary

WORDS = vocabulary(load_locale("en"), ("question", "answer"))


def _read(text: str) -> list[str]:
    fields = read_above(
        text, read_labels(text, WORDS), lambda piece: read_labels(piece, WORDS), WORDS
    )
    return [f"{field.kind[:1]}{field.item}: {field.text}" for field in fields]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("a?\nAnswer: b", ["q: a?", "a: b"]),
        ("Hi.\n\n3. a?\nAnswer: b", ["q3: a?", "a: b"]),
        ("1. Do a.\nAnswer: b\n2. Do c.\nAnswer: d", ["q1: Do a.", "a: b", "q2: Do c.", "a: d"]),
        ("1. a?\n2. c?\nAnswer: d", ["q1: a?", "q2: c?", "a: d"]),
        ("- a?\n- c?\nAnswer: d", ["q: a?", "q: c?", "a: d"]),
        ("a?\nA) x\nB) y\nAnswer: A", ["q: a?\nA) x\nB) y", "a: A"]),
        ("**Câu 2:** a?\nAnswer: b", ["q2: a?", "a: b"]),
        ("Do a.\nAnswer: b", []),
        ("**Do a.**\nAnswer: b", []),
        ("**Pair 1**\nAnswer: b\n\n**Pair 2**\nAnswer: d", []),
        ("Easy question: a?\nAnswer: b", []),
        ("```\na?\n```\nAnswer: b", []),
        ("Answer: b", []),
    ],
)
def test_questions_stand_above_their_answers(text: str, fields: list[str]) -> None:
    assert _read(text) == fields


def test_fields_know_where_they_start() -> None:
    text = "1. a?\nAnswer: b\n2. c?\nAnswer: d"
    fields = read_above(
        text, read_labels(text, WORDS), lambda piece: read_labels(piece, WORDS), WORDS
    )
    assert [text[field.start :].split("\n")[0] for field in fields] == text.split("\n")
