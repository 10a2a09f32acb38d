"""Read a taxonomy, or one file of it, as documents: skills by their seeds, knowledge by its texts.

read_taxonomy("taxonomy", "kn")                              all its files in Kannada
read_taxonomy("taxonomy/knowledge/phoenix/qna.yaml", "kn")   one of them

Documents of a knowledge file are those beside it that its patterns name. Nothing is fetched.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mlkt.errors import LanguageError, SourceError
from mlkt.packs import load_locale
from mlkt.rows import nfc
from mlkt.sources.cut import Cut, passages
from mlkt.sources.document import Document
from mlkt.sources.files import read_file
from mlkt.sources.language import check_language
from mlkt.sources.qna import Qna, read_qna
from mlkt.sources.skills import skill_rows
from mlkt.sources.tree import read_tree

SUFFIX = ".yaml"


def read_taxonomy(
    spec: str, lang: str | None = None, *, n_pairs: int = 5, max_chars: int = 2000
) -> list[tuple[Document, Cut]]:
    """Return the documents of a taxonomy's folder or of one `.yaml` file, cut into rows.

    `lang` picks the files in that language, and is the language of those whose names say none. Each
    leaf of skills gets as many questions as the one with most seeds at `n_pairs` a seed. The rows
    of a knowledge file carry its seeds, and its outline before their own.

    Raises:
        SourceError: mistakes in the files, or no documents beside a knowledge file.
        LanguageError: no file in `lang`, or an unknown language.
        ConfigError: `max_chars` is not positive.
    """
    code = load_locale(lang).code if lang is not None else None
    found = read_tree(spec, code) if Path(spec).is_dir() else [read_qna(spec, code)]
    files = [qna for qna in found if code in (None, qna.lang)]
    if not files:
        there = ", ".join(sorted({qna.lang for qna in found}))
        raise LanguageError(f"{spec!r} holds no file in {code!r}: it has {there}")
    practised = [qna for qna in files if qna.kind != "knowledge"]
    known = [qna for qna in files if qna.kind == "knowledge"]
    per_leaf = n_pairs * max((_seeds_of(qna, practised) for qna in practised), default=0)
    cuts = skill_rows(practised, per_leaf=per_leaf) if practised else []
    return cuts + [cut for qna in known for cut in _texts(qna, max_chars)]


def is_taxonomy(spec: str) -> bool:
    """Return whether `spec` names a folder or a `.yaml` file."""
    return spec.lower().endswith(SUFFIX) or Path(spec).is_dir()


def _seeds_of(one: Qna, files: Sequence[Qna]) -> int:
    """Return the number of seeds in the leaf of a file."""
    return sum(len(qna.seeds) for qna in files if qna.leaf == one.leaf)


def _texts(qna: Qna, max_chars: int) -> list[tuple[Document, Cut]]:
    cuts: list[tuple[Document, Cut]] = []
    for path in _documents(qna):
        document = read_file(str(path), qna.lang)
        check_language(document)
        cut = passages(document, max_chars=max_chars)
        outline = nfc(qna.document_outline).strip()
        rows = [
            row | {"seeds": list(qna.seeds), "outline": [outline, *row["outline"]]}
            for row in cut.rows
        ]
        cuts.append((document, replace(cut, rows=rows)))
    return cuts


def _documents(qna: Qna) -> list[Path]:
    """Return the files beside a knowledge file that its patterns name, in the order of paths."""
    assert qna.documents is not None  # a knowledge file has them: `read_qna` checks it
    folder = Path(qna.path).parent
    patterns = qna.documents.patterns
    try:
        found = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    except (NotImplementedError, ValueError) as error:
        raise SourceError(f"{qna.path}: patterns {list(patterns)}: {error}") from None
    if not found:
        raise SourceError(
            f"{qna.path}: no file beside it fits its patterns {list(patterns)}, and "
            f"{qna.documents.repo!r} is not fetched: put the documents there, or run on them with "
            f"--seeds {qna.path}"
        )
    return sorted(found)
