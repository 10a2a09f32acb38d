r"""Cut a document into passages: rows that hold whole sentences and know where they come from.

    {"id": "8f14e45fceea", "document_id": "c9f0f895fb98", "lang": "kn",
     "outline": ["ಮೈಸೂರು", "ಇತಿಹಾಸ"], "text": "## ಇತಿಹಾಸ\n\nನಗರವು ೧೩೯೯ರಲ್ಲಿ …",
     "origin": {"start": 310, "end": 1204, "title": "ಮೈಸೂರು", "path": "kn.md"},
     "sentences": [{"id": "s7", "start": 3, "end": 9}, {"id": "s8", "start": 11, "end": 48}]}

The largest section that fits into `max_chars` is one passage. One that does not is cut at its
subsections, then between paragraphs, then between the lines of a list or a table, then between
sentences, into parts of about the same length. Headings stay with what follows them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from math import ceil

import regex

from mlkt.errors import ConfigError
from mlkt.packs import load_locale
from mlkt.rows import Origin, Row, Sentence, content_id
from mlkt.sources.blocks import Block, read_blocks
from mlkt.sources.document import Document
from mlkt.sources.plain import fold_heading
from mlkt.sources.sections import LeftOut, Section, read_sections
from mlkt.text import split_sentences

_SOLID = regex.compile(r"[\p{L}\p{N}]")
_LEFT_OUT, _PARAGRAPH, _LINE, _SENTENCE = 0, 7, 8, 9  # borders; 1 to 6 are headings of that level


@dataclass(frozen=True, slots=True)
class Cut:
    """The passages of a document and what stands in none; between both is white space only."""

    rows: list[Row]
    left_out: list[LeftOut]

    @property
    def left_out_chars(self) -> int:
        """Return how many code points of the document stand in no passage, white space apart."""
        return sum(part.end - part.start for part in self.left_out)


@dataclass(frozen=True, slots=True)
class _Atom:
    """A sentence with the headings and marks around it, never cut; `border` is before it."""

    start: int
    end: int
    border: int
    path: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]


def passages(document: Document, *, max_chars: int = 2000) -> Cut:
    """Cut `document` into passages of at most `max_chars` code points.

    Longer are only passages of headings and one sentence. Texts are verbatim slices of the
    document, in order; every letter of theirs lies in exactly one sentence. Sentences have no block
    marks and their ids count through the document. Left out are reference sections (the locale's
    titles), headings with nothing under them, and YAML before the text.

    Raises:
        ConfigError: `max_chars` is not positive.
        LanguageError: no locale for the document's language.
    """
    if max_chars < 1:
        raise ConfigError(
            f"max_chars={max_chars!r}: a passage needs a positive length, such as 2000"
        )
    locale = load_locale(document.lang)
    references = frozenset(fold_heading(title) for title in locale.reference_sections)
    blocks = read_blocks(document.text, document.markup, references)
    sections, left_out = read_sections(document.text, blocks, references)
    rows: list[Row] = []
    count = 0
    for atoms in _pack(_atoms(document, sections), max_chars):
        rows.append(_row(document, atoms, count))
        count += len(rows[-1]["sentences"])
    return Cut(rows, left_out)


def _atoms(document: Document, sections: list[Section]) -> list[_Atom]:
    atoms: list[_Atom] = []
    for section in sections:
        border = _LEFT_OUT if section.after_gap else section.level or _PARAGRAPH
        headings = [block.inner for block in section.lead if block.kind == "heading"]
        start = section.lead[0].start if section.lead else None
        first = True
        for block in section.body:
            spans = _sentences(document, block)
            if not spans and first:
                start = block.start if start is None else start
            elif not spans:  # a rule, a bar without text: it goes with what stands before
                atoms[-1] = replace(atoms[-1], end=block.end)
            for index, span in enumerate(spans):
                begin = span[0] if index else block.start
                last = index + 1 == len(spans)
                end = block.end if last else _before(document.text, spans[index + 1][0])
                if first:
                    begin = begin if start is None else start
                    atoms.append(_Atom(begin, end, border, section.path, (*headings, span)))
                else:
                    inside = _SENTENCE if index else _LINE if block.close else _PARAGRAPH
                    atoms.append(_Atom(begin, end, inside, section.path, (span,)))
                first = False
    return atoms


def _sentences(document: Document, block: Block) -> list[tuple[int, int]]:
    """Return the trimmed spans of the block's sentences; marks and white space are no sentence."""
    start, end = block.inner
    if block.kind == "mark":
        return []
    if block.kind != "prose":
        return [block.inner]
    text = document.text[start:end].replace("\n", " ")  # the block decided that its lines are one
    spans: list[tuple[int, int]] = []
    for first, last in split_sentences(text, document.lang):
        piece = text[first:last]
        if _SOLID.search(piece):
            lead = len(piece) - len(piece.lstrip())
            spans.append((start + first + lead, start + first + len(piece.rstrip())))
    return spans


def _before(text: str, offset: int) -> int:
    while text[offset - 1].isspace():
        offset -= 1
    return offset


def _pack(atoms: list[_Atom], max_chars: int) -> Iterator[list[_Atom]]:
    """Yield runs of atoms that fit, cut at the strongest borders there are."""
    todo = [atoms] if atoms else []
    while todo:
        part = todo.pop()
        border = min((atom.border for atom in part[1:]), default=None)
        fits = part[-1].end - part[0].start <= max_chars
        if border is None or (fits and border != _LEFT_OUT):
            yield part
            continue
        places = [index for index, atom in enumerate(part) if index and atom.border == border]
        if border >= _PARAGRAPH:
            places = _even(part, places, max_chars)
        todo += reversed([part[low:high] for low, high in pairwise([0, *places, len(part)])])


def _even(part: list[_Atom], places: list[int], max_chars: int) -> list[int]:
    """Choose among `places` so that the parts fit and are about equally long."""
    starts = [part[place].start for place in places]
    ends = [part[place - 1].end for place in places]
    chosen: list[int] = []
    low, begin, finish = 0, part[0].start, part[-1].end
    while low < len(places) and finish - begin > max_chars:
        wish = begin + (finish - begin) / ceil((finish - begin) / max_chars)
        fitting = max(low, bisect_right(ends, begin + max_chars) - 1)  # the last that fits, if any
        best = min(max(low, bisect_left(starts, wish)), fitting)
        if best > low and wish - starts[best - 1] < starts[best] - wish:
            best -= 1
        chosen.append(places[best])
        begin, low = starts[best], best + 1
    return chosen


def _row(document: Document, atoms: list[_Atom], count: int) -> Row:
    start, end = atoms[0].start, atoms[-1].end
    text = document.text[start:end]
    spans = [span for atom in atoms for span in atom.sentences]
    sentences: list[Sentence] = [
        {"id": f"s{number}", "start": low - start, "end": high - start}
        for number, (low, high) in enumerate(spans, start=count + 1)
    ]
    origin: Origin = {"start": start, "end": end, "title": document.title}
    for key in ("path", "url", "revision", "licence"):
        if value := getattr(document, key):
            origin[key] = value
    return {
        "id": content_id(document.id, str(start), text),
        "document_id": document.id,
        "lang": document.lang,
        "outline": _outline(document.title, [atom.path for atom in atoms]),
        "text": text,
        "origin": origin,
        "sentences": sentences,
    }


def _outline(title: str, paths: list[tuple[str, ...]]) -> list[str]:
    """Return the title and the headings that all parts of a passage stand under."""
    levels = zip(*paths, strict=False)
    shared = [level[0] for level in takewhile(lambda level: len(set(level)) == 1, levels)]
    return shared if not title or shared[:1] == [title] else [title, *shared]
