"""Any chat model with its finished requests in a journal and those in flight under a limit."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

import orjson
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict

from mlkt.journal import Journal, request_key
from mlkt.limits import Limits


class JournaledModel(BaseChatModel):
    """A chat model that asks `inner` only what the journal does not hold.

    A reply's key is made from the model's name, the messages, the sampling values and the call's
    `metadata["sample"]`, so that a second sample of one prompt is a request of its own. A reply
    from the journal carries `response_metadata["from_journal"]`. Streams come as one piece.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    inner: BaseChatModel
    journal: Journal
    limits: Limits

    @property
    def _llm_type(self) -> str:
        return self.inner._llm_type  # the wrapped model's own word, for engines that ask for it

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return dict(self.inner._identifying_params)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        key = self._key(messages, stop, run_manager, kwargs)
        found = self.journal.get(key)
        if found is not None:
            return _read(found, from_journal=True)
        with self.limits.thread_slot():
            reply = _write(self.inner._generate(messages, stop, run_manager, **kwargs))
        self.journal.put(key, reply)
        return _read(reply, from_journal=False)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        async def make() -> bytes:
            async with self.limits.slot():
                return _write(await self.inner._agenerate(messages, stop, run_manager, **kwargs))

        key = self._key(messages, stop, run_manager, kwargs)
        reply, from_journal = await self.journal.once(key, make)
        return _read(reply, from_journal=from_journal)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        yield _piece(self._generate(messages, stop, run_manager, **kwargs))

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        yield _piece(await self._agenerate(messages, stop, run_manager, **kwargs))

    def _key(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None,
        run_manager: CallbackManagerForLLMRun | AsyncCallbackManagerForLLMRun | None,
        kwargs: dict[str, Any],
    ) -> str:
        metadata = run_manager.metadata if run_manager else {}
        payload = getattr(self.inner, "_get_request_payload", None)
        request: dict[str, Any] = (
            payload(messages, stop=stop, **kwargs)
            if payload
            else {
                "model": {"type": self.inner._llm_type, **self.inner._identifying_params},
                "messages": [{"role": m.type, "content": m.content} for m in messages],
                "stop": stop,
                # what an embedded model reads beside the prompt
                "metadata": {name: metadata.get(name) for name in ("task", "lang", "n_pairs")},
                **kwargs,
            }
        )
        return request_key(request, sample=int(metadata.get("sample", 0)))


def paid_usage(journal: Journal) -> dict[str, int]:
    """Return requests and tokens of all replies in a journal: what its runs have paid so far."""
    tokens = "sum(coalesce(json_extract(CAST(reply AS TEXT), '$.usage_metadata.{}_tokens'), 0))"
    columns = ", ".join(["count(*)", tokens.format("input"), tokens.format("output")])
    (found,) = journal.execute(f"SELECT {columns} FROM requests")
    names = ("requests", "input_tokens", "output_tokens")
    return dict(zip(names, (int(value or 0) for value in found), strict=True))


def _write(result: ChatResult) -> bytes:
    message = cast("AIMessage", result.generations[0].message)
    about = {**(result.generations[0].generation_info or {}), **message.response_metadata}
    named = (result.llm_output or {}).get("model_name")
    return orjson.dumps(
        {
            "content": message.content,
            "additional_kwargs": {
                name: value
                for name, value in message.additional_kwargs.items()
                if value is not None
            },
            "response_metadata": ({"model_name": named} if named else {}) | about,
            "usage_metadata": message.usage_metadata,
        },
        default=str,
    )


def _read(reply: bytes, *, from_journal: bool) -> ChatResult:
    fields = orjson.loads(reply)
    if from_journal:
        fields["response_metadata"]["from_journal"] = True
    return ChatResult(generations=[ChatGeneration(message=AIMessage(**fields))])


def _piece(result: ChatResult) -> ChatGenerationChunk:
    message = cast("AIMessage", result.generations[0].message)
    return ChatGenerationChunk(
        message=AIMessageChunk(
            content=message.content,
            additional_kwargs=message.additional_kwargs,
            response_metadata=message.response_metadata,
            usage_metadata=message.usage_metadata,
        )
    )
