"""Any chat model with its finished requests in a journal and those in flight under a limit."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Protocol, cast

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import RunnableConfig
from pydantic import ConfigDict

from mlkt.journal import Journal, request_key
from mlkt.limits import Limits
from mlkt.models.replies import priced_name, read, written
from mlkt.models.unwatched import plain_messages, unwatched


class Meter(Protocol):
    """Admits requests that the journal does not hold, and counts what came back for them."""

    async def begin(self, model: str, task: str, chars: int) -> Any:
        """Return a request's ticket once it may begin; raise where it may not."""

    def begin_now(self, model: str, task: str, chars: int) -> Any:
        """Return the same from a thread, without waiting."""

    def end(self, asked: Any, model: str, input_tokens: int, output_tokens: int) -> None:
        """Count the reply."""

    def give_back(self, asked: Any) -> None:
        """Take back a ticket that no reply came for."""


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
    counts_itself: bool = False  # `inner` takes a place for each attempt, and none while it waits
    meter: Any = None  # a Meter (pydantic cannot check a protocol)
    apart: str = ""  # a word that keeps its replies from those of a model of the same name

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
        key = self._key(self._request(messages, stop, run_manager, kwargs), run_manager)
        found = self.journal.get(key)
        if found is not None:
            return _result(read(found, from_journal=True))
        asked = self.meter and self.meter.begin_now(*self._about(messages, run_manager))
        try:
            with self.limits.thread_slot():
                result = self.inner._generate(messages, stop, run_manager, **kwargs)
                reply = written(result, asked_name(self.inner))
            self.journal.put(key, reply)
        except BaseException:
            if asked:
                self.meter.give_back(asked)
            raise
        return _result(self._counted(asked, read(reply, from_journal=False)))

    async def ainvoke(
        self,
        input: LanguageModelInput,
        config: RunnableConfig | None = None,
        *,
        stop: list[str] | None = None,
        **kwargs: Any,
    ) -> AIMessage:
        """Return the reply; where nothing watches, without LangChain's bookkeeping for watchers."""
        messages = plain_messages(input)
        about = None if messages is None or "stream" in kwargs else unwatched(self, config)
        if messages is None or about is None:
            return await super().ainvoke(input, config, stop=stop, **kwargs)
        return await self._reply(messages, stop, about, kwargs)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return _result(await self._reply(messages, stop, run_manager, kwargs))

    async def _reply(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None,
        run_manager: AsyncCallbackManagerForLLMRun | None,
        kwargs: dict[str, Any],
    ) -> AIMessage:
        asked: Any = None
        request = self._request(messages, stop, run_manager, kwargs)

        async def by_model() -> bytes:
            if kept := getattr(self.inner, "kept_reply", None):  # takes what the key is made of
                return await kept(request, messages, stop, run_manager, **kwargs)
            result = await self.inner._agenerate(messages, stop, run_manager, **kwargs)
            return written(result, asked_name(self.inner))

        async def make() -> bytes:
            nonlocal asked
            if self.meter:
                asked = await self.meter.begin(*self._about(messages, run_manager))
            if self.counts_itself:
                return await by_model()
            async with self.limits.slot():
                return await by_model()

        try:
            reply, from_journal = await self.journal.once(self._key(request, run_manager), make)
        except BaseException:
            if asked:
                self.meter.give_back(asked)
            raise
        return self._counted(asked, read(reply, from_journal=from_journal))

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

    def _about(
        self,
        messages: list[BaseMessage],
        run_manager: CallbackManagerForLLMRun | AsyncCallbackManagerForLLMRun | None,
    ) -> tuple[str, str, int]:
        """Return what a meter asks of a request: the model's name, the step and the characters."""
        task = str((run_manager.metadata if run_manager else {}).get("task", ""))
        return asked_name(self.inner), task, sum(len(message.text) for message in messages)

    def _counted(self, asked: Any, message: AIMessage) -> AIMessage:
        """Return `message` when the meter has counted it, if the request was metered."""
        if asked:
            name = priced_name(message.response_metadata) or asked_name(self.inner)
            used = message.usage_metadata or {"input_tokens": 0, "output_tokens": 0}
            self.meter.end(asked, name, used["input_tokens"], used["output_tokens"])
        return message

    def _request(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None,
        run_manager: CallbackManagerForLLMRun | AsyncCallbackManagerForLLMRun | None,
        kwargs: dict[str, Any],
    ) -> dict[str, Any]:
        """Return what a reply depends on: a server's payload, or what an embedded model reads."""
        payload = getattr(self.inner, "_get_request_payload", None)
        if payload:
            return payload(messages, stop=stop, **kwargs)
        metadata = run_manager.metadata if run_manager else {}
        about = {name: metadata.get(name) for name in ("task", "lang", "text_lang", "n_pairs")}
        return {
            "model": {"type": self.inner._llm_type, **self.inner._identifying_params},
            "messages": [{"role": m.type, "content": m.content} for m in messages],
            "stop": stop,
            "metadata": about,
            **kwargs,
        }

    def _key(
        self,
        request: dict[str, Any],
        run_manager: CallbackManagerForLLMRun | AsyncCallbackManagerForLLMRun | None,
    ) -> str:
        metadata = run_manager.metadata if run_manager else {}
        apart = {"apart": self.apart} if self.apart else {}
        return request_key(request | apart, sample=int(metadata.get("sample", 0)))


def asked_name(model: BaseChatModel) -> str:
    """Return the name that a model is asked for by, also inside of others; else its kind's."""
    inner = getattr(model, "inner", None)
    if isinstance(inner, BaseChatModel):
        return asked_name(inner)
    return str(getattr(model, "model_name", "") or getattr(model, "_llm_type", ""))


def paid_by_model(journal: Journal) -> dict[str, tuple[int, int, int]]:
    """Return model -> requests, tokens in, tokens out of the chat replies in a journal."""
    text = "CAST(reply AS TEXT)"
    about = f"json_extract({text}, '$.response_metadata.{{}}')"
    name = f"coalesce({about.format('asked_model')}, {about.format('model_name')}, '')"
    sums = ", ".join(
        f"sum(coalesce(json_extract({text}, '$.usage_metadata.{side}_tokens'), 0))"
        for side in ("input", "output")
    )
    found = journal.execute(
        f"SELECT {name}, count(*), {sums} FROM requests WHERE json_valid({text}) "
        f"AND json_type({text}, '$.content') NOT NULL GROUP BY 1"
    )
    return {model: (int(number), int(sent), int(got)) for model, number, sent, got in found}


def paid_usage(journal: Journal) -> dict[str, int]:
    """Return requests and tokens of all replies in a journal: what its runs have paid so far."""
    tokens = "sum(coalesce(json_extract(CAST(reply AS TEXT), '$.usage_metadata.{}_tokens'), 0))"
    columns = ", ".join(["count(*)", tokens.format("input"), tokens.format("output")])
    (found,) = journal.execute(f"SELECT {columns} FROM requests")
    names = ("requests", "input_tokens", "output_tokens")
    return dict(zip(names, (int(value or 0) for value in found), strict=True))


def _result(message: AIMessage) -> ChatResult:
    return ChatResult(generations=[ChatGeneration(message=message)])


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
