"""What a pair quotes comes back in the source's own words, or not at all."""

from collections.abc import Sequence

import pytest

from mlkt.packs import load_locale
from mlkt.rows import Row, Segment
from mlkt.text import BLANK, fill_frame
from mlkt.translate import TranslationMemory, Unit, quote_back

Alignment = Sequence[tuple[str, str | None]]

KN_EN = [
    ("ಇತಿಹಾಸ", "History"),
    ("ಚಾಮುಂಡಿ ಬೆಟ್ಟ", "Chamundi Hill"),
    ("ಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು.", "The palace was completed in 1912."),
    ("1956ರ ನವೆಂಬರ್ 1ರಂದು ರಾಜ್ಯವು ರೂಪುಗೊಂಡಿತು.", "The state was formed on 1 November 1956."),
    ("ಜನಸಂಖ್ಯೆ ೯,೨೦,೫೫೦ ಆಗಿತ್ತು.", "The population was 920,550."),
    ("ಚಾಮುಂಡಿ ಬೆಟ್ಟ ೧,೦೬೦ ಮೀಟರ್ ಎತ್ತರವಿದೆ.", "Chamundi Hill is 1,060 metres high."),
    ("ಚಾಮುಂಡಿ ಬೆಟ್ಟದ ಮೇಲೆ ದೇವಾಲಯವಿದೆ.", "There is a temple on Chamundi Hill."),
    ("10 ದಿನಗಳಲ್ಲಿ 10 ಆನೆಗಳು ಬಂದವು.", "In 10 days 10 elephants came."),
    ("೩೦ ಆನೆಗಳು ಮತ್ತು ೩೦ ಕುದುರೆಗಳು.", "There are 30 elephants, and as many horses."),
    ("ಅದು ಶೇ. 50ರಷ್ಟು ಕಡಿಮೆ.", "It is 50% less."),
    ("ನಟ ರಾಜ್\u200cಕುಮಾರ್\u200cನ ಊರು.", "It is the town of Rajkumar, an actor."),
]  # fmt: skip
HI_EN = [("ताजमहल", "Taj Mahal"), ("ताजमहल १६५३ में बना।", "The Taj Mahal was built in 1653.")]
SW_EN = [("Kilele kina urefu wa mita 5,895.", "The peak is 5,895 metres high.")]
ZH_EN = [("故宫建于1420年。", "The palace was built in 1420."), ("它很大。", "It is large.")]
AR_EN = [("بُني القصر سنة ١٩١٢.", "The palace was built in 1912.")]


def row(pairs: Alignment, lang: str = "kn") -> Row:
    segments: list[Segment] = [
        {
            "id": f"s{number}",
            "sentence_ids": [f"s{number}"],
            "source": source,
            "source_lang": lang,
            "target_lang": "en",
            "target": target,
            "engine": "x",
            "problems": [],
        }
        for number, (source, target) in enumerate(pairs, 1)
    ]
    return {"lang": lang, "translation": {"lang": "en", "segments": segments}}


def complete(text: str, lang: str = "en") -> str:
    return fill_frame(load_locale(lang), "complete", text)


def about(text: str, lang: str = "en") -> str:
    return fill_frame(load_locale(lang), "about", text)


@pytest.mark.parametrize(
    ("answer", "quoted"),
    [
        ("The palace was completed in 1912.", "ಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು."),
        ("The  palace was\tcompleted in 1912. ", "ಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು."),
        (
            "It is 50% less. The population was 920,550.",
            "ಅದು ಶೇ. 50ರಷ್ಟು ಕಡಿಮೆ. ಜನಸಂಖ್ಯೆ ೯,೨೦,೫೫೦ ಆಗಿತ್ತು.",
        ),
        ("- It is 50% less.\n- Chamundi Hill", "- ಅದು ಶೇ. 50ರಷ್ಟು ಕಡಿಮೆ.\n- ಚಾಮುಂಡಿ ಬೆಟ್ಟ"),
        ("History", "ಇತಿಹಾಸ"),
        ("The palace was completed in 1913.", None),
        ("It is 50% less. And more.", None),
        ("It is 50% less.And more.", None),
        ("Historyless", None),
        ("", None),
    ],
)
def test_an_answer_of_pivot_sentences_comes_back_as_source_sentences(
    answer: str, quoted: str | None
) -> None:
    found = quote_back("Why?", answer, row(KN_EN))
    assert (found.question, found.answer) == (None, quoted)


@pytest.mark.parametrize(
    ("text", "answer", "blanked", "value"),
    [
        ("The palace was completed in ____.", "1912", "ಅರಮನೆಯು ____ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು.", "೧೯೧೨"),
        ("The population was ____.", "920,550", "ಜನಸಂಖ್ಯೆ ____ ಆಗಿತ್ತು.", "೯,೨೦,೫೫೦"),
        (
            "The state was formed on ____.",
            "1 November 1956",
            "____ರಂದು ರಾಜ್ಯವು ರೂಪುಗೊಂಡಿತು.",
            "1956ರ ನವೆಂಬರ್ 1",
        ),
        ("____ is 1,060 metres high.", "Chamundi Hill", "____ ೧,೦೬೦ ಮೀಟರ್ ಎತ್ತರವಿದೆ.", "ಚಾಮುಂಡಿ ಬೆಟ್ಟ"),
        ("There is a ____ on Chamundi Hill.", "temple", None, None),  # nobody knows its name
        ("There is a temple on ____.", "Chamundi Hill", None, None),  # it stands with a case ending
        ("In ____ days 10 elephants came.", "10", None, None),  # which of the two?
        ("There are ____ elephants, and as many horses.", "30", None, None),
        ("It is ____ less.", "50%", None, None),  # the sign stands before the number there
        ("It is the town of ____, an actor.", "Rajkumar", "ನಟ ____\u200cನ ಊರು.", "ರಾಜ್\u200cಕುಮಾರ್"),
        ("The queen was born in ____.", "1912", None, None),
        ("____ was completed in ____.", "1912", None, None),
    ],
)
def test_a_blank_stands_where_the_source_holds_the_value(
    text: str, answer: str, blanked: str | None, value: str | None
) -> None:
    memory = TranslationMemory([Unit((("en", "Rajkumar"), ("kn", "ರಾಜ್\u200cಕುಮಾರ್")))])
    found = quote_back(complete(text), answer, row(KN_EN), memory)
    assert found.question == (blanked and complete(blanked, "kn"))
    if blanked:
        assert found.answer == value
        assert blanked.replace(BLANK, value or "") in dict(KN_EN)
    else:
        assert found.answer in (None, "ಚಾಮುಂಡಿ ಬೆಟ್ಟ")


@pytest.mark.parametrize(
    ("pairs", "lang", "text", "answer", "question", "value"),
    [
        (HI_EN, "hi", "The ____ was built in 1653.", "Taj Mahal", "____ १६५३ में बना।", "ताजमहल"),
        (HI_EN, "hi", "The Taj Mahal was built in ____.", "1653", "ताजमहल ____ में बना।", "१६५३"),
        (SW_EN, "sw", "The peak is ____ metres high.", "5,895",
         "Kilele kina urefu wa mita ____.", "5,895"),
    ],
)  # fmt: skip
def test_blanks_in_other_languages(
    pairs: Alignment,
    lang: str,
    text: str,
    answer: str,
    question: str,
    value: str,
) -> None:
    found = quote_back(complete(text), answer, row(pairs, lang))
    assert (found.question, found.answer) == (complete(question, lang), value)


def test_a_blank_whose_answer_is_the_whole_sentence_keeps_it() -> None:
    sentence = "The palace was completed in 1912."
    found = quote_back(complete(sentence.replace("1912", BLANK)), sentence, row(KN_EN))
    assert found.question == complete("ಅರಮನೆಯು ____ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು.", "kn")
    assert found.answer == "ಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು."


def test_a_question_about_a_heading_names_the_source_heading() -> None:
    found = quote_back(about("History"), "It is 50% less.", row(KN_EN))
    assert (found.question, found.answer) == (about("ಇತಿಹಾಸ", "kn"), "ಅದು ಶೇ. 50ರಷ್ಟು ಕಡಿಮೆ.")
    assert quote_back(about("Geography"), "x", row(KN_EN)).question is None


def test_untranslated_sentences_are_never_quoted() -> None:
    assert quote_back(about("ಇತಿಹಾಸ"), "ಇತಿಹಾಸ", row([("ಇತಿಹಾಸ", None)])).answer is None


@pytest.mark.parametrize(("pairs", "lang"), [(ZH_EN, "zh"), (AR_EN, "ar"), (ZH_EN, "xx")])
def test_answers_are_quoted_in_languages_with_and_without_a_locale(
    pairs: Alignment, lang: str
) -> None:
    sources = [source for source, _ in pairs]
    pivots = [pivot for _, pivot in pairs if pivot]
    found = quote_back("Why?", " ".join(pivots), row(pairs, lang))
    assert found.answer == ("" if lang == "zh" else " ").join(sources)
