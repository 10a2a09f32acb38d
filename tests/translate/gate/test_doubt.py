"""Weak signs add up: a half, a missing sentence, another text; people's translations pass."""

from pathlib import Path

import pytest

from mlkt.translate.gate.bands import find_band
from mlkt.translate.gate.doubt import BASE, check_doubt, find_weights
from mlkt.translate.gate.names import compare_names
from mlkt.translate.gate.signs import find_signs
from mlkt.translate.gate.texts import Texts

FILES = {"en": "src.eng", "kn": "ref.kan", "hi": "ref.hin", "sw": "ref.swa", "ar": "ref.arb"}
SOURCE = "The king asked old Rama in Delhi: “did it rain in 1956?” They left the town (in fear)."


def signs(source: str, target: str, pair: str) -> dict[str, float]:
    source_lang, target_lang = pair.split(">")
    texts = Texts(source, target, source_lang, target_lang)
    band = find_band(*pair.split(">"))
    return find_signs(texts, band, compare_names(texts))


@pytest.mark.parametrize(
    ("target", "pair", "sign", "size"),
    [
        ("Mfalme aliuliza Rama: “Je, mvua itanyesha 1956?”", "en>sw", "sentences_lost", 1),
        ("ರಾಜನು ರಾಮನನ್ನು ಕೇಳಿದನು: “1956ರಲ್ಲಿ ಮಳೆ ಬರುವುದೇ?” ಯಾರಿಗೂ", "en>kn", "ending_lost", 1),
        ("राजा ने दिल्ली में राम से पूछा कि १९५६ में वर्षा होगी।", "en>hi", "numbers_held", 1),
        ("राजा ने दिल्ली में राम से पूछा कि १९५७ में वर्षा होगी।", "en>hi", "numbers_lost", 1),
        ("سأل الملك راما في دلهي: هل ستمطر في عام ١٩٥٦؟", "en>ar", "marks_quotes", 1),
        ("国王在德里问拉玛：1956年会下雨吗？没人知道。", "en>zh", "marks_brackets", 1),
        ("กษัตริย์ถามพระรามในเดลีว่าปี 1956 ฝนจะตกหรือไม่ ไม่มีใครรู้", "en>th", "ending_lost", 0),
        ("กษัตริย์ถามพระรามในเดลีว่าปี 1956 ฝนจะตกหรือไม่ ไม่มีใครรู้", "en>th", "marks_question", 1),
        ("Vua hỏi Rama ở Delhi: “Năm 1956 trời có mưa không?” Và", "en>vi", "names_lost", 0),
        ("Mfalme aliuliza watu wa mji: “Je, mvua itanyesha 1956?”", "en>sw", "names_lost", 2),
    ],
)
def test_signs_are_counted(target: str, pair: str, sign: str, size: float) -> None:
    assert signs(SOURCE, target, pair)[sign] == size


@pytest.mark.parametrize("pair", ["en>kn", "kn>sw", "ar>hi", "zh>th", "xx>yy"])
def test_every_sign_has_a_weight_and_none_is_without_signs(pair: str) -> None:
    weights = find_weights(*pair.split(">"))
    assert {*weights} == {BASE, *signs("A.", "B.", pair)}
    assert weights[BASE] < 0


@pytest.mark.parametrize(("source", "target"), [("en", "ar"), ("ar", "en"), ("kn", "en")])
def test_nearly_all_halves_are_blocked_and_nearly_no_whole_ones(
    shared_data: Path, source: str, target: str
) -> None:
    sources, targets = (
        (shared_data / f"ntrex128/newstest2019-{FILES[lang]}.txt")
        .read_text("utf-8-sig")
        .splitlines()[1:800:2]
        for lang in (source, target)
    )
    halves = [" ".join(text.split()[: len(text.split()) // 2]) for text in targets]
    found = [
        sum(
            any(p.severity == "blocking" for p in check_doubt(Texts(*both, source, target)))
            for both in zip(sources, given, strict=True)
            if len(both[0]) >= 20
        )
        for given in (targets, halves)
    ]
    assert len(sources) == 400
    assert found[0] <= 4 and found[1] >= 0.93 * 400
