"""Read the claims of an answer, each with the sentence that bears on it and a verdict.

    Claim: The dam was built in 1932.
    Evidence: "Work on the dam began in 1932."
    Verdict: no
    -> {"claim": "The dam was built in 1932.", "verdict": "no", "quote": "Work on the dam began …"}

The same shapes are read as for pairs: labels in the locale's words or English, JSON, tables. Fields
with numbers in their labels come together by number, others as neighbours: from the claim on, or
from what stands first where that begins every claim. A claim without a readable verdict is kept as
unclear, and stands in `problems` too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

import regex

from mlkt.packs import Locale
from mlkt.reply.fields.fields import Field
from mlkt.reply.fields.labels import escape
from mlkt.reply.fields.shapes import readings, unwrapped
from mlkt.reply.fields.structured import read_json
from mlkt.reply.fields.vocabulary import Vocabulary, vocabulary
from mlkt.reply.judgments.verdicts import field_verdict
from mlkt.reply.judgments.verdictwords import Verdict
from mlkt.reply.problems import Problem
from mlkt.reply.reasoning.families import AUTO
from mlkt.reply.reasoning.reasoning import split_with
from mlkt.rows import nfc

_KINDS = ("claim", "evidence", "verdict")
_QUOTES = ("“”", "‘’", '""', "''", "«»", "„“", "„”", "「」", "『』", "``")
_TEXT_KEY = regex.compile(r"[\"'“]text[\"'”]\s{0,9}+[:：]")
_APOSTROPHE = regex.compile(r"(?<=[\p{L}\p{M}])['’](?=\p{L})")
_DOTS = regex.compile(r"[\s.…_]*")


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a reply, each with `claim`, `verdict` and `quote`, and what was not kept."""

    claims: list[dict[str, str]]
    problems: list[Problem]


def parse_claims(text: str, locale: Locale) -> Claims:
    """Return the claims that stand in a reply; never raises.

    Problems: `empty`, `reasoning-cut-off`, `no-claims`, `no-claim` (a verdict or a quotation
    without a claim), `no-verdict`, `placeholder`, `too-many-fields`.
    """
    reply = split_with(AUTO, nfc(text))
    if not reply.answer.strip():
        return Claims([], [Problem("reasoning-cut-off" if reply.cut_off else "empty", text)])
    words = vocabulary(locale, _KINDS)
    kept = Claims([], [])
    for reading in readings(unwrapped(reply.answer), words):
        found = _claims(reading.fields, locale)
        if reading.unread:
            found.problems.append(Problem("too-many-fields", reading.unread))
        if found.claims:
            return found
        kept = kept if kept.problems else found
    found = _claims(_called_text(reply.answer, words), locale)
    if found.claims:
        return found
    return kept if kept.problems else Claims([], [Problem("no-claims", reply.answer.strip())])


def format_claims(claims: Sequence[Mapping[str, str]], locale: Locale) -> str:
    """Return claims as labelled lines, which `parse_claims` reads back."""
    words = vocabulary(locale, _KINDS)
    label = {kind: locale.labels[kind][0] for kind in _KINDS}
    return "\n\n".join(
        f"{label['claim']}: {escape(item['claim'].strip(), words)}\n"
        f"{label['evidence']}: {escape(_quoted(item['quote'].strip(), locale), words)}\n"
        f"{label['verdict']}: {getattr(locale, Verdict(item['verdict']))[0]}"
        for item in claims
    )


def _claims(fields: list[Field], locale: Locale) -> Claims:
    claims: list[dict[str, str]] = []
    problems: list[Problem] = []
    for parts in _together(fields):
        said = {field.kind: field.text for field in parts}
        claim, quote = said.get("claim", ""), _unquoted(said.get("evidence", ""), locale)
        whole = "\n".join(field.text for field in parts)
        if not claim:
            problems.append(Problem("no-claim", whole))
        elif _DOTS.fullmatch(claim):
            problems.append(Problem("placeholder", whole))
        else:
            verdict = field_verdict(said.get("verdict", ""), locale)
            if verdict is None:
                problems.append(Problem("no-verdict", whole))
            claims.append(
                {"claim": claim, "verdict": str(verdict or Verdict.UNCLEAR), "quote": quote}
            )
    return Claims(claims, [problem for problem in problems if problem.text.strip()])


def _together(fields: list[Field]) -> list[list[Field]]:
    """Return the fields of each claim: of one object or row, of one number, or of neighbours."""
    known = [field for field in fields if field.kind in _KINDS]
    parts: list[list[Field]] = []
    for group, run in groupby(known, key=lambda field: field.group):
        members = list(run)
        numbers = _numbers(members) if group < 0 else []
        if numbers:
            by_number: dict[str, list[Field]] = {number: [] for number in numbers}
            for number, field in zip(numbers, members, strict=True):
                by_number[number].append(field)
            parts += by_number.values()
        else:
            parts += _neighbours(members, first=_first_kind(members) if group < 0 else "")
    return parts


def _numbers(fields: list[Field]) -> list[str]:
    """Return each field's number, nothing where numbers do not say what belongs together.

    Numbers before the labels count only where each kind of field has the same ones: else they go
    on through one list.
    """
    labels = [field.number for field in fields]
    items = [field.item for field in fields]
    if not (all(labels) or all(items)):
        return []
    kinds = sorted({field.kind for field in fields})
    lists = [[field.item for field in fields if field.kind == kind] for kind in kinds]
    for numbers in (labels, items if all(set(each) == set(items) for each in lists) else []):
        own = {(field.kind, number) for field, number in zip(fields, numbers, strict=False)}
        if len(kinds) > 1 and all(numbers) and len(own) == len(fields):
            return numbers
    return []


def _first_kind(fields: list[Field]) -> str:
    """Return the kind of field that every claim begins with."""
    kinds = [field.kind for field in fields]
    first = kinds[0]
    size = kinds.index(first, 1) if first in kinds[1:] else len(kinds)
    repeats = kinds == kinds[:size] * (len(kinds) // size)
    gaps = [field.kind for field in fields[1:] if field.apart]
    firsts, claims = gaps.count(first), gaps.count("claim")
    return first if firsts > claims or (firsts == claims and repeats) else "claim"


def _neighbours(fields: list[Field], *, first: str) -> list[list[Field]]:
    parts: list[list[Field]] = []
    for field in fields:
        if not parts or field.kind in {first, *(other.kind for other in parts[-1])}:
            parts.append([])
        parts[-1].append(field)
    return parts


def _called_text(answer: str, words: Vocabulary) -> list[Field]:
    """Return the fields of objects in which a `text` stands beside a verdict."""
    if not _TEXT_KEY.search(answer):
        return []
    fields = read_json(answer, _with_text(words))
    judged = {field.group for field in fields if field.kind == "verdict"}
    return [field for field in fields if field.group in judged]


@cache
def _with_text(words: Vocabulary) -> Vocabulary:
    return replace(words, keys={**words.keys, "text": "claim"})


def _quoted(text: str, locale: Locale) -> str:
    """Return a quotation in marks that can be told from those inside it."""
    marked = [f"{pair[0]}{text}{pair[-1]}" for pair in ('""', *locale.quotes, *_QUOTES)]
    return next((each for each in marked if _unquoted(each, locale) == text), marked[0])


def _unquoted(text: str, locale: Locale) -> str:
    """Return a quotation without its marks."""
    text = text.strip()
    for pair in (*locale.quotes, *_QUOTES):
        if len(text) > 1 and text.startswith(pair[0]) and text.endswith(pair[-1]):
            text = text[1:-1].strip() if _is_one(text[1:-1], pair) else text
            break
    return "" if _DOTS.fullmatch(text) else text


def _is_one(inside: str, pair: str) -> bool:
    """Return whether the marks around are one pair: `x" and "y` is what two quotations leave."""
    inside = _APOSTROPHE.sub("", inside)
    if pair[0] == pair[-1]:
        before, mark, _ = inside.partition(pair[0])
        return not mark or not before or before[-1].isspace()
    depth = 0
    for char in inside:
        depth += (char == pair[0]) - (char == pair[-1])
        if depth < 0:
            return False
    return True
