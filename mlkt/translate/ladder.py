"""The repair ladder: engines in turn, the gate behind each, and every attempt written down.

ladder(nmt, nmt_with_other_options, chat)

What an engine gives is checked at once. What the gate blocks is no translation: it goes into the
segment's `attempts` with its problems, the segment is pending again, and the next engine gets it.
What nothing can translate ends without a target, with the problems of the last attempt.

    {"id": "s7", "target": "It has 65 wards.", "engine": "gemma-3", "problems": [],
     "attempts": [{"engine": "nllb", "target": "It has 56 wards.",
                   "problems": [{"kind": "numbers_changed", …}]}]}
"""

from dataclasses import replace

from mlkt.errors import EngineError, ModelError, RequestError
from mlkt.rows import Attempt, ProblemRecord, Segment
from mlkt.translate.gate import check_translation
from mlkt.translate.paragraph import COPIED, MEMORY, Engine, Paragraph, same_segments
from mlkt.translate.problems import Problem, is_blocked
from mlkt.translate.turns import Asking, Turns

# What people decided on stays: only what is no translation at all is taken from a memory's unit.
_NEVER = frozenset(
    {"empty", "copied_source", "wrong_script", "wrong_language", "source_script_left"}
)
_FAILURES = (EngineError, ModelError, RequestError)


def ladder(*engines: Engine) -> Engine:
    """Return the engine that asks each of `engines` for what those before it could not do.

    An engine that raises is passed over where another one has a translation; where none has, its
    error is raised in the end, so that the row counts as failed and is tried again.
    """
    rungs = (engine.engines if isinstance(engine, Ladder) else (engine,) for engine in engines)
    return Ladder(tuple(rung for each in rungs for rung in each))


class Ladder(Asking):
    """Engines in the order in which they are asked."""

    def __init__(self, engines: tuple[Engine, ...]) -> None:
        """Take the engines in their order."""
        self.engines = engines
        self.name = "ladder"

    def turns(self, paragraph: Paragraph) -> Turns:
        """Return the paragraph with a checked target, or with its attempts, for each segment."""
        errors: list[Exception] = []
        for engine in self.engines:
            if not paragraph.pending:
                break
            try:
                given = yield engine, paragraph
            except _FAILURES as error:
                errors.append(error)
            else:
                paragraph = _gated(paragraph, same_segments(paragraph, given))
        return _settled(paragraph, errors)


def check(segment: Segment, terms: list[tuple[str, str]]) -> list[ProblemRecord]:
    """Return what the gate finds wrong with the target of a segment.

    What stands in a memory was decided by people: little of it is doubted. What is copied on
    purpose is not doubted at all.
    """
    if segment["engine"] == COPIED:
        return []
    found = check_translation(
        segment["source"],
        segment["target"] or "",
        source_lang=segment["source_lang"],
        target_lang=segment["target_lang"],
        terms=terms,
    )
    if segment["engine"] == MEMORY:
        found = [p if p.kind in _NEVER else replace(p, severity="minor") for p in found]
    return [problem.as_dict() for problem in found]


def _gated(before: Paragraph, after: Paragraph) -> Paragraph:
    """Return `after`, checked where it differs from `before`."""
    segments = [
        given if old["target"] is not None else _checked(given, before.terms)
        for old, given in zip(before.segments, after.segments, strict=True)
    ]
    return replace(after, segments=segments)


def _checked(segment: Segment, terms: list[tuple[str, str]]) -> Segment:
    """Return a segment with its new target checked, or pending with one more attempt."""
    problems = list(segment["problems"])  # a ladder inside a wrapper may have looked before
    if segment["target"] is not None:
        problems += [problem for problem in check(segment, terms) if problem not in problems]
        if not is_blocked(problems):
            return {**segment, "problems": problems}
    elif not problems:
        return segment  # the engine did not try: a memory without this segment
    attempt: Attempt = {
        "engine": segment["engine"],
        "target": segment["target"],
        "problems": problems,
    }
    tried = [*segment.get("attempts", []), attempt]
    return {**segment, "target": None, "engine": "", "problems": [], "attempts": tried}


def _settled(paragraph: Paragraph, errors: list[Exception]) -> Paragraph:
    """Return the paragraph with the last attempt's problems on what nobody could translate."""
    if paragraph.pending and errors:
        raise errors[0]
    segments = [
        segment if segment["target"] is not None else _given_up(segment)
        for segment in paragraph.segments
    ]
    return replace(paragraph, segments=segments)


def _given_up(segment: Segment) -> Segment:
    nothing = Problem("untranslated", "blocking", "no engine has a translation of it").as_dict()
    attempts = segment.get("attempts", [])
    if not attempts:
        return {**segment, "problems": [nothing]}
    last = attempts[-1]
    return {**segment, "engine": last["engine"], "problems": last["problems"]}
