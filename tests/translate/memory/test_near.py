import pytest

from mlkt.translate import Paragraph, TranslationMemory, Unit, memory_engine
from mlkt.translate.memory.near import NearTexts
from tests.translate.segments import segment

TEXTS = [
    "ಮೈಸೂರು ಕರ್ನಾಟಕದ ಒಂದು ದೊಡ್ಡ ನಗರ.",
    "ಧಾರವಾಡ ಕರ್ನಾಟಕದ ಒಂದು ನಗರ.",
    "नदी पहाड़ से निकलती है और मैदान में बहती है।",
    "ينبع النهر من التلال ويجري في السهل.",
    "河从山里发源，流过平原。",
    "แม่น้ำไหลจากภูเขาสู่ที่ราบ",
    "Mto unaanzia kwenye vilima na kupita tambarare.",
    "Odò náà ń ṣàn láti orí òkè.",
    "The river rises in the hills and crosses the plain.",
]


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("ಮೈಸೂರು ಕರ್ನಾಟಕದ ಒಂದು ನಗರ.", TEXTS[0]),
        ("नदी पहाड़ से निकलती है और बहती है।", TEXTS[2]),
        ("ينبع النهر من التلال ويجري في الوادي.", TEXTS[3]),
        ("河从山里发源，流过城市。", TEXTS[4]),
        ("แม่น้ำไหลจากภูเขาสู่ทะเล", TEXTS[5]),
        ("Mto unaanzia kwenye vilima na kupita jangwa.", TEXTS[6]),
        ("Odò náà ń ṣàn láti orí àpáta.", TEXTS[7]),
        ("The river rises in the hills and crosses the desert.", TEXTS[8]),
    ],
)
def test_the_nearest_text_is_found_in_every_script(text: str, nearest: str) -> None:
    assert NearTexts(TEXTS).find(text)[0] == nearest


def test_what_resembles_nothing_finds_nothing() -> None:
    assert NearTexts(TEXTS).find("A completely different line of words.") == []
    assert NearTexts(TEXTS).find("") == []
    assert NearTexts([]).find("The river") == []


def test_a_text_is_not_near_to_itself() -> None:
    assert NearTexts(TEXTS).find(TEXTS[8]) == []


def test_a_memory_gives_examples_for_what_it_does_not_hold() -> None:
    memory = TranslationMemory([Unit((("kn", TEXTS[1]), ("en", "Dharwad is a city.")))])
    given = Paragraph([segment(source="ಧಾರವಾಡ ಕರ್ನಾಟಕದ ಒಂದು ದೊಡ್ಡ ನಗರ.")])
    out = memory_engine(memory).invoke(given)
    assert out.segments[0]["target"] is None
    assert out.examples == [(TEXTS[1], "Dharwad is a city.")]
