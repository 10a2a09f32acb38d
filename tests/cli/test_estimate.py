"""`mlkt estimate`: the table, the money, the doubts, and a trial that corrects it."""

from pathlib import Path

import orjson
import pytest
import regex

from mlkt.cli import main
from tests.servers.openai_server import StartOpenAI

TEXT = "\n\n".join(
    f"## ಭಾಗ {number}\n\nಮೈಸೂರು ನಗರದ {number}ನೇ ವಾರ್ಡ್‌ನಲ್ಲಿ {number * 7} ಶಾಲೆಗಳಿವೆ. "
    f"ಅಲ್ಲಿ {number * 3} ಉದ್ಯಾನಗಳಿವೆ ಎಂದು ಹೇಳಲಾಗುತ್ತದೆ."
    for number in range(1, 7)
)
ARGV = ["a.md", "--lang", "kn", "--config", "c.yaml"]
PRICES = 'prices: {teacher: {input: "0.50", output: "1.50"}, currency: EUR}\n'


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(TEXT, encoding="utf-8")
    Path("c.yaml").write_text("passage: {max_chars: 150}\n" + PRICES, encoding="utf-8")


def total(text: str) -> list[float]:
    """Return requests, tokens in, tokens out and cost of the last line of the table."""
    (line,) = (line for line in text.splitlines() if line.startswith("total"))
    return [float(number.replace(",", "")) for number in regex.findall(r"[\d,]+(?:\.\d+)?", line)]


@pytest.mark.parametrize("strategy", ["pivot", "native"])
def test_a_trial_corrects_the_estimate(
    openai_server: StartOpenAI,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    strategy: str,
) -> None:
    server = openai_server()
    for name, value in server.endpoint.env("teacher").items():
        monkeypatch.setenv(name, value)
    argv = [*ARGV, "--strategy", strategy]
    assert main(["run", *argv, "--limit", "3", "--out", "trial"]) == 0
    asked = len(server.chats)
    capsys.readouterr()
    assert main(["estimate", *argv, "--trial", "trial"]) == 0
    text = capsys.readouterr().out
    assert len(server.chats) == asked  # nothing is asked
    assert "corrected by 3 passages of the trial" in text
    assert main(["run", *argv, "--out", "whole"]) == 0
    paid = orjson.loads(Path("whole/run.json").read_bytes())["paid"]
    requests, sent, got, cost = total(text)
    assert requests == pytest.approx(paid["requests"], rel=0.15)
    assert sent + got == pytest.approx(paid["input_tokens"] + paid["output_tokens"], rel=0.15)
    assert cost == pytest.approx((0.5 * sent + 1.5 * got) / 1e6, abs=1e-4)


def test_without_prices_there_are_tokens_and_doubts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TEACHER_MODEL_BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("TEACHER_MODEL_NAME", "m")
    Path("c.yaml").write_text("passage: {max_chars: 150}\n", encoding="utf-8")
    assert main(["estimate", *ARGV]) == 0
    text = capsys.readouterr().out
    assert len(total(text)) == 3
    for word in ("translate_back", "--trial DIR", "--tokenizer MODEL", "no `prices`"):
        assert word in text
    assert [path.name for path in sorted(Path().iterdir())] == ["a.md", "c.yaml"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--trial", "nowhere"], "--trial 'nowhere' holds no run"),
        (["--tokenizer", "c.yaml"], "it is no SentencePiece model"),
        (["--limit", "0"], "--limit must be 1 or more"),
    ],
)
def test_a_mistake_is_named(
    capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    assert main(["estimate", *ARGV, "--strategy", "native", *options]) == 2
    assert said in capsys.readouterr().err


def test_a_chain_of_ones_own_is_not_guessed_at(capsys: pytest.CaptureFixture[str]) -> None:
    Path("c.yaml").write_text("chain: own:chain\n", encoding="utf-8")
    assert main(["estimate", *ARGV, "--strategy", "native"]) == 2
    assert "nobody knows what chain 'own:chain' asks" in capsys.readouterr().err
