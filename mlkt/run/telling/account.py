"""The account of a run, as a person reads it: what came in and how each of it ended."""

from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import orjson

Summary = dict[str, Any]  # run.json


def format_account(run: Summary, out: Path) -> str:
    """Return the account of the run in folder `out`, with two of its pairs."""
    return "\n".join(
        [
            *_head(run),
            "",
            *_numbers(run),
            "",
            *_samples(out, run["counts"]["pairs"]["kept"]),
            *_files(run, out),
        ]
    )


def _head(run: Summary) -> Iterator[str]:
    config, models = run["config"], run["models"]
    way = " → ".join(
        [config["lang"]]
        if config["strategy"] != "pivot" or config["lang"] == config["pivot"]
        else [config["lang"], config["pivot"], config["lang"]]
    )
    yield f"mlkt {run['versions']['mlkt']}  {config['strategy']}  {way}"
    for role, name in models.items():
        yield f"{role.replace('_', ' '):<10} {name}"
    if run["notice"]:
        yield f"{'notice':<11}{run['notice']}"


def _numbers(run: Summary) -> Iterator[str]:
    counts = run["counts"]
    passages, sentences, pairs = counts["passages"], counts["sentences"], counts["pairs"]
    documents = run["documents"]
    yield (
        f"{'came in':<11}{_many(len(documents), 'document')}, "
        f"{_many(passages['in'], 'passage')}, {_many(sentences['in'], 'sentence')}"
    )
    for document in documents:
        for left in document["left_out"]:
            yield f"{'left out':<11}{left}"
    if "translated" in sentences:
        all_sentences = _many(sentences["in"], "sentence")
        yield f"{'translated':<11}{sentences['translated']} of {all_sentences}"
    yield from terms_line(run["corpus"])
    yield from _outputs(counts)
    if pairs["made"] or not ("entities" in counts or "tasks" in counts):
        yield f"{'pairs made':<11}{pairs['made']}"
        yield f"{'kept':<11}{pairs['kept']}"
        yield f"{'rejected':<11}{pairs['rejected']}"
    for reason, count in counts["rejected_pairs"].items():
        yield f"{'':<11}{count:>4}  {reason}"
    for reason, count in counts["rejected_replies"].items():
        yield f"{'':<11}{count:>4}  {reason}  (replies, not pairs)"
    yield from _agreement(counts.get("agreement", []))
    again = "; the same command with --retry-failed tries them again" if passages["failed"] else ""
    yield f"{'failed':<11}{_many(passages['failed'], 'passage')}{again}"
    if passages["waiting"]:
        yield f"{'waiting':<11}{_many(passages['waiting'], 'passage')}"
    paid = run["paid"]
    yield (
        f"{'requests':<11}{paid['requests']}, {paid['input_tokens']} tokens in, "
        f"{paid['output_tokens']} out, {run['seconds']:.1f} s"
    )
    if not counts["adds_up"]:
        yield "THE COUNTS DO NOT ADD UP: please report this run.json"


def _outputs(counts: dict[str, Any]) -> Iterator[str]:
    """Yield how entities and outputs of tasks ended, where there are any."""
    for kind in (kind for kind in ("entities", "tasks") if kind in counts):
        told = ", ".join(f"{count} {name}" for name, count in counts[kind].items())
        yield f"{kind:<11}{told}"
    for reason, count in counts.get("rejected_outputs", {}).items():
        yield f"{'':<11}{count:>4}  {reason}"


def _agreement(compared: list[dict[str, Any]]) -> Iterator[str]:
    """Yield one line for each check that two judges, or two looks, gave verdicts on."""
    for title, found in zip(chain(["agreement"], repeat("")), compared, strict=False):
        one, other = (name.replace("_", " ") for name in found["between"])
        kappa = "undefined" if found["kappa"] is None else f"{found['kappa']:.2f}"
        yield (
            f"{title:<11}{found['check']}, {one} and {other}: "
            f"{found['agreed']} of {found['n']}, kappa {kappa}"
        )


def terms_line(corpus: dict[str, int]) -> Iterator[str]:
    """Yield how many terms of the glossary came through, where one was given."""
    if "terms" in corpus:
        share = f" ({corpus['term_hits'] / corpus['terms']:.0%})" if corpus["terms"] else ""
        yield f"{'terms':<11}{corpus['term_hits']} of {corpus['terms']} came through{share}"


def _samples(out: Path, kept: int) -> Iterator[str]:
    wanted = {kept // 4, 3 * kept // 4}  # two that stand apart
    with (out / "pairs.jsonl").open("rb") as lines:
        for line in (line for at, line in enumerate(lines) if at in wanted):
            yield from format_pair(orjson.loads(line))
            yield ""


def format_pair(pair: dict[str, Any]) -> Iterator[str]:
    """Return the lines that show one record of `pairs.jsonl`."""
    yield f"[{pair['lang']}] {pair['question']}"
    yield f"     {pair['answer']}"
    if pair["pivot_question"] and pair["pivot_lang"] != pair["lang"]:
        yield f"[{pair['pivot_lang']}] {pair['pivot_question']}"
        yield f"     {pair['pivot_answer']}"
    for sentence in pair["evidence"]:
        yield f"     {sentence['id']}: {sentence['text']}"


def _files(run: Summary, out: Path) -> Iterator[str]:
    yield f"files in {out}/"
    captions = {
        "pairs.jsonl": "the pairs that were kept, with passage, evidence and verdicts",
        "messages.jsonl": "the same as conversations, for training",
        "rejected.jsonl": "what was rejected, with step, reason and raw reply",
        "failed.jsonl": "passages that no result was made of",
        "parallel.jsonl": "every segment with its translation",
        "parallel.tmx": "the same as a translation memory",
        "run.json": "configuration, versions, counts",
    }
    others = {
        "entities.jsonl": "entities by type, with the spans where they stand",
        "tasks.jsonl": "what your tasks made, each with its instruction and passage",
    }
    captions |= {name: caption for name, caption in others.items() if (out / name).exists()}
    for name, caption in captions.items():
        yield f"  {name:<16}{caption}"
    for path in sorted(out.glob("output/step_03/*/gen.jsonl")):
        yield f"  {path.relative_to(out).as_posix()}: the flow's table, with sdg_hub's columns"


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
