"""Seed examples as files: each a line of `seed_examples.jsonl`, five of them a `qna.yaml`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from mlkt.rows import Row, Seed
from mlkt.run.files.records import Record
from mlkt.sources.document import Document
from mlkt.sources.icl import seeds_from_columns
from mlkt.sources.qna import LEAST_SEEDS, SourceDocuments
from mlkt.sources.qna_text import format_qna

FILE = "seed_examples.jsonl"
_HEAD = """\
# Seed examples written by mlkt: read them before you use them, and set created_by, domain and
# document (the git repository, commit and files that hold the text).
"""
_UNKNOWN = "to be filled in"


def example_records(row: Row) -> list[Record]:
    """Return the row's examples as columns, in the form of sdg_hub's seed data."""
    examples: list[Seed] = row.get("examples", [])
    return [
        {
            "document": row["text"],
            "document_outline": row.get("document_outline") or " › ".join(row["outline"]),
            "domain": row.get("domain", ""),
            "icl_document": example["context"],
            **{f"icl_query_{at}": pair["question"] for at, pair in enumerate(example["pairs"], 1)},
            **{f"icl_response_{at}": pair["answer"] for at, pair in enumerate(example["pairs"], 1)},
        }
        for example in examples
    ]


def write_qna(out: Path, lang: str, documents: Sequence[Document]) -> str:
    """Write `qna.<lang>.yaml` from a run's examples and return what there is to say about it.

    It holds five examples, spread over the documents; with fewer there is no valid file, and none
    is written.
    """
    lines = (out / FILE).read_bytes().splitlines() if (out / FILE).exists() else []
    records: list[dict[str, Any]] = [orjson.loads(line) for line in lines]
    seeds = [seed for record in records for seed in seeds_from_columns(record, lang)]
    path = out / f"qna.{lang}.yaml"
    if len(seeds) < LEAST_SEEDS:
        path.unlink(missing_ok=True)
        return (
            f"no {path.name}: it needs examples from {LEAST_SEEDS} passages, there are "
            f"{len(seeds)}: name a longer document, or cut smaller passages "
            "(passage: {max_chars: 500} in a configuration)"
        )
    chosen = [seeds[at * len(seeds) // LEAST_SEEDS] for at in range(LEAST_SEEDS)]
    titles = [document.title or document.path or _UNKNOWN for document in documents]
    origin = SourceDocuments(
        repo=next((one.url for one in documents if one.url), _UNKNOWN),
        commit=next((one.revision for one in documents if one.revision), _UNKNOWN),
        patterns=tuple(dict.fromkeys(one.path or f"{one.title}.md" for one in documents)),
    )
    text = format_qna(
        chosen,
        created_by="mlkt",
        domain=titles[0],
        document_outline="; ".join(dict.fromkeys(titles)),
        documents=origin,
    )
    path.write_text(_HEAD + text, encoding="utf-8")
    return f"{path.name}: {len(chosen)} of {len(seeds)} seed examples; read them before use"
