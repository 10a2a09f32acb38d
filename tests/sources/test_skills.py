"""Skills as rows: equal numbers for the leaves, seeds in turn, ids that stay."""

from pathlib import Path
from typing import Any

import pytest

from mlkt.errors import ConfigError
from mlkt.sources.qna import Qna
from mlkt.sources.skills import balance, shares, skill_rows
from mlkt.sources.tree import read_tree
from tests.sources.qna_files import PASSAGES, as_yaml, skill


def tree(folder: Path, leaves: dict[str, dict[str, Any]]) -> list[Qna]:
    for leaf, values in leaves.items():
        path = folder / "compositional_skills" / leaf / "qna.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(as_yaml(values), encoding="utf-8")
    return read_tree(folder, "kn")


@pytest.mark.parametrize(
    ("leaves", "total", "counts"),
    [
        (["a", "b"], 10, {"a": 5, "b": 5}),
        (["a", "b", "c"], 10, {"a": 4, "b": 3, "c": 3}),
        (["ಕವನ"], 1, {"ಕವನ": 1}),
        (["a", "a", "b"], 4, {"a": 2, "b": 2}),
    ],
)
def test_each_leaf_gets_as_many_as_any_other(
    leaves: list[str], total: int, counts: dict[str, int]
) -> None:
    assert balance(leaves, total) == counts
    assert sum(counts.values()) == total


def test_a_leaf_that_would_get_nothing_is_told() -> None:
    with pytest.raises(ConfigError, match="1 questions for 2 leaves"):
        balance(["a", "b"], 1)


def test_shares_add_up_and_differ_by_one_at_most() -> None:
    for total in range(30):
        for parts in range(1, 8):
            found = shares(total, parts)
            assert sum(found) == total and len(found) == parts
            assert max(found) - min(found) <= 1


@pytest.mark.parametrize("how", [{"total": 24}, {"per_leaf": 12}])
def test_a_leaf_with_few_seeds_asks_as_much_as_one_with_many(
    tmp_path: Path, how: dict[str, int]
) -> None:
    few, many = skill("kn", version=1, seeds=2), skill("kn", seeds=7, grounded=True)
    cuts = skill_rows(tree(tmp_path, {"few": few, "many": many}), **how)
    asked = [[row["skill"]["n_pairs"] for row in cut.rows] for _, cut in cuts]
    assert asked == [[6, 6], [2, 2, 2, 2, 2, 1, 1]]
    questions = [row["skill"]["question"] for row in cuts[0][1].rows]
    assert questions == [seed["question"] for seed in few["seed_examples"]]


def test_seeds_without_a_turn_make_no_row(tmp_path: Path) -> None:
    ((_, cut),) = skill_rows(tree(tmp_path, {"a": skill("kn", seeds=5)}), total=3)
    assert [row["skill"]["n_pairs"] for row in cut.rows] == [1, 1, 1]


def test_one_number_is_given(tmp_path: Path) -> None:
    skills = tree(tmp_path, {"a": skill("kn")})
    with pytest.raises(ConfigError, match="one of the two"):
        skill_rows(skills)
    with pytest.raises(ConfigError, match="one of the two"):
        skill_rows(skills, total=5, per_leaf=5)


@pytest.mark.parametrize("lang", PASSAGES)
def test_a_row_holds_task_seed_and_sentences(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "compositional_skills" / "a" / f"qna.{lang}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(as_yaml(skill(lang, grounded=True)), encoding="utf-8")
    ((document, cut),) = skill_rows(read_tree(tmp_path), total=5)
    assert document.title == "compositional_skills->a" and document.lang == lang
    assert len({row["id"] for row in cut.rows}) == 5
    for row in cut.rows:
        assert row["text"] == row["skill"]["task_description"] == document.text.strip()
        assert row["skill"]["context"] == row["seeds"][0]["context"]
        ends = [row["text"][one["start"] : one["end"]].strip() for one in row["sentences"]]
        assert ends and "".join(ends).replace(" ", "") == row["text"].replace(" ", "")
    ((_, again),) = skill_rows(read_tree(tmp_path), total=5)
    ((_, more),) = skill_rows(read_tree(tmp_path), total=9)
    assert again.rows == cut.rows
    changed = [one["id"] != row["id"] for one, row in zip(more.rows, cut.rows, strict=True)]
    assert changed == [True, True, True, True, False]  # another number is other work


def test_a_seed_given_twice_is_one(tmp_path: Path) -> None:
    values = skill("kn", version=1, seeds=2)
    values["seed_examples"] *= 2
    ((_, cut),) = skill_rows(tree(tmp_path, {"a": values}), total=6)
    assert [row["skill"]["n_pairs"] for row in cut.rows] == [3, 3]
