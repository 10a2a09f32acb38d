import pytest

from mlkt.text.long_sentences import MAX_CHARS, MAX_DENSE_CHARS, cut_long


@pytest.mark.parametrize(
    ("text", "cap", "pieces"),
    [
        ("He said “go. Now. Run”, all", 14, ["He said “go. ", "Now. Run”, all"]),
        ("aaaa bbbb; cccc, dddd eeee", 14, ["aaaa bbbb; ", "cccc, ", "dddd eeee"]),
        ("aaaa, bbbb cccc, dddd eeee", 18, ["aaaa, bbbb cccc, ", "dddd eeee"]),
        ("aaaa 1234 bbbb cccc", 12, ["aaaa 1234 ", "bbbb cccc"]),
        ("在北京，在上海；在广州，在深圳", 10, ["在北京，在上海；", "在广州，在深圳"]),
    ],
)
def test_the_strongest_mark_near_the_middle_is_taken(
    text: str, cap: int, pieces: list[str]
) -> None:
    cuts = [0, *cut_long(text, 0, len(text), cap), len(text)]
    assert [text[a:b] for a, b in zip(cuts, cuts[1:], strict=False)] == pieces


def test_what_fits_is_left_alone() -> None:
    assert cut_long("x" * MAX_CHARS + "   ", 0, MAX_CHARS + 3) == []
    assert cut_long("字" * MAX_DENSE_CHARS, 0, MAX_DENSE_CHARS) == []


def test_scripts_without_spaces_have_the_lower_cap() -> None:
    assert cut_long("字" * 300, 0, 300) == [150]


def test_a_hard_cut_does_not_part_a_letter_from_its_marks() -> None:
    syllable = "ಕ್ಷೌ"
    text = syllable * 100
    assert all(cut % len(syllable) == 0 for cut in cut_long(text, 0, len(text), 99))


def test_marks_without_end_are_cut_at_the_cap() -> None:
    text = "a" + "\u0301" * 500
    assert cut_long(text, 0, len(text), 100)
