"""Read a judge's verdict: yes, no or unclear, in the words of a locale or in English.

    Yes.        **NO** – the text says 1932.        Verdict: unclear        {"verdict": "yes"}
    ಹೌದು        The answer is: no.                  ತೀರ್ಪು: ಅಸ್ಪಷ್ಟ             ✅

A verdict is taken only from where a verdict stands: the first line, behind its label, in its
field, emphasised, or at the end of a line. `no` somewhere in a sentence is no verdict. What is not
readable is unclear, never no.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

import regex

from mlkt.packs import Locale, languages, load_locale
from mlkt.reply.families import AUTO
from mlkt.reply.reasoning import split_with
from mlkt.reply.shapes import readings, unwrapped
from mlkt.reply.vocabulary import fold, vocabulary
from mlkt.rows import nfc

_WORD = r"\p{L}\p{M}\p{N}"
_SPACELESS = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]{2}"
)
_EDGES = regex.compile(rf"^[^{_WORD}]+|[^{_WORD}]+$")
_INSIDE_WORD = regex.compile(rf"[{_WORD}]")
_EMPHASISED = regex.compile(
    r"(?:\*\*|__)([^*_\n]{1,40}+)(?:\*\*|__)|[“«「`]([^”»」`\n]{1,40}+)[”»」`]"
)
_LINE = regex.compile(r"[^\n]*[\p{L}\p{N}✅✔☑❌✖✗✘][^\n]*")
_SIGNS = {"✅": "yes", "✔": "yes", "☑": "yes", "❌": "no", "✖": "no", "✗": "no", "✘": "no"}
_SHORT = 4  # words in which two different verdicts make none

_Forms = Mapping[str, "Verdict"]


class Verdict(StrEnum):
    """What a judge says; `UNCLEAR` also stands for a reply without a readable verdict."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


def parse_verdict(text: str, locale: Locale) -> Verdict:
    """Return the verdict of a reply, `UNCLEAR` where none can be read; never raises."""
    return read_verdict(text, locale) or Verdict.UNCLEAR


def read_verdict(text: str, locale: Locale) -> Verdict | None:
    """Return the verdict of a reply, or None where none can be read."""
    answer = split_with(AUTO, nfc(text)).answer
    first = _LINE.search(answer)
    if not first:
        return None
    forms = _forms(locale)
    last = answer[answer.rstrip().rfind("\n") + 1 :]
    return (
        _whole(first.group(), forms)
        or _labelled(answer, locale, forms)
        or _leading(first.group(), forms)
        or _whole(last, forms)
        or _emphasised(answer, forms)
        or _trailing(first.group(), forms)
        or _trailing(last, forms)
    )


def field_verdict(text: str, locale: Locale) -> Verdict | None:
    """Return the verdict in the value of a field, or None where none can be read."""
    line = text.strip().partition("\n")[0]
    forms = _forms(locale)
    return _value(text, forms) or _emphasised(line[:400], forms) or _trailing(line, forms)


def _forms(locale: Locale) -> _Forms:
    own = [(verdict, tuple(getattr(locale, verdict))) for verdict in Verdict]
    return _all_forms(tuple(own))


@lru_cache(maxsize=64)
def _all_forms(own: tuple[tuple[Verdict, tuple[str, ...]], ...]) -> _Forms:
    """Return folded word -> verdict; the words that prompts ask for come first of their verdict."""
    english = load_locale("en") if "en" in languages() else None
    forms: dict[str, Verdict] = {}
    for verdict, words in own:
        for word in (*words, verdict, *(getattr(english, verdict) if english else ())):
            forms.setdefault(fold(word), verdict)
    return forms


def _asked_for(forms: _Forms) -> set[str]:
    """Return the words that a verdict is asked for in: the first of each, in both languages."""
    first: dict[Verdict, str] = {}
    for word, verdict in forms.items():
        first.setdefault(verdict, word)
    return {*first.values(), *map(str, Verdict)}


def _labelled(text: str, locale: Locale, forms: _Forms) -> Verdict | None:
    """Return the last verdict behind a label, or in a field."""
    words = vocabulary(locale, ("verdict", "answer"))
    for reading in readings(unwrapped(text), words):
        fields = ((field.kind, _value(field.text, forms)) for field in reading.fields)
        found = [(kind, verdict) for kind, verdict in fields if verdict]
        named = [verdict for kind, verdict in found if kind == "verdict"]
        if found:
            return named[-1] if named else found[-1][1]
    return None


def _value(text: str, forms: _Forms) -> Verdict | None:
    line = text.strip().partition("\n")[0]
    return _whole(line, forms) or _leading(line, forms)


def _whole(line: str, forms: _Forms) -> Verdict | None:
    """Return the verdict that a line consists of."""
    for sign, verdict in _SIGNS.items():
        if line.strip(" \t*_.\ufe0f") == sign:
            return Verdict(verdict)
    return forms.get(_bare(line))


def _leading(line: str, forms: _Forms) -> Verdict | None:
    """Return the verdict that a line begins with; `No evidence speaks against it` has none."""
    bare = _bare(line)
    form = max((form for form in forms if _begins(bare, form)), key=len, default="")
    if not form:
        return None
    verdict, after = forms[form], bare[len(form) :]
    if len(bare.split()) <= _SHORT and _others(bare, forms, verdict):
        return Verdict.UNCLEAR
    goes_on = after.startswith(" ") and _INSIDE_WORD.match(after, 1)
    if goes_on and not (verdict is Verdict.YES and form in _asked_for(forms)):
        return None
    return verdict


def _trailing(line: str, forms: _Forms) -> Verdict | None:
    """Return the verdict that a line ends with."""
    bare = _bare(line)
    form = max((form for form in forms if _ends(bare, form)), key=len, default="")
    before = bare[: len(bare) - len(form)].rstrip()
    marked = bool(before) and not _INSIDE_WORD.match(before, len(before) - 1)
    return forms[form] if form and (marked or form in _asked_for(forms)) else None


def _emphasised(text: str, forms: _Forms) -> Verdict | None:
    """Return the one verdict that is emphasised or quoted."""
    found = {forms.get(_bare(match[1] or match[2])) for match in _EMPHASISED.finditer(text)}
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _others(bare: str, forms: _Forms, verdict: Verdict) -> bool:
    words = {part for part in regex.split(rf"[^{_WORD}]+", bare) if part}
    return any(forms.get(word, verdict) is not verdict for word in words)


def _begins(bare: str, form: str) -> bool:
    return bare.startswith(form) and not _INSIDE_WORD.match(bare, len(form))


def _ends(bare: str, form: str) -> bool:
    if not bare.endswith(form):
        return False
    at = len(bare) - len(form)
    return not at or not _INSIDE_WORD.match(bare, at - 1) or bool(_SPACELESS.match(form))


def _bare(line: str) -> str:
    return fold(_EDGES.sub("", line[:400] + line[400:][-400:]))
