import pytest

from mlkt.models.extractive.document import read_document
from mlkt.packs import load_locale


def kinds(text: str, outline: str = "", lang: str = "en") -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in read_document(text, outline, lang).pieces]


def test_headings_items_and_sentences_are_told_apart():
    text = (
        "# Lake\n\nThe lake is deep. Fish live there.\n\n- Trout\n- Old eel\n\n> It froze in 1990."
    )
    assert kinds(text) == [
        ("heading", "Lake"),
        ("sentence", "The lake is deep."),
        ("sentence", "Fish live there."),
        ("item", "Trout"),
        ("item", "Old eel"),
        ("sentence", "It froze in 1990."),
    ]


@pytest.mark.parametrize("mark", ["1. ", "2) ", "೧. ", "- ", "* ", "• ", "> "])
def test_block_marks_are_no_part_of_a_sentence(mark: str):
    assert kinds(f"{mark}The lake is 12 metres deep.") == [
        ("sentence", "The lake is 12 metres deep.")
    ]


def test_line_of_the_outline_is_a_heading():
    text = "Early years\nShe was born in Goa in 1901."
    assert kinds(text, "Anna › Early years")[0] == ("heading", "Early years")
    assert kinds(text)[0] == ("fragment", "Early years")


def test_wrapped_lines_are_one_sentence():
    text = "The lake lies in the north of the country and\nfeeds two rivers."
    assert kinds(text) == [("sentence", text.replace("\n", " "))]


def test_sections_of_references_tables_and_code_are_left_out():
    locale = load_locale("en")
    text = (
        "The lake is deep.\n\n| a | b |\n|---|---|\n\n```\nx = 1.\n```\n\n"
        f"## {locale.reference_sections[0]}\n\nSmith wrote a book.\n\n## Birds\n\nHerons nest here."
    )
    assert [text for _, text in kinds(text)] == ["The lake is deep.", "Birds", "Herons nest here."]


def test_language_of_the_document_is_found_under_prompts_of_another():
    kannada = "ಕೆರೆಯು ಆಳವಾಗಿದೆ. ಕೆರೆಯಲ್ಲಿ ಮೀನುಗಳಿವೆ."
    assert read_document(kannada, "", "en").locale.code == "kn"


def test_short_text_in_the_prompts_script_is_read_in_the_prompts_language():
    assert read_document("Kibo 5895.", "", "sw").locale.code == "sw"


@pytest.mark.parametrize(
    ("text", "n_sentences"),
    [
        ("تقع البحيرة في شمال البلاد. وهي عميقة جدا.", 2),
        ("湖在北方。湖水很深。", 2),
        ("ทะเลสาบอยู่ทางเหนือของประเทศ ทะเลสาบลึกมาก", None),
        ("", 0),
        ("…", None),
        ("\u200d\n\n\ufffd\n#\n-\n>\n```", None),
    ],
)
def test_any_script_is_read(text: str, n_sentences: int | None):
    document = read_document(text, "", "en")
    prose = [piece for piece in document.pieces if piece.kind == "sentence"]
    assert n_sentences is None or len(prose) == n_sentences
    assert all(piece.text in text for piece in prose)


def test_thai_prose_without_end_marks_is_prose():
    text = "ทะเลสาบอยู่ทางเหนือของประเทศและลึกมาก"
    assert any(kind == "sentence" for kind, _ in kinds(text))
