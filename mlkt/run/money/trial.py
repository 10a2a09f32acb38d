"""Correct an estimate by a trial run: what its passages really used, step by step.

mlkt run book.md --lang kn --limit 5 --out trial        five passages, paid
mlkt estimate book.md --lang kn --trial trial           the whole, by what those five used
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson

from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.rows import Row
from mlkt.run.files.ledger import last_plan
from mlkt.run.money.estimate import StepUse, over_roles

Estimate = Callable[[list[Row]], list[StepUse]]


def corrected(rows: Sequence[Row], trial: Path, estimate: Estimate) -> tuple[list[StepUse], int]:
    """Return the estimate of `rows`, each step scaled by what the trial's passages used of it.

    Also returns how many passages that were. A step that the trial has and `estimate` has not is
    added at the trial's mean for a passage; one that it never came to keeps its estimate.

    Raises:
        ConfigError: no run in `trial`, or none of these passages.
    """
    done = finished(trial)
    shared = [row for row in rows if row["id"] in done]
    if not shared:
        raise ConfigError(
            f"--trial {str(trial)!r} holds none of these passages: run the same command with "
            "--limit 5 first, and name its --out"
        )
    spent = used([done[row["id"]] for row in shared])
    thought = {use.step: use for use in over_roles(estimate(list(shared)))}
    whole = estimate(list(rows))
    scaled = [use.times(_factors(spent.get(use.step), thought.get(use.step))) for use in whole]
    times = len(rows) / len(shared)
    more = [
        StepUse(step, _role(step), *(count * times for count in counts))
        for step, counts in spent.items()
        if step not in {use.step for use in whole}
    ]
    return [*scaled, *more], len(shared)


def _factors(spent: tuple[int, int, int] | None, thought: StepUse | None) -> list[float]:
    if spent is None or thought is None:
        return [1.0, 1.0, 1.0]
    expected = thought.requests, thought.input_tokens, thought.output_tokens
    return [real / one if one else 1.0 for real, one in zip(spent, expected, strict=True)]


def used(rows: list[Row]) -> dict[str, tuple[int, int, int]]:
    """Return step -> requests, tokens in, tokens out of finished passages."""
    requests, sent, got = Counter[str](), Counter[str](), Counter[str]()
    for usage in (usage for row in rows for usage in row.get("usage", [])):
        requests[usage["step"]] += 1
        sent[usage["step"]] += usage["input_tokens"]
        got[usage["step"]] += usage["output_tokens"]
    return {step: (requests[step], sent[step], got[step]) for step in requests}


def _role(step: str) -> str:
    return "translator" if step.startswith("translate") else "teacher"


def finished(folder: Path) -> dict[str, Row]:
    """Return the finished passages of the last run in a folder, by id.

    Raises:
        ConfigError: no run there.
    """
    path = folder / "journal.sqlite"
    if not path.is_file():
        raise ConfigError(f"--trial {str(folder)!r} holds no run: name the --out folder of one")
    journal = Journal(path)
    try:
        plan = last_plan(journal)
        found = (
            journal.execute(
                "SELECT row FROM passages WHERE row IS NOT NULL AND road = ?",
                (plan[0] if plan else "",),
            )
            if plan
            else []
        )
    finally:
        journal.close()
    rows: list[Row] = [orjson.loads(row) for (row,) in found]
    return {row["id"]: row for row in rows}
