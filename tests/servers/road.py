"""A scripted teacher, critic and translator that takes whole runs to their end.

    OpenAIServer(road_reply)

It knows the task from the prompt's own words (`tests.servers.prompts`) and answers in the form
asked for, in any language that has a locale, deterministically: translations are marked text,
summaries and answers are sentences of the document, a claim is true if the document holds it. Wrap
it to spoil some answers:

    lambda request: "no idea" if request.count == 3 else road_reply(request)
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import regex

from mlkt.packs import languages, load_locale
from tests.servers.marking import mark
from tests.servers.openai_server import Request
from tests.servers.openai_shapes import Reply
from tests.servers.prompts import recognise
from tests.servers.road_asking import ASKING_ANSWERS
from tests.servers.road_entities import ENTITY_ANSWERS
from tests.servers.road_reasoning import REASONING_ANSWERS
from tests.servers.road_seeds import SEED_ANSWERS
from tests.servers.road_views import VIEW_ANSWERS

_LINE = regex.compile(r"^\[(\d+)\][ \t]?(.*)$", regex.MULTILINE)
_SENTENCE = regex.compile(r".+?(?:[.?!।॥。！？؟][\"'”’»)\]]*(?=\s|$)|$)", regex.MULTILINE)
_BLOCK_MARK = regex.compile(r"^\s*(?:[-*>]|\d+[.)])\s+")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d]+")
_MIN_WORDS = 3
Values = dict[str, str]


def road_reply(request: Request) -> Reply:
    """Return the answer to one of this project's prompts; `ok` to any other text."""
    asked = recognise(request.prompt)
    return Reply("ok" if asked is None else _ANSWERS[asked.task](asked.values))


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line of a text to translate."""

    number: str
    text: str


def numbered_lines(text: str) -> list[Line]:
    """Return the lines `[1] …` of a text."""
    return [Line(found[1], found[2]) for found in _LINE.finditer(text)]


def sentences(document: str) -> list[str]:
    """Return the document's sentences as they stand, without headings and marks of lists.

    A document that holds nothing else is one sentence.
    """
    prose = "\n".join(line for line in document.splitlines() if line[:1] != "#")
    long = [claim for claim in claims(prose) if len(_WORD.findall(claim)) >= _MIN_WORDS]
    return long or claims(prose) or [_flat(document)]


def claims(answer: str) -> list[str]:
    """Return the sentences of an answer, short ones too."""
    lines = (_BLOCK_MARK.sub("", line) for line in answer.splitlines())
    found = (match[0].strip() for line in lines for match in _SENTENCE.finditer(line))
    return [claim for claim in found if claim]


def code_of(name: str) -> str:
    """Return the code of the language that a prompt names in one of its ways.

    Raises:
        ValueError: no locale has this name.
    """
    for code in languages():
        locale = load_locale(code)
        if name.casefold() in (code, locale.name.casefold(), locale.endonym.casefold()):
            return code
    raise ValueError(f"no locale calls its language {name!r}")


def _translate(values: Values) -> str:
    source, target = code_of(values["source_language"]), code_of(values["target_language"])
    lines = numbered_lines(values["text"])
    return "\n".join(f"[{line.number}] {mark(line.text, source, target)}" for line in lines)


def _summary_detailed(values: Values) -> str:
    return " ".join(sentences(values["document"])[::2])


def _summary_extractive(values: Values) -> str:
    return "\n".join(sentences(values["document"])[::3])


def _summary_facts(values: Values) -> str:
    facts = sentences(values["document"])
    return "\n".join(f"{number}. {fact}" for number, fact in enumerate(facts, 1))


def _qa(values: Values) -> str:
    known, n_pairs = sentences(values["document"]), int(values["n_pairs"])
    pairs: list[str] = []
    for number in range(n_pairs):
        turn, at = divmod(number * max(1, len(known) // n_pairs), len(known))
        question = _question(known[at], turn + len(known))
        pairs.append(
            f"{values['question_label']}: {question}\n{values['answer_label']}: {known[at]}"
        )
    return "\n\n".join(pairs)


def _question(sentence: str, turn: int) -> str:
    """Return half of a sentence's words as a question, each turn from one word further on."""
    words = _WORD.findall(sentence)
    half = max(2, len(words) // 2 + 1)
    start = turn % max(1, len(words) - half + 1)
    mark = "؟" if regex.search(r"\p{Arabic}", sentence) else "?"
    return " ".join(words[start : start + half]) + mark


def _faithfulness(values: Values) -> str:
    known = sentences(values["document"])
    blocks: list[str] = []
    for claim in claims(values["answer"]):
        evidence = max(known, key=partial(_overlap, claim))
        said = _flat(claim) in _flat(values["document"]) or _overlap(claim, evidence) == 1.0
        blocks.append(
            f'{values["claim_label"]}: {claim}\n{values["evidence_label"]}: "{evidence}"\n'
            f"{values['verdict_label']}: {values['yes'] if said else values['no']}"
        )
    return "\n\n".join(blocks)


def _yes(values: Values) -> str:
    return f"{values['yes']}\n{values['question']}"


def _overlap(claim: str, sentence: str) -> float:
    """Return which share of the claim's words stands in the sentence."""
    words = set(_WORD.findall(claim.casefold()))
    return len(words & set(_WORD.findall(sentence.casefold()))) / max(1, len(words))


def _flat(text: str) -> str:
    return " ".join(text.split())


_ANSWERS: dict[str, Callable[[Values], str]] = {
    "translate": _translate,
    "summary_detailed": _summary_detailed,
    "summary_extractive": _summary_extractive,
    "summary_facts": _summary_facts,
    "qa": _qa,
    **VIEW_ANSWERS,
    "faithfulness": _faithfulness,
    "relevance": _yes,
    "answerable": _yes,
    "standalone": _yes,
    **ASKING_ANSWERS,
    **SEED_ANSWERS,
    **ENTITY_ANSWERS,
    **REASONING_ANSWERS,
    "skill_question_check": _yes,
}
