"""Whole runs with real parts: a real article, real llama.cpp, a Wikipedia-shaped server."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from mlkt.cli import main
from mlkt.sources import passages, read_source
from tests.servers.loopback import Endpoint
from tests.servers.mediawiki import MediaWikiServer
from tests.servers.mediawiki_pages import PAGES
from tests.servers.openai_server import OpenAIServer


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def use(patch: pytest.MonkeyPatch, endpoint: Endpoint) -> None:
    patch.setenv("TEACHER_MODEL_BASE_URL", endpoint.base_url)
    patch.setenv("TEACHER_MODEL_NAME", endpoint.model)
    patch.setenv("TEACHER_MODEL_API_KEY", endpoint.key)


def records(name: str) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in Path("o", name).read_bytes().splitlines()]


def test_the_kannada_article_on_india_is_accounted_for_sentence_by_sentence(
    shared_data: Path, openai_server: Callable[..., OpenAIServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Path("India.kn.txt")
    source.write_bytes((shared_data / "kannada-wikipedia/India.kn.txt").read_bytes())
    server = openai_server()
    use(monkeypatch, server.endpoint)
    assert main(["run", str(source), "--lang", "kn", "--out", "o"]) == 0
    summary = orjson.loads(Path("o/run.json").read_bytes())
    counts = summary["counts"]
    assert counts["adds_up"] and counts["passages"]["failed"] == 0
    assert counts["pairs"]["kept"] > 0
    rows = passages(read_source(str(source), "kn")).rows
    expected = [sentence["id"] for row in rows for sentence in row["sentences"]]
    assert len(expected) > 90
    there = [id for record in records("parallel.jsonl") for id in record["sentence_ids"]]
    assert there == expected
    sources = {
        id: record["source"]
        for record in records("parallel.jsonl")
        for id in record["sentence_ids"]
    }
    for row in rows:
        for sentence in row["sentences"]:
            text = row["text"][sentence["start"] : sentence["end"]]
            assert "".join(str(sources[sentence["id"]]).split()) == "".join(text.split())
    assert counts["sentences"]["translated"] + counts["sentences"]["untranslated"] == len(expected)


def test_a_short_text_against_llama_cpp(
    llama_road_server: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.md").write_text(
        "# ಮೈಸೂರು\n\nಮೈಸೂರು ಕರ್ನಾಟಕದ ಒಂದು ನಗರ. ಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು.\n", encoding="utf-8"
    )
    Path("c.yaml").write_text("steps: {qa: {n_pairs: 2, max_tokens: 300}}\n", encoding="utf-8")
    use(monkeypatch, llama_road_server)
    argv = ["run", "a.md", "--lang", "kn", "--config", "c.yaml", "--out", "o"]
    assert main(argv) == 0
    counts = orjson.loads(Path("o/run.json").read_bytes())["counts"]
    assert counts["adds_up"] and counts["passages"]["finished"] == counts["passages"]["in"] == 1
    assert counts["usage"]["input_tokens"] > 0 and counts["usage"]["output_tokens"] > 0
    there = [id for record in records("parallel.jsonl") for id in record["sentence_ids"]]
    assert there == ["s1", "s2", "s3"]


def test_an_article_of_wikipedia_brings_its_address_revision_and_licence(
    mediawiki_server: Callable[..., MediaWikiServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    wiki = mediawiki_server(pages=[replace(PAGES[0], title="ಕೆರೆ")])
    monkeypatch.setenv("MLKT_WIKIPEDIA_BASE", wiki.url)
    assert main(["run", "wikipedia:kn:ಕೆರೆ", "--strategy", "native", "--out", "o"]) == 0
    source = records("pairs.jsonl")[0]["source"]
    assert source["licence"] == "CC-BY-SA-4.0" and source["revision"] and source["url"]


def test_a_title_that_does_not_exist_is_refused_in_one_line(
    mediawiki_server: Callable[..., MediaWikiServer],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MLKT_WIKIPEDIA_BASE", mediawiki_server().url)
    assert main(["run", "wikipedia:kn:ಇಲ್ಲದ ಪುಟ", "--out", "o"]) == 2
    error = capsys.readouterr().err
    assert "ಇಲ್ಲದ ಪುಟ" in error and error.count("\n") == 1
    assert not Path("o").exists()
