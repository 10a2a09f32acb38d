import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from functools import reduce
from operator import add
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core._api import LangChainBetaWarning
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.load import dumpd, load
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from langchain_core.outputs import ChatGeneration

from mlkt.errors import ConfigError
from mlkt.reply import ReasoningSplitter, Reply, split_reasoning
from tests.reply.reasoning.reasoning_rows import ROWS, Row

_TEXT = "<think>ಎಣಿಸುವೆ.</think>\nಮೂರು."
_REPLY = Reply("\nಮೂರು.", "ಎಣಿಸುವೆ.")


def _model(text: str) -> GenericFakeChatModel:
    return GenericFakeChatModel(messages=iter([AIMessage(text)] * 8))


def _chunk(text: str, **fields: Any) -> AIMessageChunk:
    return AIMessageChunk(content=text, additional_kwargs=fields)


def _added(pieces: list[Reply]) -> Reply:
    return reduce(add, pieces)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.profile}: {row.seen}")
def test_a_message_is_split_as_its_text_and_fields_are(row: Row) -> None:
    message = AIMessage(
        row.text,
        additional_kwargs={"reasoning_content": row.server} if row.server else {},
        response_metadata={"finish_reason": row.reason} if row.reason else {},
    )
    splitter = ReasoningSplitter(profile=row.profile)
    assert splitter.invoke(message) == Reply(row.answer, row.reasoning, row.cut_off)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.profile}: {row.seen}")
def test_a_stream_adds_up_to_the_whole(row: Row) -> None:
    chunks = [_chunk("", reasoning=char) for char in row.server or ""]
    chunks += [_chunk(char) for char in row.text]
    chunks.append(AIMessageChunk(content="", response_metadata={"finish_reason": row.reason}))
    pieces = list(ReasoningSplitter(profile=row.profile).transform(iter(chunks)))
    assert _added(pieces) == Reply(row.answer, row.reasoning, row.cut_off)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(ROWS), st.integers(1, 7))
async def test_an_asynchronous_stream_adds_up_to_the_whole(row: Row, size: int) -> None:
    async def chunks() -> AsyncIterator[str]:
        for at in range(0, len(row.text), size):
            yield row.text[at : at + size]

    splitter = ReasoningSplitter(profile=row.profile)
    pieces = [piece async for piece in splitter.atransform(chunks())]
    assert _added(pieces or [Reply()]) == split_reasoning(row.text, profile=row.profile)


async def test_in_a_chain_it_answers_all_four_ways() -> None:
    chain = _model(_TEXT) | ReasoningSplitter(profile="qwen3")
    question = [HumanMessage("?")]
    assert chain.invoke(question) == _REPLY
    assert await chain.ainvoke(question) == _REPLY
    assert _added(list(chain.stream(question))) == _REPLY
    assert _added([piece async for piece in chain.astream(question)]) == _REPLY
    assert chain.batch([question, question]) == [_REPLY, _REPLY]


def test_in_a_chain_pieces_come_while_the_model_still_writes() -> None:
    asked: list[int] = []

    def chunks() -> Iterator[AIMessageChunk]:
        for n, text in enumerate(["<think>We ", "count.</th", "ink>Three", "."]):
            asked.append(n)
            yield _chunk(text)

    pieces = ReasoningSplitter(profile="qwen3").transform(chunks())
    assert next(pieces) == Reply("", "We ")
    assert asked == [0]
    assert list(pieces) == [Reply("", "count."), Reply("Three"), Reply(".")]


@pytest.mark.parametrize("name", ["reasoning", "reasoning_content"])
def test_both_names_of_the_field_are_read(name: str) -> None:
    message = AIMessage("Three.", additional_kwargs={name: "We count."})
    assert ReasoningSplitter().invoke(message) == Reply("Three.", "We count.")


def test_of_two_fields_with_the_same_reasoning_one_counts() -> None:
    both = {"reasoning": "We count.", "reasoning_content": "We count."}
    assert (
        ReasoningSplitter().invoke(AIMessage("3", additional_kwargs=both)).reasoning == "We count."
    )


@pytest.mark.parametrize(
    "block",
    [
        {"type": "thinking", "thinking": "We count."},  # Anthropic
        {"type": "thinking", "thinking": [{"type": "text", "text": "We count."}]},  # Mistral
        {"type": "reasoning", "reasoning": "We count."},  # LangChain's standard block
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "We count."}]},  # OpenAI
        {"type": "reasoning", "content": [{"type": "reasoning_text", "text": "We count."}]},
        {
            "type": "reasoning",
            "summary": [],
            "extras": {"content": [{"type": "reasoning_text", "text": "We "}, {"text": "count."}]},
        },
    ],
)
def test_reasoning_blocks_are_read(block: dict[str, Any]) -> None:
    message = AIMessage([block, {"type": "text", "text": "Three."}])
    assert ReasoningSplitter().invoke(message) == Reply("Three.", "We count.")


@pytest.mark.parametrize(
    "fields",
    [
        {"reasoning_details": [{"type": "reasoning.text", "text": "We count."}]},  # OpenRouter
        {"reasoning_details": [{"type": "reasoning.summary", "summary": "We count."}]},
        {"reasoning": {"type": "reasoning", "summary": [{"text": "We "}, {"text": "count."}]}},
    ],
)
def test_reasoning_in_parts_is_read(fields: dict[str, Any]) -> None:
    message = AIMessage("Three.", additional_kwargs=fields)
    assert ReasoningSplitter().invoke(message) == Reply("Three.", "We count.")


@pytest.mark.parametrize("value", [7, [], {}, [7], [{"type": "reasoning.encrypted"}]])
def test_a_field_without_text_is_no_reasoning(value: Any) -> None:
    message = AIMessage(
        "Three.", additional_kwargs={"reasoning_details": value, "reasoning": value}
    )
    assert ReasoningSplitter().invoke(message) == Reply("Three.", "")


def test_a_field_that_comes_first_makes_the_text_answer() -> None:
    chunks = [
        _chunk("", reasoning_content="We "),
        _chunk("", reasoning_content="count."),
        _chunk("3."),
    ]
    pieces = list(ReasoningSplitter(profile="deepseek-r1").transform(iter(chunks)))
    assert pieces == [Reply("", "We "), Reply("", "count."), Reply("3.")]


def test_an_empty_reply_gives_one_empty_piece() -> None:
    assert list(ReasoningSplitter().transform(iter([_chunk("")]))) == [Reply()]
    assert ReasoningSplitter().invoke("") == Reply()


def test_the_limit_of_undecided_text_reaches_the_stream() -> None:
    pieces = ReasoningSplitter(max_undecided_chars=4).transform(iter(["Three ", "rivers."]))
    assert list(pieces) == [Reply("Three "), Reply("rivers.")]
    pieces = ReasoningSplitter().transform(iter(["Three ", "rivers."]))
    assert list(pieces) == [Reply("Three rivers.")]


async def test_parsing_takes_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_thread(*args: object, **kwargs: object) -> None:
        raise AssertionError("a parser that hops threads costs more than it parses")

    monkeypatch.setattr("langchain_core.output_parsers.base.run_in_executor", no_thread)
    monkeypatch.setattr("langchain_core.output_parsers.transform.run_in_executor", no_thread)
    splitter = ReasoningSplitter(profile="qwen3")
    assert await splitter.ainvoke(AIMessage(_TEXT)) == _REPLY
    assert await splitter.aparse(_TEXT) == _REPLY
    assert await splitter.aparse_result([ChatGeneration(message=AIMessage(_TEXT))]) == _REPLY


def test_the_finish_reason_of_a_generation_is_read() -> None:
    found = ChatGeneration(
        message=AIMessage("", additional_kwargs={"reasoning": "We"}),
        generation_info={"finish_reason": "length"},
    )
    assert ReasoningSplitter().parse_result([found]) == Reply("", "We", True)


def test_it_is_written_and_loaded_as_langchain_does() -> None:
    splitter = ReasoningSplitter(profile="qwen3", max_undecided_chars=9)
    with pytest.warns(LangChainBetaWarning):
        again = load(
            dumpd(splitter), valid_namespaces=["mlkt"], allowed_objects=[ReasoningSplitter]
        )
    assert again == splitter


def test_an_unknown_profile_is_an_error_before_any_model_is_called() -> None:
    with pytest.raises(ConfigError, match="'qwn3', did you mean 'qwen3'"):
        ReasoningSplitter(profile="qwn3")


def test_a_negative_limit_is_an_error_before_any_model_is_called() -> None:
    with pytest.raises(ConfigError, match="max_undecided_chars=-1"):
        ReasoningSplitter(max_undecided_chars=-1)
    assert ReasoningSplitter(max_undecided_chars=0).max_undecided_chars == 0


def test_its_types_are_known() -> None:
    assert ReasoningSplitter().OutputType is Reply
    assert ReasoningSplitter().get_output_jsonschema()["$ref"].endswith("Reply")


def test_importing_the_room_imports_no_langchain() -> None:
    code = "import sys, mlkt.reply; print('langchain_core' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
