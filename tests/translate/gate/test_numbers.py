"""Numbers and dates across digits, words and systems; what people write passes, damage does not."""

import pytest

from mlkt.translate.gate.numbers import check_numbers


def found(source: str, target: str, pair: str) -> list[str]:
    source_lang, target_lang = pair.split(">")
    problems = check_numbers(source, target, source_lang, target_lang)
    return [problem.kind for problem in problems if problem.severity == "blocking"]


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("One of them won 5&4 in fourballs", "ನಾಲ್ಕು ಚೆಂಡಿನ ಆಟದಲ್ಲಿ 5 ಮತ್ತು 4", "en>kn"),
        ("ಯಾರಾದರೂ 1 ಗುರಿ", "Any one goal", "kn>en"),
        ("on 1 October", "في الأول من أكتوبر", "en>ar"),
        ("Call 116 123", "اتصل على 116123", "en>ar"),
        ("10, 000 ಜನರು", "10,000 people", "kn>en"),
        ("30,000 people", "30،000 شخص", "en>ar"),
        ("from 12:00 to 13:00", "kuanzia 6:00 hadi 7:00", "en>sw"),
        ("It opens at 8 p.m.", "Ouvert à 20 h.", "en>fr"),
        ("um 18:30 Uhr", "at 6:30 pm", "de>en"),
        ("午後は18時に始まる。", "It starts at 6 PM.", "ja>en"),
        ("at 7 in the morning", "saa 1 asubuhi", "en>sw"),
        ("COVID-19", "ಕೋವಿಡ್-19", "en>kn"),
        ("1.2 lakh people", "12万人", "en>zh"),
        ("25 years", "二十五年", "en>zh"),
        ("१५ अगस्त", "August 15", "hi>en"),
    ],
)
def test_what_people_write_passes(source: str, target: str, pair: str) -> None:
    assert found(source, target, pair) == []


@pytest.mark.parametrize(
    ("source", "target", "pair", "kind"),
    [
        ("3 to 6 inches", "inchi 9 hadi 6", "en>sw", "numbers_changed"),
        ("18 holes", "Mashimo 12", "en>sw", "numbers_changed"),
        ("Livingston 1 - 0 Rangers", "Livingston 7 - 0 Rangers", "en>sw", "numbers_changed"),
        ("5 ಮತ್ತು 4 ಮತ್ತು 3", "5 and 4 and 8", "kn>en", "numbers_changed"),
        ("5 ಮತ್ತು 4 ಮತ್ತು 3", "5 and 4", "kn>en", "numbers_lost"),
        ("२५ किताबें", "52 books", "hi>en", "numbers_changed"),
        ("٢٥ كتابا", "25 books and 7 pens", "ar>en", "numbers_added"),
        ("25本の本", "24 books", "ja>en", "numbers_changed"),
        ("มี 65 เขต", "It has 56 wards", "th>en", "numbers_changed"),
        ("Có 65 phường", "It has wards", "vi>en", "numbers_lost"),
    ],
)
def test_damage_is_blocked(source: str, target: str, pair: str, kind: str) -> None:
    assert found(source, target, pair) == [kind]
