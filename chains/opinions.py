"""One judge's opinion of one pair in one check: asked, read, asked again where it is unclear."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig

from mlkt.ask import Model, Said, Steps, StepSettings, ask
from mlkt.chains.evidence import find_sentences
from mlkt.chains.looks import looked_at
from mlkt.chains.nonsense import Listener
from mlkt.packs import Locale, load_locale
from mlkt.reply import Verdict, parse_claims, parse_score
from mlkt.reply.judgments.verdicts import read_verdict
from mlkt.rows import Claim, Row, working_text
from mlkt.steps import Untraced

# At temperature 0 a second request gets the first one's reply; any value well above does.
_SECOND_TEMPERATURE = 0.5
RATING = "skill_rating"
SCALE = (1.0, 3.0)  # 1 wrong or unsafe, 2 right but brief, 3 thorough (InstructLab's pairs)

# row, pair, looks: {look: (row, pair) as seen}, said: [Said], judged: [Judged], one for one;
# readable: whether the last reply held a verdict
Item = dict[str, Any]
Found = tuple[dict[str, Any], bool]  # what a reply adds to a verdict, and whether it can be read


@dataclass(frozen=True, slots=True)
class Seat:
    """A judge before one look: `judge` is its role, `lang` the language that it reads there."""

    judge: str
    model: Model
    look: str
    lang: str


def opinion(
    check: str,
    seat: Seat,
    steps: Steps | None,
    wanted: Callable[[Item], bool],
    values: Callable[[Item], dict[str, str]] | None = None,
) -> Runnable[Item, Item]:
    """Return the runnable that adds one verdict to the items that `wanted` accepts, two at most.

    A verdict `unclear` is asked for once more, at a higher temperature. `values` fills the prompt,
    by default with passage, question and answer.

    Raises:
        ModelError: when run, too many replies in a row could not be read.
    """
    settings = (steps or {}).get(check, StepSettings())
    warmer = max(settings.sampling.temperature or 0.0, _SECOND_TEMPERATURE)
    first, second = (
        ask(seat.model, check, seat.lang, steps=steps, sampling=own, metadata={"sample": sample})
        for sample, own in enumerate(
            (settings.sampling, replace(settings.sampling, temperature=warmer))
        )
    )
    return Opinion(check, seat, wanted, values or _pair_values(seat.look), first, second)


class Opinion(Untraced[Item, Item]):
    """What `opinion` returns."""

    def __init__(
        self,
        check: str,
        seat: Seat,
        wanted: Callable[[Item], bool],
        values: Callable[[Item], dict[str, str]],
        first: Runnable[dict[str, str], Said],
        second: Runnable[dict[str, str], Said],
    ) -> None:
        """Take the two requests, and what fills them."""
        self.check, self.seat, self.wanted, self.values = check, seat, wanted, values
        self.first, self.second = first, second
        self.listener = Listener(seat.judge, check)
        self.name = check

    def invoke(self, input: Item, config: RunnableConfig | None = None, **kwargs: Any) -> Item:
        """Return the item with a verdict."""
        if not self.wanted(input):
            return input
        values = self.values(input)
        heard = self._heard(input, self.first.invoke(values, config))
        if _is_unclear(heard):
            heard = self._heard(heard, self.second.invoke(values, config))
        return self._listened(heard)

    async def ainvoke(
        self, input: Item, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Item:
        """Return the same as `invoke`, on the event loop."""
        if not self.wanted(input):
            return input
        values = self.values(input)
        heard = self._heard(input, await self.first.ainvoke(values, config))
        if _is_unclear(heard):
            heard = self._heard(heard, await self.second.ainvoke(values, config))
        return self._listened(heard)

    def _heard(self, item: Item, said: Said) -> Item:
        return _heard(item, self.check, self.seat, said)

    def _listened(self, item: Item) -> Item:
        self.listener.hear(item["said"][-1].raw, readable=item["readable"])
        return item


def _pair_values(look: str) -> Callable[[Item], dict[str, str]]:
    def values(item: Item) -> dict[str, str]:
        row, pair = item["looks"][look]
        return {
            "document": working_text(row).strip(),
            "question": pair["question"],
            "answer": pair["answer"],
        }

    return values


def _heard(item: Item, check: str, seat: Seat, said: Said) -> Item:
    read = _READERS.get(check, _by_word)
    row, _ = item["looks"][seat.look]
    found, readable = read(said.answer, load_locale(said.prompt_lang), row)
    judged = {
        "check": check,
        "verdict": "unclear",
        "reply": said.answer,
        "judge": seat.judge,
        "model": said.made_by["model"],
        "looked_at": looked_at(item["row"], seat.look),
    }
    return {
        **item,
        "said": [*item["said"], said],
        "judged": [*item["judged"], judged | found],
        "readable": readable,
    }


def _by_word(answer: str, locale: Locale, row: Row) -> Found:
    """Return the verdict."""
    verdict = read_verdict(answer, locale)
    return {"verdict": (verdict or Verdict.UNCLEAR).value}, verdict is not None


def _by_score(answer: str, locale: Locale, row: Row) -> Found:
    """Return the score; whoever gives one says yes, and the cut is made elsewhere."""
    score = parse_score(answer, locale, low=SCALE[0], high=SCALE[1])
    return ({}, False) if score is None else ({"verdict": "yes", "score": score}, True)


def _by_claims(answer: str, locale: Locale, row: Row) -> Found:
    """Return the claims with the sentences they quote; one with a verdict makes them readable."""
    read = parse_claims(answer, locale)
    claims: list[Claim] = [
        {
            "claim": claim["claim"],
            "quote": claim["quote"],
            "verdict": claim["verdict"],
            "sentence_ids": find_sentences(claim["quote"], row),
        }
        for claim in read.claims
    ]
    yes = sum(claim["verdict"] == Verdict.YES for claim in claims)
    unread = sum(problem.reason == "no-verdict" for problem in read.problems)
    score = yes / len(claims) if claims else 0.0
    verdict = _all_of([claim["verdict"] for claim in claims])
    return {"claims": claims, "verdict": verdict, "score": score}, len(claims) > unread


_READERS = {"faithfulness": _by_claims, RATING: _by_score}  # of the others a word is the verdict


def _all_of(verdicts: list[str]) -> Any:
    """Return `no` if any claim has it, `yes` if all have, else `unclear` (also for no claims)."""
    if Verdict.NO in verdicts:
        return "no"
    return "yes" if verdicts and set(verdicts) == {Verdict.YES} else "unclear"


def _is_unclear(item: Item) -> bool:
    return item["judged"][-1]["verdict"] == "unclear"
