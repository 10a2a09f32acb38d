"""Write the reply to one of this toolkit's prompts.

Task, language and number of pairs come from the call's metadata, the data from the prompt's tags:

    {"task": "qa", "lang": "en", "n_pairs": 3}     <document>
                                                   The city of Mysuru has 65 wards.
                                                   </document>
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import regex

from mlkt.errors import EngineError, ModelError, nearest
from mlkt.models.extractive.document import Document, read_document
from mlkt.models.extractive.judging import (
    Judgement,
    judge_faithfulness,
    judge_relevance,
    judge_standalone,
)
from mlkt.models.extractive.questions import draft_pairs
from mlkt.models.extractive.summaries import (
    join_prose,
    pick_detailed,
    pick_extractive,
    pick_facts,
)
from mlkt.packs import Locale, load_locale
from mlkt.reply import format_claims, format_pairs

TASKS = (
    "summary_detailed",
    "summary_extractive",
    "summary_facts",
    "qa",
    "faithfulness",
    "relevance",
    "standalone",
)
_MAX_TRACE = 3


@dataclass(frozen=True, slots=True)
class Request:
    """What a prompt asks for: the task, the prompt's language and what stands between its tags."""

    task: str
    lang: str
    n_pairs: int
    parts: dict[str, str]


def write_reply(metadata: Mapping[str, Any], prompt: str, *, think: bool = False) -> str:
    """Return the reply to `prompt`; with `think` it opens with what was taken, between think tags.

    A summary of a document without a sentence is empty. Where no pair can be made the reply is the
    locale's word for "unclear", which `parse_pairs` reads as no pairs with a problem.

    Raises:
        ModelError: no task of this toolkit, or the prompt lacks what the task needs.
        EngineError: the task is a translation.
    """
    request = read_request(metadata, prompt)
    locale = load_locale(request.lang)
    text, trace = _worked(request, locale)
    if not think:
        return text
    # A sentence about think tags would end the block.
    trace = [line for line in trace if "think>" not in line][:_MAX_TRACE]
    return "<think>\n" + "\n".join(trace) + "\n</think>\n\n" + text


def read_request(metadata: Mapping[str, Any], prompt: str) -> Request:
    """Return what `prompt` asks for.

    Raises:
        ModelError: no task of this toolkit, or the prompt lacks what the task needs.
        EngineError: the task is a translation.
    """
    task, lang = metadata.get("task"), metadata.get("lang")
    if task == "translate":
        raise EngineError(
            "the extractive teacher cannot translate (task 'translate'): give a translation memory "
            "(--memory FILE.tmx) or name a model (TRANSLATOR_MODEL_BASE_URL)"
        )
    if task is None or not isinstance(lang, str):
        raise ModelError(
            "the extractive teacher answers this toolkit's own prompts only and cannot chat: the "
            f"call's metadata has task {task!r} and lang {lang!r}; call it through mlkt's chains "
            "or mlkt.ask, or name a language model (TEACHER_MODEL_BASE_URL)"
        )
    if task not in TASKS:
        raise ModelError(
            f"the extractive teacher has no rules for task {task!r}{nearest(str(task), TASKS)}: it "
            f"knows {', '.join(TASKS)}; name a language model for others (TEACHER_MODEL_BASE_URL)"
        )
    n_pairs = metadata.get("n_pairs", 0)
    if task == "qa" and not str(n_pairs).isdecimal():
        raise ModelError(
            f"task 'qa': `n_pairs` of the call's metadata is {n_pairs!r}, not a number"
        )
    if task == "qa" and int(n_pairs) < 1:
        raise ModelError("task 'qa': the call's metadata has no `n_pairs`; set it to 1 or more")
    return Request(task, lang, int(n_pairs), _read_parts(prompt, task))


def _read_parts(prompt: str, task: str) -> dict[str, str]:
    """Return the data between tags; the document is cut out first: it may hold any other tag."""
    parts: dict[str, str] = {}
    rest = prompt
    for name in ("document", "answer", "question", "outline"):
        found = regex.search(rf"(?ms)^<{name}>[ \t]*\n(?P<data>.*)^</{name}>[ \t]*$", rest)
        if found:
            parts[name] = found["data"].removesuffix("\n")
            rest = rest[: found.start()] + rest[found.end() :]
    needed = {"standalone": ["question"], "faithfulness": ["document", "question", "answer"]}
    needed["relevance"] = needed["faithfulness"]
    missing = [name for name in needed.get(task, ["document"]) if name not in parts]
    if missing:
        tags = ", ".join(f"<{name}>" for name in missing)
        raise ModelError(
            f"task {task!r}: the prompt has no {tags} on a line of its own with its closing tag; "
            "the extractive teacher reads its data from there"
        )
    return parts


def _worked(request: Request, locale: Locale) -> tuple[str, list[str]]:
    parts, task = request.parts, request.task
    if task == "standalone":
        return _verdict(judge_standalone(parts["question"], request.lang), locale)
    document = read_document(parts["document"], parts.get("outline", ""), request.lang)
    if task == "qa":
        return _pairs(document, request.n_pairs, locale)
    if task == "relevance":
        pair = parts["question"], parts["answer"]
        return _verdict(judge_relevance(document, *pair, request.lang), locale)
    if task == "faithfulness":
        return _claims(document, request, locale)
    return _summary(document, task)


def _summary(document: Document, task: str) -> tuple[str, list[str]]:
    if task == "summary_detailed":
        picked = pick_detailed(document)
        return join_prose(picked), [piece.text for piece in picked]
    if task == "summary_extractive":
        lines = [piece.text for piece in pick_extractive(document)]
        return "\n".join(lines), lines
    facts = [piece.text for piece in pick_facts(document)]
    return "\n".join(f"{number}. {fact}" for number, fact in enumerate(facts, 1)), facts


def _pairs(document: Document, n_pairs: int, locale: Locale) -> tuple[str, list[str]]:
    drafts = draft_pairs(document, n_pairs)
    if not drafts:
        return locale.unclear[0], []
    pairs = [{"question": draft.question, "answer": draft.answer} for draft in drafts]
    # The drafts differ from the pairs, so that a draft taken for data is seen.
    thoughts = [{"question": draft.sentence, "answer": draft.answer} for draft in drafts]
    return format_pairs(pairs, locale), [format_pairs([thought], locale) for thought in thoughts]


def _claims(document: Document, request: Request, locale: Locale) -> tuple[str, list[str]]:
    claims = judge_faithfulness(
        document, request.parts["question"], request.parts["answer"], request.lang
    )
    return format_claims(claims, locale), [claim["quote"] for claim in claims if claim["quote"]]


def _verdict(judgement: Judgement, locale: Locale) -> tuple[str, list[str]]:
    word = {"yes": locale.yes, "no": locale.no, "unclear": locale.unclear}[judgement.verdict][0]
    because = [judgement.because] if judgement.because else []
    return "\n".join([word, *because]), because
