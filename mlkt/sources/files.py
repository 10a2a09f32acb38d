"""Read a text file in UTF-8, with or without a byte order mark: plain (.txt) or Markdown (.md)."""

import os
from pathlib import Path

import regex

from mlkt.errors import SourceError, nearest
from mlkt.rows import nfc
from mlkt.sources.document import Document, Markup
from mlkt.sources.sections import read_title

_MARKUP: dict[str, Markup] = {".md": "markdown", ".txt": "plain"}
_MARKS = {  # longest first: UTF-32's mark begins with UTF-16's (Unicode 16, section 23.8)
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.01  # a text may hold a stray one


def read_file(name: str, lang: str) -> Document:
    """Read the file `name` as a document in `lang`; its title is its only heading of level 1.

    Raises:
        SourceError: no such file, a kind that is not read, not UTF-8, or nothing to read in it.
    """
    path = Path(name)
    _check_path(path, name)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"cannot read {name!r}: {error.strerror}: check its permissions"
        ) from error
    text = nfc(_decode(data, name))
    if not text.strip():
        raise SourceError(f"{name!r} is empty: name a file with text in it")
    if not regex.search(r"\p{L}", text):
        raise SourceError(f"{name!r} holds no letter of any script: name a file with prose in it")
    markup = _MARKUP[path.suffix.lower()]
    shown = path.name if path.is_absolute() else path.as_posix()  # rows travel to other machines
    return Document(text, lang, read_title(text, markup), markup, path=shown)


def _check_path(path: Path, name: str) -> None:
    kinds = " and ".join(sorted(_MARKUP))
    if os.path.isdir(path):
        files = sorted(item.name for item in path.iterdir() if item.suffix.lower() in _MARKUP)
        example = f", such as {files[0]!r}" if files else ""
        raise SourceError(f"{name!r} is a folder: name one file in it{example} ({kinds} are read)")
    try:
        there = path.exists()
    except OSError as error:  # a name that is too long for the file system
        raise SourceError(f"{name!r} cannot be a file here: {error.strerror}") from error
    if not there:
        folder = path.parent
        beside = [item.name for item in folder.iterdir()] if folder.is_dir() else []
        hint = (
            nearest(path.name, beside)
            or ": check the path, or name an article as wikipedia:LANG:TITLE"
        )
        raise SourceError(f"no file {name!r}{hint}")
    if path.suffix.lower() not in _MARKUP:
        raise SourceError(
            f"{name!r}: files of kind {path.suffix!r} are not read yet, {kinds} are: save it as "
            "one of them (other kinds come with the extra `documents` in a later version)"
        )


def _decode(data: bytes, name: str) -> str:
    wide = _wide_encoding(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        older = wide or "an older encoding, such as Windows-1252"
        raise SourceError(
            f"{name!r} is not UTF-8: byte 0x{data[error.start]:02X} at offset {error.start}; "
            f"it looks like {older}: save it as UTF-8, for example with  "
            f"iconv -f {wide or 'WINDOWS-1252'} -t UTF-8"
        ) from error
    controls = [match.start() for match in _CONTROL.finditer(text)]
    if "\0" in text or len(controls) > _MAX_CONTROL_SHARE * len(text):
        cure = f"save it as UTF-8, it looks like {wide}" if wide else "name a text file"
        raise SourceError(
            f"{name!r} is not text: control character {text[controls[0]]!r} at offset "
            f"{len(text[: controls[0]].encode())}: {cure}"
        )
    return text


def _wide_encoding(data: bytes) -> str | None:
    """Return UTF-16 or UTF-32 if bytes look like it: by the mark, or by every second NUL."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    sample = data[:4096]
    for encoding, high in (("UTF-16BE", sample[::2]), ("UTF-16LE", sample[1::2])):
        if (
            len(sample) >= 8
            and high.count(0) > 0.3 * len(high)
            and sample.count(0) == high.count(0)
        ):
            return encoding
    return None
