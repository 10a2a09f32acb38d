"""Questions first, answers later: a pair whose question is dropped costs no answer.

ask_questions(model) | critic(judge, checks=("standalone",)) | answer_questions(model)
{"pairs": [{"id": "45c48cce2e2d", "question": …, "answer": "", "view": "passage", "at": 0}]}
"""

from collections import Counter

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Said, Steps, ask
from mlkt.chains.border import in_language, nothing_but_thoughts, rejection, unread, with_replies
from mlkt.chains.qa import pairs_of_views
from mlkt.chains.requests import Place, Texts, about, placed
from mlkt.chains.samples import unusable
from mlkt.packs import load_locale
from mlkt.reply import parse_answer, parse_questions
from mlkt.rows import Pair, Rejection, Row, content_id, living_pairs
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
    return pairs_of_views(
        model, "questions", lang, questions_of, texts=texts, steps=steps, name="add_questions"
    )


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

    def shown(row: Row, pair: Pair) -> dict[str, str]:
        known = about(row) | {"question": pair["question"]}
        if not texts:
            return known
        return known | {"document": dict(placed(texts(row)))[pair["view"], pair.get("at", 0)]}

    def requests(row: Row) -> list[dict[str, str]]:
        return [shown(row, pair) for pair in living_pairs(row)]

    def add_answers(row: Row, said: list[Said]) -> Row:
        return with_answers(row, said, lang, "answer")

    return in_language(lang) | for_each(requests, asked, add_answers)


def questions_of(
    row: Row, place: Place, said: Said, task: str
) -> tuple[list[Pair], list[Rejection]]:
    """Return the questions of one reply as pairs without answers, and what could not be read."""
    if refused := nothing_but_thoughts(row, task, said):
        return [], refused
    read = parse_questions(
        said.answer, load_locale(said.prompt_lang), finish_reason=said.finish_reason
    )
    view, at = place
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
    return pairs, unread(row, task, said, read.problems)


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
    pairs = [_answered(pair, replies.get(pair["id"]), free) for pair in row["pairs"]]
    return with_replies(row, said, rejected, pairs=pairs)


def _answered(pair: Pair, reply: Said | None, free: bool) -> Pair:
    if reply is None:
        return pair
    answer = parse_answer(reply.answer, load_locale(reply.prompt_lang), free=free)
    return {**pair, "answer": answer, "reasoning": reply.reasoning}
