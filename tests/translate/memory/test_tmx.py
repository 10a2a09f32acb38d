"""TMX files: what is read and written, and what is refused with file and line."""

import tracemalloc
from pathlib import Path

import pytest

from mlkt.errors import MemoryFileError
from mlkt.translate import Unit, read_tmx, write_tmx

HEADER = (
    '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" '
    'srclang="kn" datatype="plaintext"/>'
)
UNIT = '<tu><tuv xml:lang="kn"><seg>ನಗರ</seg></tuv><tuv xml:lang="en"><seg>city</seg></tuv></tu>'
CITY = Unit((("kn", "ನಗರ"), ("en", "city")))


def tmx(body: str, *, before: str = "", encoding: str = "UTF-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n{before}<tmx version="1.4">{HEADER}\n'
        f"<body>\n{body}\n</body></tmx>"
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "memory.tmx"


def read(file: Path, text: str, encoding: str = "utf-8") -> list[Unit]:
    file.write_bytes(text.encode(encoding))
    return read_tmx(file)


def refused(file: Path, text: str | bytes) -> str:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(MemoryFileError) as caught:
        read_tmx(file)
    message = str(caught.value)
    assert str(file) in message and "\n" not in message
    return message


UNITS = [
    CITY,
    Unit((("kn", "ರಾಜ್\u200cಕುಮಾರ್"), ("en-IN", "R&D <\"x'> ]]>"), ("ar", "مدينة")), id='a"&<b'),
    Unit(
        (("zh-Hant", "城市"), ("sw", " two  spaces\tand\r\na line ")),
        id="3",
        props=(("note", "from a book"), ("x-id", "\n<7>")),
        notes=("first", "second"),
    ),
    Unit((("hi", "अकेला"),)),
]


def test_what_is_written_is_read_again(file: Path) -> None:
    write_tmx(UNITS, file, srclang="kn")
    assert read_tmx(file) == UNITS
    written = file.read_bytes()
    write_tmx(read_tmx(file), file, srclang="kn")
    assert file.read_bytes() == written


def test_a_large_real_file_makes_the_round_trip(shared_data: Path, file: Path) -> None:
    units = read_tmx(shared_data / "tico19" / "all.en-hi.tmx")
    assert len(units) == 3071
    assert {tuple(lang for lang, _ in unit.texts) for unit in units} == {("en", "hi")}
    assert units[0].texts[0][1] == "about how long have these symptoms been going on?"
    assert len({unit.id for unit in units}) == 3071
    write_tmx(units, file)
    assert read_tmx(file) == units


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16")],
)
def test_encodings_are_read_as_declared(file: Path, encoding: str, declared: str) -> None:
    text = tmx(UNIT, encoding=declared)
    text = "\ufeff" + text if encoding == "utf-16-le" else text
    assert read(file, text, encoding) == [CITY]


@pytest.mark.parametrize(
    ("seg", "text"),
    [
        ("a <hi>bold</hi> word", "a bold word"),
        ('<bpt i="1">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept>', "<b>bold</b>"),
        ('see <ph x="1">{0}</ph>', "see {0}"),
        ('<it pos="begin">*</it>a <sub>note</sub>', "*a note"),
        ("<hi><seg>odd</seg></hi> nesting", "odd nesting"),
        ("&#x0C95;&amp;<![CDATA[<c>]]><!-- gone -->", "ಕ&<c>"),
        ("", ""),
    ],
)
def test_text_inside_inline_tags_is_kept(file: Path, seg: str, text: str) -> None:
    body = f'<tu><tuv xml:lang="kn"><seg>{seg}</seg></tuv></tu>'
    assert read(file, tmx(body)) == [Unit((("kn", text),))]


@pytest.mark.parametrize("lang", ["en_US", "EN-US", "zh-Hant-TW", "x-mine", "es-419", "gsw"])
def test_a_language_may_be_any_code(file: Path, lang: str) -> None:
    (unit,) = read(file, tmx(UNIT.replace('"en"', f'"{lang}"')))
    assert unit.texts[1][0] == lang


def test_old_files_name_the_language_by_lang(file: Path) -> None:
    assert read(file, tmx(UNIT.replace("xml:lang", "lang"))) == [CITY]


def test_notes_of_header_and_variants_are_not_the_units(file: Path) -> None:
    body = UNIT.replace("<seg>city", "<prop type='p'>x</prop><note>n</note><seg>city")
    assert read(file, tmx(body).replace("/>\n<body>", "><note>h</note></header><body>")) == [CITY]


def test_the_usual_doctype_is_allowed_and_nothing_is_fetched(file: Path) -> None:
    # The system id names a file that would be an error if anybody opened it.
    assert read(file, tmx(UNIT, before='<!DOCTYPE tmx SYSTEM "/dev/null/tmx14.dtd">\n')) == [CITY]


BOMB = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>\n'
FILE_ENTITY = '<!DOCTYPE tmx [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n'
OUTER_ENTITY = (
    '<!DOCTYPE tmx SYSTEM "tmx14.dtd" [<!ENTITY % e SYSTEM "http://127.0.0.1:9/x"> %e;]>\n'
)
TU = '<tu><tuv xml:lang="kn"><seg>{}</seg></tuv></tu>'


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (tmx(TU.format("&c;"), before=BOMB), 2, "DOCTYPE"),
        (tmx(TU.format("&e;"), before=FILE_ENTITY), 2, "DOCTYPE"),
        (tmx(UNIT, before=OUTER_ENTITY), 2, "DOCTYPE"),
        (tmx(TU.format("&x;")), 4, "undefined entity"),
        (tmx(TU.format("&x;"), before='<!DOCTYPE tmx SYSTEM "t.dtd">'), 4, "&x;"),
        (tmx(UNIT)[:-30], 4, "not well-formed"),
        (tmx(UNIT + "\n<tu><tuv></tu>"), 5, "language"),
        (tmx(UNIT + "\n<tu>\n</tu>"), 6, "<tuv>"),
        (tmx(f"\n{UNIT}".replace('"en"', '"english"')), 5, 'xml:lang="english" is no BCP 47 code'),
        (tmx(UNIT.replace('"kn"', '"*all*"')), 4, "is no BCP 47 code"),
        (tmx('<tu><tuv xml:lang="kn">\n</tuv></tu>'), 5, "<seg>"),
        (tmx("<tu><seg>x</seg></tu>"), 4, "outside"),
        ("<?xml version='1.0'?>\n<xliff/>", 2, "<tmx>"),
        ("ಇದು XML ಅಲ್ಲ", 1, "not well-formed"),
        ("", 1, "no element"),
        ("\x00\x01\x02", 1, "not well-formed"),
        (b"<?xml version='1.0' encoding='UTF-8'?>\n<tmx>\xff\xfe</tmx>", 2, "not well-formed"),
        ("<?xml version='1.0' encoding='klingon'?>\n<tmx/>", 1, "klingon"),
        (tmx(TU.format("<hi>" * 500 + "</hi>" * 500)), 4, "deeper"),
        (tmx(TU.format("ಕ" * (1 << 20) + "ಕ")), 4, "longer"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(
    file: Path, text: str | bytes, line: int, reason: str
) -> None:
    message = refused(file, text)
    assert f"line {line}:" in message and reason in message


@pytest.mark.parametrize("name", ["nowhere.tmx", "."])
def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(MemoryFileError, match=name if name != "." else "cannot be read"):
        read_tmx(tmp_path / name)


@pytest.mark.parametrize(
    ("start", "filler"),
    [('<tmx a="', b"x"), ("<tmx><!-- ", b"-x"), ("<tmx><body><tu><tuv xml:lang='kn'><seg>", b"x ")],
    ids=["attribute", "comment", "segment"],
)
def test_an_endless_tag_or_text_is_refused_in_little_memory(
    file: Path, start: str, filler: bytes
) -> None:
    size = 64 << 20
    with file.open("wb") as out:
        out.write(start.encode())
        for _ in range(64):
            out.write(filler * (size // 64 // len(filler)))
    tracemalloc.start()
    with pytest.raises(MemoryFileError, match="longer than"):
        read_tmx(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 << 20


def test_a_character_that_xml_cannot_hold_is_named_and_nothing_is_written(file: Path) -> None:
    with pytest.raises(MemoryFileError, match=r"unit '7' holds '\\x0b'"):
        write_tmx([CITY, Unit((("kn", "ಒಂದು\x0bಎರಡು"),), id="7")], file)
    assert not file.exists()
