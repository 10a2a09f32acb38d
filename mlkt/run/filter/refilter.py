"""Decide anew which pairs of a finished run are kept, from the verdicts that they carry.

Nobody is asked again. A stricter cut rejects more; a looser one brings back what only a verdict
rejected, if all checks were asked of it and it was brought to its end (answered, translated back).
`changes` counts what became of the pairs:

    rejected    kept by the run, rejected now
    back        rejected by the run, kept now
    unasked     would come back, but a check was never asked of it
    unfinished  would come back, but has no answer, or none in the document's language
    no_table    came back into a row with a flow's table, which was made without it
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mlkt.chains.decision import CHECKS, RULES, Fault, first_fault, standing
from mlkt.errors import ConfigError, nearest
from mlkt.rows import Pair, Rejection, Row, Verdict
from mlkt.run.filter.duplicates import NEAR, check_near, without_duplicates

SCORES = {"faithfulness": (0.0, 1.0), "skill_rating": (1.0, 3.0)}  # the least and the most
Asked = dict[bool, dict[str, None]]  # of skills or of passages -> the checks that were asked


@dataclass(frozen=True, slots=True)
class Cut:
    """What a pair needs: yes to `checks` (None: to all that were asked), by `rule`, and scores.

    `agreed` asks for two verdicts on each check, both yes. `near` is that of the duplicates.

    Raises:
        ConfigError: a rule, score or likeness that cannot be.
    """

    checks: tuple[str, ...] | None = None
    min_scores: Mapping[str, float] = field(default_factory=dict[str, float])
    rule: str = "all"
    agreed: bool = False
    near: float | None = NEAR

    def __post_init__(self) -> None:
        """Check the values."""
        check_near(self.near)
        if self.rule not in RULES:
            hint = nearest(self.rule, RULES) or f": choose {', '.join(RULES)}"
            raise ConfigError(f"rule {self.rule!r} is unknown{hint}")
        if self.agreed and self.rule != "all":
            raise ConfigError(f"rule {self.rule!r} asks for no agreement: take one of them away")
        for check, score in self.min_scores.items():
            if check not in SCORES:
                hint = nearest(check, SCORES) or f": scores have {', '.join(SCORES)}"
                raise ConfigError(f"check {check!r} has no score{hint}")
            low, high = SCORES[check]
            if not low <= score <= high:
                raise ConfigError(
                    f"the least score of {check!r} is {score!r}: it goes from {low:g} to {high:g}"
                )


def refiltered(
    cut: Cut, changes: Counter[str]
) -> Callable[[Callable[[], Iterator[Row]]], Callable[[Row], Row]]:
    """Return what decides anew over all rows of a run, the duplicates behind; it adds `changes`.

    Raises:
        ConfigError: when it reads the rows, a check that was asked of no pair.
    """

    def settle(rows: Callable[[], Iterator[Row]]) -> Callable[[Row], Row]:
        asked = _asked(rows(), cut)

        def decided() -> Iterator[Row]:
            return (decide(row, cut, asked)[0] for row in rows())

        without = without_duplicates(cut.near)(decided)

        def final(row: Row) -> Row:
            row, found = decide(row, cut, asked)
            changes.update(found)
            return without(row)

        return final

    return settle


def decide(row: Row, cut: Cut, asked: Asked) -> tuple[Row, Counter[str]]:
    """Return the row with its verdicts' rejections made anew, and what changed."""
    checks = list(asked["skill" in row])
    verdicts: dict[str, list[Verdict]] = row.get("verdicts", {})
    changed: Counter[str] = Counter()
    now: dict[str, Rejection | None] = {}
    judged: dict[str, Rejection] = {}
    others: set[str] = set()
    for one in row.get("rejected", []):
        if one["step"] in {each["check"] for each in verdicts.get(one["id"], [])}:
            judged.setdefault(one["id"], one)
        else:
            others.add(one["id"])
    for pair in row.get("pairs", []):
        id = pair["id"]
        if id not in others:
            before = judged.get(id)
            now[id], change = _now(row, pair, before, verdicts.get(id, []), checks, cut)
            changed[change] += bool(change)
            changed["no_table"] += change == "back" and bool(row.get("tables"))
    kept = [
        now.get(one["id"]) if one is judged.get(one["id"]) and one["id"] in now else one
        for one in row.get("rejected", [])
    ]
    new = [one for id, one in now.items() if id not in judged]
    return {**row, "rejected": [one for one in (*kept, *new) if one]}, changed


def _now(
    row: Row,
    pair: Pair,
    before: Rejection | None,
    verdicts: list[Verdict],
    checks: list[str],
    cut: Cut,
) -> tuple[Rejection | None, str]:
    """Return the pair's rejection by this cut, None where it is kept, and what changed."""
    fault = _fault([one for one in verdicts if one["check"] in checks], cut)
    heard = Counter(one["check"] for one in standing(verdicts))
    unasked = [check for check in checks if heard[check] < 1 + cut.agreed]
    if fault:
        same = before and (before["step"], before["reason"]) == (fault.check, fault.reason)
        new = before if same else _rejection(pair, fault.check, fault.reason, fault)
        return new, "" if before else "rejected"
    if before and unasked:
        return before, "unasked"
    if before and not _is_finished(row, pair):
        return before, "unfinished"
    if before:
        return None, "back"
    if unasked and (cut.agreed or cut.checks is not None):
        return _rejection(pair, unasked[0], f"unasked_{unasked[0]}", None), "rejected"
    return None, ""


def _fault(verdicts: list[Verdict], cut: Cut) -> Fault | None:
    known = [one for one in verdicts if one["check"] in CHECKS]
    least = cut.min_scores.get("faithfulness", 1.0)
    if found := first_fault(known, rule=cut.rule, min_supported=least):
        return found
    for one in standing(verdicts):
        if one["check"] in CHECKS:
            continue
        least = cut.min_scores.get(one["check"])
        passes, detail = one["verdict"] == "yes", ""
        if least is not None and "score" in one:
            passes, detail = one["score"] >= least, f"{one['score']:g}, at least {least:g} is asked"
        if not passes:
            word = "unclear" if one["verdict"] == "unclear" else "not"
            return Fault(one["check"], f"{word}_{one['check']}", detail, one)
    return None


def _is_finished(row: Row, pair: Pair) -> bool:
    """Return whether a pair has an answer, in the document's language where it was translated."""
    return bool(pair["answer"]) and ("translation" not in row or pair["id"] in row.get("back", {}))


def _rejection(pair: Pair, step: str, reason: str, fault: Fault | None) -> Rejection:
    detail, raw = (fault.detail, fault.verdict["reply"]) if fault else ("", "")
    return {"id": pair["id"], "step": step, "reason": reason, "detail": detail, "raw": raw}


def _asked(rows: Iterable[Row], cut: Cut) -> Asked:
    """Return the checks that a pair needs: those asked in the run, of them those of the cut."""
    found: Asked = {False: {}, True: {}}
    for row in rows:
        judged: Iterable[list[dict[str, Any]]] = row.get("verdicts", {}).values()
        found["skill" in row].update((one["check"], None) for said in judged for one in said)
    every = {**found[False], **found[True]}
    for check in (*(cut.checks or ()), *cut.min_scores):
        if check not in every:
            hint = nearest(check, every) or f"; asked were {', '.join(every) or 'none'}"
            raise ConfigError(f"check {check!r} was asked of no pair in this run{hint}")
    if cut.checks is None:
        return found
    return {kind: {one: None for one in own if one in cut.checks} for kind, own in found.items()}
