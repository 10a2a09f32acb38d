"""Outputs that are no pairs: entities and what tasks made, as lines of their own files.

entities.jsonl   {"id": …, "text": "ಕೆಂಪೇಗೌಡ", "type": "person", "spans": […], "passage_id": …}
tasks.jsonl      {"id": …, "task": "timeline", "instruction": …, "passage": …, "output": …}
"""

from mlkt.ask import TASK_PREFIX
from mlkt.chains.document_tasks import output_id
from mlkt.chains.entities import TASK as ENTITIES
from mlkt.reply import format_entities
from mlkt.rows import Row, content_id
from mlkt.run.files.records import Record, made_with, place_of

ENTITY_FILE, TASK_FILE = "entities.jsonl", "tasks.jsonl"


def entity_records(row: Row) -> list[Record]:
    """Return the kept entities; offsets count code points of the passage, which starts in `source`.

    Their language is the document's, or the pivot language where they are a translation's.
    """
    rejected = _rejected(row)
    return [
        place_of(row) | entity for entity in row.get("entities", []) if entity["id"] not in rejected
    ]


def task_records(row: Row) -> list[Record]:
    """Return the kept outputs, each with its instruction: the prompt filled with the passage."""
    rejected = _rejected(row)
    pivoted = "translation" in row
    outputs: dict[str, str] = row.get("tasks_back" if pivoted else "tasks", {})
    return [
        _output(row, output_id(row, name), name, TASK_PREFIX + name, output)
        | {
            "pivot_lang": row["translation"]["lang"] if pivoted else None,
            "pivot_output": row["tasks"][name] if pivoted else None,
        }
        for name, output in outputs.items()
        if output_id(row, name) not in rejected
    ]


def training_records(row: Row) -> list[Record]:
    """Return what a model can be trained on: outputs of tasks, and a passage's list of entities.

    They have the keys that `message_record` asks of a pair. A passage whose entities are a
    translation's, or that has none, gives no list.
    """
    kept = entity_records(row)
    instructed = ENTITIES in row.get("instructions", {})
    listed = format_entities((one["type"], one["text"]) for one in kept)
    id = content_id(row["id"], ENTITIES)
    lists = [_output(row, id, ENTITIES, ENTITIES, listed)] if kept and instructed else []
    return [
        record
        | {
            "view": record["task"],
            "passage": "",  # it stands in the instruction
            "question": record["instruction"],
            "answer": record["output"],
            "reasoning": "",
        }
        for record in (*lists, *task_records(row))
    ]


def output_ids(row: Row) -> dict[str, set[str]]:
    """Return the ids of what replies named or were asked for and is no pair, by kind."""
    found: dict[str, set[str]] = {}
    if "entities" in row:
        found["entities"] = {entity["id"] for entity in row["entities"]}
    if "tasks" in row:
        asked = [name for name in row["instructions"] if name.startswith(TASK_PREFIX)]
        found["tasks"] = {output_id(row, name.removeprefix(TASK_PREFIX)) for name in asked}
    return found


def _output(row: Row, id: str, name: str, step: str, output: str) -> Record:
    instruction: str = row["instructions"][step]
    return (
        place_of(row)
        | {
            "id": id,
            "task": name,
            "instruction": instruction,
            "passage": row["text"],
            "output": output,
        }
        | made_with(row)
    )


def _rejected(row: Row) -> set[str]:
    return {rejection["id"] for rejection in row.get("rejected", [])}
