"""Switch a reasoning model's thinking on or off, the way its family wants it.

    think(model, True, profile="qwen3")      chat_template_kwargs: {"enable_thinking": true}
    think(model, False, profile="nemotron")  a system message "detailed thinking off"

Sources: the families' model cards and chat templates as read by vLLM's and SGLang's reasoning
parsers in November 2026. Families that always think, or that only the server can switch, refuse.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, SystemMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from mlkt.errors import ConfigError
from mlkt.reply import profile_for, profiles


@dataclass(frozen=True, slots=True)
class Switch:
    """How a family is switched: a value for on and one for off; None where there is no such state.

    `template`: a key of `chat_template_kwargs`. `request`: a field of the request. `system`: a
    system message, before all others. `suffix`: words at the end of the last user message.
    """

    where: Literal["template", "request", "system", "suffix"]
    key: str
    on: Any
    off: Any


_ENABLE = Switch("template", "enable_thinking", True, False)
_THINKING = Switch("template", "thinking", True, False)

SWITCHES: dict[str, Switch] = {
    "deepseek-v3.1": _THINKING,
    "ernie": _ENABLE,
    "exaone-4": _ENABLE,
    "gemma": _ENABLE,
    "glm-4.5": _ENABLE,
    "gpt-oss": Switch("request", "reasoning_effort", "high", None),
    "granite-3": _THINKING,
    "granite-4": _ENABLE,
    "hunyuan": Switch("suffix", "", "/think", "/no_think"),
    "hyperclova-x": _THINKING,
    "kimi-k2": _THINKING,
    "magistral": Switch("request", "reasoning_effort", "high", "none"),
    "minimax-m3": Switch("template", "thinking_mode", "enabled", "disabled"),
    "nemotron": Switch("system", "", "detailed thinking on", "detailed thinking off"),
    "nemotron-3": _ENABLE,
    "qwen3": _ENABLE,
    "seed-oss": Switch("template", "thinking_budget", -1, 0),
}


def think(model: BaseChatModel, on: bool | None = True, *, profile: str = "auto") -> BaseChatModel:
    """Return `model` with its thinking switched on or off; its replies are read by `profile`.

    `profile` is a family's name (see `mlkt.reply.profiles()`); `auto` takes it from the model's
    name. A family without a switch always thinks: on changes nothing for it. `on` None leaves the
    switch alone and only says how replies are read.

    Raises:
        ConfigError: an unknown profile, or a family that cannot be switched off.
    """
    family = profile_for(_name(model)) if profile == "auto" else profile
    if family not in profiles():
        raise ConfigError(f"no reasoning profile {family!r}; there are {', '.join(profiles())}")
    switched = ThinkingModel(inner=model, family=family, switch=SWITCHES.get(family), on=on)
    if on is not None:
        switched.check_thinking(on)
    return switched


class ThinkingModel(BaseChatModel):
    """A chat model whose requests carry its family's switch, and whose replies name its profile.

    A call's keyword `thinking` stands above `on` (see `mlkt.ask.StepSettings.thinking`). Streams do
    not name the profile: `ReasoningSplitter` takes it as an argument.
    """

    inner: BaseChatModel
    family: str
    switch: Switch | None
    on: bool | None

    def check_thinking(self, on: bool) -> None:
        """Raise ConfigError where a call cannot switch the thinking on, or off."""
        if not on and (self.switch is None or self.switch.off is None):
            raise ConfigError(
                f"{_name(self.inner) or self.family!r}: no way is known to switch off the thinking "
                f"of {self.family!r} models: leave it on, or name another profile or model"
            )

    @property
    def _llm_type(self) -> str:
        return self.inner._llm_type  # pyright: ignore[reportPrivateUsage]  # the wrapped one's word

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {**self.inner._identifying_params, "profile": self.family, "thinking": self.on}

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        on = kwargs.pop("thinking", self.on)
        messages, kwargs = self._switched(messages, kwargs, on)
        return self._named(self.inner._generate(messages, stop, run_manager, **kwargs), on)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        on = kwargs.pop("thinking", self.on)
        messages, kwargs = self._switched(messages, kwargs, on)
        return self._named(await self.inner._agenerate(messages, stop, run_manager, **kwargs), on)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        messages, kwargs = self._switched(messages, kwargs, kwargs.pop("thinking", self.on))
        yield from self.inner._stream(messages, stop, run_manager, **kwargs)

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        messages, kwargs = self._switched(messages, kwargs, kwargs.pop("thinking", self.on))
        async for chunk in self.inner._astream(messages, stop, run_manager, **kwargs):
            yield chunk

    def _switched(
        self, messages: list[BaseMessage], kwargs: dict[str, Any], on: bool | None
    ) -> tuple[list[BaseMessage], dict[str, Any]]:
        if self.switch is None or on is None:
            return messages, kwargs
        value = self.switch.on if on else self.switch.off
        match self.switch.where:
            case "template":
                template = {**kwargs.get("chat_template_kwargs", {}), self.switch.key: value}
                return messages, {**kwargs, "chat_template_kwargs": template}
            case "request":
                return messages, {**kwargs, self.switch.key: value}
            case "system":
                return [SystemMessage(value), *messages], kwargs
            case "suffix":
                last = messages[-1].model_copy(update={"content": f"{messages[-1].text}\n{value}"})
                return [*messages[:-1], last], kwargs

    def _named(self, result: ChatResult, on: bool | None) -> ChatResult:
        # With thinking off a text without tags is the answer, also where the prompt opens the
        # block.
        profile = "auto" if on is False else self.family
        for generation in result.generations:
            generation.message.response_metadata["reasoning_profile"] = profile
        return result


def _name(model: BaseChatModel) -> str:
    name = getattr(model, "model_name", "") or getattr(model, "model", "")
    inner = getattr(model, "inner", None)
    return str(name) if name or not isinstance(inner, BaseChatModel) else _name(inner)
