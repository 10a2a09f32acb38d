"""TBX files: both generations of the format, and what is refused with file and line."""

import tracemalloc
from pathlib import Path

import pytest

from mlkt.errors import MemoryFileError
from mlkt.translate.terms.tbx import MAX_TERM, Concept, read_tbx

CITY: Concept = (("kn", "ನಗರ"), ("en", "city"), ("en", "town"))
OLD_ENTRY = (
    '<termEntry id="c1"><descrip type="subjectField">places</descrip>'
    '<langSet xml:lang="kn"><tig><term>ನಗರ</term></tig></langSet>'
    '<langSet xml:lang="en"><ntig><termGrp><term>city</term></termGrp></ntig>'
    '<tig><term id="t3">town</term><termNote type="partOfSpeech">noun</termNote></tig></langSet>'
    "</termEntry>"
)
NEW_ENTRY = (
    '<conceptEntry id="c1"><descrip type="subjectField">places</descrip>'
    '<langSec xml:lang="kn"><termSec><term>ನಗರ</term></termSec></langSec>'
    '<langSec xml:lang="en"><termSec><term>city</term></termSec>'
    '<termSec><term id="t3">town</term><termNote type="partOfSpeech">noun</termNote></termSec>'
    "</langSec></conceptEntry>"
)
TERM = '<conceptEntry><langSec xml:lang="kn"><termSec>{}</termSec></langSec></conceptEntry>'


def old(body: str, *, before: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<martif type="TBX-Basic" xml:lang="en">\n'
        "<martifHeader><fileDesc><sourceDesc><p>a list</p></sourceDesc></fileDesc></martifHeader>"
        f"<text><body>\n{body}\n</body></text></martif>"
    )


def new(body: str, *, before: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<tbx type="TBX-Core" style="dca" '
        'xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">\n<tbxHeader/><text><body>\n'
        f"{body}\n</body></text></tbx>"
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "terms.tbx"


def read(file: Path, text: str, encoding: str = "utf-8") -> list[Concept]:
    file.write_text(text, encoding=encoding)
    return read_tbx(file)


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        (old(OLD_ENTRY), [CITY]),
        (new(NEW_ENTRY), [CITY]),
        (new(NEW_ENTRY + NEW_ENTRY), [CITY, CITY]),
        (new(NEW_ENTRY.replace("xml:lang", "lang")), [CITY]),
        (
            new(NEW_ENTRY)
            .replace("<", "<t:")
            .replace("<t:/", "</t:")
            .replace("<t:?", "<?")
            .replace("xmlns=", "xmlns:t="),
            [CITY],
        ),
        (new(TERM.format("<term>  ದಸರಾ\n ಉತ್ಸವ </term>")), [(("kn", "ದಸರಾ ಉತ್ಸವ"),)]),
        (
            new(TERM.format("<term>CO<hi type='sub'>2</hi> &amp; ವಾರ್ಡ್\u200cಗಳು</term>")),
            [(("kn", "CO2 & ವಾರ್ಡ್\u200cಗಳು"),)],
        ),
        (old("", before='<!DOCTYPE martif SYSTEM "/dev/null/TBXcoreStructV02.dtd">\n'), []),
        (new(""), []),
    ],
)
def test_both_generations_are_read(file: Path, text: str, concepts: list[Concept]) -> None:
    assert read(file, text) == concepts


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_are_read_as_declared(file: Path, encoding: str) -> None:
    declared = encoding.removesuffix("-sig").upper()
    assert read(file, new(NEW_ENTRY).replace("UTF-8", declared), encoding) == [CITY]


@pytest.mark.parametrize(
    "status",
    [
        '<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>',
        "<min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus>",
    ],
)
def test_a_term_that_nobody_shall_use_is_left_out(file: Path, status: str) -> None:
    used = '<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>'
    entry = NEW_ENTRY.replace("town</term>", f"town</term>{status}")
    entry = entry.replace("city</term>", f"city</term>{used}")
    text = new(entry).replace("<tbx ", '<tbx xmlns:min="urn:min" ')
    assert read(file, text) == [(("kn", "ನಗರ"), ("en", "city"))]
    alone = new(TERM.format(f"<term>x</term>{status}")).replace("<tbx ", '<tbx xmlns:min="m" ')
    assert read(file, alone) == []


BOMB = '<!DOCTYPE tbx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>\n'
FILE_ENTITY = '<!DOCTYPE tbx [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n'


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (new(TERM.format("<term>&c;</term>"), before=BOMB), 2, "DOCTYPE"),
        (new(TERM.format("<term>&e;</term>"), before=FILE_ENTITY), 2, "DOCTYPE"),
        (new(TERM.format("<term>&x;</term>")), 4, "undefined entity"),
        (
            old("<termEntry>&x;</termEntry>", before='<!DOCTYPE martif SYSTEM "t.dtd">'),
            4,
            "&x;",
        ),
        (new(NEW_ENTRY)[:-30], 4, "not well-formed"),
        (new(NEW_ENTRY + "\n<conceptEntry>\n<langSec/></conceptEntry>"), 6, "language"),
        (new(TERM.format("<term> </term>")), 4, "no term"),
        (new(TERM.format("\n<note>n</note>\n")), 6, "no term"),
        (new("<conceptEntry><term>x</term></conceptEntry>"), 4, "outside"),
        (new('<langSec xml:lang="kn"><term>x</term></langSec>'), 4, "outside"),
        (new(TERM.format(f"<term>{'ಕ' * (MAX_TERM + 1)}</term>")), 4, "longer"),
        (new("<x>" * 500 + "</x>" * 500), 4, "deeper"),
        ("<?xml version='1.0'?>\n<tmx/>", 2, "<tbx> or <martif>"),
        ("kn,en", 1, "not well-formed"),
        ("", 1, "no element"),
        ("<?xml version='1.0' encoding='klingon'?>\n<tbx/>", 1, "klingon"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(
    file: Path, text: str, line: int, reason: str
) -> None:
    with pytest.raises(MemoryFileError) as caught:
        read(file, text)
    message = str(caught.value)
    assert str(file) in message and "\n" not in message
    assert f"line {line}:" in message and reason in message


@pytest.mark.parametrize("name", ["nowhere.tbx", "."])
def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(MemoryFileError, match=name if name != "." else "cannot be read"):
        read_tbx(tmp_path / name)


@pytest.mark.parametrize(
    ("start", "filler"),
    [
        ('<tbx a="', b"x"),
        ("<tbx><!-- ", b"-x"),
        ("<tbx><conceptEntry><langSec xml:lang='kn'><termSec><term>", b"x "),
    ],
    ids=["attribute", "comment", "term"],
)
def test_an_endless_tag_or_term_is_refused_in_little_memory(
    file: Path, start: str, filler: bytes
) -> None:
    size = 16 << 20
    with file.open("wb") as out:
        out.write(start.encode())
        for _ in range(16):
            out.write(filler * (size // 16 // len(filler)))
    tracemalloc.start()
    with pytest.raises(MemoryFileError, match="longer than"):
        read_tbx(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20
