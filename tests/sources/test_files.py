from pathlib import Path

import pytest

from mlkt.errors import SourceError
from mlkt.sources.files import read_file

KANNADA = "# ಮೈಸೂರು\n\nಮೈಸೂರು ಒಂದು ನಗರ.\n"


def refused(path: Path | str) -> str:
    """Return the one line that reading `path` ends with."""
    with pytest.raises(SourceError) as caught:
        read_file(str(path), "kn")
    message = str(caught.value)
    assert "\n" not in message
    assert repr(str(path)) in message
    return message.replace(repr(str(path)), "FILE")


@pytest.mark.parametrize(
    "data",
    [
        KANNADA.encode(),
        b"\xef\xbb\xbf" + KANNADA.encode(),
        KANNADA.replace("\n", "\r\n").encode(),
        KANNADA.replace("\n", "\r").encode(),
    ],
    ids=["plain", "byte order mark", "CRLF", "CR"],
)
def test_text_is_the_same_however_it_was_saved(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.md").write_bytes(data)
    document = read_file(str(tmp_path / "a.md"), "kn")
    assert document.text == KANNADA
    assert (document.lang, document.title, document.markup) == ("kn", "ಮೈಸೂರು", "markdown")


def test_path_is_kept_as_given_and_never_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.TXT").write_text("ಮೈಸೂರು ಒಂದು ನಗರ.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    document = read_file("in/a.TXT", "kn")
    assert (document.path, document.markup) == ("in/a.TXT", "plain")
    assert read_file(str(tmp_path / "in" / "a.TXT"), "kn").path == "a.TXT"


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "# ಮೈಸೂರು\n\nನಗರ.", "ಮೈಸೂರು"),
        ("a.md", "---\nx: y\n---\n# **ಮೈಸೂರು**\n\nನಗರ.", "ಮೈಸೂರು"),
        ("a.md", "## ಮೈಸೂರು\n\nನಗರ.", ""),
        ("a.md", "ನಗರ.\n\n# ಮೈಸೂರು", ""),
        ("a.md", "# ಒಂದು\n\nನಗರ.\n\n# ಎರಡು\n\nನಗರ.", ""),
        ("a.txt", "ಮೈಸೂರು\n\nಇದು ನಗರ.", "ಮೈಸೂರು"),
        ("a.txt", "ಮೈಸೂರು ಒಂದು ನಗರ.\n\nಇದು ನಗರ.", ""),
    ],
)
def test_title_is_the_only_heading_of_level_one(
    tmp_path: Path, name: str, text: str, title: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_file(str(tmp_path / name), "kn").title == title


def test_missing_file_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "mysuru.md").touch()
    assert refused(tmp_path / "mysure.md") == "no file FILE, did you mean 'mysuru.md'?"
    assert "wikipedia:LANG:TITLE" in refused(tmp_path / "nowhere" / "x.md")


def test_folder_is_refused_with_a_file_in_it(tmp_path: Path) -> None:
    (tmp_path / "b.md").touch()
    assert refused(tmp_path) == (
        "FILE is a folder: name one file in it, such as 'b.md' (.md and .txt are read)"
    )


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "README"])
def test_other_kinds_are_refused_with_what_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"%PDF-1.7")
    message = refused(tmp_path / name)
    assert f"{Path(name).suffix!r} are not read yet, .md and .txt are" in message
    assert "`documents`" in message


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf"])
def test_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert refused(tmp_path / "a.txt") == "FILE is empty: name a file with text in it"


def test_file_without_letters_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1947, ೧೯೪೭ — 15/8!", encoding="utf-8")
    assert "no letter" in refused(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("naïve".encode("cp1252"), ["byte 0xEF at offset 2", "Windows-1252", "iconv"]),
        (b"ab" + "ಮೈ".encode()[:-1], ["byte 0xE0 at offset 5", "iconv"]),
        ("ಮೈಸೂರು".encode("utf-16"), ["byte 0xFF at offset 0", "UTF-16", "iconv -f UTF-16 "]),
        ("ಮೈಸೂರು".encode("utf-32"), ["byte 0xFF at offset 0", "UTF-32"]),
        ("Nairobi ni mji".encode("utf-16-le"), [r"'\x00' at offset 1", "looks like UTF-16LE"]),
        ("Nairobi ni mji".encode("utf-16-be"), [r"'\x00' at offset 0", "looks like UTF-16BE"]),
        ("é".encode() + b"a\0b", [r"'\x00' at offset 3", "name a text file"]),
        (b"\x7fELF\x02\x01\x01", [r"'\x7f' at offset 0", "name a text file"]),
    ],
)  # fmt: skip
def test_what_is_not_utf8_is_refused_with_its_place(
    tmp_path: Path, data: bytes, words: list[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    message = refused(tmp_path / "a.txt")
    assert [word for word in words if word not in message] == []


def test_stray_control_character_is_no_reason_to_refuse(tmp_path: Path) -> None:
    text = "Nairobi ni mji mkuu. " * 20 + "\x0c\x02"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert read_file(str(tmp_path / "a.txt"), "sw").text == text


def test_unreadable_file_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("ಮೈಸೂರು", encoding="utf-8")

    def deny(path: Path) -> bytes:  # the superuser, whom tests may run as, is never denied
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", deny)
    assert refused(tmp_path / "a.txt") == (
        "cannot read FILE: Permission denied: check its permissions"
    )


def test_a_name_that_is_too_long_for_the_disk_is_told() -> None:
    with pytest.raises(SourceError, match="cannot be a file here"):
        read_file("x" * 5000 + ".md", "kn")
