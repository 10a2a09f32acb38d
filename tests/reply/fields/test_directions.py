import pytest

from mlkt.reply.fields.directions import trimmed


@pytest.mark.parametrize(
    ("value", "bare"),
    [
        ("هنا", "هنا"),
        (" \u200f هنا.\u200f ", "هنا."),
        ("\u202c هنا", "هنا"),
        ("هنا\u2069\u200f", "هنا"),
        ("\u202bهنا", "هنا"),
        ("\u2067هنا\u2069", "\u2067هنا\u2069"),
        ("\u2066X\u2069 هنا \u2066Y\u2069", "\u2066X\u2069 هنا \u2066Y\u2069"),
        ("\u2066X\u2069 هنا\u202c", "\u2066X\u2069 هنا"),
        ("\ufeffa\u200b", "a"),
        ("ಪ್ರಶ್ನೆ\u200c", "ಪ್ರಶ್ನೆ\u200c"),
        ("\u200dय", "\u200dय"),
        ("\u200f\u200f", ""),
        ("", ""),
    ],
)
def test_lone_marks_at_the_ends_go_and_whole_pairs_stay(value: str, bare: str) -> None:
    assert trimmed(value) == bare
    assert trimmed(bare) == bare
