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
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

import regex

from mlkt.errors import MemoryFileError

_BLOCK = 1 << 16  # bytes read at a time
_MAX_TAG = 1 << 20  # bytes of one tag: expat keeps an unfinished one in memory
_MAX_TEXT = 1 << 20  # code points of one text
_MAX_DEPTH = 64  # inline tags may nest, never this deep
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
        MemoryFileError: the file cannot be read, is no TMX, or declares entities; names the line.
    """
    return list(iterate_tmx(path))


def iterate_tmx(path: Path) -> Iterator[Unit]:
    """Yield the units of a TMX file, reading it block by block.

    Raises:
        MemoryFileError: as `read_tmx`, when the reading comes to the place.
    """
    reader = _Reader(path)
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield from reader.feed(block)
        yield from reader.feed(b"", final=True)
    except FileNotFoundError as error:
        raise MemoryFileError(f"no translation memory {str(path)!r}: check the name") from error
    except OSError as error:
        raise MemoryFileError(f"{str(path)!r} cannot be read: {error.strerror}") from error


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
    """The state of one pass over a file: where it is, and the unit that is being read."""

    def __init__(self, path: Path) -> None:
        self._name = str(path)
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._skipped
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._units: list[Unit] = []
        self._open: list[str] = []
        self._fed = 0
        self._begin_unit("")
        self._lang: str | None = None
        self._prop_type = ""
        self._collected: list[str] | None = None  # of the seg, prop or note that is open
        self._length = 0

    def feed(self, block: bytes, *, final: bool = False) -> list[Unit]:
        """Return the units that `block` completes."""
        try:
            self._parser.Parse(block, final)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise self._error(f"not well-formed XML ({reason})", error.lineno) from error
        except (ValueError, LookupError) as error:  # an encoding that expat does not know
            raise self._error(f"cannot be decoded ({error}): save it as UTF-8") from error
        self._fed += len(block)
        if self._fed - max(self._parser.CurrentByteIndex, 0) > _MAX_TAG:
            raise self._error(f"a tag is longer than {_MAX_TAG} bytes: this is no usual TMX")
        units, self._units = self._units, []
        return units

    def _doctype(self, _name: str, _system: str | None, _public: str | None, internal: int) -> None:
        if internal:
            raise self._error("its DOCTYPE declares entities or elements: take the [ … ] part out")

    def _entity(self, name: str, *_: object) -> None:
        raise self._error(f"declares the entity {name!r}: take the declaration out")

    def _skipped(self, name: str, _is_parameter: bool) -> None:
        raise self._error(f"uses the undeclared entity &{name};: write the character itself")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open and name != "tmx":
            raise self._error(f"is no TMX: its root is <{name}>, expected <tmx>")
        self._open.append(name)
        if len(self._open) > _MAX_DEPTH:
            raise self._error(f"tags nest deeper than {_MAX_DEPTH}: this is no usual TMX")
        if self._collected is not None:
            return  # inline tags: what they enclose is text of the segment
        if name == "tu":
            self._begin_unit(attributes.get("tuid", ""))
        elif name == "tuv":
            self._lang = (attributes.get("xml:lang") or attributes.get("lang") or "").strip()
            if not self._lang:
                raise self._error('a <tuv> names no language: write xml:lang="…"')
            self._has_seg = False
        elif name == "seg" or (name in ("prop", "note") and self._open[-2] == "tu"):
            self._prop_type = attributes.get("type", "")
            self._collected, self._length = [], 0
            self._depth = len(self._open)

    def _end(self, name: str) -> None:
        depth = len(self._open)
        self._open.pop()
        if self._collected is not None:
            if depth == self._depth:
                text, self._collected = "".join(self._collected), None
                self._keep(name, text)
            return
        if name == "tuv":
            if not self._has_seg:
                raise self._error(f"the <tuv> of {self._lang!r} has no <seg>")
            self._lang = None
        elif name == "tu":
            if not self._texts:
                raise self._error("a <tu> holds no <tuv>")
            self._units.append(
                Unit(tuple(self._texts), self._id, tuple(self._props), tuple(self._notes))
            )

    def _keep(self, name: str, text: str) -> None:
        if name == "prop":
            self._props.append((self._prop_type, text))
        elif name == "note":
            self._notes.append(text)
        elif self._lang is None:
            raise self._error("a <seg> stands outside a <tuv>")
        else:
            self._texts.append((self._lang, text))
            self._has_seg = True

    def _text(self, text: str) -> None:
        if self._collected is None:
            return
        self._length += len(text)
        if self._length > _MAX_TEXT:
            raise self._error(f"a text is longer than {_MAX_TEXT} characters: this is no segment")
        self._collected.append(text)

    def _begin_unit(self, unit_id: str) -> None:
        self._id = unit_id
        self._texts: list[tuple[str, str]] = []
        self._props: list[tuple[str, str]] = []
        self._notes: list[str] = []
        self._has_seg = False
        self._depth = 0

    def _error(self, what: str, line: int | None = None) -> MemoryFileError:
        return MemoryFileError(
            f"{self._name!r} line {line or self._parser.CurrentLineNumber}: {what}"
        )
