"""`mlkt translate` on data sets and texts: form kept, resumed, nothing lost, nothing passed off."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from mlkt.cli import main
from mlkt.translate import Unit, read_tmx, write_tmx
from tests.servers.faults import server_error
from tests.servers.openai_server import OpenAIServer

Start = Callable[..., OpenAIServer]
RECORDS = [
    {
        "n": number,
        "messages": [
            {"role": "user", "content": f"ಮೈಸೂರಿನ {number}ನೇ ವಾರ್ಡ್‌ನಲ್ಲಿ ಎಷ್ಟು ಶಾಲೆಗಳಿವೆ?"},
            {"role": "assistant", "content": f"ಅಲ್ಲಿ {number * 7} ಶಾಲೆಗಳಿವೆ."},
        ],
    }
    for number in range(1, 31)
]
ARGV = [
    "translate", "a.jsonl", "--fields", "messages.*.content", "--from", "kn", "--to", "en",
    "--out", "o",
]  # fmt: skip


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_bytes(b"\n".join(map(orjson.dumps, RECORDS)))


def use(patch: pytest.MonkeyPatch, server: OpenAIServer) -> None:
    for name, value in (
        ("BASE_URL", server.base_url),
        ("NAME", server.model),
        ("API_KEY", server.key),
        ("MAX_RETRIES", ""),
    ):
        if value:
            patch.setenv(f"TRANSLATOR_MODEL_{name}", value)


def lines(name: str) -> list[Any]:
    return [orjson.loads(line) for line in Path("o", name).read_bytes().splitlines()]


def counts() -> dict[str, Any]:
    return orjson.loads(Path("o/run.json").read_bytes())["counts"]


def test_a_data_set_keeps_its_form_and_order(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, openai_server())
    assert main(ARGV) == 0
    translated = lines("translated.jsonl")
    assert [record["n"] for record in translated] == list(range(1, 31))
    for before, after in zip(RECORDS, translated, strict=True):
        assert [m["role"] for m in after["messages"]] == ["user", "assistant"]
        assert after["messages"][1]["content"] != before["messages"][1]["content"]  # type: ignore[index]
    assert counts()["adds_up"] and counts()["records"]["translated"] == 30
    assert "came in    30 records, 60 segments" in capsys.readouterr().out
    assert len(read_tmx(Path("o/parallel.tmx"))) == 60


def test_a_second_run_pays_only_for_what_is_new(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = openai_server()
    use(monkeypatch, server)
    assert main([*ARGV, "--limit", "10"]) == 0
    first = len(server.answered)
    assert len(lines("translated.jsonl")) == 10
    assert main(ARGV) == 0
    assert len(server.answered) == 3 * first
    whole = Path("o/translated.jsonl").read_bytes()
    assert main(ARGV) == 0
    assert len(server.answered) == 3 * first and Path("o/translated.jsonl").read_bytes() == whole


def test_what_the_model_gets_wrong_is_rejected_and_never_passed_off(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, openai_server(lambda _: "[1] There are 999999 schools in that ward."))
    assert main(ARGV) == 0
    assert lines("translated.jsonl") == [] and len(lines("rejected.jsonl")) == 60
    assert counts()["records"]["rejected"] == 30 and counts()["adds_up"]
    assert counts()["attempts"]["numbers_changed"] == 120  # each text asked for twice
    for segment in lines("parallel.jsonl"):
        assert segment["target"] is None
        assert [attempt["target"] for attempt in segment["attempts"]] == [
            "There are 999999 schools in that ward."
        ] * 2


def test_a_server_in_trouble_fails_records_that_a_second_run_mends(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("c.yaml").write_text(
        "models: {translator: {base_url: 'http://127.0.0.1:1', name: x, max_retries: 0}}\n",
        encoding="utf-8",
    )
    troubled = [True]
    server = openai_server(
        fault=lambda request: server_error() if troubled[0] and request.count % 3 == 0 else None
    )
    use(monkeypatch, server)
    assert main([*ARGV, "--config", "c.yaml"]) == 1
    failed = counts()["records"]["failed"]
    assert failed == len(lines("failed.jsonl")) > 0 and counts()["adds_up"]
    assert "--retry-failed tries them again" in capsys.readouterr().out
    troubled[0] = False
    assert main([*ARGV, "--config", "c.yaml"]) == 1  # what failed is finished, too
    assert counts()["records"]["failed"] == failed
    assert main([*ARGV, "--config", "c.yaml", "--retry-failed"]) == 0
    assert counts()["records"]["translated"] == 30 and lines("failed.jsonl") == []


def test_where_nothing_is_asked_nothing_is_asked_again(capsys: pytest.CaptureFixture[str]) -> None:
    write_tmx([Unit((("kn", "ನಗರ"), ("en", "city")))], Path("m.tmx"))
    assert main([*ARGV, "--memory", "m.tmx"]) == 0
    assert counts()["attempts"] == {} and counts()["records"]["rejected"] == 30
    assert "asked again" not in capsys.readouterr().out
    first = lines("rejected.jsonl")[0]
    assert first["path"] == "messages.0.content"
    assert [failed["id"] for failed in first["segments"]] == ["t1"]
    assert first["segments"][0]["source"] == RECORDS[0]["messages"][0]["content"]  # type: ignore[index]


def test_capitals_in_the_name_of_a_file_do_not_count() -> None:
    samples = Path(__file__).parents[2] / "mlkt/samples"
    Path("A.MD").write_bytes((samples / "kn.md").read_bytes())
    argv = ["translate", "A.MD", "--from", "kn", "--to", "en", "--out", "o"]
    assert main([*argv, "--memory", str(samples / "kn.tmx")]) == 0
    assert Path("o/translated.md").is_file()


def test_an_empty_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.jsonl").write_bytes(b"\n")
    assert main(ARGV) == 2
    assert "'a.jsonl' is empty" in capsys.readouterr().err


def test_a_text_comes_back_as_a_text(capsys: pytest.CaptureFixture[str]) -> None:
    samples = Path(__file__).parents[2] / "mlkt/samples"
    memory = ["--memory", str(samples / "kn.tmx")]
    argv = ["translate", str(samples / "kn.md"), "--from", "kn", "--to", "en", "--out", "o"]
    assert main([*argv, *memory]) == 0
    text = Path("o/translated.md").read_text(encoding="utf-8")
    assert "asked again" not in capsys.readouterr().out
    assert text.startswith("# Mysuru\n\nMysuru is a historic city")
    blocks = Path(samples / "kn.md").read_text(encoding="utf-8").strip().split("\n\n")
    assert len(text.strip().split("\n\n")) == len(blocks)


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--fields", "text"], "no record holds a text at 'text'; the first one has: n, messages"),
        (
            ["--fields", "messages"],
            "'a.jsonl', line 1: messages holds a list and no text: name a text inside it, such as "
            "messages.*.content",
        ),
        (["--fields", "a..b"], "keys with dots between"),
        (["--limit", "0"], "--limit must be 1 or more"),
        (["--from", "kn", "--to", "kn-IN"], "nothing to translate from 'kn' to 'kn-IN'"),
        (["--to", "Kannada"], "Kannada"),
        (["--from", "hi"], "is declared as 'hi' (Hindi), but 100% of its letters"),
    ],
)
def test_mistakes_are_told_with_their_cure(
    argv: list[str],
    message: str,
    openai_server: Start,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    use(monkeypatch, openai_server())
    assert main([*ARGV, *argv]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("to", ["yo", "sv", "zh-TW"])
def test_a_model_is_asked_in_english_for_a_language_without_prompts(
    to: str, openai_server: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, openai_server(lambda _: "[1] x"))
    assert main([*ARGV, "--limit", "1", "--to", to]) == 0
    summary = orjson.loads(Path("o/run.json").read_bytes())
    assert summary["identity"]["prompt"].startswith("translate/en@")
    assert counts()["records"]["in"] == 1 and counts()["records"]["failed"] == 0


def test_without_a_translator_nothing_begins(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(ARGV) == 2
    told = capsys.readouterr().err
    assert "TRANSLATOR_MODEL_BASE_URL" in told and "--memory FILE.tmx" in told
    assert "--strategy" not in told  # an option of `mlkt run`


def test_another_language_is_another_folder(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, openai_server())
    assert main([*ARGV, "--limit", "1"]) == 0
    assert main([*ARGV, "--limit", "1", "--to", "hi"]) == 2
    assert "choose another folder" in capsys.readouterr().err
