"""What goes into an engine and comes out of it: the segments of one paragraph.

An engine is a `Runnable[Paragraph, Paragraph]`. It fills the segments that have no target yet and
leaves the others alone, so that engines compose: `memory_engine(memory) | chat_engine(model)` asks
the model only for what the memory does not hold. Number, order and ids of the segments stay.

Paragraph([{"id": "s7", "source": "ಮೈಸೂರು ಒಂದು ನಗರ.", "target": None, …}], context="ಮೈಸೂರು")
-> Paragraph([{"id": "s7", … "target": "Mysuru is a city.", "engine": "gemma-3", "problems": []}])
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from langchain_core.runnables import Runnable

from mlkt.errors import EngineError
from mlkt.rows import MadeBy, Segment, Usage
from mlkt.translate.problems import UNTRANSLATED, Problem

MEMORY = "memory"  # the engine that is a translation memory
COPIED = "copy"  # the "engine" of what is its own translation: no letter, or nothing but addresses


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Segments that are read together.

    `context` is text in the source language that stands around them and is not translated.
    `terms` are (source, target) terms of a glossary that stand in the segments, `examples` pairs of
    a memory that resemble them: both are shown to models, and the gate looks for the terms.
    `made_by`, `usage` and `replies` (of models, as they came) are what the engines add to the row.
    """

    segments: list[Segment]
    context: str = ""
    terms: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    examples: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    made_by: list[MadeBy] = field(default_factory=list[MadeBy])
    usage: list[Usage] = field(default_factory=list[Usage])
    replies: list[str] = field(default_factory=list[str])

    @property
    def pending(self) -> list[Segment]:
        """Return the segments that have no target yet."""
        return [segment for segment in self.segments if segment["target"] is None]


Engine = Runnable[Paragraph, Paragraph]


def fill(
    paragraph: Paragraph,
    targets: Mapping[str, str],
    engine: str,
    problems: Mapping[str, list[Problem]] | None = None,
) -> Paragraph:
    """Return the paragraph with a target for each pending segment whose id is in `targets`.

    `problems` are what the engine itself knows to be wrong with one, by segment id.
    """

    def filled(segment: Segment) -> Segment:
        if segment["target"] is not None or segment["id"] not in targets:
            return segment
        known = [problem.as_dict() for problem in (problems or {}).get(segment["id"], [])]
        return {**segment, "target": targets[segment["id"]], "engine": engine, "problems": known}

    return replace(paragraph, segments=[filled(segment) for segment in paragraph.segments])


def give_up(paragraph: Paragraph, engine: str, evidence: str) -> Paragraph:
    """Return the paragraph with a blocking problem on each segment that is still pending."""
    problem = Problem(UNTRANSLATED, "blocking", evidence).as_dict()

    def marked(segment: Segment) -> Segment:
        if segment["target"] is not None:
            return segment
        return {**segment, "engine": engine, "problems": [problem]}

    return replace(paragraph, segments=[marked(segment) for segment in paragraph.segments])


def same_segments(got: Paragraph, gave: Paragraph) -> Paragraph:
    """Return `gave`, if it holds the segments that an engine got.

    Raises:
        EngineError: number, order or ids differ.
    """
    ids = [segment["id"] for segment in got.segments]
    given = [segment["id"] for segment in gave.segments]
    if ids != given:
        raise EngineError(
            f"an engine got {len(ids)} segments, {ids}, and gave {len(given)}, {given}: number, "
            "order and ids stay"
        )
    return gave
