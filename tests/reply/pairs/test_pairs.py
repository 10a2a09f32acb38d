from dataclasses import replace

import pytest

from mlkt.packs import Locale, languages, load_locale
from mlkt.reply import Pairs, Problem, parse_pairs
from tests.reply.pairs.pairs_rows import (
    EVERYWHERE,
    NUMBERED_LABELS,
    RIGHT_ANSWERS,
    ROWS,
    SAID,
    Row,
)


def _locale(lang: str) -> Locale:
    return load_locale(lang if lang in languages() else "en")


def _read(row: Row) -> Pairs:
    return parse_pairs(row.text, _locale(row.lang), finish_reason=row.finish)


def test_the_tables_hold_at_least_150_rows_over_15_languages() -> None:
    assert len(ROWS) >= 150
    assert len(SAID) >= 15
    assert len({(row.text, row.finish) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.lang}: {row.seen}")
def test_replies_are_read_as_they_are_meant(row: Row) -> None:
    read = _read(row)
    assert [(pair["question"], pair["answer"]) for pair in read.pairs] == row.pairs
    assert [problem.reason for problem in read.problems] == row.reasons


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.lang}: {row.seen}")
def test_problems_hold_text_of_the_reply(row: Row) -> None:
    for problem in _read(row).problems:
        for line in problem.text.split("\n"):
            assert line.strip() in row.text


@pytest.mark.parametrize("lang", SAID)
@pytest.mark.parametrize(("seen", "shape"), EVERYWHERE, ids=[seen for seen, _ in EVERYWHERE])
def test_english_labels_are_read_in_any_language(lang: str, seen: str, shape: str) -> None:
    (q1, a1), (q2, a2) = SAID[lang]
    read = parse_pairs(shape.format(q1=q1, a1=a1, q2=q2, a2=a2), _locale(lang))
    assert read == Pairs([{"question": q1, "answer": a1}, {"question": q2, "answer": a2}], []), seen


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize(("seen", "shape"), EVERYWHERE, ids=[seen for seen, _ in EVERYWHERE])
def test_labels_of_every_locale_are_read_in_every_shape(lang: str, seen: str, shape: str) -> None:
    (q1, a1), (q2, a2) = SAID.get(lang, SAID["en"])
    labels = load_locale(lang).labels
    for word, kind in (("question", "question"), ("answer", "answer")):
        for written in (word, word.title(), word.upper()):
            shape = shape.replace(written, labels[kind][0])
    read = parse_pairs(shape.format(q1=q1, a1=a1, q2=q2, a2=a2), load_locale(lang))
    assert read == Pairs([{"question": q1, "answer": a1}, {"question": q2, "answer": a2}], []), seen


@pytest.mark.parametrize("lang", languages())
def test_every_form_of_a_label_is_read(lang: str) -> None:
    locale = load_locale(lang)
    for question in locale.labels["question"]:
        for answer in locale.labels["answer"]:
            text = f"{question}: a?\n{answer}: b\n\n**{question} 2:** c?\n**{answer} 2:** d"
            pairs = parse_pairs(text, locale).pairs
            assert [pair["answer"] for pair in pairs] == ["b", "d"], (question, answer)


@pytest.mark.parametrize(("lang", "question", "answer"), NUMBERED_LABELS)
@pytest.mark.parametrize("locale", ["", "en"])
def test_labels_may_tell_their_number_in_words(
    lang: str, question: str, answer: str, locale: str
) -> None:
    (asked, said), _ = SAID[lang]
    read = parse_pairs(f"{question} {asked}\n{answer} {said}", load_locale(locale or lang))
    assert read == Pairs([{"question": asked, "answer": said}], [])


@pytest.mark.parametrize(("lang", "question", "answer"), RIGHT_ANSWERS)
def test_the_right_answer_is_an_answer(lang: str, question: str, answer: str) -> None:
    (asked, _), _ = SAID[lang]
    options = f"{asked}\nA) x\nB) y"
    read = parse_pairs(f"{question} {options}\n{answer} B", load_locale(lang))
    assert read == Pairs([{"question": options, "answer": "B"}], [])


def test_a_locale_made_elsewhere_brings_its_own_labels() -> None:
    english = load_locale("en")
    labels = english.labels | {"question": ["Pergunta"], "answer": ["Resposta"]}
    locale = replace(english, code="pt", labels=labels)
    read = parse_pairs("Pergunta: Onde?\nResposta: Aqui.", locale)
    assert read.pairs == [{"question": "Onde?", "answer": "Aqui."}]


def test_text_is_brought_into_normal_form_c() -> None:
    read = parse_pairs("Q: cafe\u0301?\nA: e\u0301", load_locale("en"))
    assert read.pairs == [{"question": "café?", "answer": "é"}]


def test_what_a_rule_cuts_off_is_reported_with_its_text() -> None:
    read = parse_pairs("Q: a?\nA: b\n\n---\nBye!", load_locale("en"))
    assert read.problems == [Problem("text-after-rule", "Bye!")]


def test_many_pairs_keep_their_order() -> None:
    text = "\n\n".join(f"Question {n}: q{n}?\nAnswer {n}: a{n}" for n in range(1, 501))
    pairs = parse_pairs(text, load_locale("en")).pairs
    assert [pair["answer"] for pair in pairs] == [f"a{n}" for n in range(1, 501)]


@pytest.mark.parametrize("unit", ["Q: a\nA: b\n", "1. a? b\n"])
def test_what_a_flood_of_fields_leaves_unread_is_reported(unit: str) -> None:
    text = unit * 40_000
    read = parse_pairs(text, load_locale("en"))
    unread = read.problems[-1]
    assert unread.reason == "too-many-fields"
    assert text.rstrip().endswith(unread.text.rstrip())
    assert len(read.pairs) * len(unit) + len(unread.text) >= len(text) - 2 * len(unit)
