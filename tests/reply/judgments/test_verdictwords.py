import pytest

from mlkt.packs import languages, load_locale
from mlkt.reply import Verdict
from mlkt.reply.fields.vocabulary import fold
from mlkt.reply.judgments.verdictwords import forms


@pytest.mark.parametrize("lang", languages())
def test_the_words_that_prompts_ask_for_are_known(lang: str) -> None:
    locale = load_locale(lang)
    assert {fold(getattr(locale, verdict)[0]) for verdict in Verdict} <= forms(locale).asked


@pytest.mark.parametrize(
    ("lang", "denial"),
    [
        ("en", "not"),
        ("en", "t"),  # of isn't, can't
        ("de", "nicht"),
        ("fr", "pas"),
        ("ru", "не"),
        ("pt", "não"),
        ("hi", "नहीं"),
        ("ar", "ليس"),
        ("te", "కాదు"),
        ("sw", "si"),
        ("vi", "không"),
        ("zh", "不"),
        ("th", "ไม่"),
        ("ja", "ではありません"),
    ],
)
def test_what_denies_is_read_off_the_forms(lang: str, denial: str) -> None:
    assert denial in forms(load_locale(lang)).denials


@pytest.mark.parametrize("lang", languages())
def test_no_word_of_yes_denies(lang: str) -> None:
    locale = load_locale(lang)
    assert not {fold(word) for word in locale.yes} & forms(locale).denials


def test_of_forms_at_one_place_the_longest_is_said() -> None:
    english = forms(load_locale("en"))
    assert english.said("it is not true, so no") == ["not true", "no"]
    assert english.said("yesterday nothing") == []


@pytest.mark.parametrize(
    ("lang", "before", "form", "denied"),
    [
        ("en", "the answer is not", "yes", True),
        ("en", "we cannot say", "yes", True),
        ("en", "it could be yes or", "no", True),
        ("en", "supported,", "no", True),
        ("en", "the correct answer is", "no", False),
        ("en", "it is not there, so", "no", False),
        ("en", "is it yes?", "no", False),
        ("hi", "उत्तर हाँ या", "नहीं", True),
        ("zh", "不能回答", "是", True),
        ("zh", "文中没有，答案是", "否", False),
        ("th", "ข้อความไม่ได้บอก ดังนั้น", "ใช่", False),
    ],
)
def test_a_verdict_is_denied_by_what_stands_near_before_it(
    lang: str, before: str, form: str, *, denied: bool
) -> None:
    assert forms(load_locale(lang)).denied(before, form) is denied
