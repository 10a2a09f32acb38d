"""A run with two critics shows how far they agree; one whose critic talks nonsense stops early."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from mlkt.cli import main
from mlkt.cli.init import init
from mlkt.config import load_config
from mlkt.errors import ConfigError
from tests.servers.openai_server import OpenAIServer, Request
from tests.servers.openai_shapes import Reply
from tests.servers.prompts import recognise
from tests.servers.road import road_reply

Start = Callable[..., OpenAIServer]
TEXT = "\n\n".join(
    f"## ಭಾಗ {number}\n\nಮೈಸೂರು ನಗರದ {number}ನೇ ವಾರ್ಡ್‌ನಲ್ಲಿ {number * 7} ಶಾಲೆಗಳಿವೆ. "
    f"ಅಲ್ಲಿ {number * 3} ಉದ್ಯಾನಗಳಿವೆ ಎಂದು ಹೇಳಲಾಗುತ್ತದೆ."
    for number in range(1, 5)
)
ARGV = ["run", "a.md", "--lang", "kn", "--strategy", "native", "--config", "c.yaml", "--out", "o"]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(TEXT, encoding="utf-8")
    Path("c.yaml").write_text("passage: {max_chars: 150}\n", encoding="utf-8")


def use(patch: pytest.MonkeyPatch, role: str, server: OpenAIServer) -> None:
    values = {"BASE_URL": server.base_url, "NAME": server.model, "API_KEY": server.key}
    for name, value in values.items():
        patch.setenv(f"{role}_MODEL_{name}", value)


def doubting(request: Request) -> Reply:
    """Answer as the road does, but find every question without the digit 7 not standalone."""
    asked = recognise(request.prompt)
    if asked and asked.task == "standalone" and "7" not in asked.values["question"]:
        return Reply(f"**ತೀರ್ಪು:** {asked.values['no']}")
    return road_reply(request)


def summary() -> dict[str, Any]:
    return orjson.loads(Path("o", "run.json").read_bytes())


def test_two_critics_judge_and_the_account_shows_their_agreement(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    teacher, second = openai_server(), openai_server(doubting, models=("doubter",))
    use(monkeypatch, "TEACHER", teacher)
    use(monkeypatch, "SECOND_CRITIC", second)
    assert main(ARGV) == 0
    done = summary()
    assert done["models"]["second_critic"] == "doubter" and done["counts"]["adds_up"]
    standalone = next(one for one in done["counts"]["agreement"] if one["check"] == "standalone")
    disputed = done["counts"]["rejected_pairs"]["standalone: disputed_standalone"]
    assert standalone["between"] == ["critic", "second_critic"]
    assert standalone["n"] - standalone["agreed"] == disputed > 0
    assert standalone["kappa"] == 0.0  # the first said yes throughout: no more than chance
    told = capsys.readouterr().out
    assert "second critic doubter" in told
    assert f"standalone, critic and second critic: {standalone['agreed']} of" in told
    for line in Path("o", "pairs.jsonl").read_bytes().splitlines():
        judges = {one["judge"] for one in orjson.loads(line)["verdicts"]}
        assert judges == {"critic", "second_critic"}


def test_without_one_nothing_is_compared(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, "TEACHER", openai_server())
    assert main([*ARGV, "--limit", "1"]) == 0
    assert "agreement" not in summary()["counts"]
    assert main(["doctor"]) == 0
    assert "second" not in capsys.readouterr().out


def test_a_critic_that_talks_nonsense_stops_the_run_with_one_line(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, "TEACHER", openai_server())
    critic = openai_server(lambda _: "Lorem ipsum dolor.", models=("babbler",))
    use(monkeypatch, "CRITIC", critic)
    assert main(ARGV) in (1, 2)  # 1 where a passage was through before
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.startswith("mlkt: the critic answered 'standalone'")
    assert "Lorem ipsum dolor." in told and "CRITIC_MODEL_NAME" in told
    assert summary()["state"] == "stopped" and summary()["counts"]["adds_up"]


def test_doctor_asks_the_second_critic_too(
    openai_server: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, "TEACHER", openai_server())
    use(monkeypatch, "SECOND_CRITIC", openai_server(models=("doubter",)))
    assert main(["doctor"]) == 0
    assert "  second_critic doubter at" in capsys.readouterr().out


def test_half_a_second_critic_is_named(tmp_path: Path) -> None:
    assert init(tmp_path) == 0
    assert not load_config(tmp_path / "mlkt.yaml", environ={}).has_second_critic()
    with pytest.raises(ConfigError, match="has no name: set SECOND_CRITIC_MODEL_NAME"):
        load_config(environ={"SECOND_CRITIC_MODEL_BASE_URL": "http://127.0.0.1:1/v1"})
    with pytest.raises(ConfigError, match="did you mean 'SECOND_CRITIC_MODEL_NAME'"):
        load_config(environ={"SECOND_CRITIC_MODEL_NAMES": "x"})
