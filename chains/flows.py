"""sdg_hub's four knowledge flows as recipes: the same steps, the same tables, in any language.

extractive-summary, detailed-summary   summary → questions → an answer each → faithfulness
key-facts                              atomic facts → pairs for each → faithfulness
document-qa                            the same as the first two, on the passage itself

Each adds `tables` (`mlkt.chains.tables`). One summary is made unless the step says otherwise: the
`n: 50` of the originals is `steps.summary_detailed.n: 50`. Other than there, an answer is judged
claim by claim against the passage, not against its summary, key facts are judged too, and a
question asked before is not answered again.
"""

from collections.abc import Callable, Sequence

from langchain_core.runnables import Runnable
from typing_extensions import Unpack

from mlkt.ask import Model, Steps, StepSettings
from mlkt.chains.asking import answer_questions, ask_questions
from mlkt.chains.critic import critic
from mlkt.chains.qa import qa
from mlkt.chains.requests import view_texts
from mlkt.chains.strategy import Road, along
from mlkt.chains.summary import summarize
from mlkt.chains.tables import with_passage_table, with_table
from mlkt.chains.views_back import back_with
from mlkt.reply import parse_items
from mlkt.rows import Row

FLOW_CHECKS = ("faithfulness",)  # the originals have no other
COUNTED_FACTS = 10  # of a passage, where costs are told


def extractive_summary(
    model: Model,
    lang: str,
    *,
    judge: Model | None = None,
    second: Model | None = None,
    views: Sequence[str] = (),
    checks: Sequence[str] = FLOW_CHECKS,
    **road: Unpack[Road],
) -> Runnable[Row, Row]:
    """Return the flow over extractive summaries; `views` makes no sense here and is ignored.

    Raises:
        ConfigError: an unknown strategy or check.
        EngineError: nothing here can translate `lang`.
        PackError: a prompt is missing in a language that the strategy needs.
    """
    return _of_summaries("extractive", model, lang, judge or model, second, checks, road)


def detailed_summary(
    model: Model,
    lang: str,
    *,
    judge: Model | None = None,
    second: Model | None = None,
    views: Sequence[str] = (),
    checks: Sequence[str] = FLOW_CHECKS,
    **road: Unpack[Road],
) -> Runnable[Row, Row]:
    """Return the flow over detailed summaries, as `extractive_summary` is over extractive ones."""
    return _of_summaries("detailed", model, lang, judge or model, second, checks, road)


def _of_summaries(
    kind: str,
    model: Model,
    lang: str,
    judge: Model,
    second: Model | None,
    checks: Sequence[str],
    road: Road,
) -> Runnable[Row, Row]:
    def body(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        return (
            summarize(model, lang, kinds=(kind,), steps=steps)
            | ask_questions(model, lang, texts=summary_texts, steps=steps)
            | answer_questions(model, lang, texts=summary_texts, steps=steps)
            | critic(judge, lang, checks=checks, second=second, steps=steps)
        )

    chain = along(model, lang, body, back=back_with(summary_texts), **road)
    return chain | with_table(f"{kind}_summary", summary_texts)


def key_facts(
    model: Model,
    lang: str,
    *,
    judge: Model | None = None,
    second: Model | None = None,
    views: Sequence[str] = (),
    checks: Sequence[str] = FLOW_CHECKS,
    **road: Unpack[Road],
) -> Runnable[Row, Row]:
    """Return the flow over atomic facts; `n_pairs` of the step `qa` says how many pairs each gets.

    `views` makes no sense here and is ignored. The table's `document` is the passage, `key_fact`
    the fact. Raises what `extractive_summary` does.
    """

    def body(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        return (
            summarize(model, lang, kinds=("facts",), steps=steps)
            | qa(model, lang, texts=fact_texts, steps=steps)
            | critic(judge or model, lang, checks=checks, second=second, steps=steps)
        )

    chain = along(model, lang, body, back=back_with(fact_texts), **road)
    return chain | with_table("key_facts_to_qa", fact_texts, column="key_fact")


def document_qa(
    model: Model,
    lang: str,
    *,
    judge: Model | None = None,
    second: Model | None = None,
    views: Sequence[str] = (),
    checks: Sequence[str] = FLOW_CHECKS,
    **road: Unpack[Road],
) -> Runnable[Row, Row]:
    """Return the flow on the passage itself; `views` makes no sense here and is ignored.

    Raises what `extractive_summary` does.
    """

    def body(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        return (
            ask_questions(model, lang, steps=steps)
            | answer_questions(model, lang, steps=steps)
            | critic(judge or model, lang, checks=checks, second=second, steps=steps)
        )

    return along(model, lang, body, **road) | with_passage_table("document_based_qa")


def summary_texts(row: Row) -> list[tuple[str, str]]:
    """Return kind and text of all summaries."""
    return [(view, text) for view, text in view_texts(row) if view != "passage"]


def fact_texts(row: Row) -> list[tuple[str, str]]:
    """Return the facts of the summaries of that kind, each once and by itself."""
    lists: list[str] = row.get("summaries", {}).get("facts", [])
    return [("facts", fact) for fact in dict.fromkeys(f for text in lists for f in _facts(text))]


def _facts(text: str) -> list[str]:
    items = [item.text for item in parse_items(text).items]
    return items or [line.strip() for line in text.splitlines() if line.strip()]


def summary_flow_calls(kind: str) -> Callable[[Steps, Sequence[str]], dict[str, float]]:
    """Return the function that counts the requests a passage of the flow over this kind."""

    def calls(steps: Steps, views: Sequence[str]) -> dict[str, float]:
        summary = f"summary_{kind}"
        n = steps.get(summary, StepSettings()).n
        return {summary: n} | _asked_and_answered(steps, n)

    return calls


def key_facts_calls(steps: Steps, views: Sequence[str]) -> dict[str, float]:
    """Return the requests a passage, counted with ten facts a summary: nobody knows them before."""
    n = steps.get("summary_facts", StepSettings()).n
    facts = n * COUNTED_FACTS
    pairs = facts * steps.get("qa", StepSettings()).n_pairs
    return {"summary_facts": n, "qa": facts, "faithfulness": pairs}


def document_qa_calls(steps: Steps, views: Sequence[str]) -> dict[str, float]:
    """Return the requests a passage."""
    return _asked_and_answered(steps, 1)


def _asked_and_answered(steps: Steps, lists: int) -> dict[str, float]:
    questions = lists * steps.get("questions", StepSettings()).n_pairs
    return {"questions": lists, "answer": questions, "faithfulness": questions}
