import pytest

from mlkt.packs import load_locale
from mlkt.reply.fields.shapes import readings
from mlkt.reply.fields.vocabulary import vocabulary

WORDS = vocabulary(load_locale("en"), ("question", "answer"))
JSON = '[{"question": "a", "answer": "b"}]'
LABELS = "Question: a\nAnswer: b"
TAGS = "[QUESTION] a\n[ANSWER] b"
TABLE = "| Question | Answer |\n|---|---|\n| a | b |"


def _first(text: str) -> list[str]:
    return [field.text for field in next(readings(text, WORDS)).fields]


@pytest.mark.parametrize("shape", [JSON, LABELS, TAGS, TABLE])
def test_the_shape_that_begins_first_is_read_first(shape: str) -> None:
    assert _first(shape) == ["a", "b"]
    for other in (JSON, LABELS, TAGS, TABLE):
        if other != shape:
            assert _first(f"{shape}\n\n{other}")[0] == "a"


def test_json_inside_a_labelled_answer_is_part_of_it() -> None:
    assert _first(f"Question: a\nAnswer:\n{JSON}") == ["a", JSON]


def test_every_shape_that_may_be_there_is_read() -> None:
    texts = [[f.text for f in one.fields] for one in readings(f"{TAGS}\n\n{LABELS}", WORDS)]
    assert ["a", "b"] in texts[1:]
    assert len(texts) > 1


def test_nothing_is_read_where_there_is_nothing() -> None:
    assert list(readings("The river rises in the hills.", WORDS)) == []
