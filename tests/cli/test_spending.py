"""Whole runs that stop at a limit and go on; progress as JSON lines."""

import json
from pathlib import Path
from typing import Any

import orjson
import pytest

from mlkt.cli import main
from tests.servers.openai_server import OpenAIServer, StartOpenAI

TEXT = "\n\n".join(
    f"## ಭಾಗ {number}\n\nಮೈಸೂರು ನಗರದ {number}ನೇ ವಾರ್ಡ್‌ನಲ್ಲಿ {number * 7} ಶಾಲೆಗಳಿವೆ. "
    f"ಅಲ್ಲಿ {number * 3} ಉದ್ಯಾನಗಳಿವೆ ಎಂದು ಹೇಳಲಾಗುತ್ತದೆ."
    for number in range(1, 5)
)
ARGV = ["run", "a.md", "--lang", "kn", "--config", "c.yaml", "--strategy", "native"]
FILES = ("pairs.jsonl", "rejected.jsonl", "messages.jsonl", "failed.jsonl")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(TEXT, encoding="utf-8")
    Path("c.yaml").write_text(
        "passage: {max_chars: 150}\nlimits: {requests: 8}\n"
        'prices: {teacher: {input: "0.50", output: "1.50"}, currency: EUR}\n',
        encoding="utf-8",
    )


def use(patch: pytest.MonkeyPatch, server: OpenAIServer) -> None:
    for name, value in server.endpoint.env("teacher").items():
        patch.setenv(name, value)


def paid(out: str) -> dict[str, Any]:
    return orjson.loads(Path(out, "run.json").read_bytes())["paid"]


def cost(out: str) -> float:
    spent = paid(out)
    return (0.5 * spent["input_tokens"] + 1.5 * spent["output_tokens"]) / 1e6


def whole_run(start: StartOpenAI, patch: pytest.MonkeyPatch) -> int:
    server = start()
    use(patch, server)
    assert main([*ARGV, "--out", "whole"]) == 0
    return len(server.chats)


def test_a_run_stops_at_so_many_requests_and_goes_on(
    openai_server: StartOpenAI, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    undisturbed = whole_run(openai_server, monkeypatch)
    server = openai_server()
    use(monkeypatch, server)
    for most in (5, 5, 40, undisturbed - 1):
        capsys.readouterr()
        assert main([*ARGV, "--out", "o", "--max-requests", str(most)]) == 1
        assert len(server.chats) == paid("o")["requests"] == most
        assert capsys.readouterr().err.splitlines()[-1] == (
            f"mlkt: --max-requests {most} is reached: run the same command with more to continue"
        )
        summary = orjson.loads(Path("o/run.json").read_bytes())
        assert summary["state"] == "stopped" and summary["counts"]["passages"]["failed"] == 0
        assert all(Path("o", name).exists() for name in FILES)
    assert main([*ARGV, "--out", "o"]) == 0
    assert len(server.chats) == undisturbed
    for name in FILES:
        assert Path("o", name).read_bytes() == Path("whole", name).read_bytes()


def test_a_run_stops_before_its_budget_is_exceeded_and_goes_on(
    openai_server: StartOpenAI, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    undisturbed = whole_run(openai_server, monkeypatch)
    server = openai_server()
    use(monkeypatch, server)
    budget = round(cost("whole") / 2, 5)
    assert main([*ARGV, "--out", "o", "--budget", str(budget)]) == 1
    assert 0.7 * budget < cost("o") <= budget
    assert f"--budget {budget} would be exceeded" in capsys.readouterr().err
    assert main([*ARGV, "--out", "o", "--budget", "5.00"]) == 0
    assert len(server.chats) == undisturbed
    assert Path("o/pairs.jsonl").read_bytes() == Path("whole/pairs.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--budget", "five"], "--budget must be a decimal number"),
        (["--budget", "0"], "--budget must be above 0"),
        (["--max-requests", "0"], "--max-requests must be 1 or more, got 0"),
        (["--max-requests", "1", "--engine", "ray"], "are not those of --engine ray"),
    ],
)
def test_a_limit_that_cannot_be_is_refused(
    openai_server: StartOpenAI,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    said: str,
) -> None:
    server = openai_server()
    use(monkeypatch, server)
    assert main([*ARGV, "--out", "o", *options]) == 2
    assert said in capsys.readouterr().err
    assert not server.chats


def test_a_budget_without_prices_is_refused(
    openai_server: StartOpenAI, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server = openai_server()
    use(monkeypatch, server)
    Path("c.yaml").write_text("passage: {max_chars: 150}\n", encoding="utf-8")
    assert main([*ARGV, "--out", "o", "--budget", "5"]) == 2
    assert f"--budget needs the price of {server.model!r}" in capsys.readouterr().err
    assert not server.chats


def test_progress_as_json_lines(
    openai_server: StartOpenAI, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, openai_server())
    assert main([*ARGV, "--out", "o", "--log-json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [events[0]["event"], events[-1]["event"]] == ["start", "end"]
    assert [one["state"] for one in events if one["event"] == "row"] == ["finished"] * 4
    last = events[-1]
    assert last["done"] == last["total"] == 4 and last["failed"] == 0
    assert last["requests"] == paid("o")["requests"]
    assert float(last["cost"]) == pytest.approx(cost("o"))
    assert last["cost"] == last["projected_cost"] or float(last["projected_cost"]) == pytest.approx(
        cost("o"), abs=1e-6
    )
    assert last["currency"] == "EUR"


def test_plain_lines_tell_tokens_and_money(
    openai_server: StartOpenAI, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, openai_server())
    assert main([*ARGV, "--out", "o"]) == 0
    last = capsys.readouterr().err.splitlines()[-1]
    spent = paid("o")
    assert last.startswith(
        f"4 of 4 passages, {spent['requests']} requests, {spent['input_tokens']:,} tokens in, "
        f"{spent['output_tokens']:,} out, "
    )
    assert last.endswith("EUR")
