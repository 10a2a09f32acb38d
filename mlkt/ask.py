"""The one step that all chains share: fill a prompt, call the model, split off the reasoning.

ask(model, "qa", "kn").invoke({"document": …, "outline": …, "n_pairs": "5"})
-> Said(answer="ಪ್ರಶ್ನೆ: …", reasoning="", cut_off=False, raw=…, made_by={…}, usage={…})
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, cast

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.runnables import Runnable, RunnableConfig, RunnableWithFallbacks
from langchain_core.runnables.base import RunnableBindingBase

from mlkt.errors import ConfigError, PackError
from mlkt.packs import Prompt, load_locale, load_prompt, tasks
from mlkt.reply import split_reasoning
from mlkt.rows import MadeBy, Usage
from mlkt.steps import Untraced

# A chat model, or one with `bind`, `with_retry` or `with_fallbacks` around it.
Model = Runnable[LanguageModelInput, AIMessage]
OWN_VIEW = "summary_detailed"  # a summary of the user's own kind takes the inputs of this one
TASK_PREFIX = "task_"  # of a step that follows the user's own instruction; the same inputs


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a step's requests are sampled; None leaves the choice to the server."""

    temperature: float | None = 0.0
    top_p: float | None = None
    top_k: int | None = None
    max_tokens: int | None = None

    def kwargs(self) -> dict[str, float | int]:
        """Return the values that are set, as a chat model's call takes them."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class StepSettings:
    """The settings of one step, as they stand under `steps:` in a configuration.

    `prompt` replaces the pack's prompt; `prompt_lang` takes the instructions from another language
    than the output's. `n_pairs` is what one request is asked for, where a step makes several things
    at once; `n` is how many times a summary is asked for, each a sample of its own. `thinking`
    switches a reasoning model for this step; None leaves it as it is.
    """

    sampling: Sampling = Sampling()
    prompt: Prompt | None = None
    prompt_lang: str | None = None
    n_pairs: int = 5
    n: int = 1
    thinking: bool | None = None


Steps = Mapping[str, StepSettings]


@dataclass(frozen=True, slots=True)
class Said:
    """What a model said: `answer` without reasoning, `raw` as it came."""

    answer: str
    reasoning: str
    cut_off: bool
    finish_reason: str | None
    raw: str
    prompt_lang: str
    made_by: MadeBy
    usage: Usage


def ask(
    model: Model,
    task: str,
    lang: str,
    *,
    steps: Steps | None = None,
    sampling: Sampling | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Runnable[dict[str, str], Said]:
    """Return the runnable that fills the prompt of `task` and returns what `model` said.

    Its input maps the prompt's inputs to texts; labels, verdict words and the language's name come
    from the locales. `steps` holds the settings, `sampling` stands above them. Every call carries
    `metadata` with the task, the languages of prompt and texts and the prompt's signature, seen in
    callbacks and traces.

    Raises:
        ConfigError: the step switches the thinking of a model that cannot be switched.
        PackError: no such prompt in this language, or a prompt of one's own with unknown inputs.
    """
    settings = (steps or {}).get(task, StepSettings())
    prompt = settings.prompt or load_prompt(task, settings.prompt_lang or lang)
    _check_inputs(prompt, task)
    words = locale_words(prompt.lang, lang)
    about = {
        "task": task, "lang": prompt.lang, "text_lang": lang, "prompt": prompt.signature,
        **(metadata or {}),
    }  # fmt: skip

    options = (sampling or settings.sampling).kwargs()
    if settings.thinking is not None:
        check_switch(model, task, settings.thinking)
        options["thinking"] = settings.thinking
    return Ask(model, prompt, words, about, options)


class Ask(Untraced[dict[str, str], Said]):
    """What `ask` returns: three things in one runnable, as a sequence would cost half a request."""

    def __init__(
        self, model: Model, prompt: Prompt, words: Mapping[str, str], about: dict[str, Any],
        sampling: dict[str, float | int],
    ) -> None:  # fmt: skip
        """Keep what every request of this step shares."""
        self.model, self.prompt, self.words = model, prompt, words
        self.about, self.sampling = about, sampling
        self.name = prompt.task

    def invoke(
        self, input: dict[str, str], config: RunnableConfig | None = None, **kwargs: Any
    ) -> Said:
        """Return what the model says."""
        asked = self.model.invoke(self._fill(input), self._config(config), **self.sampling)
        return _said(asked, self.prompt)

    async def ainvoke(
        self, input: dict[str, str], config: RunnableConfig | None = None, **kwargs: Any
    ) -> Said:
        """Return what the model says."""
        asked = await self.model.ainvoke(self._fill(input), self._config(config), **self.sampling)
        return _said(asked, self.prompt)

    def _fill(self, values: dict[str, str]) -> list[BaseMessage]:
        known = {**self.words, **values}
        wanted = {name: known[name] for name in self.prompt.inputs if name in known}
        return [HumanMessage(self.prompt.fill(**wanted))]

    def _config(self, config: RunnableConfig | None) -> RunnableConfig:
        own: RunnableConfig = {"run_name": self.prompt.task, "metadata": self.about}
        if config:  # what `merge_configs` does, for the two keys that are added
            own["metadata"] = {**config.get("metadata", {}), **self.about}
        return cast("RunnableConfig", {**(config or {}), **own})


def check_switch(model: Model, task: str, on: bool) -> None:
    """Refuse a step's `thinking` where `model` cannot be switched.

    It goes to the model as the call's keyword `thinking`, which a model that knows it declares by a
    method `check_thinking`. Asked are the models inside of bindings, retries and fall-backs.

    Raises:
        ConfigError: no switch is known for it, or none for this state.
    """
    for one in _inside(model):
        check = getattr(one, "check_thinking", None)
        if check is None:
            raise ConfigError(
                f"steps.{task}.thinking: {getattr(one, 'model_name', type(one).__name__)!r} cannot "
                "be switched: wrap it in mlkt.models.thinking.think, or leave `thinking` out"
            )
        check(on)


def can_switch(model: Model, on: bool) -> bool:
    """Return whether the thinking of `model` can be switched on, or off."""
    try:
        check_switch(model, "", on)
    except ConfigError:
        return False
    return True


def _inside(model: Any) -> Iterator[Any]:
    """Yield the models that a runnable around models may call."""
    if isinstance(model, RunnableWithFallbacks):
        fallbacks = cast("RunnableWithFallbacks[Any, Any]", model)
        for one in (fallbacks.runnable, *fallbacks.fallbacks):
            yield from _inside(one)
    elif isinstance(model, RunnableBindingBase):
        yield from _inside(cast("RunnableBindingBase[Any, Any]", model).bound)
    elif hasattr(model, "inner") and not hasattr(model, "check_thinking"):
        yield from _inside(model.inner)  # a model in a journal
    else:
        yield model


def locale_words(prompt_lang: str, lang: str) -> dict[str, str]:
    """Return the prompt inputs that locales hold: labels, verdict words, the output's language.

    A prompt names its own language by its endonym and another language by its English name.
    """
    locale = load_locale(prompt_lang)
    output = load_locale(lang)
    return {
        "language": output.endonym if output.code == locale.code else output.name,
        "yes": locale.yes[0],
        "no": locale.no[0],
        "unclear": locale.unclear[0],
        **{f"{label}_label": forms[0] for label, forms in locale.labels.items()},
    }


def _check_inputs(prompt: Prompt, task: str) -> None:
    known = load_prompt(task if task in tasks() else OWN_VIEW, "en").inputs
    if unknown := sorted(prompt.inputs - known):
        raise PackError(
            f"prompt {prompt.signature}: unknown inputs {unknown}; {task!r} has {sorted(known)}"
        )


def _said(message: AIMessage, prompt: Prompt) -> Said:
    text = message.text
    finish_reason: str | None = message.response_metadata.get("finish_reason")
    server_reasoning: str | None = message.additional_kwargs.get("reasoning_content")
    reply = split_reasoning(
        text,
        profile=message.response_metadata.get("reasoning_profile", "auto"),
        finish_reason=finish_reason,
        server_reasoning=server_reasoning,
    )
    model = str(message.response_metadata.get("model_name", ""))
    tokens = message.usage_metadata or {"input_tokens": 0, "output_tokens": 0}
    return Said(
        answer=reply.answer.strip(),
        reasoning=reply.reasoning.strip(),
        cut_off=reply.cut_off,
        finish_reason=finish_reason,
        raw=text,
        prompt_lang=prompt.lang,
        made_by={"step": prompt.task, "prompt": prompt.signature, "model": model},
        usage={
            "step": prompt.task,
            "input_tokens": tokens["input_tokens"],
            "output_tokens": tokens["output_tokens"],
        },
    )
