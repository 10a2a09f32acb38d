"""Too short, too long, cut off and missing sentences; bands of pairs and the default one."""

import pytest

from mlkt.translate.gate.bands import DEFAULT, find_band
from mlkt.translate.gate.doubt import check_doubt
from mlkt.translate.gate.length import check_length
from mlkt.translate.gate.texts import Texts

TEXTS = {
    "en": "The old market near the river opens early, and farmers sell rice there until noon.",
    "kn": "ನದಿಯ ಬಳಿಯ ಹಳೆಯ ಮಾರುಕಟ್ಟೆ ಬೇಗ ತೆರೆಯುತ್ತದೆ, ಮತ್ತು ರೈತರು ಅಲ್ಲಿ ಮಧ್ಯಾಹ್ನದವರೆಗೆ ಅಕ್ಕಿ ಮಾರುತ್ತಾರೆ.",
    "hi": "नदी के पास का पुराना बाज़ार जल्दी खुलता है, और किसान वहाँ दोपहर तक चावल बेचते हैं।",
    "ar": "يفتح السوق القديم قرب النهر مبكرًا، ويبيع المزارعون الأرز هناك حتى الظهر.",
    "sw": "Soko la zamani karibu na mto hufunguliwa mapema, na wakulima huuza mchele hadi jioni.",
    "zh": "河边的老市场很早就开门，农民们在那里卖大米一直卖到中午。",
    "ja": "川の近くの古い市場は早く開き、農家の人々は昼までそこで米を売っています。",
    "th": "ตลาดเก่าใกล้แม่น้ำเปิดแต่เช้า และชาวนาขายข้าวที่นั่นจนถึงเที่ยง",
    "vi": "Khu chợ cũ gần sông mở cửa sớm, và nông dân bán gạo ở đó cho đến trưa.",
}


def kinds(source: str, target: str, source_lang: str, target_lang: str) -> list[str]:
    texts = Texts(source, target, source_lang, target_lang)
    problems = [*check_length(texts), *check_doubt(texts)]
    return [problem.kind for problem in problems if problem.severity == "blocking"]


@pytest.mark.parametrize("source", TEXTS)
@pytest.mark.parametrize("target", TEXTS)
def test_translations_are_inside_their_bands(source: str, target: str) -> None:
    assert kinds(TEXTS[source], TEXTS[target], source, target) == []


@pytest.mark.parametrize("source", ["en", "kn", "hi", "ar", "sw"])
@pytest.mark.parametrize("target", ["en", "kn", "hi", "ar", "sw"])
def test_a_quarter_and_fourfold_are_outside(source: str, target: str) -> None:
    text = TEXTS[target]
    assert "length" in kinds(TEXTS[source], text[: len(text) // 4], source, target)
    assert "length" in kinds(TEXTS[source], text * 4, source, target)


@pytest.mark.parametrize("lang", ["kn", "hi", "ar", "sw"])
def test_half_without_its_full_stop_is_cut_off(lang: str) -> None:
    half = " ".join(TEXTS[lang].split()[: len(TEXTS[lang].split()) // 2]).rstrip("،,")
    assert "cut_off" in kinds(TEXTS["en"], half, "en", lang)


def test_a_missing_full_stop_alone_is_minor() -> None:
    texts = Texts(TEXTS["en"], TEXTS["kn"].rstrip("."), "en", "kn")
    assert [(p.kind, p.severity) for p in check_doubt(texts)] == [("cut_off", "minor")]


def test_a_missing_sentence_is_blocked_where_the_text_is_short_too() -> None:
    source = f"{TEXTS['en']} It rained a lot this year. The roads to the city were closed."
    target = TEXTS["kn"]
    assert "missing_sentences" in kinds(source, target, "en", "kn")
    joined = f"{target.rstrip('.')}, ಈ ವರ್ಷ ತುಂಬಾ ಮಳೆ ಬಂದಿತು ಮತ್ತು ನಗರದ ಕಡೆಗಿನ ರಸ್ತೆಗಳು ಮುಚ್ಚಲ್ಪಟ್ಟಿದ್ದವು."
    assert kinds(source, joined, "en", "kn") == []


@pytest.mark.parametrize(
    ("source", "target", "pair", "blocked"),
    [
        ("Title", TEXTS["kn"], "en>kn", True),
        ("Title", TEXTS["sw"], "en>sw", True),
        ("Title", TEXTS["vi"] + " " + TEXTS["vi"], "en>vi", True),
        ("标题", TEXTS["en"] + " " + TEXTS["en"], "zh>en", True),
        ("ನಗರ", TEXTS["en"], "kn>en", True),
        ("12 %", TEXTS["en"], "hi>en", True),
        ("WHO", "विश्व स्वास्थ्य संगठन", "en>hi", False),
        ("UNESCO", "संयुक्त राष्ट्र शैक्षिक, वैज्ञानिक एवं सांस्कृतिक संगठन", "en>hi", False),
        ("NHS", "National Health Service of the United Kingdom", "kn>en", False),
        ("世卫组织", "World Health Organization", "zh>en", False),
        ("WHO", "องค์การอนามัยโลก", "en>th", False),
        ("32 %", "Asilimia thelathini na mbili", "ar>sw", False),
        ("東京", "Tokyo", "ja>en", False),
    ],
)  # fmt: skip
def test_short_texts_may_be_spelt_out_and_no_more(
    source: str, target: str, pair: str, blocked: bool
) -> None:
    assert ("length" in kinds(source, target, *pair.split(">"))) == blocked


def test_pairs_have_bands_and_others_the_default() -> None:
    assert find_band("kn-IN", "en-US").name == "kn>en"
    assert find_band("kn", "qu") is DEFAULT is find_band("x-y", "und")
    problem, *_ = check_doubt(Texts("a word or two " * 5, "q", "qu", "ay"))
    assert problem.kind == "length" and "default" in problem.evidence


@pytest.mark.parametrize("pair", ["en>kn", "kn>en", "en>hi", "sw>en", "ar>en", "xx>yy"])
def test_bands_are_in_order_and_narrow_with_length(pair: str) -> None:
    band = find_band(*pair.split(">"))
    assert 0 < band.low < band.short < band.middle < band.high
    assert band.at(20)[0] < band.at(100)[0] < band.at(400)[0] < band.middle
    assert band.at(20)[1] > band.at(100)[1] > band.at(400)[1] > band.middle
    assert band.at(100) == pytest.approx((band.low, band.high))
    assert band.stray(band.short, 100) == pytest.approx(-1)
    assert band.stray(band.low, 100) < -1 < band.stray(band.middle, 100) == 0
