"""Names come through in whatever script; a text without any of them is another text."""

import pytest

from mlkt.translate.gate.doubt import check_doubt
from mlkt.translate.gate.names import compare_names, find_names
from mlkt.translate.gate.skeletons import name_skeletons, skeletons
from mlkt.translate.gate.texts import Texts

EN = (
    "Yesterday Donald Trump flew from Washington to Moscow, where Vladimir Putin and the minister"
    " Sergei Lavrov were waiting with Barbara Mitchell."
)
SAME = {
    "kn": "ನಿನ್ನೆ ಡೊನಾಲ್ಡ್ ಟ್ರಂಪ್ ವಾಷಿಂಗ್ಟನ್‌ನಿಂದ ಮಾಸ್ಕೋಗೆ ಹಾರಿದರು, ಅಲ್ಲಿ ವ್ಲಾಡಿಮಿರ್ ಪುಟಿನ್ ಕಾಯುತ್ತಿದ್ದರು.",
    "hi": "कल डोनाल्ड ट्रंप वाशिंगटन से मास्को गए, जहाँ व्लादिमीर पुतिन प्रतीक्षा कर रहे थे।",
    "ar": "سافر دونالد ترامب أمس من واشنطن إلى موسكو حيث كان فلاديمير بوتين ينتظر.",
    "ru": "Вчера Дональд Трамп прилетел из Вашингтона в Москву, где ждал Владимир Путин.",
    "bn": "গতকাল ডোনাল্ড ট্রাম্প ওয়াশিংটন থেকে মস্কো গিয়েছিলেন।",
    "ta": "நேற்று டொனால்ட் டிரம்ப் வாஷிங்டனிலிருந்து மாஸ்கோ சென்றார்.",
    "te": "నిన్న డొనాల్డ్ ట్రంప్ వాషింగ్టన్ నుండి మాస్కో వెళ్లారు.",
    "ml": "ഇന്നലെ ഡൊണാൾഡ് ട്രംപ് വാഷിംഗ്ടണിൽ നിന്ന് മോസ്കോയിലേക്ക് പോയി.",
    "sw": "Jana Donald Trump alisafiri kutoka Washington hadi Moscow.",
}
OTHER = {
    "kn": "ನದಿಯ ಬಳಿಯ ಹಳೆಯ ಮಾರುಕಟ್ಟೆ ಬೇಗ ತೆರೆಯುತ್ತದೆ ಎಂದು ರೈತರು ಹೇಳುತ್ತಾರೆ.",
    "hi": "यहाँ हर साल बहुत बारिश होती है और खेत हरे हो जाते हैं।",
    "ar": "يقول أهل القرية إن المطر كان غزيرا هذا العام.",
    "ru": "Ученые заявили, что их новое исследование еще не окончено.",
    "sw": "Wakulima wanasema kuwa mvua ilikuwa nyingi.",
}


def found(source: str, target: str, pair: str) -> list[tuple[str, str]]:
    source_lang, target_lang = pair.split(">")
    texts = Texts(source, target, source_lang, target_lang)
    problems = check_doubt(texts)
    return [(problem.kind, problem.severity) for problem in problems]


@pytest.mark.parametrize("lang", SAME)
def test_names_in_another_script_are_known_again(lang: str) -> None:
    names, _ = compare_names(Texts(EN, SAME[lang], "en", lang))
    assert {"Donald", "Trump"} <= {name.text for name in names if name.is_held}
    assert {"Mitchell"} <= {name.text for name in names if not name.is_held}
    assert compare_names(Texts(SAME[lang], EN, lang, "en"))[1] == names


@pytest.mark.parametrize("lang", OTHER)
def test_a_text_without_any_of_many_names_is_blocked(lang: str) -> None:
    assert ("names_lost", "blocking") in found(EN, OTHER[lang], f"en>{lang}")
    assert ("names_added", "blocking") in found(OTHER[lang], EN, f"{lang}>en")


@pytest.mark.parametrize(
    ("source", "target", "pair", "kinds"),
    [
        ("Google ಮತ್ತು Facebook ಇವೆ", "Two rivers meet", "kn>en", ["names_lost"]),
        ("Two rivers meet", "Google ಮತ್ತು Facebook ಇವೆ", "en>kn", ["names_added"]),
        ("Google ಮತ್ತು Facebook ಇವೆ", "There are Google and Facebook", "kn>en", []),
        ("Google ಮತ್ತು Facebook ಇವೆ", "There is Google and its rival", "kn>en", []),
        ("iPhone का दाम USD में", "The price of the phone", "hi>en", ["names_lost"]),
        ("We met on Monday in May.", "ನಾವು ಸೋಮವಾರ ಭೇಟಿಯಾದೆವು.", "en>kn", []),
        ("Google 和 Facebook 的总部", "The two rivers", "zh>en", ["names_lost"]),
        ("Google と Facebook の本社", "The offices of Google and Facebook", "ja>en", []),
    ],
)
def test_latin_names_in_another_script(
    source: str, target: str, pair: str, kinds: list[str]
) -> None:
    blocked = {kind for kind, severity in found(source, target, pair) if severity == "blocking"}
    assert blocked.intersection(("names_lost", "names_added")) == {*kinds}


@pytest.mark.parametrize(
    "name", ["ಟ್ರಂಪ್", "ट्रंप", "ترامب", "Трамп", "ট্রাম্প", "டிரம்ப்", "ట్రంప్", "ട്രംപ്", "ਟਰੰਪ", "Trump"]
)
def test_a_name_has_one_skeleton_in_all_scripts(name: str) -> None:
    assert any(f" {form}" in skeletons(name) for form in name_skeletons("Trump"))


def test_short_names_have_no_skeleton_and_rendered_ones_are_no_names() -> None:
    assert name_skeletons("Lee") == ()
    text = "He left North Korea on Friday for Seoul, and President Putin in Pyongyang watched."
    assert find_names(text, "en") == ["Seoul", "Putin", "Pyongyang"]
    assert find_names("Er verließ am Freitag das Haus in Seoul.", "de") == []  # nouns have capitals


def test_names_come_through_exactly_into_latin_script_and_by_sound_into_others() -> None:
    source = "We saw Angela Merkel and Jim Lee in Berlin."
    sw = Texts(source, "Tulimwona Angela na Jim Lee mjini Nairobi.", "en", "sw")
    assert split(sw) == ("Angela Jim Lee / Merkel Berlin", "Angela Jim Lee / Nairobi")
    kn = Texts(source, "ನಾವು ಏಂಜೆಲಾ ಮರ್ಕೆಲ್ ಅವರನ್ನು ನೋಡಿದೆವು.", "en", "kn")
    assert split(kn) == ("Angela Merkel / Berlin", " / ")
    assert split(Texts(source, "我们看见了默克尔。", "en", "zh")) == (" / ", " / ")


def test_latin_words_may_be_written_by_their_sound_in_a_third_script() -> None:
    texts = Texts("यहाँ Google और Facebook हैं", "ಇಲ್ಲಿ ಗೂಗಲ್ ಮತ್ತು ಫೇಸ್‌ಬುಕ್ ಇವೆ", "hi", "kn")
    assert split(texts) == ("face / ", " / ")
    assert found(texts.source, "ಇಲ್ಲಿ ಎರಡು ನದಿಗಳಿವೆ, ನೋಡಿ ಬನ್ನಿ", "hi>kn") == []


def split(texts: Texts) -> tuple[str, ...]:
    """Return the names of either side: those that the other has / those that it has not."""
    return tuple(
        " / ".join(
            " ".join(name.text for name in names if name.is_held is held) for held in (True, False)
        )
        for names in compare_names(texts)
    )
