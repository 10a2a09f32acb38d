r"""Read XML files block by block, safely: nothing is fetched and no entity is expanded.

A file that declares entities is refused, and so is one whose tags are endless or nest without end.
Memory holds one block of the file.

xml_events(path, ("tmx",), "TMX")
-> Event("start", "tmx", {"version": "1.4"}, depth=1, line=2), Event("text", "\n", {}, 1, 2), …
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from mlkt.errors import MemoryFileError

_BLOCK = 1 << 16  # bytes read at a time
_MAX_TAG = 1 << 20  # bytes of one tag: expat keeps an unfinished one in memory
_MAX_DEPTH = 64


class Event(NamedTuple):
    """A start tag, an end tag or a piece of text, each with its line."""

    kind: str  # "start", "end", "text"
    name: str  # of the element, without its prefix; the text itself
    attributes: dict[str, str]
    depth: int  # of the element; of the one around a text
    line: int


def xml_events(path: Path, roots: tuple[str, ...], what: str) -> Iterator[Event]:
    """Yield what stands in an XML file, read block by block; `what` it should be is for errors.

    Raises:
        MemoryFileError: the file cannot be read, has another root or declares entities.
    """
    reader = _Reader(path, roots, what)
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield from reader.feed(block)
        yield from reader.feed(b"", final=True)
    except FileNotFoundError as error:
        raise MemoryFileError(f"no {what} {str(path)!r}: check the name") from error
    except OSError as error:
        raise MemoryFileError(f"{str(path)!r} cannot be read: {error.strerror}") from error


def error_at(path: Path, event: Event, what: str) -> MemoryFileError:
    """Return the error that names the file and the line of an event."""
    return MemoryFileError(f"{str(path)!r} line {event.line}: {what}")


class _Reader:
    """The state of one pass over a file."""

    def __init__(self, path: Path, roots: tuple[str, ...], what: str) -> None:
        self._name, self._roots, self._what = str(path), roots, what
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._skipped
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._events: list[Event] = []
        self._depth = 0
        self._fed = 0

    def feed(self, block: bytes, *, final: bool = False) -> Iterator[Event]:
        """Yield the events that `block` completes; what is wrong is told behind those before it."""
        fault: MemoryFileError | None = None
        try:
            self._parser.Parse(block, final)
        except MemoryFileError as error:
            fault = error
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            fault = self._error(f"not well-formed XML ({reason})", error.lineno)
        except (ValueError, LookupError) as error:  # an encoding that expat does not know
            fault = self._error(f"cannot be decoded ({error}): save it as UTF-8")
        events, self._events = self._events, []
        yield from events
        if fault is not None:
            raise fault
        self._fed += len(block)
        if self._fed - max(self._parser.CurrentByteIndex, 0) > _MAX_TAG:
            raise self._error(f"a tag is longer than {_MAX_TAG} bytes: this is no {self._what}")

    def _doctype(self, _name: str, _system: str | None, _public: str | None, internal: int) -> None:
        if internal:
            raise self._error("its DOCTYPE declares entities or elements: take the [ … ] part out")

    def _entity(self, name: str, *_: object) -> None:
        raise self._error(f"declares the entity {name!r}: take the declaration out")

    def _skipped(self, name: str, _is_parameter: bool) -> None:
        raise self._error(f"uses the undeclared entity &{name};: write the character itself")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if not self._depth and name not in self._roots:
            expected = " or ".join(f"<{root}>" for root in self._roots)
            raise self._error(f"is no {self._what}: its root is <{name}>, expected {expected}")
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise self._error(f"tags nest deeper than {_MAX_DEPTH}: this is no {self._what}")
        self._add("start", name, attributes)

    def _end(self, name: str) -> None:
        self._add("end", name.rpartition(":")[2], {})
        self._depth -= 1

    def _text(self, text: str) -> None:
        self._add("text", text, {})

    def _add(self, kind: str, name: str, attributes: dict[str, str]) -> None:
        line = self._parser.CurrentLineNumber
        self._events.append(Event(kind, name, attributes, self._depth, line))

    def _error(self, what: str, line: int | None = None) -> MemoryFileError:
        return MemoryFileError(
            f"{self._name!r} line {line or self._parser.CurrentLineNumber}: {what}"
        )
