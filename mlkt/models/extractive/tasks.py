"""What the extractive teacher does for each task, as a table: the rule, and what it reads."""

from collections.abc import Callable
from dataclasses import dataclass

from mlkt.models.extractive.answers import answer_question, list_questions
from mlkt.models.extractive.choosing import choose_options, sum_up
from mlkt.models.extractive.entities import list_entities
from mlkt.models.extractive.judging import (
    judge_answerable,
    judge_faithfulness,
    judge_relevance,
    judge_standalone,
)
from mlkt.models.extractive.questions import draft_pairs
from mlkt.models.extractive.refining import refine_answer
from mlkt.models.extractive.request import Answer, Request, document_of, verdict
from mlkt.models.extractive.reversing import ask_for_sentences
from mlkt.models.extractive.skills import (
    answer_skill_question,
    check_skill_question,
    copy_context,
    list_skill_questions,
    rate_skill_answer,
)
from mlkt.models.extractive.summaries import (
    join_prose,
    pick_detailed,
    pick_extractive,
    pick_facts,
)
from mlkt.models.extractive.views import follow_view, propose_views
from mlkt.packs import Locale
from mlkt.reply import format_claims, format_pairs


def _detailed(request: Request, _: Locale) -> Answer:
    picked = pick_detailed(document_of(request))
    return join_prose(picked), [piece.text for piece in picked]


def _extractive(request: Request, _: Locale) -> Answer:
    lines = [piece.text for piece in pick_extractive(document_of(request))]
    return "\n".join(lines), lines


def _facts(request: Request, _: Locale) -> Answer:
    facts = [piece.text for piece in pick_facts(document_of(request))]
    return "\n".join(f"{number}. {fact}" for number, fact in enumerate(facts, 1)), facts


def _pairs(request: Request, locale: Locale) -> Answer:
    drafts = draft_pairs(document_of(request), request.n_pairs)
    if not drafts:
        return locale.unclear[0], []
    pairs = [{"question": draft.question, "answer": draft.answer} for draft in drafts]
    # The drafts differ from the pairs, so that a draft taken for data is seen.
    thoughts = [{"question": draft.sentence, "answer": draft.answer} for draft in drafts]
    return format_pairs(pairs, locale), [format_pairs([thought], locale) for thought in thoughts]


def _claims(request: Request, locale: Locale) -> Answer:
    pair = request.parts["question"], request.parts["answer"]
    claims = judge_faithfulness(document_of(request), *pair, request.lang)
    return format_claims(claims, locale), [claim["quote"] for claim in claims if claim["quote"]]


def _relevance(request: Request, locale: Locale) -> Answer:
    pair = request.parts["question"], request.parts["answer"]
    return verdict(judge_relevance(document_of(request), *pair, request.lang), locale)


def _answerable(request: Request, locale: Locale) -> Answer:
    question = request.parts["question"]
    return verdict(judge_answerable(document_of(request), question, request.lang), locale)


def _standalone(request: Request, locale: Locale) -> Answer:
    return verdict(judge_standalone(request.parts["question"], request.lang), locale)


@dataclass(frozen=True, slots=True)
class Task:
    """How a task is answered, and the tags it cannot do without."""

    work: Callable[[Request, Locale], Answer]
    needs: tuple[str, ...] = ("document",)
    several: bool = False  # its prompt says how many are asked for


_PAIR = ("document", "question", "answer")
TASKS = {
    "summary_detailed": Task(_detailed),
    "summary_extractive": Task(_extractive),
    "summary_facts": Task(_facts),
    "view_ideas": Task(propose_views, several=True),
    "summary_invented": Task(follow_view, ("document", "instruction")),
    "reverse_questions": Task(ask_for_sentences, ("document", "text")),
    "qa": Task(_pairs, several=True),
    "questions": Task(list_questions, several=True),
    "answer": Task(answer_question, ("document", "question")),
    "seed_questions": Task(list_questions, several=True),
    "refine_answer": Task(refine_answer, _PAIR),
    "choice": Task(choose_options, ("document", "question")),
    "reasoning_steps": Task(sum_up, ("text",)),
    "faithfulness": Task(_claims, _PAIR),
    "relevance": Task(_relevance, _PAIR),
    "answerable": Task(_answerable, ("document", "question")),
    "standalone": Task(_standalone, ("question",)),
    "entities": Task(list_entities),
    "skill_contexts": Task(copy_context, ("examples",)),
    "skill_questions": Task(list_skill_questions, ("examples",), several=True),
    "skill_question_check": Task(check_skill_question, ("question",)),
    "skill_answer": Task(answer_skill_question, ("question",)),
    "skill_rating": Task(rate_skill_answer, ("question", "answer")),
}
