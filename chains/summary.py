"""Summaries: the views of a passage from which questions are made.

{"summaries": {"detailed": ["…"], "extractive": ["…"], "facts": ["…"]}}
"""

from collections.abc import Sequence
from typing import Any

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Said, Steps
from mlkt.chains.border import in_language, with_replies
from mlkt.chains.invented import INVENTED, Invented, invented
from mlkt.chains.requests import once
from mlkt.chains.samples import Usable, samples, usable
from mlkt.rows import Row
from mlkt.steps import for_each, side_by_side

Written = list[Said] | Invented
KINDS = ("detailed", "extractive", "facts")


def summarize(
    model: Model,
    lang: str = "en",
    *,
    kinds: Sequence[str] = KINDS,
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that adds `summaries`, written in `lang`, by kind.

    The row's text (its translation, where it has one) must be in `lang`. A kind is a prompt
    `summary_<kind>`: `detailed`, `extractive` and `facts` stand in every pack, one of your own is
    the `prompt` of its step; `invented` lets the model propose the kinds (`mlkt.chains.invented`).
    The step's `n` says how many of a kind are asked for. Replies that are empty, cut off, in
    another language or the same as one before are rejected; a row without text goes on with none.
    """
    asked = side_by_side(_kind(model, kind, lang, steps) for kind in kinds)

    def add_summaries(row: Row, made: list[list[Written]]) -> Row:
        written = {kind: [texts[at] for texts in made] for at, kind in enumerate(kinds)}
        return _with_summaries(row, written, lang)

    return in_language(lang) | for_each(once, asked, add_summaries)


def _kind(
    model: Model, kind: str, lang: str, steps: Steps | None
) -> Runnable[dict[str, str], Written]:
    if kind == INVENTED:
        return invented(model, lang, steps)
    return samples(model, f"summary_{kind}", lang, steps)


def _with_summaries(row: Row, written: dict[str, list[Written]], lang: str) -> Row:
    made: dict[str, Usable] = {kind: Usable() for kind in written}
    ideas: dict[str, Any] = {"view_ideas": []} if INVENTED in written else {}
    for kind, texts in written.items():
        for replies in texts:  # one: a row has one text, or none
            if isinstance(replies, Invented):
                made[kind], ideas["view_ideas"] = replies.texts(row["id"], lang)
            else:
                made[kind] = usable(replies, row["id"], f"summary_{kind}", lang)
    said = [reply for texts in made.values() for reply in texts.said]
    rejected = [entry for texts in made.values() for entry in texts.rejected]
    summaries = {kind: texts.texts for kind, texts in made.items()}
    return with_replies(row, said, rejected, **ideas, summaries=summaries)
