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

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlsplit

import openai
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_openai.chat_models.base import BaseChatOpenAI
from pydantic import Field

from mlkt.errors import MlktError
from mlkt.models.failures import explain, is_unreadable
from mlkt.models.http import ClientPerLoop

# What vLLM, SGLang and llama.cpp take at the top level of a request and OpenAI's client does not
# know.
_SERVER_OPTIONS = frozenset(
    {
        "top_k",
        "min_p",
        "repetition_penalty",
        "chat_template_kwargs",
        "grammar",
        "guided_json",
        "structured_outputs",
        "include_reasoning",
        "thinking_budget",
    }
)
NO_KEY = "none"  # servers without keys still want the header's form
_REASONING_FIELDS = ("reasoning", "reasoning_content")  # vLLM >= 0.16 and OpenRouter; the others


class _Client(openai.DefaultHttpxClient):
    """A synchronous client that closes its connections when its model goes away."""

    def __del__(self) -> None:
        with suppress(Exception):  # the interpreter may be half gone
            self.close()


class ServerModel(BaseChatOpenAI):
    """A chat model that keeps `reasoning` and `reasoning_content` as `reasoning_content`.

    `role` (teacher, critic, translator) names the model's settings in errors. Failed requests raise
    `ModelError` (nothing will work: unreachable, wrong key, unknown model) or `RequestError` (this
    request cannot work).
    """

    role: str = "teacher"
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
                if tries > self._retries or not is_unreadable(error):
                    raise self.explained(error, _task(run_manager)) from error

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        tries = 0
        while True:
            try:
                return await super()._agenerate(messages, stop, run_manager, **kwargs)
            except Exception as error:
                tries += 1
                if tries > self._retries or not is_unreadable(error):
                    raise self.explained(error, _task(run_manager)) from error

    @property
    def _retries(self) -> int:
        """Return how often an unreadable reply is asked for again; the client retries the rest."""
        return self.max_retries or 0

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
