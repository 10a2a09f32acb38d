"""What stands in the files of a run: a finished row as lines of `pairs.jsonl` and its sisters.

Every pair of a row becomes one record: of `pairs.jsonl` when it was kept, of `rejected.jsonl` when
a step rejected it. Every segment becomes one record of `parallel.jsonl`. Evidence is given as ids
and texts of sentences of the source document.
"""

from typing import Any

import orjson

from mlkt.errors import MlktError
from mlkt.rows import Rejection, Row

Record = dict[str, Any]


def pair_records(row: Row) -> tuple[list[Record], list[Record]]:
    """Return the records of the kept pairs, and of what was rejected in the row's order.

    A rejection that names no pair (an unreadable reply, an empty summary) has no question.
    """
    by_id = {pair["id"]: pair for pair in row.get("pairs", [])}
    rejections: list[Rejection] = row.get("rejected", [])
    rejected_ids = {rejection["id"] for rejection in rejections}
    made = made_with(row)
    texts = {one["id"]: row["text"][one["start"] : one["end"]] for one in row["sentences"]}
    kept = [
        _pair(row, pair, texts) | made for pair in by_id.values() if pair["id"] not in rejected_ids
    ]
    rejected: list[Record] = []
    for rejection in rejections:
        pair = by_id.get(rejection["id"])
        about = _pair(row, pair, texts) | made if pair else place_of(row) | {"id": rejection["id"]}
        why = {key: rejection[key] for key in ("step", "reason", "detail", "raw")}
        rejected.append(about | why)
    return kept, rejected


def parallel_records(row: Row) -> list[Record]:
    """Return one record for each segment of the row's translation, translated or not."""
    segments = row.get("translation", {}).get("segments", [])
    place = {"passage_id": row["id"], "document_id": row["document_id"]}
    return [place | segment for segment in segments]


def message_record(pair: Record) -> Record:
    """Return a kept pair as a conversation, in the form that instructlab's trainer reads.

    `metadata` is JSON text (their reader wants one type), `unmask` True trains on the passage too:
    a skill's pair has none. `reasoning_content` is there where the reasoning is this pair's alone
    and in its language.
    """
    about = {key: pair[key] for key in ("lang", "view", "document_id", "passage_id", "source")}
    own = pair["reasoning"] and pair.get("reasoning_lang") == pair["lang"]
    return {
        "id": pair["id"],
        "messages": [
            {"role": "user", "content": f"{pair['passage']}\n\n{pair['question']}".strip()},
            {"role": "assistant", "content": pair["answer"]}
            | ({"reasoning_content": pair["reasoning"]} if own else {}),
        ],
        "metadata": orjson.dumps(about | {"models": pair["models"]}).decode(),
        "unmask": bool(pair["passage"]),
    }


def failed_record(row: Row, error: BaseException) -> Record:
    """Return the record of a passage that no result was made of; `step` is known for requests."""
    return place_of(row) | {
        "id": row["id"],
        "step": getattr(error, "step", ""),
        "reason": type(error).__name__,
        "detail": one_line(error),
        "passage": row["text"],
    }


def one_line(error: BaseException) -> str:
    """Return what an error says in one line, with its kind where that says more."""
    text = " ".join(str(error).split())
    return text if isinstance(error, MlktError) else f"{type(error).__name__}: {text}"


def _pair(row: Row, pair: Any, texts: dict[str, str]) -> Record:
    """Return a pair's record without what its row was made with; `texts` are its sentences."""
    back = row.get("back", {}).get(pair["id"])
    own: Record = back or {}
    pivoted = "translation" in row
    evidence = row.get("evidence", {}).get(pair["id"], [])
    return place_of(row) | {
        "id": pair["id"],
        "lang": back["lang"] if back else row["translation"]["lang"] if pivoted else row["lang"],
        "question": back["question"] if back else pair["question"],
        "answer": back["answer"] if back else pair["answer"],
        "pivot_lang": row["translation"]["lang"] if pivoted else None,
        "pivot_question": pair["question"] if pivoted else None,
        "pivot_answer": pair["answer"] if pivoted else None,
        "view": pair["view"],
        "reasoning": own.get("reasoning", "") if pivoted else pair["reasoning"],
        "pivot_reasoning": pair["reasoning"] if pivoted else None,
        **_choice(pair, own),
        "verdicts": row.get("verdicts", {}).get(pair["id"], []),
        "evidence": [{"id": id, "text": texts[id]} for id in evidence],
        "passage": "" if "skill" in row else row["text"],
    }


def made_with(row: Row) -> Record:
    """Return the prompts and models that a row was made with."""
    return {
        f"{what}s": sorted({made[what] for made in row.get("made_by", []) if made[what]})
        for what in ("prompt", "model")
    }


def _choice(pair: Any, own: Any) -> Record:
    """Return what only pairs of some recipes have: their reasoning's language, options."""
    lang = own["lang"] if own.get("reasoning") else pair.get("reasoning_lang")
    found: Record = {"reasoning_lang": lang} if lang else {}
    if "options" in pair:
        found |= {"options": own.get("options", pair["options"]), "correct": pair["correct"]}
    return found


def place_of(row: Row) -> Record:
    """Return where a record comes from."""
    return {
        "passage_id": row["id"],
        "document_id": row["document_id"],
        "lang": row["lang"],
        "outline": row["outline"],
        "source": row["origin"],
    }
