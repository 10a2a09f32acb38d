"""Questions first, answers later: a pair whose question is dropped costs no answer.

ask_questions(model) | critic(judge, checks=("standalone",)) | answer_questions(model)
{"pairs": [{"id": "45c48cce2e2d", "question": …, "answer": "", "view": "passage", "at": 0}]}
"""

from collections import Counter

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Said, Steps, StepSettings, ask
from mlkt.chains.border import in_language, rejection
from mlkt.chains.qa import Texts, pair_faults, view_texts
from mlkt.chains.samples import unusable
from mlkt.chains.seeds import example
from mlkt.packs import load_locale
from mlkt.reply import parse_answer, parse_questions
from mlkt.rows import (
    Pair,
    Rejection,
    Row,
    content_id,
    grown,
    living_pairs,
    working_outline,
    working_text,
)
from mlkt.steps import for_each


def ask_questions(
    model: Model,
    lang: str = "en",
    *,
    steps: Steps | None = None,
    texts: Texts | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that adds `pairs` whose answers are empty, asked in `lang`.

    One request for each of `texts`: by default the passage itself and all summaries; `n_pairs` of
    the step `questions` says how many each is asked for. `at` counts the texts of one view. A
    question asked before, or one in another language, is written down and rejected. Where the row
    has seeds, each request shows one.
    """
    n_pairs = (steps or {}).get("questions", StepSettings()).n_pairs
    spoken = spoken_in(steps, "questions", lang)
    views = texts or view_texts
    asked = ask(model, "questions", lang, steps=steps, metadata={"n_pairs": n_pairs})

    def requests(row: Row) -> list[dict[str, str]]:
        about = {"outline": " › ".join(working_outline(row)), "n_pairs": str(n_pairs)}
        return [
            about | {"document": text, "examples": example(row, lang, turn, prompt_lang=spoken)}
            for turn, (_, text) in enumerate(views(row))
        ]

    def add_questions(row: Row, said: list[Said]) -> Row:
        return _add_questions(row, views(row), said, lang)

    return in_language(lang) | for_each(requests, asked, add_questions)


def answer_questions(
    model: Model,
    lang: str = "en",
    *,
    steps: Steps | None = None,
    texts: Texts | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that answers, in `lang`, the pairs that are not rejected, one request each.

    The answer comes from the passage; with `texts`, from that of them which the question was made
    from. Ids stay. An answer that is empty, cut off or in another language rejects its pair.
    """
    asked = ask(model, "answer", lang, steps=steps)

    def document(row: Row, pair: Pair) -> str:
        return text_of(pair, texts(row)) if texts else working_text(row).strip()

    def requests(row: Row) -> list[dict[str, str]]:
        outline = " › ".join(working_outline(row))
        return [
            {"document": document(row, pair), "outline": outline, "question": pair["question"]}
            for pair in living_pairs(row)
        ]

    def add_answers(row: Row, said: list[Said]) -> Row:
        return with_answers(row, said, lang, "answer")

    return in_language(lang) | for_each(requests, asked, add_answers)


def spoken_in(steps: Steps | None, task: str, lang: str) -> str:
    """Return the language of a step's instructions where the texts are in `lang`."""
    settings = (steps or {}).get(task, StepSettings())
    return settings.prompt.lang if settings.prompt else settings.prompt_lang or lang


def text_of(pair: Pair, texts: list[tuple[str, str]]) -> str:
    """Return that of `texts` (view and text) which a pair was made from."""
    return [text for view, text in texts if view == pair["view"]][pair.get("at", 0)]


def questions_of(
    row: Row, view: str, at: int, said: Said, task: str
) -> tuple[list[Pair], list[Rejection]]:
    """Return the questions of one reply as pairs without answers, and what could not be read."""
    if said.cut_off and not said.answer:
        return [], [rejection(row["id"], task, "reasoning_cut_off", raw=said.raw)]
    read = parse_questions(
        said.answer, load_locale(said.prompt_lang), finish_reason=said.finish_reason
    )
    rejected = [
        rejection(row["id"], task, problem.reason, detail=problem.text, raw=said.raw)
        for problem in read.problems
    ]
    times: Counter[str] = Counter()
    pairs: list[Pair] = []
    for question in read.questions:
        times[question] += 1
        pairs.append(
            {
                "id": content_id(row["id"], view, str(at), question, str(times[question])),
                "question": question,
                "answer": "",
                "reasoning": said.reasoning,
                "view": view,
                "at": at,
            }
        )
    return pairs, rejected


def with_answers(row: Row, said: list[Said], lang: str, task: str, *, free: bool = False) -> Row:
    """Return `row` with the replies as answers of its living pairs, in their order.

    A `free` one may be in another language than `lang`, and may be code, JSON or questions.
    """
    replies = {pair["id"]: reply for pair, reply in zip(living_pairs(row), said, strict=True)}
    rejected = [
        rejection(id, task, reason, raw=reply.raw)
        for id, reply in replies.items()
        if (reason := unusable(reply, lang)) and not (free and reason == "wrong_language")
    ]
    return {
        **row,
        "pairs": [_answered(pair, replies.get(pair["id"]), free) for pair in row["pairs"]],
        "rejected": grown(row, "rejected", rejected),
        "made_by": grown(row, "made_by", (reply.made_by for reply in said)),
        "usage": grown(row, "usage", (reply.usage for reply in said)),
    }


def _answered(pair: Pair, reply: Said | None, free: bool) -> Pair:
    if reply is None:
        return pair
    answer = parse_answer(reply.answer, load_locale(reply.prompt_lang), free=free)
    return {**pair, "answer": answer, "reasoning": reply.reasoning}


def _add_questions(row: Row, views: list[tuple[str, str]], said: list[Said], lang: str) -> Row:
    pairs: list[Pair] = []
    rejected: list[Rejection] = []
    seen: dict[tuple[str, str], str] = {}
    made: Counter[str] = Counter()
    for (view, _), reply in zip(views, said, strict=True):
        found, unread = questions_of(row, view, made[view], reply, "questions")
        made[view] += 1
        pairs += found
        rejected += unread
        for pair in found:
            rejected += pair_faults(pair, seen, lang, "questions", reply.raw)
    return {
        **row,
        "pairs": pairs,
        "rejected": grown(row, "rejected", rejected),
        "made_by": grown(row, "made_by", (reply.made_by for reply in said)),
        "usage": grown(row, "usage", (reply.usage for reply in said)),
    }
