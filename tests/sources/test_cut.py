import pytest

from mlkt.errors import ConfigError, LanguageError
from mlkt.rows import Row
from mlkt.sources import Cut, Document, passages

LAKE = """\
# ಕೆರೆ

ಇದು ಹಳೆಯ ಕೆರೆ. ಇದನ್ನು ೧೬೮೪ರಲ್ಲಿ ಕಟ್ಟಿದರು.

## ಇತಿಹಾಸ

ಬರಗಾಲ ಬಂದಿತ್ತು. ಜನ ತೀರ್ಮಾನಿಸಿದರು.

### ದುರಸ್ತಿ

1998ರಲ್ಲಿ ಏರಿ ಒಡೆಯಿತು.

## ಹಕ್ಕಿಗಳು

- ಕೊಕ್ಕರೆ
- ಬಾತು

## ಚಿತ್ರಗಳು

## ಉಲ್ಲೇಖಗಳು

- ವಿಶ್ವಕೋಶ, 1969.

### ಪುಸ್ತಕಗಳು

ಒಂದು ಪುಸ್ತಕ.
"""


def texts(cut: Cut) -> list[str]:
    return [row["text"] for row in cut.rows]


def sentences(row: Row) -> list[str]:
    return [row["text"][sentence["start"] : sentence["end"]] for sentence in row["sentences"]]


def test_document_that_fits_is_one_passage() -> None:
    cut = passages(Document("# ಕೆರೆ\n\nಇದು ಕೆರೆ.\n\n## ಇತಿಹಾಸ\n\nಹಳೆಯದು.", "kn", title="ಕೆರೆ"))
    assert texts(cut) == ["# ಕೆರೆ\n\nಇದು ಕೆರೆ.\n\n## ಇತಿಹಾಸ\n\nಹಳೆಯದು."]
    assert cut.rows[0]["outline"] == ["ಕೆರೆ"]
    assert sentences(cut.rows[0]) == ["ಕೆರೆ", "ಇದು ಕೆರೆ.", "ಇತಿಹಾಸ", "ಹಳೆಯದು."]
    assert cut.left_out == []


def test_document_that_does_not_fit_is_cut_at_its_headings() -> None:
    cut = passages(Document(LAKE, "kn", title="ಕೆರೆ"), max_chars=90)
    assert [(row["outline"], sentences(row)) for row in cut.rows] == [
        (["ಕೆರೆ"], ["ಕೆರೆ", "ಇದು ಹಳೆಯ ಕೆರೆ.", "ಇದನ್ನು ೧೬೮೪ರಲ್ಲಿ ಕಟ್ಟಿದರು."]),
        (
            ["ಕೆರೆ", "ಇತಿಹಾಸ"],
            ["ಇತಿಹಾಸ", "ಬರಗಾಲ ಬಂದಿತ್ತು.", "ಜನ ತೀರ್ಮಾನಿಸಿದರು.", "ದುರಸ್ತಿ", "1998ರಲ್ಲಿ ಏರಿ ಒಡೆಯಿತು."],
        ),
        (["ಕೆರೆ", "ಹಕ್ಕಿಗಳು"], ["ಹಕ್ಕಿಗಳು", "ಕೊಕ್ಕರೆ", "ಬಾತು"]),
    ]


def test_subsection_that_does_not_fit_with_its_parent_has_its_own_outline() -> None:
    cut = passages(Document(LAKE, "kn", title="ಕೆರೆ"), max_chars=60)
    assert cut.rows[1]["outline"] == ["ಕೆರೆ", "ಇತಿಹಾಸ"]
    assert cut.rows[2]["outline"] == ["ಕೆರೆ", "ಇತಿಹಾಸ", "ದುರಸ್ತಿ"]


def test_what_is_left_out_is_recorded() -> None:
    cut = passages(Document(LAKE, "kn"))
    assert [(part.heading, part.reason) for part in cut.left_out] == [
        ("ಚಿತ್ರಗಳು", "nothing under the heading"),
        ("ಉಲ್ಲೇಖಗಳು", "reference section"),
        ("ಪುಸ್ತಕಗಳು", "reference section"),
    ]
    assert [LAKE[part.start : part.end] for part in cut.left_out] == [
        "## ಚಿತ್ರಗಳು",
        "## ಉಲ್ಲೇಖಗಳು\n\n- ವಿಶ್ವಕೋಶ, 1969.",
        "### ಪುಸ್ತಕಗಳು\n\nಒಂದು ಪುಸ್ತಕ.",
    ]
    assert cut.left_out_chars == sum(part.end - part.start for part in cut.left_out) == 69


def test_text_after_a_reference_section_is_read() -> None:
    text = "## A\n\nOne.\n\n## References\n\nBook.\n\n### More\n\nBook.\n\n## B\n\nTwo."
    cut = passages(Document(text, "en"))
    assert texts(cut) == ["## A\n\nOne.", "## B\n\nTwo."]


def test_heading_before_a_part_left_out_is_left_out_with_it() -> None:
    text = "## A\n\n### References\n\nBook.\n\n### B\n\nTwo."
    cut = passages(Document(text, "en"))
    assert texts(cut) == ["### B\n\nTwo."]
    assert cut.rows[0]["outline"] == ["A", "B"]
    assert [part.heading for part in cut.left_out] == ["A", "References"]


def test_front_matter_is_left_out() -> None:
    cut = passages(Document("---\ntitle: ಕೆರೆ\n---\n\nಇದು ಕೆರೆ.", "kn"))
    assert texts(cut) == ["ಇದು ಕೆರೆ."]
    assert [part.reason for part in cut.left_out] == ["metadata"]


@pytest.mark.parametrize("text", ["# ಕೆರೆ", "***", "# ಕೆರೆ\n\n***\n\n## ಇತಿಹಾಸ"])
def test_document_without_text_has_no_passage(text: str) -> None:
    cut = passages(Document(text, "kn"))
    assert cut.rows == []
    assert (cut.left_out[0].start, cut.left_out[-1].end) == (0, len(text))


def test_empty_document_has_no_passage() -> None:
    assert passages(Document(" \n", "kn")) == Cut([], [])


def test_paragraph_borders_go_before_sentence_borders() -> None:
    text = "Aa bb. Cc dd.\n\nEe ff. Gg hh. Ii jj.\n\nKk ll."
    assert texts(passages(Document(text, "en"), max_chars=30)) == [
        "Aa bb. Cc dd.",
        "Ee ff. Gg hh. Ii jj.\n\nKk ll.",
    ]


def test_lists_stay_together_where_they_can() -> None:
    text = "Before it.\n\n- aaaa\n- bbbb\n- cccc\n\nAfter it."
    assert texts(passages(Document(text, "en"), max_chars=25)) == [
        "Before it.",
        "- aaaa\n- bbbb\n- cccc",
        "After it.",
    ]


def test_parts_of_a_long_paragraph_are_about_equally_long() -> None:
    text = " ".join(f"Sentence number {number} is here." for number in range(10, 50))
    lengths = [len(part) for part in texts(passages(Document(text, "en"), max_chars=500))]
    assert len(lengths) == 3
    assert max(lengths) - min(lengths) <= 30


def test_sentence_longer_than_the_limit_is_a_passage_of_its_own() -> None:
    long = f"This {'very ' * 50}long one."
    cut = passages(Document(f"Short one. {long} Short two.", "en"), max_chars=40)
    assert texts(cut) == ["Short one.", long, "Short two."]


def test_headings_go_with_the_first_sentence_even_beyond_the_limit() -> None:
    cut = passages(Document("# Heading of some length\n\nOne two. Three four.", "en"), max_chars=20)
    assert texts(cut) == ["# Heading of some length\n\nOne two.", "Three four."]


def test_rules_and_bars_belong_to_the_passage_before() -> None:
    cut = passages(Document("One.\n\n---\n\n# Two\n\n***\n\nThree.\n\n***", "en"), max_chars=12)
    assert texts(cut) == ["One.\n\n---", "# Two\n\n***\n\nThree.\n\n***"]


def test_each_row_of_a_table_and_each_line_of_code_is_a_sentence() -> None:
    text = "| Mwaka | Watu |\n|---|---|\n| 2019 | 4.397. Milioni |\n\n```sh\nls -l. Pwd\n```"
    cut = passages(Document(text, "sw"))
    assert sentences(cut.rows[0]) == ["Mwaka | Watu", "2019 | 4.397. Milioni", "sh", "ls -l. Pwd"]


def test_marks_stand_outside_of_sentences() -> None:
    text = "> **ಮಾತು** ಇದು.\n\n1. ಒಂದು\n   - ಎರಡು\n\n## ತಲೆ ##\n\nಪಠ್ಯ."
    assert sentences(passages(Document(text, "kn")).rows[0]) == [
        "**ಮಾತು** ಇದು.", "ಒಂದು", "ಎರಡು", "ತಲೆ", "ಪಠ್ಯ."
    ]  # fmt: skip


def test_sentence_goes_over_the_lines_of_a_paragraph() -> None:
    cut = passages(Document("ಇದು ತುಂಬಾ\nಹಳೆಯ ಕೆರೆ. ಅದು\nದೊಡ್ಡದು.", "kn"))
    assert sentences(cut.rows[0]) == ["ಇದು ತುಂಬಾ\nಹಳೆಯ ಕೆರೆ.", "ಅದು\nದೊಡ್ಡದು."]


def test_plain_text_gets_its_outline_from_bare_headings() -> None:
    text = "ಭಾರತ\n\nಇದು ದೇಶ.\n\nಹೆಸರಿನ ಉಗಮ\nಹೆಸರು ಬಂದದ್ದು.\n\nರಾಜ್ಯಗಳು\n\nಭೂಗೋಳ\n\nಪರ್ವತ ಇದೆ.\n\nಉಲ್ಲೇಖಗಳು"
    document = Document(text, "kn", title="ಭಾರತ", markup="plain")
    cut = passages(document, max_chars=35)
    assert [(row["outline"], row["text"]) for row in cut.rows] == [
        (["ಭಾರತ"], "ಭಾರತ\n\nಇದು ದೇಶ."),
        (["ಭಾರತ", "ಹೆಸರಿನ ಉಗಮ"], "ಹೆಸರಿನ ಉಗಮ\nಹೆಸರು ಬಂದದ್ದು."),
        (["ಭಾರತ", "ಭೂಗೋಳ"], "ರಾಜ್ಯಗಳು\n\nಭೂಗೋಳ\n\nಪರ್ವತ ಇದೆ."),
    ]
    assert [part.heading for part in cut.left_out] == ["ಉಲ್ಲೇಖಗಳು"]


def test_reference_section_of_plain_text_ends_where_sentences_begin() -> None:
    text = "Moja.\n\nMarejeo\n\nVitabu\n\nKitabu kimoja\n\nMaisha\n\nAliishi Nairobi."
    cut = passages(Document(text, "sw", markup="plain"))
    assert texts(cut) == ["Moja.", "Maisha\n\nAliishi Nairobi."]


def test_short_lines_of_plain_text_are_not_lost() -> None:
    verse = "\n\n".join(f"Mstari wa {number}" for number in range(9))
    document = Document(verse, "sw", markup="plain")
    assert "\n\n".join(texts(passages(document, max_chars=20))) == verse
    assert texts(passages(Document("Jiji\n\nJiji kubwa", "sw", markup="plain"))) == [
        "Jiji\n\nJiji kubwa"
    ]


def test_origin_names_the_source_and_nothing_unknown() -> None:
    document = Document("ಪಠ್ಯ ಇದು.", "kn", title="ಕೆರೆ", url="https://example.org", revision="7")
    assert passages(document).rows[0]["origin"] == {
        "start": 0,
        "end": 9,
        "title": "ಕೆರೆ",
        "url": "https://example.org",
        "revision": "7",
    }


def test_a_limit_that_is_no_length_is_refused() -> None:
    with pytest.raises(ConfigError, match="max_chars=0"):
        passages(Document("ಪಠ್ಯ", "kn"), max_chars=0)


def test_unknown_language_is_refused() -> None:
    with pytest.raises(LanguageError, match="'kx'.*there are .*kn"):
        passages(Document("ಪಠ್ಯ", "kx"))
