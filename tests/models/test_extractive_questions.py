import pytest

from mlkt.models.extractive.document import read_document
from mlkt.models.extractive.questions import draft_pairs
from mlkt.models.extractive.values import find_values
from mlkt.packs import load_locale
from mlkt.text.frames import BLANK, read_frame

TEXTS = {
    "en": (
        "# Mysuru Palace\n\nMysuru Palace stands in the heart of the old city. "
        "The old wooden palace burned down in 1897. "
        "Henry Irwin designed the new palace with 3 gates. "
        "The new palace was opened on 24 October 1912. "
        "Visitors find the hours on https://palace.example/2020 every day."
    ),
    "kn": (
        "# ಕಾವೇರಿ ನದಿ\n\nಕಾವೇರಿ ನದಿಯು ಕರ್ನಾಟಕದ ತಲಕಾವೇರಿಯಲ್ಲಿ ಹುಟ್ಟುತ್ತದೆ. "
        "ಕಾವೇರಿ ನದಿಯ ಉದ್ದ ಸುಮಾರು ೮೦೫ ಕಿಲೋಮೀಟರ್ ಆಗಿದೆ. "
        "ನದಿಯ ಅಣೆಕಟ್ಟಿನ ನಿರ್ಮಾಣವು 1911ರಲ್ಲಿ ಆರಂಭವಾಯಿತು. "
        "ಅಣೆಕಟ್ಟಿನ ಎತ್ತರ ಸುಮಾರು ೧೨೪ ಅಡಿ ಇದೆ."
    ),
    "hi": (
        "# गंगा नदी\n\nगंगा नदी उत्तराखंड के गंगोत्री हिमनद से निकलती है। "
        "गंगा नदी की लंबाई लगभग 2,525 किलोमीटर है। "
        "पुराने पुल का निर्माण १९५९ में पूरा हुआ। "
        "नया पुल 15 अगस्त 1985 को खुला।"
    ),
    "sw": (
        "# Ziwa Viktoria\n\nZiwa Viktoria liko kati ya Kenya, Uganda na Tanzania. "
        "Eneo la Ziwa Viktoria ni kilomita za mraba 68,800. "
        "John Speke alifika ziwani mwaka 1858. "
        "Kivuko kilizama tarehe 21 Mei 1996 karibu na Mwanza."
    ),
}


@pytest.mark.parametrize("lang", sorted(TEXTS))
def test_each_blank_filled_with_its_answer_is_a_sentence_of_the_text(lang: str):
    locale = load_locale(lang)
    drafts = draft_pairs(read_document(TEXTS[lang], "", lang), 5)
    framed = [(read_frame(locale, draft.question), draft.answer) for draft in drafts]
    assert len(framed) == 5
    assert {frame[0] for frame, _ in framed if frame} == {"complete", "about"}
    for frame, answer in framed:
        assert frame is not None
        key, inside = frame
        assert inside.count(BLANK) == (key == "complete")
        assert (inside.replace(BLANK, answer) if key == "complete" else answer) in TEXTS[lang]


@pytest.mark.parametrize("lang", sorted(TEXTS))
def test_no_sentence_and_no_answer_is_asked_for_twice_while_there_are_others(lang: str):
    drafts = draft_pairs(read_document(TEXTS[lang], "", lang), 3)
    blanked = [draft for draft in drafts if BLANK in draft.question]
    assert len({draft.sentence for draft in blanked}) == len(blanked) > 1
    assert len({draft.answer for draft in drafts}) == len(drafts)


def test_frames_are_those_of_the_documents_language():
    drafts = draft_pairs(read_document(TEXTS["kn"], "", "en"), 4)
    assert drafts
    assert all(read_frame(load_locale("kn"), draft.question) for draft in drafts)


def test_heading_is_asked_about_with_its_sections_first_sentences():
    document = read_document(TEXTS["en"], "", "en")
    about = [draft for draft in draft_pairs(document, 3) if BLANK not in draft.question]
    assert [draft.answer for draft in about] == [
        "Mysuru Palace stands in the heart of the old city. The old wooden palace burned down in "
        "1897. Henry Irwin designed the new palace with 3 gates."
    ]


def test_heading_that_its_section_does_not_name_comes_only_where_blanks_run_out():
    text = (
        "# History\n\nThe first bridge of the town is from 1850. The second bridge opened in 1911."
    )
    document = read_document(text, "", "en")
    assert not any("History" in draft.question for draft in draft_pairs(document, 2))
    assert any("History" in draft.question for draft in draft_pairs(document, 3))


def test_sentence_that_points_back_comes_last():
    back = load_locale("en").back_references[0].capitalize()
    text = f"{back} has 12 towers and 3 gates today. The palace of the town has 7 kitchens today."
    first = draft_pairs(read_document(text, "", "en"), 1)
    assert [draft.answer for draft in first] == ["7"]
    assert len(draft_pairs(read_document(text, "", "en"), 2)) == 2


def test_fewer_pairs_than_asked_for_where_the_text_does_not_hold_them():
    text = "Rain fell. The palace of the town has 7 kitchens."
    assert len(draft_pairs(read_document(text, "", "en"), 5)) == 1


def test_list_marks_are_not_asked_for():
    text = (
        "1. The first palace of the town is gone.\n2. The second palace of the town has 7 kitchens."
    )
    drafts = draft_pairs(read_document(text, "", "en"), 5)
    assert [draft.answer for draft in drafts] == ["7"]


VALUES: list[tuple[str, list[str]]] = [
    ("The bridge opened on 24 October 1912 in the rain.", ["24 October 1912"]),
    ("The site https://palace.example/2020 counts 40 visitors.", ["40"]),
    ("Write to guide7@palace.example about the 40 rooms.", ["40"]),
    ("Plants take up CO2 and H2O in 12 hours.", ["12"]),
    ("The 19th century saw 4 kings.", ["4"]),
    ("The hall has 5 doors and 15 lamps, 5 of them old.", ["15"]),
    ("The hall has five doors [3] and 16 lamps.", ["16"]),
    ("The road leads past Mysuru Palace to the lake.", ["Mysuru Palace"]),
    ("The road leads past Mysuru Palaces to the lake.", []),
    ("It may rain in the month of May on the hills.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), VALUES)
def test_values_of_a_sentence(sentence: str, expected: list[str]):
    document = read_document(f"# Mysuru Palace\n\n{sentence}", "", "en")
    found = [sentence[value.start : value.end] for value in find_values(sentence, document)]
    assert found == expected


def test_capitalised_name_is_a_value_when_the_document_names_it_twice():
    sentence = "The engineer Henry Irwin drew the plans."
    once = read_document(sentence, "", "en")
    twice = read_document(f"{sentence} Many houses are by Henry Irwin too.", "", "en")
    assert find_values(sentence, once) == []
    assert [sentence[v.start : v.end] for v in find_values(sentence, twice)] == ["Henry Irwin"]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        # A suffix may follow a number or a name of several words; no letter loses its sign.
        ("kn", "# ಮೈಸೂರು ಅರಮನೆ\n\nನಗರದ ಮೈಸೂರು ಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣವಾಯಿತು.", ["ಮೈಸೂರು ಅರಮನೆ", "೧೯೧೨"]),
        ("kn", "# ಕಾಡು\n\nಹಳ್ಳಿಯ ಜನರು ಕಾಡುಗಳಲ್ಲಿ ಹಣ್ಣುಗಳನ್ನು ಹುಡುಕಿದರು.", []),
        ("kn", "# ಅರಸ\n\nಹಳ್ಳಿಯ ಜನರು ಹೊಸ ಅರಸಿಯನ್ನು ನೋಡಿದರು.", []),
        ("hi", "# राज\n\nकिन्तु१८५७ के बाद नदी पर 3 पुल बने।", ["3"]),
        ("hi", "# कला\n\nगाँव के पुराने कलाकार यहाँ रहते थे।", []),
        ("hi", "# कला\n\nगाँव की पुरानी कला यहाँ बची है।", ["कला"]),
    ],
)
def test_values_keep_to_whole_letters_and_words(lang: str, text: str, expected: list[str]):
    document = read_document(text, "", lang)
    sentence = document.sentences[0].text
    found = {sentence[value.start : value.end] for value in find_values(sentence, document)}
    assert found == set(expected)
