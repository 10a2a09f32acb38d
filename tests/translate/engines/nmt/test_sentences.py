"""Segments as sentences: lines, repeats, cuts; and everything back in its place."""

import pytest

from mlkt.translate.engines.nmt.sentences import fit, join, plan


def words(text: str) -> int:
    return len(text.split())


def test_the_same_sentence_is_planned_once() -> None:
    planned = plan(["ಮೈಸೂರು.", "ನಗರ.", "ಮೈಸೂರು."], words, max_tokens=9)
    assert planned.sentences == ["ಮೈಸೂರು.", "ನಗರ."]
    assert planned.places == [[[0]], [[1]], [[0]]]


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("ಮೈಸೂರು.", "ಮೈಸೂರು."),
        ("一。\n二。", "一。\n二。"),
        ("  पहला \r\n\n दूसरा\t", "पहला\n\nदूसरा"),
        ("", ""),
        ("\n", "\n"),
    ],
)
def test_lines_are_sentences_and_stay_lines(source: str, back: str) -> None:
    planned = plan([source], words, max_tokens=9)
    assert join(planned.places[0], planned.sentences, " ") == back


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("ಮೈಸೂರು ನಗರ, ಬೆಂಗಳೂರು ನಗರ; ಧಾರವಾಡ ನಗರ, ಹಂಪಿ ಗ್ರಾಮ.", 4),
        ("one two three four five six seven eight nine ten", 3),
        ("a" * 50, 1),
        ("नगर " * 200, 16),
    ],
)
def test_no_part_is_over_the_limit_and_nothing_is_lost(text: str, limit: int) -> None:
    parts = fit(text.strip(), words, limit)
    assert all(words(part) <= limit for part in parts)
    assert " ".join(parts).split() == text.split()


def test_text_without_spaces_is_cut_between_characters_with_their_marks() -> None:
    text = "ที่นี่มีวัดเก่าแก่และตลาดน้ำที่มีชื่อเสียง"
    parts = fit(text, len, 10)
    assert len(parts) > 1
    assert "".join(parts) == text
    assert all(len(part) <= 10 for part in parts)


def test_a_character_of_too_many_tokens_is_left_alone() -> None:
    assert fit("ಕ", lambda _: 99, 8) == ["ಕ"]
