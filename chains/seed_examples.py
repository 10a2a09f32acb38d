"""The recipe `seed-examples`: in-context examples from a document, as a user would write them.

{"examples": [{"context": "ಮೈಸೂರು …", "pairs": [fact, theme, reasoning], "lang": "kn"}]}

Three questions for a passage, an answer to each, the answer refined, then the critic: what is left
is an example if all three pairs stand. It follows sdg_hub's notebook for such examples.
"""

from collections.abc import Sequence

from langchain_core.runnables import Runnable
from typing_extensions import Unpack

from mlkt.ask import Model, Said, Steps, ask
from mlkt.chains.asking import answer_questions, questions_of, with_answers
from mlkt.chains.border import in_language, rejection, with_replies
from mlkt.chains.critic import USUAL_CHECKS, critic
from mlkt.chains.qa import pair_faults
from mlkt.chains.requests import about, once
from mlkt.chains.strategy import Road, along
from mlkt.rows import Pair, Rejection, Row, Seed, grown, living_pairs
from mlkt.steps import for_each, step

ASK, REFINE = "seed_questions", "refine_answer"
_N_PAIRS = 3  # a fact, a theme, reasoning: as many as a seed example of a `qna.yaml` needs


def seed_examples(
    model: Model,
    lang: str,
    *,
    judge: Model | None = None,
    second: Model | None = None,
    views: Sequence[str] = (),
    **road: Unpack[Road],
) -> Runnable[Row, Row]:
    """Return the chain that adds `examples`: the passage with three pairs in `lang`, or none.

    `judge` (by default `model`) and `second` are the critic's. `views` changes nothing: the
    questions are about the passage itself. The other options: see `mlkt.chains.strategy`.

    Raises:
        ConfigError: an unknown strategy.
        EngineError: nothing here can translate `lang`.
        PackError: a prompt is missing in a language that the strategy needs.
    """

    def body(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        return (
            _ask_three(model, lang, steps)
            | answer_questions(model, lang, steps=steps)
            | _refine_answers(model, lang, steps)
            | critic(judge or model, lang, second=second, steps=steps)
        )

    def after(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        return step(_add_example)

    return along(model, lang, body, after=after, **road)


def seed_examples_calls(steps: Steps, views: Sequence[str]) -> dict[str, float]:
    """Return the requests a passage, by task."""
    return {ASK: 1, **dict.fromkeys(("answer", REFINE, *USUAL_CHECKS), _N_PAIRS)}


def _ask_three(model: Model, lang: str, steps: Steps | None) -> Runnable[Row, Row]:
    asked = ask(model, ASK, lang, steps=steps, metadata={"n_pairs": _N_PAIRS})

    def add_questions(row: Row, said: list[Said]) -> Row:
        return _with_questions(row, said, lang)

    return in_language(lang) | for_each(once, asked, add_questions)


def _with_questions(row: Row, said: list[Said], lang: str) -> Row:
    pairs: list[Pair] = []
    rejected: list[Rejection] = []
    seen: dict[tuple[str, str], str] = {}
    for reply in said:
        found, unread = questions_of(row, ("passage", 0), reply, ASK)
        pairs += found
        rejected += unread
        for place, pair in enumerate(found, start=1):
            faults = list(pair_faults(pair, seen, lang, ASK, reply.raw))
            if not faults and place > _N_PAIRS:
                faults = [rejection(pair["id"], ASK, "too_many", raw=reply.raw)]
            rejected += faults
    return with_replies(row, said, rejected, pairs=pairs)


def _refine_answers(model: Model, lang: str, steps: Steps | None) -> Runnable[Row, Row]:
    """Return the chain that writes each answer anew, checked against the passage."""
    asked = ask(model, REFINE, lang, steps=steps)

    def requests(row: Row) -> list[dict[str, str]]:
        shown = about(row)
        return [
            shown | {"question": pair["question"], "answer": pair["answer"]}
            for pair in living_pairs(row)
        ]

    def add_answers(row: Row, said: list[Said]) -> Row:
        return with_answers(row, said, lang, REFINE)

    return for_each(requests, asked, add_answers)


def _add_example(row: Row) -> Row:
    """Return the row with its example: all three pairs, in the language of its text."""
    living = living_pairs(row)
    if len(living) < _N_PAIRS:
        short = rejection(
            row["id"], "seed_examples", "too_few_pairs", detail=f"{len(living)} of {_N_PAIRS}"
        )
        return {**row, "examples": [], "rejected": grown(row, "rejected", [short])}
    example: Seed = {
        "context": row["text"].strip(),
        "pairs": [_own(row, pair) for pair in living],
        "lang": row["lang"],
    }
    return {**row, "examples": [example]}


def _own(row: Row, pair: Pair) -> dict[str, str]:
    """Return a pair's texts in the language of the row's text."""
    own = row.get("back", {}).get(pair["id"], pair)
    return {key: own[key] for key in ("question", "answer")}
