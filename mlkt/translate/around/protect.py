"""Put an engine behind a mask: what must stay as it is, it never sees.

ladder(protected(nmt), nmt)

    source    ನೋಡಿ: https://a.org/b ಮತ್ತು <b>ಮೈಸೂರು</b>.[೧]
    masked    ನೋಡಿ: <ID1> ಮತ್ತು <ID2>ಮೈಸೂರು<ID3>.
    target    See <id 1> and < ID2 > Mysuru <ID3>.
    restored  See https://a.org/b and <b>Mysuru</b>.[೧]

The signs are plain ASCII, which every vocabulary spells (reference 6: brackets beyond ASCII and
emoji are unknown words to NMT models): `<ID1>` for NMT, `<x1/>` for chat models. Where one does not
come back exactly once, the segment stays without target and has the blocking problem
`protection_lost`: the ladder writes the attempt down, and its next rung may do without a mask.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, get_args

import regex

from mlkt.errors import ConfigError
from mlkt.rows import Attempt, Segment
from mlkt.translate.around.around import around
from mlkt.translate.around.spans import Protected, find_protected, without_protected
from mlkt.translate.paragraph import COPIED, Engine, Paragraph
from mlkt.translate.problems import Problem

PROTECTION_LOST = "protection_lost"
Style = Literal["ascii", "xml"]

_SIGNS = {"ascii": "<ID{}>", "xml": "<x{}/>"}
# <ID1> <id 1> ＜ＩＤ１＞ <ID೧> <आईडी 1> <x1/> <x1></x1> </x1> &lt;x1/&gt;; bare ID1 and x1
_OPEN, _CLOSE = r"(?:[<＜〈‹]|&lt;)", r"(?:[>＞〉›]|&gt;)"
_WORD = r"[^\d<>＜＞〈〉‹›/／&;=]{0,12}"
_SIGN = regex.compile(
    rf"{_OPEN}\s?[/／]?{_WORD}(?P<inside>\d{{1,6}})\s?[/／]?\s?{_CLOSE}"
    rf"(?:\s?{_OPEN}\s?[/／]{_WORD}(?P=inside)\s?{_CLOSE})?"
    r"|(?<![\p{L}\p{N}])(?:ID|ＩＤ|x|ｘ)\s?(?P<bare>\d{1,6})(?![\p{L}\p{N}])",
    regex.IGNORECASE,
)
_LETTER = regex.compile(r"\p{L}")
_STOP = regex.compile(r"\s*[\p{Sentence_Terminal}…]+[\p{Pf}\p{Pe}\"'*_]*\Z")
_WORDLIKE = regex.compile(r"[\p{L}\p{M}\p{N}]")
_LATIN = regex.compile(r"[\p{Latin}\p{N}]")
_OPENING = regex.compile(r"<[A-Za-z]|!?\[")
_CLOSING = regex.compile(r"</|\]")


def protected(
    engine: Engine, *, keep: Iterable[str] = (), style: Style = "ascii", quantities: bool = False
) -> Engine:
    """Return `engine` behind a mask for what `find_protected` finds; the arguments are its own.

    A segment that holds nothing else than such spans and signs is its own translation. Citations at
    a segment's end are cut off and put back at its end, before the final stop or behind it.

    Raises:
        ConfigError: an unknown style.
    """
    if style not in get_args(Style):
        raise ConfigError(f"unknown style {style!r} of protection: it is one of {get_args(Style)}")
    find = partial(find_protected, keep=tuple(keep), quantities=quantities)

    def hide(paragraph: Paragraph) -> tuple[Paragraph, "_Hidden"]:
        masks: dict[str, Mask] = {}
        segments: list[Segment] = []
        for segment in paragraph.segments:
            spans = find(segment["source"]) if segment["target"] is None else []
            if not spans:
                segments.append(segment)
            elif not _LETTER.search(without_protected(segment["source"], spans)):
                segments.append({**segment, "target": segment["source"], "engine": COPIED})
            else:
                mask = mask_text(segment["source"], spans, style)
                masks[segment["id"]] = mask
                segments.append({**segment, "source": mask.text})
        hidden = replace(paragraph, segments=segments)
        return hidden, (hidden, masks)

    return around(engine, hide, _show, name="protected")


def _show(hidden: "_Hidden", given: Paragraph) -> Paragraph:
    """Return what an engine gave for a hidden paragraph, with the spans in their places."""
    paragraph, masks = hidden
    segments = [
        _shown(new, masks[new["id"]], len(old.get("attempts", []))) if new["id"] in masks else new
        for old, new in zip(paragraph.segments, given.segments, strict=True)
    ]
    return replace(given, segments=segments)


def _shown(segment: Segment, mask: "Mask", n_attempts: int) -> Segment:
    """Return a segment with its own source; the attempts behind the first ones are the engine's."""
    shown: Segment = {**segment, "source": mask.source}
    if attempts := segment.get("attempts", []):
        own = [_shown_attempt(attempt, mask) for attempt in attempts[n_attempts:]]
        shown["attempts"] = [*attempts[:n_attempts], *own]
    if segment["target"] is None:
        return shown
    target, fault = restore_text(mask, segment["target"])
    if not fault:
        return {**shown, "target": target}
    problem = Problem(PROTECTION_LOST, "blocking", f"{fault}; in: {segment['target'][:400]}")
    return {**shown, "target": None, "problems": [*segment["problems"], problem.as_dict()]}


def _shown_attempt(attempt: Attempt, mask: "Mask") -> Attempt:
    target = attempt["target"]
    return {**attempt, "target": None if target is None else restore_text(mask, target)[0]}


@dataclass(frozen=True, slots=True)
class Mask:
    """A text with signs in place of spans; `first` is the number of the first sign."""

    text: str
    spans: tuple[Protected, ...]
    source: str
    first: int = 1
    citations: str = ""  # cut off at the end, with the white space before them
    before_stop: bool = False

    def span(self, number: int) -> Protected | None:
        """Return the span that the sign `number` stands for, None for a number of no sign."""
        index = number - self.first
        return self.spans[index] if 0 <= index < len(self.spans) else None


_Hidden = tuple[Paragraph, Mapping[str, Mask]]  # what the engine gets, masks by segment


def mask_text(text: str, spans: Sequence[Protected], style: Style) -> Mask:
    """Return `text` with a sign in place of each span and without its trailing citations.

    The numbers begin behind those that the text itself has in the form of a sign.
    """
    spans, start, end = _cut_citations(text, spans)
    taken = [_number(match) for match in _SIGN.finditer(without_protected(text, spans))]
    first = max(taken, default=0) + 1
    parts: list[str] = []
    at = 0
    for number, span in enumerate(spans, first):
        parts += [text[at : span.start], _SIGNS[style].format(number)]
        at = span.end
    masked = "".join([*parts, text[at:start], text[end:]])
    return Mask(masked, tuple(spans), text, first, text[start:end], end < len(text))


def restore_text(mask: Mask, target: str) -> tuple[str, str]:
    """Return `target` with the spans in place of their signs, and what is wrong with the signs.

    Signs may have moved and may be spaced out, in another case, full width, in other digits, or
    without their brackets. The second text is empty where each came back once, in good order.
    """
    parts: list[str] = []
    found: list[int] = []
    at = 0
    for match in _SIGN.finditer(target):
        number = _number(match)
        if (span := mask.span(number)) is None:
            continue
        found.append(number)
        parts += [target[at : match.start()], mask.source[span.start : span.end]]
        at = match.end()
    parts.append(target[at:])
    fault = _fault(mask, found, target)
    text = "".join(_spaced(mask, parts, found))
    return _with_citations(mask, text), fault


def _fault(mask: Mask, found: Sequence[int], target: str) -> str:
    counts = Counter(found)
    numbers = range(mask.first, mask.first + len(mask.spans))
    texts = {n: mask.source[span.start : span.end] for n, span in enumerate(mask.spans, mask.first)}
    lost = [texts[number] for number in numbers if not counts[number]]
    doubled = [texts[number] for number in numbers if counts[number] > 1]
    invented = Counter(_bracketed(target, mask)) - Counter(_bracketed(mask.text, mask))
    faults = [("lost", lost), ("doubled", doubled), ("invented", sorted(invented))]
    if not any(texts for _, texts in faults):
        pairs = _pairs(mask, texts)
        crossed = [texts[one] for one, two in pairs if found.index(one) > found.index(two)]
        faults = [("behind its end", crossed)]
    return ", ".join(f"{what}: {' '.join(texts)}" for what, texts in faults if texts)


def _bracketed(text: str, mask: Mask) -> list[str]:
    matches = [match for match in _SIGN.finditer(text) if match["inside"]]
    return [match.group() for match in matches if mask.span(_number(match)) is None]


def _pairs(mask: Mask, texts: Mapping[int, str]) -> list[tuple[int, int]]:
    """Return the numbers of openings and their closings: `<b>` and `</b>`, `[` and `](a.md)`."""
    pairs: list[tuple[int, int]] = []
    is_open: list[int] = []
    for number, text in texts.items():
        if mask.spans[number - mask.first].kind != "markup" or text.endswith("/>"):
            continue
        if _OPENING.match(text):
            is_open.append(number)
        elif _CLOSING.match(text) and is_open:
            pairs.append((is_open.pop(), number))
    return pairs


def _spaced(mask: Mask, parts: list[str], found: Sequence[int]) -> list[str]:
    """Return the parts of a text, words and spans in turn, with spaces as the source has them.

    Engines set signs apart: `<b> word </b>` is joined again. They also run them into words: what
    stood apart stands apart again, and nothing but white space or a sign follows an address.
    """
    parts = list(parts)
    for place, number in enumerate(found):
        index = 2 * place + 1
        span = mask.spans[number - mask.first]
        text, kind = parts[index], span.kind
        before, after = mask.source[: span.start][-1:], mask.source[span.end :][:1]
        if kind == "markup" and after and not after.isspace() and _OPENING.match(text):
            parts[index + 1] = parts[index + 1].lstrip(" ") or parts[index + 1]
        if kind == "markup" and before and not before.isspace() and _CLOSING.match(text):
            parts[index - 1] = parts[index - 1].rstrip(" ") or parts[index - 1]
        joins = _WORDLIKE if kind in ("url", "email") else _LATIN
        if joins.match("".join(parts[index + 1 :])[:1]) and _runs_on(text[-1:], after):
            parts[index + 1] = " " + parts[index + 1]
        if _LATIN.match("".join(parts[:index])[-1:]) and _runs_on(text[:1], before):
            parts[index - 1] += " "
    return parts


def _runs_on(edge: str, neighbour: str) -> bool:
    """Tell whether a span would run into a word that it stood apart from in the source."""
    return bool(_WORDLIKE.match(edge)) and not _WORDLIKE.match(neighbour)


def _cut_citations(text: str, spans: Sequence[Protected]) -> tuple[Sequence[Protected], int, int]:
    """Return the spans without the citations that end the text, and where those stand."""
    last = spans[-1]
    tail = text[last.end :]
    nothing = spans, len(text), len(text)
    if last.kind != "citation" or (tail.strip() and not _STOP.fullmatch(tail)):
        return nothing
    count, start = len(spans), len(text)
    while count and spans[count - 1].kind == "citation":
        span = spans[count - 1]
        if start < len(text) and text[span.end : start].strip():
            break
        start, count = span.start, count - 1
    start = len(text[:start].rstrip())
    if not tail.strip():
        return spans[:count], start, len(text)
    has_two_stops = _STOP.search(text[:start]) is not None
    return nothing if has_two_stops else (spans[:count], start, last.end)


def _with_citations(mask: Mask, text: str) -> str:
    if not mask.citations:
        return text
    text = text.rstrip()
    stop = _STOP.search(text) if mask.before_stop else None
    at = stop.start() if stop else len(text)
    return text[:at] + mask.citations + text[at:]


def _number(match: "regex.Match[str]") -> int:
    return int(match["inside"] or match["bare"])
