"""Entities in the shapes that models list them in, in seven languages, and why there are none."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from mlkt.packs import load_locale
from mlkt.reply import Entity, format_entities, parse_entities
from mlkt.reply.entities.types import TYPES

NAMES = {
    "kn": ("ಕೆಂಪೇಗೌಡ", "ಬೆಂಗಳೂರು"),
    "hi": ("बाबर", "दिल्ली"),
    "ar": ("ابن خلدون", "القاهرة"),
    "zh": ("李白", "长安"),
    "th": ("สุนทรภู่", "กรุงเทพมหานคร"),
    "en": ("Kempe Gowda", "Bengaluru"),
    "sw": ("Shaaban Robert", "Tanga"),
}
SHAPES = [  # P and B stand for the person and the place
    "person: P\nplace: B",
    "person: P\n\nplace: B\n",
    "Person: P\nPLACE: B",
    "- person: P\n- place: B",
    "* **Person:** P\n* **Place**: B",
    "1. person: P\n2. place: B",
    "1) person - P\n2) place – B",
    "(1) person → P\n(2) place → B",
    "**person**: `P`\n**place**: `B`",
    'person: "P"\nplace: “B”',
    "person：P\nplace：B",
    "person: P;\nplace: B,",
    "person,P\nplace,B",
    "person\tP\nplace\tB",
    "P (person)\nB (place)",
    "- P（person）\n- B（location）",
    "• P [PER]\n• B [LOC]",
    "P: person\nB: place",
    "- **P** – person\n- **B** – place",
    "## Persons\n- P\n\n## Places\n- B",
    "**People**\n1. P\n\n**Locations:**\n1. B",
    "person:\n- P\nplace:\n- B",
    "person:\nP\nplace:\nB",
    "person:\n  - P\nplace:\n  - B\nevent: []",
    "| person | P |\n| place | B |",
    "| Type | Entity |\n|---|---|\n| person | P |\n| place | B |",
    "| No. | Entity | Type |\n|:-|:-|:-|\n| 1 | P | person |\n| 2 | B | place |",
    "| person | place |\n|---|---|\n| P | B |",
    "<person>P</person>\n<place>B</place>",
    "type: person\ntext: P\n\ntype: place\ntext: B",
    "- entity: P\n  type: person\n- entity: B\n  type: place",
    '{"person": ["P"], "place": ["B"]}',
    '{"person": "P", "place": "B", "event": []}',
    '{"entities": {"person": ["P"], "place": ["B"]}}',
    '{"entities": [{"text": "P", "type": "person"}, {"text": "B", "type": "place"}]}',
    '[{"entity": "P", "label": "PERSON", "start": 3}, {"entity": "B", "label": "GPE", "start": 9}]',
    '{"P": "person", "B": "place"}',
    '[["person", "P"], ["B", "place"]]',
    '["person: P", "place: B"]',
    '[{"person": "P"}, {"place": "B"}]',
    '```json\n{"person": ["P"], "place": ["B"]}\n```',
    'Here:\n```json\n[{"name": "P", "type": "person"}, {"name": "B", "type": "place"}]\n```',
    'Here it is: {"person": ["P"], "place": ["B"]} I hope this helps.',
    '{"text": "P", "type": "person"}\n{"text": "B", "type": "place"}',
    '{"person": ["P",], "place": ["B"],}',
    "```\nperson: P\nplace: B\n```",
    "Here are the entities:\n\nperson: P\nplace: B\n\nI hope this helps!",
    "The document names two entities.\n\n- person: P\n- place: B",
    "person: P\nplace: B\nevent: none\nwork: -\ndate: N/A",
]
NATIVE = {
    "kn": "ವ್ಯಕ್ತಿ: P\nಸ್ಥಳ: B\nಘಟನೆ: ಯಾವುದೂ ಇಲ್ಲ",
    "hi": "**व्यक्ति:** P\n**स्थान:** B\nघटना: कोई नहीं",
    "ar": "- شخص: P\n- مكان: B\n- حدث: لا شيء",
    "zh": "人物：P\n地点：B\n事件：无",
    "th": "บุคคล: P\nสถานที่: B\nเหตุการณ์: ไม่มี",
    "en": "People: P\nLocations: B\nEvents: none",
    "sw": "Mtu: P\nMahali: B\nTukio: hakuna",
}


@pytest.mark.parametrize("lang", NAMES)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_list_is_read_in_its_shape(shape: str, lang: str) -> None:
    person, place = NAMES[lang]
    reply = regex.sub(r"\bB\b", place, regex.sub(r"\bP\b", person, shape))
    found = parse_entities(reply, load_locale(lang))
    assert found.entities == [Entity("person", person), Entity("place", place)]
    assert found.problems == []


@pytest.mark.parametrize("lang", NATIVE)
@pytest.mark.parametrize("reader", ["own", "en"])
def test_types_are_known_in_the_words_of_the_language(lang: str, reader: str) -> None:
    person, place = NAMES[lang]
    reply = regex.sub(r"\bB\b", place, regex.sub(r"\bP\b", person, NATIVE[lang]))
    found = parse_entities(reply, load_locale(lang if reader == "own" else "en"))
    assert found.entities == [Entity("person", person), Entity("place", place)]
    assert found.problems == []


@pytest.mark.parametrize(
    ("reply", "entities"),
    [
        ("date: 24 October 1894", [("date", "24 October 1894")]),
        (
            "organization: B. M. S. College (Bengaluru)",
            [("organization", "B. M. S. College (Bengaluru)")],
        ),
        ("place: A, B", [("place", "A, B")]),  # whether it is one is seen in the text
        ("work: “Kavirajamarga”", [("work", "Kavirajamarga")]),
        ('work: "A" and "B"', [("work", '"A" and "B"')]),
        ("date: 10:30", [("date", "10:30")]),
        ("number: ೧೨", [("number", "೧೨")]),
        ("person: A\nperson: A", [("person", "A"), ("person", "A")]),
    ],
)
def test_an_entity_stays_as_it_is(reply: str, entities: list[tuple[str, str]]) -> None:
    found = parse_entities(reply, load_locale("en"))
    assert [(one.type, one.text) for one in found.entities] == entities


@pytest.mark.parametrize(
    ("reply", "reasons"),
    [
        ("", ["empty"]),
        ("  \n", ["empty"]),
        ("-", []),
        ("[]", []),
        ("{}", []),
        ('{"entities": []}', []),
        ('{"person": [], "place": null}', []),
        ("person: none\nplace: -", []),
        ("None.", []),
        ("ಯಾವುದೂ ಇಲ್ಲ.", []),
        ("没有。", []),
        ("I am sorry, but I cannot help with that.", ["no-entities"]),
        ("ಕ್ಷಮಿಸಿ, ನನಗೆ ಗೊತ್ತಿಲ್ಲ.", ["no-entities"]),
        ("person: …\nplace: ...", ["placeholder", "placeholder"]),
        ("- animal: the tiger", ["unknown-type"]),
        ('{"animal": ["tiger", "deer"]}', ["unknown-type", "unknown-type"]),
        ('[{"text": "tiger", "type": "animal"}]', ["unknown-type"]),
    ],
)
def test_a_reply_without_entities_says_why(reply: str, reasons: list[str]) -> None:
    found = parse_entities(reply, load_locale("kn"))
    assert found.entities == []
    assert [problem.reason for problem in found.problems] == reasons


def test_what_was_cut_off_does_not_go_on() -> None:
    for reply in ("person: A\nplace: Beng", '{"person": ["A", "Beng"], "place": ["Ben'):
        found = parse_entities(reply, load_locale("en"), finish_reason="length")
        assert [one.text for one in found.entities] == ["A"]
        assert [problem.reason for problem in found.problems] == ["cut-off"]


def test_types_of_ones_own_are_the_only_ones() -> None:
    types = ("disease", "place_of_birth")
    reply = "Diseases: cholera\nPlace of birth: Mysuru\n- person: Asha"
    found = parse_entities(reply, load_locale("en"), types=types)
    assert found.entities == [Entity("disease", "cholera"), Entity("place_of_birth", "Mysuru")]
    assert [(one.reason, one.text) for one in found.problems] == [("unknown-type", "person: Asha")]


@given(st.text(max_size=200))
def test_no_text_makes_it_raise(text: str) -> None:
    parse_entities(text, load_locale("en"))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(TYPES), st.text("abcಕಖगあ上 ", min_size=3).filter(lambda t: t.strip())
        ),
        max_size=5,
    )
)
def test_what_is_written_is_read_back(entities: list[tuple[str, str]]) -> None:
    read = parse_entities(format_entities(entities), load_locale("kn"))
    wanted = [(type, " ".join(text.split())) for type, text in entities]
    assert [(one.type, one.text) for one in read.entities] == wanted
