"""Read and write translation memories in TMX 1.4b.

Nothing is fetched and no entity is expanded: a file that declares entities is refused. Memory holds
the units and one block of the file, whatever the file tries.

    <?xml version="1.0" encoding="UTF-8"?>
    <tmx version="1.4">
    <header creationtool="mlkt" creationtoolversion="1" segtype="sentence" o-tmf="mlkt"
            adminlang="en" srclang="*all*" datatype="plaintext"/>
    <body>
    <tu tuid="7">
    <tuv xml:lang="kn"><seg>ಮೈಸೂರು ಒಂದು ನಗರ.</seg></tuv>
    <tuv xml:lang="en"><seg>Mysuru is a city.</seg></tuv>
    </tu>
    </body>
    </tmx>
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import regex

from mlkt.errors import LanguageError, MemoryFileError
from mlkt.translate.memory.xml_events import Event, error_at, xml_events
from mlkt.translate.tags import check_tag

_PRIVATE = "x-"  # a tag of somebody's own (BCP 47, RFC 5646, section 2.2.7)
_MAX_TEXT = 1 << 20  # code points of one text
_NO_XML_CHARACTER = regex.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
    '<header creationtool="mlkt" creationtoolversion="1" segtype="sentence" o-tmf="mlkt" '
    'adminlang="en" srclang={srclang} datatype="plaintext"/>\n<body>\n'
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: the same text in several languages, each with its tag as the file writes it.

    Texts are as they stand, white space too; inline tags are gone and what they enclose is kept.
    """

    texts: tuple[tuple[str, str], ...]  # (language, text)
    id: str = ""
    props: tuple[tuple[str, str], ...] = ()  # (type, value)
    notes: tuple[str, ...] = ()


def read_tmx(path: Path) -> list[Unit]:
    """Return the units of a TMX file.

    Raises:
        MemoryFileError: the file cannot be read, is no TMX, declares entities, or names a language
            by what is no code; names the line.
    """
    return list(iterate_tmx(path))


def iterate_tmx(path: Path) -> Iterator[Unit]:
    """Yield the units of a TMX file, reading it block by block.

    Raises:
        MemoryFileError: as `read_tmx`, when the reading comes to the place.
    """
    reader = _Reader(path)
    for event in xml_events(path, ("tmx",), "TMX"):
        if unit := reader.read(event):
            yield unit


def write_tmx(units: Iterable[Unit], path: Path, *, srclang: str = "*all*") -> None:
    """Write units to a TMX file in UTF-8; `srclang` is the language that the others were made from.

    Raises:
        MemoryFileError: a text holds a character that XML cannot hold; the file is not written.
    """
    texts = [_unit_xml(unit, path) for unit in units]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEADER.format(srclang=quoteattr(srclang)))
        file.writelines(texts)
        file.write("</body>\n</tmx>\n")


def _unit_xml(unit: Unit, path: Path) -> str:
    everything = [
        unit.id,
        *unit.notes,
        *(part for pair in unit.props + unit.texts for part in pair),
    ]
    for text in everything:
        if found := _NO_XML_CHARACTER.search(text):
            raise MemoryFileError(
                f"{str(path)!r}: unit {unit.id!r} holds {found.group()!r}, which XML cannot hold: "
                f"take it out of {text[:60]!r}"
            )
    tuid = f" tuid={quoteattr(unit.id)}" if unit.id else ""
    lines = [f"<tu{tuid}>\n"]
    lines += [f"<note>{_escape(note)}</note>\n" for note in unit.notes]
    lines += [
        f"<prop type={quoteattr(kind)}>{_escape(value)}</prop>\n" for kind, value in unit.props
    ]
    lines += [
        f"<tuv xml:lang={quoteattr(lang)}><seg>{_escape(text)}</seg></tuv>\n"
        for lang, text in unit.texts
    ]
    return "".join([*lines, "</tu>\n"])


def _escape(text: str) -> str:
    return escape(text, {"\r": "&#13;"})  # a bare CR would be read back as LF


class _Reader:
    """The unit that is being read, and the text in it that is open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lang: str | None = None
        self._collected: list[str] | None = None  # of the seg, prop or note that is open
        self._begin("")

    def read(self, event: Event) -> Unit | None:
        """Return the unit that `event` completes."""
        if self._collected is not None:
            self._collect(event, self._collected)
        elif event.kind == "start":
            self._start(event)
        elif event.kind == "end" and event.name == "tuv":
            if not self._has_seg:
                raise error_at(self._path, event, f"the <tuv> of {self._lang!r} has no <seg>")
            self._lang = None
        elif event.kind == "end" and event.name == "tu":
            if not self._texts:
                raise error_at(self._path, event, "a <tu> holds no <tuv>")
            return Unit(tuple(self._texts), self._id, tuple(self._props), tuple(self._notes))
        return None

    def _start(self, event: Event) -> None:
        name, attributes = event.name, event.attributes
        if name == "tu":
            self._begin(attributes.get("tuid", ""), event.depth)
        elif name == "tuv":
            self._lang = (attributes.get("xml:lang") or attributes.get("lang") or "").strip()
            if not self._lang:
                raise error_at(self._path, event, 'a <tuv> names no language: write xml:lang="…"')
            if not self._lang.casefold().startswith(_PRIVATE):
                self._check_lang(event, self._lang)
            self._has_seg = False
        elif name == "seg" or (name in ("prop", "note") and event.depth == self._depth + 1):
            self._prop_type = attributes.get("type", "")
            self._collected, self._length, self._inside = [], 0, event.depth

    def _check_lang(self, event: Event, lang: str) -> None:
        try:
            check_tag(lang)
        except LanguageError as error:
            reason = f'xml:lang="{lang}" is no BCP 47 code: write one, such as "en" or "pt-BR"'
            raise error_at(self._path, event, reason) from error

    def _collect(self, event: Event, collected: list[str]) -> None:
        """Keep text, that of inline tags too, until the element around it ends."""
        if event.kind == "text":
            self._length += len(event.name)
            if self._length > _MAX_TEXT:
                reason = f"a text is longer than {_MAX_TEXT} characters: this is no segment"
                raise error_at(self._path, event, reason)
            collected.append(event.name)
        elif event.kind == "end" and event.depth == self._inside:
            self._collected = None
            self._keep(event, "".join(collected))

    def _keep(self, event: Event, text: str) -> None:
        if event.name == "prop":
            self._props.append((self._prop_type, text))
        elif event.name == "note":
            self._notes.append(text)
        elif self._lang is None:
            raise error_at(self._path, event, "a <seg> stands outside a <tuv>")
        else:
            self._texts.append((self._lang, text))
            self._has_seg = True

    def _begin(self, unit_id: str, depth: int = 0) -> None:
        self._id = unit_id
        self._depth = depth
        self._texts: list[tuple[str, str]] = []
        self._props: list[tuple[str, str]] = []
        self._notes: list[str] = []
        self._has_seg = False
        self._prop_type = ""
        self._length = self._inside = 0
