"""Give an engine smaller segments: long ones in parts, at the best places to cut.

ladder(nmt, smaller(nmt))     the second rung gets what the gate blocked, in parts

The parts are joined with what the target language writes between sentences; a part that is not
translated leaves the whole segment without a target.
"""

from dataclasses import replace

from mlkt.rows import Segment
from mlkt.text.long_sentences import cut_long
from mlkt.translate.around.around import around
from mlkt.translate.paragraph import Engine, Paragraph
from mlkt.translate.problems import Problem
from mlkt.translate.rebuild import sentence_space

_Cut = list[tuple[Segment, int]]  # the segments, and into how many parts each was cut
_MAX_CHARS = 160  # about 25 words: sentences of that length hardly lose anything


def smaller(engine: Engine, *, max_chars: int = _MAX_CHARS) -> Engine:
    """Return `engine` on parts of at most `max_chars` characters of each pending segment.

    Segments that are no longer than that go in as they are. A translation made of parts has the
    minor problem `forced_split`.
    """

    def cut(paragraph: Paragraph) -> tuple[Paragraph, _Cut]:
        cuts = [(segment, _parts(segment, max_chars)) for segment in paragraph.segments]
        parts = [part for _, parts in cuts for part in parts]
        return replace(paragraph, segments=parts), [(each, len(parts)) for each, parts in cuts]

    return around(engine, cut, _joined, name="smaller")


def _parts(segment: Segment, max_chars: int) -> list[Segment]:
    source = segment["source"]
    cuts = [0, *cut_long(source, 0, len(source), max_chars), len(source)]
    if segment["target"] is not None or len(cuts) == 2:
        return [segment]
    return [
        {**segment, "id": f"{segment['id']}.{n}", "source": source[start:end].strip()}
        for n, (start, end) in enumerate(zip(cuts, cuts[1:], strict=False), start=1)
    ]


def _joined(cut: _Cut, given: Paragraph) -> Paragraph:
    left = iter(given.segments)
    segments = [_one(segment, [next(left) for _ in range(count)]) for segment, count in cut]
    return replace(given, segments=segments)


def _one(old: Segment, parts: list[Segment]) -> Segment:
    if len(parts) == 1:
        return parts[0]
    problems = [problem for part in parts for problem in part["problems"]]
    targets = [part["target"] for part in parts if part["target"] is not None]
    engine = parts[0]["engine"]
    if len(targets) < len(parts):
        return {**old, "engine": engine, "problems": problems}
    split = Problem("forced_split", "minor", f"{len(parts)} parts").as_dict()
    target = sentence_space(old["target_lang"]).join(target.strip() for target in targets)
    return {**old, "target": target, "engine": engine, "problems": [*problems, split]}
