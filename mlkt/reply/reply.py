"""A reply, or a piece of one: what the model answered and what it thought.

Reply(answer="There are three.", reasoning="First I count them.", cut_off=False)
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said, white space kept; pieces of a stream add up with `+`.

    `cut_off`: the reasoning has no end, so that there is no answer yet. A reply whose answer is cut
    off is told by the finish reason, not here.
    """

    answer: str = ""
    reasoning: str = ""
    cut_off: bool = False

    def __add__(self, other: "Reply") -> "Reply":
        """Return both pieces as one; the later piece knows whether the reasoning ended."""
        return Reply(
            self.answer + other.answer,
            self.reasoning + other.reasoning,
            self.cut_off or other.cut_off,
        )

    def __bool__(self) -> bool:
        """Return whether there is anything in it."""
        return bool(self.answer or self.reasoning or self.cut_off)
