"""Glossaries: the terms that a text holds, and whether its translation has them as wanted.

    kn,en,note                                  glossary = load_glossary(Path("terms.csv"))
    ನಗರ,city|town,a bar between alternatives      glossary.terms_in("ನಗರದಲ್ಲಿ", "kn", "en")
    ಅರಮನೆ,palace,                                 -> [("ನಗರ", "city"), ("ನಗರ", "town")]

Or `source,target` as the header, with the languages given; or TBX. A term is found with a case
ending too, as far as the way a script writes endings tells: ಮೈಸೂರು in ಮೈಸೂರಿನಲ್ಲಿ, नगर in नगरों,
mji in mjini, city in cities, مدينة in بالمدينة.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import regex

from mlkt.errors import LanguageError, MemoryFileError
from mlkt.rows import Segment, folded, nfc
from mlkt.steps import step
from mlkt.translate.paragraph import Engine, Paragraph
from mlkt.translate.tags import check_tag, without_region
from mlkt.translate.terms.tbx import MAX_TERM, Concept, read_tbx
from mlkt.translate.terms.term_forms import term_pattern, term_stem

_ALTERNATIVES = "|"
_NOTES = frozenset({"note", "notes", "comment", "comments", "domain", "definition"})
_SUFFIXES = (".csv", ".tsv", ".tbx")
_HEAD = 4  # code points by which terms are looked up before their patterns are tried
_PARENTHESES = regex.compile(r"\s*[(（][^()（）]*[)）]\s*$")


def load_glossary(
    *paths: Path, source_lang: str | None = None, target_lang: str | None = None
) -> "Glossary":
    """Return the glossary that CSV, TSV and TBX files hold together.

    The languages are those of columns named `source` and `target`.

    Raises:
        MemoryFileError: a file cannot be read; names the lines, of a CSV file all that are wrong.
    """
    langs = {"source": source_lang, "target": target_lang}
    concepts: list[Concept] = []
    for path in paths:
        if path.suffix.lower() not in _SUFFIXES:
            kinds = ", ".join(_SUFFIXES)
            raise MemoryFileError(f"{str(path)!r} is no glossary: its name ends in one of {kinds}")
        concepts += read_tbx(path) if path.suffix.lower() == ".tbx" else _read_table(path, langs)
    return Glossary(concepts)


def load_keep(path: Path) -> tuple[str, ...]:
    """Return the do-not-translate terms of a text file, one a line, each once.

    Raises:
        MemoryFileError: the file cannot be read; names the line.
    """
    return tuple(dict.fromkeys(filter(None, map(folded, _read(path, "list of terms").split("\n")))))


def with_terms(glossary: "Glossary") -> Engine:
    """Return the step that adds the terms of the pending segments: `with_terms(g) | engine`."""

    def look_up(paragraph: Paragraph) -> Paragraph:
        found = [
            term
            for segment in paragraph.pending
            for term in glossary.terms_in(
                segment["source"], segment["source_lang"], segment["target_lang"]
            )
        ]
        return replace(paragraph, terms=list(dict.fromkeys([*paragraph.terms, *found])))

    return step(look_up, name="terms")


class TermHits(NamedTuple):
    """How many of the terms in the sources stand in the targets as wanted."""

    hits: int
    total: int


def term_hits(segments: Iterable[Segment], glossary: "Glossary") -> TermHits:
    """Count the terms of the segments that have a target; any of its alternatives is a hit."""
    hits = total = 0
    for segment in segments:
        if segment["target"] is not None:
            langs = segment["source_lang"], segment["target_lang"]
            terms = glossary.terms_in(segment["source"], *langs)
            wanted = {source for source, _ in terms}
            missed = {source for source, _ in missing_terms(segment["target"], terms, langs[1])}
            hits, total = hits + len(wanted - missed), total + len(wanted)
    return TermHits(hits, total)


def missing_terms(
    target: str, terms: Iterable[tuple[str, str]], target_lang: str
) -> list[tuple[str, str]]:
    """Return the terms whose target stands nowhere in a translation, nor any alternative to it."""
    terms, text = list(terms), search_form(target)
    patterns = (
        (source, term_pattern(search_form(wanted), target_lang)) for source, wanted in terms
    )
    there = {source for source, pattern in patterns if pattern.search(text)}
    return [term for term in terms if term[0] not in there]


def langlink_terms(titles: Mapping[str, str], source_lang: str, target_lang: str) -> "Glossary":
    """Return the glossary of Wikipedia titles and their counterparts in another language.

    What stands in parentheses behind a title tells articles apart and is no part of the name.
    """
    names = [[_PARENTHESES.sub("", title) for title in pair] for pair in titles.items()]
    return Glossary(
        ((source_lang, source), (target_lang, target))
        for source, target in names
        if source and target
    )


class Glossary:
    """Concepts with their terms in several languages, looked up in all directions."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Take concepts; regions of languages do not count (`en-US` is `en`), scripts do."""
        self.concepts = tuple(concepts)
        self._indexes: dict[tuple[str, str], _Index] = {}

    def terms_in(self, text: str, source_lang: str, target_lang: str) -> list[tuple[str, str]]:
        """Return the terms that stand in `text`, with each of their targets, in order.

        Of two terms that overlap the longer one counts. A term with several targets gives several
        pairs, any of which is right.
        """
        index = self._index(without_region(source_lang), without_region(target_lang))
        plain = search_form(text)
        found: list[tuple[int, int, str]] = []
        for term in sorted(index.near(plain), key=lambda term: (-len(term), term)):
            for match in term_pattern(term, source_lang).finditer(plain):
                start, end = match.span()
                if all(end <= first or last <= start for first, last, _ in found):
                    found.append((start, end, term))
        terms = dict.fromkeys(term for _, _, term in sorted(found))
        return [(index.names[term], target) for term in terms for target in index.targets[term]]

    def _index(self, source_lang: str, target_lang: str) -> "_Index":
        pair = (source_lang, target_lang)
        if pair not in self._indexes:
            index = _Index()
            for concept in self.concepts if source_lang != target_lang else ():
                terms = [(without_region(lang), term) for lang, term in concept]
                targets = [term for lang, term in terms if lang == target_lang]
                for lang, term in terms:
                    if lang == source_lang and targets and term.strip():
                        index.add(term, targets, source_lang)
            self._indexes[pair] = index
        return self._indexes[pair]


@dataclass(frozen=True, slots=True)
class _Index:
    """The terms of one direction; `heads` are what a text must hold to hold them."""

    targets: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    names: dict[str, str] = field(default_factory=dict[str, str])  # as the glossary writes them
    heads: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    sizes: set[int] = field(default_factory=set[int])  # of the heads

    def add(self, term: str, targets: Iterable[str], lang: str) -> None:
        """Add the targets of a term, each once."""
        plain = search_form(term)
        if plain not in self.targets:
            self.targets[plain] = []
            self.names[plain] = folded(term)
            head = term_stem(plain, lang).split(" ")[0][:_HEAD]
            self.heads.setdefault(head, []).append(plain)
            self.sizes.add(len(head))
        known = self.targets[plain]
        known += [target for target in dict.fromkeys(map(folded, targets)) if target not in known]

    def near(self, text: str) -> Iterator[str]:
        """Yield the terms whose first letters stand in a text."""
        for size in self.sizes:
            starts = {text[at : at + size] for at in range(len(text) - size + 1)}
            for head in starts & self.heads.keys():
                yield from self.heads[head]


def holds_term(text: str, term: str, lang: str) -> bool:
    """Tell whether a term stands in a text in language `lang`, in any case and with its endings."""
    return term_pattern(search_form(term), lang).search(search_form(text)) is not None


def search_form(text: str) -> str:
    """Return a text as terms are looked for in it: white space and case folded."""
    return folded(text).casefold()


def _read_table(path: Path, langs: Mapping[str, str | None]) -> list[Concept]:
    """Return the rows of a CSV or TSV file as concepts; everything wrong with it is one error."""
    text = _read(path, "glossary")
    header = text.split("\n", 1)[0]
    delimiter = max("\t,;", key=header.count)
    quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL  # IANA: TSV has no quotes
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, quoting=quoting, strict=True)
    columns, faults = _columns(next(reader, list[str]()), langs)
    concepts: list[Concept] = []
    line = reader.line_num + 1
    try:
        for row in reader if not faults else ():
            if concept := _concept(row, columns, line, faults):
                concepts.append(concept)
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append(f"line {line}: {error}: check its quotation marks")
    if faults:
        raise MemoryFileError(f"{str(path)!r}: {'; '.join(faults)}")
    return concepts


def _columns(
    header: Sequence[str], langs: Mapping[str, str | None]
) -> tuple[list[str | None], list[str]]:
    """Return the language of each column, None for a note, and what is wrong with the header."""
    columns: list[str | None] = []
    faults: list[str] = []
    for name in (cell.strip() for cell in header):
        lang = langs.get(name.casefold(), name)
        if lang is None:
            faults.append(f"line 1: column {name!r} names no language: give {name}_lang")
        elif name.casefold() in _NOTES or not name:
            lang = None
        else:
            try:
                check_tag(lang)
            except LanguageError:
                faults.append(f"line 1: column {name!r} is neither a BCP 47 code nor 'note'")
        columns.append(lang)
    found = [without_region(lang) for lang in columns if lang]
    if len(set(found)) < max(2, len(found)) and not faults:
        faults.append(f"line 1: needs two columns of different languages, it has {found}")
    return columns, faults


def _concept(
    row: Sequence[str], columns: Sequence[str | None], line: int, faults: list[str]
) -> Concept:
    """Return a row's terms; what is wrong with it is added to `faults`."""
    cells = [folded(cell) for cell in row]
    if not any(cells):
        return ()
    if len(cells) > len(columns):
        faults.append(f"line {line}: {len(cells)} cells, the header has {len(columns)}")
        return ()
    terms = [
        (lang, term.strip())
        for lang, cell in zip(columns, cells, strict=False)
        for term in (cell.split(_ALTERNATIVES) if lang else ())
        if lang and term.strip()
    ]
    if len({lang for lang, _ in terms}) < 2:
        faults.append(f"line {line}: a term and its translation are needed, it holds {terms}")
    faults += [
        f"line {line}: {term[:30]!r}… is longer than {MAX_TERM} characters"
        for _, term in terms
        if len(term) > MAX_TERM
    ]
    return tuple(terms)


def _read(path: Path, what: str) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise MemoryFileError(f"no {what} {str(path)!r}: check the name") from error
    except OSError as error:
        raise MemoryFileError(f"{str(path)!r} cannot be read: {error.strerror}") from error
    try:
        return nfc(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MemoryFileError(
            f"{str(path)!r} line {line}: not UTF-8 (byte 0x{data[error.start]:02X}): "
            "save it as UTF-8"
        ) from error
