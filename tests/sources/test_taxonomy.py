"""A taxonomy as documents: languages apart, knowledge by the files beside it, nothing fetched."""

from pathlib import Path
from typing import Any

import pytest

from mlkt.errors import LanguageError, SourceError
from mlkt.sources.taxonomy import is_taxonomy, read_taxonomy
from tests.sources.qna_files import PASSAGES, as_yaml, knowledge, skill


def write(path: Path, values: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_yaml(values), encoding="utf-8")
    return path


def test_skills_and_knowledge_of_one_language_are_read(tmp_path: Path) -> None:
    write(tmp_path / "compositional_skills/few/qna.kn.yaml", skill("kn", version=1, seeds=1))
    write(tmp_path / "compositional_skills/many/qna.kn.yaml", skill("kn", seeds=5))
    write(tmp_path / "compositional_skills/many/qna.en.yaml", skill("en"))
    leaf = tmp_path / "knowledge/palace"
    write(leaf / "qna.kn.yaml", knowledge("kn"))
    text = " ".join(PASSAGES["kn"].format(n=1900 + year) for year in range(12))
    leaf.joinpath("palace.md").write_text(f"# ಅರಮನೆ\n\n{text}\n", encoding="utf-8")
    cuts = read_taxonomy(str(tmp_path), "kn", n_pairs=3)
    assert [document.title for document, _ in cuts][:2] == [
        "compositional_skills->few",
        "compositional_skills->many",
    ]
    asked = [[row["skill"]["n_pairs"] for row in cut.rows] for _, cut in cuts[:2]]
    assert asked == [[15], [3, 3, 3, 3, 3]]
    (row,) = cuts[2][1].rows
    assert row["outline"][0] == knowledge("kn")["document_outline"].strip()
    assert len(row["seeds"]) == 5 and "skill" not in row
    assert {document.lang for document, _ in cuts} == {"kn"}


def test_one_file_is_read_by_its_name(tmp_path: Path) -> None:
    path = write(tmp_path / "compositional_skills/poem/qna.yaml", skill("hi"))
    ((document, cut),) = read_taxonomy(str(path), "hi")
    assert document.lang == "hi" and len(cut.rows) == 5


def test_a_language_that_is_not_there_is_told(tmp_path: Path) -> None:
    write(tmp_path / "compositional_skills/poem/qna.en.yaml", skill("en"))
    with pytest.raises(LanguageError, match="no file in 'kn': it has en"):
        read_taxonomy(str(tmp_path), "kn")


@pytest.mark.parametrize("pattern", ["*.md", "/etc/*.md"])
def test_documents_that_are_not_beside_it_are_told_with_the_cure(
    tmp_path: Path, pattern: str
) -> None:
    values = knowledge("kn")
    values["document"]["patterns"] = [pattern]
    path = write(tmp_path / "knowledge/palace/qna.kn.yaml", values)
    with pytest.raises(SourceError, match="patterns") as error:
        read_taxonomy(str(path))
    assert str(path) in str(error.value)
    if pattern == "*.md":
        assert "is not fetched" in str(error.value) and "--seeds" in str(error.value)


def test_folders_and_yaml_files_are_taxonomies(tmp_path: Path) -> None:
    assert is_taxonomy(str(tmp_path)) and is_taxonomy("a/qna.yaml") and is_taxonomy("a/QNA.YAML")
    assert not is_taxonomy("a.md") and not is_taxonomy("wikipedia:kn:ಮೈಸೂರು")
