"""Whole runs of `mlkt run` against the two servers (issue 2, "Done when", point 2)."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from mlkt import passages, read_source
from mlkt.cli import main
from tests.servers.loopback import Endpoint
from tests.servers.openai_server import StartOpenAI

TEXT = (
    "ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆಯು ತುಮಕೂರು ಜಿಲ್ಲೆಯ ಒಂದು ಹಳೆಯ ಕೆರೆ. ಇದನ್ನು ೧೬೮೪ರಲ್ಲಿ ಊರಿನ ಜನರೇ ಕಟ್ಟಿದರು. "
    "ಇಂದು ಕೆರೆಯ ನೀರು 12 ಹಳ್ಳಿಗಳ ಹೊಲಗಳಿಗೆ ಹರಿಯುತ್ತದೆ."
)


@pytest.mark.parametrize("strategy", ["pivot", "native"])
def test_a_short_text_goes_through_llama_cpp(
    llama_road_server: Endpoint,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    strategy: str,
):
    path = tmp_path / "kere.md"
    path.write_text(TEXT, encoding="utf-8")
    config = tmp_path / "c.yaml"
    config.write_text("steps: {qa: {n_pairs: 2}}\n", encoding="utf-8")
    _use(monkeypatch, tmp_path, llama_road_server)
    argv = ["run", str(path), "--lang", "kn", "--out", "o", "--config", str(config)]
    assert main([*argv, "--strategy", strategy]) == 0
    counts = _counts(tmp_path / "o")
    assert counts["pairs"]["kept"] > 0
    if strategy == "pivot":
        _check_sentences(path, tmp_path / "o")


def test_an_article_goes_through_the_scripted_server(
    openai_server: StartOpenAI,
    shared_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    path = shared_data / "kannada-wikipedia" / "India.kn.txt"
    server = openai_server()
    _use(monkeypatch, tmp_path, server.endpoint)
    assert main(["run", str(path), "--lang", "kn", "--out", "o"]) == 0
    counts = _counts(tmp_path / "o")
    assert counts["pairs"]["kept"] > 50
    assert len(server.answered) == len(server.chats)
    _check_sentences(path, tmp_path / "o")


def _use(patch: pytest.MonkeyPatch, folder: Path, endpoint: Endpoint) -> None:
    patch.chdir(folder)
    for name, value in endpoint.env("teacher").items():
        patch.setenv(name, value)


def _counts(out: Path) -> dict[str, Any]:
    counts = orjson.loads((out / "run.json").read_bytes())["counts"]
    assert counts["adds_up"]
    assert counts["passages"]["failed"] == 0
    return counts


def _check_sentences(path: Path, out: Path) -> None:
    """Check that each sentence of the document is accounted for in the parallel corpus."""
    lines = (out / "parallel.jsonl").read_bytes().splitlines()
    held = {name for line in lines for name in orjson.loads(line)["sentence_ids"]}
    rows = passages(read_source(str(path), "kn")).rows
    asked = {sentence["id"] for row in rows for sentence in row["sentences"]}
    assert asked
    assert held == asked
