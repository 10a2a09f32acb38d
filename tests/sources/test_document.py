from dataclasses import FrozenInstanceError

import pytest

from mlkt.rows import content_id
from mlkt.sources import Document


def test_text_is_normalised_at_the_door() -> None:
    composed = Document("ಕೇರಳ\r\nನಗರ\r", "kn")
    decomposed = Document("\ufeffಕ\u0cc6\u0cd5ರಳ\nನಗರ\n", "kn")
    assert composed.text == decomposed.text == "ಕೇರಳ\nನಗರ\n"
    assert composed.id == decomposed.id


def test_joiners_stay_in_the_text() -> None:
    assert Document("ಡಾಲರ್\u200cನಿಂದ ಕ್ರ್\u200dಯ", "kn").text == "ಡಾಲರ್\u200cನಿಂದ ಕ್ರ್\u200dಯ"


def test_id_depends_on_language_and_text_only() -> None:
    document = Document("Nairobi ni mji.", "sw", title="Nairobi", path="a.txt", markup="plain")
    assert document.id == content_id("sw", "Nairobi ni mji.")
    assert document.id == Document("Nairobi ni mji.", "sw", url="https://example.org").id
    assert document.id != Document("Nairobi ni mji.", "en").id
    assert document.id != Document("Nairobi ni mji!", "sw").id


def test_document_cannot_change() -> None:
    document = Document("ಮೈಸೂರು", "kn")
    with pytest.raises(FrozenInstanceError):
        document.text = "ಬೇರೆ"  # pyright: ignore[reportAttributeAccessIssue]  # that is what is tested
