"""A supported draft stays; any other gives way to what the document says."""

import pytest

from mlkt.models.extractive.refining import refine_answer
from mlkt.models.extractive.request import Request
from mlkt.packs import load_locale

PALACE = {  # the sentence asked about, its question, a draft that nothing supports
    "en": (
        "The palace of Mysuru was rebuilt in the year 1912 by the architect Henry Irwin.",
        "In which year was the palace of Mysuru rebuilt?",
        "The palace of Mysuru was rebuilt in the year 1897 by Tipu Sultan.",
    ),
    "kn": (
        "ಮೈಸೂರಿನ ಅರಮನೆಯನ್ನು ೧೯೧೨ರಲ್ಲಿ ವಾಸ್ತುಶಿಲ್ಪಿ ಹೆನ್ರಿ ಇರ್ವಿನ್ ಪುನಃ ಕಟ್ಟಿದರು.",
        "ಮೈಸೂರಿನ ಅರಮನೆಯನ್ನು ಪುನಃ ಕಟ್ಟಿದ ವಾಸ್ತುಶಿಲ್ಪಿ ಯಾರು?",
        "ಮೈಸೂರಿನ ಅರಮನೆಯನ್ನು ೧೮೯೭ರಲ್ಲಿ ಟಿಪ್ಪು ಸುಲ್ತಾನ್ ಪುನಃ ಕಟ್ಟಿದರು.",
    ),
    "hi": (
        "मैसूर के महल को 1912 में वास्तुकार हेनरी इरविन ने फिर से बनवाया था।",
        "मैसूर के महल को फिर से किस वास्तुकार ने बनवाया था?",
        "मैसूर के महल को 1897 में टीपू सुल्तान ने फिर से बनवाया था।",
    ),
    "sw": (
        "Jumba la Mysuru lilijengwa upya mwaka 1912 na mbunifu majengo Henry Irwin.",
        "Jumba la Mysuru lilijengwa upya mwaka gani?",
        "Jumba la Mysuru lilijengwa upya mwaka 1897 na Tipu Sultan.",
    ),
}


@pytest.mark.parametrize("lang", sorted(PALACE))
def test_a_draft_is_kept_or_replaced_by_its_support(lang: str) -> None:
    sentence, question, wrong = PALACE[lang]
    for draft in (sentence, wrong):
        parts = {"document": sentence, "question": question, "answer": draft}
        request = Request("refine_answer", lang, lang, 0, parts)
        assert refine_answer(request, load_locale(lang)) == (sentence, [sentence])


def test_where_the_document_is_silent_the_draft_stays_for_the_critic() -> None:
    parts = {
        "document": PALACE["en"][0],
        "question": "How do volcanoes erupt under glaciers?",
        "answer": "Nobody knows.",
    }
    request = Request("refine_answer", "en", "en", 0, parts)
    assert refine_answer(request, load_locale("en")) == ("Nobody knows.", [])
