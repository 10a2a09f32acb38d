"""What could not be read in a reply, as a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A piece of a reply that was not kept: `reason` in kebab case, `text` as it came."""

    reason: str
    text: str
