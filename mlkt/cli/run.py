"""`mlkt run`: documents in, checked question-answer pairs out."""

import argparse
import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mlkt.cli.assemble import assemble
from mlkt.cli.cluster import Cluster
from mlkt.cli.job import Cuts, do_job, read_documents
from mlkt.cli.seeds import read_seeds, seed_langs, with_seeds
from mlkt.cli.spending import Spending, read_spending
from mlkt.config import Config, load_config
from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.rows import Row
from mlkt.run.files.outputs import entity_records, task_records
from mlkt.run.files.records import pair_records
from mlkt.run.telling.account import format_pair


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code.

    Raises:
        MlktError: a mistake in the arguments, the configuration or a document.
    """
    out: Path | None = arguments.out
    limit: int | None = arguments.limit
    preview: int | None = arguments.preview
    for name, value in (
        ("limit", limit),
        ("preview", preview),
        ("workers", arguments.workers),
    ):
        if value is not None and value < 1:
            raise ConfigError(f"--{name} must be 1 or more, got {value!r}")
    if out is not None and preview is not None:
        raise ConfigError("--preview writes nothing: leave --out away, or --preview")
    if out is None and preview is None:
        raise ConfigError("say where the results go with --out DIR, or look first with --preview 2")
    spending = read_spending(arguments)
    if arguments.engine == "ray" and spending != Spending():
        raise ConfigError("--budget, --max-requests and --log-json are not those of --engine ray")
    cuts, config = read_job(arguments)
    if preview is not None or out is None:
        return _preview(cuts, config, preview or 1)
    cluster = _cluster(arguments)
    return do_job(
        cuts,
        config,
        out,
        limit=limit,
        cluster=cluster,
        spending=spending,
        retry_failed=arguments.retry_failed,
    )


def read_job(arguments: argparse.Namespace) -> tuple[Cuts, Config]:
    """Return the documents that a run works on, with its seeds, and its configuration.

    Raises:
        MlktError: a mistake in the arguments, the configuration or a document.
    """
    names = ("lang", "recipe", "strategy", "views", "tasks", "memory", "seeds")
    terms = {"glossary": arguments.glossary, "keep": arguments.keep}
    flags = {name: getattr(arguments, name) for name in names} | {"translation": terms}
    config = load_config(arguments.config, flags=flags)
    cuts = read_documents(arguments.source, config)
    config = replace(config, lang=cuts[0][0].lang)
    cuts = with_seeds(cuts, read_seeds(config))
    config = replace(config, seed_langs=seed_langs(cuts, config))
    return cuts, config


def _cluster(arguments: argparse.Namespace) -> Cluster | None:
    workers: int | None = arguments.workers
    if arguments.engine == "ray":
        return Cluster(workers or 0, arguments.config)
    if workers is not None:
        raise ConfigError("--workers are those of --engine ray: name that too")
    return None


def _preview(cuts: Cuts, config: Config, count: int) -> int:
    """Show the first passages on their way through the whole road; nothing is written."""
    journal = Journal()
    assembly = assemble(config, journal, Limits(config.requests))
    rows = [row for _, cut in cuts for row in cut.rows][:count]

    async def all_rows() -> list[Row]:
        return await asyncio.gather(*(assembly.chain.ainvoke(row) for row in rows))

    try:
        for at, row in enumerate(asyncio.run(all_rows()), start=1):
            print("\n".join(_card(at, row)), end="\n\n")
    finally:
        journal.close()
    return 0


def _card(at: int, row: Row) -> Iterator[str]:
    yield f"━━ passage {at}: {' › '.join(row['outline'])}"
    yield row["text"].strip()
    if "translation" in row:
        yield f"\n── translation ({row['translation']['lang']})"
        yield row["translation"]["text"].strip()
    for kind, texts in row.get("summaries", {}).items():
        yield f"\n── summary: {kind}"
        yield from texts
    for record in task_records(row):
        yield f"\n── task: {record['task']}"
        yield record["output"]
    named = entity_records(row)
    yield from [f"\n── entities: {len(named)}"] if "entities" in row else []
    for entity in named:
        yield f"{entity['type']}: {entity['text']}"
    kept, rejected = pair_records(row)
    yield f"\n── kept: {len(kept)}"
    for pair in kept:
        yield from format_pair(pair)
    yield f"\n── rejected: {len(rejected)}"
    for record in rejected:
        yield f"{record['step']}: {record['reason']}  {record.get('question', '')}"
