"""Read glossaries in TBX, the exchange format of term bases (ISO 30042:2008 and 2019).

Nothing is fetched and no entity is expanded: a file that declares entities is refused. Memory holds
the terms and one block of the file, whatever the file tries.

    <tbx type="TBX-Core" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
    <text><body>
    <conceptEntry id="7">                            2008: martif, termEntry, langSet, tig or ntig
    <langSec xml:lang="kn"><termSec><term>ನಗರ</term></termSec></langSec>
    <langSec xml:lang="en"><termSec><term>city</term></termSec>
                           <termSec><term>town</term></termSec></langSec>
    </conceptEntry>
    </body></text></tbx>

->  [(("kn", "ನಗರ"), ("en", "city"), ("en", "town"))]
"""

from collections.abc import Iterator
from pathlib import Path

from mlkt.translate.memory.xml_events import Event, error_at, xml_events

Concept = tuple[tuple[str, str], ...]  # (language, term), its tags as the file writes them

MAX_TERM = 1000  # code points: what is longer is a text
_ROOTS = ("tbx", "martif")
_CONCEPTS = ("conceptEntry", "termEntry")
_LANGUAGES = ("langSec", "langSet")
_SECTIONS = ("termSec", "tig", "ntig")
# Picklist of administrativeStatus in TBX-Basic: terms that nobody shall use.
_UNWANTED = ("deprecatedTerm-admn-sts", "supersededTerm-admn-sts")


def read_tbx(path: Path) -> list[Concept]:
    """Return the concepts of a TBX file, without terms that it calls deprecated or superseded.

    Raises:
        MemoryFileError: the file cannot be read, is no TBX, or declares entities; names the line.
    """
    return [concept for concept in _concepts(path) if concept]


def _concepts(path: Path) -> Iterator[Concept]:
    """Yield the terms of each concept; the tags around a term decide what it belongs to."""
    terms: list[tuple[str, str]] | None = None
    lang, term, status = "", "", ""
    collected: list[str] | None = None
    inside = 0  # the depth of the element whose text is collected
    for event in xml_events(path, _ROOTS, "TBX"):
        kind, name = event.kind, event.name
        if collected is not None:
            if kind == "text":
                collected.append(name)
                if sum(map(len, collected)) > MAX_TERM:
                    raise error_at(path, event, f"a term is longer than {MAX_TERM} characters")
            elif kind == "end" and event.depth == inside:
                text, collected = " ".join("".join(collected).split()), None
                term, status = (text, status) if name == "term" else (term, text)
        elif kind == "start" and name in _CONCEPTS:
            terms = []
        elif kind == "start" and name in _LANGUAGES:
            lang = (event.attributes.get("xml:lang") or event.attributes.get("lang") or "").strip()
            if not lang:
                raise error_at(path, event, f'a <{name}> names no language: write xml:lang="…"')
        elif kind == "start" and name in _SECTIONS:
            term = status = ""
        elif kind == "start" and (name == "term" or _is_status(event)):
            if name == "term" and (terms is None or not lang):
                raise error_at(path, event, "a <term> stands outside a language of a concept")
            collected, inside = [], event.depth
        elif kind == "end" and name in _SECTIONS and terms is not None:
            if not term:
                raise error_at(path, event, f"a <{name}> holds no term")
            if status not in _UNWANTED:
                terms.append((lang, term))
        elif kind == "end" and name in _LANGUAGES:
            lang = ""
        elif kind == "end" and name in _CONCEPTS and terms is not None:
            yield tuple(terms)
            terms = None


def _is_status(event: Event) -> bool:
    """Tell whether a tag opens a term's status: `dca` names it by its type, `dct` by its name."""
    return event.name == "administrativeStatus" or (
        event.name == "termNote" and event.attributes.get("type") == "administrativeStatus"
    )
