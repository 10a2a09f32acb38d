"""What stays as it is in a translation says nothing of its language; prose and names do."""

import pytest

from mlkt.translate import check_translation
from mlkt.translate.gate.kept import may_stay, strip_kept

V = "Visual Studio Code"
ALL = ("kn", "hi", "ar", "zh", "ja", "th", "vi", "yo", "sw", "fr")
MAY_STAY = [
    "YouTube",
    "iPhone 15",
    "GitHub Actions",
    "JavaScript",
    "km/h",
    "120 km/h",
    "5 kWh",
    "9.8 m/s²",
    "Microsoft PowerPoint",
    "BBC",
    "R&D",
    "US GDP",
    "x86-64",
    "COVID-19",
    "a@b.example",
    "https://example.org/a/b?c=d",
    "{name}: %s",
    "`pip install mlkt`",
    "snake_case",
    "/etc/hosts",
    "for i in range(10):",
    'print("hello")',
    "x = y + 1",
    "SELECT name FROM users WHERE id = 1",
    "git add . && git commit",
    r"\frac{a}{b} = c",
    r"$E = mc^2$",
    r"\begin{equation}",
    "12.5 %",
]
MAY_NOT = [
    "The old market",
    "Annual Report",
    "A New Hope",
    "Ms Smith",
    "19th Century",
    "COVID-19 Vaccines",
    "iPhone Prices Rise Again",
    "EXIT TO THE STREET",
    "Early life (1990)",
    "river",
    "where the value of f(x) is two",
    "The value of f(x) is 2.",
    "He uses GitHub at home",
    "Email: a@b.example",
    "this and/or that",
    "ನಗರ",
    "नगर",
    "مدينة",
    "城市",
    "เมือง",
    "thành phố",
    "ìlú ńlá",
]


def kinds(
    source: str, target: str, pair: str, terms: list[tuple[str, str]] | None = None
) -> set[str]:
    source_lang, target_lang = pair.split(">")
    found = check_translation(
        source, target, source_lang=source_lang, target_lang=target_lang, terms=terms or []
    )
    return {problem.kind for problem in found if problem.severity == "blocking"}


@pytest.mark.parametrize("text", MAY_STAY)
def test_what_no_language_translates_may_stay(text: str) -> None:
    assert may_stay(strip_kept(text))
    for lang in ALL:
        assert kinds(text, text, f"en>{lang}") == set(), lang


@pytest.mark.parametrize("text", MAY_NOT)
def test_what_is_translated_may_not(text: str) -> None:
    assert not may_stay(strip_kept(text))


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("Email: a@b.c", "电子邮件：a@b.c", "en>zh"),
        ("Email: name.last@mail.example.org", "电子邮件：name.last@mail.example.org", "en>zh"),
        ("More: https://example.org/a/long/page", "ಹೆಚ್ಚು: https://example.org/a/long/page", "en>kn"),
        ("Hello {first_name} {last_name}!", "नमस्ते {first_name} {last_name}!", "en>hi"),
        ("Run `pip install --upgrade mlkt`.", "`pip install --upgrade mlkt` चलाएँ।", "en>hi"),
        ("Let $velocity = distance / time$.", "$velocity = distance / time$ とする。", "en>ja"),
        ("Write to <b>office@example.org</b>", "เขียนถึง <b>office@example.org</b>", "en>th"),
        ("Xem https://example.org/trang/chu", "See https://example.org/trang/chu", "vi>en"),
        ("See www.example.org/a/long/page", "Wo www.example.org/a/long/page", "en>yo"),
    ],
)
def test_addresses_and_code_are_in_no_script(source: str, target: str, pair: str) -> None:
    assert kinds(source, target, pair) == set()


@pytest.mark.parametrize(
    ("source", "target", "pair", "kept"),
    [
        ("Windows Server Services", "Windows Server Services", "en>kn", "Windows Server Services"),
        ("Microsoft Visual Studio Code opens.", "Microsoft Visual Studio Code ತೆರೆ.", "en>kn", V),
        ("Install Visual Studio Code", "ثبّت Visual Studio Code", "en>ar", V),
        ("Open Visual Studio Code", "打开 Visual Studio Code", "en>zh", V),
        ("धर्म शब्द का अर्थ", "The meaning of धर्म", "hi>en", "धर्म"),
        ("ಯಕ್ಷಗಾನ ಒಂದು ಕಲೆ", "ಯಕ್ಷಗಾನ is an art", "kn>en", "ಯಕ್ಷಗಾನ"),
    ],
)  # fmt: skip
def test_terms_kept_on_purpose_are_in_no_script(
    source: str, target: str, pair: str, kept: str
) -> None:
    assert kinds(source, target, pair)
    assert kinds(source, target, pair, [(kept, kept)]) == set()


def test_a_kept_term_excuses_nothing_else() -> None:
    terms = [("Visual Studio Code", "Visual Studio Code")]
    text = "Visual Studio Code opens the last folder again."
    assert "copied_source" in kinds(text, text, "en>kn", terms)
    assert "copied_source" in kinds(text, text, "en>sw", terms)
    hindi = "Visual Studio Code आखिरी फ़ोल्डर फिर से खोलता है।"
    assert "wrong_script" in kinds(text, hindi, "en>kn", terms)
    assert "copied_source" in kinds(text, text, "en>kn", [("Visual Studio Code", "ವಿಷುಯಲ್")])


def test_a_target_that_is_all_code_or_term_is_not_excused() -> None:
    english = "The market near the river opens early in the morning"
    assert "wrong_script" in kinds("बाज़ार सुबह जल्दी खुलता है", f"`{english}`", "hi>kn")
    assert kinds("बाज़ार सुबह जल्दी खुलता है", english, "hi>kn", [(english, english)])
