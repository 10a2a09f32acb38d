"""A chat model behind any server that speaks OpenAI's protocol: vLLM, llama.cpp, a hosted API.

langchain-openai does the protocol; this class adds what data generation needs: the reasoning that
servers send beside the answer is kept, sampling values outside OpenAI's own reach the server,
streams report usage, and errors say what to do.

    model = ServerModel(base_url="http://127.0.0.1:8000/v1", api_key="x", model="Qwen/Qwen3-8B")
    model.invoke("…").additional_kwargs["reasoning_content"]

Proxies: invoke and ainvoke go the same way. HTTP_PROXY, HTTPS_PROXY and ALL_PROXY count, and
NO_PROXY says which servers are reached directly; with a proxy set, a server on this machine needs
NO_PROXY=127.0.0.1,localhost (errors say so).
"""

# pyright: reportUnknownMemberType=false
# (langchain-openai types the methods that are overridden here with bare dicts)

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlsplit

import openai
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.prompt_values import ChatPromptValue
from langchain_openai.chat_models.base import BaseChatOpenAI
from pydantic import Field

from mlkt.errors import MlktError
from mlkt.limits import Limits
from mlkt.models.failures import explain
from mlkt.models.http import ClientPerLoop
from mlkt.models.passing import EmptyReplyError, is_unreadable
from mlkt.models.replies import says_nothing, written, written_plain
from mlkt.models.retrying import patiently
from mlkt.models.unwatched import plain_messages
from mlkt.models.wire import post, read_reply, short_body

# What vLLM, SGLang and llama.cpp take at the top level of a request and OpenAI's client does not
# know.
_SERVER_OPTIONS = frozenset(
    "top_k min_p repetition_penalty chat_template_kwargs grammar guided_json structured_outputs "
    "include_reasoning thinking_budget".split()
)
NO_KEY = "none"  # servers without keys still want the header's form
_MANY = 1024  # in flight at a time, for a model that is used outside a run
_NO_TIMEOUT_S = 24 * 3600.0
_REASONING_FIELDS = ("reasoning", "reasoning_content")  # vLLM >= 0.16 and OpenRouter; the others


class _Client(openai.DefaultHttpxClient):
    """A synchronous client that closes its connections when its model goes away."""

    def __del__(self) -> None:
        with suppress(Exception):  # the interpreter may be half gone
            self.close()


def _unlimited() -> Limits:
    return Limits(_MANY)


class ServerModel(BaseChatOpenAI):
    """A chat model that keeps `reasoning` and `reasoning_content` as `reasoning_content`.

    `role` (teacher, critic, translator) names the model's settings in errors. Failed requests raise
    `ModelError` (nothing will work: unreachable, wrong key, unknown model) or `RequestError` (this
    request cannot work).
    """

    role: str = "teacher"
    limits: Limits = Field(default_factory=_unlimited, exclude=True)
    use_responses_api: bool | None = False  # some model names would switch it on
    stream_usage: bool | None = True
    openai_proxy: str | None = Field(default="")
    http_client: Any | None = Field(default_factory=_Client, exclude=True)
    http_async_client: Any | None = Field(default_factory=ClientPerLoop, exclude=True)
    # Both clients are ours: langchain-openai has no transport to warn about where a proxy is set.
    http_socket_options: Sequence[tuple[int, int, int]] | None = Field(default=(), exclude=True)

    @property
    def _llm_type(self) -> str:
        return "mlkt-server"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        tries = 0
        while True:
            try:
                return super()._generate(messages, stop, run_manager, **kwargs)
            except Exception as error:
                tries += 1
                # The client itself has tried again all but what it cannot read.
                if tries > self._retries or not is_unreadable(error):
                    raise self.explained(error, _task(run_manager)) from error

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        payload = self._get_request_payload(messages, stop=stop, **kwargs)
        reply = await self.replied(payload, messages, stop, run_manager, **kwargs)
        return reply if isinstance(reply, ChatResult) else self._create_chat_result(reply)

    async def kept_reply(self, payload: dict[str, Any], *given: Any, **kwargs: Any) -> bytes:
        """Return the reply as a journal keeps it; takes and raises what `replied` does."""
        reply = await self.replied(payload, *given, **kwargs)
        asked = self.model_name
        if isinstance(reply, ChatResult):
            return written(reply, asked)
        return written_plain(reply, asked) or written(self._create_chat_result(reply), asked)

    async def replied(
        self,
        payload: dict[str, Any],
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> dict[str, Any] | ChatResult:
        """Return the server's JSON; where the short way cannot be gone, langchain-openai's result.

        `payload` is the request that the other arguments make.

        Raises:
            ModelError, RequestError: the request failed for good.
        """
        try:
            headers = self._headers()
            if headers is not None and (body := short_body(payload)) is not None:
                return await self._posted(body, headers)
            return await self._by_client(messages, stop, run_manager, **kwargs)
        except Exception as error:
            raise self.explained(error, _task(run_manager)) from error

    def _headers(self) -> dict[str, str] | None:
        """Return the headers of the short way, None where only OpenAI's client does as it is set.

        That is with the user's own client, query or kind of key.
        """
        own = not isinstance(self.http_async_client, ClientPerLoop) or self.default_query
        if own or not hasattr(self.openai_api_key, "get_secret_value"):
            return None
        name = self.openai_organization
        return ({"OpenAI-Organization": name} if name else {}) | dict(self.default_headers or {})

    async def _posted(self, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        """Return the server's reply to `body` by the short way, asked again where that may help."""
        key = cast("Any", self.openai_api_key).get_secret_value()
        url = f"{str(self.openai_api_base).rstrip('/')}/chat/completions"
        timeout_s = cast("float", self.request_timeout or _NO_TIMEOUT_S)

        async def attempt() -> dict[str, Any]:
            return read_reply(await post(url, body, key=key, timeout_s=timeout_s, headers=headers))

        return await self._patiently(attempt)

    async def _by_client(self, *given: Any, **kwargs: Any) -> ChatResult:
        """Return what OpenAI's client makes of a request, asked again where that may help."""
        # Its own retries would hold a place while they wait, and narrow nothing.
        root = self.root_async_client.with_options(max_retries=0)
        clients = {"root_async_client": root, "async_client": root.chat.completions}
        once = self.model_copy(update=clients)

        async def attempt() -> ChatResult:
            result = await BaseChatOpenAI._agenerate(once, *given, **kwargs)
            if says_nothing(result):
                raise EmptyReplyError(result)
            return result

        return await self._patiently(attempt)

    async def _patiently(self, attempt: Callable[[], Awaitable[Any]]) -> Any:
        return await patiently(
            attempt, limits=self.limits, lane=self.lane, max_retries=self._retries
        )

    @property
    def lane(self) -> str:
        """Return the name under which this model's requests are counted."""
        return f"{self.model_name} at {self.openai_api_base}"

    @property
    def _retries(self) -> int:
        """Return how often a request that failed is sent again."""
        return openai.DEFAULT_MAX_RETRIES if self.max_retries is None else self.max_retries

    def explained(self, error: Exception, task: str = "") -> MlktError:
        """Return what `error` means for the user of this model, without its key."""
        key = cast("Any", self.openai_api_key)
        secret: str = key.get_secret_value() if hasattr(key, "get_secret_value") else ""
        return explain(
            error,
            role=self.role,
            url=str(self.openai_api_base),
            model=self.model_name,
            task=task,
            secret="" if secret == NO_KEY else secret,
        )

    def _get_request_payload(
        self, input_: LanguageModelInput, *, stop: list[str] | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        given = plain_messages(input_)
        if given is not None:  # nothing to convert, nor to check
            input_ = ChatPromptValue.model_construct(messages=given)
        payload = cast("dict[str, Any]", super()._get_request_payload(input_, stop=stop, **kwargs))
        options = {name: payload.pop(name) for name in _SERVER_OPTIONS & payload.keys()}
        if options:
            payload["extra_body"] = {**(payload.get("extra_body") or {}), **options}
        # Compatible servers know `max_tokens`; OpenAI's own newer models only the other name.
        hosted = urlsplit(str(self.openai_api_base)).hostname == "api.openai.com"
        if hosted and "max_tokens" in payload:
            payload["max_completion_tokens"] = payload.pop("max_tokens")
        return payload

    def _create_chat_result(
        self,
        response: dict[str, Any] | openai.BaseModel,
        generation_info: dict[str, Any] | None = None,
    ) -> ChatResult:
        result = super()._create_chat_result(response, generation_info)
        for generation, message in zip(result.generations, _messages(response), strict=True):
            _keep_reasoning(cast("AIMessage", generation.message), message)
        return result

    def _convert_chunk_to_generation_chunk(
        self,
        chunk: dict[str, Any],
        default_chunk_class: type,
        base_generation_info: dict[str, Any] | None,
    ) -> ChatGenerationChunk | None:
        made = super()._convert_chunk_to_generation_chunk(
            chunk, default_chunk_class, base_generation_info
        )
        choices = cast("list[dict[str, Any]]", chunk.get("choices") or [])
        if made is not None and choices:
            _keep_reasoning(cast("AIMessage", made.message), choices[0].get("delta") or {})
        return made


def _task(
    run_manager: CallbackManagerForLLMRun | AsyncCallbackManagerForLLMRun | None,
) -> str:
    return str((run_manager.metadata if run_manager else {}).get("task", ""))


def _messages(response: dict[str, Any] | openai.BaseModel) -> Iterator[dict[str, Any]]:
    """Return each choice's message with the fields that the protocol does not name."""
    if isinstance(response, dict):
        for choice in response["choices"]:
            yield choice["message"]
        return
    for choice in cast("Any", response).choices:
        yield {"content": choice.message.content, **(choice.message.model_extra or {})}


def _keep_reasoning(message: AIMessage, sent: dict[str, Any]) -> None:
    for field in _REASONING_FIELDS:
        if isinstance(sent.get(field), str) and sent[field]:
            message.additional_kwargs["reasoning_content"] = sent[field]
            # core promotes the field to a reasoning block unless the provider is "openai"
            message.response_metadata["model_provider"] = "mlkt"
            return
