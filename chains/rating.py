r"""Judge what practises a skill: its questions by yes or no, its pairs on a scale of three.

{"check": "skill_rating", "verdict": "yes", "score": 2.0, "reply": "…\nScore: 2", …}
"""

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Steps
from mlkt.chains.border import in_language
from mlkt.chains.critic import with_verdicts
from mlkt.chains.decision import Fault, standing
from mlkt.chains.looks import looks_of
from mlkt.chains.opinions import SCALE, Item, Seat, opinion
from mlkt.errors import ConfigError
from mlkt.rows import Pair, Row, Verdict, living_pairs, working_text
from mlkt.steps import for_each

BETWEEN = "\n\n"  # a context and its question, as InstructLab joins them
LEAST = 2.0  # InstructLab keeps brief answers, too


def judge_skill(
    judge: Model,
    lang: str,
    check: str,
    *,
    least: float = LEAST,
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that adds one verdict to every living pair of a skill's row.

    `check` is `skill_question_check`, or `skill_rating`, which keeps its `score` and says yes from
    `least` on. Reasons of a rejection: `not_<check>` and `unclear_<check>`; what is unclear is
    asked once more before.

    Raises:
        ConfigError: `least` is not from 1 to 3.
        ModelError: when run, nothing that the judge says can be read.
    """
    if not SCALE[0] <= least <= SCALE[1]:
        raise ConfigError(f"the least rating is {least!r}: pairs are rated from 1 to 3")
    asked = opinion(check, Seat("critic", judge, "pivot", lang), steps, _always, values=_values)

    def items(row: Row) -> list[Item]:
        empty: Item = {"row": row, "said": [], "judged": []}
        return [
            empty | {"pair": pair, "looks": looks_of(row, pair, "pivot")}
            for pair in living_pairs(row)
        ]

    def add_verdicts(row: Row, items: list[Item]) -> Row:
        decided = [_decided(item, least) for item in items]
        return with_verdicts(row, decided, _fault)

    return in_language(lang) | for_each(items, asked, add_verdicts)


def parts_of(pair: Pair, row: Row) -> tuple[str, str]:
    """Return the context of a pair's question, empty for a freeform one, and the question."""
    contexts: list[str] = row.get("contexts", [])
    context = contexts[pair.get("at", 0)] if contexts else ""
    return context, pair["question"].removeprefix(context + BETWEEN)


def _always(_: Item) -> bool:
    return True


def _values(item: Item) -> dict[str, str]:
    context, question = parts_of(item["pair"], item["row"])
    return {
        "task": working_text(item["row"]).strip(),
        "context": context,
        "question": question,
        "answer": item["pair"]["answer"],
    }


def _decided(item: Item, least: float) -> Item:
    """Return the item with the verdict `no` on ratings below `least`."""
    judged: list[Verdict] = item["judged"]
    return {
        **item,
        "judged": [_low(one) if one.get("score", least) < least else one for one in judged],
    }


def _low(one: Verdict) -> Verdict:
    return {**one, "verdict": "no"}


def _fault(judged: list[Verdict]) -> Fault | None:
    for one in standing(judged):
        if one["verdict"] != "yes":
            word = "not" if one["verdict"] == "no" else "unclear"
            detail = f"{one['score']:g} of {SCALE[1]:g}" if "score" in one else ""
            return Fault(one["check"], f"{word}_{one['check']}", detail, one)
    return None
