"""Questions without answers, in the shapes that models give them."""

import pytest

from mlkt.packs import load_locale
from mlkt.reply import parse_questions

TWO = ["Where?", "When?"]
SHAPES = {
    "labels": "Question: Where?\n\nQuestion: When?",
    "numbered labels": "Question 1: Where?\nQuestion 2: When?",
    "numbers": "1. Where?\n2. When?",
    "bullets": "- Where?\n- When?",
    "bold numbers under prose": "Here are the questions:\n\n**1. Where?**\n**2. When?**",
    "bare lines": "Where?\nWhen?",
    "one label above a list": "Questions:\n1. Where?\n2. When?",
    "one label above lines": "Questions:\nWhere?\nWhen?",
    "json list": 'Sure:\n```json\n["Where?", "When?"]\n```',
    "json object": '{"questions": ["Where?", "When?"]}',
    "json lines": '{"question": "Where?"}\n{"question": "When?"}',
    "tags": "[QUESTION]\nWhere?\n[END]\n[QUESTION]\nWhen?\n[END]",
    "xml": "<question>Where?</question>\n<question>When?</question>",
    "answered": "Question: Where?\nAnswer: Here.\n\nQuestion: When?\nAnswer: Now.",
    "behind reasoning": "<think>Question: Who?</think>\nQuestion: Where?\nQuestion: When?",
    "table": "| Question |\n| Where? |\n| When? |",
}
LANGUAGES = {
    "kn": ("ಪ್ರಶ್ನೆ: ಎಲ್ಲಿ?\n\nಪ್ರಶ್ನೆ: ಯಾವಾಗ?", ["ಎಲ್ಲಿ?", "ಯಾವಾಗ?"]),
    "hi": ("प्रश्न १: कहाँ?\nप्रश्न २: कब?", ["कहाँ?", "कब?"]),
    "sw": ("Swali: Wapi?\n\nSwali: Lini?", ["Wapi?", "Lini?"]),
    "ar": ("١. أين؟\n٢. متى؟", ["أين؟", "متى؟"]),
    "ja": ("1. どこですか。\n2. いつですか。", ["どこですか。", "いつですか。"]),
    "th": ("1. ที่ไหน\n2. เมื่อไร", ["ที่ไหน", "เมื่อไร"]),
    "vi": ("- Ở đâu?\n- Khi nào?", ["Ở đâu?", "Khi nào?"]),
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_every_shape_gives_the_questions(text: str) -> None:
    read = parse_questions(text, load_locale("en"))
    assert (read.questions, read.problems) == (TWO, [])


@pytest.mark.parametrize(("text", "questions"), LANGUAGES.values(), ids=LANGUAGES)
def test_questions_of_every_language_are_read_under_a_prompt_in_kannada(
    text: str, questions: list[str]
) -> None:
    assert parse_questions(text, load_locale("kn")).questions == questions


@pytest.mark.parametrize(
    ("text", "finish_reason", "questions", "reasons"),
    [
        ("I cannot do that.", "stop", [], ["no-questions"]),
        ("  ", "stop", [], ["empty"]),
        ("<think>Question: Where?", "length", [], ["reasoning-cut-off"]),
        ("Question: …", "stop", [], ["placeholder"]),
        ("Question: [your question]\nQuestion: Where?", "stop", ["Where?"], ["placeholder"]),
        ("Question: Where?\nQuestion: When did the", "length", ["Where?"], ["cut-off"]),
        ("Question: Where?\nQuestion: When?", "length", TWO, []),
    ],
)
def test_what_is_not_kept_stands_in_the_problems(
    text: str, finish_reason: str, questions: list[str], reasons: list[str]
) -> None:
    read = parse_questions(text, load_locale("en"), finish_reason=finish_reason)
    assert read.questions == questions
    assert [problem.reason for problem in read.problems] == reasons


def test_options_and_blanks_stay_in_their_question() -> None:
    choice = "Which is it?\n1) The river\n2) The hill"
    blank = "Complete: the city has ____"
    read = parse_questions(f"Question: {choice}\n\nQuestion: {blank}", load_locale("en"))
    assert read.questions == [choice, blank]
    assert parse_questions(f"1. {blank}", load_locale("en")).questions == [blank]
