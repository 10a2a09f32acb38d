import pytest

from mlkt.packs import load_locale
from mlkt.reply.fields.naming import begins_with_label, named
from mlkt.reply.fields.vocabulary import vocabulary

WORDS = vocabulary(load_locale("en"), ("question", "answer"))


@pytest.mark.parametrize(
    ("name", "kind", "number"),
    [
        ("First question", "question", "1"),
        ("Question Two", "question", "2"),
        ("Answer (short)", "answer", ""),
        ("Question 3 (easy)", "question", "3"),
        ("Q3 (easy)", "question", "3"),
        ("ಮೊದಲ ಪ್ರಶ್ನೆ", "question", "1"),
        ("Câu hỏi số 2", "question", "2"),
        ("Swali la kwanza", "question", "1"),
        ("问题（二）", "question", "2"),
        ("第一个问题", "question", "1"),
        ("คำตอบที่ ๓", "answer", "3"),
        ("b. Question", "question", ""),
    ],
)
def test_a_label_may_have_a_number_or_a_remark(name: str, kind: str, number: str) -> None:
    assert named(name, WORDS) == (kind, number)


@pytest.mark.parametrize(
    "name",
    [
        "The first question",
        "Une question",
        "Two answers",
        "Question and answer",
        "What is the answer",
        "Question answer",
        "Q (easy)",
        "(short)",
        "访问",
        "question " * 20,
    ],
)
def test_other_words_beside_a_label_make_it_prose(name: str) -> None:
    assert named(name, WORDS) == ("", "")


def test_lines_that_begin_with_a_label_are_known_though_it_is_unclear() -> None:
    assert begins_with_label("Hard question: where?", WORDS)
    assert begins_with_label("**Question of the day:** where?", WORDS)
    assert not begins_with_label("Where: here or there?", WORDS)
    assert not begins_with_label("Which question is it?", WORDS)
