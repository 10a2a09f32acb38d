import subprocess
import sys
import time
from pathlib import Path

import pytest

from mlkt.models.extractive.ranking import rank_sentences, textrank

CITY = [
    "The old city lies on the river.",
    "Rain fell.",
    "The river feeds the old city and its gardens.",
    "The gardens of the city are old.",
]


def test_sentence_that_shares_most_words_comes_first():
    assert rank_sentences(CITY)[0] == 2


def test_sentence_that_shares_nothing_gets_the_lowest_score():
    scores = textrank(CITY)
    assert scores[1] == min(scores) == pytest.approx(0.15)


def test_score_is_the_fixed_point_of_the_papers_formula():
    # Two sentences that share words vote for each other only: 0.15 + 0.85 * s = s, so s = 1.
    assert textrank(["The city is old.", "The city is large."]) == pytest.approx(
        [1.0, 1.0], abs=1e-3
    )


def test_equal_sentences_keep_their_order():
    assert rank_sentences(["A b c.", "A b c.", "A b c."]) == [0, 1, 2]


@pytest.mark.parametrize("sentences", [[], [""], ["One."], ["…", "—"]])
def test_texts_without_words_have_a_ranking(sentences: list[str]):
    assert rank_sentences(sentences) == list(range(len(sentences)))


def test_thousands_of_sentences_with_the_same_words_are_ranked_at_once():
    started = time.perf_counter()
    assert len(rank_sentences(["The same words stand here again."] * 20_000)) == 20_000
    assert time.perf_counter() - started < 5


def test_ranking_does_not_depend_on_the_hash_seed():
    code = f"from mlkt.models.extractive.ranking import textrank; print(textrank({CITY!r}))"
    root = Path(__file__).parents[2]
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(seen) == 1
