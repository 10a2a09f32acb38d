"""The rules for views and for given sentences: what is asked for stands in the document."""

import pytest

from mlkt.models.extractive.replies import write_reply
from mlkt.packs import load_locale, load_prompt
from mlkt.reply import parse_items
from mlkt.text.frames import read_frame

DOCUMENTS = {
    "en": "# Mysore Palace\n\nMysore Palace was finished in 1912. The city has 65 wards.",
    "kn": "# ಮೈಸೂರು ಅರಮನೆ\n\nಮೈಸೂರು ಅರಮನೆ ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು. ನಗರದಲ್ಲಿ ಒಟ್ಟು 65 ವಾರ್ಡ್‌ಗಳಿವೆ ಎಂದು ಲೆಕ್ಕ.",
    "hi": "# मैसूर महल\n\nमैसूर महल १९१२ में बनकर तैयार हुआ। इस नगर में कुल 65 वार्ड हैं।",
    "sw": "# Kasri la Mysore\n\nUjenzi wa Kasri la Mysore uliisha 1912. Jiji lina kata 65 leo hii.",
}
NAMED = {"en": "Mysore Palace", "kn": "ಮೈಸೂರು ಅರಮನೆ", "hi": "मैसूर महल", "sw": "Kasri la Mysore"}


def reply(task: str, lang: str, **values: str) -> str:
    inputs = load_prompt(task, lang).inputs
    known = {"outline": "", "language": "", "n_pairs": "3", "document": DOCUMENTS[lang]} | values
    prompt = load_prompt(task, lang).fill(**{name: known[name] for name in inputs})
    return write_reply({"task": task, "lang": lang, "n_pairs": 3}, prompt)


@pytest.mark.parametrize("lang", DOCUMENTS)
def test_a_way_asks_about_something_that_is_named_and_is_followed(lang: str) -> None:
    ideas = parse_items(reply("view_ideas", lang)).items
    assert 1 <= len(ideas) <= 3
    framed = read_frame(load_locale(lang), ideas[0].text)
    assert framed == ("about", NAMED[lang])
    summary = reply("summary_invented", lang, instruction=ideas[0].text)
    assert NAMED[lang] in summary and "65" not in summary
    assert summary in DOCUMENTS[lang]


@pytest.mark.parametrize("lang", DOCUMENTS)
def test_instructions_of_others_give_a_detailed_summary(lang: str) -> None:
    summary = reply("summary_invented", lang, instruction="As a poem.")
    assert "65" in summary and NAMED[lang] in summary


@pytest.mark.parametrize("lang", DOCUMENTS)
def test_a_sentence_is_asked_for_by_a_blank_and_by_its_number(lang: str) -> None:
    last = DOCUMENTS[lang].partition("\n\n")[2]
    first, second = last.split("। " if lang == "hi" else ". ")
    stop = "।" if lang == "hi" else "."
    given = f"[4] {first}{stop}\n[7] {second}"
    items = parse_items(reply("reverse_questions", lang, text=given)).items
    assert [item.number for item in items] == [4, 7]
    for item, sentence in zip(items, (first + stop, second), strict=True):
        framed = read_frame(load_locale(lang), item.text)
        assert framed and framed[0] == "complete"
        before, after = framed[1].split("____")
        assert sentence.startswith(before) and sentence.endswith(after)


@pytest.mark.parametrize("lang", DOCUMENTS)
def test_where_nothing_can_be_asked_the_reply_says_so(lang: str) -> None:
    unclear = load_locale(lang).unclear[0]
    assert reply("view_ideas", lang, document="…") == unclear
    assert reply("reverse_questions", lang, text="[1] …") == unclear
