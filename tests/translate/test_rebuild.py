"""Texts are put together around translations with their blocks as they were."""

import pytest
import regex

from mlkt.translate.rebuild import group_paragraphs, rebuild

WORD = regex.compile(r"\p{L}+[.。]?")
TEXT = "## head\n\naa. bb. cc.\n\n- dd.\n- ee. ff.\n\n## last\n\n1. gg.\n"


def upper(text: str, dropped: set[int], lang: str = "en") -> str:
    """Translate each word to capitals, without those that are dropped; check the spans."""
    spans = [match.span() for match in WORD.finditer(text)]
    targets = [
        None if index in dropped else text[start:end].upper()
        for index, (start, end) in enumerate(spans)
    ]
    out, placed = rebuild(text, spans, targets, lang)
    found = [None if place is None else out[slice(*place)] for place in placed]
    assert found == targets
    return out


@pytest.mark.parametrize(
    ("dropped", "expected"),
    [
        (set(), TEXT.upper()),
        ({0}, "AA. BB. CC.\n\n- DD.\n- EE. FF.\n\n## LAST\n\n1. GG.\n"),
        ({1}, "## HEAD\n\nBB. CC.\n\n- DD.\n- EE. FF.\n\n## LAST\n\n1. GG.\n"),
        ({2}, "## HEAD\n\nAA. CC.\n\n- DD.\n- EE. FF.\n\n## LAST\n\n1. GG.\n"),
        ({3}, "## HEAD\n\nAA. BB.\n\n- DD.\n- EE. FF.\n\n## LAST\n\n1. GG.\n"),
        ({4}, "## HEAD\n\nAA. BB. CC.\n\n- EE. FF.\n\n## LAST\n\n1. GG.\n"),
        ({5}, "## HEAD\n\nAA. BB. CC.\n\n- DD.\n- FF.\n\n## LAST\n\n1. GG.\n"),
        ({4, 5, 6}, "## HEAD\n\nAA. BB. CC.\n\n## LAST\n\n1. GG.\n"),
        ({1, 2, 3}, "## HEAD\n\n- DD.\n- EE. FF.\n\n## LAST\n\n1. GG.\n"),
        ({0, 1, 2, 3, 4, 5}, "- FF.\n\n## LAST\n\n1. GG.\n"),
        ({7, 8}, "## HEAD\n\nAA. BB. CC.\n\n- DD.\n- EE. FF.\n"),
        (set(range(9)), ""),
    ],
)
def test_what_is_dropped_takes_its_mark_along(dropped: set[int], expected: str) -> None:
    assert upper(TEXT, dropped) == expected


def test_sentences_are_spaced_as_the_target_writes_them() -> None:
    assert upper("aa。bb。", set(), "en") == "AA。 BB。"
    assert upper("aa. bb.", set(), "zh") == "AA.BB."
    assert upper("aa.  bb.\ncc.", set(), "kn") == "AA.  BB.\nCC."


def test_a_translation_stays_one_line() -> None:
    assert rebuild("- ಒಂದು", [(2, 6)], ["one\n\n- two"], "en") == ("- one - two", [(2, 11)])


def test_a_text_without_sentences_stays_empty() -> None:
    assert rebuild("---\n", [], [], "en") == ("", [])


def test_paragraphs_end_at_blank_lines_and_at_a_length() -> None:
    spans = [match.span() for match in WORD.finditer(TEXT)]
    assert group_paragraphs(TEXT, spans) == [[0], [1, 2, 3], [4, 5, 6], [7], [8]]
    text = " ".join("ಕ" * 799 + "." for _ in range(5))
    spans = [(index * 801, index * 801 + 800) for index in range(5)]
    assert group_paragraphs(text, spans) == [[0, 1], [2, 3], [4]]
    assert group_paragraphs("", []) == []
