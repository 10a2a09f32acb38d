"""What a run will ask, told before: against whole runs before a server, in several languages."""

from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest

from mlkt import read_source
from mlkt.cli import main
from mlkt.config import load_config
from mlkt.run.money.estimate import estimate
from mlkt.run.money.lengths import distinct, length_ratio
from mlkt.sources import Document, passages
from tests.servers.openai_server import StartOpenAI
from tests.servers.openai_shapes import count_tokens

ARTICLES = {"kn": "India.kn.txt", "hi": "India.hi.txt", "en": "India.en.txt"}
ENV = {"TEACHER_MODEL_BASE_URL": "http://127.0.0.1:1/v1", "TEACHER_MODEL_NAME": "m"}
TEXTS = {
    "kn": "ಮೈಸೂರು ಒಂದು ನಗರ. ಅದು ಕರ್ನಾಟಕದಲ್ಲಿದೆ.",
    "hi": "मैसूर एक नगर है। वह कर्नाटक में है।",
    "ar": "ميسور مدينة. تقع في كارناتاكا.",
    "zh": "迈索尔是一座城市。它位于卡纳塔克邦。",
    "th": "ไมซอร์เป็นเมือง ตั้งอยู่ในรัฐกรณาฏกะ",
    "sw": "Mysuru ni mji. Uko Karnataka.",
    "en": "Mysuru is a city. It lies in Karnataka.",
}


def counted(text: str, lang: str) -> float:
    """Count as the tests' server does."""
    return count_tokens(text) if text else 0.0


def used(out: Path) -> int:
    paid: dict[str, int] = orjson.loads((out / "run.json").read_bytes())["paid"]
    return paid["input_tokens"] + paid["output_tokens"]


@pytest.mark.parametrize("lang", ARTICLES)
def test_tokens_are_within_fifteen_per_cent_of_those_really_used(
    openai_server: StartOpenAI,
    shared_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
) -> None:
    path = shared_data / "kannada-wikipedia" / ARTICLES[lang]
    monkeypatch.chdir(tmp_path)
    for name, value in openai_server().endpoint.env("teacher").items():
        monkeypatch.setenv(name, value)
    argv = ["run", str(path), "--lang", lang, "--strategy", "native", "--limit", "12"]
    assert main([*argv, "--out", "o"]) == 0
    rows = passages(read_source(str(path), lang)).rows[:12]
    config = load_config(flags={"lang": lang, "strategy": "native"}, environ=ENV)
    uses = estimate(rows, config, counted)
    thought = sum(use.input_tokens + use.output_tokens for use in uses)
    assert 0.85 < thought / used(tmp_path / "o") < 1.15


@pytest.mark.parametrize("strategy", ["pivot", "native", "hybrid"])
@pytest.mark.parametrize("lang", TEXTS)
def test_every_language_has_an_estimate(lang: str, strategy: str) -> None:
    config = load_config(
        flags={"lang": lang, "strategy": strategy if lang in ("kn", "hi", "sw") else "hybrid"},
        environ=ENV,
    )
    rows = passages(Document(TEXTS[lang], lang)).rows
    uses = {use.step: use for use in estimate(rows, config)}
    assert uses["qa"].requests == 4
    assert 4 * 300 < uses["qa"].input_tokens < 4 * 2000
    assert 0 < uses["standalone"].requests < 20
    assert ("translate" in uses) == (config.strategy == "pivot" and lang != "en")


def test_an_exact_prompt_is_counted_exactly(
    openai_server: StartOpenAI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = openai_server()
    monkeypatch.chdir(tmp_path)
    for name, value in server.endpoint.env("teacher").items():
        monkeypatch.setenv(name, value)
    Path("a.md").write_text(TEXTS["kn"], encoding="utf-8")
    argv = ["run", "a.md", "--lang", "kn", "--strategy", "native", "--recipe", "entities"]
    assert main([*argv, "--out", "o"]) == 0
    flags = {"lang": "kn", "strategy": "native", "recipe": "entities"}
    rows = passages(Document(TEXTS["kn"], "kn")).rows
    (use,) = estimate(rows, load_config(flags=flags, environ=ENV), counted)
    asked = orjson.loads((tmp_path / "o/run.json").read_bytes())["paid"]["input_tokens"]
    assert use.requests == 1
    assert use.input_tokens == pytest.approx(asked, rel=0.05)


def test_a_second_critic_is_counted_by_itself() -> None:
    env = ENV | {"SECOND_CRITIC_MODEL_NAME": "another"}
    config = load_config(flags={"lang": "kn", "strategy": "native"}, environ=env)
    uses = estimate(passages(Document(TEXTS["kn"], "kn")).rows, config)
    by_role: dict[str, Any] = {use.role: use for use in uses if use.step == "faithfulness"}
    assert by_role["critic"].requests == by_role["second_critic"].requests > 0


@pytest.mark.parametrize(("asked", "sentences"), [(20, 1), (20, 5), (20, 50), (0, 5), (5, 0)])
def test_pairs_that_differ_are_no_more_than_asked(asked: int, sentences: int) -> None:
    assert 0 <= distinct(asked, sentences) <= asked


def test_a_translation_into_chinese_is_short() -> None:
    assert length_ratio("en", "zh") < 0.5 < 1.0 < length_ratio("zh", "en")
    assert length_ratio("kn", "en") == pytest.approx(1 / length_ratio("en", "kn"))


def test_partial_counts_need_no_configuration_file() -> None:
    config = load_config(flags={"lang": "kn"}, environ=ENV)
    work = partial(estimate, config=config)
    rows = passages(Document(TEXTS["kn"], "kn")).rows
    once, twice = work(rows), work([*rows, *rows])
    assert [2 * use.input_tokens for use in once] == pytest.approx(
        [use.input_tokens for use in twice]
    )
