"""The translation memory: what counts as equal, which file wins, that nothing passes through."""

import asyncio
from pathlib import Path

import pytest

from mlkt.errors import MemoryFileError
from mlkt.rows import Segment
from mlkt.translate import (
    Paragraph,
    TranslationMemory,
    Unit,
    load_memory,
    memory_engine,
    write_tmx,
)

CITY = Unit((("kn", "ಮೈಸೂರು  ಒಂದು\nನಗರ."), ("en-IN", " Mysuru is a city. "), ("hi", "मैसूर एक नगर है।")))


def segment(
    source: str, source_lang: str = "kn", target_lang: str = "en", id: str = "s1"
) -> Segment:
    return {
        "id": id,
        "sentence_ids": [id],
        "source": source,
        "source_lang": source_lang,
        "target_lang": target_lang,
        "target": None,
        "engine": "",
        "problems": [],
    }


@pytest.mark.parametrize(
    ("text", "source_lang", "target_lang", "target"),
    [
        ("ಮೈಸೂರು ಒಂದು ನಗರ.", "kn", "en", "Mysuru is a city."),
        ("ಮೈಸೂರು\u00a0ಒಂದು\tನಗರ.\n", "kn-IN", "en-GB", "Mysuru is a city."),
        ("Mysuru is a city.", "en", "kn", "ಮೈಸೂರು ಒಂದು ನಗರ."),
        ("Mysuru is a city.", "en", "hi", "मैसूर एक नगर है।"),
        ("मैसूर एक नगर है।", "hi", "kn", "ಮೈಸೂರು ಒಂದು ನಗರ."),
        ("Mysuru is a city.", "en", "sw", None),
        ("Mysuru is a City.", "en", "kn", None),
        ("Mysuru is a city.", "kn", "en", None),
        ("", "en", "kn", None),
    ],
)
def test_equal_text_is_found_in_all_directions(
    text: str, source_lang: str, target_lang: str, target: str | None
) -> None:
    assert TranslationMemory([CITY]).lookup(text, source_lang, target_lang) == target


def test_composed_and_decomposed_letters_are_equal_and_joiners_are_not() -> None:
    memory = TranslationMemory([Unit((("kn", "ಕೊಡಗು"), ("en", "Kodagu")))])
    assert memory.lookup("ಕೆ\u0cc2ಡಗು", "kn", "en") == "Kodagu"  # NFC joins the two signs
    memory = TranslationMemory([Unit((("kn", "ರಾಜ್\u200cಕುಮಾರ್"), ("en", "Rajkumar")))])
    assert memory.lookup("ರಾಜ್\u200cಕುಮಾರ್", "kn", "en") == "Rajkumar"
    assert memory.lookup("ರಾಜ್ಕುಮಾರ್", "kn", "en") is None
    assert memory.lookup("Rajkumar", "en", "kn") == "ರಾಜ್\u200cಕುಮಾರ್"


def test_a_script_makes_another_language_and_a_region_does_not() -> None:
    memory = TranslationMemory([Unit((("zh-TW", "城區"), ("zh_hans_cn", "城区"), ("en", "city")))])
    assert memory.languages == ["en", "zh", "zh-Hant"]
    assert memory.lookup("city", "en", "zh-hant") == memory.lookup("city", "en", "zh-HK") == "城區"
    assert memory.lookup("city", "en", "zh") == memory.lookup("city", "en", "zh-CN") == "城区"
    assert memory.lookup("city", "en", "hi-Latn") is None


def test_a_later_file_wins_and_leaves_the_rest(tmp_path: Path) -> None:
    write_tmx([CITY, Unit((("kn", "ನಗರ"), ("en", "town")))], tmp_path / "old.tmx")
    write_tmx([Unit((("kn", "ನಗರ"), ("en", "city")))], tmp_path / "corrected.tmx")
    memory = load_memory(tmp_path / "old.tmx", tmp_path / "corrected.tmx")
    assert memory.lookup("ನಗರ", "kn", "en") == "city"
    assert memory.lookup("ಮೈಸೂರು ಒಂದು ನಗರ.", "kn", "en") == "Mysuru is a city."
    assert memory.lookup("town", "en", "kn") == "ನಗರ"
    assert memory.languages == ["en", "hi", "kn"]
    assert len(memory.pairs) == 6 and ("en", "kn") in memory.pairs


def test_units_of_one_language_or_without_text_translate_nothing() -> None:
    memory = TranslationMemory([Unit((("kn", "ನಗರ"), ("en", "  "))), Unit((("en", "city"),))])
    assert memory.pairs == [] and memory.languages == []


def test_what_the_memory_lacks_is_untranslated_and_never_the_source() -> None:
    segments = [segment("ಮೈಸೂರು ಒಂದು ನಗರ."), segment("ಬೇರೆ ವಾಕ್ಯ.", id="s2")]
    engine = memory_engine(TranslationMemory([CITY]))
    out = engine.invoke(Paragraph(segments, context="x"))
    assert [s["target"] for s in out.segments] == ["Mysuru is a city.", None]
    assert [s["engine"] for s in out.segments] == ["memory", "memory"]
    assert out.segments[0]["problems"] == []
    assert [(p["kind"], p["severity"]) for p in out.segments[1]["problems"]] == [
        ("untranslated", "blocking")
    ]
    assert [s["id"] for s in out.segments] == ["s1", "s2"] and out.context == "x"
    assert segments[0]["target"] is None  # what came in is as it was
    assert asyncio.run(engine.ainvoke(Paragraph(segments, context="x"))) == out


def test_segments_that_have_a_target_are_left_alone() -> None:
    done: Segment = {**segment("ಮೈಸೂರು ಒಂದು ನಗರ."), "target": "A person's.", "engine": "person"}
    out = memory_engine(TranslationMemory([CITY])).invoke(Paragraph([done]))
    assert out.segments == [done]


@pytest.mark.parametrize("units", [[], [Unit((("kn", "ನಗರ"),))]])
def test_a_file_without_a_translation_is_no_memory(tmp_path: Path, units: list[Unit]) -> None:
    path = tmp_path / "m.tmx"
    write_tmx(units, path)
    with pytest.raises(MemoryFileError, match=r"m\.tmx' holds no <tu> with texts in two languages"):
        load_memory(path)
