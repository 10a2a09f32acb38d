import pytest

from mlkt.models.extractive.document import read_document
from mlkt.models.extractive.judging import judge_faithfulness, judge_relevance, judge_standalone
from mlkt.models.extractive.support import check_claim, read_source
from mlkt.packs import load_locale
from mlkt.text.frames import fill_frame

DOCUMENTS = {
    "en": (
        "# Mysuru\n\nThe city of Mysuru has 65 wards. Henry Irwin designed the new palace in 1897. "
        "The main tower of the palace is 145 feet high. Trains reach the city from the north."
    ),
    "kn": (
        "# ಕಾವೇರಿ\n\nಕಾವೇರಿ ನದಿಯ ಉದ್ದ ಸುಮಾರು ೮೦೫ ಕಿಲೋಮೀಟರ್ ಆಗಿದೆ. "
        "ಹೇಮಾವತಿ ನದಿಯು ಕಾವೇರಿ ನದಿಯನ್ನು ಸೇರುತ್ತದೆ. "
        "ಅಣೆಕಟ್ಟಿನ ನಿರ್ಮಾಣವು 1911ರಲ್ಲಿ ಆರಂಭವಾಯಿತು. ರೈತರು ನದಿಯ ನೀರಿನಿಂದ ಭತ್ತ ಬೆಳೆಯುತ್ತಾರೆ."
    ),
    "hi": (
        "# गंगा\n\nगंगा नदी की लंबाई लगभग 2,525 किलोमीटर है। "
        "यमुना नदी प्रयागराज में गंगा से मिलती है। "
        "पुल का निर्माण १९५९ में पूरा हुआ। किसान नदी के पानी से गेहूँ उगाते हैं।"
    ),
    "sw": (
        "# Ziwa Viktoria\n\nZiwa Viktoria lina eneo la kilomita za mraba 68,800. "
        "John Speke alifika ziwani mwaka 1858. "
        "Wavuvi wa Mwanza huvua sangara kila siku. Mto Naili huanzia katika ziwa hili."
    ),
}
ALTERED = [  # language, a sentence of the document, what stands in it, what replaces it, allowed
    ("en", "The city of Mysuru has 65 wards.", "65", "56", {"no"}),
    ("en", "Henry Irwin designed the new palace in 1897.", "1897", "1898", {"no"}),
    ("en", "Henry Irwin designed the new palace in 1897.", "new", "old", {"unclear"}),
    ("en", "The city of Mysuru has 65 wards.", "Mysuru", "Bengaluru", {"no", "unclear"}),
    ("en", "The city of Mysuru has 65 wards.", "has", "never had", {"unclear"}),
    ("en", "Trains reach the city from the north.", "north", "northwest", {"unclear"}),
    ("kn", "ಕಾವೇರಿ ನದಿಯ ಉದ್ದ ಸುಮಾರು ೮೦೫ ಕಿಲೋಮೀಟರ್ ಆಗಿದೆ.", "೮೦೫", "೮೫೦", {"no"}),
    ("kn", "ಹೇಮಾವತಿ ನದಿಯು ಕಾವೇರಿ ನದಿಯನ್ನು ಸೇರುತ್ತದೆ.", "ಹೇಮಾವತಿ", "ತುಂಗಭದ್ರಾ", {"no", "unclear"}),
    ("kn", "ಅಣೆಕಟ್ಟಿನ ನಿರ್ಮಾಣವು 1911ರಲ್ಲಿ ಆರಂಭವಾಯಿತು.", "1911", "1991", {"no"}),
    ("hi", "गंगा नदी की लंबाई लगभग 2,525 किलोमीटर है।", "2,525", "5,225", {"no"}),
    ("hi", "यमुना नदी प्रयागराज में गंगा से मिलती है।", "प्रयागराज", "हरिद्वार", {"no", "unclear"}),
    ("sw", "John Speke alifika ziwani mwaka 1858.", "1858", "1885", {"no"}),
    (
        "sw",
        "John Speke alifika ziwani mwaka 1858.",
        "John Speke",
        "David Livingstone",
        {"no", "unclear"},
    ),
]
SENTENCES = sorted({(lang, sentence) for lang, sentence, *_ in ALTERED})


def source(lang: str):
    return read_source(read_document(DOCUMENTS[lang], "", lang))


@pytest.mark.parametrize(("lang", "sentence"), SENTENCES)
def test_sentence_of_the_document_is_supported_by_itself(lang: str, sentence: str):
    support = check_claim(sentence, source(lang))
    assert (support.verdict, support.quote) == ("yes", sentence)


@pytest.mark.parametrize(("lang", "sentence", "old", "new", "allowed"), ALTERED)
def test_altered_sentence_is_not_supported(
    lang: str, sentence: str, old: str, new: str, allowed: set[str]
):
    support = check_claim(sentence.replace(old, new), source(lang))
    assert support.verdict in allowed
    assert support.quote == sentence


@pytest.mark.parametrize(
    ("lang", "other"), [("en", "sw"), ("sw", "en"), ("kn", "hi"), ("hi", "kn")]
)
def test_sentence_of_another_document_is_not_supported(lang: str, other: str):
    for _, sentence in (item for item in SENTENCES if item[0] == other):
        assert check_claim(sentence, source(lang)).verdict == "no"


def test_claim_about_something_else_is_no():
    assert check_claim("Rice grows in wet fields.", source("en")).verdict == "no"


def test_swapped_roles_are_not_supported():
    known = read_source(read_document("The lion hunts the young deer.", "", "en"))
    assert check_claim("The young deer hunts the lion.", known).verdict == "unclear"


def test_word_left_out_inside_is_not_supported():
    known = read_source(read_document("The old king never served in the army.", "", "en"))
    assert check_claim("The old king served in the army.", known).verdict == "unclear"


def test_part_of_a_sentence_is_supported():
    assert check_claim("Irwin designed the new palace", source("en")).verdict == "yes"


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Prices rose by 5 % within the year.", "Prices rose by 5 within the year."),
        ("The bridge cost $5 million to build.", "The bridge cost €5 million to build."),
        ("Nights reach -5 degrees in the hills.", "Nights reach 5 degrees in the hills."),
        ("Nights reach 1.5 degrees in the hills.", "Nights reach 5 degrees in the hills."),
    ],
)
def test_number_without_its_sign_or_unit_is_another_number(sentence: str, claim: str):
    known = read_source(read_document(sentence, "", "en"))
    assert check_claim(sentence, known).verdict == "yes"
    assert check_claim(claim, known).verdict != "yes"


def test_digits_of_another_script_are_the_same_number():
    assert check_claim("ಕಾವೇರಿ ನದಿಯ ಉದ್ದ ಸುಮಾರು 805 ಕಿಲೋಮೀಟರ್ ಆಗಿದೆ.", source("kn")).verdict == "yes"


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("How many wards does the city of Mysuru have?", "yes"),
        ("How tall is the mountain?", "unclear"),
    ],
)
def test_short_claim_needs_the_sentence_to_match_the_question(question: str, verdict: str):
    assert check_claim("65", source("en"), question=question).verdict == verdict


@pytest.mark.parametrize("claim", ["", "…", "????"])
def test_claim_without_words_is_unclear(claim: str):
    assert check_claim(claim, source("en")).verdict == "unclear"


def test_nothing_is_supported_by_an_empty_document():
    assert check_claim(
        "The city has 65 wards.", read_source(read_document("", "", "en"))
    ).verdict == ("unclear")


def faithfulness(lang: str, question: str, answer: str, prompt_lang: str | None = None):
    document = read_document(DOCUMENTS[lang], "", prompt_lang or lang)
    return judge_faithfulness(document, question, answer, prompt_lang or lang)


def test_claim_of_a_blank_is_the_sentence_with_the_answer():
    question = fill_frame(load_locale("en"), "complete", "The city of Mysuru has ____ wards.")
    sentence = "The city of Mysuru has 65 wards."
    assert faithfulness("en", question, "65") == [
        {"claim": sentence, "quote": sentence, "verdict": "yes"}
    ]
    assert [claim["verdict"] for claim in faithfulness("en", question, "75")] == ["no"]


def test_frame_of_the_documents_language_is_read_under_english_prompts():
    question = fill_frame(load_locale("kn"), "complete", "ಕಾವೇರಿ ನದಿಯ ಉದ್ದ ಸುಮಾರು ____ ಕಿಲೋಮೀಟರ್ ಆಗಿದೆ.")
    assert [c["verdict"] for c in faithfulness("kn", question, "೮೦೫", "en")] == ["yes"]


def test_answer_is_judged_sentence_by_sentence():
    answer = "1. The city of Mysuru has 65 wards.\n2. The city of Mysuru has 99 wards."
    claims = faithfulness("en", "How many wards are there?", answer)
    assert [claim["verdict"] for claim in claims] == ["yes", "no"]


@pytest.mark.parametrize("answer", ["", "  ", "—"])
def test_answer_that_claims_nothing_is_no(answer: str):
    assert [c["verdict"] for c in faithfulness("en", "How many?", answer)] == ["no"]


@pytest.mark.parametrize(
    ("question", "answer", "verdict"),
    [
        ("Who designed the new palace?", "Henry Irwin", "yes"),
        ("Who designed the new palace?", "Napoleon", "no"),
        ("Which whales swim around Iceland?", "Henry Irwin", "no"),
        ("Who designed the new palace?", "", "no"),
    ],
)
def test_relevance_needs_question_and_answer_in_the_document(
    question: str, answer: str, verdict: str
):
    document = read_document(DOCUMENTS["en"], "", "en")
    assert judge_relevance(document, question, answer, "en").verdict == verdict


def test_answer_to_a_blank_may_bear_a_suffix_in_the_document():
    framed = fill_frame(load_locale("kn"), "complete", "ಅಣೆಕಟ್ಟಿನ ನಿರ್ಮಾಣವು ____ರಲ್ಲಿ ಆರಂಭವಾಯಿತು.")
    document = read_document(DOCUMENTS["kn"], "", "kn")
    assert judge_relevance(document, framed, "1911", "kn").verdict == "yes"
    free = "ಅಣೆಕಟ್ಟಿನ ನಿರ್ಮಾಣವು ಯಾವಾಗ ಆರಂಭವಾಯಿತು?"
    assert judge_relevance(document, free, "1911", "kn").verdict == "yes"
    assert [claim["verdict"] for claim in faithfulness("kn", free, "1911")] == ["yes"]


def test_sentence_that_opens_with_the_blank_does_not_begin_in_the_middle():
    framed = fill_frame(load_locale("sw"), "complete", "____ huanzia upande wa kusini wa mlima.")
    assert judge_standalone(framed, "sw").verdict == "yes"


@pytest.mark.parametrize("lang", sorted(DOCUMENTS))
def test_framed_question_stands_alone_unless_it_points_back(lang: str):
    locale = load_locale(lang)
    sentence = next(text for code, text in SENTENCES if code == lang)
    first, _, rest = sentence.partition(" ")
    pointing = f"{locale.back_references[0]} {first} {rest}"
    blanked = fill_frame(locale, "complete", f"{first} ____ {rest}")
    assert judge_standalone(blanked, lang).verdict == "yes"
    assert judge_standalone(blanked, "en").verdict == "yes"
    assert (
        judge_standalone(fill_frame(locale, "complete", f"{pointing} ____"), lang).verdict == "no"
    )


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Complete the sentence from the text: It is ____.", "no"),
        ("Who designed the new palace of Mysuru in 1897?", "yes"),
        ("", "no"),
    ],
)
def test_standalone_by_what_stands_in_the_question(question: str, verdict: str):
    inside = question.removeprefix("Complete the sentence from the text: ")
    if inside != question:
        question = fill_frame(load_locale("en"), "complete", inside)
    assert judge_standalone(question, "en").verdict == verdict


@pytest.mark.parametrize(
    ("lang", "sentence", "claim"),
    [
        ("en", "The city of Mysuru has 65 wards.", "The city of Mysuru has sixty-five wards."),
        ("en", "Two hundred boats lie in the bay.", "200 boats lie in the bay."),
        ("en", "1,240 people live in the village.", "1240 people live in the village."),
        ("kn", "ಬಸ್ಸು ಬೆಳಿಗ್ಗೆ 7 ಗಂಟೆಗೆ ಹೊರಡುತ್ತದೆ.", "ಬಸ್ಸು ಬೆಳಿಗ್ಗೆ ಏಳು ಗಂಟೆಗೆ ಹೊರಡುತ್ತದೆ."),
        ("hi", "नक्शे ८५ इंजीनियरों ने तैयार किए।", "नक्शे पचासी इंजीनियरों ने तैयार किए।"),
        ("sw", "Tiketi inagharimu shilingi 200 leo.", "Tiketi inagharimu shilingi mia mbili leo."),
        ("ar", "رسم المخططات ٨٥ مهندسًا من نيروبي.", "رسم المخططات خمسة وثمانون مهندسًا من نيروبي."),
        ("zh", "这座桥长六百四十米。", "这座桥长640米。"),
    ],
)  # fmt: skip
def test_a_number_may_be_written_otherwise(lang: str, sentence: str, claim: str):
    known = read_source(read_document(sentence, "", lang))
    support = check_claim(claim, known)
    assert (support.verdict, support.quote) == ("yes", sentence)


@pytest.mark.parametrize("claim", ["sixty-six", "56", "six hundred and fifty"])
def test_another_number_in_words_is_another_number(claim: str):
    assert check_claim(f"The city of Mysuru has {claim} wards.", source("en")).verdict != "yes"


def test_a_short_answer_in_words_is_the_number_of_the_sentence_asked_about():
    document = read_document(DOCUMENTS["en"], "", "en")
    question = "How many wards does the city of Mysuru have?"
    assert [c["verdict"] for c in faithfulness("en", question, "sixty-five")] == ["yes"]
    assert judge_relevance(document, question, "sixty-five", "en").verdict == "yes"


@pytest.mark.parametrize(
    ("lang", "question", "own", "other"),
    [
        ("en", "How high is the main tower of the palace?", 2, 0),
        ("kn", "ಕಾವೇರಿ ನದಿಯ ಉದ್ದ ಎಷ್ಟು?", 0, 2),
        ("hi", "यमुना नदी गंगा से कहाँ मिलती है?", 1, 3),
        ("sw", "John Speke alifika ziwani mwaka gani?", 1, 2),
    ],
)
def test_sentence_that_answers_another_question_is_not_relevant(
    lang: str, question: str, own: int, other: int
):
    document = read_document(DOCUMENTS[lang], "", lang)
    sentences = [piece.text for piece in document.sentences]
    assert judge_relevance(document, question, sentences[own], lang).verdict == "yes"
    assert judge_relevance(document, question, sentences[other], lang).verdict == "unclear"
