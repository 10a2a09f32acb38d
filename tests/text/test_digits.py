from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkt.text.digits import ascii_digits, find_digits


@pytest.mark.parametrize(
    ("lang", "text", "values"),
    [
        ("kn", "೧,೨೩,೪೫೬ ಮತ್ತು 12,34,567", [123456, 1234567]),
        ("en", "1,234,567.89 and 3.14", [Fraction(123456789, 100), Fraction(157, 50)]),
        ("en", "1,234 or 12,5 or 1,2,3", [1234, 12, 5, 1, 2, 3]),
        ("de", "1.234,5 und 3,14 und 1.234.567", [Fraction(2469, 2), Fraction(157, 50), 1234567]),
        ("de", "12.5 Mio.", [Fraction(25, 2)]),
        ("fr", "1 234 567,5", [Fraction(2469135, 2)]),
        ("fr", "1\u202f234", [1234]),
        ("en", "1\u00a0234 and 12 345", [1234, 12, 345]),
        ("ar", "٣٫١٤ و ١٬٢٣٤", [Fraction(157, 50), 1234]),
        ("en", "2½, ¼ and .5", [Fraction(5, 2), Fraction(1, 4), Fraction(1, 2)]),
        ("en", "12.5.2010, v1.2.3 and 1.234.567", [12, 5, 2010, 1, 2, 3, 1234567]),
        ("en", "10:30, 1990-95, 5/6, 16th, 10²", [10, 30, 1990, 95, 5, 6, 16, 10]),
        ("en", "007", [7]),
        ("en", "https://a.org/12?x=3, a1@b2.org, &#39; and 4", [4]),
        ("ja", "１２３", [123]),
        ("en", "9" * 200 + " 5", [5]),
        ("de", "1,2," * 60 + "5", [1, 2] * 60 + [5]),
        ("en", "none", []),
    ],
)
def test_digits_are_read(lang: str, text: str, values: list[int | Fraction]) -> None:
    assert [value for value, _, _ in find_digits(text, lang)] == values


@given(st.text("0123456789೦೧೯.,:/ ½a-", max_size=60), st.sampled_from(["en", "de"]))
def test_digits_stand_where_they_are_said_to(text: str, lang: str) -> None:
    last = 0
    for value, start, end in find_digits(text, lang):
        assert last <= start < end <= len(text)
        assert value >= 0
        last = end


@given(st.text(max_size=100))
def test_the_copy_is_as_long_as_the_text(text: str) -> None:
    assert len(ascii_digits(text)) == len(text)
