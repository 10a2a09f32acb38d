"""`mlkt run`: documents in, checked question-answer pairs out."""

import argparse
import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mlkt.cli.assemble import assemble
from mlkt.cli.job import Cuts, do_job, read_documents
from mlkt.config import Config, load_config
from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.rows import Row
from mlkt.run.account import format_pair
from mlkt.run.records import pair_records


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code.

    Raises:
        MlktError: a mistake in the arguments, the configuration or a document.
    """
    out: Path | None = arguments.out
    limit: int | None = arguments.limit
    preview: int | None = arguments.preview
    for name, value in (("limit", limit), ("preview", preview)):
        if value is not None and value < 1:
            raise ConfigError(f"--{name} must be 1 or more, got {value!r}")
    if out is not None and preview is not None:
        raise ConfigError("--preview writes nothing: leave --out away, or --preview")
    if out is None and preview is None:
        raise ConfigError("say where the results go with --out DIR, or look first with --preview 2")
    names = ("lang", "strategy", "memory")
    terms = {"glossary": arguments.glossary, "keep": arguments.keep}
    flags = {name: getattr(arguments, name) for name in names} | {"translation": terms}
    config = load_config(arguments.config, flags=flags)
    cuts = read_documents(arguments.source, config)
    config = replace(config, lang=cuts[0][0].lang)
    if preview is not None or out is None:
        return _preview(cuts, config, preview or 1)
    return do_job(cuts, config, out, limit=limit)


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
    kept, rejected = pair_records(row)
    yield f"\n── kept: {len(kept)}"
    for pair in kept:
        yield from format_pair(pair)
    yield f"\n── rejected: {len(rejected)}"
    for record in rejected:
        yield f"{record['step']}: {record['reason']}  {record.get('question', '')}"
