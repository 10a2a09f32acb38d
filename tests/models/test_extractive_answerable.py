"""The rule of `answerable`: the teacher's own questions exactly, others by their matter."""

import pytest

from mlkt.ask import ask
from mlkt.models import embedded_teacher
from mlkt.models.extractive.document import Document, read_document
from mlkt.models.extractive.judging import judge_answerable
from mlkt.models.extractive.questions import draft_pairs
from mlkt.packs import load_locale
from mlkt.reply import parse_verdict
from mlkt.samples import sample
from mlkt.sources import passages, read_source
from mlkt.text.frames import BLANK, fill_frame

LANGS = ["kn", "hi", "sw"]
ENGLISH = (
    "The palace of Mysuru was designed by Henry Irwin. It was finished in 1912 and cost four "
    "million rupees. The lamps are lit on Sundays."
)
KANNADA = "ಮೈಸೂರು ಅರಮನೆಯನ್ನು ಹೆನ್ರಿ ಇರ್ವಿನ್ ವಿನ್ಯಾಸಗೊಳಿಸಿದರು. ಅದು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು."


def documents(lang: str) -> list[Document]:
    rows = passages(read_source(str(sample(lang)[0]), lang)).rows
    found = [read_document(row["text"], " › ".join(row["outline"]), lang) for row in rows]
    return [document for document in found if draft_pairs(document, 5)]


@pytest.mark.parametrize("lang", LANGS)
def test_its_own_questions_are_answerable_from_their_document(lang: str) -> None:
    questions = 0
    for document in documents(lang):
        for draft in draft_pairs(document, 8):
            questions += 1
            assert judge_answerable(document, draft.question, lang).verdict == "yes", draft.question
            assert judge_answerable(document, draft.question, "en").verdict == "yes"
    assert questions > 5


@pytest.mark.parametrize("lang", ["kn", "sw"])
def test_its_own_questions_with_a_blank_are_not_answerable_from_another_document(lang: str) -> None:
    first, second = documents(lang)[:2]
    asked = [draft.question for draft in draft_pairs(first, 8) if BLANK in draft.question]
    assert asked
    for question in asked:
        assert judge_answerable(second, question, lang).verdict == "no"


@pytest.mark.parametrize(
    ("text", "lang", "question", "verdict"),
    [
        (ENGLISH, "en", "Who designed the palace of Mysuru?", "yes"),
        (ENGLISH, "en", "Which whales swim around Iceland?", "no"),
        (ENGLISH, "en", "What happened to the palace of Mysuru in 1897?", "no"),
        (ENGLISH, "en", "", "no"),
        ("", "en", "Who designed the palace?", "no"),
        (KANNADA, "kn", "ಮೈಸೂರು ಅರಮನೆಯನ್ನು ಯಾರು ವಿನ್ಯಾಸಗೊಳಿಸಿದರು?", "yes"),
        (KANNADA, "kn", "ಅರಮನೆ ೧೮೯೭ರಲ್ಲಿ ಏನಾಯಿತು?", "no"),
        (KANNADA, "kn", "ತಿಮಿಂಗಿಲಗಳು ಎಲ್ಲಿ ಈಜುತ್ತವೆ?", "no"),
        (
            "قصر ميسور صممه هنري إروين.",
            "ar",
            "من صمم قصر ميسور؟",
            "unclear",
        ),  # a suffix hides a word
        ("迈索尔宫由亨利·欧文设计。", "zh", "迈索尔宫由谁设计？", "yes"),
        ("พระราชวังไมซอร์ออกแบบโดยเฮนรี เออร์วิน", "th", "ปลาวาฬว่ายน้ำที่ไหน", "no"),
        ("Cung điện Mysore do Henry Irwin thiết kế.", "vi", "Ai thiết kế cung điện Mysore?", "yes"),
    ],
)
def test_other_questions_by_their_matter(text: str, lang: str, question: str, verdict: str) -> None:
    assert judge_answerable(read_document(text, "", lang), question, lang).verdict == verdict


@pytest.mark.parametrize(
    ("inside", "verdict"),
    [
        ("The lamps are lit on ____.", "yes"),
        ("____ are lit on Sundays.", "yes"),
        ("The lamps are lit on Mondays by ____.", "no"),
        ("The lamps are lit on Sundays ____.", "no"),  # nothing is left to put in
    ],
)
def test_a_blank_needs_its_sentence_and_something_in_its_place(inside: str, verdict: str) -> None:
    question = fill_frame(load_locale("en"), "complete", inside)
    document = read_document(ENGLISH, "", "en")
    assert judge_answerable(document, question, "en").verdict == verdict


@pytest.mark.parametrize("lang", ["en", *LANGS])
def test_the_embedded_teacher_answers_the_prompt_of_each_language(lang: str) -> None:
    asked = ask(embedded_teacher(), "answerable", lang)
    for text, verdict in ((ENGLISH, "yes"), ("Nothing of it is here.", "no")):
        said = asked.invoke({"document": text, "question": "Who designed the palace of Mysuru?"})
        assert parse_verdict(said.answer, load_locale(lang)) == verdict
