"""Read a judge's verdict or score."""

from enum import StrEnum

import regex

from mlkt.packs import Locale


class Verdict(StrEnum):
    """What a judge says; `UNCLEAR` also where no verdict can be read."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


def parse_verdict(text: str, locale: Locale) -> Verdict:
    """Return the verdict that a reply gives."""
    forms = [(Verdict.YES, ["yes", *locale.yes]), (Verdict.NO, ["no", *locale.no])]
    first = next((line for line in text.splitlines() if line.strip()), "")
    for verdict, words in forms:
        pattern = r"^\W*\L<words>(?![\p{L}\p{M}])"
        if regex.match(pattern, first, regex.IGNORECASE, words=words):
            return verdict
    return Verdict.UNCLEAR


def parse_score(
    text: str, locale: Locale | None = None, *, low: float = 0.0, high: float | None = None
) -> float | None:
    """Return the score that a reply gives."""
    found = regex.search(r"\d+(?:\.\d+)?", text)
    score = float(found.group()) if found else None
    if score is None or score < low or (high is not None and score > high):
        return None
    return score
