"""From the verdicts of a pair to one decision: does it pass, and if not, why.

    standalone    critic yes
    faithfulness  critic yes, second_critic no    -> disputed_faithfulness

The verdicts stay as they were said: a stricter decision over the same verdicts asks nobody again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mlkt.errors import ConfigError, nearest
from mlkt.rows import Verdict

# The cheapest first: without the passage, without the answer, with both, with many lines of reply.
CHECKS = ("standalone", "answerable", "relevance", "faithfulness")
RULES = ("all", "any", "first")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a pair does not pass: `verdict` is the one that decides."""

    check: str
    reason: str
    detail: str
    verdict: Verdict


def in_order(checks: Iterable[str]) -> list[str]:
    """Return the checks in the order they are asked, the cheapest first.

    Raises:
        ConfigError: an unknown check.
    """
    wanted = set(checks)
    for check in sorted(wanted - set(CHECKS)):
        hint = nearest(check, CHECKS) or f"; there are {', '.join(CHECKS)}"
        raise ConfigError(f"unknown check {check!r}{hint}")
    return [check for check in CHECKS if check in wanted]


def check_rule(rule: str, min_supported: float) -> None:
    """Raise for what cannot decide anything.

    Raises:
        ConfigError: an unknown rule; a share that is not above 0 and at most 1.
    """
    if not 0 < min_supported <= 1:
        raise ConfigError(f"min_supported must be above 0 and at most 1, got {min_supported!r}")
    if rule not in RULES:
        hint = nearest(rule, RULES) or f": choose {', '.join(RULES)}"
        raise ConfigError(f"rule {rule!r} is unknown{hint}")


def standing(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return the verdicts that count: of each check, judge and look the last."""
    last = {(one["check"], one["judge"], one["looked_at"]): one for one in verdicts}
    return list(last.values())


def first_fault(
    verdicts: Sequence[Verdict], *, rule: str = "all", min_supported: float = 1.0
) -> Fault | None:
    """Return the first check, in the order of `CHECKS`, that the pair does not pass.

    Of several verdicts on a check, of two judges or two looks, `all` must be yes by the rule `all`,
    one by `any`, and the first alone counts by `first`. A check of claims is passed when the share
    of supported claims is at least `min_supported`.

    Reasons: `not_<check>`, `unclear_<check>`, `disputed_<check>` (one says yes and one no), and
    `no_evidence` for a faithful pair of which no claim's quotation stands in the passage.
    """
    said = standing(verdicts)
    for check in CHECKS:
        own = [one for one in said if one["check"] == check]
        if own and (fault := _fault(own, rule, min_supported)):
            return fault
    return None


def _fault(own: list[Verdict], rule: str, min_supported: float) -> Fault | None:
    """Return why the verdicts on one check do not let the pair pass."""
    counted = own[:1] if rule == "first" else own
    passed = [_passes(one, min_supported) for one in counted]
    if any(passed) if rule == "any" else all(passed):
        return _without_evidence(counted)
    against = next(one for one, yes in zip(counted, passed, strict=True) if not yes)
    heard = {one["verdict"] for one in counted}
    word = "unclear" if "no" not in heard else "disputed" if any(passed) else "not"
    return Fault(against["check"], f"{word}_{against['check']}", _told(counted), against)


def _passes(one: Verdict, min_supported: float) -> bool:
    if "claims" in one:
        return one.get("score", 0.0) >= min_supported
    return one["verdict"] == "yes"


def _without_evidence(counted: list[Verdict]) -> Fault | None:
    lists = [one["claims"] for one in counted if "claims" in one]
    if not lists or any(claim["sentence_ids"] for claims in lists for claim in claims):
        return None
    return Fault(counted[0]["check"], "no_evidence", _told(counted), counted[0])


def _told(counted: list[Verdict]) -> str:
    """Return who said what, empty where there is nobody else."""
    if len(counted) == 1:
        return ""
    said = (f"{one['judge']} ({one['looked_at']}): {one['verdict']}" for one in counted)
    return ", ".join(said)
