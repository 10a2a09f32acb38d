"""Question-answer pairs, several from each view of a passage.

{"pairs": [{"id": "45c48cce2e2d", "question": …, "answer": …, "reasoning": "", "view": "facts"}]}
"""

from collections import Counter
from collections.abc import Callable, Iterator

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Said, Steps, StepSettings, ask
from mlkt.chains.border import in_language, rejection
from mlkt.chains.seeds import example
from mlkt.packs import load_locale
from mlkt.reply import parse_pairs
from mlkt.rows import (
    Pair,
    Rejection,
    Row,
    content_id,
    grown,
    working_outline,
    working_text,
)
from mlkt.steps import for_each
from mlkt.text.language_check import speaks

Texts = Callable[[Row], list[tuple[str, str]]]  # view and text of what is asked about


def qa(
    model: Model,
    lang: str = "en",
    *,
    texts: Texts | None = None,
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that adds `pairs`, asked and answered in `lang`.

    One request for each of `texts`: by default the passage itself (view `passage`) and all
    summaries. The step's `n_pairs` says how many pairs each is asked for; `at` counts the texts of
    one view. Every pair is written down; those that repeat
    another or are in another language also stand in `rejected`, and so does every piece of a reply
    that looked like a pair and could not be read. Where the row has seeds, each request shows one.
    """
    settings = (steps or {}).get("qa", StepSettings())
    n_pairs = settings.n_pairs
    spoken = settings.prompt.lang if settings.prompt else settings.prompt_lang or lang
    views = texts or view_texts
    asked = ask(model, "qa", lang, steps=steps, metadata={"n_pairs": n_pairs})

    def questions(row: Row) -> list[dict[str, str]]:
        about = {"outline": " › ".join(working_outline(row)), "n_pairs": str(n_pairs)}
        return [
            about | {"document": text, "examples": example(row, lang, turn, prompt_lang=spoken)}
            for turn, (_, text) in enumerate(views(row))
        ]

    def add_pairs(row: Row, said: list[Said]) -> Row:
        return _add_pairs(row, views(row), said, lang)

    return in_language(lang) | for_each(questions, asked, add_pairs)


def view_texts(row: Row) -> list[tuple[str, str]]:
    """Return name and text of all views: the passage, then the summaries in their order."""
    text = working_text(row).strip()
    summaries: dict[str, list[str]] = row.get("summaries", {})
    views = [(kind, summary) for kind, texts in summaries.items() for summary in texts]
    return [("passage", text), *views] if text else []


def _add_pairs(row: Row, views: list[tuple[str, str]], said: list[Said], lang: str) -> Row:
    pairs: list[Pair] = []
    rejected: list[Rejection] = []
    seen: dict[tuple[str, str], str] = {}
    made: Counter[str] = Counter()
    for (view, _), reply in zip(views, said, strict=True):
        at = made[view]
        made[view] += 1
        if reply.cut_off and not reply.answer:
            rejected.append(rejection(row["id"], "qa", "reasoning_cut_off", raw=reply.raw))
            continue
        read = parse_pairs(
            reply.answer, load_locale(reply.prompt_lang), finish_reason=reply.finish_reason
        )
        rejected += (
            rejection(row["id"], "qa", problem.reason, detail=problem.text, raw=reply.raw)
            for problem in read.problems
        )
        for pair in _pairs(row, (view, at), reply, read.pairs):
            pairs.append(pair)
            rejected += pair_faults(pair, seen, lang, "qa", reply.raw)
    return {
        **row,
        "pairs": pairs,
        "rejected": grown(row, "rejected", rejected),
        "made_by": grown(row, "made_by", (reply.made_by for reply in said)),
        "usage": grown(row, "usage", (reply.usage for reply in said)),
    }


def _pairs(
    row: Row, made_from: tuple[str, int], reply: Said, read: list[dict[str, str]]
) -> Iterator[Pair]:
    view, at = made_from
    place = [view, str(at)] if at else [view]
    times: Counter[str] = Counter()
    for found in read:
        question, answer = found["question"].strip(), found["answer"].strip()
        id = content_id(row["id"], *place, question, answer)
        times[id] += 1
        yield {
            "id": id if times[id] == 1 else content_id(id, str(times[id])),
            "question": question,
            "answer": answer,
            "reasoning": reply.reasoning,
            "view": view,
            "at": at,
        }


def pair_faults(
    pair: Pair, seen: dict[tuple[str, str], str], lang: str, step: str, raw: str
) -> Iterator[Rejection]:
    """Yield at most one rejection: of a pair made before, or of one in another language."""
    content = (_folded(pair["question"]), _folded(pair["answer"]))
    first = seen.setdefault(content, pair["id"])
    if first != pair["id"]:
        yield rejection(pair["id"], step, "duplicate", detail=f"repeats {first}", raw=raw)
        return
    for field in ("question", "answer"):
        if speaks(pair[field], lang) is False:
            detail = f"{field}: {pair[field]}"
            yield rejection(pair["id"], step, "wrong_language", detail=detail, raw=raw)
            return


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
