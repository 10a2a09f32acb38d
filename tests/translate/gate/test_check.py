"""The gate: what is blocked, what is only reported, and that people's translations pass."""

from pathlib import Path

import pytest

from mlkt.translate import Problem, check_translation

KN = "ನಗರದಲ್ಲಿ ೬೫ ವಾರ್ಡ್‌ಗಳಿವೆ ಮತ್ತು ಅದು ೧೯೫೬ರಲ್ಲಿ ರಾಜ್ಯದ ಭಾಗವಾಯಿತು."
EN = "The city has 65 wards and became part of the state in 1956."
HI = "नगर में 65 वार्ड हैं और वह 1956 में राज्य का भाग बना।"
SW = "Jiji lina kata 65 na lilikuwa sehemu ya jimbo mwaka 1956."
AR = "في المدينة 65 حيًا وأصبحت جزءًا من الولاية في عام 1956."
ZH = "该市有65个区，于1956年成为该邦的一部分。"
TEXTS = {"kn": KN, "en": EN, "hi": HI, "sw": SW, "ar": AR, "zh": ZH}


def kinds(source: str, target: str, pair: str, severity: str = "blocking") -> list[str]:
    source_lang, target_lang = pair.split(">")
    found = check_translation(source, target, source_lang=source_lang, target_lang=target_lang)
    return [problem.kind for problem in found if problem.severity == severity]


@pytest.mark.parametrize("source", TEXTS)
@pytest.mark.parametrize("target", TEXTS)
def test_the_same_said_in_six_languages_passes(source: str, target: str) -> None:
    if source != target:
        assert kinds(TEXTS[source], TEXTS[target], f"{source}>{target}") == []


@pytest.mark.parametrize(
    ("source", "target", "pair", "kind"),
    [
        (KN, "", "kn>en", "empty"),
        (KN, "……", "kn>en", "empty"),
        (EN, KN.replace("ಮತ್ತು", "\ufffd"), "en>kn", "broken_characters"),
        (KN, " \n\u200b".strip("\u200b"), "kn>en", "empty"),
        (KN, KN, "kn>en", "copied_source"),
        (EN, EN, "en>kn", "copied_source"),
        (EN, EN.upper(), "en>sw", "copied_source"),
        ("ನಗರ", "ನಗರ", "kn>en", "copied_source"),
        (KN, HI, "kn>en", "wrong_script"),
        (EN, HI, "en>kn", "wrong_script"),
        (EN, SW, "en>ar", "wrong_script"),
        (EN, SW.replace("65", "65 "), "en>en-x-other", "wrong_language"),
        (KN, SW, "kn>en", "wrong_language"),
        (
            KN,
            "The city has 65 ವಾರ್ಡ್‌ಗಳಿವೆ and became part of the state in 1956.",
            "kn>en",
            "source_script_left",
        ),
        (KN, EN.replace("65", "56"), "kn>en", "numbers_changed"),
        (KN, EN.replace("65 ", ""), "kn>en", "numbers_lost"),
        (KN, EN.replace("wards", "wards, 7 markets"), "kn>en", "numbers_added"),
        (EN, KN.replace("೬೫", "೬೬"), "en>kn", "numbers_changed"),
        (EN, HI.replace("1956", "1965"), "en>hi", "numbers_changed"),
        ("It opened on 5 March 1912.", "ಅದು 1912ರ ಮೇ 5ರಂದು ತೆರೆಯಿತು.", "en>kn", "dates_changed"),
        ("ನೋಡಿ https://a.in/ಮೈ?x=1.", "See https://a.in/my?x=1.", "kn>en", "verbatim_changed"),
        ("See https://a.in/x.", "ಇದನ್ನು ನೋಡಿ.", "en>kn", "verbatim_changed"),
        ("Write to a@b.org today.", "ಇಂದು a@b.com ಗೆ ಬರೆಯಿರಿ.", "en>kn", "verbatim_changed"),
        ("Fill: the ____ is old.", "ತುಂಬಿರಿ: ಅದು ಹಳೆಯದು.", "en>kn", "verbatim_changed"),
        ("Hello {name}, you have %d.", "ನಮಸ್ಕಾರ {ಹೆಸರು}, ನಿಮ್ಮಲ್ಲಿ %d ಇದೆ.", "en>kn", "verbatim_changed"),
        ("ಅದು ರಾಜನ ಅರಮನೆ.", "It is the king&#39;s palace.", "kn>en", "html_entities"),
        ("ಅದು ರಾಜನ ಅರಮನೆ ಆಗಿದೆ.", "It is", "kn>en", "length"),
        ("ಅದು ರಾಜನ ಅರಮನೆ ಆಗಿದೆ.", "It is the palace of the king. " * 3, "kn>en", "length"),
        (
            "ಅದು ಮರದ ಅರಮನೆಯಾಗಿತ್ತು ಎಂದು ಜನರು ಹೇಳುತ್ತಾರೆ.",
            "It was a big big big big big big big palace",
            "kn>en",
            "loop",
        ),
    ],
)
def test_damage_is_blocked(source: str, target: str, pair: str, kind: str) -> None:
    assert kind in kinds(source, target, pair)


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("2017", "2017", "kn>en"),
        ("೨೦೧೭", "2017", "kn>en"),
        ("12.5 %", "12.5 %", "en>ar"),
        ("—", "—", "hi>sw"),
        ("BBC", "BBC", "kn>en"),
        ("NASA", "NASA", "en>kn"),
        ("Nairobi", "Nairobi", "en>sw"),
        ("ಇಸ್ರೋ", "ISRO", "kn>en"),
        ("Google and Facebook", "Google ಮತ್ತು Facebook", "en>kn"),
        ("two kings", "2 ರಾಜರು", "en>kn"),
        ("೧,೨೦,೦೦೦ ಜನರು", "120,000 people", "kn>en"),
        ("1.2 ಲಕ್ಷ ಜನರು", "120,000 people", "kn>en"),
        ("76,000 hectares", "76.000 هكتار", "en>ar"),
        ("the war of 1950-53", "1950 ರಿಂದ 1953ರ ಯುದ್ಧ", "en>kn"),
        ("at 5.30 pm", "ಸಂಜೆ 5:30ಕ್ಕೆ", "en>kn"),
        ("at 04:00 in the morning", "ಬೆಳಿಗ್ಗೆ 4 ಗಂಟೆಗೆ", "en>kn"),
        ("at 7 in the morning", "saa 1 asubuhi", "en>sw"),
        ("in World War 2, WW2 for short", "ಎರಡನೇ ಮಹಾಯುದ್ಧದಲ್ಲಿ, ಸಂಕ್ಷಿಪ್ತವಾಗಿ 2", "en>kn"),
        ("on 1 November 1956", "1956ರ ನವೆಂಬರ್ 1ರಂದು", "en>kn"),
        ("5.11.1956", "5 November 1956", "kn>en"),
        ("R&D &amp; more", "R&D &amp; zaidi", "en>sw"),
        ("ನೋಡಿ (https://a.in/x).", "See https://a.in/x!", "kn>en"),
        ("very very very old", "ತುಂಬಾ ತುಂಬಾ ತುಂಬಾ ಹಳೆಯ", "en>kn"),
    ],
)
def test_what_people_write_passes(source: str, target: str, pair: str) -> None:
    assert kinds(source, target, pair) == []


def test_a_number_may_be_a_word_where_number_words_are_unknown() -> None:
    source, target = "They have 12 children.", "Iti 12".replace("12", "hamar") + " anak da adda."
    assert kinds(source, target, "en>pam") == []
    assert kinds(source, target, "en>pam", "minor") == ["numbers_lost"]


def test_a_small_residue_of_the_source_is_reported_and_not_blocked() -> None:
    target = EN + " The old people there call the river by its old name, ಕಾವೇ, to this day."
    assert kinds(KN + " ಹಳೆಯ ಜನರು ನದಿಯನ್ನು ಹಳೆಯ ಹೆಸರಿನಿಂದ ಕರೆಯುತ್ತಾರೆ.", target, "kn>en") == []
    assert "source_script_left" in kinds(KN, target, "kn>en", "minor")


def test_what_was_cut_off_is_blocked_when_told() -> None:
    found = check_translation(KN, EN, source_lang="kn", target_lang="en", cut_off=True)
    assert found == [Problem("cut_off", "blocking", EN)]


def test_a_problem_names_kind_severity_and_evidence() -> None:
    (found,) = check_translation(KN, EN.replace("65", "56"), source_lang="kn", target_lang="en")
    assert (found.kind, found.severity, found.evidence) == (
        "numbers_changed",
        "blocking",
        "೬೫ -> 56",
    )
    assert found.as_dict() == {
        "kind": "numbers_changed",
        "severity": "blocking",
        "evidence": "೬೫ -> 56",
    }


def test_without_a_band_of_the_pair_the_default_is_named() -> None:
    found, *_ = check_translation("x y z " * 9, "q", source_lang="xx", target_lang="yy")
    assert found.kind == "length" and "default" in found.evidence


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "[" * 5000, "ಕ" * 5000, "1" * 5000])
@pytest.mark.parametrize("pair", ["kn>en", "en>zh-Hant-TW", "x-klingon>und"])
def test_the_gate_never_raises(text: str, pair: str) -> None:
    kinds(text, text, pair)
    kinds(text, EN, pair)
    kinds(EN, text, pair)


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("src.eng", "ref.kan", "en>kn"),
        ("ref.hin", "src.eng", "hi>en"),
        ("ref.swa", "src.eng", "sw>en"),
        ("src.eng", "ref.arb", "en>ar"),
    ],
)
def test_at_most_one_human_translation_in_a_hundred_is_blocked(
    shared_data: Path, source: str, target: str, pair: str
) -> None:
    sources, targets = (
        (shared_data / "ntrex128" / f"newstest2019-{name}.txt").read_text("utf-8-sig").splitlines()
        for name in (source, target)
    )
    both = list(zip(sources, targets, strict=True))
    assert len(both) == 1997
    assert sum(bool(kinds(*texts, pair)) for texts in both) <= 19
