"""Planted faults in five languages: what the embedded critic finds, and a scripted one's road."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
import regex

from benchmarks.critic import WRITTEN, instructions, judged
from benchmarks.parallel import ntrex, read_lines
from benchmarks.planted import (
    BLANK_RIGHT,
    CLAUSE,
    FAULTS,
    OTHER,
    PARAPHRASE,
    POINTING,
    RIGHT,
    WRONG_LANGUAGE,
    WRONG_NUMBER,
    Case,
    drawn,
    written,
)
from mlkt.chains import critic
from mlkt.packs import load_locale
from mlkt.rows import Row
from mlkt.sources import Document, passages
from tests.scripted import Scripted

CASES = written(WRITTEN)
LANGS = ("ar", "en", "hi", "kn", "sw")
CERTAIN = (WRONG_NUMBER, WRONG_LANGUAGE, POINTING)


@pytest.fixture(scope="module")
def rejected_by() -> "Counter[tuple[str, str, str]]":
    return Counter((case.kind, case.lang, step) for case, step in judged(CASES))


def test_there_are_at_least_twelve_rows_for_each_fault_and_language() -> None:
    counts = Counter((case.kind, case.lang) for case in CASES)
    assert {lang for _, lang in counts} == set(LANGS)
    assert all(counts[kind, lang] >= 12 for kind in (*FAULTS, RIGHT, PARAPHRASE) for lang in LANGS)


def test_right_answers_stand_in_their_passages_and_planted_ones_do_not() -> None:
    stands = {
        kind: {case.answer in case.passage for case in CASES if case.kind == kind}
        for kind in (*FAULTS, RIGHT, PARAPHRASE)
    }
    assert stands[RIGHT] == stands[OTHER] == stands[POINTING] == {True}
    assert stands[WRONG_NUMBER] == stands[CLAUSE] == stands[PARAPHRASE] == {False}


@pytest.mark.parametrize("lang", LANGS)
def test_embedded_critic_finds_what_it_promises_and_keeps_right_pairs(
    rejected_by: "Counter[tuple[str, str, str]]", lang: str
) -> None:
    missed = {kind: rejected_by[kind, lang, ""] for kind in FAULTS}
    assert all(missed[kind] == 0 for kind in (*CERTAIN, CLAUSE)), missed
    assert missed[OTHER] <= 2  # what is asked for is not understood
    assert rejected_by[RIGHT, lang, ""] == 12
    assert rejected_by[PARAPHRASE, lang, ""] >= 3  # those that only write a number otherwise


@pytest.mark.parametrize("lang", LANGS)
def test_embedded_critic_on_real_texts(shared_data: Path, lang: str) -> None:
    ids = read_lines(shared_data / "ntrex128" / "DOCUMENT_IDS.tsv")
    cases = drawn(ntrex(shared_data), ids, lang, Random(f"5 {lang}"))[::149]
    results = judged(cases)
    caught = [bool(step) for case, step in results if case.kind in CERTAIN]
    kept = [not step for case, step in results if case.kind in (RIGHT, BLANK_RIGHT)]
    assert len(caught) > 10 and len(kept) > 5
    assert sum(caught) >= 0.95 * len(caught)
    assert sum(kept) >= 0.85 * len(kept)


def test_the_same_seed_plants_the_same() -> None:
    texts = {lang: [f"{lang} {n} it is. Number {n} is here." for n in range(20)] for lang in LANGS}
    ids = ["a"] * 10 + ["b"] * 10
    first = drawn(texts, ids, "en", Random("5"))
    assert first == drawn(texts, ids, "en", Random("5")) != drawn(texts, ids, "en", Random("6"))
    right = {case.passage: case.answer for case in first if case.kind == RIGHT}
    assert right and all(answer in passage for passage, answer in right.items())
    changed = [case for case in first if case.kind == WRONG_NUMBER]
    assert changed and all(case.answer not in case.passage for case in changed)


# What a language model says to each fault: the check that says no, and the shape it says it in.
SAYS_NO = {
    POINTING: ("standalone", "**{no}**\n\n(see <document>)"),
    OTHER: ("relevance", "<think>The text has it.</think>\n{no}."),
    WRONG_LANGUAGE: ("relevance", "{no}"),
    WRONG_NUMBER: (
        "faithfulness",
        "```\n{claim}: {answer}\n{evidence}: {quote}\n{verdict}: {no}\n```",
    ),
    CLAUSE: (
        "faithfulness",
        "1. **{claim}:** {answer}\n   **{evidence}:** “{quote}”\n   **{verdict}:** {yes}\n\n"
        "2. **{claim}:** {answer}\n   **{evidence}:** –\n   **{verdict}:** {no}",
    ),
}
SAYS_YES = "{claim}: {answer}\n{evidence}: {quote}\n{verdict}: {yes}"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", [*FAULTS, RIGHT, PARAPHRASE])
def test_a_language_models_verdict_decides(lang: str, kind: str) -> None:
    case = [case for case in CASES if (case.kind, case.lang) == (kind, lang)][3]
    check, no = SAYS_NO.get(kind, ("", ""))
    quote = next(one.answer for one in CASES if one.kind == RIGHT and one.passage == case.passage)
    words = _words(instructions(lang)["relevance"].prompt_lang or lang) | {
        "quote": quote,
        "answer": case.answer,
    }

    def answer(prompt: str, metadata: dict[str, str]) -> str:
        task = metadata["task"]
        assert f"<question>\n{case.question}\n</question>" in prompt
        assert task == "standalone" or f"<answer>\n{case.answer}\n</answer>" in prompt
        says = no if task == check else SAYS_YES if task == "faithfulness" else "{yes}"
        return regex.sub(r"\{(\w+)\}", lambda name: words[name[1]], says)

    judge = Scripted(answer=answer)
    out = critic(judge, lang, steps=instructions(lang)).invoke(_row(case))
    found = [(one["step"], one["reason"]) for one in out["rejected"]]
    if not check:
        assert found == []
        assert len(out["evidence"]["p"]) == 1
    else:
        assert [step for step, _ in found] == [check]
        assert judge.asked[-1]["metadata"]["task"] == check
        assert out["rejected"][0]["raw"]


def _words(lang: str) -> dict[str, str]:
    locale = load_locale(lang)
    labels = {name: forms[0] for name, forms in locale.labels.items()}
    return labels | {"yes": locale.yes[0], "no": locale.no[0]}


def _row(case: Case) -> Row:
    row = passages(Document(case.passage, case.lang), max_chars=len(case.passage)).rows[0]
    pair = {"id": "p", "question": case.question, "answer": case.answer}
    return row | {"pairs": [pair | {"reasoning": "", "view": "passage"}]}
