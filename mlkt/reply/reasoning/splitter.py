"""Split reasoning off in a LangChain chain, whole or streamed: a parser that yields `Reply` pieces.

    chain = prompt | model | ReasoningSplitter(profile="qwen3")
    chain.invoke(…)                   Reply(answer="Three.", reasoning="Count them.", cut_off=False)
    for piece in chain.stream(…):     pieces add up: sum them with `+`
        print(piece.answer, end="")   Reply("", "Count ", False), Reply("", "them.", False), …

Reasoning that a server puts in a field of its own is read too: `reasoning` (vLLM, OpenRouter),
`reasoning_content` (DeepSeek, SGLang, llama.cpp), `reasoning_details` (OpenRouter), or content
blocks of type `thinking` (Mistral, Anthropic) and `reasoning` (OpenAI's Responses).
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

from langchain_core.messages import BaseMessage
from langchain_core.output_parsers.transform import BaseTransformOutputParser
from langchain_core.outputs import ChatGeneration, Generation
from pydantic import field_validator

from mlkt.errors import ConfigError
from mlkt.reply.reasoning.blocks import BlockSplitter
from mlkt.reply.reasoning.profiles import find_profile
from mlkt.reply.reasoning.reasoning import answer_only, ended_early, split_reasoning, unless_copied
from mlkt.reply.reply import Reply

_Block = dict[str, Any]
_KINDS = frozenset({"thinking", "reasoning"})
_PLACES = ("thinking", "reasoning", "text", "content", "extras", "summary")


class ReasoningSplitter(BaseTransformOutputParser[Reply]):
    """The runnable from a model's message, or text, to `Reply`.

    What a stream yields adds up to what `invoke` returns, wherever the pieces are cut. Once a start
    has come, only what may become a marker is held back, and what follows the end of a wrapper
    around the answer (`</answer>`), which may not be the last one. Before that, with `auto` and
    with families that may leave the start out, text is held until an end or the end of the reply;
    `max_undecided_chars` lets go earlier: text longer than this without a marker is answer, and an
    end after it stays in the text. Where a prompt always opens the block (`deepseek-r1`), text is
    reasoning at once.

    Raises:
        ConfigError: no profile of this name, or a negative limit.
    """

    profile: str = "auto"
    max_undecided_chars: int | None = None

    @field_validator("profile")
    @classmethod
    def _known(cls, name: str) -> str:
        find_profile(name)
        return name

    @field_validator("max_undecided_chars")
    @classmethod
    def _not_negative(cls, limit: int | None) -> int | None:
        if limit is not None and limit < 0:
            raise ConfigError(
                f"max_undecided_chars={limit!r}: write 0 or more, or None for no limit"
            )
        return limit

    @classmethod
    def is_lc_serializable(cls) -> bool:
        """Return True: it has two plain fields."""
        return True

    def parse(self, text: str) -> Reply:
        """Return the parts of a text."""
        return split_reasoning(text, profile=self.profile)

    def parse_result(self, result: list[Generation], *, partial: bool = False) -> Reply:
        """Return the parts of a model's first candidate, its reasoning fields read."""
        pieces = _Pieces(self.profile, None)
        first = result[0]
        piece = (
            pieces.message(first.message)
            if isinstance(first, ChatGeneration)
            else pieces.text(first.text)
        )
        reason = (first.generation_info or {}).get("finish_reason")
        return piece + pieces.finish(reason)

    async def aparse(self, text: str) -> Reply:
        """Return the parts of a text without a thread of its own."""
        return self.parse(text)

    async def aparse_result(self, result: list[Generation], *, partial: bool = False) -> Reply:
        """Return the parts of a model's first candidate without a thread of its own."""
        return self.parse_result(result, partial=partial)

    def _transform(self, input: Iterator[str | BaseMessage]) -> Iterator[Reply]:
        pieces = _Pieces(self.profile, self.max_undecided_chars)
        for chunk in input:
            if piece := pieces.chunk(chunk):
                yield piece
        if (piece := pieces.finish()) or not pieces.any:
            yield piece

    async def _atransform(self, input: AsyncIterator[str | BaseMessage]) -> AsyncIterator[Reply]:
        pieces = _Pieces(self.profile, self.max_undecided_chars)
        async for chunk in input:
            if piece := pieces.chunk(chunk):
                yield piece
        if (piece := pieces.finish()) or not pieces.any:
            yield piece

    @property
    def _type(self) -> str:
        return "mlkt_reasoning_splitter"


class _Pieces:
    """One stream of one reply: what a server split off, and what the text holds."""

    def __init__(self, profile: str, limit: int | None) -> None:
        self._profile = find_profile(profile)
        self._limit = limit
        self._splitter = BlockSplitter(self._profile, limit)
        self._server: list[str] = []
        self._own: list[str] = []  # reasoning in the text beside the server's: may be a copy of it
        self._finish_reason: str | None = None
        self._answered = False
        self.any = False

    def chunk(self, chunk: str | BaseMessage) -> Reply:
        """Return what a piece of the stream decides."""
        return self._seen(self.text(chunk) if isinstance(chunk, str) else self.message(chunk))

    def message(self, message: BaseMessage) -> Reply:
        """Return what a message, or a piece of one, decides."""
        reason = message.response_metadata.get("finish_reason")
        self._finish_reason = reason or self._finish_reason
        reasoning = message_reasoning(message)
        if reasoning:
            if not self._server and self._splitter.untouched:
                self._splitter = BlockSplitter(answer_only(self._profile), self._limit)
            self._server.append(reasoning)
        return Reply("", reasoning) + self.text(message.text)

    def text(self, text: str) -> Reply:
        """Return what a piece of text decides."""
        return self._own_apart(self._splitter.feed(text))

    def finish(self, finish_reason: str | None = None) -> Reply:
        """Return what was held back."""
        last = self._own_apart(self._splitter.finish())
        server, own = "".join(self._server), "".join(self._own)
        kept = unless_copied(own, server) if server else last.reasoning
        unanswered = not self._answered and bool((server + own).strip())
        reason = finish_reason or self._finish_reason
        cut_off = last.cut_off or (unanswered and ended_early(reason, bool(server)))
        return Reply(last.answer, kept, cut_off)

    def _own_apart(self, piece: Reply) -> Reply:
        self._answered = self._answered or bool(piece.answer.strip())
        self._own.append(piece.reasoning)
        return Reply(piece.answer, "", piece.cut_off) if self._server else piece

    def _seen(self, piece: Reply) -> Reply:
        self.any = self.any or bool(piece)
        return piece


def message_reasoning(message: BaseMessage) -> str:
    """Return the reasoning that stands in the fields or content blocks of a message."""
    for name in ("reasoning", "reasoning_content", "reasoning_details"):
        if found := _text(message.additional_kwargs.get(name)):
            return found
    if isinstance(message.content, str):
        return ""
    blocks = [cast("_Block", block) for block in message.content if isinstance(block, dict)]
    return "".join(_text(block) for block in blocks if block.get("type") in _KINDS)


def _text(value: Any) -> str:
    """Return the text of a field: itself, or that of its parts; a whole before its summary."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(map(_text, cast("list[Any]", value)))
    if not isinstance(value, dict):
        return ""
    block = cast("_Block", value)
    return next(filter(None, (_text(block.get(place)) for place in _PLACES)), "")
