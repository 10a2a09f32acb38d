"""Texts on their way through a translation engine: cut, put together again, and judged whole.

joined(text, done, ("en", "kn"), id="45c48cce2e2d", step="translate_back", name="question")
-> Joined(target="ಅರಮನೆ …?", problems=[], refused=None)
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from mlkt.chains.border import rejection
from mlkt.rows import ProblemRecord, Rejection, Row, Usage, grown, working_lang
from mlkt.translate import Paragraph, TranslationMemory, quote_back
from mlkt.translate.fields import cut_text, join_field, made_by, quoted_field


class Joined(NamedTuple):
    """A text in the target language and its problems; `refused` says why it does not go on."""

    target: str
    problems: list[ProblemRecord]
    refused: Rejection | None


def back_paragraphs(
    text: str, row: Row, memory: TranslationMemory | None, question: str | None = None
) -> list[Paragraph]:
    """Return the paragraphs of a text on its way back; what quotes the passage is back already.

    Around it stands the passage's outline, or the `question` that it belongs to.
    """
    langs = working_lang(row), row["lang"]
    quoted = quote_back(question or "", text, row, memory).answer
    if quoted is not None:
        return [quoted_field(text, quoted, *langs)]
    context = "\n".join(row["translation"]["outline"]) if question is None else question
    return cut_text(text, *langs, context)


def joined(
    text: str, done: Paragraph, langs: tuple[str, str], *, id: str, step: str, name: str
) -> Joined:
    """Return what became of `text`; a rejection bears `id`, and `name` in its detail."""
    target, problems = join_field(text, done, *langs)
    blocking = [problem for problem in problems if problem["severity"] == "blocking"]
    if target and not blocking:
        return Joined(target, problems, None)
    kind, evidence = (blocking[0]["kind"], blocking[0]["evidence"]) if blocking else ("empty", text)
    raw = "\n".join(done.replies) or target
    return Joined(
        target, problems, rejection(id, step, kind, detail=f"{name}: {evidence}", raw=raw)
    )


def with_paragraphs(
    row: Row,
    done: list[Paragraph],
    step: str,
    rejected: Iterable[Rejection] | None = None,
    **added: Any,
) -> Row:
    """Return `row` with what was `added` and `rejected`, and what the paragraphs took."""
    usage: list[Usage] = [{**used, "step": step} for one in done for used in one.usage]
    return {
        **row,
        **added,
        **({} if rejected is None else {"rejected": grown(row, "rejected", rejected)}),
        "made_by": grown(row, "made_by", made_by(done, step)),
        "usage": grown(row, "usage", usage),
    }
