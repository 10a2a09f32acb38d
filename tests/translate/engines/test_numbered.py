"""Numbered lines are read out of replies in the shapes that models give them."""

import pytest

from mlkt.translate.engines.numbered import read_numbered

SOURCES = ["ಮೈಸೂರು ಒಂದು ನಗರ.", "ಅದು ಕರ್ನಾಟಕದಲ್ಲಿದೆ.", "ಅಲ್ಲಿ ಅರಮನೆ ಇದೆ."]
ALL = ["Mysuru is a city.", "It lies in Karnataka.", "There is a palace."]
A, B, C = ALL


@pytest.mark.parametrize(
    "reply",
    [
        f"[1] {A}\n[2] {B}\n[3] {C}",
        f"Sure! Here is the translation:\n\n[1] {A}\n[2] {B}\n[3] {C}\n\nLet me know.",
        f"**[1]** {A}\n**[2]** {B}\n**[3]** {C}",
        f"**[1] {A}**\n**[2] {B}**\n**[3] {C}**",
        f"- [1] {A}\n- [2] {B}\n- [3] {C}",
        f"1. {A}\n2. {B}\n3. {C}",
        f"1) {A}\n2) {B}\n3) {C}",
        f"(1) {A}\n(2) {B}\n（3） {C}",
        f"【1】{A}\n【2】{B}\n【3】{C}",
        f"1：{A}\n2、{B}\n3: {C}",
        f"[೧] {A}\n[೨] {B}\n[೩] {C}",
        f"\u200f[١] {A}\n\u200f[٢] {B}\n\u200f[٣] {C}",
        f"1 {A}\n2 {B}\n3 {C}",
        f"```\n[1] {A}\n[2] {B}\n[3] {C}\n```",
        f"```text\n[1] {A}\n\n[2] {B}\n\n[3] {C}\n```\nNote: names are transliterated.",
        f"<text>\n[1] {A}\n[2] {B}\n[3] {C}\n</text>",
        f"[1]\n{A}\n[2]\n{B}\n[3]\n{C}",
        f"[1] {A} [2] {B} [3] {C}",
        f"[3] {C}\n[1] {A}\n[2] {B}",
        f'[1] "{A}"\n[2] “{B}”\n[3] «{C}»',
        f"[1] {SOURCES[0]}\n{A}\n[2] {SOURCES[1]}\n{B}\n[3] {SOURCES[2]}\n{C}",
        f"[1] {SOURCES[0]} → {A}\n[2] {SOURCES[1]} = {B}\n[3] {SOURCES[2]} - {C}",
        "\n".join(f"[{n}] {s}" for n, s in enumerate(SOURCES, 1))
        + f"\n\n[1] {A}\n[2] {B}\n[3] {C}",
        f"[1] {A}\n[2] {B}\n[3] {C}\n[4] The source had no fourth line.",
        f"[1] {A}\r\n[2] {B}\r\n[3] {C}\r\n",
        f"[1] Mysuru is\na city.\n[2] {B}\n[3] {C}\nI hope this helps!",
        f"[1] {A}\n[1] {A}\n[2] {B}\n[3] {C}",
    ],
)
def test_every_line_is_read(reply: str) -> None:
    assert read_numbered(reply, SOURCES) == dict(enumerate(ALL))


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        (f"[1] {A}\n[3] {C}", {0: A, 2: C}),
        (f"[1] {A}\n[2]\n[3] {C}", {0: A, 2: C}),
        (f"[1] {A}\n[2] {B}\n[2] {C}", {0: A}),
        ("I cannot translate this text.", {}),
        ("", {}),
        (f"{A}\n{B}\n{C}", {}),
        ("2 people came.\n3 people went.", {}),
    ],
)
def test_missing_and_doubled_numbers_are_left_out(reply: str, left: dict[int, str]) -> None:
    assert read_numbered(reply, SOURCES) == left


def test_the_last_line_of_a_reply_that_was_cut_off_is_not_trusted() -> None:
    assert read_numbered(f"[1] {A}\n[2] It lies", SOURCES, cut_off=True) == {0: A}
    assert read_numbered("Mysuru is", SOURCES[:1], cut_off=True) == {}


@pytest.mark.parametrize("reply", [A, f"Here it is:\n{A}", f"**{A}**", f'"{A}"', f"[1] {A}"])
def test_one_sentence_needs_no_number(reply: str) -> None:
    assert read_numbered(reply, SOURCES[:1]) == {0: A}


@pytest.mark.parametrize("reply", [f"{A}\n{B}", f"Sure.\n\n{A}\n\nNote: a city."])
def test_several_lines_without_number_are_no_answer_to_one_sentence(reply: str) -> None:
    assert read_numbered(reply, SOURCES[:1]) == {}


@pytest.mark.parametrize(
    ("source", "line", "target"),
    [
        ("“ನಗರ” ಎಂದರು", '"City", they said', '"City", they said'),
        ("“ನಗರ!”", '"City!"', '"City!"'),
        ("ಅವರು ಬಂದರು", '"A" and "B"', '"A" and "B"'),
        ("೨.೫ ಕಿ.ಮೀ.", "2.5 km", "2.5 km"),
        ("೧೯೫೬ರಲ್ಲಿ", "1956: it began", "1956: it began"),
        ("ನಗರ [1] ಇದೆ.", "The city [1] is [2] here.", "The city [1] is [2] here."),
        ("ನಗರ", "# City", "City"),
        ("ರಾಜ್\u200cಕುಮಾರ್", "राज\u200dकुमार", "राज\u200dकुमार"),
        ("ಒಂದು ಎರಡು", "one  two\u00a0three", "one two three"),
    ],
)
def test_a_line_is_cleaned_of_what_its_source_does_not_have(
    source: str, line: str, target: str
) -> None:
    assert read_numbered(f"[1] {line}", [source]) == {0: target}


def test_hostile_replies_are_read_in_linear_time() -> None:
    for part in ("[1] ", "**", "[1", "1. ", "> ", '"', "→ ", " [2] x"):
        read_numbered(part * 100_000, SOURCES)
