from hypothesis import given
from hypothesis import strategies as st

from mlkt.packs import load_locale
from mlkt.reply.fields.tables import (
    escape,
    first_rows,
    first_table,
    read_rows,
    read_table,
    split_row,
)
from mlkt.reply.fields.vocabulary import vocabulary

WORDS = vocabulary(load_locale("en"), ("question", "answer"))


def test_cells_are_split_at_bars_that_stand_alone() -> None:
    assert split_row("| a | b |") == ["a", "b"]
    assert split_row("a | b") == ["a", "b"]
    assert split_row("| a \\| b | c |") == ["a | b", "c"]
    assert split_row("| a | |") == ["a", ""]
    assert split_row("| a<br>b<BR />c |") == ["a\nb\nc"]
    assert split_row("| a\\<br>b |") == ["a<br>b"]
    assert split_row("| $\\frac{a}{b}$ |") == ["$\\frac{a}{b}$"]


@given(st.lists(st.text("ab|\\<br>\n ಕ", min_size=1).map(str.strip).filter(bool), min_size=1))
def test_cells_come_back_whatever_they_hold(cells: list[str]) -> None:
    assert split_row(f"| {' | '.join(map(escape, cells))} |") == cells


def test_a_table_ends_where_its_lines_end() -> None:
    text = "| Question | Answer |\n|---|---|\n| a | b |\n\nThen:\n| c | d |"
    assert [field.text for field in read_table(text, WORDS)] == ["a", "b"]


def test_rows_with_their_last_bar_are_closed() -> None:
    fields = read_table("| Question | Answer |\n|---|---|\n| a | b |\n| c | d", WORDS)
    assert [field.closed for field in fields] == [True, True, False, False]
    first, last = fields[0].group, fields[2].group
    assert [field.group for field in fields] == [first, first, last, last]
    assert first != last


def test_lines_with_bars_alone_are_no_table() -> None:
    assert first_table("either a | or b\nor c | d", WORDS, 99) == -1
    assert first_table("Question: | a |\nAnswer: b | c", WORDS, 99) == -1


def test_prose_with_commas_is_no_row() -> None:
    assert first_rows("The question, the answer,\nand more, of course", WORDS, 99) == -1
    assert read_rows('"Well," she said,\n"no, thanks."', WORDS) == []


def test_a_field_longer_than_csv_allows_is_not_read_and_does_not_fail() -> None:
    assert read_rows('question,answer\n"' + "a" * 200_000 + '",b', WORDS) == []
