"""Alarms from a second engine: two translations compared, and a round trip, both as chrF++.

chrf("Mysuru is a city.", "The city of Mysuru.")  -> 36.0, from 0 to 100
agree(nmt, other)                   nmt's translations, with a problem where `other` says otherwise
round_trip(nmt, nmt_back)           the same, with what `nmt_back` makes of them in the source's
                                    language

    {"kind": "engines_disagree", "severity": "minor",
     "evidence": "chrF++ 12.1 < 25 (nrefs:1|case:mixed|eff:yes|nc:6|nw:2|…): There is a palace."}

An alarm, never a gate: a score of one sentence says little about its quality (Pearson 0.16 with
people's judgements in Kannada), but what no longer resembles the other text at all shows.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from mlkt.errors import EngineError, ModelError, RequestError, missing_extra
from mlkt.rows import Segment, nfc
from mlkt.translate.paragraph import Engine, Paragraph
from mlkt.translate.problems import Problem
from mlkt.translate.turns import Asking, Turns

# Unrelated sentences of NTREX-128 have 19 to 25 at the 99th percentile (Arabic, Kannada, Hindi,
# English, Swahili); two systems' English for one sentence of FLORES 37 at the first (NLLB, Google).
MIN_CHRF = 25.0
_FAILURES = (EngineError, ModelError, RequestError)
_EVIDENCE_CHARS = 120


def chrf(one: str, other: str) -> float:
    """Return chrF++ of two texts, 0 to 100; the first is the hypothesis.

    Raises:
        MissingExtraError: sacrebleu is not installed.
    """
    score: float = _metric().sentence_score(nfc(one), [nfc(other)]).score
    return score


def chrf_signature() -> str:
    """Return sacreBLEU's signature of `chrf`: its settings and version.

    Raises:
        MissingExtraError: sacrebleu is not installed.
    """
    chrf("a", "a")  # the number of references stands in it, once there was one
    return str(_metric().get_signature())


def check_agreement(target: str, other: str, *, min_chrf: float = MIN_CHRF) -> list[Problem]:
    """Return a minor problem where two translations of one text do not resemble each other."""
    return _check("engines_disagree", target, other, min_chrf)


def check_round_trip(source: str, back: str, *, min_chrf: float = MIN_CHRF) -> list[Problem]:
    """Return a minor problem where what came back does not resemble the source."""
    return _check("round_trip", source, back, min_chrf)


def agree(engine: Engine, other: Engine, *, min_chrf: float = MIN_CHRF) -> Engine:
    """Return `engine` with an alarm where `other` translates something else.

    `other` is asked for what `engine` translated and changes none of it; where it fails or has no
    translation, a minor problem says so.

    Raises:
        MissingExtraError: sacrebleu is not installed.
    """
    chrf_signature()

    def again(segment: Segment) -> Segment:
        return {**segment, "target": None, "engine": "", "problems": []}

    def check(segment: Segment, said: str) -> list[Problem]:
        return check_agreement(segment["target"] or "", said, min_chrf=min_chrf)

    return Compared(engine, other, again, check)


def round_trip(engine: Engine, back: Engine, *, min_chrf: float = MIN_CHRF) -> Engine:
    """Return `engine` with an alarm where `back` does not bring its translation home.

    It rewards translations word by word. Otherwise it works as `agree` does.

    Raises:
        MissingExtraError: sacrebleu is not installed.
    """
    chrf_signature()

    def turned(segment: Segment) -> Segment:
        langs = {"source_lang": segment["target_lang"], "target_lang": segment["source_lang"]}
        fresh: Segment = {**segment, "target": None, "engine": "", "problems": []}
        return {**fresh, **langs, "source": segment["target"] or ""}  # pyright: ignore[reportReturnType]

    def check(segment: Segment, said: str) -> list[Problem]:
        return check_round_trip(segment["source"], said, min_chrf=min_chrf)

    return Compared(engine, back, turned, check, keeps_context=False)


class Compared(Asking):
    """An engine whose new translations a second engine looks at."""

    def __init__(
        self,
        engine: Engine,
        other: Engine,
        question: Callable[[Segment], Segment],
        check: Callable[[Segment, str], list[Problem]],
        *,
        keeps_context: bool = True,
    ) -> None:
        """Take the two engines, what the second gets, and what its answer is measured by."""
        self.name = "compared"
        self._engine, self._other = engine, other
        self._question, self._check, self._keeps_context = question, check, keeps_context

    def turns(self, paragraph: Paragraph) -> Turns:
        """Return what the engine gives, with the alarms."""
        given = yield self._engine, paragraph
        asked = self._asked(paragraph, given)
        if not asked.segments:
            return given
        try:
            said = yield self._other, asked
        except _FAILURES as error:
            return self._compared(given, asked, str(error))
        return self._compared(given, said, "")

    def _asked(self, before: Paragraph, given: Paragraph) -> Paragraph:
        """Return what the second engine gets: the segments that were translated just now."""
        pending = {segment["id"] for segment in before.pending}
        fresh = [s for s in given.segments if s["id"] in pending and s["target"] is not None]
        asked = Paragraph([self._question(segment) for segment in fresh])
        return (
            replace(asked, context=given.context, terms=given.terms)
            if self._keeps_context
            else asked
        )

    def _compared(self, given: Paragraph, said: Paragraph, error: str) -> Paragraph:
        answers = {segment["id"]: segment["target"] for segment in said.segments}

        def compared(segment: Segment) -> Segment:
            if segment["id"] not in answers:
                return segment
            answer = answers[segment["id"]]
            found = [Problem("not_compared", "minor", error or "no second translation")]
            if answer is not None:
                found = self._check(segment, answer)
            problems = [*segment["problems"], *(problem.as_dict() for problem in found)]
            return {**segment, "problems": problems}

        return replace(
            given,
            segments=[compared(segment) for segment in given.segments],
            made_by=[*given.made_by, *said.made_by],
            usage=[*given.usage, *said.usage],
            replies=[*given.replies, *said.replies],
        )


def _check(kind: str, one: str, other: str, min_chrf: float) -> list[Problem]:
    score = chrf(one, other)
    if score >= min_chrf:
        return []
    said = " ".join(other.split())[:_EVIDENCE_CHARS]
    evidence = f"chrF++ {score:.1f} < {min_chrf:g} ({chrf_signature()}): {said}"
    return [Problem(kind, "minor", evidence)]


@cache
def _metric() -> Any:
    try:
        from sacrebleu.metrics.chrf import CHRF
    except ImportError:
        raise missing_extra("sacrebleu", "metrics") from None
    return CHRF(char_order=6, word_order=2)
