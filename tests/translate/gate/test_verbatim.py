"""Addresses, placeholders and tags come through as they are; entities do not come up."""

import pytest

from mlkt.translate.gate.verbatim import check_verbatim, strip_verbatim

MARKS = [
    "https://a.example/x?id=1",
    "www.example.org/a-b",
    "ftp://files.example.org/list.txt",
    "name.last+tag@mail.example.org",
    "example.org/path/page",
    "{name}",
    "{{ name }}",
    "${total}",
    "%(count)s",
    "%1$s",
    "%s",
    "<x1/>",
    '<a href="x">',
    "</b>",
    "__NAME__",
    "____",
    "[[0]]",
]
AROUND = [
    "See {} for more.",
    "ಹೆಚ್ಚಿನದಕ್ಕೆ {} ನೋಡಿ.",
    "और जानकारी {} पर है।",
    "انظر {} للمزيد.",
    "参见{}。",
    "ดู {} เพิ่มเติม",
]


def blocking(source: str, target: str) -> list[str]:
    return [p.kind for p in check_verbatim(source, target) if p.severity == "blocking"]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("around", AROUND[:4])
def test_a_mark_that_stays_is_no_problem(mark: str, around: str) -> None:
    assert blocking(AROUND[0].replace("{}", mark), around.replace("{}", mark)) == []


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("around", AROUND)
def test_a_lost_or_doubled_mark_is_blocked(mark: str, around: str) -> None:
    source = AROUND[0].replace("{}", mark)
    assert blocking(source, around.replace("{}", "")) == ["verbatim_changed"]
    assert blocking(source, around.replace("{}", f"{mark} {mark}")) == ["verbatim_changed"]


@pytest.mark.parametrize(
    ("mark", "broken"),
    [
        ("https://a.example/x?id=1", "https://a.example/x?id=7"),
        ("https://a.example/x?id=1", "https: //a.example/x?id=1"),
        ("https://a.example/x?id=1", "https:/a.example/x?id=1"),
        ("me@mail.example.org", "me@mail.example.com"),
        ("{name}", "{ಹೆಸರು}"),
        ("{name}", "name}"),
        ("{{name}}", "{name}"),
        ("%(count)s", "%(count)"),
        ("%s", "% s"),
        ("<b>", "< b>"),
        ("<x1/>", "<x2/>"),
    ],
)
def test_a_broken_mark_is_blocked(mark: str, broken: str) -> None:
    assert blocking(f"See {mark} now.", f"ಈಗ {broken} ನೋಡಿ.") == ["verbatim_changed"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("See https://a.example/x.", "ನೋಡಿ: https://a.example/xನಲ್ಲಿ."),
        ("It costs $5 & tax.", "ಅದರ ಬೆಲೆ $5 ಮತ್ತು ತೆರಿಗೆ."),
        ("50% of them", "ಅವರಲ್ಲಿ 50%"),
        ("5 < 7 always", "5 < 7 daima"),
        ("R&D &amp; more", "R&D &amp; zaidi"),
        ("Follow @who today", "ಇಂದು ಅವರನ್ನು ಹಿಂಬಾಲಿಸಿ"),
    ],
)
def test_what_people_change_around_marks_passes(source: str, target: str) -> None:
    assert blocking(source, target) == []


@pytest.mark.parametrize("entity", ["&#39;", "&quot;", "&#x27;", "&amp;"])
def test_an_entity_that_comes_up_is_blocked(entity: str) -> None:
    assert blocking("ಅದು ರಾಜನ ಅರಮನೆ.", f"It is the king{entity}s palace.") == ["html_entities"]


def test_marks_are_stripped_for_other_checks() -> None:
    assert strip_verbatim('<seg id="1">ಪಠ್ಯ {x}').split() == ["ಪಠ್ಯ"]
