import pytest

from mlkt.text import words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mysuru ನಗರದಲ್ಲಿ 1,204 ವಾರ್ಡ್‌ಗಳಿವೆ.", ["mysuru", "ನಗರದಲ್ಲಿ", "1,204", "ವಾರ್ಡ್‌ಗಳಿವೆ"]),
        ("ಬ್ಯಾಂಕ್‌ ಮತ್ತು", ["ಬ್ಯಾಂಕ್", "ಮತ್ತು"]),
        ("ශ්‍රී ලංකාව", ["ශ්‍රී", "ලංකාව"]),
        ("می‌خواهم بروم", ["می‌خواهم", "بروم"]),
        ("Don’t! ng'ombe 'wa' STRASSE Straße", ["don’t", "ng'ombe", "wa", "strasse", "strasse"]),
        ("3.14, 2.5; U.S.", ["3.14", "2.5", "u", "s"]),
        ("Ẹ káàbọ̀ ọ̀rẹ́", ["ẹ", "káàbọ̀", "ọ̀rẹ́"]),
        ("ọmọ ilé", ["ọmọ", "ilé"]),  # a dot below, which Bopomofo has too
        ("e\u0323ko\u0323\u0301 n\u0323", ["e\u0323ko\u0323\u0301", "n\u0323"]),
        ("東京タワー", ["東京", "京タ", "タワ", "ワー"]),
        ("水", ["水"]),
        ("第3章を読む", ["第", "3", "章を", "を読", "読む"]),
        ("ไทย ๑๒", ["ไท", "ทย", "๑๒"]),
        ("ကမ္ဘာ", ["ကမ္", "မ္ဘာ"]),
        ("snake_case e\u0301te\u0301", ["snake_case", "e\u0301te\u0301"]),
        ("… — !", []),
        ("", []),
    ],
)
def test_words_are_found(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_mixed_text_gives_words_and_pairs_in_order() -> None:
    assert words("Tokyo 東京都 City") == ["tokyo", "東京", "京都", "city"]
