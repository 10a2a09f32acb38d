"""The translation model as an engine: sentence by sentence, in large batches, checked for its end.

model = load_nmt(Path("models/nllb-200-distilled-600M"), profile="nllb")
nmt_engine(model, source_lang="kn", target_lang="en")    beam of 2
nmt_ladder(model, source_lang="kn", target_lang="en")    greedy; what the gate blocks, beam of 4

{"id": "s7", "source": "ಮೈಸೂರು ಒಂದು ನಗರ.", "target": "Mysuru is a city.",
 "engine": "nllb-200-distilled-600M", "problems": []}
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Literal

from langchain_core.runnables import Runnable, RunnableConfig

from mlkt.errors import EngineError
from mlkt.rows import Segment
from mlkt.translate.engines.nmt.codes import same_for_models
from mlkt.translate.engines.nmt.collector import Decoding, Job, Output
from mlkt.translate.engines.nmt.indic import prepare, restore
from mlkt.translate.engines.nmt.model import NmtModel
from mlkt.translate.engines.nmt.pair import Tags, choose_tags
from mlkt.translate.engines.nmt.sentences import Plan, join, plan
from mlkt.translate.ladder import ladder
from mlkt.translate.paragraph import Engine, Paragraph, fill
from mlkt.translate.problems import Problem
from mlkt.translate.rebuild import sentence_space

_LEAST_TOKENS = 8  # tags, end token and a few pieces
_UNKNOWN = "<unk>"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine takes: texts of one unit, up to so many tokens, between two languages."""

    unit: Literal["sentence", "paragraph"]
    max_tokens: int
    source_lang: str
    target_lang: str


def nmt_engine(
    model: NmtModel,
    *,
    source_lang: str,
    target_lang: str,
    beam_size: int = 2,
    no_repeat_ngram_size: int = 4,
    repetition_penalty: float = 1.0,
    max_tokens: int | None = None,
    max_output_tokens: int | None = None,
) -> "NmtEngine":
    """Return the engine that translates from `source_lang` to `target_lang` (BCP 47) by `model`.

    A sentence of more than `max_tokens` is cut and joined again (minor problem `forced_split`); an
    output that `max_output_tokens` cut off has the blocking problem `cut_off`, so that the gate
    takes it. Both limits are the profile's unless given.

    Raises:
        EngineError: the model does not know a language; a number out of range.
    """
    profile = model.profile
    longest = max_tokens if max_tokens is not None else profile.max_tokens
    most = max_output_tokens if max_output_tokens is not None else profile.max_output_tokens
    for what, value, least in (
        ("beam_size", beam_size, 1),
        ("no_repeat_ngram_size", no_repeat_ngram_size, 0),
        ("repetition_penalty", repetition_penalty, 1),
        ("max_tokens", longest, _LEAST_TOKENS),
        ("max_output_tokens", most, _LEAST_TOKENS),
    ):
        if value < least:
            raise EngineError(f"{what} must be at least {least}, not {value!r}")
    tags = choose_tags(model.folder, profile, source_lang, target_lang)
    return NmtEngine(
        model,
        tags,
        Capabilities("sentence", longest, source_lang, target_lang),
        Decoding(beam_size, no_repeat_ngram_size, repetition_penalty, most),
    )


def nmt_ladder(model: NmtModel, *, source_lang: str, target_lang: str) -> Engine:
    """Return two engines over one model: greedy, then a beam of 4 that repeats no four pieces.

    The second one gets what the gate blocks of the first: loops, losses, what was cut off.

    Raises:
        EngineError: the model does not know a language.
    """

    def rung(beam_size: int, no_repeat_ngram_size: int) -> Engine:
        return nmt_engine(
            model,
            source_lang=source_lang,
            target_lang=target_lang,
            beam_size=beam_size,
            no_repeat_ngram_size=no_repeat_ngram_size,
        )

    return ladder(rung(1, 0), rung(4, 4))


class NmtEngine(Runnable[Paragraph, Paragraph]):
    """A model, a pair of languages, and how the output is searched."""

    def __init__(
        self, model: NmtModel, tags: Tags, capabilities: Capabilities, decoding: Decoding
    ) -> None:
        """Take what `nmt_engine` has checked."""
        self.model = model
        self.tags = tags
        self.capabilities = capabilities
        self.decoding = decoding
        self.engine = model.name
        self.name = model.name

    def invoke(
        self, input: Paragraph, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Paragraph:
        """Return the paragraph with a target for each pending segment.

        Raises:
            EngineError: a segment of other languages; the model cannot be loaded or fails.
        """
        asked, futures = self._begin(input)
        try:
            outputs = [future.result() for future in futures]
        finally:
            _cancel(futures)
        return self._end(input, asked, outputs)

    async def ainvoke(
        self, input: Paragraph, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Paragraph:
        """Return the same as `invoke`; the event loop is free meanwhile."""
        asked, futures = await asyncio.to_thread(self._begin, input)
        try:
            outputs = await asyncio.gather(*map(asyncio.wrap_future, futures))
        finally:
            _cancel(futures)
        return await asyncio.to_thread(self._end, input, asked, outputs)

    def _begin(self, paragraph: Paragraph) -> tuple["_Asked", list["Future[Output]"]]:
        pending = paragraph.pending
        for segment in pending:
            self._check_languages(segment)
        read: dict[str, _Read] = {}

        def measure(text: str) -> int:
            read[text] = self._read(text)
            return len(read[text].tokens)

        sources = [segment["source"] for segment in pending]
        planned = plan(sources, measure, max_tokens=self.capabilities.max_tokens)
        sentences = [read[text] for text in planned.sentences]
        prefix = [self.tags.target] if self.model.profile.target_prefix else []
        jobs = [Job(sentence.tokens, prefix, self.decoding) for sentence in sentences]
        return _Asked(pending, planned, sentences), self.model.submit(jobs)

    def _read(self, text: str) -> "_Read":
        """Return a sentence as the model's family wants it."""
        profile, kept = self.model.profile, dict[str, str]()
        if profile.preparation == "indic":
            prepared = prepare(text, self.capabilities.source_lang)
            text, kept = prepared.text, prepared.kept
        named = {"source": self.tags.source, "target": self.tags.target}
        tags = [named[side] for side in profile.tags if named[side]]
        if profile.tags_in_text:
            text, tags = " ".join([*tags, text]), []
        ends = profile.end_token and not self.model.folder.adds_end_token
        end = [self.model.folder.end_token] if ends else []
        return _Read([*tags, *self.model.encode(text), *end], kept)

    def _end(self, paragraph: Paragraph, asked: "_Asked", outputs: Sequence[Output]) -> Paragraph:
        written = [
            self._write(sentence, output)
            for sentence, output in zip(asked.sentences, outputs, strict=True)
        ]
        targets: dict[str, str] = {}
        problems: dict[str, list[Problem]] = {}
        texts = [text for text, _ in written]
        space = sentence_space(self.capabilities.target_lang)
        for segment, place in zip(asked.segments, asked.plan.places, strict=True):
            targets[segment["id"]] = join(place, texts, space)
            found = [problem for line in place for i in line for problem in written[i][1]]
            most = max((len(line) for line in place), default=0)
            if most > 1:
                found.append(Problem("forced_split", "minor", f"{most} parts"))
            problems[segment["id"]] = found
        return fill(paragraph, targets, self.engine, problems)

    def _write(self, sentence: "_Read", output: Output) -> tuple[str, list[Problem]]:
        """Return the text of an output, and what the engine itself knows to be wrong with it."""
        text = self.model.decode(output.tokens)
        problems: list[Problem] = []
        if self.model.profile.preparation == "indic":
            text, lost = restore(text, self.capabilities.target_lang, sentence.kept)
            problems += [Problem("placeholder_lost", "blocking", each) for each in lost]
        if not output.is_finished:
            problems.append(Problem("cut_off", "blocking", text[-80:]))
        if _UNKNOWN in output.tokens:
            problems.append(Problem("unknown_piece", "blocking", text[:80]))
        return text, problems

    def _check_languages(self, segment: Segment) -> None:
        able = self.capabilities
        if not (
            same_for_models(segment["source_lang"], able.source_lang)
            and same_for_models(segment["target_lang"], able.target_lang)
        ):
            raise EngineError(
                f"segment {segment['id']!r} is to go from {segment['source_lang']!r} to "
                f"{segment['target_lang']!r}, and this engine goes from {able.source_lang!r} to "
                f"{able.target_lang!r}: build one by nmt_engine for that pair"
            )


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence as the model gets it, and what its placeholders stand for."""

    tokens: list[str]
    kept: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The segments that are asked for, and their sentences."""

    segments: list[Segment]
    plan: Plan
    sentences: list[_Read]


def _cancel(futures: Sequence["Future[Output]"]) -> None:
    """Drop what still waits; what is done stays done."""
    for future in futures:
        future.cancel()
