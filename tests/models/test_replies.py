"""Replies are kept as LangChain reads them, by the quick road as by the usual one."""

from typing import Any

import orjson
import pytest

from mlkt.models import server_model
from mlkt.models.replies import read, written, written_plain

MODEL = server_model("http://127.0.0.1:9/v1", "m")


def completion(usage: Any = None, choice: Any = None, **message: Any) -> dict[str, Any]:
    said = {"role": "assistant", "content": "ನಗರದಲ್ಲಿ ೬೫ ವಾರ್ಡ್‌ಗಳಿವೆ.", **message}
    return {
        "id": "1",
        "model": "qwen3-8b",
        "choices": [{"index": 0, "message": said, "finish_reason": "stop", **(choice or {})}],
        "usage": usage or {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
    }


PLAIN: dict[str, dict[str, Any]] = {
    "text": completion(),
    "empty fields": completion(refusal=None, tool_calls=[], function_call=None, annotations=[]),
    "no reasoning": completion(reasoning_content=None, reasoning=""),
    "no content": completion(content=None, choice={"finish_reason": "length"}),
    "no reason": completion(choice={"finish_reason": None}),
    "no usage": {**completion(), "usage": None},
    "no total": completion({"prompt_tokens": 3, "completion_tokens": 2}),
    "half a usage": completion({"prompt_tokens": 3, "completion_tokens": None}),
    "details": completion(
        {
            "prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5,
            "prompt_tokens_details": {"cached_tokens": 1, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 1, "audio_tokens": None},
        }
    ),
    "no details": completion(
        {"prompt_tokens": 3, "completion_tokens": 2, "prompt_tokens_details": None}
    ),
    "server's own fields": {**completion(choice={"stop_reason": None}), "system_fingerprint": "x"},
}  # fmt: skip
CALL = {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
UNUSUAL: dict[str, dict[str, Any]] = {
    "reasoning": completion(reasoning_content="It says so."),
    "tools": completion(content=None, tool_calls=[CALL]),
    "two": {**completion(), "choices": completion()["choices"] * 2},
    "log probabilities": completion(choice={"logprobs": None}),
    "tier": {**completion(), "service_tier": "flex"},
    "no model": {**completion(), "model": None},
}


def usual(reply: dict[str, Any], asked: str = "") -> bytes:
    return written(MODEL._create_chat_result(reply), asked)  # type: ignore[attr-defined]


@pytest.mark.parametrize("asked", ["", "qwen3", "gemma"])
@pytest.mark.parametrize("name", PLAIN)
def test_text_is_kept_the_same_by_both_roads(name: str, asked: str) -> None:
    quick = written_plain(PLAIN[name], asked)
    assert quick is not None
    other = usual(PLAIN[name], asked)
    assert orjson.loads(quick) == orjson.loads(other)
    assert read(quick, from_journal=False) == read(other, from_journal=False)
    about = orjson.loads(quick)["response_metadata"]
    assert about["model_name"] == "qwen3-8b"  # the server's word
    assert about.get("asked_model") == ("gemma" if asked == "gemma" else None)


@pytest.mark.parametrize("name", UNUSUAL)
def test_all_else_is_left_to_langchain(name: str) -> None:
    assert written_plain(UNUSUAL[name]) is None
    assert read(usual(UNUSUAL[name]), from_journal=True).response_metadata["from_journal"]


def test_tool_calls_are_kept() -> None:
    (call,) = read(usual(UNUSUAL["tools"]), from_journal=True).tool_calls
    assert (call["name"], call["args"], call["id"]) == ("f", {}, "1")
