r"""What stays of a pair's thinking: numbered steps in the pair's language, all of it, or nothing.

{"reasoning": "1. The palace was begun in 1897.\n2. It took 15 years.", "reasoning_lang": "en"}
"""

from collections.abc import Callable

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Said, Steps, ask
from mlkt.chains.border import in_language, rejection, with_replies
from mlkt.chains.samples import unusable
from mlkt.reply import parse_items
from mlkt.rows import Pair, Rejection, Row, living_pairs
from mlkt.steps import for_each
from mlkt.text import identify
from mlkt.text.language_check import speaks

TASK = "reasoning_steps"


def sum_up_reasoning(
    model: Model, lang: str = "en", *, steps: Steps | None = None
) -> Runnable[Row, Row]:
    """Return the chain that turns the reasoning of living pairs into numbered steps in `lang`.

    One request for each pair that has any. Where the reply gives no steps the pair stays, without
    reasoning, and the reply stands in `rejected` under the row's id.
    """
    asked = ask(model, TASK, lang, steps=steps)

    def requests(row: Row) -> list[dict[str, str]]:
        return [
            {"question": pair["question"], "answer": pair["answer"], "text": pair["reasoning"]}
            for pair in _thought_about(row)
        ]

    def add_steps(row: Row, said: list[Said]) -> Row:
        return _with_steps(row, said, lang)

    return in_language(lang) | for_each(requests, asked, add_steps)


def name_language(lang: str) -> Callable[[Row], Row]:
    """Return the function that writes `reasoning_lang` beside every reasoning.

    It is `lang` where nothing speaks against it, and `und` where it cannot be told.
    """

    def named(pair: Pair) -> Pair:
        text = pair["reasoning"]
        if not text:
            return pair
        other = speaks(text, lang) is False
        return {**pair, "reasoning_lang": identify(text).lang if other else lang}

    def add_languages(row: Row) -> Row:
        return {**row, "pairs": [named(pair) for pair in row["pairs"]]}

    return add_languages


def without_reasoning(row: Row) -> Row:
    """Return `row` with pairs that have no reasoning."""
    pairs: list[Pair] = row["pairs"]
    bare: list[Pair] = [{**pair, "reasoning": ""} for pair in pairs]
    return {**row, "pairs": bare}


def _thought_about(row: Row) -> list[Pair]:
    return [pair for pair in living_pairs(row) if pair["reasoning"].strip()]


def _with_steps(row: Row, said: list[Said], lang: str) -> Row:
    found: dict[str, str] = {}
    rejected: list[Rejection] = []
    for pair, reply in zip(_thought_about(row), said, strict=True):
        read = parse_items(reply.answer, finish_reason=reply.finish_reason)
        reason = unusable(reply, lang) or (read.problems[0].reason if read.problems else "")
        if reason:
            detail = f"of pair {pair['id']}"
            rejected.append(rejection(row["id"], TASK, reason, detail=detail, raw=reply.raw))
        lines = [] if reason else read.items
        found[pair["id"]] = "\n".join(f"{n}. {item.text}" for n, item in enumerate(lines, 1))
    pairs = [
        {**pair, "reasoning": found.get(pair["id"], pair["reasoning"])} for pair in row["pairs"]
    ]
    return with_replies(row, said, rejected, pairs=pairs)
