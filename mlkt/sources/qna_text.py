"""Write a `qna.yaml` of knowledge, version 3: what `mlkt.sources.qna` reads back."""

from collections.abc import Sequence
from typing import Any

import yaml

from mlkt.errors import SourceError
from mlkt.rows import Seed
from mlkt.sources.qna import LEAST_PAIRS, LEAST_SEEDS, SourceDocuments

_VERSION = 3
_WIDTH = 1_000_000  # a text is one line; lines of its own stand behind `|`


def format_qna(
    seeds: Sequence[Seed],
    *,
    created_by: str,
    domain: str,
    document_outline: str,
    documents: SourceDocuments,
) -> str:
    """Return the text of a file; the language of the seeds belongs into the file's name.

    Raises:
        SourceError: fewer seeds, or pairs in one, than the format asks for.
    """
    if len(seeds) < LEAST_SEEDS or any(len(seed["pairs"]) < LEAST_PAIRS for seed in seeds):
        raise SourceError(
            f"a qna.yaml needs {LEAST_SEEDS} passages with {LEAST_PAIRS} pairs each, there are "
            f"{sum(len(seed['pairs']) >= LEAST_PAIRS for seed in seeds)}"
        )
    values = {
        "version": _VERSION,
        "created_by": created_by,
        "domain": domain,
        "document_outline": document_outline,
        "seed_examples": [
            {
                "context": seed["context"],
                "questions_and_answers": [
                    {"question": pair["question"], "answer": pair["answer"]}
                    for pair in seed["pairs"]
                ],
            }
            for seed in seeds
        ],
        "document": {
            "repo": documents.repo,
            "commit": documents.commit,
            "patterns": list(documents.patterns),
        },
    }
    return yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines behind `|`, and each text in full where it stands."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(_: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
