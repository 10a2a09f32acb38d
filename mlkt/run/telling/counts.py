"""The counts of a run: what came in, how each of it ended, and whether the sums agree."""

from collections import Counter
from typing import Any

from mlkt.rows import Row
from mlkt.run.files.outputs import ENTITY_FILE, TASK_FILE, output_ids
from mlkt.run.files.records import Record
from mlkt.run.telling.agreement import Compared, agreement, compared

_KINDS = {ENTITY_FILE: "entities", TASK_FILE: "tasks"}
_CAME = {"entities": "named", "tasks": "asked"}


class Counts:
    """Counts over passages, sentences, pairs, outputs and replies, one passage added at a time."""

    def __init__(self) -> None:
        self._passages: Counter[str] = Counter()
        self._sentences: Counter[str] = Counter()
        self._pairs: Counter[str] = Counter()
        self._rejected: Counter[str] = Counter()
        self._replies: Counter[str] = Counter()
        self._outputs: dict[str, Counter[str]] = {}
        self._rejected_outputs: Counter[str] = Counter()
        self._usage: Counter[str] = Counter()
        self._compared: Counter[Compared] = Counter()

    def add(
        self,
        size: int,
        row: Row | None,
        failure: Record | None,
        lines: list[tuple[str, Record]],
    ) -> None:
        """Count a passage of `size` sentences: its row, its failure, or neither yet."""
        state = "finished" if row is not None else "failed" if failure is not None else "waiting"
        self._passages["in"] += 1
        self._passages[state] += 1
        self._sentences["in"] += size
        if row is None:
            self._sentences[state] += size
            return
        self._sentences[state] += len(row["sentences"])
        made = {pair["id"] for pair in row.get("pairs", [])}
        self._pairs["made"] += len(made)
        outputs = output_ids(row)
        for kind, ids in outputs.items():
            self._outputs.setdefault(kind, Counter())[_CAME[kind]] += len(ids)
        for name, record in lines:
            if name == "pairs.jsonl":
                self._pairs["kept"] += 1
            elif kind := _KINDS.get(name):
                self._outputs[kind]["kept"] += 1
            elif name == "rejected.jsonl":
                to = self._rejected if record["id"] in made else self._replies
                for kind in (kind for kind, ids in outputs.items() if record["id"] in ids):
                    self._outputs[kind]["rejected"] += 1
                    to = self._rejected_outputs
                to[f"{record['step']}: {record['reason']}"] += 1
            elif name == "parallel.jsonl":
                translated = "untranslated" if record["target"] is None else "translated"
                self._sentences[translated] += len(record["sentence_ids"])
        for verdicts in row.get("verdicts", {}).values():
            self._compared.update(compared(verdicts))
        for usage in row.get("usage", []):
            self._usage["requests"] += 1
            self._usage["input_tokens"] += usage["input_tokens"]
            self._usage["output_tokens"] += usage["output_tokens"]

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as they stand in `run.json`; `adds_up` says whether the sums agree."""
        self._pairs["rejected"] = sum(self._rejected.values())
        ends = ("finished", "failed", "waiting")
        sentences = self._sentences
        translated = sentences["translated"] + sentences["untranslated"]
        return {
            "passages": {key: self._passages[key] for key in ("in", *ends)},
            "sentences": {key: sentences[key] for key in ("in", *ends)}
            | (
                {key: sentences[key] for key in ("translated", "untranslated")}
                if translated
                else {}
            ),
            "pairs": {key: self._pairs[key] for key in ("made", "kept", "rejected")},
            "rejected_pairs": dict(sorted(self._rejected.items())),
            **{
                kind: {key: count[key] for key in (_CAME[kind], "kept", "rejected")}
                for kind, count in self._outputs.items()
            },
            **(
                {"rejected_outputs": dict(sorted(self._rejected_outputs.items()))}
                if self._outputs
                else {}
            ),
            "rejected_replies": dict(sorted(self._replies.items())),
            **({"agreement": agreement(self._compared)} if self._compared else {}),
            "usage": {
                key: self._usage[key] for key in ("requests", "input_tokens", "output_tokens")
            },
            "adds_up": all(
                (
                    self._passages["in"] == sum(self._passages[end] for end in ends),
                    sentences["in"] == sum(sentences[end] for end in ends),
                    translated in (0, sentences["finished"]),
                    self._pairs["made"] == self._pairs["kept"] + self._pairs["rejected"],
                    *(
                        count[_CAME[kind]] == count["kept"] + count["rejected"]
                        for kind, count in self._outputs.items()
                    ),
                )
            ),
        }
