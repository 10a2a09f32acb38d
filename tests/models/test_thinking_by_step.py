"""One step's thinking on or off: from the configuration through every wrapper to the request."""

from pathlib import Path
from typing import Any

import pytest

from mlkt.ask import Model, StepSettings, ask
from mlkt.config import load_config
from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import configured_model, embedded_teacher, journaled, server_model
from mlkt.models.thinking import ThinkingModel, think
from tests.scripted import Scripted

SERVER = {"TEACHER_MODEL_BASE_URL": "http://127.0.0.1:9/v1", "TEACHER_MODEL_NAME": "Qwen/Qwen3-8B"}
VALUES = {"document": "Mysuru is a city.", "outline": "Mysuru", "question": "What is Mysuru?"}


def scripted() -> Scripted:
    return Scripted(answer=lambda *_: "<think>a city</think>A city.")


def asked(model: Model, on: bool | None) -> Any:
    return ask(model, "answer", "en", steps={"answer": StepSettings(thinking=on)}).invoke(VALUES)


def switched(inner: Scripted) -> list[Any]:
    return [one["sampling"].get("chat_template_kwargs") for one in inner.asked]


def test_a_step_stands_above_the_models_own_switch() -> None:
    inner = scripted()
    model = think(inner, False, profile="qwen3")
    for on in (True, False, None):
        asked(model, on)
    own = [True, False, False]
    assert switched(inner) == [{"enable_thinking": on} for on in own]
    assert all("thinking" not in one["sampling"] for one in inner.asked)


def test_the_switch_passes_bindings_retries_and_fallbacks() -> None:
    inner = scripted()
    model = think(inner, None, profile="qwen3")
    for around in (model.bind(stop=["x"]), model.with_retry(), model.with_fallbacks([model])):
        asked(around, True)
    assert switched(inner) == [{"enable_thinking": True}] * 3


async def test_a_journal_tells_thinking_from_plain_replies() -> None:
    inner = scripted()
    model = journaled(think(inner, None, profile="qwen3"), Journal(), Limits())
    for on in (True, False, True, None):
        asked(model, on)
    assert switched(inner) == [{"enable_thinking": True}, {"enable_thinking": False}, None]
    await ask(model, "answer", "en", steps={"answer": StepSettings(thinking=True)}).ainvoke(VALUES)
    assert len(inner.asked) == 3


@pytest.mark.parametrize(
    "model",
    [
        scripted(),
        scripted().bind(stop=["x"]),
        journaled(server_model("http://127.0.0.1:9/v1", "big"), Journal(), Limits()),
        think(scripted(), None, profile="qwen3").with_fallbacks([scripted()]),
    ],
    ids=["plain", "bound", "journalled server", "a fall-back"],
)
def test_a_model_that_cannot_be_switched_is_refused_before_any_request(model: Model) -> None:
    with pytest.raises(ConfigError, match=r"steps\.answer\.thinking: .* cannot be switched"):
        ask(model, "answer", "en", steps={"answer": StepSettings(thinking=True)})


def test_a_family_that_always_thinks_is_refused_when_it_is_switched_off() -> None:
    model = think(scripted(), None, profile="deepseek-r1")
    asked(model, True)
    with pytest.raises(ConfigError, match="deepseek-r1"):
        ask(model, "answer", "en", steps={"answer": StepSettings(thinking=False)})


def test_the_embedded_teacher_is_switched_by_step() -> None:
    assert asked(embedded_teacher(), True).reasoning
    assert not asked(embedded_teacher(think=True), False).reasoning
    assert asked(embedded_teacher(think=True), None).reasoning


def config_of(tmp_path: Path, steps: str) -> Any:
    path = tmp_path / "c.yaml"
    path.write_text(f"lang: kn\nsteps: {steps}\n", encoding="utf-8")
    return load_config(path, environ=SERVER)


def test_the_configuration_switches_a_servers_model_by_its_family(tmp_path: Path) -> None:
    config = config_of(tmp_path, "{answer: {thinking: false}, qa: {n_pairs: 2}}")
    assert (config.steps["answer"].thinking, config.steps["qa"].thinking) == (False, None)
    assert config.public()["steps"]["answer"]["thinking"] is False
    model = configured_model("teacher", config)
    assert isinstance(model, ThinkingModel) and (model.family, model.on) == ("qwen3", None)
    plain = configured_model("teacher", config_of(tmp_path, "{qa: {n_pairs: 2}}"))
    assert not isinstance(plain, ThinkingModel)


def test_thinking_is_a_yes_or_a_no(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"`steps\.answer\.thinking` must be of kind bool"):
        config_of(tmp_path, "{answer: {thinking: often}}")
