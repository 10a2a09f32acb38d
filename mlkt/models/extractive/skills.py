"""Answer the prompts of skills by quoting the seed: nothing new is written.

skill_contexts         the seed's own context
skill_questions        questions of `draft_pairs` about the context, or about the seed's answer
skill_question_check   yes where the context holds an answer; without one for any question
skill_answer           what the context, or the seed's answer, says
skill_rating           3 for what the context says, 1 for another number or name, else 2
"""

import regex

from mlkt.models.extractive.answers import find_answer
from mlkt.models.extractive.document import Document, read_document
from mlkt.models.extractive.judging import Judgement, judge_faithfulness
from mlkt.models.extractive.questions import draft_pairs
from mlkt.models.extractive.request import Answer, Request, verdict
from mlkt.packs import Locale
from mlkt.reply import parse_pairs


def copy_context(request: Request, locale: Locale) -> Answer:
    """Return what stands above the first question of the example."""
    label = regex.escape(locale.labels["question"][0])
    context = regex.split(rf"(?m)^{label}\s*\d*:", request.parts["examples"])[0].strip()
    return context, [context]


def list_skill_questions(request: Request, locale: Locale) -> Answer:
    """Return questions about the material, each behind its label."""
    drafts = draft_pairs(_material(request, locale), request.n_pairs)
    label = locale.labels["question"][0]
    asked = "\n\n".join(f"{label}: {draft.question}" for draft in drafts)
    return asked or locale.unclear[0], [draft.sentence for draft in drafts]


def check_skill_question(request: Request, locale: Locale) -> Answer:
    """Return yes where the context answers the question; without one any question passes."""
    question = request.parts["question"]
    if not request.parts.get("context", "").strip():
        return verdict(Judgement("yes" if question.strip() else "no", question), locale)
    found = find_answer(_material(request, locale), question, request.lang)
    return verdict(Judgement("yes" if found else "no", found), locale)


def answer_skill_question(request: Request, locale: Locale) -> Answer:
    """Return what the material says to the question; empty where nothing in it is near."""
    found = find_answer(_material(request, locale), request.parts["question"], request.lang)
    return found, [found] if found else []


def rate_skill_answer(request: Request, locale: Locale) -> Answer:
    """Return the score by the answer's claims; without a context 2: words cannot tell."""
    parts, score, quotes = request.parts, 2, list[str]()
    if parts.get("context", "").strip():
        document = _material(request, locale)
        claims = judge_faithfulness(document, parts["question"], parts["answer"], request.lang)
        verdicts = {claim["verdict"] for claim in claims}
        score = 1 if "no" in verdicts else 3 if verdicts == {"yes"} else 2
        quotes = [claim["quote"] for claim in claims if claim["quote"]]
    reason = quotes[0] if quotes else parts["answer"].splitlines()[0]
    return f"{reason}\n{locale.labels['score'][0]}: {score}", quotes


def _material(request: Request, locale: Locale) -> Document:
    """Return the context, or where there is none the answers of the example."""
    context = request.parts.get("context", "").strip()
    if not context:
        read = parse_pairs(request.parts.get("examples", ""), locale)
        context = "\n\n".join(pair["answer"] for pair in read.pairs)
    return read_document(context, "", request.lang)
