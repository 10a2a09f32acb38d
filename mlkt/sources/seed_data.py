"""Read the seed data of sdg_hub's knowledge flows: JSON Lines, a passage and its examples a line.

{"document": …, "document_outline": …, "domain": …,
 "icl_document": …, "icl_query_1": …, "icl_query_2": …, "icl_query_3": …}

Such a file is made once and run through every flow, so a record is one passage as it stands: it is
not cut again, and nothing of it is left out.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import regex

from mlkt.errors import LanguageError, SourceError, nearest
from mlkt.packs import languages
from mlkt.rows import Origin, Row, Seed, Sentence, content_id, nfc
from mlkt.sources.cut import Cut, passages
from mlkt.sources.document import Document
from mlkt.sources.icl import seeds_from_columns
from mlkt.sources.language import check_language
from mlkt.sources.records import read_records
from mlkt.text import identify
from mlkt.text.language_check import speaks

SUFFIX = ".jsonl"
_COLUMNS = ("document", "document_outline", "domain")
_MAX_TOLD = 5  # mistakes of one kind mostly run through the whole file


def read_seed_data(name: str, lang: str) -> list[tuple[Document, Cut]]:
    """Return a document and its one passage for each record of the file `name`, in `lang`.

    Beside the keys of every row a passage has `line`, `document_outline` and `domain` as they stand
    there, and `seeds` where the record has `icl_` columns. Examples in another language than the
    document's are known by their letters and words.

    Raises:
        SourceError: the file cannot be read, or has mistakes: they are named with their lines.
        LanguageError: the first document that is in another language than `lang`, with its line.
    """
    path = Path(name)
    found: list[tuple[Document, Cut]] = []
    mistakes: list[str] = []
    for record in read_records(path):
        place = f"{name}, line {record['line']}"
        try:
            document, row = _passage(path, record["line"], record["record"], lang)
            check_language(document)
        except LanguageError as error:
            raise LanguageError(f"{place}: {error}") from None
        except SourceError as error:
            mistakes.append(f"{place}: {error}")
        else:
            found.append((document, Cut([row], [])))
    if mistakes:
        more = len(mistakes) - _MAX_TOLD
        raise SourceError(
            "\n  ".join([*mistakes[:_MAX_TOLD], *([f"and {more} more"] if more > 0 else [])])
        )
    return found


def _passage(path: Path, line: int, record: Any, lang: str) -> tuple[Document, Row]:
    texts = dict(_texts(record))
    shown = path.name if path.is_absolute() else path.as_posix()
    headings = [line.strip() for line in texts["document_outline"].splitlines() if line.strip()]
    title = headings[0] if headings else ""
    document = Document(texts["document"], lang, title, path=shown)
    seeds = [_in_its_language(seed) for seed in seeds_from_columns(record, lang)]
    origin: Origin = {"start": 0, "end": len(document.text), "title": title, "path": shown}
    columns = [texts["document_outline"], texts["domain"], repr(seeds)]
    return document, {
        "id": content_id(document.id, document.text, *columns),
        "document_id": document.id,
        "lang": lang,
        "outline": headings,
        "text": document.text,
        "origin": origin,
        "sentences": _sentences(document),
        "line": line,
        "document_outline": texts["document_outline"],
        "domain": texts["domain"],
        "seeds": seeds,
    }


def _texts(record: Any) -> Iterator[tuple[str, str]]:
    """Yield the columns that are not examples; absent ones but `document` are empty.

    Raises:
        SourceError: no object, no document, or a column that is no text.
    """
    if not isinstance(record, Mapping):
        raise SourceError(f"expected an object with the column 'document', got {record!r:.60}")
    columns = cast("Mapping[str, Any]", record)
    for name in _COLUMNS:
        value = columns.get(name)
        if name == "document" and name not in columns:
            hint = nearest(name, columns) or f"; it has {', '.join(columns)}"
            raise SourceError(f"no column 'document'{hint}")
        if not isinstance(value, str | None):
            raise SourceError(f"column {name!r} is no text, got {value!r}: put it in quotes")
        if name == "document" and not regex.search(r"\p{L}", value or ""):
            raise SourceError("column 'document' holds no letter: take the line out")
        yield name, nfc(value or "")


def _sentences(document: Document) -> list[Sentence]:
    """Return the sentences of the whole text, as in any passage; ids count from s1."""
    rows = passages(document, max_chars=len(document.text)).rows
    spans = [
        (row["origin"]["start"] + sentence["start"], row["origin"]["start"] + sentence["end"])
        for row in rows
        for sentence in row["sentences"]
    ]
    return [
        {"id": f"s{number}", "start": start, "end": end}
        for number, (start, end) in enumerate(spans, start=1)
    ]


def _in_its_language(seed: Seed) -> Seed:
    """Return the seed with the language that its texts are in, where it is clearly another.

    Raises:
        SourceError: they are in none that has a locale.
    """
    text = "\n".join([seed["context"], *(pair["question"] for pair in seed["pairs"])])
    if speaks(text, seed["lang"]) is not False:
        return seed
    seen = identify(text).lang
    if seen not in languages():
        raise SourceError(
            f"the examples (icl_…) are not in {seed['lang']!r}, and read as {seen!r}, which has no "
            f"locale: write them in one of {', '.join(languages())}"
        )
    return {**seed, "lang": seen}
