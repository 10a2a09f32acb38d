"""How else a language says numbers: `locales/number_phrases.tsv`.

lang  kind    value  forms
hi    before  1/2    साढ़े             साढ़े तीन, 3.5
en    after   1/2    and a half      two and a half million, 2.5 million
de    decade  60     sechzigerjahre  the 1960s

What the kinds mean stands at the head of the file.
"""

import csv
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from mlkt.packs import pack_dir

KINDS = frozenset("alone before after part to decade decade_before decade_after compound".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """Forms that say one thing of a number; those without a value change another one's."""

    kind: str
    value: Fraction
    forms: tuple[str, ...]


def number_phrases(lang: str, *kinds: str) -> list[Phrase]:
    """Return the phrases of these kinds in a language; none where nobody has written them down."""
    return [phrase for phrase in _phrases().get(language_of(lang), []) if phrase.kind in kinds]


def language_of(lang: str) -> str:
    """Return a tag's language, without script and region."""
    return lang.replace("_", "-").split("-")[0].casefold()


@cache
def _phrases() -> dict[str, list[Phrase]]:
    text = (pack_dir("locales") / "number_phrases.tsv").read_text(encoding="utf-8-sig")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    found: dict[str, list[Phrase]] = {}
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        value = Fraction(0) if row["value"] == "-" else Fraction(row["value"])
        phrase = Phrase(row["kind"], value, tuple(row["forms"].split("|")))
        found.setdefault(row["lang"], []).append(phrase)
    return found
