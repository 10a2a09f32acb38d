"""Engines, routes and terms of a configuration at work in `mlkt translate`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml

from mlkt.cli import main
from tests.servers.openai_server import OpenAIServer
from tests.translate.engines.nmt.models import dictionary_model

Start = Callable[..., OpenAIServer]
WORDS = {"ಮೈಸೂರು": "Mysuru", "ಒಂದು": "is", "ದೊಡ್ಡ": "a", "ನಗರ.": "city.", "ಅಲ್ಲಿ": "There"}
SENTENCES = ["ಮೈಸೂರು ಒಂದು ದೊಡ್ಡ ನಗರ.", "ಅಲ್ಲಿ ಅರಮನೆ ಇದೆ."]
ARGV = [
    "translate", "a.jsonl", "--fields", "q", "--from", "kn", "--to", "en", "--out", "o",
    "--config", "mlkt.yaml",
]  # fmt: skip


@pytest.fixture(autouse=True)
def in_a_folder_with_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ctranslate2")
    monkeypatch.chdir(tmp_path)
    dictionary_model(tmp_path / "words", WORDS)
    Path("a.jsonl").write_bytes(b"\n".join(orjson.dumps({"q": text}) for text in SENTENCES))


def configure(server: OpenAIServer | None = None, **translation: Any) -> None:
    models: dict[str, Any] = {}
    if server:
        models["translator"] = {
            "base_url": server.base_url,
            "name": server.model,
            "api_key": server.key,
        }
    engines = {"words": {"kind": "nmt", "path": "words", "profile": "nllb"}}
    own = {"engines": engines, **translation}
    text = yaml.safe_dump({"models": models, "translation": own})
    Path("mlkt.yaml").write_text(text, encoding="utf-8")


def lines(name: str) -> list[Any]:
    return [orjson.loads(line) for line in Path("o", name).read_bytes().splitlines()]


def test_what_the_first_engine_cannot_do_goes_to_the_next(openai_server: Start) -> None:
    server = openai_server(lambda _: "[1] There is a palace there.")
    configure(server, routes={"kn>en": ["words", "chat"]})
    assert main(ARGV) == 0
    first, second = lines("parallel.jsonl")
    assert (first["target"], first["engine"]) == ("Mysuru is a city.", "words")
    assert second["target"] == "There is a palace there."
    assert {attempt["engine"] for attempt in second["attempts"]} == {"words"}
    assert len(server.answered) == 1


def test_without_another_engine_it_is_rejected_with_what_was_tried() -> None:
    configure(routes={"*": ["words"]})
    assert main(ARGV) == 0
    assert [record["q"] for record in lines("translated.jsonl")] == ["Mysuru is a city."]
    (rejected,) = lines("rejected.jsonl")
    assert rejected["record"] == {"q": SENTENCES[1]}


@pytest.mark.parametrize(
    ("translation", "message"),
    [
        ({"routes": {"hi>en": ["words"]}}, "no route from 'kn' to 'en' (there are: hi>en)"),
        ({"routes": {"english": ["words"]}}, "route 'english': write"),
        ({"routes": {"*": ["chat"]}}, "none is named: set TRANSLATOR_MODEL_BASE_URL"),
        (
            {
                "engines": {"words": {"kind": "nmt", "path": "nowhere", "profile": "nllb"}},
                "routes": {"*": ["words"]},
            },
            "nowhere",
        ),
        ({"routes": {"*": ["words"]}, "glossary": ["none.csv"]}, "none.csv"),
    ],
)
def test_mistakes_are_told_before_any_work(
    translation: dict[str, Any], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(**translation)
    assert main(ARGV) == 2
    assert message in capsys.readouterr().err


def test_terms_reach_the_model_and_are_counted_and_what_is_kept_is_a_term(
    openai_server: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    server = openai_server(lambda _: "[1] There is a royal palace of the company.")
    Path("terms.csv").write_text("kn,en\nಅರಮನೆ,palace\n", encoding="utf-8")
    Path("names.txt").write_text("KSRTC\n", encoding="utf-8")
    Path("a.jsonl").write_bytes(orjson.dumps({"q": "KSRTC ಅರಮನೆ ಇದೆ."}))
    configure(server, routes={"*": ["chat"]})
    argv = [*ARGV, "--glossary", "terms.csv", "--keep", "names.txt"]
    assert main(argv) == 0
    assert "terms      1 of 2 came through (50%)" in capsys.readouterr().out
    assert "ಅರಮನೆ = palace" in server.chats[0].messages[-1]["content"]
    assert "KSRTC = KSRTC" in server.chats[0].messages[-1]["content"]
