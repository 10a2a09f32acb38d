"""Summaries: the views of a passage from which questions are made.

{"summaries": {"detailed": ["…"], "extractive": ["…"], "facts": ["…"]}}
"""

from collections.abc import Sequence
from typing import Any

from langchain_core.runnables import Runnable, RunnableParallel

from mlkt.ask import Model, Said, Steps, ask, step
from mlkt.chains.border import in_language, rejection, same
from mlkt.rows import Row, grown, working_outline, working_text
from mlkt.text.language_check import speaks

KINDS = ("detailed", "extractive", "facts")


def summarize(
    model: Model,
    lang: str = "en",
    *,
    kinds: Sequence[str] = KINDS,
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that adds `summaries`, written in `lang`, one for each kind.

    The row's text (its translation, where it has one) must be in `lang`. A kind is a prompt
    `summary_<kind>`: `detailed`, `extractive` and `facts` stand in every pack. Replies that are
    empty, cut off or in another language are rejected; a row without text goes on with none.
    """
    asked = {kind: ask(model, f"summary_{kind}", lang, steps=steps).map() for kind in kinds}

    def add_summaries(value: dict[str, Any]) -> Row:
        # in the order of `kinds`: a stream brings the replies in the order of their arrival
        return _add_summaries(value["row"], {kind: value["said"][kind] for kind in kinds}, lang)

    return (
        in_language(lang)
        | RunnableParallel(row=step(same), said=step(_documents) | RunnableParallel(asked))
        | step(add_summaries)
    )


def _documents(row: Row) -> list[dict[str, str]]:
    text = working_text(row).strip()
    return [{"document": text, "outline": " › ".join(working_outline(row))}] if text else []


def _add_summaries(row: Row, said: dict[str, list[Said]], lang: str) -> Row:
    rejected = [
        rejection(row["id"], f"summary_{kind}", reason, raw=reply.raw)
        for kind, replies in said.items()
        for reply in replies
        if (reason := _unusable(reply, lang))
    ]
    everything = [reply for replies in said.values() for reply in replies]
    return {
        **row,
        "summaries": {
            kind: [reply.answer for reply in replies if not _unusable(reply, lang)]
            for kind, replies in said.items()
        },
        "rejected": grown(row, "rejected", rejected),
        "made_by": grown(row, "made_by", (reply.made_by for reply in everything)),
        "usage": grown(row, "usage", (reply.usage for reply in everything)),
    }


def _unusable(reply: Said, lang: str) -> str:
    """Return why a summary cannot be used, empty where it can."""
    if reply.cut_off or reply.finish_reason == "length":
        return "cut_off"
    if not reply.answer:
        return "empty"
    return "wrong_language" if speaks(reply.answer, lang) is False else ""
