from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkt.packs import languages, load_locale
from mlkt.text import Number, find_numbers

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("lang", "text", "numbers"),
    [
        ("kn", "೧.೫ ಕೋಟಿ ಜನರು", {"೧.೫ ಕೋಟಿ": 15_000_000}),
        ("kn", "1 ಕೋಟಿ 20 ಲಕ್ಷ ರೂ.", {"1 ಕೋಟಿ 20 ಲಕ್ಷ": 12_000_000}),
        ("kn", "1.5 ಲಕ್ಷ ಕೋಟಿ", {"1.5 ಲಕ್ಷ ಕೋಟಿ": 1_500_000_000_000}),
        ("kn", "20ಲಕ್ಷ ಮತ್ತು ೨.೫ ಲಕ್ಷದಷ್ಟಿತ್ತು", {"20ಲಕ್ಷ": 2_000_000, "೨.೫ ಲಕ್ಷ": 250_000}),
        ("kn", "16ನೇ ಶತಮಾನ, ಹದಿನಾರನೇ ಶತಮಾನ", {"16": 16, "ಹದಿನಾರನೇ": 16}),
        ("kn", "ಸಾವಿರದ ಒಂಬೈನೂರ ಐವತ್ತಾರು", {"ಸಾವಿರದ ಒಂಬೈನೂರ ಐವತ್ತಾರು": 1956}),
        ("kn", "ಐದು ಮಿಲಿಯನ್‌ ಜನ", {"ಐದು ಮಿಲಿಯನ್": 5_000_000}),
        ("kn", "ಆರೋಗ್ಯ, ಹತ್ತಿರ, ಮೂರ್ತಿ, ಆರಂಭ", {}),
        ("kn", "ಒಂದು ಊರು", {}),
        ("en", "1.5 million in twenty-one towns", {"1.5 million": 1_500_000, "twenty-one": 21}),
        ("en", "two hundred thousand", {"two hundred thousand": 200_000}),
        ("en", "nineteen fifty-six", {"nineteen": 19, "fifty-six": 56}),
        ("en", "One of the two; the 16th and the SIXTEENTH", {"two": 2, "16": 16, "SIXTEENTH": 16}),
        ("en", "1 million 300 people", {"1 million": 1_000_000, "300": 300}),
        ("en", "a hundred and one million", {"hundred": 100, "one million": 1_000_000}),
        ("en", "often, tent, millionaires, someone", {}),
        ("en", "ten-20 million", {"ten": 10, "20 million": 20_000_000}),
        ("en", "£11million", {"11million": 11_000_000}),
        ("hi", "पच्चीस लाख, दो सौ पाँच", {"पच्चीस लाख": 2_500_000, "दो सौ पाँच": 205}),
        ("hi", "डेढ़ लाख, सवा लाख और सवा", {"डेढ़ लाख": 150_000, "सवा लाख": 125_000}),
        ("hi", "साढ़े तीन करोड़, पौने दो", {"साढ़े तीन करोड़": 35_000_000, "पौने दो": Fraction(7, 4)}),
        ("kn", "ಎರಡೂವರೆ ಲಕ್ಷ ಮತ್ತು ಅರ್ಧ", {"ಎರಡೂವರೆ ಲಕ್ಷ": 250_000}),
        ("en", "two and a half million", {"two and a half million": 2_500_000}),
        ("en", "a million and a half", {"million and a half": 1_500_000}),
        ("sw", "milioni moja na nusu", {"milioni moja na nusu": 1_500_000}),
        ("fr", "deux millions et demi", {"deux millions et demi": 2_500_000}),
        ("de", "anderthalb Jahre", {"anderthalb": Fraction(3, 2)}),
        ("en", "£11million, __two__ at www.seven.org", {"11million": 11_000_000, "two": 2}),
        ("hi", "१५वीं सदी, 3.5 करोड़", {"१५": 15, "3.5 करोड़": 35_000_000}),
        ("sw", "elfu ishirini na tano", {"elfu ishirini na tano": 25_000}),
        ("sw", "mia mbili na hamsini", {"mia mbili na hamsini": 250}),
        ("sw", "milioni 1.5", {"milioni 1.5": 1_500_000}),
        ("sw", "elfu moja mia tisa hamsini na sita", {"elfu moja mia tisa hamsini na sita": 1956}),
        ("sw", "watu kumi na mbili, elfu mia", {"kumi na mbili": 12, "elfu mia": 100_000}),
        ("sw", "elfu mia tatu", {"elfu mia tatu": 300_000}),
        ("sw", "20 milioni za watu", {"20 milioni": 20_000_000}),
        ("de", "1,5 Mio. und einundzwanzig", {"1,5 Mio": 1_500_000, "einundzwanzig": 21}),
        ("es", "dos mil millones", {"dos mil millones": 2_000_000_000}),
        ("fr", "soixante et onze, 50 cents", {"soixante et onze": 71, "50": 50}),
        ("ru", "в тысяча девятьсот пятом году", {"тысяча девятьсот пятом": 1905}),
        ("vi", "hai mươi năm, bốn mươi lăm", {"hai mươi": 20, "bốn mươi lăm": 45}),
        ("ko", "5천만 원, 제10조, 열두 명", {"5천만": 50_000_000, "10": 10, "열두": 12}),
        ("th", "10 ล้านคนในหลายจังหวัด, 5 พันธุ์", {"10 ล้าน": 10_000_000, "5": 5}),
        ("xx", "12,345.5 १२", {"12,345.5": Fraction(24691, 2), "१२": 12}),
    ],
)  # fmt: skip
def test_numbers_are_found(lang: str, text: str, numbers: dict[str, int | Fraction]) -> None:
    found = find_numbers(text, lang)
    assert {text[number.start : number.end]: number.value for number in found} == numbers


def test_a_number_says_whether_it_begins_with_digits() -> None:
    assert find_numbers("two and 3 million", "en") == [
        Number(2, 0, 3, digits=False),
        Number(3_000_000, 8, 17, digits=True),
    ]


def test_whole_values_are_ints_and_others_exact() -> None:
    values = [number.value for number in find_numbers("0.1 million, 0.1, 2.0", "en")]
    assert values == [100_000, Fraction(1, 10), 2]
    assert [type(value) for value in values] == [int, Fraction, int]


def test_every_number_word_of_every_locale_is_found_alone() -> None:
    assert languages()
    for lang in languages():
        for value, forms in load_locale(lang).number_words.items():
            for form in forms:
                found = [number.value for number in find_numbers(f"{form}.", lang)]
                assert found == ([int(value)] if int(value) > 1 else []), (lang, form)


PARTS = "two 20 hundred million - , na mia elfu tano ಲಕ್ಷ ನೂರು 1.5 三百 万".split() + ["\u00a0"]


@given(st.lists(st.sampled_from(PARTS), max_size=20), st.sampled_from(["en", "sw", "kn", "zh"]))
def test_numbers_never_overlap(parts: list[str], lang: str) -> None:
    text = " ".join(parts)
    last = 0
    for number in find_numbers(text, lang):
        assert last <= number.start < number.end <= len(text)
        last = number.end


def test_long_text_takes_no_longer_than_it_should() -> None:
    assert len(find_numbers("hundred " * 20_000, "en")) > 0
    assert len(find_numbers("1," * 50_000, "en")) == 50_000


# Found by reading them: what is left are faults of the translation, clock times of Swahili (which
# begin the day at six) and English abbreviations (£125m).
@pytest.mark.parametrize(
    ("lang", "name", "english", "most"),
    [
        ("kn", "ntrex128/newstest2019-ref.kan.txt", "ntrex128/newstest2019-src.eng.txt", 0.008),
        ("hi", "ntrex128/newstest2019-ref.hin.txt", "ntrex128/newstest2019-src.eng.txt", 0.006),
        ("sw", "ntrex128/newstest2019-ref.swa.txt", "ntrex128/newstest2019-src.eng.txt", 0.020),
        ("kn", "flores-kn-en/flores-dev.kn", "flores-kn-en/flores-dev.en", 0.015),
    ],
)
def test_numbers_in_digits_are_found_on_the_other_side(
    lang: str, name: str, english: str, most: float
) -> None:
    if not (DATA / name).is_file():
        pytest.skip(f"no file ../shared/data/{name}: only the project's workshop holds it")
    left = (DATA / name).read_text(encoding="utf-8").splitlines()
    right = (DATA / english).read_text(encoding="utf-8").splitlines()
    assert len(left) == len(right) > 900
    alarms = 0
    for source, target in zip(left, right, strict=True):
        numbers, others = find_numbers(source, lang), find_numbers(target, "en")
        values, other_values = {n.value for n in numbers}, {n.value for n in others}
        lost = [n for n in numbers if n.digits and n.value not in other_values]
        lost += [n for n in others if n.digits and n.value not in values]
        alarms += bool(lost)
    assert alarms / len(left) <= most
