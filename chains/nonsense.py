"""A judge whose replies nobody can read: the run says so early, not by rejecting every pair."""

from mlkt.errors import ModelError

# A judge that is unreadable every second time is taken for one that always is once in 4,096 runs.
LIMIT = 12
_SHOWN = 200  # characters of a reply in the message


class Listener:
    """Counts the pairs in a row for which one judge's reply to one check could not be read.

    A readable reply begins the row anew, and a judge that has been read often is given as many
    chances: one passage that confuses it does not stop a long run.
    """

    def __init__(self, judge: str, check: str) -> None:
        self._judge = judge
        self._check = check
        self._readable = 0
        self._in_a_row = 0

    def hear(self, reply: str, *, readable: bool) -> None:
        """Count one pair's reply.

        Raises:
            ModelError: too many could not be read.
        """
        if readable:
            self._readable += 1
            self._in_a_row = 0
            return
        self._in_a_row += 1
        if self._in_a_row >= max(LIMIT, self._readable + 1):
            env = f"{self._judge.upper()}_MODEL_NAME"
            sample = " ".join(reply.split())[:_SHOWN]
            raise ModelError(
                f"the {self._judge.replace('_', ' ')} answered {self._check!r} for "
                f"{self._in_a_row} pairs in a row with nothing that can be read as a verdict, and "
                f"every pair would be rejected; one reply: {sample!r}; name another model ({env}), "
                "for a reasoning model set its `profile` or `thinking: false`, or raise "
                f"steps.{self._check}.max_tokens; replies are kept, so a server that is mended "
                "under the same name needs a new --out folder (`mlkt doctor` asks it one question)",
                step=self._check,
            )
