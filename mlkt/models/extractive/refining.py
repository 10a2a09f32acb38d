"""Refine an answer: what the document supports stays, anything else gives way to its sentence."""

from mlkt.models.extractive.answers import find_answer
from mlkt.models.extractive.judging import judge_faithfulness
from mlkt.models.extractive.request import Answer, Request, document_of
from mlkt.packs import Locale


def refine_answer(request: Request, _: Locale) -> Answer:
    """Return the draft where each of its claims is supported, else what the document says."""
    document = document_of(request)
    question, draft = request.parts["question"], request.parts["answer"]
    claims = judge_faithfulness(document, question, draft, request.lang)
    if all(claim["verdict"] == "yes" for claim in claims):
        return draft, [claim["quote"] for claim in claims]
    found = find_answer(document, question, request.lang)
    return found or draft, [found] if found else []
