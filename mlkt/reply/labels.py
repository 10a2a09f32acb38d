r"""Read labelled lines: a label at the start of a line, its value up to the next label.

    **Question 1:** Where does the river rise?          Q1: …      Question 1      1. प्रश्न: …
    **Answer 1:** In the hills.                         A1: …      Where …?        उत्तर: …

A label counts at the start of a line only, after list marks, numbers and emphasis, and not in
fenced code. `A)` is an option of multiple choice, `A:` a label. A backslash before a label, a fence
or a rule makes it plain text (`\Q: …`): `escape` writes it, reading takes it away.
"""

from collections.abc import Iterator

import regex

from mlkt.reply.code import Span, fenced, inside, is_fence, with_ends
from mlkt.reply.fields import Field, too_dense
from mlkt.reply.lines import match_lines
from mlkt.reply.questions import is_question
from mlkt.reply.vocabulary import INVISIBLE, LETTERS, Vocabulary, ascii_digits

_SPACE = rf"(?:[^\S\n]|[{INVISIBLE}])"
_HTML = r"(?i:</?(?:b|strong|i|em|u|p|h[1-6])>)"
_NUMBER = r"\p{Nd}{1,4}+"
_LEAD = (
    rf"(?P<lead>(?:{_SPACE}|[*_~#>•·●◦▪‣+–—-]|{_HTML}"
    rf"|(?P<item>{_NUMBER})[.)．）、:：](?=\D)|[(（\[](?P<item>{_NUMBER})[)）\]])*+)"
)
_WORDS = rf"(?P<word>{LETTERS}(?:[ _-]{LETTERS}){{0,4}}+)"
_LABEL_NUMBER = (
    rf"(?:{_SPACE}*+(?:[(（\[]{_SPACE}*+(?P<number>{_NUMBER}){_SPACE}*+[)）\]]"
    rf"|[#№.-]?{_SPACE}*+(?P<number>{_NUMBER})))?+"
)
_SEPARATOR = (
    r"(?P<colon>[:：﹕︰])"
    rf"|(?P<stop>[．）]|[.)](?={_SPACE}|[*_]|$))"
    rf"|(?P<dash>[–—]|(?<={_SPACE})[−-](?={_SPACE}))"
    r"|(?P<alone>(?=\n|\Z))"
)
_LABEL = regex.compile(
    rf"^{_LEAD}{_WORDS}{_LABEL_NUMBER}(?P<closed>(?:{_SPACE}|[*_`]|{_HTML})*+)(?:{_SEPARATOR})",
    regex.MULTILINE,
)
_REACH = 200  # how far behind its start a label may end
_EMPHASIS = regex.compile(r"\s*(?:\*+|_+|</(?:b|strong|i|em|u)>)")
_OPEN_EMPHASIS = regex.compile(r"\*+|_+|<(?:b|strong|i|em|u)>")
_RULE = regex.compile(rf"{_SPACE}*(?:[-*_=]{_SPACE}*+){{3,}}+")
_BARE_NUMBER = regex.compile(
    rf"{_SPACE}*(?:{_NUMBER}[.)．）、:：]|[(（\[]{_NUMBER}[)）\]]"
    rf"|[*_]*\p{{L}}[\p{{L}}\p{{M}} ]{{0,30}}[#№-]?{_NUMBER}[*_]*[:：][*_]*){_SPACE}*"
)
_HEADING = regex.compile(
    rf"{_SPACE}*(?:#{{1,6}}{_SPACE}.*|[*_]{{2}}[^*\n]*\p{{Nd}}[^*\n]*[*_]{{2}}:?{_SPACE}*)"
)
_QUOTE_MARK = regex.compile(r"^[ \t]*>[ \t]?", regex.MULTILINE)
_NEXT_OPTION = regex.compile(r"^[\s*_-]*[Bb][.:)]", regex.MULTILINE)


def first_label(text: str, words: Vocabulary, end: int) -> int:
    """Return where the first label before `end` stands, or -1."""
    found = next(_labels(text, words, end + _REACH), None)
    return found.start() if found else -1


def read_labels(text: str, words: Vocabulary) -> list[Field]:
    """Return the labelled fields of a text in order; what a rule cuts off has no kind."""
    labels = list(_without_options(text, list(_labels(text, words, len(text))), words))
    code = fenced(text)
    return [
        field
        for label, end in with_ends(labels, len(text))
        for field in _read(text, label, end, words, code)
    ]


def escape(value: str, words: Vocabulary) -> str:
    """Return `value` so that no line of it, set behind a label, is taken for anything else."""
    marked = f"-: {value}"  # the first line stands behind a label, never at the start of a line
    code = fenced(marked)
    lines = marked.split("\n")
    starts = _line_starts(lines)
    ends = [at + len(line.rstrip()) - 1 for line, at in zip(lines, starts, strict=True)]
    if any(is_fence(line) and not inside(end, code) for line, end in zip(lines, ends, strict=True)):
        code = []  # a fence without its partner: none of them may count
    last = max(n for n, line in enumerate(lines) if line.strip())
    lines[0] = value.split("\n")[0]
    for n, line in enumerate(lines):
        if inside(ends[n], code):
            continue
        bare = line.lstrip("\\")
        fence = is_fence(bare) if n else is_fence(f"-: {bare}")
        special = fence or (n and _is_special(bare, words))
        if special or (_is_header(bare) and n and (n == last or bare != line)):
            lines[n] = f"\\{line}"
    return "\n".join(lines)


def _labels(text: str, words: Vocabulary, end: int) -> Iterator[regex.Match[str]]:
    code = fenced(text)
    dotted = False  # `Q. …` has come, so that `A. …` is no option
    for count, found in enumerate(match_lines(_LABEL, text, 0, end)):
        if too_dense(count, found.start()):
            return
        if _is_label(found, words, dotted=dotted) and not inside(found.start(), code):
            dotted = dotted or not (found["colon"] or found["number"])
            yield found


def _is_label(found: regex.Match[str], words: Vocabulary, *, dotted: bool) -> bool:
    """Return whether words at the start of a line are a label; `A.` is one only after a `Q.`."""
    kind, short = words.label(found["word"])
    if not kind or found["colon"] or found["number"]:
        return bool(kind)
    if short:
        spaced = found["dash"] or found["stop"] in {".", "．"}
        return bool(spaced and (dotted or kind == "question")) or _is_marked(found)
    return not found["stop"]


def _is_marked(label: regex.Match[str]) -> bool:
    return bool(label["alone"] is not None and ("#" in label["lead"] or "**" in label["lead"]))


def _without_options(
    text: str, labels: list[regex.Match[str]], words: Vocabulary
) -> Iterator[regex.Match[str]]:
    """Leave out `A:` where `B:` follows and another answer comes before the next question."""
    for n, label in enumerate(labels):
        after = labels[n + 1] if n + 1 < len(labels) else None
        is_option = (
            label["word"] in {"A", "a"}
            and after is not None
            and words.label(after["word"])[0] == "answer"
            and _NEXT_OPTION.search(text, label.end(), after.start())
        )
        if not is_option:
            yield label


def _read(
    text: str, label: regex.Match[str], end: int, words: Vocabulary, code: list[Span]
) -> Iterator[Field]:
    value, at, rest = text[label.end() : end].strip(), label.start(), ""
    if "\n" in value or value.startswith("\\") or not value:
        value, rest = _lines(text, label, end, words, code)
    number, item = label["number"], label["item"]
    yield Field(
        kind=words.label(label["word"])[0],
        text=_without_emphasis(label, value),
        start=at,
        number=ascii_digits(number) if number else "",
        item=ascii_digits(item) if item else "",
        apart=text.endswith("\n\n", 0, at),
    )
    if rest:
        yield Field(kind="", text=rest, start=end)


def _lines(
    text: str, label: regex.Match[str], end: int, words: Vocabulary, code: list[Span]
) -> tuple[str, str]:
    """Return a value of several lines without what belongs to the next one, and what a rule cut."""
    lines = text[label.end() : end].split("\n")
    starts = _line_starts(lines, label.end())
    plain = [not inside(start, code) for start in starts]
    rules = (n for n, line in enumerate(lines) if n and plain[n] and _RULE.fullmatch(line))
    rule = max(rules, default=len(lines))
    rest = "\n".join(line for line in lines[rule + 1 :] if not _is_header(line)).strip()
    if rest and lines[rule - 1].strip() and lines[rule].strip()[0] in "-=":
        rule, rest = len(lines), ""  # the line above is a heading, and this underlines it
    kept = _without_header(lines[:rule], plain)
    kept = [_unescape(line, words, n) if plain[n] else line for n, line in enumerate(kept)]
    value = "\n".join(kept)
    return _QUOTE_MARK.sub("", value) if ">" in label["lead"] else value, rest


def _without_header(lines: list[str], plain: list[bool]) -> list[str]:
    """Cut off lines at the end that belong to what follows: `2.`, or `### Pair 2` after a gap."""
    size = len(lines)
    while size > 1:
        line = lines[size - 1]
        gap = not lines[size - 2].strip()
        heading = gap and _HEADING.fullmatch(line) and not is_question(line)
        heads = _BARE_NUMBER.fullmatch(line) or heading
        if line.strip() and not (heads and plain[size - 1]):
            break
        size -= 1
    return lines[:size]


def _is_header(line: str) -> bool:
    return bool(_BARE_NUMBER.fullmatch(line) or _HEADING.fullmatch(line))


def _without_emphasis(label: regex.Match[str], value: str) -> str:
    """Take away the end of an emphasis that opens before the label: `**Q:** x`, `**Q: x**`."""
    value = value.strip()
    opened = _OPEN_EMPHASIS.search(label["lead"]) if label["lead"] else None
    if not opened or _EMPHASIS.search(label["closed"]):
        return value
    closing = opened.group().replace("<", "</")
    if value.startswith(closing):
        return value[len(closing) :].strip()
    first, newline, rest = value.partition("\n")
    if first.endswith(closing):
        return (first.removesuffix(closing).rstrip() + newline + rest).strip()
    return value


def _is_special(line: str, words: Vocabulary) -> bool:
    found = _LABEL.match(line)
    return bool(_RULE.fullmatch(line) or (found and _is_label(found, words, dotted=False)))


def _unescape(line: str, words: Vocabulary, n: int) -> str:
    bare = line if n else line.lstrip()
    if not bare.startswith("\\"):
        return line
    bare = bare.lstrip("\\")
    fence = is_fence(bare) if n else is_fence(f"-: {bare}")
    special = fence or (n and (_is_special(bare, words) or _is_header(bare)))
    return line.replace("\\", "", 1) if special else line


def _line_starts(lines: list[str], at: int = 0) -> list[int]:
    starts: list[int] = []
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts
