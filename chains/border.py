"""What every chain does where a row comes in, where it goes on, and where something does not."""

from collections.abc import Iterable
from typing import Any

from langchain_core.runnables import Runnable

from mlkt.ask import Said
from mlkt.reply import Problem
from mlkt.rows import Rejection, Row, check_working_lang, grown
from mlkt.steps import step


def in_language(lang: str) -> Runnable[Row, Row]:
    """Return the step that lets rows through whose text is in `lang` and raises for others."""

    def check_lang(row: Row) -> Row:
        return check_working_lang(row, lang)

    return step(check_lang)


def with_replies(
    row: Row, said: Iterable[Said], rejected: Iterable[Rejection], **added: Any
) -> Row:
    """Return `row` with what was `added`, what was `rejected`, and what the replies took."""
    replies = list(said)
    return {
        **row,
        **added,
        "rejected": grown(row, "rejected", rejected),
        "made_by": grown(row, "made_by", (reply.made_by for reply in replies)),
        "usage": grown(row, "usage", (reply.usage for reply in replies)),
    }


def rejection(id: str, step: str, reason: str, *, detail: str = "", raw: str = "") -> Rejection:
    """Return the entry for a pair (`id` is the pair's) or a whole reply (`id` is the row's)."""
    return {"id": id, "step": step, "reason": reason, "detail": detail, "raw": raw}


def nothing_but_thoughts(row: Row, step: str, said: Said) -> list[Rejection]:
    """Return the entry for a reply that ends inside its reasoning, none for any other."""
    if said.answer or not said.cut_off:
        return []
    return [rejection(row["id"], step, "reasoning_cut_off", raw=said.raw)]


def unread(row: Row, step: str, said: Said, problems: Iterable[Problem]) -> list[Rejection]:
    """Return the entries for the pieces of a reply that could not be read."""
    return [
        rejection(row["id"], step, problem.reason, detail=problem.text, raw=said.raw)
        for problem in problems
    ]
