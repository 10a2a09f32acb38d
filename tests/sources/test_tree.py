"""The taxonomy's tree: all branches, ids of leaves, errors of all files together."""

from pathlib import Path
from typing import Any

import pytest

from mlkt.errors import SourceError
from mlkt.sources.tree import read_tree
from tests.sources.qna_files import as_yaml, knowledge, skill


def tree(folder: Path, files: dict[str, dict[str, Any]]) -> Path:
    for name, values in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_yaml(values), encoding="utf-8")
    return folder


FILES = {
    "knowledge/phoenix/overview/qna.yaml": knowledge(),
    "knowledge/phoenix/overview/qna.kn.yaml": knowledge("kn"),
    "compositional_skills/ಬರಹ/poem/qna.hi.yaml": skill("hi", version=3),
    "foundational_skills/sums/qna.yaml": skill(version=1, seeds=3),
    "elsewhere/qna.yaml": {},
}


def test_all_branches_and_languages_are_read(tmp_path: Path) -> None:
    found = [(qna.leaf, qna.kind, qna.lang) for qna in read_tree(tree(tmp_path, FILES), "en")]
    assert found == [
        ("compositional_skills->ಬರಹ->poem", "compositional_skills", "hi"),
        ("foundational_skills->sums", "foundational_skills", "en"),
        ("knowledge->phoenix->overview", "knowledge", "kn"),
        ("knowledge->phoenix->overview", "knowledge", "en"),
    ]


def test_a_branch_alone_gives_the_same_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = tree(tmp_path, FILES) / "knowledge"
    whole = ["knowledge->phoenix->overview"] * 2
    assert [qna.leaf for qna in read_tree(top, "en")] == whole
    monkeypatch.chdir(top)
    assert [qna.leaf for qna in read_tree(".", "en")] == whole
    (top / "deep").mkdir()
    monkeypatch.chdir(top / "deep")
    assert [qna.leaf for qna in read_tree("..", "en")] == whole


def test_mistakes_of_all_files_are_told_together(tmp_path: Path) -> None:
    files = FILES | {
        "knowledge/a/qna.en.yaml": knowledge(seeds=4) | {"domain": ""},
        "knowledge/b/qna.yml": knowledge(),
        "knowledge/c/qna.xx.yaml": knowledge(),
    }
    with pytest.raises(SourceError) as caught:
        read_tree(tree(tmp_path, files))
    head, *lines = str(caught.value).split("\n  ")
    assert head == "6 mistakes" and len(lines) == 6
    for part in ("a/qna.en.yaml, line 3:", "b/qna.yml': seed", "qna.xx.yaml': no locale"):
        assert any(part in line for line in lines)
    nameless = [line for line in lines if "its language is not known" in line]
    assert len(nameless) == 2


def test_a_folder_without_files_says_where_they_belong(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="below knowledge, compositional_skills"):
        read_tree(tmp_path)
    with pytest.raises(SourceError, match="no folder"):
        read_tree(tmp_path / "nothing")
