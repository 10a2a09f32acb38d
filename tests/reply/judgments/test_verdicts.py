from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkt.packs import Locale, languages, load_locale
from mlkt.reply import Verdict, parse_verdict
from mlkt.reply.judgments.verdicts import read_verdict
from tests.reply.judgments.verdicts_rows import VERDICTS, Row


@pytest.mark.parametrize("row", VERDICTS, ids=lambda row: f"{row[1]}: {row[0]}: {row[2]!r}")
def test_verdicts_are_read_where_verdicts_stand(row: Row) -> None:
    _, lang, text, verdict = row
    assert parse_verdict(text, load_locale(lang or "en")) == verdict


def _words(locale: Locale) -> list[tuple[Verdict, str]]:
    return [(verdict, word) for verdict in Verdict for word in getattr(locale, verdict)]


@pytest.mark.parametrize("lang", languages())
def test_every_word_of_a_locale_is_read_in_every_dress(lang: str) -> None:
    locale = load_locale(lang)
    assert len(_words(locale)) > 5
    label = locale.labels["verdict"][0]
    for verdict, word in _words(locale):
        for text in (
            word,
            word.upper(),
            f"{word}.",
            f"**{word}**",
            f"“{word}”",
            f"{word}\n\nx",
            f"{label}: {word}",
            f"**{label}:** {word}।",
            f'{{"{label}": "{word}"}}',
            f"<think>x</think>{word}",
        ):
            assert parse_verdict(text, locale) is verdict, (text, verdict)


@pytest.mark.parametrize("lang", languages())
def test_english_words_are_read_in_every_language(lang: str) -> None:
    for verdict in Verdict:
        assert parse_verdict(verdict.title(), load_locale(lang)) is verdict


@pytest.mark.parametrize(
    ("script", "yes", "no", "text", "verdict"),
    [
        ("Hans", "是", "否", "是。文中有。", "yes"),
        ("Hans", "是的", "不是", "不是，文中没有。", "no"),
        ("Hans", "是", "否", "是否正确无法判断。", "unclear"),
        ("Hans", "是的", "不是", "我认为不是。", "no"),
        ("Jpan", "はい", "いいえ", "はい、あります。", "yes"),
        ("Jpan", "はい", "いいえ", "答えは「いいえ」です。", "no"),
        ("Thai", "ใช่", "ไม่ใช่", "คำตอบคือไม่ใช่", "no"),
        ("Thai", "ใช่", "ไม่ใช่", "คำตอบคือใช่", "yes"),
        ("Arab", "نعم", "لا", "نعم، النص يقول ذلك.", "yes"),
        ("Arab", "نعم", "لا", "لا يوجد ما ينفيه.", "unclear"),
        ("Latn", "oui", "non", "Non, le texte dit 1932.", "no"),
        ("Latn", "có", "không", "Không.", "no"),
    ],
)
def test_words_of_a_locale_made_elsewhere(
    script: str, yes: str, no: str, text: str, verdict: str
) -> None:
    locale = replace(load_locale("en"), script=script, yes=[yes], no=[no], unclear=["?x"])
    assert parse_verdict(text, locale) == verdict


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    assert parse_verdict(text, load_locale("kn")) in set(Verdict)


def test_unreadable_and_unclear_can_be_told_apart() -> None:
    locale = load_locale("en")
    assert read_verdict("unclear", locale) is Verdict.UNCLEAR
    assert read_verdict("The text gives two dates.", locale) is None


def test_a_verdict_is_text() -> None:
    assert f"{Verdict.NO}" == "no"
    assert Verdict("unclear") is Verdict.UNCLEAR
