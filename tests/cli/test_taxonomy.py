"""`mlkt run TAXONOMY --recipe questions-first`: skills and knowledge of one folder to pairs."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from mlkt.cli import main
from tests.sources.qna_files import PASSAGES, as_yaml, knowledge, skill

RUN = ["run", "tree", "--lang", "kn", "--strategy", "native", "--out", "out"]


def write(path: str, values: dict[str, Any]) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(as_yaml(values), encoding="utf-8")


@pytest.fixture(autouse=True)
def a_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("tree/compositional_skills/free/qna.yaml", skill("kn", version=1, seeds=2))
    write("tree/compositional_skills/bound/qna.yaml", skill("kn", grounded=True))
    write("tree/knowledge/palace/qna.yaml", knowledge("kn"))
    text = " ".join(PASSAGES["kn"].format(n=1900 + year) for year in range(8))
    Path("tree/knowledge/palace/palace.md").write_text(f"# ಅರಮನೆ\n\n{text}\n", encoding="utf-8")


def lines(name: str) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in Path("out", name).read_bytes().splitlines()]


def test_skills_and_knowledge_of_a_tree_end_in_pairs() -> None:
    assert main([*RUN, "--recipe", "questions-first"]) == 0
    counts = orjson.loads(Path("out/run.json").read_bytes())["counts"]
    assert counts["adds_up"] and counts["passages"] == {
        "in": 8, "finished": 8, "failed": 0, "waiting": 0,
    }  # fmt: skip
    pairs = {pair["id"]: pair for pair in lines("pairs.jsonl")}
    assert {pair["view"] for pair in pairs.values()} == {"freeform", "grounded", "passage"}
    for message in lines("messages.jsonl"):
        pair, (asked, answered) = pairs[message["id"]], message["messages"]
        above = f"{pair['passage']}\n\n" if pair["view"] == "passage" else ""
        assert asked["content"] == above + pair["question"]
        assert answered["content"] == pair["answer"]
        assert message["unmask"] is bool(above)
    assert main([*RUN, "--recipe", "questions-first"]) == 0  # continues: all is done


def test_a_file_of_a_tree_is_run_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    path = "tree/compositional_skills/bound/qna.yaml"
    road = ["--lang", "kn", "--strategy", "native", "--recipe", "questions-first"]
    assert main(["run", path, *road, "--preview", "1"]) == 0
    assert "kept: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--recipe", "knowledge"], "--recipe questions-first"),
        (["--recipe", "questions-first", "--strategy", "reverse"], "'reverse'"),
    ],
)
def test_mistakes_are_told_with_the_cure(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*RUN, *arguments]) == 2
    assert named in capsys.readouterr().err


def test_documents_that_are_not_there_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("tree/knowledge/palace/palace.md").unlink()
    assert main([*RUN, "--recipe", "questions-first"]) == 2
    assert "is not fetched" in capsys.readouterr().err
