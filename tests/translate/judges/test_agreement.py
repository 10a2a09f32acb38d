"""Two engines compared, and a round trip: alarms that never block."""

import sys
from collections.abc import Mapping
from typing import Any

import pytest
import sacrebleu

from mlkt.errors import MissingExtraError, RequestError
from mlkt.steps import step
from mlkt.translate.judges import agreement
from mlkt.translate.judges.agreement import (
    agree,
    check_agreement,
    check_round_trip,
    chrf,
    chrf_signature,
    round_trip,
)
from mlkt.translate.ladder import ladder
from mlkt.translate.paragraph import Engine, Paragraph, fill, give_up
from tests.translate.segments import pending

CITY, PALACE = "ಮೈಸೂರು ಕರ್ನಾಟಕದ ಒಂದು ನಗರ.", "ಅಲ್ಲಿ ಒಂದು ದೊಡ್ಡ ಅರಮನೆ ಇದೆ."
FIRST = {CITY: "Mysuru is a city in Karnataka.", PALACE: "There is a large palace there."}
SECOND = {CITY: "Mysuru is a town in Karnataka.", PALACE: "Rain fell upon five villages."}


def paragraph(*sources: str) -> Paragraph:
    segments = pending(*(sources or FIRST), covers=False)
    return Paragraph(segments, "ನಗರಗಳು")


def engine(known: Mapping[str, str], name: str, seen: list[Paragraph] | None = None) -> Engine:
    def translate(given: Paragraph) -> Paragraph:
        if seen is not None:
            seen.append(given)
        found = {s["id"]: known[s["source"]] for s in given.pending if s["source"] in known}
        return give_up(fill(given, found, name), name, "not in the list")

    return step(translate, name=name)


def kinds(out: Paragraph) -> list[list[str]]:
    return [[problem["kind"] for problem in segment["problems"]] for segment in out.segments]


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("a city", "a city", 100.0),
        ("ನಗರ", "ನಗರ", 100.0),
        ("ಕೇ", "ಕೇ", 100.0),  # one vowel sign, and two that are the same in NFC
        ("这是一座城市。", "这是一座城市。", 100.0),
        ("ملك", "قطط", 0.0),
        ("", "a city", 0.0),
        ("a city", "", 0.0),
    ],
)
def test_chrf_goes_from_0_to_100(one: str, other: str, score: float) -> None:
    assert chrf(one, other) == pytest.approx(score, abs=0.1)


@pytest.mark.parametrize("other", [*FIRST.values(), *SECOND.values(), "Kijiji cha zamani."])
def test_chrf_is_sacrebleus_chrf_plus_plus(other: str) -> None:
    one = FIRST[CITY]
    assert chrf(one, other) == sacrebleu.sentence_chrf(one, [other], word_order=2).score


def test_the_signature_names_settings_and_version() -> None:
    assert "nc:6|nw:2" in chrf_signature()
    assert f"version:{sacrebleu.__version__}" in chrf_signature()


def test_what_resembles_passes_and_the_rest_is_a_minor_problem() -> None:
    assert check_agreement(FIRST[CITY], SECOND[CITY]) == []
    (found,) = check_agreement(FIRST[PALACE], SECOND[PALACE])
    assert (found.kind, found.severity) == ("engines_disagree", "minor")
    assert chrf_signature() in found.evidence and SECOND[PALACE] in found.evidence
    assert check_agreement(FIRST[CITY], SECOND[CITY], min_chrf=99.0) != []
    (found,) = check_round_trip(CITY, PALACE)
    assert (found.kind, found.severity) == ("round_trip", "minor")


async def test_the_first_engines_words_stay_and_the_seconds_raise_the_alarm() -> None:
    seen: list[Paragraph] = []
    both = agree(engine(FIRST, "first"), engine(SECOND, "second", seen))
    out = both.invoke(paragraph())
    assert [segment["target"] for segment in out.segments] == list(FIRST.values())
    assert {segment["engine"] for segment in out.segments} == {"first"}
    assert kinds(out) == [[], ["engines_disagree"]]
    assert seen[0].context == "ನಗರಗಳು"
    assert await both.ainvoke(paragraph()) == out
    assert ladder(both).invoke(paragraph()).segments == out.segments


def test_only_what_the_first_engine_translated_is_compared() -> None:
    seen: list[Paragraph] = []
    both = agree(engine({CITY: FIRST[CITY]}, "first"), engine(SECOND, "second", seen))
    out = both.invoke(paragraph())
    assert [s["source"] for s in seen[0].segments] == [CITY]
    assert kinds(out) == [[], ["untranslated"]]
    done = agree(engine(FIRST, "first"), engine(SECOND, "second", seen)).invoke(out)
    assert [s["source"] for s in seen[1].segments] == [PALACE]
    assert done.segments[0] == out.segments[0]
    assert both.invoke(done) == done
    assert len(seen) == 2


async def test_a_round_trip_comes_home_in_the_sources_language() -> None:
    back = {FIRST[CITY]: "ಮೈಸೂರು ಕರ್ನಾಟಕ ರಾಜ್ಯದ ಒಂದು ನಗರ.", FIRST[PALACE]: "ಮಳೆ ಬಿತ್ತು."}
    seen: list[Paragraph] = []
    both = round_trip(engine(FIRST, "there"), engine(back, "back", seen))
    out = both.invoke(paragraph())
    assert kinds(out) == [[], ["round_trip"]]
    assert [(s["source_lang"], s["target_lang"]) for s in seen[0].segments] == [("en", "kn")] * 2
    assert seen[0].context == ""
    assert [segment["source"] for segment in out.segments] == [CITY, PALACE]
    assert await both.ainvoke(paragraph()) == out


async def test_a_second_engine_that_fails_is_reported_and_costs_nothing() -> None:
    def broken(given: Paragraph) -> Paragraph:
        raise RequestError("no answer in time")

    both = agree(engine(FIRST, "first"), step(broken))
    out = both.invoke(paragraph())
    assert [segment["target"] for segment in out.segments] == list(FIRST.values())
    assert [s["problems"] for s in out.segments] == [
        [{"kind": "not_compared", "severity": "minor", "evidence": "no answer in time"}]
    ] * 2
    assert await both.ainvoke(paragraph()) == out
    silent = agree(engine(FIRST, "first"), engine({}, "second"))
    assert kinds(silent.invoke(paragraph())) == [["not_compared"]] * 2


def test_without_sacrebleu_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    metric: Any = agreement._metric
    metric.cache_clear()
    monkeypatch.setitem(sys.modules, "sacrebleu.metrics.chrf", None)
    with pytest.raises(MissingExtraError, match=r"mlkt\[metrics\]"):
        agree(engine(FIRST, "first"), engine(SECOND, "second"))
    metric.cache_clear()
