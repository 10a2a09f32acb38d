"""The rule for entities: what signs show, as it stands in the document, and no more."""

import pytest

from mlkt.models.extractive.replies import write_reply
from mlkt.packs import load_locale, load_prompt
from mlkt.reply import parse_entities

DOCUMENTS = {
    "en": "# Mysore Palace\n\nMysore Palace was finished on 24 October 1912. It has 65 rooms now.",
    "kn": "# ಮೈಸೂರು ಅರಮನೆ\n\nಮೈಸೂರು ಅರಮನೆ 24 ಅಕ್ಟೋಬರ್ 1912ರಂದು ಪೂರ್ಣಗೊಂಡಿತು. ಅರಮನೆಯಲ್ಲಿ ೬೫ ಕೋಣೆಗಳಿವೆ.",
    "hi": "# मैसूर महल\n\nमैसूर महल 24 अक्टूबर 1912 को बनकर तैयार हुआ। इसमें कुल ६५ कमरे हैं।",
    "sw": "# Kasri la Mysore\n\nKasri la Mysore lilikamilika 24 Oktoba 1912. Lina vyumba 65 sasa.",
}
FOUND = {
    "en": [("other", "Mysore Palace"), ("date", "24 October 1912"), ("number", "65")],
    "kn": [("other", "ಮೈಸೂರು ಅರಮನೆ"), ("date", "24 ಅಕ್ಟೋಬರ್ 1912"), ("number", "೬೫")],
    "hi": [("other", "मैसूर महल"), ("date", "24 अक्टूबर 1912"), ("number", "६५")],
    "sw": [("other", "Kasri la Mysore"), ("date", "24 Oktoba 1912"), ("number", "65")],
}


def reply(lang: str, document: str, types: list[str]) -> str:
    prompt = load_prompt("entities", lang).fill(
        document=document, outline="", types=", ".join(types)
    )
    return write_reply({"task": "entities", "lang": lang, "types": types}, prompt)


@pytest.mark.parametrize("lang", DOCUMENTS)
def test_dates_numbers_and_names_are_listed_once_in_their_order(lang: str) -> None:
    twice = DOCUMENTS[lang] + "\n\n" + DOCUMENTS[lang].partition("\n\n")[2]
    read = parse_entities(reply(lang, twice, ["date", "number", "other"]), load_locale(lang))
    assert [(one.type, one.text) for one in read.entities] == FOUND[lang]
    assert read.problems == []


@pytest.mark.parametrize("lang", DOCUMENTS)
def test_only_types_that_are_asked_for_are_listed(lang: str) -> None:
    assert reply(lang, DOCUMENTS[lang], ["person", "number"]) == f"number: {FOUND[lang][-1][1]}"
    assert reply(lang, DOCUMENTS[lang], ["person", "place"]) == "-"
