"""The tables of sdg_hub's knowledge flows: their columns, for whoever reads a `gen.jsonl`.

{"tables": {"detailed_summary": [{"raw_document": …, "document": …, "document_outline": …,
   "domain": …, "icl_document": …, "icl_query_1": …, "question": …, "response": …,
   "faithfulness_explanation": …, "faithfulness_judgment": "YES"}]}}

All values are texts and all records of a table have the same columns, whatever a row lacks. The
published mixing step renames `base_document` of the flow without summaries to `raw_document`, and
fails where that is there already; of the other tables it asks for `raw_document` itself.
"""

from typing import Any

from langchain_core.runnables import Runnable

from mlkt.chains.requests import Place, Texts, placed
from mlkt.rows import Pair, Row, Seed, living_pairs
from mlkt.steps import step

Record = dict[str, str]
_N_EXAMPLES = 3  # as many as those flows take


def with_table(folder: str, texts: Texts, *, column: str = "document") -> Runnable[Row, Row]:
    """Return the chain that adds `tables`: a record for each kept pair, under the flow's folder.

    Everything is in the document's language. `column` holds the text that the pair was made from;
    `document` and `raw_document` hold the passage. A pair whose text did not come back from the
    pivot language has no record.
    """

    def add_table(row: Row) -> Row:
        own = _own_texts(row, texts)
        records = [
            _record(row, pair) | {column: text}
            for pair in living_pairs(row)
            if (text := own[pair["view"], pair.get("at", 0)])
        ]
        return {**row, "tables": {**row.get("tables", {}), folder: records}}

    return step(add_table)


def with_passage_table(folder: str) -> Runnable[Row, Row]:
    """Return the chain that adds `tables` for pairs of the passage itself: with `base_document`."""

    def add_table(row: Row) -> Row:
        records = [_record(row, pair) for pair in living_pairs(row)]
        for record in records:
            record["base_document"] = record.pop("raw_document")
        return {**row, "tables": {**row.get("tables", {}), folder: records}}

    return step(add_table)


def _own_texts(row: Row, texts: Texts) -> dict[Place, str | None]:
    """Return the texts that pairs were made from, in the document's language."""
    back: dict[str, list[str | None]] | None = row.get("views_back")
    found = dict(placed(texts(row)))
    return {(view, at): back[view][at] if back else text for (view, at), text in found.items()}


def _record(row: Row, pair: Pair) -> Record:
    back: dict[str, Any] = row.get("back", {}).get(pair["id"], pair)
    return {
        "raw_document": row["text"],
        "document": row["text"],
        "document_outline": row.get("document_outline", " › ".join(row["outline"])),
        "domain": row.get("domain", ""),
        **_examples(row.get("seeds", [])),
        "question": back["question"],
        "response": back["answer"],
        **_judged(row, pair["id"]),
    }


def _examples(seeds: list[Seed]) -> Record:
    """Return the columns of the row's first seed, empty where it has none."""
    pairs = seeds[0]["pairs"][:_N_EXAMPLES] if seeds else []
    pairs += [{"question": "", "answer": ""}] * (_N_EXAMPLES - len(pairs))
    return {
        "icl_document": seeds[0]["context"] if seeds else "",
        **{f"icl_query_{at}": pair["question"] for at, pair in enumerate(pairs, 1)},
        **{f"icl_response_{at}": pair["answer"] for at, pair in enumerate(pairs, 1)},
    }


def _judged(row: Row, id: str) -> Record:
    """Return what the critic said of a kept pair; empty where it was not asked."""
    verdicts = row.get("verdicts", {}).get(id, [])
    said = [one["reply"] for one in verdicts if one["check"] == "faithfulness"]
    return {
        "faithfulness_explanation": said[-1] if said else "",
        "faithfulness_judgment": "YES" if said else "",
    }
