"""The row: one passage on its way from a document to checked pairs.

A row is a plain `dict[str, Any]`, so that LangChain's `assign` and anybody's own runnable fit; the
values inside are typed here. A chain adds keys and changes none; `made_by`, `rejected` and `usage`
are lists that only grow, and a pair's `verdicts` and `evidence` do where a second critic follows.

    {"id": "8f14e45fceea", "document_id": "c9f0f895fb98", "lang": "kn",
     "outline": ["ಮೈಸೂರು", "ಇತಿಹಾಸ"], "text": "## ಇತಿಹಾಸ …",
     "origin": {"path": "kn.md", "start": 310, "end": 1204, …},
     "sentences": [{"id": "s7", "start": 3, "end": 9}, …],
     "seeds": [{"context": …, "pairs": [{"question": …, "answer": …}], "lang": "kn"}],
     "translated_seeds": [{"context": …, "pairs": […], "lang": "en"}],
     "translation": {"lang": "en", "text": "## History …", "outline": ["Mysuru", "History"],
                     "sentences": [{"ids": ["s7"], "start": 3, "end": 10}, …],
                     "segments": [{"id": "s7", "sentence_ids": ["s7"], "source": …, "target": …}],
                     "status": "ok"},
     "summaries": {"detailed": ["…"], "extractive": ["…"], "facts": ["…"]},
     "pairs": [{"id": "45c48cce2e2d", "question": …, "answer": …, "view": "detailed", …}],
     "verdicts": {"45c48cce2e2d": [{"check": "faithfulness", "verdict": "yes", …}]},
     "evidence": {"45c48cce2e2d": ["s8"]},
     "entities": [{"id": …, "text": …, "type": "place", "lang": "kn", "spans": […]}],
     "tasks": {"timeline": …}, "tasks_back": {…}, "instructions": {"task_timeline": …},
     "examples": [{"context": …, "pairs": […], "lang": "kn"}],
     "back": {"45c48cce2e2d": {"lang": "kn", "question": …, "answer": …, "problems": []}},
     "made_by": [{"step": "qa", "prompt": "qa/en@…", "model": "…"}], "rejected": [], "usage": []}

`outline` holds title and headings, and may be empty. Offsets count code points. Sentence ids count
through the whole document, so that a pair's evidence names a sentence of the document whatever
passage it stood in.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict  # pydantic reads no other on Python 3.11

from mlkt.errors import LanguageError

Row = dict[str, Any]


class Origin(TypedDict):
    """Where a passage comes from; `start` and `end` are offsets in the document's text."""

    start: int
    end: int
    title: str
    path: NotRequired[str]
    url: NotRequired[str]
    revision: NotRequired[str]
    licence: NotRequired[str]


class Sentence(TypedDict):
    """A sentence of the passage's text."""

    id: str
    start: int
    end: int


class TargetSentence(TypedDict):
    """A sentence of a translation and the ids of the source sentences it stands for."""

    ids: list[str]
    start: int
    end: int


class ProblemRecord(TypedDict):
    """What is wrong with a translation: `blocking` problems reject it, the others are reported."""

    kind: str
    severity: Literal["blocking", "minor"]
    evidence: str


class Attempt(TypedDict):
    """What an engine gave that was not taken, and why; `target` is None where it gave nothing."""

    engine: str
    target: str | None
    problems: list[ProblemRecord]


class Segment(TypedDict):
    """What an engine got and gave; `target` is None where there is no translation.

    `sentence_ids` are the source sentences it covers; those of the outline have ids `o1`, `o2`, …
    and cover none. Engines keep `id`, order and number. `attempts` came before and were not taken.
    """

    id: str
    sentence_ids: list[str]
    source: str
    source_lang: str
    target_lang: str
    target: str | None
    engine: str
    problems: list[ProblemRecord]
    attempts: NotRequired[list[Attempt]]


class Translation(TypedDict):
    """A passage in another language; a sentence without translation has no text in it."""

    lang: str
    text: str
    outline: list[str]
    sentences: list[TargetSentence]
    segments: list[Segment]
    status: Literal["ok", "partial", "failed"]


class Seed(TypedDict):
    """An example of the user's, in `lang`: a passage, and pairs that show what to ask about one.

    `context` may be empty, and so may the `answer` of a pair. Not material: facts are not in it.
    """

    context: str
    pairs: list[dict[str, str]]  # question, answer
    lang: str


class Pair(TypedDict):
    """A question and its answer, in the language the chain works in.

    `view` is the text it was made from: `passage`, or a kind of summary; `at` is which of several.
    `reasoning_lang` is the language of a `reasoning` that is this pair's alone. A multiple-choice
    pair has four `options`, the place of the `correct` one, 0 to 3, and the `thought` behind it.
    """

    id: str
    question: str
    answer: str
    reasoning: str
    view: str
    at: NotRequired[int]
    reasoning_lang: NotRequired[str]
    options: NotRequired[list[str]]
    correct: NotRequired[int]
    thought: NotRequired[str]


class Claim(TypedDict):
    """One claim of an answer, the quotation that bears on it, and the sentences it was taken from.

    `sentence_ids` name sentences of the document; empty where the quotation stands in none.
    """

    claim: str
    quote: str
    verdict: str
    sentence_ids: list[str]


class Verdict(TypedDict):
    """What one judge said about one pair in one check.

    Of a check, a judge and a look the last counts: an unclear verdict is asked for twice. `judge`
    is a role (`critic`, `second_critic`), `model` the model's own name. `looked_at` says which text
    and pair it read: the `pivot`'s, or the `source`'s (the document's own language). A check of
    claims lists them, and its `score` is the share of claims with the verdict `yes`, 0 to 1.
    """

    check: str
    verdict: Literal["yes", "no", "unclear"]
    reply: str
    judge: str
    model: str
    looked_at: Literal["pivot", "source"]
    claims: NotRequired[list[Claim]]
    score: NotRequired[float]


class Back(TypedDict):
    """A pair brought back into the source language; what is not there was not brought back."""

    lang: str
    question: str
    answer: str
    problems: list[ProblemRecord]
    options: NotRequired[list[str]]
    thought: NotRequired[str]
    reasoning: NotRequired[str]


class MadeBy(TypedDict):
    """What a step used: the prompt's signature and the model, or the engine."""

    step: str
    prompt: str
    model: str


class FailedSegment(TypedDict):
    """A segment that has no translation which may go on, and why."""

    id: str
    source: str
    problems: list[ProblemRecord]


class Rejection(TypedDict):
    """Something that did not go on: a pair (`id`), or a whole reply (`id` is the row's).

    `raw` is the reply that it was read from. A record's text says its `path`, and which of its
    `segments` failed.
    """

    id: str
    step: str
    reason: str
    detail: str
    raw: str
    path: NotRequired[str]
    segments: NotRequired[list[FailedSegment]]


class Usage(TypedDict):
    """Tokens of one request, as the server counted them, whether or not the journal held it."""

    step: str
    input_tokens: int
    output_tokens: int


def nfc(text: str) -> str:
    """Return `text` in Unicode normal form C with line ends as LF and no byte order mark."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def content_id(*parts: str) -> str:
    """Return twelve hexadecimal digits that depend on the content of all parts and nothing else."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:12]


def working_text(row: Row) -> str:
    """Return the text that chains read: the translation where there is one, else the passage."""
    return row["translation"]["text"] if "translation" in row else row["text"]


def working_lang(row: Row) -> str:
    """Return the language of `working_text(row)`."""
    return row["translation"]["lang"] if "translation" in row else row["lang"]


def working_outline(row: Row) -> list[str]:
    """Return title and headings in the language of `working_text(row)`."""
    return row["translation"]["outline"] if "translation" in row else row["outline"]


def working_sentences(row: Row) -> list[TargetSentence]:
    """Return the sentences of `working_text(row)` with the ids of the source sentences."""
    if "translation" in row:
        return row["translation"]["sentences"]
    return [
        {"ids": [sentence["id"]], "start": sentence["start"], "end": sentence["end"]}
        for sentence in row["sentences"]
    ]


def check_working_lang(row: Row, lang: str) -> Row:
    """Return `row` as it is when its text is in the language that a chain works in.

    Raises:
        LanguageError: it is in another one.
    """
    found = working_lang(row)
    if found != lang:
        raise LanguageError(
            f"row {row.get('id')!r}: its text is in {found!r}, the chain works in {lang!r}: "
            f"put translate(model, {found!r}, to={lang!r}) before it, or give it lang={found!r}"
        )
    return row


def living_pairs(row: Row) -> list[Pair]:
    """Return the pairs that no step has rejected so far."""
    rejected = {rejection["id"] for rejection in row.get("rejected", [])}
    return [pair for pair in row.get("pairs", []) if pair["id"] not in rejected]


def grown(row: Row, key: str, more: Iterable[Any]) -> list[Any]:
    """Return the list under `key` with `more` behind it, as a new list."""
    return [*row.get(key, []), *more]


def folded(text: str) -> str:
    """Return `text` in NFC with each run of white space as one space; joiners stay."""
    return " ".join(nfc(text).split())
