"""Read a judge's verdict: yes, no or unclear, in the words of a locale or in English.

    Yes.        **NO** – the text says 1932.        Verdict: unclear        {"verdict": "yes"}
    ಹೌದು        The answer is: no.                  ತೀರ್ಪು: ಅಸ್ಪಷ್ಟ             ✅

A verdict is taken only from where a verdict stands: the first line, behind its label, in its
field, emphasised, or at the end of a line. `no` somewhere in a sentence is no verdict, and neither
is one that is denied (`not yes`) or one of two (`yes or no`). What is not readable is unclear,
never no.
"""

from itertools import islice

import regex

from mlkt.packs import Locale
from mlkt.reply.fields.shapes import readings, unwrapped
from mlkt.reply.fields.vocabulary import fold, vocabulary
from mlkt.reply.judgments.verdictwords import SPACELESS, WORD, Forms, Verdict, forms
from mlkt.reply.reasoning.families import AUTO
from mlkt.reply.reasoning.reasoning import split_with
from mlkt.rows import nfc

_EDGES = regex.compile(rf"^[^{WORD}]+|[^{WORD}]+$")
_INSIDE_WORD = regex.compile(rf"[{WORD}]")
_SPACELESS = regex.compile(rf"{SPACELESS}{{2}}")
_SPACELESS_END = regex.compile(rf"{SPACELESS}\Z")
_EMPHASISED = regex.compile(
    r"(?P<bold>\*\*|__)([^*_\n]{1,40}+)(?:\*\*|__)|[“«「`]([^”»」`\n]{1,40}+)[”»」`]"
)
_CLOSING = "*_\"'”’»」`)]}"
_BREAK = regex.compile(r"\s?[,.;!…—–،؛、。।۔]")
_BREAKS = regex.compile(r"[,.;!…—–،؛、。।۔]")
_COPULA = regex.compile(rf"[{WORD}]{{1,4}}[^{WORD}\s]*+\s*+\Z")  # 「はい」です。
_LINE = regex.compile(r"[^\n]*[\p{L}\p{N}✅✔☑❌✖✗✘][^\n]*")
_SIGNS = {"✅": "yes", "✔": "yes", "☑": "yes", "❌": "no", "✖": "no", "✗": "no", "✘": "no"}
_SHORT = 4  # words in which two different verdicts make none
_AROUND = 120  # characters around an emphasis that are looked at
_MANY = 20  # emphasised verdicts, after which none is looked at


def parse_verdict(text: str, locale: Locale) -> Verdict:
    """Return the verdict of a reply, `UNCLEAR` where none can be read; never raises."""
    return read_verdict(text, locale) or Verdict.UNCLEAR


def read_verdict(text: str, locale: Locale) -> Verdict | None:
    """Return the verdict of a reply, or None where none can be read."""
    answer = split_with(AUTO, nfc(text)).answer
    first = _LINE.search(answer)
    if not first:
        return None
    known = forms(locale)
    last = answer[answer.rstrip().rfind("\n") + 1 :]
    return (
        _whole(first.group(), known)
        or _labelled(answer, locale, known)
        or _leading(first.group(), known)
        or _whole(last, known)
        or _emphasised(answer, known)
        or _trailing(first.group(), known)
        or _trailing(last, known)
    )


def field_verdict(text: str, locale: Locale) -> Verdict | None:
    """Return the verdict in the value of a field, or None where none can be read."""
    line = text.strip().partition("\n")[0]
    known = forms(locale)
    return _value(text, known) or _emphasised(line[:400], known) or _trailing(line, known)


def _labelled(text: str, locale: Locale, known: Forms) -> Verdict | None:
    """Return the last verdict behind a label, or in a field."""
    words = vocabulary(locale, ("verdict", "answer"))
    for reading in readings(unwrapped(text), words):
        fields = ((field.kind, _value(field.text, known)) for field in reading.fields)
        found = [(kind, verdict) for kind, verdict in fields if verdict]
        named = [verdict for kind, verdict in found if kind == "verdict"]
        if found:
            return named[-1] if named else found[-1][1]
    return None


def _value(text: str, known: Forms) -> Verdict | None:
    line = text.strip().partition("\n")[0]
    return _whole(line, known) or _leading(line, known)


def _whole(line: str, known: Forms) -> Verdict | None:
    """Return the verdict that a line consists of."""
    for sign, verdict in _SIGNS.items():
        if line.strip(" \t*_.\ufe0f") == sign:
            return Verdict(verdict)
    return known.verdicts.get(_bare(line))


def _leading(line: str, known: Forms) -> Verdict | None:
    """Return the verdict that a line begins with; `No evidence speaks against it` has none."""
    bare = _bare(line)
    found = known.begins.match(bare)
    if not found:
        return None
    form = found.group()
    verdict, after = known.verdicts[form], bare[len(form) :].lstrip(_CLOSING)
    # Where words have no spaces between them, a space ends a clause.
    ends = bool(_BREAK.match(after)) or (after.startswith(" ") and _SPACELESS_END.search(form))
    if len(bare.split()) <= _SHORT and _takes_back(after, known, verdict, clause=bool(ends)):
        return Verdict.UNCLEAR
    if ends or not (after.startswith(" ") and _INSIDE_WORD.match(after, 1)):
        return verdict
    others = any(known.verdicts[said] is not verdict for said in known.said(after))
    return verdict if verdict is Verdict.YES and form in known.asked and not others else None


def _takes_back(after: str, known: Forms, verdict: Verdict, *, clause: bool) -> bool:
    """Return whether what follows a verdict says another one: `yes or no`, `no, it is true`.

    In a clause of its own a form may belong to its sentence: `Yes, no errors.`, `No, not so true.`
    """
    said = known.said(after)
    others = [form for form in said if known.verdicts[form] is not verdict]
    if not (others and clause):
        return bool(others)
    alone = {known.verdicts.get(_EDGES.sub("", part), verdict) for part in _BREAKS.split(after)}
    kinds = {known.verdicts[form] for form in others}
    at_end = len(said) == 1 and said[0] in known.asked and _ends(_EDGES.sub("", after), said[0])
    undenied = verdict is Verdict.NO and len(others) == len(said)
    return alone != {verdict} or len(kinds) > 1 or at_end or undenied


def _trailing(line: str, known: Forms) -> Verdict | None:
    """Return the verdict that a line ends with."""
    bare = _bare(line)
    form = max((form for form in known.verdicts if _ends(bare, form)), key=len, default="")
    before = bare[: len(bare) - len(form)].rstrip()
    marked = bool(before) and not _INSIDE_WORD.match(before, len(before) - 1)
    if not form or known.denied(before.rstrip("\"'“‘«「`*_("), form):
        return None
    return known.verdicts[form] if marked or form in known.asked else None


def _emphasised(text: str, known: Forms) -> Verdict | None:
    """Return the one verdict that is emphasised or quoted as a verdict."""
    spans = (
        match
        for match in _EMPHASISED.finditer(text)
        if _bare(match[2] or match[3]) in known.verdicts
    )
    found = {_said_with(text, match, known) for match in islice(spans, _MANY)}
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _said_with(text: str, match: regex.Match[str], known: Forms) -> Verdict | None:
    """Return the verdict of an emphasised form, None where the line speaks of the word.

    It stands at the end of its line, or begins it. A word that no verdict is asked for in may stand
    in bold in the middle: `I find it **correct** as it is`.
    """
    form = _bare(match[2] or match[3])
    before = text[max(match.start() - _AROUND, 0) : match.start()].rpartition("\n")[2]
    after = text[match.end() : match.end() + _AROUND].partition("\n")[0]
    if not _INSIDE_WORD.search(before) and _INSIDE_WORD.search(after):
        return _leading(match.group() + after, known)
    if known.denied(fold(before), form):
        return None
    verdict = known.verdicts[form]
    if not _INSIDE_WORD.search(after) or _COPULA.match(after):
        return verdict
    others = any(known.verdicts[said] is not verdict for said in known.said(fold(after)))
    return verdict if match["bold"] and form not in known.asked and not others else None


def _ends(bare: str, form: str) -> bool:
    if not bare.endswith(form):
        return False
    at = len(bare) - len(form)
    return not at or not _INSIDE_WORD.match(bare, at - 1) or bool(_SPACELESS.match(form))


def _bare(line: str) -> str:
    return fold(_EDGES.sub("", line[:400] + line[400:][-400:]))
