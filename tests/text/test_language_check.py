"""`speaks` says no only where it is clear, and nothing where nobody can know."""

import pytest

from mlkt.text.language_check import speaks

KANNADA = "ಮೈಸೂರು ಅರಮನೆಯು ನಗರದ ಹೃದಯಭಾಗದಲ್ಲಿದೆ ಮತ್ತು ಅದನ್ನು ಪ್ರತಿ ವರ್ಷ ಬಹಳ ಜನರು ನೋಡುತ್ತಾರೆ."
ENGLISH = (
    "The palace stands in the middle of the city, and a great many people visit it every year."
)
SWAHILI = (
    "Ikulu iko katikati ya jiji, na watu wengi sana huitembelea kila mwaka kutoka nchi mbalimbali."
)
HINDI = "महल नगर के बीच में है और हर साल बहुत से लोग उसे देखने के लिए दूर-दूर से आते हैं।"
ARABIC = "يقع القصر في وسط المدينة، ويزوره كل عام عدد كبير من الناس من جميع أنحاء البلاد."
CHINESE = "这座宫殿位于市中心，每年都有来自全国各地的许多人前来参观游览，其中也有不少外国的游客。"
TRADITIONAL = (
    "這座宮殿位於市中心，每年都有來自全國各地的許多人前來參觀遊覽，"
    "其中也有不少外國的遊客，門票不貴。"
)
ROMANISED = "Mahal nagar ke beech mein hai aur har saal bahut se log use dekhne ke liye aate hain."
SERBIAN = "Palata stoji usred grada i svake godine je posećuje veoma mnogo ljudi iz celog sveta."
THAI = "พระราชวังตั้งอยู่ใจกลางเมือง และทุกปีมีผู้คนจำนวนมากมาเยี่ยมชม"


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        (KANNADA, "kn", True),
        (KANNADA, "kn-IN", True),
        (HINDI, "hi", True),
        (SWAHILI, "sw", True),
        (ENGLISH, "en", True),
        (ARABIC, "ar", True),
        (CHINESE[:30], "zh", None),  # its script fits; of so few letters more is not known
        (THAI, "th", True),
        (TRADITIONAL, "zh-TW", True),
        (TRADITIONAL, "zh-Hant", True),
        (TRADITIONAL, "zh-CN", False),
        (CHINESE, "zh-Hant", False),
        (CHINESE, "zh-CN", True),
        (ROMANISED, "hi-Latn", None),
        (SERBIAN, "sr-Latn", None),
        (SERBIAN, "sr", False),
        (HINDI, "hi-Latn", False),
        (ENGLISH, "kn", False),
        (KANNADA, "en", False),
        (ENGLISH, "sw", False),
        (SWAHILI, "en", False),
        (HINDI, "kn", False),
        (CHINESE, "en", False),
        ("ಇನ್ಫೋಸಿಸ್ (Infosys)", "kn", None),
        ("Infosys", "kn", None),
        ("1912", "kn", None),
        ("", "kn", None),
        (ENGLISH[:40], "qaa-x-none", None),
    ],
)
def test_speaks(text: str, lang: str, expected: bool | None) -> None:
    assert speaks(text, lang) is expected
