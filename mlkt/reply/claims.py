"""Read the claims of an answer, each with the sentence that bears on it and a verdict.

    Claim: The dam was built in 1932.
    Evidence: "Work on the dam began in 1932."
    Verdict: no
    -> {"claim": "The dam was built in 1932.", "verdict": "no", "quote": "Work on the dam began …"}

The same shapes are read as for pairs: labels in the locale's words or English, JSON, tables. A
claim without a readable verdict is kept as unclear, and stands in `problems` too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import regex

from mlkt.packs import Locale
from mlkt.reply.families import AUTO
from mlkt.reply.fields import Field
from mlkt.reply.labels import escape
from mlkt.reply.problems import Problem
from mlkt.reply.reasoning import split_with
from mlkt.reply.shapes import readings, unwrapped
from mlkt.reply.verdicts import Verdict, field_verdict
from mlkt.reply.vocabulary import vocabulary
from mlkt.rows import nfc

_KINDS = ("claim", "evidence", "verdict")
_QUOTES = ("“”", "‘’", '""', "''", "«»", "„“", "„”", "「」", "『』", "``")
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
    return kept if kept.problems else Claims([], [Problem("no-claims", reply.answer.strip())])


def format_claims(claims: Sequence[Mapping[str, str]], locale: Locale) -> str:
    """Return claims as labelled lines, which `parse_claims` reads back."""
    words = vocabulary(locale, _KINDS)
    label = {kind: locale.labels[kind][0] for kind in _KINDS}
    return "\n\n".join(
        f"{label['claim']}: {escape(item['claim'].strip(), words)}\n"
        f"{label['evidence']}: {escape(_quoted(item['quote'].strip()), words)}\n"
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


def _together(fields: Iterable[Field]) -> list[list[Field]]:
    """Return the fields of each claim: of one object or row, or from one claim's label on."""
    groups: list[list[Field]] = []
    for field in fields:
        known = [other.kind for other in groups[-1]] if groups else []
        same = bool(groups) and field.group == groups[-1][0].group
        begins = field.kind == "claim" if field.group < 0 else not same
        if field.kind not in _KINDS:
            continue
        if not groups or begins or not same or field.kind in known:
            groups.append([])
        groups[-1].append(field)
    return groups


def _quoted(text: str) -> str:
    return f'"{text}"'


def _unquoted(text: str, locale: Locale) -> str:
    """Return a quotation without its marks."""
    text = text.strip()
    for pair in (*locale.quotes, *_QUOTES):
        if len(text) > 1 and text.startswith(pair[0]) and text.endswith(pair[-1]):
            text = text[1:-1].strip()
            break
    return "" if _DOTS.fullmatch(text) else text
