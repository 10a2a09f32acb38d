"""`mlkt run --seeds`: read before anything is asked, several languages, part of what a run is."""

from pathlib import Path

import orjson
import pytest

from mlkt.cli import main
from mlkt.samples import sample
from tests.sources.qna_files import as_yaml, knowledge

ARTICLE, MEMORY = (str(path) for path in sample("kn"))


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for lang in ("kn", "en", "hi"):
        Path(f"qna.{lang}.yaml").write_text(as_yaml(knowledge(lang)), encoding="utf-8")


def run(*arguments: str, road: tuple[str, ...] = ("--strategy", "native")) -> int:
    return main(["run", ARTICLE, "--lang", "kn", "--limit", "1", *road, *arguments])


def rows_of_rejections() -> list[dict[str, str]]:
    return [orjson.loads(line) for line in Path("out/rejected.jsonl").read_bytes().splitlines()]


def test_a_run_with_seeds_goes_on_and_one_with_others_is_another_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("--seeds", "qna.kn.yaml", "--out", "out") == 0
    summary = orjson.loads(Path("out/run.json").read_bytes())
    assert summary["config"]["seeds"] == ["qna.kn.yaml"]
    assert summary["counts"]["pairs"]["kept"] > 0
    assert run("--seeds", "qna.kn.yaml", "--out", "out") == 0
    assert run("--out", "out") == 2
    text = Path("qna.kn.yaml").read_text(encoding="utf-8")
    Path("qna.kn.yaml").write_text(text.replace("1903", "1953"), encoding="utf-8")
    assert run("--seeds", "qna.kn.yaml", "--out", "out") == 2
    assert "seeds" in capsys.readouterr().err


def test_a_file_without_a_language_in_its_name_is_in_the_documents() -> None:
    Path("qna.kn.yaml").rename("qna.yaml")
    assert run("--seeds", "qna.yaml", "--preview", "1", road=("--strategy", "native")) == 0


def test_seeds_of_a_configuration_stand_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "deep"
    folder.mkdir()
    Path("qna.kn.yaml").rename(folder / "qna.kn.yaml")
    (folder / "mlkt.yaml").write_text("strategy: native\nseeds: [qna.kn.yaml]\n", encoding="utf-8")
    assert run("--config", "deep/mlkt.yaml", "--out", "out", road=()) == 0


def test_seeds_that_the_memory_cannot_translate_are_told_as_rejected() -> None:
    road = ("--memory", MEMORY)
    assert run("--seeds", "qna.kn.yaml", "--out", "out", road=road) == 0
    told = [record for record in rows_of_rejections() if record["step"] == "translate_seeds"]
    assert len(told) == 5 and {record["reason"] for record in told} == {"untranslated"}


def test_seeds_in_the_working_language_are_not_translated() -> None:
    road = ("--memory", MEMORY)
    files = ("--seeds", "qna.kn.yaml", "--seeds", "qna.en.yaml")
    assert run(*files, "--out", "out", road=road) == 0
    assert "translate_seeds" not in {record["step"] for record in rows_of_rejections()}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--seeds", "qna.knn.yaml"], "no such file, did you mean 'qna.kn.yaml'?"),
        (["--seeds", "qna.en.yaml"], "give seed examples in the language that the run works in"),
        (["--seeds", "bad.kn.yaml", "--seeds", "worse.kn.yaml"], "worse.kn.yaml, line 1: not"),
        (["--seeds", "bad.kn.yaml", "--seeds", "worse.kn.yaml"], "bad.kn.yaml, line 2: "),
        (["--seeds", "other.kn.yaml"], "is not in 'kn' (Kannada)"),
        (["--seeds", "qna.kn.yaml", "--config", "own.yaml"], "has no input 'examples'"),
    ],
)
def test_mistakes_are_told_before_anything_is_asked(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoilt = as_yaml(knowledge("kn") | {"created_by": 7})
    Path("bad.kn.yaml").write_text(spoilt, encoding="utf-8")
    Path("worse.kn.yaml").write_text("a: b: c\n", encoding="utf-8")
    Path("other.kn.yaml").write_text(as_yaml(knowledge("hi")), encoding="utf-8")
    Path("own.yaml").write_text("steps: {qa: {prompt: mine.md}}\n", encoding="utf-8")
    Path("mine.md").write_text("---\ninputs: [document]\n---\n{document}\n", encoding="utf-8")
    assert run(*arguments, "--out", "out") == 2
    assert says in capsys.readouterr().err
    assert not Path("out").exists() or not list(Path("out").glob("*.jsonl"))
