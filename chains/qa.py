"""Question-answer pairs, several from each view of a passage.

{"pairs": [{"id": "45c48cce2e2d", "question": …, "answer": …, "reasoning": "", "view": "facts"}]}
"""

from collections import Counter
from collections.abc import Callable, Iterator

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Said, Steps, StepSettings, ask
from mlkt.chains.border import in_language, nothing_but_thoughts, rejection, unread, with_replies
from mlkt.chains.requests import Place, Texts, about, placed, spoken_in, view_texts
from mlkt.chains.seeds import example
from mlkt.packs import load_locale
from mlkt.reply import parse_pairs
from mlkt.rows import Pair, Rejection, Row, content_id
from mlkt.steps import for_each
from mlkt.text.language_check import speaks

# row, place of the text, reply, task -> the pairs of the reply, and what is none
Read = Callable[[Row, Place, Said, str], tuple[list[Pair], list[Rejection]]]


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
    one view. Every pair is written down; those that repeat another or are in another language also
    stand in `rejected`, and so does every piece of a reply that looked like a pair and could not be
    read. Where the row has seeds, each request shows one.
    """
    return pairs_of_views(model, "qa", lang, _pairs_of, texts=texts, steps=steps, name="add_pairs")


def pairs_of_views(
    model: Model,
    task: str,
    lang: str,
    read: Read,
    *,
    texts: Texts | None,
    steps: Steps | None,
    name: str,
) -> Runnable[Row, Row]:
    """Return the chain that asks `task` about each of `texts` and adds what `read` finds."""
    n_pairs = (steps or {}).get(task, StepSettings()).n_pairs
    spoken = spoken_in(steps, task, lang)
    views = texts or view_texts
    asked = ask(model, task, lang, steps=steps, metadata={"n_pairs": n_pairs})

    def requests(row: Row) -> list[dict[str, str]]:
        shown = about(row) | {"n_pairs": str(n_pairs)}
        return [
            shown | {"document": text, "examples": example(row, lang, turn, prompt_lang=spoken)}
            for turn, (_, text) in enumerate(views(row))
        ]

    def add_pairs(row: Row, said: list[Said]) -> Row:
        pairs: list[Pair] = []
        rejected: list[Rejection] = []
        seen: dict[tuple[str, str], str] = {}
        for (place, _), reply in zip(placed(views(row)), said, strict=True):
            found, refused = read(row, place, reply, task)
            pairs += found
            rejected += refused
            for pair in found:
                rejected += pair_faults(pair, seen, lang, task, reply.raw)
        return with_replies(row, said, rejected, pairs=pairs)

    return in_language(lang) | for_each(requests, asked, add_pairs, name)


def _pairs_of(row: Row, place: Place, said: Said, task: str) -> tuple[list[Pair], list[Rejection]]:
    """Return the pairs of one reply, and what could not be read."""
    if refused := nothing_but_thoughts(row, task, said):
        return [], refused
    read = parse_pairs(said.answer, load_locale(said.prompt_lang), finish_reason=said.finish_reason)
    view, at = place
    origin = [view, str(at)] if at else [view]
    times: Counter[str] = Counter()
    pairs: list[Pair] = []
    for found in read.pairs:
        question, answer = found["question"].strip(), found["answer"].strip()
        id = content_id(row["id"], *origin, question, answer)
        times[id] += 1
        pairs.append(
            {
                "id": id if times[id] == 1 else content_id(id, str(times[id])),
                "question": question,
                "answer": answer,
                "reasoning": said.reasoning,
                "view": view,
                "at": at,
            }
        )
    return pairs, unread(row, task, said, read.problems)


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
