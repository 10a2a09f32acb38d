"""What is wrong with a translation, as a value.

Problem("numbers_lost", "blocking", "1956")
as a row holds it: {"kind": "numbers_lost", "severity": "blocking", "evidence": "1956"}
"""

from dataclasses import dataclass
from typing import Literal

from mlkt.rows import ProblemRecord

UNTRANSLATED = "untranslated"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault found in a translation; `kind` is in snake case, `blocking` ones reject it."""

    kind: str
    severity: Literal["blocking", "minor"]
    evidence: str

    def as_dict(self) -> ProblemRecord:
        """Return the problem as a row holds it."""
        return {"kind": self.kind, "severity": self.severity, "evidence": self.evidence}


def is_blocked(problems: list[ProblemRecord]) -> bool:
    """Tell whether any of a segment's problems rejects it."""
    return any(problem["severity"] == "blocking" for problem in problems)
