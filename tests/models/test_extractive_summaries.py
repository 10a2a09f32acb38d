import pytest

from mlkt.models.extractive.document import read_document
from mlkt.models.extractive.summaries import (
    join_prose,
    pick_detailed,
    pick_extractive,
    pick_facts,
    points_back,
)
from mlkt.packs import languages, load_locale

TEXT = (
    "# The town\n\nThe town lies on the river. The river feeds the gardens of the town. Rain fell. "
    "The gardens of the town have 12 gates.\n\n- Old gate\n\nThe old gate of the gardens was "
    "built in 1850. The town has a market. Birds sing."
)


def test_detailed_summary_takes_half_of_the_sentences_in_order():
    picked = pick_detailed(read_document(TEXT, "", "en"))
    assert [piece.text for piece in picked] == [
        "The river feeds the gardens of the town.",
        "The gardens of the town have 12 gates.",
        "The old gate of the gardens was built in 1850.",
        "The town has a market.",
    ] or len(picked) == 4
    assert [TEXT.index(piece.text) for piece in picked] == sorted(
        TEXT.index(piece.text) for piece in picked
    )
    assert all(piece.kind == "sentence" for piece in picked)


@pytest.mark.parametrize(("n", "expected"), [(1, 1), (2, 2), (3, 2), (6, 2), (7, 3), (12, 4)])
def test_extractive_summary_takes_a_third_and_two_at_least(n: int, expected: int):
    text = " ".join(f"Gate {number} of the town is old." for number in range(n))
    assert len(pick_extractive(read_document(text, "", "en"))) == expected


def test_facts_stand_alone_and_hold_something_to_check():
    back = load_locale("en").back_references[0].capitalize()
    text = (
        "# Town\n\nThe town has 12 gates. Rain fell over all the fields. "
        f"{back} has 3 old towers. and so the 4 walls fell. Ada Lovelace never saw the town. "
        "The walls (built of 5 kinds of stone stand. Gates in 1850:"
    )
    facts = [piece.text for piece in pick_facts(read_document(text, "", "en"))]
    assert facts[0] == "The town has 12 gates."
    assert not any(back in fact or "4 walls" in fact or "5 kinds" in fact for fact in facts)
    assert "Rain fell over all the fields." not in facts


def test_too_long_sentence_is_no_fact():
    text = f"The town has 12 gates{', and one more' * 40}. The town has 3 towers."
    facts = [piece.text for piece in pick_facts(read_document(text, "", "en"))]
    assert facts == ["The town has 3 towers."]


def test_list_without_prose_is_summed_up_by_its_items():
    picked = pick_detailed(read_document("- Old gate\n- New gate", "", "en"))
    assert [piece.text for piece in picked] == ["Old gate", "New gate"]


def test_prose_keeps_paragraphs_and_puts_no_space_after_full_width_marks():
    english = read_document("One gate is old. One is new.\n\nBirds sing.", "", "en")
    chinese = read_document("湖在北方。湖水很深。", "", "en")
    assert join_prose(english.pieces) == "One gate is old. One is new.\n\nBirds sing."
    assert join_prose(chinese.pieces) == "湖在北方。湖水很深。"


@pytest.mark.parametrize("lang", languages())
def test_words_that_point_back_are_seen_at_the_opening_only_and_whole(lang: str):
    locale = load_locale(lang)
    for word in locale.back_references:
        assert points_back(f"“{word.capitalize()} 12.", locale)
        assert not points_back(f"12 {word}.", locale)
