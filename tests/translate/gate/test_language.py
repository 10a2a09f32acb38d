"""Wrong languages and scripts, copies of the source, terms, marks: each kind in a table."""

import pytest

from mlkt.translate import check_translation
from mlkt.translate.gate.terms import check_terms

TEXTS = {
    "en": "The old market near the river opens early, and farmers sell rice there until noon.",
    "kn": "ನದಿಯ ಬಳಿಯ ಹಳೆಯ ಮಾರುಕಟ್ಟೆ ಬೇಗ ತೆರೆಯುತ್ತದೆ, ಮತ್ತು ರೈತರು ಅಲ್ಲಿ ಮಧ್ಯಾಹ್ನದವರೆಗೆ ಅಕ್ಕಿ ಮಾರುತ್ತಾರೆ.",
    "hi": "नदी के पास का पुराना बाज़ार जल्दी खुलता है, और किसान वहाँ दोपहर तक चावल बेचते हैं।",
    "mr": "नदीजवळचा जुना बाजार लवकर उघडतो आणि शेतकरी तिथे दुपारपर्यंत तांदूळ विकतात.",
    "ar": "يفتح السوق القديم قرب النهر مبكرًا، ويبيع المزارعون الأرز هناك حتى الظهر.",
    "ur": "دریا کے قریب پرانا بازار جلدی کھلتا ہے اور کسان وہاں دوپہر تک چاول بیچتے ہیں۔",
    "sw": "Soko la zamani karibu na mto hufunguliwa mapema, na wakulima huuza mchele hadi jioni.",
    "vi": "Khu chợ cũ gần sông mở cửa sớm, và nông dân bán gạo ở đó cho đến trưa.",
    "fr": "Le vieux marché près de la rivière ouvre tôt et les paysans y vendent du riz.",
    "zh": "河边的老市场很早就开门，农民们在那里卖大米一直卖到中午。",
    "ja": "川の近くの古い市場は早く開き、農家の人々は昼までそこで米を売っています。",
}
WRONG = {"wrong_language", "wrong_script", "copied_source", "source_script_left"}


def kinds(source: str, target: str, pair: str, severity: str = "blocking") -> set[str]:
    source_lang, target_lang = pair.split(">")
    found = check_translation(source, target, source_lang=source_lang, target_lang=target_lang)
    return {problem.kind for problem in found if problem.severity == severity}


@pytest.mark.parametrize("wanted", TEXTS)
@pytest.mark.parametrize("given", TEXTS)
def test_the_language_of_a_target_is_checked(wanted: str, given: str) -> None:
    source = "th" if wanted != "th" else "en"
    text = "ตลาดเก่าใกล้แม่น้ำเปิดแต่เช้า และชาวนาขายข้าวที่นั่นจนถึงเที่ยง"
    found = kinds(text, TEXTS[given], f"{source}>{wanted}") & WRONG
    assert bool(found) == (wanted != given), found


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("ನನಗೆ ಗೊತ್ತಿಲ್ಲ ಎಂದಳು.", "Hata sisi pia tunajua hivyo.", "kn>en"),
        ("ನನಗೆ ಗೊತ್ತಿಲ್ಲ.", "Je ne sais pas encore.", "kn>en"),
        ("I do not know it.", "मुझे नहीं पता", "en>kn"),
        ("I like Game of Thrones a lot.", "I like Game of Thrones बहुत ज़्यादा पसंद", "kn>en"),
        (TEXTS["en"], f"{TEXTS['kn']} {TEXTS['en']}", "en>kn"),
        (TEXTS["en"], "ನದಿಯ ಬಳಿ near the river opens early, and farmers sell ಅಕ್ಕಿ", "en>kn"),
    ],
)
def test_short_and_mixed_targets_are_found(source: str, target: str, pair: str) -> None:
    assert kinds(source, target, pair) & WRONG


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("ಗ್ರಹಾಂ ಡೊರಾನ್ಸ್", "Graham Dorrans", "kn>en"),
        ("San Francisco, California", "San Francisco, California", "en>sw"),
        ("ಬಂಟೂ", "Bantu", "kn>en"),
        ("Maputo ni mji.", "Maputo is a city.", "sw>en"),
        (
            "I use Visual Studio Code and GitHub.",
            "ನಾನು Visual Studio Code, GitHub ಬಳಸುತ್ತೇನೆ.",
            "en>kn",
        ),
        ("I saw The Lord of the Rings.", "ನಾನು The Lord of the Rings ಚಿತ್ರ ನೋಡಿದೆ.", "en>kn"),
    ],
)
def test_names_and_titles_may_stay(source: str, target: str, pair: str) -> None:
    assert not kinds(source, target, pair) & WRONG


def test_joiners_do_not_break_comparisons() -> None:
    source, target = TEXTS["en"], "ವಾರ್ಡ್\u200cಗಳು ನದಿಯ ಬಳಿ ಇವೆ, ಮತ್ತು ರೈತರು ಅಲ್ಲಿ ಅಕ್ಕಿ ಮಾರುತ್ತಾರೆ ಎನ್ನುತ್ತಾರೆ."
    assert kinds(source, target, "en>kn") == kinds(source, target.replace("\u200c", ""), "en>kn")
    ward = [("ward", "ವಾರ್ಡ್ಗಳು")]
    assert list(check_terms("wards here", "ವಾರ್ಡ್\u200cಗಳು", ward, "en", "kn")) == []


@pytest.mark.parametrize(
    ("pair", "source", "target", "term", "missed"),
    [
        ("en>kn", "The revenue office", "ಕಂದಾಯ ಕಚೇರಿ", ("revenue", "ಕಂದಾಯ"), False),
        ("en>kn", "The revenue office", "ತೆರಿಗೆ ಕಚೇರಿ", ("revenue", "ಕಂದಾಯ"), True),
        ("en>kn", "The Revenue Office", "ಕಂದಾಯದ ಕಚೇರಿ", ("revenue", "ಕಂದಾಯ"), False),
        ("en>kn", "The tax office", "ತೆರಿಗೆ ಕಚೇರಿ", ("revenue", "ಕಂದಾಯ"), False),
        ("hi>sw", "कर कार्यालय", "Ofisi ya kodi", ("कर", "kodi"), False),
        ("hi>sw", "कर कार्यालय", "Ofisi ya fedha", ("कर", "kodi"), True),
        ("en>kn", "A house", "ಅರಮನೆ", ("house", "ಮನೆ"), True),
        ("en>kn", "A warehouse", "ಗೋದಾಮು", ("house", "ಮನೆ"), False),
        ("en>sw", "Two cities", "Miji miwili", ("city", "mji|miji"), True),
        ("zh>en", "税务局", "The revenue office", ("税务局", "tax bureau"), True),
    ],
)
def test_terms_are_looked_for(
    pair: str, source: str, target: str, term: tuple[str, str], missed: bool
) -> None:
    found = list(check_terms(source, target, [term], *pair.split(">")))
    assert [problem.kind for problem in found] == ["term_missed"] * missed
    assert all(problem.severity == "minor" for problem in found)


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("He said (in May) yes.", "ಅವನು (ಮೇನಲ್ಲಿ ಹೌದು ಎಂದನು.", True),
        ("He said “yes”.", "ಅವನು “ಹೌದು ಎಂದನು.", True),
        ('He said "yes".', 'Alisema "ndiyo.', True),
        ("He said [yes].", "قال نعم].", True),
        ("彼は「はい」と言った。", "He said “yes”.", False),
        ("1) one thing", "೧) ಒಂದು ವಿಷಯ", False),
        ("He said (yes.", "ಅವನು (ಹೌದು ಎಂದನು.", False),
        ("Er sagte „ja“ dazu.", "ಅವನು “ಹೌದು” ಎಂದನು.", False),
    ],
)
def test_unbalanced_marks_are_reported(source: str, target: str, found: bool) -> None:
    assert ("marks_unbalanced" in kinds(source, target, "en>kn", "minor")) == found
