"""Runs that make no pairs: tasks and entities on the command line, with files, counts, account."""

import json
from pathlib import Path
from typing import Any

import pytest

from mlkt.cli import main
from mlkt.config import load_config
from mlkt.errors import ConfigError, PackError
from mlkt.samples import sample
from tests.chains.test_document_tasks import LETTER, TASK, server_reply
from tests.servers.openai_server import StartOpenAI


def write(folder: Path, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return [part for name in texts for part in ("--task", str(folder / f"{name}.md"))]


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def counts_of(out: Path) -> dict[str, Any]:
    return json.loads((out / "run.json").read_text(encoding="utf-8"))["counts"]


@pytest.mark.parametrize("strategy", ["pivot", "native"])
def test_tasks_run_without_a_model_and_say_that_no_instruction_was_followed(
    strategy: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article, memory = sample("kn")
    out = tmp_path / "out"
    command = [
        "run", str(article), "--lang", "kn", "--recipe", "tasks", "--strategy", strategy,
        "--memory", str(memory), "--out", str(out), *write(tmp_path, timeline=TASK, letter=LETTER),
    ]  # fmt: skip
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "it followed no instruction of your tasks" in said
    records = lines_of(out / "tasks.jsonl")
    assert {record["task"] for record in records} == {"timeline", "letter"}
    counts = counts_of(out)
    assert counts["adds_up"] and counts["tasks"]["kept"] == len(records) > 0
    assert f"{counts['tasks']['asked']} asked, {len(records)} kept" in said
    assert "pairs made" not in said and "  tasks.jsonl" in said
    messages = lines_of(out / "messages.jsonl")
    assert [one["messages"][1]["content"] for one in messages] == [
        record["output"] for record in records
    ]
    before = (out / "tasks.jsonl").read_bytes()
    assert main(command) == 0
    assert (out / "tasks.jsonl").read_bytes() == before


def test_an_edited_task_is_done_anew_in_place(
    tmp_path: Path, openai_server: StartOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = openai_server(server_reply)
    monkeypatch.setenv("TEACHER_MODEL_BASE_URL", server.base_url)
    monkeypatch.setenv("TEACHER_MODEL_NAME", server.model)
    monkeypatch.setenv("TEACHER_MODEL_API_KEY", server.key)
    out = tmp_path / "out"
    command = [
        "run", str(sample("kn")[0]), "--lang", "kn", "--recipe", "tasks", "--strategy", "hybrid",
        "--out", str(out), "--limit", "2", *write(tmp_path, timeline=TASK),
    ]  # fmt: skip
    assert main(command) == 0
    assert main(command) == 0
    assert len(server.chats) == 2
    write(tmp_path, timeline=TASK + "\nWrite a timeline of years.\n")
    assert main(command) == 0
    assert len(server.chats) == 4
    assert all("of years" in record["instruction"] for record in lines_of(out / "tasks.jsonl"))


def test_entities_run_without_a_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    command = [
        "run", str(sample("kn")[0]), "--lang", "kn", "--recipe", "entities", "--strategy",
        "native", "--out", str(out),
    ]  # fmt: skip
    assert main(command) == 0
    said, counts = capsys.readouterr().out, counts_of(out)
    records = lines_of(out / "entities.jsonl")
    assert counts["adds_up"] and counts["entities"]["kept"] == len(records) > 0
    assert f"entities   {counts['entities']['named']} named, {len(records)} kept" in said
    assert "  entities.jsonl" in said
    assert all("start" in span for record in records for span in record["spans"])
    assert lines_of(out / "messages.jsonl")


def test_a_preview_shows_outputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start = ["run", str(sample("kn")[0]), "--lang", "kn", "--strategy", "native", "--preview", "1"]
    assert main([*start, "--recipe", "tasks", *write(tmp_path, timeline=TASK)]) == 0
    assert "── task: timeline\n" in capsys.readouterr().out
    assert main([*start, "--recipe", "entities"]) == 0
    assert "── entities: " in capsys.readouterr().out


def test_a_task_belongs_to_its_recipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start = ["run", str(sample("kn")[0]), "--lang", "kn", "--strategy", "native"]
    task = write(tmp_path, timeline=TASK)
    assert main([*start, "--out", str(tmp_path / "a"), *task]) == 2
    assert "recipe 'knowledge' follows no instructions" in capsys.readouterr().err
    assert main([*start, "--out", str(tmp_path / "b"), "--recipe", "tasks"]) == 2
    assert "--task NAME.md" in capsys.readouterr().err


def test_tasks_stand_beside_the_configuration(tmp_path: Path) -> None:
    write(tmp_path, timeline=TASK, letter=LETTER)
    path = tmp_path / "mlkt.yaml"
    path.write_text(
        "lang: kn\nrecipe: tasks\nstrategy: native\ntasks: [timeline.md, letter.md]\n"
        "steps: {task_letter: {temperature: 0.7}}\n",
        encoding="utf-8",
    )
    config = load_config(path, environ={})
    assert config.tasks == ("timeline", "letter")
    prompt = config.steps["task_timeline"].prompt
    assert prompt and prompt.lang == "kn"
    assert config.steps["task_letter"].sampling.temperature == 0.7
    assert config.public()["tasks"] == ["timeline", "letter"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tasks: [none.md]", "steps.task_none.prompt: cannot read"),
        ("tasks: [timeline.md, timeline.md]", "task 'timeline' is named twice"),
        (
            "tasks: [odd.md]",
            r"odd.md: unknown inputs \['question'\]; 'task_odd' has \['document', ",
        ),
        ("tasks: [blind.md]", r"blind.md: the prompt takes \['language'\] and not the document"),
        ("tasks: [torn.md]", r"torn.md: inputs \['document'\], but the text uses \[\]"),
        ("tasks: timeline.md", "`tasks` must be of kind list"),
    ],
)
def test_a_wrong_task_is_named_with_its_file(text: str, message: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        timeline=TASK,
        odd=TASK.replace("language", "question"),
        blind="---\ninputs: [language]\n---\nWrite in {language}.\n",
        torn="---\ninputs: [document]\n---\nWrite.\n",
    )
    path = tmp_path / "mlkt.yaml"
    path.write_text(f"lang: kn\n{text}\n", encoding="utf-8")
    with pytest.raises((ConfigError, PackError), match=message):
        load_config(path, environ={})
