import pytest

from mlkt.packs import languages, load_locale
from mlkt.reply.fields.vocabulary import ascii_digits, bounds, fold, vocabulary

WORDS = vocabulary(load_locale("kn"), ("question", "answer"))


@pytest.mark.parametrize(
    ("name", "kind", "number"),
    [
        ("question", "question", ""),
        ("Question 2", "question", "2"),
        ("answer_12", "answer", "12"),
        ("A1", "answer", "1"),
        ("**ಪ್ರಶ್ನೆ**", "question", ""),
        ("ಉತ್ತರ ೩", "answer", "3"),
        ("ＡＮＳＷＥＲ", "answer", ""),
        ("user-question", "question", ""),
        ("difficulty", "", ""),
        ("", "", ""),
        ("2", "", ""),
        (
            "question of the day and of all the days that are to come, for ever and ever, amen",
            "",
            "",
        ),
    ],
)
def test_names_are_found_in_any_dress(name: str, kind: str, number: str) -> None:
    assert WORDS.kind_of(name) == (kind, number)


def test_labels_of_every_locale_are_known_and_short_ones_of_the_given_and_english() -> None:
    for lang in languages():
        for kind in ("question", "answer"):
            for form in load_locale(lang).labels[kind]:
                found, short = WORDS.label(form)
                assert found == kind or (not found and not short), (lang, form)
    assert WORDS.label("ಪ್ರ") == ("question", True)
    assert WORDS.label("Q") == ("question", True)
    assert WORDS.label("प्र") == ("", False)
    assert WORDS.label("प्रश्न") == ("question", False)


def test_ideographs_are_whole_words() -> None:
    assert vocabulary(load_locale("en"), ("question",)).label("Ques") == ("question", False)


def test_of_several_names_the_plainest_counts() -> None:
    assert WORDS.best(["prompt", "question"]) == "question"
    assert WORDS.best(["output", "response"]) == "response"


def test_folding_keeps_joiners_and_drops_marks_of_direction() -> None:
    assert fold("\u200fA\u200b_b-C  d") == "a b c d"
    assert fold("ರ\u200d್ಯ") == "ರ\u200d್ಯ"


def test_digits_of_any_script_become_ascii() -> None:
    assert ascii_digits("೦೧೨") == "12"
    assert ascii_digits("٠") == "0"


def test_tags_may_say_where_a_field_starts_and_ends() -> None:
    assert bounds("End of the Question") == ("end", "question")
    assert bounds("start of answer") == ("start", "answer")
    assert bounds("END") == ("end", "")
    assert bounds("Ending") == ("", "Ending")
