from pathlib import Path

import pytest
import regex

from mlkt.packs import load_locale
from tests.servers.marking import mark

SENTENCES = {
    "kn": "ಹಳ್ಳಿಯ ಕೆರೆಯನ್ನು ರೈತರು ಕಟ್ಟಿದರು, ಅದರ ಏರಿ ಇಂದಿಗೂ ಗಟ್ಟಿಯಾಗಿದೆ (ಹಳೆಯ ಕಲ್ಲು).",
    "hi": "गाँव की पुरानी झील किसानों ने बनाई, उसका बाँध आज भी मज़बूत है।",
    "sw": "wakulima walichimba bwawa la kijiji, na ukuta wake bado ni imara.",
}


@pytest.mark.parametrize("lang", SENTENCES)
def test_marking_back_returns_the_text(lang: str):
    there = mark(SENTENCES[lang], lang, "en")
    assert there != SENTENCES[lang]
    assert mark(there, "en", lang) == SENTENCES[lang]


@pytest.mark.parametrize(("source", "target"), [("kn", "hi"), ("hi", "sw"), ("sw", "kn")])
def test_marking_goes_between_any_two_languages(source: str, target: str):
    there = mark(SENTENCES[source], source, target)
    if load_locale(target).script != "Latn":
        assert not regex.search(r"\p{Latin}", there)
    assert mark(there, target, source) == SENTENCES[source]


@pytest.mark.parametrize("lang", SENTENCES)
def test_a_part_of_marked_text_comes_back_too(lang: str):
    words = mark(SENTENCES[lang].replace(",", ""), lang, "en").split(" ")
    for end in range(2, len(words)):
        back = mark(" ".join(words[:end]).rstrip(".") + "?", "en", lang).rstrip("?")
        assert SENTENCES[lang].replace(",", "").startswith(back.rstrip("।"))


@pytest.mark.parametrize("lang", ["kn", "hi"])
def test_marked_text_is_in_the_other_script(lang: str):
    assert not regex.search(r"[\p{L}--\p{Latin}]", mark(SENTENCES[lang], lang, "en"), regex.V1)


@pytest.mark.parametrize("lang", SENTENCES)
def test_marked_text_passes_for_english(lang: str):
    langid = pytest.importorskip("py3langid")
    ranked = [code for code, _ in langid.rank(mark(SENTENCES[lang], lang, "en"))]
    assert min(ranked.index(code) for code in ("en", "kn", "hi", "sw")) == ranked.index("en")


@pytest.mark.parametrize(
    ("source", "target", "source_lang", "target_lang"),
    [
        ("೧೯೫೬", "1956", "kn", "en"),
        ("१,२३,४५६", "1,23,456", "hi", "en"),
        ("2.5", "2.5", "en", "kn"),
        ("ಹದಿಮೂರು", "thirteen", "kn", "en"),
        ("twenty", "ಇಪ್ಪತ್ತು", "en", "kn"),
        ("ನವೆಂಬರ್", "November", "kn", "en"),
        ("Novemba", "नवंबर", "sw", "hi"),
        ("https://example.org/a?b=1", "https://example.org/a?b=1", "en", "kn"),
        ("<x1/> {name} `code` $x^2$ me@example.org", None, "en", "kn"),
        ("____", "____", "kn", "en"),
        ("Ray 2.1", "Ray 2.1", "kn", "en"),
    ],
)
def test_values_and_names_are_kept(
    source: str, target: str | None, source_lang: str, target_lang: str
):
    assert mark(source, source_lang, target_lang) == (source if target is None else target)


@pytest.mark.parametrize("word", ["ten", "one", "may", "that", "hundred"])
def test_an_accidental_english_number_is_none(word: str):
    kannada = mark(f"{word[0]}-{word[1:]}", "en", "kn")
    there = mark(kannada, "kn", "en")
    assert word not in there
    assert mark(there, "en", "kn") == kannada


def test_the_same_language_is_refused():
    with pytest.raises(ValueError, match="nothing to translate"):
        mark("x", "kn", "kn")


@pytest.mark.parametrize(("lang", "file"), [("kn", "kan"), ("hi", "hin"), ("sw", "swa")])
def test_real_sentences_keep_their_digits_and_a_likely_length(
    shared_data: Path, lang: str, file: str
):
    path = shared_data / "ntrex128" / f"newstest2019-ref.{file}.txt"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line][:300]
    assert len(lines) == 300
    for line in lines:
        there = mark(line, lang, "en")
        assert _digits(there) == _digits(line)
        assert 0.9 < len(there) / len(line) < 2.2
        assert _digits(mark(there, "en", lang)) == _digits(line)


def _digits(text: str) -> list[int]:
    return [int(digits) for digits in regex.findall(r"\p{Nd}+", text)]
