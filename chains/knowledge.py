"""The recipe `knowledge`: summaries and the passage itself, pairs from each, the critic behind.

It is the three-phase pipeline of InstructLab's knowledge tuning (LAB, arXiv 2403.01081), with each
claim checked against the passage.
"""

from collections.abc import Sequence

from langchain_core.runnables import Runnable
from typing_extensions import Unpack

from mlkt.ask import Model, Steps, StepSettings
from mlkt.chains.critic import USUAL_CHECKS, critic
from mlkt.chains.invented import IDEAS, INVENTED, SUMMARY
from mlkt.chains.qa import qa
from mlkt.chains.reverse import TASK, reverse_qa
from mlkt.chains.strategy import Road, along
from mlkt.chains.summary import KINDS, summarize
from mlkt.rows import Row


def knowledge(
    model: Model,
    lang: str,
    *,
    judge: Model | None = None,
    second: Model | None = None,
    views: Sequence[str] = KINDS,
    checks: Sequence[str] = USUAL_CHECKS,
    look: str = "pivot",
    **road: Unpack[Road],
) -> Runnable[Row, Row]:
    """Return the chain from a passage in `lang` to checked pairs in `lang`.

    `views` are kinds of summaries; `judge` (by default `model`), `second`, `checks` and `look` are
    the critic's, which stands behind the translation back where it looks at more than the pivot.
    The other options say how the chain gets from language to language: see `mlkt.chains.strategy`.
    By strategy `reverse` the answers are the passage's own sentences: there are no summaries, and
    the critic does not ask whether they are faithful.

    Raises:
        ConfigError: an unknown strategy, check or look.
        EngineError: nothing here can translate `lang`.
        PackError: a prompt is missing in a language that the strategy needs.
    """

    def made(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        return summarize(model, lang, kinds=views, steps=steps) | qa(model, lang, steps=steps)

    def judged(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        pivot = road.get("pivot", "en")
        return critic(
            judge or model, lang, checks=checks, look=look, pivot=pivot, second=second, steps=steps
        )

    def made_and_judged(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        return made(lang, steps) | judged(lang, steps)

    def reverse(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        asked = [check for check in checks if check != "faithfulness"]
        return reverse_qa(model, lang, steps=steps) | critic(
            judge or model, lang, checks=asked, second=second, steps=steps
        )

    if look == "pivot" or road.get("strategy") == "reverse":
        return along(model, lang, made_and_judged, reverse=reverse, **road)
    return along(model, lang, made, after=judged, reverse=reverse, **road)


def knowledge_calls(steps: Steps, views: Sequence[str]) -> dict[str, float]:
    """Return the requests a passage, by task."""

    def settings(task: str) -> StepSettings:
        return steps.get(task, StepSettings())

    summaries = {f"summary_{view}": settings(f"summary_{view}").n for view in views}
    ideas = {IDEAS: 1} if INVENTED in views else {}
    if ideas:
        summaries[SUMMARY] *= settings(IDEAS).n_pairs
    requests = 1 + sum(summaries.values())
    pairs = requests * settings("qa").n_pairs
    return {**ideas, **summaries, "qa": requests, **dict.fromkeys(USUAL_CHECKS, pairs)}


def reverse_calls(steps: Steps, views: Sequence[str]) -> dict[str, float]:
    """Return the requests a passage by strategy `reverse`, by task."""
    pairs = steps.get(TASK, StepSettings()).n_pairs
    return {TASK: 1, **dict.fromkeys(USUAL_CHECKS[:-1], pairs)}
