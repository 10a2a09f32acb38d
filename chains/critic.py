"""The critic: each pair is judged by itself, against the passage and nothing else.

    {"verdicts": {"45c48cce2e2d": [{"check": "standalone", "verdict": "yes", "reply": "Yes",
                                    "judge": "critic", "looked_at": "pivot", …}, …]},
     "evidence": {"45c48cce2e2d": ["s8"]}}

Checks, in the order they are asked, the cheapest first; a pair that fails one is not asked about
again:
  standalone    the question can be understood without the passage
  answerable    the passage alone answers the question; the answer is not shown
  relevance     question and answer belong to the passage, and the answer is what was asked for
  faithfulness  the passage supports every claim of the answer, sentence by sentence

`answerable` is asked only where it is named: of a relevant and faithful answer it is true already,
and it costs a request with the whole passage. It is for questions that have no answer yet.
"""

from collections.abc import Callable, Sequence

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Said, Steps
from mlkt.chains.border import rejection, with_replies
from mlkt.chains.decision import Fault, check_rule, first_fault, in_order, standing
from mlkt.chains.looks import languages_of, lets_see, looks_of
from mlkt.chains.opinions import Item, Seat, opinion
from mlkt.rows import Rejection, Row, living_pairs
from mlkt.rows import Verdict as Judged
from mlkt.steps import for_each, in_turn, step

USUAL_CHECKS = ("standalone", "relevance", "faithfulness")


def critic(
    judge: Model,
    lang: str = "en",
    *,
    checks: Sequence[str] = USUAL_CHECKS,
    stop: bool = True,
    look: str = "pivot",
    pivot: str = "en",
    second: Model | None = None,
    rule: str = "all",
    min_supported: float = 1.0,
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that adds `verdicts` and `evidence`, judged in `lang`.

    `look` says what is judged: `pivot`, the text that the chain works in; `source`, the document's
    own, which after a translation needs `translate_back` before; or `both`, where `pivot` is the
    language of the other. `second` judges all that `judge` judges. With several verdicts on a check
    `rule` decides: `all` must be yes, `any` of them, or the `first` alone. A verdict that is not
    yes rejects the pair (reasons: `mlkt.chains.decision`); `unclear` is asked once more before.
    Without `stop`, a rejected pair is asked the other checks too. `min_supported` is the share of
    an answer's claims that the passage must support.

    Raises:
        ConfigError: an unknown check, look or rule, or a share out of its range.
        LanguageError: when run, a row in another language, or pairs that were not brought back.
        ModelError: when run, nothing that a judge says can be read.
        PackError: a prompt is missing in a language that is looked at.
    """
    check_rule(rule, min_supported)
    judges = {"critic": judge} | ({"second_critic": second} if second else {})
    seats = [
        Seat(name, model, seen, lang_there)
        for name, model in judges.items()
        for seen, lang_there in languages_of(look, lang, pivot).items()
    ]

    def fault(judged: list[Judged]) -> Fault | None:
        return first_fault(judged, rule=rule, min_supported=min_supported)

    judged = in_turn(
        opinion(check, seat, steps, _wanted(check, seat, stop, fault))
        for check in in_order(checks)
        for seat in seats
    )

    def items(row: Row) -> list[Item]:
        return [
            {"row": row, "pair": pair, "looks": looks_of(row, pair, look), "said": [], "judged": []}
            for pair in living_pairs(row)
        ]

    def add_verdicts(row: Row, items: list[Item]) -> Row:
        return with_verdicts(row, items, fault)

    return step(lets_see(look, lang, pivot)) | for_each(items, judged, add_verdicts)


def _wanted(
    check: str, seat: Seat, stop: bool, fault: Callable[[list[Judged]], Fault | None]
) -> Callable[[Item], bool]:
    """Return whether a judge is asked: two judges of one check do not wait for each other."""

    def wanted(item: Item) -> bool:
        before = [one for one in item["judged"] if one["check"] != check]
        return seat.look in item["looks"] and not (stop and fault(before))

    return wanted


def with_verdicts(
    row: Row, items: list[Item], fault: Callable[[list[Judged]], Fault | None]
) -> Row:
    """Return `row` with the items' verdicts, and with a rejection of those that have a fault."""
    verdicts: dict[str, list[Judged]] = dict(row.get("verdicts", {}))
    evidence: dict[str, list[str]] = dict(row.get("evidence", {}))
    rejected: list[Rejection] = []
    for item in items:
        id = item["pair"]["id"]
        verdicts[id] = [*verdicts.get(id, []), *item["judged"]]
        evidence[id] = _evidence(row, verdicts[id]) or evidence.get(id, [])
        if found := fault(item["judged"]):
            both = zip(item["said"], item["judged"], strict=True)
            raw = next(said.raw for said, one in both if one is found.verdict)
            rejected.append(rejection(id, found.check, found.reason, detail=found.detail, raw=raw))
    said: list[Said] = [reply for item in items for reply in item["said"]]
    return with_replies(row, said, rejected, verdicts=verdicts, evidence=evidence)


def _evidence(row: Row, verdicts: list[Judged]) -> list[str]:
    """Return the ids of the source sentences that the claims quote, in the passage's order."""
    found = {
        id
        for one in standing(verdicts)
        for claim in one.get("claims", [])
        for id in claim["sentence_ids"]
    }
    return [sentence["id"] for sentence in row["sentences"] if sentence["id"] in found]
