"""What a chat model says around a translation is found; what a person translates is not."""

import pytest

from mlkt.translate.gate.chatter import check_chatter
from mlkt.translate.gate.texts import Texts

# The same text as a person would write it.
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
    "yo": "Ọjà àtijọ́ nítòsí odò máa ń ṣí ní kùtùkùtù, àwọn àgbẹ̀ sì máa ń ta ìrẹsì níbẹ̀.",
}
AROUND = [
    ("en", "Here is the translation:\n\n{}"),
    ("en", "Sure! Here's the text in English: {}"),
    ("en", "**Translation:** {}"),
    ("en", "{} I hope this helps!"),
    ("en", "{}\n\nLet me know if you would like another version."),
    ("en", "{} (Note: rice may also mean paddy.)"),
    ("en", "```\n{}\n```"),
    ("kn", "ಕನ್ನಡ ಅನುವಾದ ಇಲ್ಲಿದೆ:\n{}"),
    ("kn", "Here is your text in Kannada: {}"),
    ("kn", "{}\n\nಸೂಚನೆ: ಹೆಸರುಗಳನ್ನು ಹಾಗೆಯೇ ಇಟ್ಟಿದ್ದೇನೆ."),
    ("kn", "{} (ಇದು ಯಂತ್ರದ ಅನುವಾದ)"),
    ("hi", "अनुवाद: {}"),
    ("hi", "ज़रूर! {}"),
    ("ar", "إليك الترجمة:\n{}"),
    ("ar", "{}\n\nملاحظة: أبقيت الأسلوب كما هو."),
    ("sw", "Hii hapa tafsiri: {}"),
    ("sw", "{}\nKumbuka: maneno mengine yana maana mbili."),
    ("zh", "以下是翻译：{}"),
    ("ja", "翻訳は次のとおりです：{}"),
    ("th", "คำแปลภาษาไทย: {}"),
    ("vi", "Bản dịch tiếng Việt: {}"),
    ("yo", "Ìtumọ̀: {}"),
]


def found(source: str, target: str, source_lang: str, target_lang: str) -> list[str]:
    texts = Texts(source, target, source_lang, target_lang)
    return [problem.severity for problem in check_chatter(texts)]


@pytest.mark.parametrize(("lang", "around"), AROUND)
def test_talk_around_a_translation_is_found(lang: str, around: str) -> None:
    source_lang = "kn" if lang == "en" else "en"
    target = around.format(TEXTS[lang])
    assert found(TEXTS[source_lang], target, source_lang, lang) == ["blocking"]


@pytest.mark.parametrize("source", TEXTS)
@pytest.mark.parametrize("target", TEXTS)
def test_a_bare_translation_is_not_chatter(source: str, target: str) -> None:
    assert found(TEXTS[source], TEXTS[target], source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("ಅನುವಾದ: ಒಂದು ಕೈಪಿಡಿ", "Translation: a handbook", "kn>en"),
        ("Note: the road is closed.", "ಸೂಚನೆ: ರಸ್ತೆ ಮುಚ್ಚಿದೆ.", "en>kn"),
        ("Translate this sentence.", "इस वाक्य का अनुवाद करें।", "en>hi"),
        ("She said: come in.", "Alisema: karibu ndani.", "en>sw"),
        ("First line.\n\nSecond line.", "ಮೊದಲ ಸಾಲು.\n\nಎರಡನೇ ಸಾಲು.", "en>kn"),
        ("Sure! I will come.", "ज़रूर! मैं आऊँगा।", "en>hi"),
        ("He uses Visual Studio Code.", "ಅವನು Visual Studio Code ಬಳಸುತ್ತಾನೆ.", "en>kn"),
        ("Mtafsiri wa Kiswahili: Juma", "Swahili translator: Juma", "sw>en"),
    ],
)
def test_what_the_source_says_itself_is_spared(source: str, target: str, pair: str) -> None:
    source_lang, target_lang = pair.split(">")
    assert found(source, target, source_lang, target_lang) == []
