"""What `mlkt init` writes can be used: every example in it, uncommented, is read."""

from io import StringIO
from pathlib import Path

import pytest
import regex
from dotenv import dotenv_values

from mlkt.cli.init import init
from mlkt.config import load_config

EXAMPLE = regex.compile(r"^( *)# (\w+: )", regex.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert init(tmp_path) == 0
    head = "---\ninputs: [document]\n---\n{document}"
    (tmp_path / "my_faithfulness.md").write_text(head, encoding="utf-8")
    return tmp_path


def test_the_file_is_read_as_it_stands(folder: Path) -> None:
    config = load_config(folder / "mlkt.yaml", environ={})
    assert (config.lang, config.models, config.steps) == ("kn", {}, {})


def test_every_example_of_the_file_is_read(folder: Path) -> None:
    path = folder / "mlkt.yaml"
    text, count = EXAMPLE.subn(r"\1\2", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    config = load_config(path, environ={})
    assert list(config.models) == ["teacher", "critic", "second_critic", "translator"]
    assert len({model.base_url for model in config.models.values()}) == 4
    tasks = ["translate", "summary_detailed", "qa", "answer", "faithfulness"]
    assert list(config.steps) == tasks
    assert config.steps["answer"].thinking is True
    assert config.chain == "mypackage.mymodule:factory"
    assert list(config.translation.engines) == ["nllb"]
    assert config.translation.routes == {"kn>en": ("nllb", "chat"), "*": ("chat",)}
    assert [path.name for path in config.translation.glossary] == ["terms.csv"]
    assert [path.name for path in config.translation.keep] == ["names.txt"]
    assert count == 4 + 4 + 5 + 1


def test_every_example_of_the_environment_is_read(folder: Path) -> None:
    text = (folder / ".env.example").read_text(encoding="utf-8")
    for block in regex.sub(r"(?m)^# (\w+=)", r"\1", text).split("\n\n")[1:]:
        values = {key: value or "" for key, value in dotenv_values(stream=StringIO(block)).items()}
        config = load_config(environ=values)
        assert bool(config.models) == ("BASE_URL=http" in block)
