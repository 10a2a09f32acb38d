import pytest

from mlkt.packs import languages, load_locale
from mlkt.text import expected_script, script_share, script_shares
from mlkt.text.scripts import count_letters, has_usual_script, likely_languages, script_parts


def test_shares_sum_to_one_and_the_largest_comes_first() -> None:
    shares = script_shares("ಬೆಂಗಳೂರು ನಗರ (Bengaluru)")
    assert list(shares) == ["Knda", "Latn"]
    assert sum(shares.values()) == pytest.approx(1)


def test_vowel_signs_are_letters_and_digits_are_not() -> None:
    assert count_letters("ಕೌ 12 ೩, é") == 3
    assert script_shares("೧೯೫೬ 42 — !") == {}


def test_what_scripts_share_is_left_out() -> None:
    assert script_shares("タワー") == {"Kana": 1.0}


def test_dead_scripts_are_told_from_living_ones() -> None:
    assert script_shares("𐎠𐎡") == {"Zzzz": 1.0}


@pytest.mark.parametrize(
    ("text", "script", "share"),
    [
        ("東京タワーです", "Jpan", 1.0),
        ("서울 首爾", "Kore", 1.0),
        ("北京", "Hans", 1.0),
        ("ಕನ್ನಡ", "Latn", 0.0),
        ("", "Latn", 0.0),
    ],
)
def test_a_compound_script_is_the_sum_of_its_parts(text: str, script: str, share: float) -> None:
    assert script_share(text, script) == pytest.approx(share)


@pytest.mark.parametrize(
    ("lang", "script"),
    [
        ("kn", "Knda"), ("kn-IN", "Knda"), ("hi-Latn", "Latn"), ("sr", "Cyrl"), ("sr-Latn", "Latn"),
        ("zh-TW", "Hant"), ("zh", "Hans"), ("zh_hant", "Hant"), ("pa-PK", "Arab"), ("pa", "Guru"),
        ("ja", "Jpan"), ("ko", "Kore"), ("yo", "Latn"), ("ur", "Arab"), ("EN", "Latn"),
        ("ZH-tw", "Hant"), ("zh-CN", "Hans"), ("zh-Hans-HK", "Hans"), ("yue-CN", "Hans"),
        ("sr-ME", "Latn"), ("sr-Cyrl-ME", "Cyrl"), ("uz", "Latn"), ("uz-AF", "Arab"),
        ("uz-Cyrl", "Cyrl"), ("kk", "Cyrl"), ("kk-CN", "Arab"), ("az-IR", "Arab"),
        ("ku", "Latn"), ("ku-LB", "Arab"), ("ckb", "Arab"), ("sd", "Arab"), ("sd-IN", "Deva"),
        ("tlh", None), ("", None), ("qaa-x-none", None), ("hi-u-nu-latn", "Deva"),
    ],
)  # fmt: skip
def test_the_script_of_a_language(lang: str, script: str | None) -> None:
    assert expected_script(lang) == script


@pytest.mark.parametrize(
    ("lang", "usual"),
    [
        ("kn", True), ("kn-IN", True), ("hi-Latn", False), ("sr-Latn", False), ("sr-ME", False),
        ("zh-Hant", True), ("zh-TW", True), ("zh-Latn", False), ("ja-Hrkt", True), ("tlh", True),
        ("ur-Aran", True), ("pa-PK", False), ("yo-Latn", True), ("", True), ("qaa-Latn", True),
    ],
)  # fmt: skip
def test_a_language_is_told_from_itself_in_another_script(lang: str, usual: bool) -> None:
    assert has_usual_script(lang) is usual


def test_the_table_agrees_with_every_locale() -> None:
    codes = [code for code in languages() if "-" not in code]
    assert codes
    for code in codes:
        script = load_locale(code).script
        assert any(code in likely_languages(part) for part in (script, *script_parts(script)))
