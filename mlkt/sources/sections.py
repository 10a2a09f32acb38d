"""Order the blocks of a document into sections, and set apart what is not to be read.

# ಮೈಸೂರು                 lead of the first section, together with the next heading
## ಇತಿಹಾಸ                its path is ("ಮೈಸೂರು", "ಇತಿಹಾಸ")
ನಗರವು …                 its body
## ಚಿತ್ರಗಳು               left out: nothing stands under it
## ಉಲ್ಲೇಖಗಳು             left out with all below it: the locale names it as a reference section
- ಕನ್ನಡ ವಿಶ್ವಕೋಶ, ೧೯೬೯
"""

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from mlkt.sources.blocks import Block, read_blocks
from mlkt.sources.document import Markup
from mlkt.sources.plain import fold_heading, is_ended, strip_heading

_MAX_BARE_IN_A_ROW = 6  # as many as there are levels; more short lines in a row are verse or lists


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of the document that stands in no passage: where, under which heading, and why."""

    start: int
    end: int
    heading: str  # empty where it has none
    reason: Literal["reference section", "nothing under the heading", "metadata", "no text"]


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading; `lead` holds the headings and marks that go with the first sentence.

    `level` is that of the shallowest heading in `lead`, 0 without one. `path` holds the titles of
    the headings above the body. `after_gap` says that text before the section was left out.
    """

    lead: tuple[Block, ...]
    body: tuple[Block, ...]
    level: int
    path: tuple[str, ...]
    after_gap: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading, if there is one, and the blocks up to the next heading."""

    heading: Block | None
    body: list[Block]
    dropped: bool = False

    @property
    def bare(self) -> bool:
        return self.heading is not None and self.heading.bare

    @property
    def empty(self) -> bool:
        return all(block.kind == "mark" for block in self.body)

    @property
    def blocks(self) -> list[Block]:
        return [*([self.heading] if self.heading else []), *self.body]


def read_sections(
    text: str, blocks: list[Block], references: frozenset[str]
) -> tuple[list[Section], list[LeftOut]]:
    """Return the sections of a text in order, and what was left out of them.

    `references` are folded titles of sections that hold no prose. In plain text, where headings
    have no levels, such a section ends at the first heading with sentences under it.
    """
    parts = _without_false_headings(_mark_references(text, _split(blocks), references))
    sections: list[Section] = []
    left_out = [_leave_out(text, [block], "metadata") for block in blocks if block.kind == "meta"]
    waiting: list[Block] = []  # headings and marks that go with the next body
    above: list[Block] = []  # the headings in force
    after_gap = bool(left_out)
    for part, following in zip_longest(parts, parts[1:]):
        if part.heading and not part.dropped:
            while above and above[-1].level >= part.heading.level:
                above.pop()
            above.append(part.heading)
        if part.dropped:
            left_out += _groups(text, waiting) + [
                _leave_out(text, part.blocks, "reference section")
            ]
            waiting, after_gap = [], True
        elif not part.empty:
            lead = (*waiting, *([part.heading] if part.heading else []))
            levels = [block.level for block in lead if block.kind == "heading"]
            path = tuple(_title(text, heading) for heading in above)
            sections.append(
                Section(lead, tuple(part.body), min(levels, default=0), path, after_gap)
            )
            waiting, after_gap = [], False
        elif part.heading is None or _leads(part, following):
            waiting += part.blocks
        else:
            left_out += _groups(text, [*waiting, *part.blocks])
            waiting, after_gap = [], True
    left_out += _groups(text, waiting)
    return sections, left_out


def read_title(text: str, markup: Markup) -> str:
    """Return the heading of level 1 that opens a text and is its only one, else an empty text."""
    blocks = [block for block in read_blocks(text, markup) if block.kind != "meta"]
    tops = [block for block in blocks if block.kind == "heading" and block.level == 1]
    return _title(text, tops[0]) if len(tops) == 1 and tops[0] is blocks[0] else ""


def _split(blocks: list[Block]) -> list[_Part]:
    parts: list[_Part] = []
    for block in blocks:
        if block.kind == "heading":
            parts.append(_Part(block, []))
        elif block.kind != "meta":
            if not parts:
                parts.append(_Part(None, []))
            parts[-1].body.append(block)
    return parts


def _mark_references(text: str, parts: list[_Part], references: frozenset[str]) -> list[_Part]:
    marked: list[_Part] = []
    level: int | None = None  # of the reference section that we are in
    for part in parts:
        heading = part.heading
        if heading and fold_heading(_title(text, heading)) in references:
            level = heading.level if level is None else min(level, heading.level)
        elif heading and level is not None:
            below = heading.level > level
            if heading.bare:
                below = not any(is_ended(text[block.start : block.end]) for block in part.body)
            level = level if below else None
        marked.append(replace(part, dropped=level is not None))
    return marked


def _without_false_headings(parts: list[_Part]) -> list[_Part]:
    """Turn many bare lines in a row, with nothing under them, into text."""
    result: list[_Part] = []
    row: list[_Part] = []
    for part in [*parts, None]:
        if part and part.bare and part.empty and not part.dropped:
            row.append(part)
            continue
        result += [_as_text(row)] if len(row) > _MAX_BARE_IN_A_ROW else row
        row = []
        result += [part] if part else []
    return result


def _as_text(parts: list[_Part]) -> _Part:
    blocks = [block for part in parts for block in part.blocks]
    return _Part(
        None,
        [replace(block, kind="prose") if block.kind == "heading" else block for block in blocks],
    )


def _leads(part: _Part, following: _Part | None) -> bool:
    """Whether what follows stands under the heading of `part`, as far as can be known."""
    if following is None or following.dropped or part.heading is None:
        return False
    return part.bare or following.heading is None or following.heading.level > part.heading.level


def _groups(text: str, blocks: list[Block]) -> list[LeftOut]:
    """Return what was left out heading by heading."""
    groups: list[list[Block]] = []
    for block in blocks:
        if block.kind == "heading" or not groups:
            groups.append([])
        groups[-1].append(block)
    return [
        _leave_out(
            text, group, "nothing under the heading" if group[0].kind == "heading" else "no text"
        )
        for group in groups
    ]


def _leave_out(
    text: str,
    blocks: list[Block],
    reason: Literal["reference section", "nothing under the heading", "metadata", "no text"],
) -> LeftOut:
    heading = _title(text, blocks[0]) if blocks[0].kind == "heading" else ""
    return LeftOut(blocks[0].start, blocks[-1].end, heading, reason)


def _title(text: str, heading: Block) -> str:
    return strip_heading(text[slice(*heading.inner)])
