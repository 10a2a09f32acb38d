from fractions import Fraction

import pytest

from mlkt.text import find_numbers


@pytest.mark.parametrize(
    ("lang", "text", "numbers"),
    [
        ("zh", "三百万人", {"三百万": 3_000_000}),
        ("ja", "人口は1億2000万人", {"1億2000万": 120_000_000}),
        ("zh", "一九五六年十二月二十五日", {"一九五六": 1956, "十二": 12, "二十五": 25}),
        ("zh", "3.5万和1,200万元", {"3.5万": 35_000, "1,200万": 12_000_000}),
        ("zh", "一百零五，3万亿", {"一百零五": 105, "3万亿": 3_000_000_000_000}),
        ("zh", "万一有二三人十分高兴", {}),
        ("zh-Hant", "2018年9月30日兩萬", {"2018": 2018, "9": 9, "30": 30, "兩萬": 20_000}),
        ("ja", "半分は0.5、五百円", {"0.5": Fraction(1, 2), "五百": 500}),
        ("zh", "两百多人，两千两百", {"两百": 200, "两千两百": 2200}),
        ("zh", "十二。第三。5 万", {"十二": 12, "第三": 3, "5 万": 50_000}),
        ("en", "三百万", {}),
    ],
)
def test_han_numerals_are_read(lang: str, text: str, numbers: dict[str, int | Fraction]) -> None:
    found = find_numbers(text, lang)
    assert {text[number.start : number.end]: number.value for number in found} == numbers
