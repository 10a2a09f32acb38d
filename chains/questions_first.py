"""The recipe `questions-first`: the teacher asks, weak questions are dropped, the rest is answered.

It is the teacher-critic loop of LAB (arXiv 2403.01081) for knowledge, and for skills (rows with a
`skill`: see `mlkt.chains.skills`). What is dropped costs no answer and no further check.
"""

from collections.abc import Sequence

from langchain_core.runnables import Runnable, RunnableBranch
from typing_extensions import Unpack

from mlkt.ask import Model, Steps, StepSettings
from mlkt.chains.asking import answer_questions, ask_questions
from mlkt.chains.critic import critic
from mlkt.chains.rating import LEAST
from mlkt.chains.requests import passage_text
from mlkt.chains.skills import STEPS, skills
from mlkt.chains.strategy import Road, along
from mlkt.rows import Row
from mlkt.steps import step

QUESTION_CHECKS = ("standalone", "answerable")
PAIR_CHECKS = ("relevance", "faithfulness")


def questions_first(
    model: Model,
    lang: str,
    *,
    judge: Model | None = None,
    second: Model | None = None,
    views: Sequence[str] = (),
    question_checks: Sequence[str] = QUESTION_CHECKS,
    pair_checks: Sequence[str] = PAIR_CHECKS,
    least: float = LEAST,
    **road: Unpack[Road],
) -> Runnable[Row, Row]:
    """Return the chain from a passage, or a skill's seed, in `lang` to checked pairs in `lang`.

    `judge` defaults to `model`, `second` judges questions and pairs of a passage with it. `views`
    is not used: there are no summaries. `least` is the rating that a skill's pair needs. The other
    options say how the chain gets from language to language: see `mlkt.chains.strategy`.

    Raises:
        ConfigError: an unknown strategy or check, or `least` is not from 1 to 3.
        EngineError: nothing here can translate `lang`.
        PackError: a prompt is missing in a language that the strategy needs.
    """

    def body(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        return (
            ask_questions(model, lang, texts=passage_text, steps=steps)
            | critic(judge or model, lang, checks=question_checks, second=second, steps=steps)
            | answer_questions(model, lang, steps=steps)
            | critic(judge or model, lang, checks=pair_checks, second=second, steps=steps)
        )

    road.setdefault("seed_langs", [lang])  # those of a qna.yaml
    practice = skills(model, lang, judge=judge, least=least, **road)
    return RunnableBranch((step(_is_skill), practice), along(model, lang, body, **road))


def questions_first_calls(steps: Steps, views: Sequence[str]) -> dict[str, float]:
    """Return the requests that a passage costs at most; the steps of skills cost it none.

    A seed of a skill costs twice `n` of `skill_contexts`, and three for each of its questions.
    """
    n_pairs = steps.get("questions", StepSettings()).n_pairs
    return {
        "questions": 1,
        **dict.fromkeys((*QUESTION_CHECKS, "answer", *PAIR_CHECKS), n_pairs),
        **dict.fromkeys(STEPS, 0),
    }


def _is_skill(row: Row) -> bool:
    return "skill" in row
