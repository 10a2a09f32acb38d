"""The engine over real CTranslate2 models: exact text, order, limits, languages."""

from typing import Any

import pytest

pytest.importorskip("ctranslate2", reason="needs the package ctranslate2 (extra: nmt)")

from mlkt.errors import EngineError
from mlkt.translate import Paragraph
from mlkt.translate.engines.nmt import NmtModel, nmt_engine
from tests.translate.engines.nmt.paragraphs import (
    SENTENCES,
    WORDS,
    Pair,
    english,
    kinds,
    paragraph,
    targets,
)


@pytest.mark.parametrize("beam_size", [1, 2, 5])
def test_a_paragraph_is_translated_word_for_word(model: NmtModel, beam_size: int) -> None:
    out = english(model, beam_size=beam_size).invoke(paragraph(*SENTENCES))
    assert targets(out) == list(SENTENCES.values())
    assert kinds(out) == [[]] * len(SENTENCES)
    assert {each["engine"] for each in out.segments} == {"tiny-nllb"}


def test_order_ids_and_repeats_stay(model: NmtModel) -> None:
    sources = [*SENTENCES, *reversed(SENTENCES), "ನಗರ.", "ನಗರ."]
    given = paragraph(*sources)
    out = english(model).invoke(given)
    assert [each["id"] for each in out.segments] == [each["id"] for each in given.segments]
    assert targets(out) == [SENTENCES[source] for source in sources]


def test_what_has_a_target_is_left_alone(model: NmtModel) -> None:
    given = paragraph("ನಗರ.", "ನಗರ.")
    given.segments[0]["target"] = "town."
    given.segments[0]["engine"] = "memory"
    out = english(model).invoke(given)
    assert out.segments[0] == given.segments[0]
    assert targets(out) == ["town.", "city."]
    assert english(model).invoke(out) == out
    assert english(model).invoke(Paragraph([])) == Paragraph([])


def test_lines_of_a_segment_are_sentences(model: NmtModel) -> None:
    out = english(model).invoke(paragraph("ಮೈಸೂರು\n\n ಒಂದು ನಗರ. "))
    assert targets(out) == ["Mysuru\n\none city."]
    assert kinds(out) == [[]]


def test_batches_give_what_single_sentences_give(babbler: NmtModel) -> None:
    words = [word for word in WORDS if not word.isascii()]
    sources = [" ".join((words * 9)[n : n + 1 + n % 7]) for n in range(40)]
    engine = english(babbler, max_output_tokens=24)
    single = [engine.invoke(paragraph(source)).segments[0]["target"] for source in sources]
    assert targets(engine.invoke(paragraph(*sources))) == single


def test_what_finds_no_end_is_cut_off_and_blocked(babbler: NmtModel) -> None:
    out = english(babbler, beam_size=1, max_output_tokens=16).invoke(paragraph("ಮೈಸೂರು ನಗರ."))
    (found,) = out.segments
    assert found["target"]
    (problem,) = [each for each in found["problems"] if each["kind"] == "cut_off"]
    assert problem["severity"] == "blocking"
    assert problem["evidence"] and problem["evidence"] in found["target"]


def test_a_sentence_over_the_limit_is_cut_joined_and_said_so(model: NmtModel) -> None:
    source = "ಮೈಸೂರು ಒಂದು ಹಳೆಯ " * 30 + "ನಗರ."
    out = english(model, max_tokens=20, no_repeat_ngram_size=0).invoke(paragraph(source, "ನಗರ."))
    assert targets(out) == ["Mysuru one old " * 30 + "city.", "city."]
    assert kinds(out) == [["forced_split"], []]
    assert out.segments[0]["problems"][0]["severity"] == "minor"


def test_a_long_sentence_within_the_limit_is_not_cut(model: NmtModel) -> None:
    source = "ಮೈಸೂರು ಒಂದು ಹಳೆಯ " * 130 + "ನಗರ."
    engine = english(model, max_tokens=480, no_repeat_ngram_size=0)
    out = engine.invoke(paragraph(source))
    assert targets(out) == ["Mysuru one old " * 130 + "city."]
    assert kinds(out) == [[]]


def test_what_the_model_cannot_write_is_blocked(model: NmtModel) -> None:
    out = english(model).invoke(paragraph("ಮೈಸೂರು ☂ ನಗರ."))
    assert kinds(out) == [["unknown_piece"]]


def test_a_sentence_longer_than_the_model_has_places_is_an_error(model: NmtModel) -> None:
    engine = english(model, max_tokens=4000, max_output_tokens=4000)
    with pytest.raises(EngineError, match="tiny-nllb.*No position encodings.*lower max_tokens"):
        engine.invoke(paragraph("ಮೈಸೂರು " * 900))


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        (("kn", "yo"), r"shared_vocabulary.json' has no code 'yor_Latn' for the language 'yo'"),
        (("hni", "en"), r"has no code 'hni' for the language 'hni'.*"),
        (("hi-Latn", "en"), r"has no code 'hin_Latn'.*near ones: hin_Deva,"),
        (("kn", "ja"), r"holds no letter of the script 'Jpan', in which 'ja' is written"),
        (("kn", "kn-IN"), r"nothing to translate from 'kn' to 'kn-IN'"),
    ],
)
def test_a_language_that_the_model_lacks_is_an_error_at_once(
    model: NmtModel, pair: Pair, message: str
) -> None:
    with pytest.raises(EngineError, match=message):
        nmt_engine(model, source_lang=pair[0], target_lang=pair[1])


def test_a_segment_of_another_pair_is_an_error_before_work(model: NmtModel) -> None:
    with pytest.raises(EngineError, match="segment 's1' is to go from 'hi' to 'en'"):
        english(model).invoke(paragraph("नगर", pair=("hi", "en")))
    out = english(model).invoke(paragraph("ನಗರ.", pair=("kn-IN", "en-GB")))
    assert targets(out) == ["city."]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"beam_size": 0}, "beam_size must be at least 1, not 0"),
        ({"no_repeat_ngram_size": -1}, "no_repeat_ngram_size must be at least 0"),
        ({"max_tokens": 2}, "max_tokens must be at least 8, not 2"),
        ({"max_output_tokens": 0}, "max_output_tokens must be at least 8"),
        ({"repetition_penalty": 0.5}, "repetition_penalty must be at least 1"),
    ],
)
def test_numbers_out_of_range_are_errors(
    model: NmtModel, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(EngineError, match=message):
        english(model, **options)


def test_the_engine_says_what_it_can(model: NmtModel) -> None:
    able = english(model).capabilities
    assert (able.unit, able.max_tokens) == ("sentence", 256)
    assert (able.source_lang, able.target_lang) == ("kn", "en")
