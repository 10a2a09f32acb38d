import pytest

from mlkt.packs import languages, load_locale
from mlkt.reply.fields.counting import counted
from mlkt.reply.fields.vocabulary import ascii_digits


@pytest.mark.parametrize(
    ("phrase", "number"),
    [
        ("3", "3"),
        ("೧೨", "12"),
        ("2/5", "2"),
        ("No. 3", "3"),
        ("n.º 3", "3"),
        ("№ 3", "3"),
        ("#3", "3"),
        ("three", "3"),
        ("la kwanza", "1"),
        ("ya pili", "2"),
        ("thứ nhất", "1"),
        ("số 7", "7"),
        ("क्रमांक ४", "4"),
        ("ಸಂಖ್ಯೆ ೫", "5"),
        ("第三", "3"),
        ("第3个", "3"),
        ("その2", "2"),
        ("二十一", "21"),
        ("ที่ ๒", "2"),
        ("ข้อที่ 4", "4"),
        ("번호 6", "6"),
        ("", None),
        ("3 km", None),
        ("the third", None),
        ("No.", None),
        ("many", None),
        ("3" * 50, None),
    ],
)
def test_numbers_are_known_in_digits_in_words_and_behind_marks(
    phrase: str, number: str | None
) -> None:
    assert counted(phrase) == number


@pytest.mark.parametrize(
    ("phrase", "number"),
    [
        ("first", "1"),
        ("1st", "1"),
        ("2-й", "2"),
        ("১ম", "1"),
        ("première", "1"),
        ("第一个", "1"),
        ("a.", ""),
        ("IV)", ""),
        ("1.2", ""),
        ("three", None),
        ("3", None),
        ("une", None),
        ("ಒಂದು", None),
        ("ab.", None),
    ],
)
def test_before_a_label_cardinals_count_things_and_letters_are_items(
    phrase: str, number: str | None
) -> None:
    assert counted(phrase, before=True) == number


def test_the_first_ten_number_words_of_every_locale_are_known() -> None:
    assert len(languages()) > 1
    for lang in languages():
        words = load_locale(lang).number_words
        assert all(counted(words[str(n)][0]) for n in range(1, 11)), lang


def test_digits_in_circles_and_han_numerals_become_ascii() -> None:
    assert [ascii_digits(text) for text in ("①", "⑩", "⑳", "十", "十二", "二十")] == [
        "1", "10", "20", "10", "12", "20",
    ]  # fmt: skip
