r"""The recipe `reasoning`: a thinking teacher answers each question, its thoughts stay with it.

{"pairs": [{"question": …, "answer": …, "reasoning": "1. …\n2. …", "reasoning_lang": "kn", …}]}

Questions are asked first and each is answered in a request of its own, so that a pair's reasoning
is its own: of a reply with several pairs it would be that of all of them. It is not judged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable
from typing_extensions import Unpack

from mlkt.ask import Model, Steps, StepSettings, can_switch
from mlkt.chains.asking import answer_questions, ask_questions
from mlkt.chains.choice_forms import with_letters
from mlkt.chains.critic import critic
from mlkt.chains.multiple_choice import TASK as CHOICE
from mlkt.chains.multiple_choice import choose
from mlkt.chains.qa import qa
from mlkt.chains.reasoning_steps import TASK as STEPS
from mlkt.chains.reasoning_steps import name_language, sum_up_reasoning, without_reasoning
from mlkt.chains.requests import passage_text
from mlkt.chains.strategy import Road, along
from mlkt.chains.texts_back import Fields, back_with
from mlkt.errors import ConfigError, nearest
from mlkt.models.thinking import think
from mlkt.reply.pairs.options import names_letters
from mlkt.rows import Pair, Row
from mlkt.steps import step

KEEP, FORMS = ("whole", "steps", "none"), ("answer", "choice")
QUESTION_CHECKS = ("standalone", "answerable")
PAIR_CHECKS = ("relevance", "faithfulness")


def reasoning(
    model: Model,
    lang: str,
    *,
    judge: Model | None = None,
    second: Model | None = None,
    views: Sequence[str] = (),
    keep: Literal["whole", "steps", "none"] = "whole",
    form: Literal["answer", "choice"] = "answer",
    **road: Unpack[Road],
) -> Runnable[Row, Row]:
    """Return the chain from a passage in `lang` to checked pairs with their reasoning.

    The step `answer`, or `choice`, is asked with thinking on, the way that the family of a model of
    this name wants it, unless its settings say otherwise. `keep` says what stays of the thinking:
    all of it, numbered steps in the language of the pair, or nothing. With `form` `choice` a pair
    has four options, and its answer ends in the right one. `judge` (by default `model`) and
    `second` judge questions, then pairs. By the pivot road steps come back with their pairs; whole
    reasoning stays in the pivot language. `views` is not used: questions are about the passage.

    Raises:
        ConfigError: an unknown strategy, form or way to keep, or a step of a model that cannot be
            switched says `thinking`.
        EngineError: nothing here can translate `lang`.
        PackError: a prompt is missing in a language that the strategy needs.
    """
    _check("keep", keep, KEEP)
    _check("form", form, FORMS)

    def body(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        answer = choose if form == "choice" else answer_questions
        thinker, judges = _thinker(model), judge or model
        return (
            ask_questions(model, lang, texts=passage_text, steps=steps)
            | step(without_reasoning)  # that of the questions is not the pairs'
            | critic(judges, lang, checks=QUESTION_CHECKS, second=second, steps=steps)
            | answer(thinker, lang, steps=_thinking(thinker, steps, form))
            | critic(judges, lang, checks=PAIR_CHECKS, second=second, steps=steps)
            | _kept(keep, model, lang, steps)
        )

    def lettered(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        return step(with_letters)

    after = lettered if form == "choice" else None
    back = back_with(_fields(keep))
    return along(model, lang, body, back=back, after=after, **road)


def reasoning_calls(
    steps: Steps, views: Sequence[str], *, keep: str = "whole", form: str = "answer"
) -> dict[str, float]:
    """Return the requests a passage, by task."""
    n_pairs = steps.get("questions", StepSettings()).n_pairs
    answer = CHOICE if form == "choice" else "answer"
    summed = {STEPS: n_pairs} if keep == "steps" else {}
    asked = dict.fromkeys((*QUESTION_CHECKS, answer, *PAIR_CHECKS), n_pairs)
    return {"questions": 1, **asked, **summed}


def reasoned_qa(
    model: BaseChatModel,
    lang: str = "en",
    *,
    thinking: bool = True,
    profile: str = "auto",
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain `qa` on a reasoning model of family `profile`, thinking on or off.

    All pairs of one reply carry its reasoning; `reasoning` gives each its own. Any other chain does
    the same with `mlkt.models.thinking.think(model)` as its model.

    Raises:
        ConfigError: an unknown profile, or a family that cannot be switched off.
    """
    return qa(think(model, thinking, profile=profile), lang, steps=steps)


def _check(name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        hint = nearest(value, known) or f": choose {', '.join(known)}"
        raise ConfigError(f"unknown {name} {value!r} of the recipe reasoning{hint}")


def _thinker(model: Model) -> Model:
    """Return a model whose thinking can be switched on, where it is a chat model at all."""
    if can_switch(model, on=True) or not isinstance(model, BaseChatModel):
        return model
    return think(model, None)


def _thinking(model: Model, steps: Steps | None, form: str) -> Steps:
    """Return the settings with thinking on for the step that answers, where nothing is said."""
    task = CHOICE if form == "choice" else "answer"
    known = steps or {}
    own = known.get(task, StepSettings())
    if own.thinking is None and can_switch(model, on=True):
        own = replace(own, thinking=True)
    return {**known, task: own}


def _kept(keep: str, model: Model, lang: str, steps: Steps | None) -> Runnable[Row, Row]:
    if keep == "none":
        return step(without_reasoning)
    named = step(name_language(lang))
    return sum_up_reasoning(model, lang, steps=steps) | named if keep == "steps" else named


def _fields(keep: str) -> Fields:
    """Return what comes back with a pair; thoughts that name letters mean those of the pivot."""

    def fields(pair: Pair) -> Mapping[str, Sequence[str]]:
        thought = pair.get("thought", "")
        found: dict[str, Sequence[str]] = {"options": pair.get("options", [])}
        found["thought"] = [] if not thought or names_letters(thought) else [thought]
        found["reasoning"] = [pair["reasoning"]] if keep == "steps" and pair["reasoning"] else []
        return {name: texts for name, texts in found.items() if texts}

    return fields
