import pytest

from mlkt.reply.fields.fields import Field
from mlkt.reply.pairs.pairing import pair_up


def _fields(shape: str) -> list[Field]:
    """`Q1 A1 | Q A`: kinds with numbers; `|` stands for an empty line."""
    fields: list[Field] = []
    apart = False
    for at, part in enumerate(shape.split()):
        if part == "|":
            apart = True
            continue
        kind = "question" if part[0] == "Q" else "answer"
        fields.append(Field(kind, f"{part}@{at}", at, part[1:], apart=apart))
        apart = False
    return fields


@pytest.mark.parametrize(
    ("shape", "pairs", "reasons"),
    [
        ("Q A Q A", "0-1 2-3", ""),
        ("Q Q A", "1-2", "no-answer"),
        ("Q A A", "0-1", "second-answer"),
        ("Q", "", "no-answer"),
        ("A", "", "no-question"),
        ("Q Q Q", "", "no-answer no-answer no-answer"),
        ("Q Q A A", "", "order-unclear order-unclear order-unclear order-unclear"),
        ("Q1 Q2 A1 A2", "0-2 1-3", ""),
        ("Q1 Q2 A2 A1", "0-3 1-2", ""),
        ("Q1 Q2 A2", "1-2", "no-answer"),
        ("Q1 A2", "", "no-answer no-question"),
        ("Q1 A1 Q1 A1", "0-1 2-3", ""),
        ("Q1 A Q2 A", "0-1 2-3", ""),
        ("A Q A Q", "1-0 3-2", ""),
        ("A Q | A Q", "1-0 4-3", ""),
        ("A | Q A | Q A", "2-3 5-6", "no-question"),
        ("A Q | A Q | A", "1-0 4-3", "no-question"),
        ("A1 Q1 A2 Q2", "1-0 3-2", ""),
        ("", "", ""),
    ],
)
def test_neighbours_and_numbers_decide(shape: str, pairs: str, reasons: str) -> None:
    found = pair_up(_fields(shape))
    assert [f"{q.start}-{a.start}" for q, a in found.pairs] == pairs.split()
    assert [problem.reason for problem in found.problems] == reasons.split()


def test_fields_of_one_object_belong_together_in_any_order() -> None:
    fields = [
        Field("answer", "b", group=0),
        Field("question", "a", group=0),
        Field("question", "c", group=1),
        Field("answer", "d", group=2),
    ]
    found = pair_up(fields)
    assert [(q.text, a.text) for q, a in found.pairs] == [("a", "b"), ("c", "d")]


def test_every_field_is_in_a_pair_or_in_a_problem() -> None:
    for shape in ("Q Q A A Q", "A A Q Q1 A1", "Q1 A Q1 Q2 A2 A", "A Q A Q A"):
        fields = _fields(shape)
        found = pair_up(fields)
        texts = [f.text for pair in found.pairs for f in pair] + [p.text for p in found.problems]
        assert sorted(texts) == sorted(field.text for field in fields), shape
