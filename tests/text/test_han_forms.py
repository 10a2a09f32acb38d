"""Simplified and Traditional Chinese are told apart; what both write is not."""

from pathlib import Path

import pytest

from mlkt.packs import pack_dir
from mlkt.text.han_forms import han_form, is_foreign_to_japanese


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("城市的历史", "Hans"),
        ("城市的歷史", "Hant"),
        ("这座城市很大。", "Hans"),
        ("這座城市很大。", "Hant"),
        ("国家", "Hans"),
        ("呢個城市好大，我哋鍾意。", "Hant"),
        ("繁体字「學」和简体字「学」不同，这个字的历史很长。", "Hans"),
        ("山水", None),
        ("后里台干云万", None),
        ("", None),
        ("ಕನ್ನಡ नगर city مدينة เมือง thành phố ìlú", None),
    ],
)
def test_the_form_of_chinese(text: str, form: str | None) -> None:
    assert han_form(text) == form


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("这座城市很大。", True),
        ("他住在东京。", True),
        ("国会図書館", False),
        ("日本国憲法の学習", False),
        ("大学生", False),
        ("東京タワー", False),
        ("ಕನ್ನಡ and ไทย", False),
        ("", False),
    ],
)
def test_what_japanese_does_not_write(text: str, foreign: bool) -> None:
    assert is_foreign_to_japanese(text) is foreign


@pytest.mark.parametrize(("name", "form"), [("zh_cn", "Hans"), ("zh_tw", "Hant")])
def test_every_line_of_an_encyclopedia_is_told(shared_data: Path, name: str, form: str) -> None:
    path = shared_data / "wikipedia-api-cassettes" / f"cli_summary_{name}.txt"
    lines = [line for line in path.read_text("utf-8").split("。") if len(line) > 10]
    assert len(lines) >= 18
    assert {han_form(line) for line in lines} == {form}
    assert all(map(is_foreign_to_japanese, lines)) == (form == "Hans")


def test_the_japanese_locale_is_not_foreign_to_japanese() -> None:
    text = (pack_dir("locales") / "ja.yaml").read_text("utf-8")
    assert len(text) > 1000
    assert not is_foreign_to_japanese(text)
