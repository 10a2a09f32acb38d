"""A language model that marks the errors of a translation, as people do by MQM.

    request   document [1] ಅಲ್ಲಿ ಐದು ಹಳ್ಳಿಗಳಿವೆ.      reply   [1] major mistranslation "six villages"
              text     [1] It has six villages.
    -> Problem("judge_mistranslation", "minor", "major: six villages")

judged(nmt, model)     nmt, with what the model finds in what it translated

A critical error is blocking, the others are minor. What is quoted must stand in the translation,
or, where words are missing, in its source: a judge that quotes something else is not believed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Said, Steps, StepSettings, ask
from mlkt.rows import Segment, folded
from mlkt.steps import for_each, in_turn, step
from mlkt.translate.engines.chat import language_name, warmer
from mlkt.translate.judges.judge_reply import Marked, read_marks
from mlkt.translate.paragraph import MEMORY, Engine, Paragraph
from mlkt.translate.problems import Problem

TASK = "translation_judge"
UNCLEAR = "judge_unclear"
_EVIDENCE_CHARS = 120


@dataclass(frozen=True, slots=True)
class _Docket:
    """A paragraph on its way through the judge: what is still to be judged, and what was found."""

    paragraph: Paragraph
    pending: list[Segment]
    found: Mapping[str, list[Problem]] = field(default_factory=dict[str, list[Problem]])
    reply: str = ""


def judged(
    engine: Engine, judge_model: Model, *, prompt_lang: str = "en", steps: Steps | None = None
) -> Engine:
    """Return `engine` with `judge_model` behind it, asked once a paragraph for what is new in it.

    `steps` holds sampling and prompt of the step `translation_judge`. What a memory holds is not
    judged: people decided on it. A reply that cannot be read is asked for once more; then the
    segments have the minor problem `judge_unclear`. Let another model judge than translated.

    Raises:
        LanguageError, PackError: no prompt `translation_judge` in that language.
        ModelError, RequestError: when it runs, the judge cannot be asked.
    """
    settings = (steps or {}).get(TASK, StepSettings())
    spoken = settings.prompt.lang if settings.prompt else settings.prompt_lang or prompt_lang
    first = ask(judge_model, TASK, spoken, steps=steps)
    second = ask(judge_model, TASK, spoken, steps=steps, sampling=warmer(settings.sampling))
    opened = for_each(_alone, engine, _opened)
    road: list[Runnable[Any, Any]] = [
        opened, _turn(first, spoken), _turn(second, spoken), step(_closed)
    ]  # fmt: skip
    return in_turn(road)


def _alone(paragraph: Paragraph) -> list[Paragraph]:
    return [paragraph]


def _opened(before: Paragraph, given: list[Paragraph]) -> _Docket:
    """Return what is to be judged of the one paragraph that the engine gave."""
    (after,) = given
    asked = {segment["id"] for segment in before.pending}
    return _Docket(after, [s for s in after.segments if s["id"] in asked and _is_new(s)])


def _is_new(segment: Segment) -> bool:
    return bool((segment["target"] or "").strip()) and segment["engine"] != MEMORY


def _turn(asked: Runnable[dict[str, str], Said], prompt_lang: str) -> Runnable[_Docket, _Docket]:
    """Return the step that asks about what is pending, in one request."""

    def write(docket: _Docket) -> list[dict[str, str]]:
        return [_request(docket.pending, prompt_lang)] if docket.pending else []

    return for_each(write, asked, _read)


def _request(segments: Sequence[Segment], prompt_lang: str) -> dict[str, str]:
    def lines(texts: list[str]) -> str:
        return "\n".join(f"[{number}] {folded(text)}" for number, text in enumerate(texts, 1))

    return {
        "source_language": language_name(segments[0]["source_lang"], prompt_lang),
        "target_language": language_name(segments[0]["target_lang"], prompt_lang),
        "document": lines([segment["source"] for segment in segments]),
        "text": lines([segment["target"] or "" for segment in segments]),
    }


def _read(docket: _Docket, replies: list[Said]) -> _Docket:
    for said in replies:
        paragraph = replace(
            docket.paragraph,
            made_by=[*docket.paragraph.made_by, said.made_by],
            usage=[*docket.paragraph.usage, said.usage],
            replies=[*docket.paragraph.replies, said.raw],
        )
        pairs = [(segment["source"], segment["target"] or "") for segment in docket.pending]
        marked = read_marks(said.answer, pairs)
        docket = replace(docket, paragraph=paragraph, reply=said.answer)
        if marked.is_readable and not said.cut_off and said.finish_reason != "length":
            docket = replace(docket, pending=[], found=_found(marked, docket.pending))
    return docket


def _found(marked: Marked, segments: Sequence[Segment]) -> dict[str, list[Problem]]:
    """Return the problems by segment; a line that could not be placed is one of the first."""
    found: dict[str, list[Problem]] = {}
    for mark in marked.marks:
        severity = "blocking" if mark.severity == "critical" else "minor"
        evidence = f"{mark.severity}: {mark.quoted}"
        problem = Problem(f"judge_{mark.kind}", severity, evidence)
        found.setdefault(segments[mark.index]["id"], []).append(problem)
    for line in marked.unread:
        found.setdefault(segments[0]["id"], []).append(_unclear(line))
    return found


def _closed(docket: _Docket) -> Paragraph:
    unclear = {segment["id"]: [_unclear(docket.reply)] for segment in docket.pending}
    found = {**docket.found, **unclear}
    segments: list[Segment] = []
    for segment in docket.paragraph.segments:
        more = [problem.as_dict() for problem in found.get(segment["id"], [])]
        segments.append({**segment, "problems": [*segment["problems"], *more]})
    return replace(docket.paragraph, segments=segments)


def _unclear(reply: str) -> Problem:
    return Problem(UNCLEAR, "minor", " ".join(reply.split())[:_EVIDENCE_CHARS] or "no reply")
