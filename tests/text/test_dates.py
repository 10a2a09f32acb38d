import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkt.packs import languages, load_locale
from mlkt.text import Date, find_dates


@pytest.mark.parametrize(
    ("lang", "text", "date"),
    [
        ("kn", "ರಾಜ್ಯವು ⟦1956ರ ನವೆಂಬರ್ 1⟧ರಂದು ರೂಪುಗೊಂಡಿತು.", (1956, 11, 1)),
        ("kn", "⟦೧೯೫೬ರ ನವೆಂಬರ್ ೧⟧ ರಂದು", (1956, 11, 1)),
        ("kn", "⟦1956 ರ ನವೆಂಬರ್⟧‌ನಲ್ಲಿ", (1956, 11, None)),
        ("kn", "⟦ನವೆಂಬರ್ 1, 1956⟧", (1956, 11, 1)),
        ("kn", "⟦ಆಗಸ್ಟ್ ೧೫, ೧೯೪೭⟧ ರಲ್ಲಿ", (1947, 8, 15)),
        ("kn", "⟦1 ನವೆಂಬರ್ 1956⟧ರಂದು", (1956, 11, 1)),
        ("kn", "⟦30ನೇ ಸೆಪ್ಟೆಂಬರ್⟧", (None, 9, 30)),
        ("kn", "⟦2017ರ ಜನವರಿ⟧ಯಲ್ಲಿ", (2017, 1, None)),
        ("kn", "⟦ಮೇ 5⟧ ರಂದು", (None, 5, 5)),
        ("en", "on ⟦1 November 1956⟧.", (1956, 11, 1)),
        ("en", "on ⟦November 1, 1956⟧, it", (1956, 11, 1)),
        ("en", "the ⟦1st of November 1956⟧", (1956, 11, 1)),
        ("en", "⟦July 4th, 1776⟧", (1776, 7, 4)),
        ("en", "⟦Oct. 2, 1968⟧", (1968, 10, 2)),
        ("en", "⟦MAY 1960⟧", (1960, 5, None)),
        ("en", "between 1956 and ⟦May 1960⟧", (1960, 5, None)),
        ("en", "In ⟦November 1956⟧, 20 people", (1956, 11, None)),
        ("en", "⟦1956-11-01⟧T10", (1956, 11, 1)),
        ("hi", "⟦1 नवंबर 1956⟧ को", (1956, 11, 1)),
        ("hi", "⟦15 अगस्त, 1947⟧ को", (1947, 8, 15)),
        ("hi", "⟦1956 के नवंबर⟧ में", (1956, 11, None)),
        ("hi", "⟦नवंबर १, १९५६⟧", (1956, 11, 1)),
        ("sw", "tarehe ⟦1 Novemba 1956⟧", (1956, 11, 1)),
        ("sw", "mnamo ⟦Septemba 30, 2018⟧.", (2018, 9, 30)),
        ("sw", "mwezi ⟦Septemba 2017⟧.", (2017, 9, None)),
        ("zh", "北京于⟦1956年11月1⟧日举行", (1956, 11, 1)),
        ("zh", "⟦2月28⟧日下雪", (None, 2, 28)),
        ("ja", "⟦2011年3月⟧の地震", (2011, 3, None)),
        ("zh", "⟦二〇二三年五月六⟧日上午", (2023, 5, 6)),
        ("zh-Hant", "⟦十二月二十五⟧號", (None, 12, 25)),
        ("zh", "⟦一九五六年十一月⟧成立", (1956, 11, None)),
        ("ja", "⟦三月三⟧日は雛祭り", (None, 3, 3)),
        ("ja", "⟦十月十⟧日に", (None, 10, 10)),
        ("ko", "⟦1956년 11월 1⟧일에", (1956, 11, 1)),
        ("vi", "ngày ⟦1 tháng 11\u00a0năm 1956⟧ với", (1956, 11, 1)),
        ("es", "El ⟦1.º de noviembre de 1956⟧.", (1956, 11, 1)),
        ("pt", "no dia ⟦25 de abril  de 1974⟧", (1974, 4, 25)),
        ("de", "am ⟦3. Jänner 1900⟧", (1900, 1, 3)),
        ("ru", "в ⟦марте 2011⟧ года", (2011, 3, None)),
        ("th", "วันที่ ⟦๕ ธันวาคม ค.ศ. 1927⟧", (1927, 12, 5)),
        ("th", "เมื่อ ⟦1 พฤศจิกายน⟧ พ.ศ. 2499", (None, 11, 1)),
        ("xx", "⟦2024-02-29⟧", (2024, 2, 29)),
    ],
)
def test_a_date_is_found(lang: str, text: str, date: tuple[int | None, int, int | None]) -> None:
    start = text.index("⟦")
    end = text.index("⟧") - 1
    found = find_dates(text.replace("⟦", "").replace("⟧", ""), lang)
    assert found == [Date(*date, start=start, end=end)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("kn", "5 ಮೇಲೆ 10 ಇವೆ"),
        ("zh", "二十月和三月以来，三个月五日"),
        ("kn", "ನವೆಂಬರ್ ತಿಂಗಳು"),
        ("en", "you may 5 times march 10 miles"),
        ("en", "In 1998, May said so"),
        ("en", "November 1.5 million"),
        ("en", "1990s May"),
        ("en", "Mayor 5"),
        ("en", "see https://a.org/May 5x"),
        ("en", "12-2024-02-29 and 2024-13-01"),
        ("zh", "1月10万人"),
        ("xx", "1 November 1956"),
        ("en", ""),
    ],
)
def test_what_is_no_date_is_not_found(lang: str, text: str) -> None:
    assert find_dates(text, lang) == []


def test_dates_side_by_side_share_no_number() -> None:
    text = "1947ರ ಆಗಸ್ಟ್ 15ರಂದು ಮತ್ತು 1950ರ ಜನವರಿ 26ರಂದು"
    found = [(date.year, date.month, date.day) for date in find_dates(text, "kn")]
    assert found == [(1947, 8, 15), (1950, 1, 26)]


def test_every_month_of_every_locale_is_found_with_a_year() -> None:
    assert languages()
    for lang in languages():
        for month, forms in load_locale(lang).months.items():
            for form in forms:
                found = [(date.year, date.month) for date in find_dates(f"{form} 1956", lang)]
                assert found == [(1956, int(month))], (lang, form)


PARTS = "May 1 31 1956 ರ ಮೇ ನವೆಂಬರ್ , . - of 1st".split()


@given(st.lists(st.sampled_from(PARTS), max_size=14), st.sampled_from(["en", "kn"]))
def test_dates_never_overlap(parts: list[str], lang: str) -> None:
    text = " ".join(parts)
    last = 0
    for date in find_dates(text, lang):
        assert last <= date.start < date.end <= len(text)
        assert date.day is not None or date.year is not None
        last = date.end
