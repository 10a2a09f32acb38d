"""Seed examples in columns, as sdg_hub's flows take them.

{"icl_document": …, "icl_query_1": …, "icl_response_1": …, "icl_query_2": …}
-> [{"context": …, "pairs": [{"question": …, "answer": …}, {"question": …, "answer": ""}], …}]
"""

from collections.abc import Mapping
from typing import Any

import regex

from mlkt.errors import SourceError
from mlkt.packs import load_locale
from mlkt.rows import Seed, nfc

_NUMBERED = regex.compile(r"icl_(query|response)_([1-9][0-9]?)")


def seeds_from_columns(record: Mapping[str, Any], lang: str) -> list[Seed]:
    """Return the seed that a record's columns hold, in `lang`, or an empty list without any.

    Some flows take queries without responses: their pairs have an empty `answer`. Columns that are
    empty count as absent, and other columns do not matter.

    Raises:
        SourceError: a column that is no text, or a response without its query.
        LanguageError: no locale for `lang`.
    """
    texts = {name: _text(name, record[name]) for name in record if name.startswith("icl_")}
    numbers = sorted({int(found[2]) for name in texts if (found := _NUMBERED.fullmatch(name))})
    pairs: list[dict[str, str]] = []
    for number in numbers:
        question, answer = (texts.get(f"icl_{kind}_{number}", "") for kind in ("query", "response"))
        if answer and not question:
            raise SourceError(f"icl_response_{number} has no icl_query_{number}: add the question")
        if question:
            pairs.append({"question": question, "answer": answer})
    context = texts.get("icl_document", "")
    return [{"context": context, "pairs": pairs, "lang": load_locale(lang).code}] if pairs else []


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise SourceError(f"column {name!r} is no text, got {value!r}: put it in quotes")
    return nfc(value).strip()
