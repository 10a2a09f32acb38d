"""Evidence: a quotation leads to the sentences it was taken from, and to no others."""

import pytest

from mlkt.chains.evidence import find_sentences
from tests.chains.rows import passage

SENTENCES = [
    "Mysore Palace",
    "Mysore Palace, finished in 1912, stands in the middle of the old city.",
    "It was designed by Henry Irwin.",
    "The lamps of the palace are lit on Sundays.",
]
KANNADA = ["ಮೈಸೂರು ಅರಮನೆ", "ಮೈಸೂರು ಅರಮನೆಯು ನಗರದಲ್ಲಿದೆ.", "ಅದನ್ನು ಹೆನ್ರಿ ಇರ್ವಿನ್ ವಿನ್ಯಾಸಗೊಳಿಸಿದರು."]
CHINESE = ["迈索尔宫位于市中心。", "它由亨利·欧文设计。"]


@pytest.mark.parametrize(
    ("sentences", "quote", "ids"),
    [
        (SENTENCES, SENTENCES[1], ["s2"]),
        (SENTENCES, "stands in the middle of the old city", ["s2"]),
        (SENTENCES, "**“It was designed by Henry Irwin”**", ["s3"]),
        (SENTENCES, f"{SENTENCES[1]} {SENTENCES[2]}", ["s2", "s3"]),
        (SENTENCES, "Mysore Palace, finished in 1912, stands in the old city", ["s2"]),
        (SENTENCES, "Mysore Palace", ["s1", "s2"]),
        (SENTENCES, "The lamps are lit every evening in winter", []),
        (SENTENCES, "A wholly different thing", []),
        (SENTENCES, "", []),
        (KANNADA, "ಮೈಸೂರು ಅರಮನೆಯು ನಗರದಲ್ಲಿದೆ", ["s2"]),
        (KANNADA, "ಹೆನ್ರಿ ಇರ್ವಿನ್ ವಿನ್ಯಾಸಗೊಳಿಸಿದರು", ["s3"]),
        (CHINESE, "它由亨利·欧文设计", ["s2"]),
        (CHINESE, "位于市中心", ["s1"]),
    ],
)
def test_a_quotation_names_its_sentences(sentences: list[str], quote: str, ids: list[str]) -> None:
    assert find_sentences(quote, passage(sentences, "en")) == ids
