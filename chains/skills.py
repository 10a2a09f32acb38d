"""Skills: new questions like a seed's, checked, answered, and the pairs rated from 1 to 3.

A row is a seed of one skill; its text is the skill's description:

    {"text": "Write a short poem.", "skill": {"leaf": "compositional_skills->poem", "n_pairs": 6},
     "seeds": [{"context": "", "pairs": [{"question": …, "answer": …}], "lang": "kn"}]}

It is the skills pipeline of InstructLab (LAB, arXiv 2403.01081, section 3.2). A seed with a context
is of a grounded skill: new contexts are written first, and each stands above its questions.
"""

from langchain_core.runnables import Runnable
from typing_extensions import Unpack

from mlkt.ask import Model, Said, Steps, StepSettings, ask
from mlkt.chains.asking import questions_of, with_answers
from mlkt.chains.border import in_language, rejection, with_replies
from mlkt.chains.qa import pair_faults
from mlkt.chains.rating import BETWEEN, LEAST, judge_skill, parts_of
from mlkt.chains.requests import spoken_in
from mlkt.chains.samples import samples, usable
from mlkt.chains.seeds import example, seeds_in
from mlkt.chains.strategy import Road, along
from mlkt.rows import Pair, Rejection, Row, folded, living_pairs, working_text
from mlkt.sources.skills import shares
from mlkt.steps import for_each

STEPS = (
    "skill_contexts",
    "skill_questions",
    "skill_question_check",
    "skill_answer",
    "skill_rating",
)


def skills(
    model: Model,
    lang: str,
    *,
    judge: Model | None = None,
    least: float = LEAST,
    **road: Unpack[Road],
) -> Runnable[Row, Row]:
    """Return the chain from a skill's seed in `lang` to rated pairs in `lang`.

    `least` is the rating, 1 to 3, that a pair needs; every rating is kept. The steps' `n` of
    `skill_contexts` says how many contexts a grounded seed gets. The other options: see
    `mlkt.chains.strategy`; the seed is translated where the chain works in another language.

    Raises:
        ConfigError: an unknown strategy, or `least` is not from 1 to 3.
        EngineError: nothing here can translate `lang`.
        PackError: a prompt is missing in a language that the strategy needs.
    """

    def body(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        return (
            write_contexts(model, lang, steps=steps)
            | ask_skill_questions(model, lang, steps=steps)
            | judge_skill(judge or model, lang, "skill_question_check", steps=steps)
            | answer_skill_questions(model, lang, steps=steps)
            | judge_skill(judge or model, lang, "skill_rating", least=least, steps=steps)
        )

    road["seed_langs"] = [lang]
    return along(model, lang, body, **road)


def write_contexts(model: Model, lang: str, *, steps: Steps | None = None) -> Runnable[Row, Row]:
    """Return the chain that adds `contexts`, new texts like the seed's, to rows whose seed has one.

    What is empty, cut off, in another language or there already is rejected.
    """
    asked = samples(model, "skill_contexts", lang, steps)
    spoken = spoken_in(steps, "skill_contexts", lang)

    def requests(row: Row) -> list[dict[str, str]]:
        return [_about(row, lang, spoken)] if _is_grounded(row, lang) else []

    def add_contexts(row: Row, replies: list[list[Said]]) -> Row:
        said = [reply for samples in replies for reply in samples]
        found = usable(said, row["id"], "skill_contexts", lang)
        contexts = {"contexts": found.texts} if _is_grounded(row, lang) else {}
        return with_replies(row, said, found.rejected, **contexts)

    return in_language(lang) | for_each(requests, asked, add_contexts)


def ask_skill_questions(
    model: Model, lang: str, *, steps: Steps | None = None
) -> Runnable[Row, Row]:
    """Return the chain that adds `pairs` with empty answers, as many as the row's `n_pairs` says.

    Without one, the step's own counts. A question that repeats another or the seed's, and what is
    more than was asked for, is written down and rejected.
    """
    n_pairs = (steps or {}).get("skill_questions", StepSettings()).n_pairs
    spoken = spoken_in(steps, "skill_questions", lang)
    asked = ask(model, "skill_questions", lang, steps=steps, metadata={"n_pairs": n_pairs})

    def requests(row: Row) -> list[dict[str, str]]:
        return [
            _about(row, lang, spoken) | {"context": context, "n_pairs": str(count)}
            for context, count in _shares(row, lang, n_pairs)
        ]

    def add_questions(row: Row, said: list[Said]) -> Row:
        return _add_questions(row, said, lang, n_pairs)

    return in_language(lang) | for_each(requests, asked, add_questions)


def answer_skill_questions(
    model: Model, lang: str, *, steps: Steps | None = None
) -> Runnable[Row, Row]:
    """Return the chain that answers the pairs that are not rejected, one request each.

    An answer that is empty or cut off rejects its pair. Its language is the rating's business: the
    skill may be to write in another one.
    """
    asked = ask(model, "skill_answer", lang, steps=steps)
    spoken = spoken_in(steps, "skill_answer", lang)

    def requests(row: Row) -> list[dict[str, str]]:
        return [
            _about(row, lang, spoken) | {"context": context, "question": question}
            for pair in living_pairs(row)
            for context, question in [parts_of(pair, row)]
        ]

    def add_answers(row: Row, said: list[Said]) -> Row:
        return with_answers(row, said, lang, "skill_answer", free=True)

    return in_language(lang) | for_each(requests, asked, add_answers)


def _about(row: Row, lang: str, spoken: str) -> dict[str, str]:
    return {
        "task": working_text(row).strip(),
        "examples": example(row, lang, 0, prompt_lang=spoken),
    }


def _is_grounded(row: Row, lang: str) -> bool:
    return any(seed["context"] for seed in seeds_in(row, lang))


def _shares(row: Row, lang: str, n_pairs: int) -> list[tuple[str, int]]:
    """Return each context with the number of its questions; the empty one without any."""
    contexts: list[str] = row.get("contexts", [""]) if seeds_in(row, lang) else []
    wanted: int = row["skill"].get("n_pairs", n_pairs)
    counts = shares(wanted, len(contexts))
    return [(context, count) for context, count in zip(contexts, counts, strict=True) if count]


def _add_questions(row: Row, said: list[Said], lang: str, n_pairs: int) -> Row:
    pairs: list[Pair] = []
    rejected: list[Rejection] = []
    seen = {
        (folded(pair["question"]).casefold(), ""): "the seed"
        for seed in seeds_in(row, lang)
        for pair in seed["pairs"]
    }
    view = "grounded" if "contexts" in row else "freeform"
    asked = zip(_shares(row, lang, n_pairs), said, strict=True)
    for at, ((context, count), reply) in enumerate(asked):
        found, unread = questions_of(row, (view, at), reply, "skill_questions")
        rejected += unread
        above = context + BETWEEN if context else ""
        for number, pair in enumerate(found):
            pair["question"] = above + pair["question"]
            faults = list(pair_faults(pair, seen, lang, "skill_questions", reply.raw))
            if number >= count and not faults:
                wanted = f"{count} were asked for"
                faults = [rejection(pair["id"], "skill_questions", "surplus", detail=wanted)]
            rejected += faults
        pairs += found
    return with_replies(row, said, rejected, pairs=pairs)
