"""Replies without numbers: real ugly shapes of translation models, and what is no translation."""

import pytest

from mlkt.translate.engines.plain import read_plain

CITY = "ಮೈಸೂರು ಒಂದು ನಗರ."
GOOD = "Mysuru is a city."


@pytest.mark.parametrize(
    "reply",
    [
        GOOD,
        f"  {GOOD}\n\n",
        f'"{GOOD}"',
        f"“{GOOD}”",
        f"**{GOOD}**",
        f"```\n{GOOD}\n```",
        f"```text\n{GOOD}\n```",
        f"<translation>\n{GOOD}\n</translation>",
        f"Here is the English translation:\n\n{GOOD}",
        f"Sure! Here you go:\n```\n{GOOD}\n```\nLet me know if you need more.",
        f"{GOOD}\n\nNote: the city is also called Mysore.",
        f"{GOOD}\n\n(Note: a literal translation.)",
        f"{GOOD}\n\n注：迈索尔是一座城市。",
        f"{GOOD}\n\n**Notes:** none\n**Explanation:** none",
        f"English: {GOOD}",
        f"**Translation:** {GOOD}",
        f"翻译结果：{GOOD}",
        f"{CITY}\n{GOOD}",
        f"Kannada: {CITY}\nEnglish: {GOOD}",
        f"{CITY} -> {GOOD}",
    ],
)
def test_a_sentence_is_found(reply: str) -> None:
    assert read_plain(reply, [CITY], labels=["Kannada", "English"]) == {0: GOOD}


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "\n",
        "```\n```",
        f"{GOOD}\n\nIt lies in Karnataka.",
        f"1. {GOOD}\n2. {GOOD}",
        "Here is the translation:\n\nMysuru is a city.\nIt is old.",
        "I cannot translate this.\nIt is against the rules.",
    ],
)
def test_another_number_of_lines_is_not_read(reply: str) -> None:
    assert read_plain(reply, [CITY]) == {}


def test_of_a_reply_cut_off_nothing_is_read() -> None:
    assert read_plain("Mysuru is a", [CITY], cut_off=True) == {}


@pytest.mark.parametrize(
    ("source", "reply"),
    [
        ("1. ಮೈಸೂರು", "1. Mysuru"),
        ("- ಮೈಸೂರು", "- Mysuru"),
        ('"ಮೈಸೂರು"', '"Mysuru"'),
        ("ಮೈಸೂರು ನಗರ. [2]", "The city of Mysuru. [2]"),
        ("ಸೂಚನೆ: ಇದು ನಗರ.", "Note: this is a city."),
        ("Translation: ಎಂದರೆ ಅನುವಾದ.", "Translation: that is ಅನುವಾದ."),
        ("قال: هذه مدينة", "He said: this is a city"),
        ("这是一座城市。", "Đây là một thành phố."),
        ("นี่คือเมือง", "Ìlú kan ni èyí."),
        ("A city", "ರಾಜ್‌ಕುಮಾರ್ ಊರು"),
    ],
)
def test_what_the_source_has_stays(source: str, reply: str) -> None:
    assert read_plain(reply, [source]) == {0: reply}


def test_lines_belong_to_sentences_in_their_order() -> None:
    sources = [CITY, "ಅದು ಹಳೆಯದು.", "ಅಲ್ಲಿ ಅರಮನೆ ಇದೆ."]
    good = [GOOD, "It is old.", "There is a palace."]
    for reply in ("\n".join(good), "Translation:\n\n" + "\n\n".join(good)):
        assert read_plain(reply, sources) == dict(enumerate(good))
    assert read_plain(" ".join(good), sources) == {}
    assert read_plain("\n".join(good[:2]), sources) == {}
