"""The shipped articles and their translation memories agree, unit by unit."""

import unicodedata
from collections import Counter
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
import regex

import mlkt.samples
from mlkt.text.frames import BLANK

FOLDER = Path(mlkt.samples.__file__).parent
LANGS = sorted(path.stem for path in FOLDER.glob("*.tmx"))
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NUMBER = regex.compile(r"\p{Nd}+(?:[.,]\p{Nd}+)*")  # 1916, ೧೯೧೬, 30,01,127, 124.80
MARK = regex.compile(r"(#{1,6}|-) ")
QUESTION_MARKS = "?？؟"
SENTENCES = {"kn": range(40, 61), "hi": range(20, 26), "sw": range(20, 26)}
NATIVE_DIGITS = {"kn": "೦೧೨೩೪೫೬೭೮೯", "hi": "०१२३४५६७८९"}


def article(lang: str) -> str:
    return (FOLDER / f"{lang}.md").read_text(encoding="utf-8")


def blocks(lang: str) -> list[tuple[str, str]]:
    """Return (mark, text) of each line that is not blank; the mark is `#`, `##`, `-` or empty."""
    found: list[tuple[str, str]] = []
    for line in filter(None, article(lang).split("\n")):
        mark = MARK.match(line)
        found.append((mark[1], line[mark.end() :]) if mark else ("", line))
    return found


def units(lang: str) -> list[tuple[str, str]]:
    """Return (source text, English text) of each unit, in the order of the file."""
    body = ElementTree.parse(FOLDER / f"{lang}.tmx").getroot().iter("tu")
    pairs: list[tuple[str, str]] = []
    for unit in body:
        sides = {tuv.attrib[XML_LANG]: tuv.findtext("seg", "") for tuv in unit.iter("tuv")}
        assert list(sides) == [lang, "en"], unit.attrib
        pairs.append((sides[lang], sides["en"]))
    return pairs


def aligned(lang: str) -> list[tuple[str, str, str]]:
    """Return (mark of the block, source, English) of each unit; fail where units leave the text."""
    rest, found = units(lang), list[tuple[str, str, str]]()
    for mark, text in blocks(lang):
        parts: list[str] = []
        while " ".join(parts) != text:
            assert rest, f"no unit is left for {text!r}"
            source, english = rest.pop(0)
            parts.append(source)
            assert text.startswith(" ".join(parts)), f"{source!r} is not next in {text!r}"
            found.append((mark, source, english))
    assert not rest, f"units beyond the article: {rest}"
    return found


def sentences(lang: str) -> list[tuple[str, str]]:
    return [(source, english) for mark, source, english in aligned(lang) if not mark]


def names(lang: str) -> list[tuple[str, str]]:
    return [(source, english) for mark, source, english in aligned(lang) if mark == "-"]


def numbers(text: str) -> Counter[Fraction]:
    """Return the values written in digits of any script; commas group digits in every sample."""
    ascii_text = "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text
    )
    return Counter(Fraction(found.replace(",", "")) for found in NUMBER.findall(ascii_text))


def test_samples_are_found():
    assert {"hi", "kn", "sw"} <= set(LANGS)
    assert {path.stem for path in FOLDER.glob("*.md")} == {*LANGS, "LICENCE"}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("suffix", ["md", "tmx"])
def test_file_is_nfc_text_without_bom(lang: str, suffix: str):
    raw = (FOLDER / f"{lang}.{suffix}").read_bytes()
    text = raw.decode("utf-8")
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert text.endswith("\n")
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("lang", LANGS)
def test_header_says_language_and_licence(lang: str):
    root = ElementTree.parse(FOLDER / f"{lang}.tmx").getroot()
    header = root.find("header")
    assert header is not None
    assert root.attrib["version"] == "1.4"
    assert header.attrib["srclang"] == lang
    assert header.attrib["adminlang"] == "en"
    assert header.attrib["segtype"] == "sentence"
    assert "Apache-2.0" in header.findtext("note", "")


@pytest.mark.parametrize("lang", LANGS)
def test_units_in_order_make_up_the_article(lang: str):
    assert len(aligned(lang)) == len(units(lang)) > 20


@pytest.mark.parametrize("lang", LANGS)
def test_units_are_numbered_through_and_held_once(lang: str):
    root = ElementTree.parse(FOLDER / f"{lang}.tmx").getroot()
    ids = [unit.attrib["tuid"] for unit in root.iter("tu")]
    assert ids == [f"{lang}-{number:03}" for number in range(1, len(ids) + 1)]
    for side in zip(*units(lang), strict=True):
        assert max(Counter(side).values()) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_unit_holds_one_line_of_text_on_both_sides(lang: str):
    for pair in units(lang):
        for text in pair:
            assert text
            assert text == " ".join(text.split())


@pytest.mark.parametrize("lang", LANGS)
def test_no_unit_is_a_question(lang: str):
    for pair in units(lang):
        for text in pair:
            assert BLANK not in text
            assert not set(text) & set(QUESTION_MARKS)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("೧೯೧೬ರ ಜುಲೈ ೨೭ರಂದು", {1916: 1, 27: 1}),
        ("30,01,127 ... 3,001,127.", {3001127: 2}),
        ("१५,८५,७०४ थी।", {1585704: 1}),
        ("124.80 ಅಡಿ.", {Fraction("124.8"): 1}),
        ("XIV, III", {}),
    ],
)
def test_numbers_are_read_by_value(text: str, values: dict[Fraction, int]):
    assert numbers(text) == Counter(values)


@pytest.mark.parametrize("lang", LANGS)
def test_numbers_agree_on_both_sides(lang: str):
    for source, english in units(lang):
        assert numbers(source) == numbers(english), source
        assert english.isascii() or not regex.search(r"[^\P{Nd}0-9]", english), english


@pytest.mark.parametrize("lang", LANGS)
def test_a_number_stands_once_in_its_sentence(lang: str):
    repeated = [source for source, _ in units(lang) if max(numbers(source).values(), default=1) > 1]
    assert repeated == []


@pytest.mark.parametrize(("lang", "allowed"), SENTENCES.items())
def test_article_has_the_promised_number_of_sentences(lang: str, allowed: range):
    assert len(sentences(lang)) in allowed


@pytest.mark.parametrize(("lang", "least"), [("kn", 30), ("hi", 12), ("sw", 12)])
def test_enough_sentences_hold_a_number(lang: str, least: int):
    assert sum(1 for source, _ in sentences(lang) if numbers(source)) >= least


@pytest.mark.parametrize(("lang", "digits"), NATIVE_DIGITS.items())
def test_article_writes_native_and_ascii_digits(lang: str, digits: str):
    assert set(article(lang)) & set(digits)
    assert set(article(lang)) & set("0123456789")


@pytest.mark.parametrize("lang", LANGS)
def test_listed_names_stand_in_sentences_on_both_sides(lang: str):
    assert 4 <= len(names(lang)) <= 6
    for source, english in names(lang):
        assert any(source in text and english in other for text, other in sentences(lang)), source


@pytest.mark.parametrize("lang", LANGS)
def test_article_has_one_title_and_sections_that_end_with_its_references(lang: str):
    marks = [mark for mark, _, _ in aligned(lang) if mark.startswith("#")]
    headings = [english for mark, _, english in aligned(lang) if mark == "##"]
    assert marks[0] == "#"
    assert set(marks[1:]) == {"##"}
    assert 3 <= len(headings) <= 8
    assert headings[-1] == "References"


@pytest.mark.parametrize("lang", LANGS)
def test_article_holds_a_quotation_a_url_and_a_decimal(lang: str):
    text = article(lang)
    assert regex.search(r"“[^”]+”", text)
    assert regex.search(r"https://[a-z.]+ ", text)
    assert any(value.denominator > 1 for value in numbers(text))
