"""Options are values of the document, of the answer's kind first; thoughts are copied as steps."""

import pytest

from mlkt.models.extractive.choosing import choose_options, sum_up
from mlkt.models.extractive.request import Request
from mlkt.packs import load_locale
from mlkt.reply import parse_choice, parse_items
from mlkt.reply.pairs.choices import option_key
from mlkt.text.frames import fill_frame

# sentences with four numbers, the first with a blank for its number
NUMBERS = {
    "en": ("The city has {} wards.", "65", "It has 12 lakes. It has 7 gates. It has 40 parks."),
    "kn": (
        "ಮೈಸೂರು ನಗರದಲ್ಲಿ ಒಟ್ಟು {} ವಾರ್ಡ್‌ಗಳಿವೆ.", "೬೫",
        "ಇಲ್ಲಿ ೧೨ ಕೆರೆಗಳಿವೆ. ಇಲ್ಲಿ ೭ ದ್ವಾರಗಳಿವೆ. ಇಲ್ಲಿ ೪೦ ಉದ್ಯಾನಗಳಿವೆ.",
    ),
    "hi": ("मैसूर नगर में कुल {} वार्ड हैं।", "65", "यहाँ 12 झीलें हैं। यहाँ 7 द्वार हैं। यहाँ 40 बाग़ हैं।"),
    "sw": (
        "Jiji la Mysuru lina kata {} kwa jumla.", "65",
        "Kuna maziwa 12 hapa. Kuna milango 7 hapa. Kuna bustani 40 hapa.",
    ),
    "ar": ("في المدينة {} حيا سكنيا.", "65", "فيها 12 بحيرة. فيها 7 أبواب. فيها 40 حديقة."),
    "zh": ("这座城市有{}个区。", "65", "这里有12个湖。这里有7座门。这里有40个公园。"),
}  # fmt: skip


def request(task: str, lang: str, **parts: str) -> Request:
    return Request(task, lang, lang, 0, parts)


@pytest.mark.parametrize("lang", sorted(NUMBERS))
def test_the_others_are_numbers_of_the_document(lang: str) -> None:
    locale = load_locale(lang)
    frame, right, rest = NUMBERS[lang]
    question = fill_frame(locale, "complete", frame.format("____"))
    document = f"{frame.format(right)} {rest}"
    said, because = choose_options(
        request("choice", lang, document=document, question=question), locale
    )
    read = parse_choice(said, locale)
    assert read.problems == [] and read.answer == right == read.options[0]
    assert all(option in rest for option in read.options[1:])
    assert because == [read.thought] == [frame.format(right)]


@pytest.mark.parametrize("lang", sorted(NUMBERS))
def test_the_thought_is_the_sentence_asked_about_not_the_first_that_holds_the_answer(
    lang: str,
) -> None:
    locale = load_locale(lang)
    frame, right, rest = NUMBERS[lang]
    question = fill_frame(locale, "complete", frame.format("____"))
    stop = rest.rstrip()[-1]
    document = f"Mysuru, Mysuru, Mysuru {right}{stop} {frame.format(right)} {rest}"
    said, _ = choose_options(request("choice", lang, document=document, question=question), locale)
    assert parse_choice(said, locale).thought == frame.format(right)


@pytest.mark.parametrize("document", ["", "The city has 65 wards.", "The city has 65 or 65 wards."])
def test_too_little_to_choose_from_reads_as_no_options(document: str) -> None:
    locale = load_locale("en")
    question = fill_frame(locale, "complete", "The city has ____ wards.")
    said, _ = choose_options(request("choice", "en", document=document, question=question), locale)
    assert [one.reason for one in parse_choice(said, locale).problems] == ["no-options"]


def test_to_a_sentence_the_others_are_sentences() -> None:
    text = (
        "The old palace burnt down in the night. Rain fell. It was cold. Many people came to help."
    )
    question = "When did the old palace burn down, in which night?"
    said, _ = choose_options(
        request("choice", "en", document=text, question=question), load_locale("en")
    )
    read = parse_choice(said, load_locale("en"))
    assert read.answer == "The old palace burnt down in the night."
    assert len(read.options) == 4 and all(option in text for option in read.options)


def test_thoughts_become_numbered_lines_each_once() -> None:
    text = "It was begun in 1897.\nIt was begun in 1897.\nIt took 15 years to build it."
    said, lines = sum_up(request("reasoning_steps", "en", text=text), load_locale("en"))
    assert said == "1. It was begun in 1897.\n2. It took 15 years to build it."
    assert [item.text for item in parse_items(said).items] == lines


def test_a_number_in_other_digits_is_no_other_option() -> None:
    assert option_key("೨೦೧೧") == option_key("2011") == option_key("２０１１.")
    assert option_key("೨೦೧೧") != option_key("೨೦೧೨")
