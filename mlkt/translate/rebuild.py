"""Take a text apart into paragraphs of sentences, and put it together around translations.

What stands between two sentences (white space, `## `, `- `) is glue: it is never translated and
comes back as it was. A sentence without translation leaves no trace, its block's mark goes with it.

    ## ಇತಿಹಾಸ                                         ## History
    - ಒಂದು.       +  ["History", None, "Two."]  ->    - Two.
    - ಎರಡು.
"""

from collections.abc import Sequence

import regex

from mlkt.rows import folded
from mlkt.text import expected_script

# Scripts that set no space between sentences; Thai, Lao and Khmer set one there and between no
# words (Unicode Standard 16, chapters 16 and 18).
_SPACELESS = frozenset({"Hani", "Hans", "Hant", "Hira", "Kana", "Jpan"})
# - item, * item, • item, ## heading, > quotation, 1. item, ೨) item
BLOCK_MARK = regex.compile(r"\s*(?:[-*•]|#{1,6}|>|\d{1,3}[.)])\s+")
_BLANK_LINE = regex.compile(r"\n\s*\n")
_MAX_CHARS = 2000  # about 250 words of Kannada: longer requests lose sentences (reference 1.6)


def group_paragraphs(text: str, spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return the indexes of each paragraph's sentences; a blank line or a length cap ends one."""
    groups: list[list[int]] = []
    for index, (start, end) in enumerate(spans):
        is_new = index == 0 or _BLANK_LINE.search(text, spans[index - 1][1], start)
        if is_new or end - spans[groups[-1][0]][0] > _MAX_CHARS:
            groups.append([])
        groups[-1].append(index)
    return groups


def rebuild(
    text: str, spans: Sequence[tuple[int, int]], targets: Sequence[str | None], target_lang: str
) -> tuple[str, list[tuple[int, int] | None]]:
    """Return `text` with each sentence replaced by its target, and the targets' spans in it."""
    parts: list[str] = []
    placed: list[tuple[int, int] | None] = []
    glues: list[str] = []
    length, at = 0, 0
    for (start, end), target in zip(spans, targets, strict=True):
        glues.append(text[at:start])
        at = end
        if target is None:
            placed.append(None)
            continue
        one_line = folded(target)  # a line end inside a sentence would open a block
        glue = _glue(glues, target_lang) if parts else _opening(glues)
        parts += [glue, one_line]
        placed.append((length + len(glue), length + len(glue) + len(one_line)))
        length += len(glue) + len(one_line)
        glues = []
    tail = text[at:] if parts else ""
    return "".join([*parts, tail]), placed


def sentence_space(lang: str) -> str:
    """Return what a language writes between two sentences of a paragraph: a space, or nothing."""
    return "" if expected_script(lang) in _SPACELESS else " "


def _opening(glues: list[str]) -> str:
    """Return what stands before the first translated sentence: its own block's mark."""
    opened = ["\n" + glues[0], *glues[1:]]
    return next(glue for glue in reversed(opened) if "\n" in glue).lstrip("\n")


def _glue(glues: list[str], target_lang: str) -> str:
    """Return what stands between two translated sentences, dropped ones between them left out."""
    opening = [glue for glue in glues if "\n" in glue]
    if not opening:
        space = sentence_space(target_lang)
        return glues[0] if glues[0].strip() or (glues[0] and space) else space
    breaks = max((glue[: len(glue) - len(glue.lstrip("\n"))] for glue in opening), key=len)
    return breaks + opening[-1].lstrip("\n")
