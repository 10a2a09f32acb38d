import pytest

from mlkt.reply.fields.code import fence_contents, fenced, inside, span_around
from mlkt.reply.reasoning.codelines import CodeLines

TEXT = "a\n```py\nx\n```\nb\n~~~\n```\n~~~\nc\n```\nd"


def test_fences_close_with_their_own_mark_and_open_ones_are_none() -> None:
    blocks = [TEXT[start:end] for start, end in fenced(TEXT)]
    assert blocks == ["```py\nx\n```", "~~~\n```\n~~~"]
    assert fence_contents(TEXT, fenced(TEXT)) == [("py", "x", 8), ("", "```", 20)]


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("A: ```py\nx\n```\n", "```py\nx\n```"),
        ("<answer>```\nx\n```</answer>", "```\nx\n```"),
        ("````\n```\n````", "````\n```\n````"),
        ("  ```\n  x\n  ```", "```\n  x\n  ```"),
    ],
)
def test_fences_may_stand_behind_labels_and_before_tags(text: str, block: str) -> None:
    assert [text[start:end] for start, end in fenced(text)] == [block]


@pytest.mark.parametrize(
    "text", ["a ```b``` c", "\\```\nx\n\\```", "``\nx\n``", "```\nx", "a: b: ```\nx\n"]
)
def test_what_is_no_fence(text: str) -> None:
    assert fenced(text) == []


def test_offsets_are_found_in_their_block() -> None:
    spans = fenced(TEXT)
    assert [at for at in range(len(TEXT)) if inside(at, spans)] == [
        at for start, end in spans for at in range(start, end)
    ]
    assert span_around(8, spans) == spans[0]
    assert span_around(0, spans) is None


def test_code_lines_know_their_state_after_every_character() -> None:
    lines, states = CodeLines(), ""
    for char in "a\n```\nb\n```\nc":
        lines.add(char)
        states += "c" if lines.code else "b" if lines.blank else "t"
    assert states == "tbttcccccccbt"


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_code_lines_do_not_depend_on_where_text_is_cut(size: int) -> None:
    text = "a\n```py\n<think>\n```\nb\n~~~\n```\n~~~\n   c"
    lines = CodeLines()
    for at in range(0, len(text), size):
        lines.add(text[at : at + size])
    assert (lines.code, lines.blank) == (False, False)
