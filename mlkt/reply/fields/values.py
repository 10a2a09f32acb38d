r"""Read the value behind a label, up to the next label, and write it so that it is read back.

    **Answer: It rises here.**      -> "It rises here."

    ### Pair 2

Left out are an emphasis that opens before the label, and at the end what heads the next pair (`2.`,
`### Pair 2`). A rule (`---`) ends a value; what stands below it is kept apart.

A backslash before a label, a fence or a rule makes it plain text (`\Q: …`): `escaped` writes it,
reading takes it away.
"""

import regex

from mlkt.reply.fields.code import Span, fenced, inside, is_fence
from mlkt.reply.fields.directions import trimmed
from mlkt.reply.fields.labelgrammar import ITEM, NUMBER, SPACE, Label, is_label
from mlkt.reply.fields.questions import is_question
from mlkt.reply.fields.vocabulary import Vocabulary

_OPEN_EMPHASIS = regex.compile(r"\*+|_+|<(?:b|strong|i|em|u)>")
_OPEN_BLOCK = regex.compile(r"<(p|li|div|span|h[1-6])>", regex.IGNORECASE)
_RULE = regex.compile(rf"{SPACE}*(?:[-*_=]{SPACE}*+){{3,}}+")
_HEADS_NEXT = regex.compile(
    rf"{SPACE}*(?:{ITEM}|[*_]*\p{{L}}[\p{{L}}\p{{M}} ]{{0,30}}[#№-]?{NUMBER}[*_]*[:：][*_]*"
    rf"|[=-]{{2,}}+[^\n=]{{1,60}}?[=-]{{2,}}+|#{{3,}}+"
    rf"|[*_`]*[\[［【]{SPACE}*(?i:end){SPACE}*[\]］】][*_`]*){SPACE}*"
)
_HEADING = regex.compile(
    rf"{SPACE}*(?:#{{1,6}}{SPACE}.*|[*_]{{2}}[^*\n]*\p{{Nd}}[^*\n]*[*_]{{2}}:?{SPACE}*"
    rf"|\p{{L}}[\p{{L}}\p{{M}} ]{{0,30}}[#№] ?{NUMBER}{SPACE}*)"
)
_QUOTE_MARK = regex.compile(r"^[ \t]*>[ \t]?", regex.MULTILINE)
_BEHIND_LABEL = "-: "  # what may stand before the first line of a value


def value_of(
    text: str, label: Label, end: int, words: Vocabulary, code: list[Span]
) -> tuple[str, str]:
    """Return the value behind a label, and what a rule cuts off from it."""
    value, rest = trimmed(text[label.end : end]), ""
    if "\n" in value or value.startswith("\\") or not value:
        value, rest = _lines(text, label, end, words, code)
        value = trimmed(value)
    return _without_marks(label, value) if label.lead else value, rest


def escaped(value: str, words: Vocabulary) -> str:
    """Return `value` so that no line of it, set behind a label, is taken for anything else."""
    marked = f"{_BEHIND_LABEL}{value}"
    lines = marked.split("\n")
    ends = [at + len(line.rstrip()) - 1 for line, at in zip(lines, _starts(lines), strict=True)]
    code = fenced(marked)
    if any(is_fence(line) and not inside(end, code) for line, end in zip(lines, ends, strict=True)):
        code = []  # a fence without its partner: none of them may count
    last = max(n for n, line in enumerate(lines) if line.strip())
    lines[0] = value.split("\n")[0]
    for n, line in enumerate(lines):
        bare = line.lstrip("\\")
        heads = n and _is_header(bare) and (n == last or bare != line)
        if not inside(ends[n], code) and (heads or _is_structure(bare, words, first=not n)):
            lines[n] = f"\\{line}"
    return "\n".join(lines)


def _unescaped(line: str, words: Vocabulary, *, first: bool) -> str:
    """Return a line without the backslash that `escaped` has set."""
    start = line.lstrip() if first else line
    if not start.startswith("\\"):
        return line
    bare = start.lstrip("\\")
    meant = _is_structure(bare, words, first=first) or (not first and _is_header(bare))
    return line.replace("\\", "", 1) if meant else line


def _is_structure(line: str, words: Vocabulary, *, first: bool) -> bool:
    """Return whether a line would be a fence, a rule or a label; the first stands behind one."""
    if first:
        return is_fence(f"{_BEHIND_LABEL}{line}")
    return is_fence(line) or bool(_RULE.fullmatch(line)) or is_label(line, words)


def _is_header(line: str) -> bool:
    """Return whether a line at the end of a value would belong to the next pair."""
    return bool(_HEADS_NEXT.fullmatch(line) or _HEADING.fullmatch(line))


def _lines(
    text: str, label: Label, end: int, words: Vocabulary, code: list[Span]
) -> tuple[str, str]:
    lines = text[label.end : end].split("\n")
    plain = [not inside(start, code) for start in _starts(lines, label.end)]
    rules = (n for n, line in enumerate(lines) if n and plain[n] and _RULE.fullmatch(line))
    rule = max(rules, default=len(lines))
    rest = "\n".join(line for line in lines[rule + 1 :] if not _is_header(line)).strip()
    if rest and lines[rule - 1].strip() and lines[rule].strip()[0] in "-=":
        rule, rest = len(lines), ""  # the line above is a heading, and this underlines it
    kept = _without_header(lines[:rule], plain)
    kept = [
        _unescaped(line, words, first=not n) if plain[n] else line for n, line in enumerate(kept)
    ]
    value = "\n".join(kept)
    return _QUOTE_MARK.sub("", value) if ">" in label.lead else value, rest


def _without_header(lines: list[str], plain: list[bool]) -> list[str]:
    """Cut off lines at the end that belong to what follows: `2.`, or `### Pair 2` after a gap."""
    size = len(lines)
    while size > 1:
        line = lines[size - 1]
        gap = not lines[size - 2].strip()
        heading = gap and _HEADING.fullmatch(line) and not is_question(line)
        heads = _HEADS_NEXT.fullmatch(line) or heading
        if line.strip() and not (heads and plain[size - 1]):
            break
        size -= 1
    return lines[:size]


def _without_marks(label: Label, value: str) -> str:
    """Take away the ends of what opens before the label: `**Q:** x`, `**Q: x**`, `<p>Q: x</p>`."""
    if "<" in label.lead:
        for block in reversed(_OPEN_BLOCK.findall(label.lead)):
            if value.casefold().endswith(f"</{block.casefold()}>"):
                value = value[: -len(block) - 3].rstrip()
    opened = None if label.closed else _OPEN_EMPHASIS.search(label.lead)
    if not opened:
        return value
    closing = opened.group().replace("<", "</")
    if value.startswith(closing):
        return trimmed(value[len(closing) :])
    first, newline, rest = value.partition("\n")
    if first.endswith(closing):
        return trimmed(first.removesuffix(closing).rstrip() + newline + rest)
    return value


def _starts(lines: list[str], at: int = 0) -> list[int]:
    starts: list[int] = []
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts
