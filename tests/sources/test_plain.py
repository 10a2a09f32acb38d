import pytest

from mlkt.sources.plain import fold_heading, is_bare_heading, is_ended, wrap_width

ENDED = [
    "Text.",
    "Text?”",
    "पाठ।",
    "文。",
    "ጽሑፍ።",
    "نص؟",
    "ಪಟ್ಟಿ:",
    "a,",
    "b;",
    "wait…",
    "(so.)",
    '"Yes."',
]
OPEN = ["Text", "पाठ", "ಪಟ್ಟಿ", "文", "(India)", "2 %", "C++"]


@pytest.mark.parametrize("line", ENDED)
def test_line_with_a_terminator_is_ended(line: str) -> None:
    assert is_ended(line)


@pytest.mark.parametrize("line", OPEN)
def test_line_without_a_terminator_is_open(line: str) -> None:
    assert not is_ended(line)


@pytest.mark.parametrize("title", ["**उल्लेख**", "उल्लेख:", " उल्लेख ", "__उल्लेख__", "उल्लेख："])
def test_headings_compare_without_their_dress(title: str) -> None:
    assert fold_heading(title) == "उल्लेख"


def test_headings_compare_without_case() -> None:
    assert fold_heading("SEE Also") == fold_heading("See also")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Birds", "", "Some text."], True),
        (["Birds", "Some text."], True),
        (["Birds", "Storks", "Herons"], False),
        (["Birds"], False),
        (["x" * 81, "", "Some text."], False),
        (["x" * 61, "Some text."], False),
        (["- Birds", "", "Some text."], False),
        (["> Birds", "", "Some text."], False),
        (["३. पक्षी", "", "पाठ।"], False),
    ],
)
def test_bare_heading(lines: list[str], expected: bool) -> None:
    assert is_bare_heading(lines, 0, 0, frozenset()) is expected


def test_known_title_is_a_heading_without_anything_after_it() -> None:
    assert is_bare_heading(["Marejeo"], 0, 0, frozenset({"marejeo"}))


@pytest.mark.parametrize(
    ("lines", "wrapped"),
    [
        (["word " * 14 + "end"] * 5 + ["short end."], True),
        (["a line that stands for itself"] * 5, False),  # too narrow to be a page
        (["word " * 60] * 5, False),  # each line is a paragraph
        ([f"{'word ' * n}end." for n in range(3, 20)], False),  # a ragged list
        ([], False),
    ],
)
def test_wrap_width(lines: list[str], wrapped: bool) -> None:
    assert (wrap_width(lines) > 0) is wrapped
