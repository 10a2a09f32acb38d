import unicodedata

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mlkt.errors import ConfigError
from mlkt.packs import languages, load_locale
from mlkt.reply import format_pairs, parse_pairs
from mlkt.reply.fields.directions import trimmed

STYLES = ["labels", "numbered", "tags", "json", "jsonl", "xml", "table"]
# One alphabet a script: letters, marks, its digits and its punctuation.
SCRIPTS = {
    "Latn": "abcxyz ÀéñøßABC 0123,.?!",
    "Knda": "ಅಆಕಖಗನಮಯರಲಸಹಾಿೀುೂೆೇೊೋ್ಂ ೦೧೨?.\u200d\u200c",
    "Deva": "अआकखगनमयरलसहािीुूेैोौ्ंँ ०१२।?",
    "Arab": "ابتثجحخدرسشعغفقكلمنهوي ٠١٢؟،.\u200f",
    "Hans": "的一是不了人我在有他这问题答案河山水 ，。？！：",
    "Jpan": "あいうえおかきくけこアイウエオ質問回答川 、。？「」",
    "Kore": "가나다라마바사아자차질문답변 .,?",
    "Taml": "அஆகஙசஞடணதநாிீுூ் ௦௧?.",
    "Telu": "అఆకఖగనమయరాిీుూ్ం ౦౧?.",
    "Beng": "অআকখগনমযরািীুূ্ং ০১২।?",
    "Cyrl": "абвгдежзийклмнопрст ёЁ.,?!",
    "Thai": "กขคงจฉชซญดตถทนบปผพฟมยรลวสหอาิีึืุูเแโใไ่้ ๐๑?",
    "Grek": "αβγδεζηθικλμνξοπρστυφχψω ;.,",
    "Hebr": "אבגדהוזחטיכלמנסעפצקרשת ?.,",
    "Ethi": "ሀለሐመሠረሰሸቀበተ ፡።፧",
}
# What a value may hold that a reader could take for structure.
TRAPS = [
    "Q:", "A: 1", "Question: x", "**Answer:** y", "ಉತ್ತರ: z", "```", "```py\nA: 1\n```", "~~~",
    "---", "***", "1.", "2. a", "### Pair 2", "> a", "- b", "|", "\\|", "\\\\|", "<br>", "\\<br>",
    "[END]", "\\[END]", "[QUESTION]", "<question>", "</answer>", "&amp;", "{", "}", '"', "\\",
    "\\Q: a", "\\\\A: b", "\t", ",", "a | b", "| a |", "|---|", "B) x", "A) y", ":", "\n", "\n\n",
    " ", '{"question": "x"}', "Q –", "Q. a", "A. b", "(1)",
    "\\---", "\\```",
]  # fmt: skip
_TEMPLATE = regex.compile(r"\W*\p{L}+\W*")  # one word in brackets is a template's, not a value


def _is_value(text: str) -> bool:
    return bool(text) and text == trimmed(text) and any(char.isalpha() for char in text)


def _clean(text: str) -> str:
    return trimmed(unicodedata.normalize("NFC", text))


_LETTERS = st.sampled_from(list(SCRIPTS.values())).flatmap(lambda chars: st.text(chars, min_size=1))
VALUES = _LETTERS.map(_clean).filter(_is_value)
TRAPPED = (
    st.lists(st.one_of(st.sampled_from(TRAPS), st.sampled_from(["x", "ಕ", "川", "\n"])), min_size=1)
    .map("".join)
    .map(_clean)
    .filter(lambda text: _is_value(text) and not _TEMPLATE.fullmatch(text))
)


def _pairs(values: st.SearchStrategy[str]) -> st.SearchStrategy[list[dict[str, str]]]:
    pair = st.fixed_dictionaries({"question": values, "answer": values})
    return st.lists(pair, min_size=1, max_size=5)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("lang", languages())
@settings(max_examples=25, deadline=None)
@given(pairs=_pairs(VALUES))
def test_pairs_in_any_script_come_back(style: str, lang: str, pairs: list[dict[str, str]]) -> None:
    locale = load_locale(lang)
    read = parse_pairs(format_pairs(pairs, locale, style=style), locale)
    assert read.pairs == pairs
    assert read.problems == []


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=100, deadline=None)
@given(pairs=_pairs(TRAPPED))
@example(pairs=[{"question": "Q:", "answer": "A: 1\nQ: x\n---\nA: y"}])
def test_values_that_look_like_structure_come_back(style: str, pairs: list[dict[str, str]]) -> None:
    locale = load_locale("en")
    assert parse_pairs(format_pairs(pairs, locale, style=style), locale).pairs == pairs


@pytest.mark.parametrize("style", STYLES)
def test_a_locale_reads_what_another_wrote(style: str) -> None:
    pairs = [{"question": "Where does it rise?", "answer": "In the hills.\n\nThen it runs east."}]
    for writer in languages():
        for reader in languages():
            text = format_pairs(pairs, load_locale(writer), style=style)
            assert parse_pairs(text, load_locale(reader)).pairs == pairs, (writer, reader)


def test_at_least_ten_scripts_are_generated() -> None:
    assert len(SCRIPTS) >= 10


def test_labels_are_the_locales_first_forms() -> None:
    pairs = [{"question": "ಎಲ್ಲಿ?", "answer": "ಇಲ್ಲಿ."}, {"question": "ಯಾರು?", "answer": "ಅವರು."}]
    assert format_pairs(pairs, load_locale("kn")) == (
        "ಪ್ರಶ್ನೆ: ಎಲ್ಲಿ?\nಉತ್ತರ: ಇಲ್ಲಿ.\n\nಪ್ರಶ್ನೆ: ಯಾರು?\nಉತ್ತರ: ಅವರು."
    )


def test_plain_values_are_written_without_escapes() -> None:
    pairs = [
        {"question": "Which?\nA) the first\nB) the second", "answer": "B) the second\n\n- a\n- b"}
    ]
    assert format_pairs(pairs, load_locale("en")) == (
        "Question: Which?\nA) the first\nB) the second\nAnswer: B) the second\n\n- a\n- b"
    )


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "value", ["<think>x</think> y", ": x", "：一", "**x**", "_x_", "「質問」x"]
)
def test_values_that_begin_with_a_mark_come_back(style: str, value: str) -> None:
    pairs = [{"question": value, "answer": value}]
    locale = load_locale("en")
    assert parse_pairs(format_pairs(pairs, locale, style=style), locale).pairs == pairs


def test_an_unknown_style_is_named_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"'label', did you mean 'labels'\?"):
        format_pairs([], load_locale("en"), style="label")


@pytest.mark.parametrize("style", STYLES)
def test_no_pairs_are_written_as_no_pairs(style: str) -> None:
    locale = load_locale("en")
    assert parse_pairs(format_pairs([], locale, style=style), locale).pairs == []
