"""The one step that all chains share: fill a prompt, call the model, split off the reasoning.

ask(model, "qa", "kn").invoke({"document": …, "outline": …, "n_pairs": "5"})
-> Said(answer="ಪ್ರಶ್ನೆ: …", reasoning="", cut_off=False, raw=…, made_by={…}, usage={…})
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.runnables import Runnable, RunnableConfig

from mlkt.errors import PackError
from mlkt.packs import Prompt, load_locale, load_prompt
from mlkt.reply import split_reasoning
from mlkt.rows import MadeBy, Usage

# A chat model, or one with `bind`, `with_retry` or `with_fallbacks` around it.
Model = Runnable[LanguageModelInput, AIMessage]
In = TypeVar("In")
Out = TypeVar("Out")


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
    than the output's; `n_pairs` counts only for the step `qa`.
    """

    sampling: Sampling = Sampling()
    prompt: Prompt | None = None
    prompt_lang: str | None = None
    n_pairs: int = 5


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
    `metadata` with the task, the prompt's language and its signature, seen in callbacks and traces.

    Raises:
        PackError: no such prompt in this language, or a prompt of one's own with unknown inputs.
    """
    settings = (steps or {}).get(task, StepSettings())
    prompt = settings.prompt or load_prompt(task, settings.prompt_lang or lang)
    _check_inputs(prompt, task)
    words = locale_words(prompt.lang, lang)
    about = {"task": task, "lang": prompt.lang, "prompt": prompt.signature, **(metadata or {})}

    def fill(values: dict[str, str]) -> list[BaseMessage]:
        known = words | values
        wanted = {name: known[name] for name in prompt.inputs if name in known}
        return [HumanMessage(prompt.fill(**wanted))]

    def read(message: AIMessage) -> Said:
        return _said(message, prompt)

    asked = model.bind(**(sampling or settings.sampling).kwargs()).with_config(
        run_name=task, metadata=about
    )
    return step(fill) | asked | step(read)


def step(function: Callable[[In], Out], name: str | None = None) -> Runnable[In, Out]:
    """Return `function` as a runnable that costs no thread and no trace; it must not block."""
    return Step(function, name)


class Step(Runnable[In, Out]):
    """A plain function between requests.

    A `RunnableLambda` would open a child run of the callbacks for each call, some 100 microseconds,
    and a thread in async chains; traces are easier to read without these, too.
    """

    def __init__(self, function: Callable[[In], Out], name: str | None = None) -> None:
        """Wrap `function`; it is shown by its own name unless another is given."""
        self.function = function
        self.name = name or getattr(function, "__name__", "step").strip("_")

    @property
    def InputType(self) -> Any:
        """Return Any: rows and what stands between two steps have no schema."""
        return Any

    @property
    def OutputType(self) -> Any:
        """Return Any."""
        return Any

    def invoke(self, input: In, config: RunnableConfig | None = None, **kwargs: Any) -> Out:
        """Return the function's value."""
        return self.function(input)

    async def ainvoke(self, input: In, config: RunnableConfig | None = None, **kwargs: Any) -> Out:
        """Return the function's value, on the event loop itself."""
        return self.function(input)


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
    known = load_prompt(task, "en").inputs
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
