"""Reasoning models end to end: switched, split, kept, for families with fields and with tags."""

from collections.abc import Callable
from typing import Any

import pytest

from mlkt.chains import reasoned_qa
from mlkt.errors import ConfigError
from mlkt.models import server_model
from mlkt.models.thinking import SWITCHES, think
from mlkt.packs import load_locale
from mlkt.reply import format_pairs, profiles
from mlkt.rows import Row
from tests.chains.rows import ENGLISH, KANNADA, passage
from tests.scripted import Scripted
from tests.servers.openai_server import OpenAIServer
from tests.servers.openai_shapes import Reply

PAIR = {"question": "In which year was the palace completed?", "answer": "It was in 1912."}
DRAFT = {"question": "In which state does Mysuru lie?", "answer": "In a draft."}
PAIRS = format_pairs([PAIR], load_locale("en"))
THOUGHT = "First a draft.\n" + format_pairs([DRAFT], load_locale("en"))

# family, what a server without a parser of its own sends
INLINE = {
    "deepseek-r1": f"{THOUGHT}</think>\n\n{PAIRS}",
    "qwen3": f"<think>\n{THOUGHT}\n</think>\n\n{PAIRS}",
    "qwen3-thinking": f"{THOUGHT}\n</think>\n\n{PAIRS}",
    "gpt-oss": f"<|channel|>analysis<|message|>{THOUGHT}<|end|>"
    f"<|start|>assistant<|channel|>final<|message|>{PAIRS}",
    "magistral": f"[THINK]{THOUGHT}[/THINK]{PAIRS}",
    "granite-3": f"Here is my thought process: {THOUGHT} Here is my response: {PAIRS}",
    "seed-oss": f"<seed:think>{THOUGHT}</seed:think>{PAIRS}",
    "hunyuan": f"<think>\n{THOUGHT}\n</think>\n<answer>\n{PAIRS}\n</answer>",
    "command-a": f"{THOUGHT}<|END_THINKING|><|START_RESPONSE|>{PAIRS}<|END_RESPONSE|>",
    "kimi-vl": f"◁think▷{THOUGHT}◁/think▷{PAIRS}",
}


def check(out: Row) -> None:
    assert [(p["question"], p["answer"]) for p in out["pairs"]] == [tuple(PAIR.values())]
    assert "First a draft." in out["pairs"][0]["reasoning"]
    assert out["rejected"] == []


@pytest.mark.parametrize("family", INLINE)
async def test_inline_tags_are_split_by_family(
    openai_server: Callable[..., OpenAIServer], family: str
) -> None:
    server = openai_server(lambda _: INLINE[family])
    model = server_model(server.base_url, server.model, api_key=server.key)
    check(await reasoned_qa(model, profile=family).ainvoke(passage(ENGLISH, "en")))


@pytest.mark.parametrize("field", ["reasoning", "reasoning_content"])
@pytest.mark.parametrize(
    "family", ["deepseek-r1", "qwen3", "gpt-oss", "magistral", "glm-4.5", "nemotron-3"]
)
async def test_reasoning_fields_are_kept(
    openai_server: Callable[..., OpenAIServer], family: str, field: Any
) -> None:
    server = openai_server(lambda _: Reply(PAIRS, reasoning=THOUGHT, reasoning_field=field))
    model = server_model(server.base_url, server.model, api_key=server.key)
    check(await reasoned_qa(model, profile=family).ainvoke(passage(ENGLISH, "en")))


async def test_thinking_that_was_cut_off_is_rejected_and_its_drafts_are_no_pairs(
    openai_server: Callable[..., OpenAIServer],
) -> None:
    server = openai_server(lambda _: Reply(THOUGHT, finish_reason="length"))
    model = server_model(server.base_url, server.model, api_key=server.key)
    out = await reasoned_qa(model, profile="deepseek-r1").ainvoke(passage(ENGLISH, "en"))
    assert out["pairs"] == [] and len(out["rejected"]) == 1


def asked(profile: str, on: bool | None) -> dict[str, Any]:
    model = Scripted(answer=lambda prompt, _: "x")
    think(model, on, profile=profile).invoke("ಪ್ರಶ್ನೆ")
    return model.asked[0]


@pytest.mark.parametrize(
    ("profile", "on", "sampling"),
    [
        ("qwen3", True, {"chat_template_kwargs": {"enable_thinking": True}}),
        ("qwen3", False, {"chat_template_kwargs": {"enable_thinking": False}}),
        ("deepseek-v3.1", True, {"chat_template_kwargs": {"thinking": True}}),
        ("granite-3", False, {"chat_template_kwargs": {"thinking": False}}),
        ("seed-oss", False, {"chat_template_kwargs": {"thinking_budget": 0}}),
        ("gpt-oss", True, {"reasoning_effort": "high"}),
        ("deepseek-r1", True, {}),
        ("qwen3", None, {}),
    ],
)
def test_the_switch_of_each_family(profile: str, on: bool | None, sampling: dict[str, Any]) -> None:
    assert asked(profile, on)["sampling"] == sampling


def test_hunyuan_is_switched_by_words_in_the_prompt() -> None:
    assert asked("hunyuan", False)["prompt"] == "ಪ್ರಶ್ನೆ\n/no_think"


async def test_nemotron_is_switched_by_the_first_system_message(
    openai_server: Callable[..., OpenAIServer],
) -> None:
    server = openai_server(lambda _: "x")
    model = server_model(server.base_url, server.model, api_key=server.key)
    await think(model, False, profile="nemotron").ainvoke("?")
    assert server.chats[0].messages[0] == {"role": "system", "content": "detailed thinking off"}


@pytest.mark.parametrize("profile", ["deepseek-r1", "qwq", "gpt-oss", "exaone-deep"])
def test_a_family_that_always_thinks_cannot_be_switched_off(profile: str) -> None:
    with pytest.raises(ConfigError, match=profile):
        think(Scripted(answer=lambda prompt, _: "x"), False, profile=profile)


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(ConfigError, match="'qwen33'"):
        think(Scripted(answer=lambda prompt, _: "x"), profile="qwen33")


def test_every_switch_belongs_to_a_known_family() -> None:
    assert set(SWITCHES) <= set(profiles())


def test_the_family_is_found_by_the_models_name() -> None:
    model = server_model("http://127.0.0.1:9/v1", "Qwen/Qwen3-8B")
    assert think(model).family == "qwen3"  # type: ignore[attr-defined]


def test_without_thinking_an_untagged_reply_is_the_answer() -> None:
    model = Scripted(answer=lambda prompt, _: PAIRS)
    out = reasoned_qa(model, thinking=False, profile="granite-4").invoke(passage(ENGLISH, "en"))
    assert [p["question"] for p in out["pairs"]] == [PAIR["question"]]


def test_kannada_reasoning_and_pairs() -> None:
    pair = {"question": "ಅರಮನೆ ಯಾವ ವರ್ಷ ಪೂರ್ಣಗೊಂಡಿತು?", "answer": "೧೯೧೨ರಲ್ಲಿ ಅರಮನೆ ಪೂರ್ಣಗೊಂಡಿತು."}
    reply = f"<think>ಮೊದಲು ಯೋಚಿಸುತ್ತೇನೆ.</think>{format_pairs([pair], load_locale('kn'))}"
    model = Scripted(answer=lambda prompt, _: reply)
    out = reasoned_qa(model, "kn", profile="qwen3").invoke(passage(KANNADA, "kn"))
    assert out["pairs"][0]["answer"] == pair["answer"]
    assert out["pairs"][0]["reasoning"] == "ಮೊದಲು ಯೋಚಿಸುತ್ತೇನೆ."
