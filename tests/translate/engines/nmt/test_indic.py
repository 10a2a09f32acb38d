"""Preparation for IndicTrans2: the same in every process, and back again."""

import os
import subprocess
import sys

import pytest

from mlkt.translate.engines.nmt.indic import prepare, restore
from mlkt.translate.engines.nmt.indic_scripts import from_devanagari, to_devanagari
from mlkt.translate.engines.nmt.indic_tokens import (
    join_english,
    join_indic,
    split_english,
    split_indic,
)


@pytest.mark.parametrize(
    ("text", "script", "devanagari"),
    [
        ("ಬೆಂಗಳೂರು", "Knda", "बॆंगळूरु"),
        ("ಕೊಡಗು", "Knda", "कॊडगु"),
        ("హైదరాబాద్", "Telu", "हैदराबाद्"),
        ("কলকাতা", "Beng", "कलकाता"),
        ("ਪੰਜਾਬ।", "Guru", "पੰजाब।"),
        ("અમદાવાદ", "Gujr", "अमदावाद"),
        ("ଓଡ଼ିଶା", "Orya", "ओड़िशा"),
        ("சென்னை", "Taml", "चॆऩ्ऩै"),
        ("അവൻ", "Mlym", "अवൻ"),
        ("दिल्ली", "Deva", "दिल्ली"),
    ],
)
def test_scripts_of_india_become_devanagari_and_come_back(
    text: str, script: str, devanagari: str
) -> None:
    assert to_devanagari(text, script) == devanagari
    assert from_devanagari(devanagari, script) == text


def test_old_chillus_are_the_new_ones_and_other_joiners_go() -> None:
    assert to_devanagari("അവന്\u200d", "Mlym") == "अवൻ"
    assert to_devanagari("ರಾಜ್\u200cಕುಮಾರ್", "Knda") == "राज्कुमार्"


def test_tamil_writes_a_row_of_stops_with_one_letter() -> None:
    assert from_devanagari("गीता", "Taml") == "கீதா".replace("தா", "தா")
    assert from_devanagari("भारत", "Taml") == "பாரத"


def test_a_letter_that_a_script_lacks_stays() -> None:
    assert from_devanagari("ऄ", "Taml") == "ऄ"


@pytest.mark.parametrize(
    ("text", "lang", "prepared", "kept"),
    [
        ("ಬೆಂಗಳೂರು ೧೯೫೬ ರಲ್ಲಿ.", "kn", "बॆंगळूरु 1956 रल्लि .", []),
        ("ಜಾಲ: https://a.in/x?y=1.", "kn", "जाल : < ID1 > .", ["https://a.in/x?y=1"]),
        ("೩೩.೫% ಮತ್ತು ೧೫-೦೮-೧೯೪೭", "kn", "< ID1 > मत्तु < ID2 >", ["33.5%", "15-08-1947"]),
        ("लिखें: a.b@c.org या #भारत", "hi", "लिखें : < ID1 > या < ID2 >", ["a.b@c.org", "#भारत"]),
        ("“Hello”, it’s 3.5 km.", "en", '" Hello " , it \'s <ID1> km .', ["3.5"]),
        ("یہ ۱۹۴۷ ہے۔", "ur", "یہ 1947 ہے۔", []),
        ("<ID7> 50%", "hi", "< ID1 > < ID2 >", ["<ID7>", "50%"]),
    ],
)
def test_what_must_not_change_is_numbered_from_left_to_right(
    text: str, lang: str, prepared: str, kept: list[str]
) -> None:
    found = prepare(text, lang)
    assert found.text.replace("< ID", "<ID").replace(" >", ">") == prepared.replace(
        "< ID", "<ID"
    ).replace(" >", ">")
    assert list(found.kept.values()) == kept


@pytest.mark.parametrize(
    ("output", "lang", "text"),
    [
        ("See < ID1 > , please .", "en", "See 33.5%, please."),
        ("See <id1>.", "en", "See 33.5%."),
        ("[ID 1]", "en", "33.5%"),
        ("यह आईडी1 है ।", "hi", "यह 33.5% है।"),
        ("बॆंगळूरु ( < ID1 > ) .", "kn", "ಬೆಂಗಳೂರು (33.5%)."),
    ],
)
def test_placeholders_come_back_however_they_are_spelled(output: str, lang: str, text: str) -> None:
    assert restore(output, lang, {"<ID1>": "33.5%"}) == (text, [])


def test_a_lost_placeholder_is_named_and_a_word_is_none() -> None:
    assert restore("The grid1 holds .", "en", {"<ID1>": "1:2"}) == ("The grid1 holds.", ["1:2"])


def test_the_map_belongs_to_its_sentence() -> None:
    one, other = prepare("1:2", "hi"), prepare("3:4", "hi")
    assert restore(other.text, "hi", other.kept) == ("3:4", [])
    assert restore(one.text, "hi", one.kept) == ("1:2", [])


def test_every_process_numbers_alike() -> None:
    code = (
        "from mlkt.translate.engines.nmt.indic import prepare;"
        "print(ascii(prepare('a@b.org 10:30 50% www.x.in/y #z 1/2/2003', 'hi')))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    here = ascii(prepare("a@b.org 10:30 50% www.x.in/y #z 1/2/2003", "hi"))
    assert other.strip() == here
    assert "<ID6>" in here


@pytest.mark.parametrize(
    "text",
    [
        "ನೋಡಿ (ಪುಟ 12) ಇಲ್ಲಿ.",
        'ಅವರು "ಬನ್ನಿ" ಎಂದರು.',
        "दर 1,234.5 रुपये है।",
        "क्या यह सच है? हाँ!",
        'वह बोली "हाँ।"',
        "தமிழ்நாடு, இந்தியா.",
    ],
)
def test_punctuation_of_indian_languages_comes_back(text: str) -> None:
    assert split_indic(text) != text
    assert join_indic(split_indic(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "It's 3.5 km, e.g. here.",
        'She said "come in" (twice).',
        "A well-known U.S. city: Boston!",
        "The teachers' room costs $5.",
        '"I\'ve seen it," Ms. Hara said.',
        'He adds "no." Then: "yes."',
        'And "so on."',
        "1,234 people, 50% of them...",
    ],
)
def test_punctuation_of_english_comes_back(text: str) -> None:
    assert split_english(text) != text
    assert join_english(split_english(text)) == text
