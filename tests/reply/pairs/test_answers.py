"""One answer by itself, with or without what models put around it."""

import pytest

from mlkt.packs import load_locale
from mlkt.reply import parse_answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("In the hills.", "In the hills."),
        ("Answer: In the hills.", "In the hills."),
        ("**Answer:** In the hills.", "In the hills."),
        ("Question: Where?\nAnswer: In the hills.", "In the hills."),
        ('{"answer": "In the hills."}', "In the hills."),
        ("<answer>In the hills.</answer>", "In the hills."),
        ("ಉತ್ತರ: ಬೆಟ್ಟಗಳಲ್ಲಿ.", "ಬೆಟ್ಟಗಳಲ್ಲಿ."),
        ("उत्तर: पहाड़ों में।", "पहाड़ों में।"),
        ("الإجابة في الجبال.", "الإجابة في الجبال."),
        ("山の中です。", "山の中です。"),
        ("It rises.\nAnswer: none.", "It rises.\nAnswer: none."),
        ("1. In the hills.\n2. Near the sea.", "1. In the hills.\n2. Near the sea."),
        ("", ""),
    ],
)  # fmt: skip
def test_a_label_in_front_is_no_part_of_the_answer(text: str, answer: str) -> None:
    assert parse_answer(text, load_locale("kn")) == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("**Answer:** Rain falls.", "Rain falls."),
        ("ಉತ್ತರ: ಮಳೆ ಬರುತ್ತದೆ.", "ಮಳೆ ಬರುತ್ತದೆ."),
        ("```python\nprint(1)\n```", "```python\nprint(1)\n```"),
        ('{"answer": "Rain"}', '{"answer": "Rain"}'),
        ("Question: Where?\nAnswer: Here.", "Question: Where?\nAnswer: Here."),
        ("雨が降る。", "雨が降る。"),
    ],
)
def test_a_free_answer_may_be_code_objects_or_questions(text: str, answer: str) -> None:
    assert parse_answer(text, load_locale("kn"), free=True) == answer
