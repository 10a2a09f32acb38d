"""The critic: each pair is judged by itself, against the passage and nothing else.

    {"verdicts": {"45c48cce2e2d": [{"check": "standalone", "verdict": "yes", "reply": "Yes"}, …]},
     "evidence": {"45c48cce2e2d": ["s8"]}}

Checks, in the order they are asked; a pair that fails one is not asked about again:
  standalone    the question can be understood without the passage
  relevance     question and answer belong together and to the passage
  faithfulness  the passage supports every claim of the answer, sentence by sentence
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from langchain_core.runnables import Runnable, RunnableBranch, RunnableParallel

from mlkt.ask import Model, Said, Sampling, Steps, StepSettings, ask, step
from mlkt.chains.border import in_language, rejection, same
from mlkt.chains.evidence import find_sentences
from mlkt.packs import load_locale
from mlkt.reply import Verdict, parse_claims, parse_verdict
from mlkt.rows import Row, grown, living_pairs, working_text
from mlkt.rows import Verdict as Judged

CHECKS = ("standalone", "relevance", "faithfulness")

# At temperature 0 a second request gets the first one's reply; any value well above does.
_SECOND_TEMPERATURE = 0.5

Item = dict[str, Any]  # row, pair, said: [Said], judged: [Judged]; the last verdict decides


def critic(
    judge: Model,
    lang: str = "en",
    *,
    checks: Sequence[str] = CHECKS,
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that adds `verdicts` and `evidence`, judged in `lang`.

    A verdict `no` rejects the pair with reason `not_<check>`. `unclear` is asked once more, at a
    higher temperature, and then rejects it with reason `unclear_<check>`. A faithful pair whose
    supporting sentence cannot be found in the passage is rejected with reason `no_evidence`.
    """
    judged: Runnable[Item, Item] = step(same)
    for check in checks:
        judged = judged | _check(judge, check, lang, steps)
    return (
        in_language(lang)
        | RunnableParallel(row=step(same), items=step(_items) | judged.map())
        | step(_add_verdicts)
    )


def _items(row: Row) -> list[Item]:
    return [{"row": row, "pair": pair, "said": [], "judged": []} for pair in living_pairs(row)]


def _check(judge: Model, check: str, lang: str, steps: Steps | None) -> Runnable[Item, Item]:
    """Return the runnable that asks for one verdict, twice at most, if all so far are yes."""
    settings = (steps or {}).get(check, StepSettings())
    warmer = max(settings.sampling.temperature or 0.0, _SECOND_TEMPERATURE)
    first = _attempt(judge, check, lang, steps, settings.sampling, sample=0)
    second = _attempt(
        judge, check, lang, steps, replace(settings.sampling, temperature=warmer), sample=1
    )
    again = RunnableBranch((step(_is_unclear), second), step(same))
    return RunnableBranch((step(_goes_on), first | again), step(same))


def _attempt(
    judge: Model,
    check: str,
    lang: str,
    steps: Steps | None,
    sampling: Sampling,
    *,
    sample: int,
) -> Runnable[Item, Item]:
    def read(value: dict[str, Any]) -> Item:
        return _judged(value["item"], check, value["said"])

    asked = ask(judge, check, lang, steps=steps, sampling=sampling, metadata={"sample": sample})
    return RunnableParallel(item=step(same), said=step(_values) | asked) | step(read)


def _values(item: Item) -> dict[str, str]:
    pair = item["pair"]
    return {
        "document": working_text(item["row"]).strip(),
        "question": pair["question"],
        "answer": pair["answer"],
    }


def _judged(item: Item, check: str, said: Said) -> Item:
    locale = load_locale(said.prompt_lang)
    judged: Judged = {"check": check, "verdict": "unclear", "reply": said.answer}
    if check == "faithfulness":
        claims = parse_claims(said.answer, locale).claims
        judged["claims"] = [dict(claim) for claim in claims]
        judged["verdict"] = _all_of([claim["verdict"] for claim in claims])
    else:
        judged["verdict"] = parse_verdict(said.answer, locale).value
    return {**item, "said": [*item["said"], said], "judged": [*item["judged"], judged]}


def _all_of(verdicts: list[str]) -> Any:
    """Return `no` if any claim has it, `yes` if all have, else `unclear` (also for no claims)."""
    if Verdict.NO in verdicts:
        return "no"
    return "yes" if verdicts and set(verdicts) == {Verdict.YES} else "unclear"


def _goes_on(item: Item) -> bool:
    return all(judged["verdict"] == "yes" for judged in _last_of_each(item["judged"]))


def _is_unclear(item: Item) -> bool:
    return item["judged"][-1]["verdict"] == "unclear"


def _last_of_each(judged: list[Judged]) -> list[Judged]:
    return list({one["check"]: one for one in judged}.values())


def _add_verdicts(value: dict[str, Any]) -> Row:
    row: Row = value["row"]
    items: list[Item] = value["items"]
    evidence = {item["pair"]["id"]: _evidence(item) for item in items}
    rejected = [
        rejection(item["pair"]["id"], *fault, raw=item["said"][-1].raw)
        for item in items
        if (fault := _fault(item, evidence[item["pair"]["id"]]))
    ]
    said: list[Said] = [reply for item in items for reply in item["said"]]
    return {
        **row,
        "verdicts": {item["pair"]["id"]: item["judged"] for item in items},
        "evidence": evidence,
        "rejected": grown(row, "rejected", rejected),
        "made_by": grown(row, "made_by", (reply.made_by for reply in said)),
        "usage": grown(row, "usage", (reply.usage for reply in said)),
    }


def _fault(item: Item, evidence: list[str]) -> tuple[str, str] | None:
    for judged in _last_of_each(item["judged"]):
        if judged["verdict"] == "no":
            return judged["check"], f"not_{judged['check']}"
        if judged["verdict"] == "unclear":
            return judged["check"], f"unclear_{judged['check']}"
    checks = {judged["check"] for judged in item["judged"]}
    return ("faithfulness", "no_evidence") if "faithfulness" in checks and not evidence else None


def _evidence(item: Item) -> list[str]:
    """Return the ids of the source sentences that the claims quote, in the passage's order."""
    found = {
        id
        for judged in _last_of_each(item["judged"])
        for claim in judged.get("claims", [])
        for id in find_sentences(claim["quote"], item["row"])
    }
    return [sentence["id"] for sentence in item["row"]["sentences"] if sentence["id"] in found]
