"""Whole runs against the tests' own OpenAI-protocol server, good and bad."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from mlkt.cli import main
from tests.servers.faults import context_exceeded, refusal, server_error
from tests.servers.openai_server import OpenAIServer
from tests.servers.road import road_reply

Start = Callable[..., OpenAIServer]
TEXT = "\n\n".join(
    f"## ಭಾಗ {number}\n\nಮೈಸೂರು ನಗರದ {number}ನೇ ವಾರ್ಡ್‌ನಲ್ಲಿ {number * 7} ಶಾಲೆಗಳಿವೆ. "
    f"ಅಲ್ಲಿ {number * 3} ಉದ್ಯಾನಗಳಿವೆ ಎಂದು ಹೇಳಲಾಗುತ್ತದೆ."
    for number in range(1, 7)
)


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(TEXT, encoding="utf-8")
    Path("c.yaml").write_text("passage: {max_chars: 150}\n", encoding="utf-8")


def use(patch: pytest.MonkeyPatch, server: OpenAIServer, **others: str) -> None:
    values = {"BASE_URL": server.base_url, "NAME": server.model, "API_KEY": server.key, **others}
    for name, value in values.items():
        patch.setenv(f"TEACHER_MODEL_{name}", value)


ARGV = ["run", "a.md", "--lang", "kn", "--config", "c.yaml", "--out", "o"]


def summary(out: str = "o") -> dict[str, Any]:
    return orjson.loads(Path(out, "run.json").read_bytes())


def test_a_pivot_run_with_one_server_for_everything(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = openai_server()
    use(monkeypatch, server)
    assert main(ARGV) == 0
    counts = summary()["counts"]
    assert counts["adds_up"] and counts["passages"]["failed"] == 0
    assert counts["pairs"]["kept"] > 0
    assert counts["sentences"]["translated"] == counts["sentences"]["in"]
    assert summary()["paid"]["requests"] == len(server.answered)
    assert {chat.sampling["temperature"] for chat in server.chats} == {0.0}
    assert summary()["models"]["translator"] == server.model


def test_no_file_of_a_run_holds_the_key(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    server = openai_server(api_key="sk-secret-0123456789")
    use(monkeypatch, server)
    assert main([*ARGV, "--strategy", "native"]) == 0
    assert main(["doctor"]) == 0
    for path in Path("o").iterdir():
        assert b"sk-secret" not in path.read_bytes(), path
    assert "sk-secret" not in "".join(capfd.readouterr())


def test_a_second_run_in_another_shape_pays_only_for_what_is_new(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = openai_server()
    use(monkeypatch, server)
    assert main([*ARGV, "--limit", "3"]) == 0
    paid = len(server.chats)
    assert main([*ARGV, "--limit", "3"]) == 0
    assert len(server.chats) == paid


def test_an_edited_prompt_runs_its_own_step_again_and_pays_nothing_else(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = openai_server(lambda r: "Yes" if "Clear?" in r.prompt else road_reply(r))
    use(monkeypatch, server)
    own = (
        '---\ninputs: [question, "yes", "no", unclear]\n---\n<question>\n{question}\n</question>\n'
    )
    Path("standalone.md").write_text(own + "Clear? {yes} {no} {unclear}", encoding="utf-8")
    native = [*ARGV, "--strategy", "native"]
    assert main(native) == 0
    before = len(server.chats)
    config = "passage: {max_chars: 150}\nsteps: {standalone: {prompt: standalone.md}}\n"
    Path("c.yaml").write_text(config, encoding="utf-8")
    assert main(native) == 0
    new = server.chats[before:]
    assert new and all("Clear?" in chat.prompt for chat in new)
    assert summary()["counts"]["adds_up"]


def refused(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    assert main(list(argv)) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("mlkt: ")
    return error


def test_a_wrong_key_stops_the_run(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server = openai_server()
    use(monkeypatch, server, API_KEY="sk-wrong-0123456789")
    line = refused(capsys, *ARGV)
    assert "401" in line and "TEACHER_MODEL_API_KEY" in line and "sk-wrong" not in line
    assert refused(capsys, *ARGV)  # and again: the folder can be used once the key is right
    use(monkeypatch, server)
    assert main(ARGV) == 0


def test_an_unknown_model_stops_the_run(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, openai_server(), NAME="no-such")
    line = refused(capsys, *ARGV)
    assert "'no-such'" in line and "TEACHER_MODEL_NAME" in line
    use(monkeypatch, openai_server())  # the cure works in the same folder
    assert main(ARGV) == 0


def test_a_server_that_is_not_there_stops_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TEACHER_MODEL_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("TEACHER_MODEL_NAME", "m")
    Path("c.yaml").write_text("models: {teacher: {max_retries: 0}}", encoding="utf-8")
    line = refused(capsys, *ARGV)
    assert "http://127.0.0.1:9/v1" in line and "TEACHER_MODEL_BASE_URL" in line


def test_doctor_checks_the_name_against_the_servers_list(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server = openai_server(models=("big-model",))
    use(monkeypatch, server)
    assert main(["doctor"]) == 0
    assert "big-model at" in capsys.readouterr().out
    use(monkeypatch, server, NAME="big-modle")
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "FAILED" in out and "did you mean 'big-model'" in out and "TEACHER_MODEL_NAME" in out
    use(monkeypatch, server, API_KEY="wrong-key-value")
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "TEACHER_MODEL_API_KEY" in out and "wrong-key-value" not in out


def test_a_passage_too_long_fails_alone_with_the_cure(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    too_long = context_exceeded("vllm", n_ctx=512, n_tokens=900)
    server = openai_server(fault=lambda r: too_long if "ಭಾಗ 4" in r.prompt else None)
    use(monkeypatch, server)
    assert main([*ARGV, "--strategy", "native"]) == 1
    counts = summary()["counts"]
    assert counts["passages"]["failed"] == 1 and counts["passages"]["finished"] >= 5
    failure = orjson.loads(Path("o/failed.jsonl").read_bytes())
    assert "passage.max_chars" in failure["detail"] and "ಭಾಗ 4" in failure["passage"]
    assert "--retry-failed tries them again" in capsys.readouterr().out
    server._fault = None
    asked = len(server.chats)
    assert main([*ARGV, "--strategy", "native"]) == 1  # what failed is finished, too
    assert len(server.chats) == asked and summary()["counts"]["passages"]["failed"] == 1
    assert main([*ARGV, "--strategy", "native", "--retry-failed"]) == 0
    assert summary()["counts"]["passages"]["failed"] == 0


def test_what_fails_once_loses_nothing(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, openai_server())
    assert main([*ARGV, "--strategy", "native", "--out", "plain"]) == 0
    flaky = openai_server(
        fault=lambda r: server_error() if r.attempt == 1 and r.count % 9 == 0 else None
    )
    use(monkeypatch, flaky)
    assert main([*ARGV, "--strategy", "native"]) == 0
    assert Path("o/pairs.jsonl").read_bytes() == Path("plain/pairs.jsonl").read_bytes()


def test_a_server_that_dies_in_the_middle_is_failed_work_and_says_how_to_continue(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server = openai_server()
    use(monkeypatch, server)
    Path("c.yaml").write_text(
        "passage: {max_chars: 150}\nlimits: {passages: 1}\nmodels: {teacher: {max_retries: 0}}\n",
        encoding="utf-8",
    )
    native = [*ARGV, "--strategy", "native"]
    refuse = refusal(401, {"message": "no longer"})
    server._fault = lambda r: refuse if "ಭಾಗ 4" in r.prompt else None
    assert main(native) == 1
    assert "run the same command again to continue" in capsys.readouterr().err
    counts = summary()["counts"]
    assert counts["passages"]["finished"] == 3 and counts["passages"]["waiting"] == 3
    assert counts["adds_up"] and summary()["state"] == "stopped"
    server._fault = None
    assert main(native) == 0
