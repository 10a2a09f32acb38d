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


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("What is your name?", "en>sw"),
        ("Where do you live?", "en>yo"),
        ("the old town", "en>vi"),
        ("Wo ist der Bahnhof?", "de>fr"),
        ("Où est la gare ?", "fr>en"),
        ("Jina lako ni nani?", "sw>en"),
        ("Tên bạn là gì?", "vi>en"),
        ("Kí ni orúkọ rẹ?", "yo>en"),
        ("तुम्हारा नाम क्या है?", "hi>mr"),
        ("ما هو اسم مدينتك الآن؟", "ar>ur"),
        ("آپ کا نام کیا ہے؟", "ur>ar"),
    ],
)
def test_a_short_sentence_is_no_name_that_may_stay(text: str, pair: str) -> None:
    assert "copied_source" in kinds(text, text, pair)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("San Francisco", "en>sw"),
        ("Dar es Salaam", "sw>en"),
        ("Rio de Janeiro", "pt>en"),
        ("Le Monde", "fr>en"),
        ("Ludwig van Beethoven", "de>en"),
        ("Homo sapiens", "en>fr"),
        ("Game of Thrones", "en>vi"),
        ("Nairobi, Kenya", "en>yo"),
        ("नई दिल्ली", "hi>mr"),
        ("دمشق", "ar>ur"),
        ("東京", "ja>zh"),
        ("東京タワー", "ja>zh-Hant"),
        ("pip install mlkt", "en>sw"),
    ],
)
def test_a_short_name_may_stay_in_its_script(text: str, pair: str) -> None:
    assert "copied_source" not in kinds(text, text, pair)


@pytest.mark.parametrize(
    ("target", "lang"),
    [
        ("Wo ist der Bahnhof?", "fr"),
        ("Das ist mein Haus.", "fr"),
        ("Où est la gare ?", "de"),
        ("Kituo kiko wapi sasa?", "en"),
        ("Nhà ga bây giờ ở đâu vậy?", "yo"),
    ],
)
def test_a_short_sentence_in_another_language_is_found(target: str, lang: str) -> None:
    assert "wrong_language" in kinds("ನಿಲ್ದಾಣ ಎಲ್ಲಿದೆ?", target, f"kn>{lang}")


SIMPLIFIED, TRADITIONAL = "这座城市的历史很长。", "這座城市的歷史很長。"
WRITTEN = {
    "zh": SIMPLIFIED,
    "zh-CN": SIMPLIFIED,
    "zh-Hans": SIMPLIFIED,
    "zh-TW": TRADITIONAL,
    "zh-HK": TRADITIONAL,
    "zh-Hant": TRADITIONAL,
    "sr": "Град има дугу историју и велику пијацу.",
    "sr-Latn": "Grad ima dugu istoriju i veliku pijacu.",
    "sr-ME": "Grad ima dugu istoriju i veliku pijacu.",
    "pa": "ਸ਼ਹਿਰ ਦਾ ਇਤਿਹਾਸ ਬਹੁਤ ਲੰਬਾ ਹੈ।",
    "pa-PK": "شہر دی تاریخ بہت لمی اے۔",
    "uz": "Shahar uzoq tarixga va katta bozorga ega.",
    "uz-Cyrl": "Шаҳар узоқ тарихга ва катта бозорга эга.",
    "kk": "Қаланың ұзақ тарихы мен үлкен базары бар.",
    "kk-CN": "قالانىڭ ۇزاق تاريحى مەن ۇلكەن بازارى بار.",
    "az": "Şəhərin uzun tarixi və böyük bazarı var.",
    "az-IR": "شهرین اوزون تاریخی و بؤیوک بازاری وار.",
    "ku": "Bajar xwedî dîrokeke dirêj û bazareke mezin e.",
    "ckb": "شارەکە مێژوویەکی دوور و درێژی هەیە.",
    "sd": "شهر جي تاريخ تمام ڊگهي آهي.",
    "sd-IN": "शहर जी तारीख तमाम डिघी आहे।",
    "hi-Latn": "Shahar ka itihaas bahut lamba hai aur bazaar bada hai.",
}
OTHER_SCRIPT = {
    "zh": "zh-TW", "zh-CN": "zh-TW", "zh-Hans": "zh-TW", "zh-TW": "zh", "zh-HK": "zh",
    "zh-Hant": "zh", "sr": "sr-Latn", "sr-Latn": "sr", "sr-ME": "sr", "pa": "pa-PK",
    "pa-PK": "pa", "uz": "uz-Cyrl", "uz-Cyrl": "uz", "kk": "kk-CN", "kk-CN": "kk",
    "az": "az-IR", "az-IR": "az", "ku": "ckb", "ckb": "ku", "sd": "sd-IN", "sd-IN": "sd",
    "hi-Latn": "hi",
}  # fmt: skip


@pytest.mark.parametrize("lang", WRITTEN)
def test_a_language_in_the_script_asked_for_passes(lang: str) -> None:
    assert not kinds("The city has a long history.", WRITTEN[lang], f"en>{lang}")


@pytest.mark.parametrize("lang", OTHER_SCRIPT)
def test_a_language_in_its_other_script_is_blocked(lang: str) -> None:
    given = (WRITTEN | {"hi": "शहर का इतिहास बहुत लंबा है।"})[OTHER_SCRIPT[lang]]
    assert "wrong_script" in kinds("The city has a long history.", given, f"en>{lang}")


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        (SIMPLIFIED, TRADITIONAL, "zh>zh-TW"),
        (TRADITIONAL, SIMPLIFIED, "zh-HK>zh"),
        (SIMPLIFIED, "この都市の歴史はとても長い。", "zh>ja"),
        ("この都市の歴史はとても長い。", SIMPLIFIED, "ja>zh"),
        ("この都市の歴史はとても長い。", TRADITIONAL, "ja>zh-Hant"),
        ("이 도시의 역사는 매우 길다.", TRADITIONAL, "ko>zh-TW"),
        (TRADITIONAL, "이 도시(都市)의 역사는 매우 길다.", "zh-TW>ko"),
        (WRITTEN["sr"], WRITTEN["sr-Latn"], "sr>sr-Latn"),
        (WRITTEN["pa"], WRITTEN["pa-PK"], "pa>pa-PK"),
        ("山水", "山水", "zh>zh-TW"),
    ],
)
def test_languages_that_share_a_script_or_a_language_pass(
    source: str, target: str, pair: str
) -> None:
    assert not kinds(source, target, pair)


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        (SIMPLIFIED, SIMPLIFIED, "zh>zh-TW"),
        (TRADITIONAL, TRADITIONAL, "zh-TW>zh"),
        (WRITTEN["sr"], WRITTEN["sr"], "sr>sr-Latn"),
        ("この都市の歴史はとても長い。", "この都市の歴史はとても長い。", "ja>zh"),
        ("この都市の歴史はとても長い。", "这座城市の历史很长、とても。", "ja>zh"),
        (SIMPLIFIED, SIMPLIFIED, "zh>ja"),
    ],
)
def test_what_was_left_as_it_was_between_them_is_blocked(
    source: str, target: str, pair: str
) -> None:
    assert kinds(source, target, pair) & WRONG


def test_english_for_romanised_hindi_is_found() -> None:
    other = "There is a market by the river, and the farmers sell to the people of the town."
    assert "wrong_language" in kinds(TEXTS["en"], other, "en>hi-Latn")


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
