"""Read claims, each with a quoted sentence and a verdict."""

from dataclasses import dataclass

import regex

from mlkt.packs import Locale
from mlkt.reply.problems import Problem
from mlkt.reply.verdicts import parse_verdict


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a reply and what was not kept."""

    claims: list[dict[str, str]]
    problems: list[Problem]


def parse_claims(text: str, locale: Locale) -> Claims:
    """Return the claims that stand in `text`."""
    keys = ("claim", "evidence", "verdict")
    forms = {form.casefold(): key for key in keys for form in [key, *locale.labels[key]]}
    label = regex.compile(
        r"^[ \t*#>\-]*(?:\d+[.)]\s*)?(?P<word>\L<words>)\s*\d*[ \t*]*[:：][ \t*]*",
        regex.MULTILINE | regex.IGNORECASE,
        words=sorted(forms, key=len, reverse=True),
    )
    found = list(label.finditer(text))
    claims: list[dict[str, str]] = []
    for here, after in zip(found, [*found[1:], None], strict=True):
        piece = text[here.end() : after.start() if after else len(text)].strip()
        key = forms[here["word"].casefold()]
        if key == "claim":
            claims.append({"claim": piece, "verdict": "unclear", "quote": ""})
        elif claims and key == "evidence":
            claims[-1]["quote"] = piece.strip("\"“”'«»")
        elif claims:
            claims[-1]["verdict"] = parse_verdict(piece, locale)
    return Claims(claims, [] if claims or not text.strip() else [Problem("no-claims", text)])


def format_claims(claims: list[dict[str, str]], locale: Locale) -> str:
    """Return `claims` as the text that `parse_claims` reads."""
    words = {"yes": locale.yes[0], "no": locale.no[0], "unclear": locale.unclear[0]}
    names = {key: locale.labels[key][0] for key in ("claim", "evidence", "verdict")}
    return "\n\n".join(
        f'{names["claim"]}: {item["claim"]}\n{names["evidence"]}: "{item["quote"]}"\n'
        f"{names['verdict']}: {words[item['verdict']]}"
        for item in claims
    )
