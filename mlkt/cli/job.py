"""One job: documents through the chain into an output folder, with its `run.json` and account."""

import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from mlkt.ask import StepSettings
from mlkt.cli.assemble import Assembly, assemble
from mlkt.cli.cluster import Cluster, work_on_cluster
from mlkt.cli.folder import difference, earlier_run, write_summary
from mlkt.cli.spending import Spending, open_meter
from mlkt.cli.work import open_folder, work
from mlkt.config import Config
from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models.with_journal import paid_usage
from mlkt.packs import load_locale
from mlkt.rows import Row, content_id
from mlkt.run.engine.shards import paid_in_shards, take_in
from mlkt.run.files.corpus import write_corpus
from mlkt.run.files.examples import write_qna
from mlkt.run.files.ledger import Ledger, forget_work
from mlkt.run.files.versions import versions
from mlkt.run.telling.account import format_account
from mlkt.sources import Cut, Document, LeftOut, read_passages
from mlkt.sources.taxonomy import is_taxonomy, read_taxonomy

OF_TAXONOMIES = "questions-first"  # the recipe that knows skills
Cuts = list[tuple[Document, Cut]]


def read_documents(sources: Sequence[str], config: Config) -> Cuts:
    """Read and cut the documents that `sources` name; a Wikipedia edition knows its language.

    Raises:
        SourceError: one cannot be read.
        LanguageError: an unknown language, or a document in another one than declared.
        ConfigError: documents in several languages.
    """
    cuts: dict[str, tuple[Document, Cut]] = {}
    for source in sources:
        for document, cut in _read(source, config):
            first, _ = next(iter(cuts.values()), (document, cut))
            if document.lang != first.lang:
                raise ConfigError(
                    f"{_name(first)!r} is in {first.lang!r} and {source!r} in {document.lang!r}: "
                    "one run works in one language"
                )
            content = content_id(document.id, *(row["id"] for row in cut.rows))
            if content in cuts:
                print(f"{source}: the same document again, read once", file=sys.stderr)
            cuts.setdefault(content, (document, cut))
    return list(cuts.values())


def _read(source: str, config: Config) -> Cuts:
    lang = config.lang or None
    if not is_taxonomy(source):
        return read_passages(source, lang, max_chars=config.max_chars)
    if config.recipe != OF_TAXONOMIES and not config.chain:
        raise ConfigError(
            f"{source!r} is a folder or .yaml file, and recipe {config.recipe!r} reads documents: "
            f"name the files, or --recipe {OF_TAXONOMIES} for a taxonomy"
        )
    n_pairs = config.steps.get("skill_questions", StepSettings()).n_pairs
    return read_taxonomy(source, lang, n_pairs=n_pairs, max_chars=config.max_chars)


def do_job(
    cuts: Cuts,
    config: Config,
    out: Path,
    *,
    limit: int | None = None,
    think: bool = False,
    restart: bool = False,
    cluster: Cluster | None = None,
    spending: Spending | None = None,
    retry_failed: bool = False,
) -> int:
    """Run all passages, write the files of the run, print its account and return the exit code.

    `restart` begins anew where `out` holds another run; what that has paid for is not paid again.
    With `cluster` the work is done on Ray, to the same outcome. `spending` says where it stops.
    `retry_failed` tries passages again that failed before.

    Raises:
        ConfigError: `out` holds another run, or nothing is configured that can translate.
        RunStopped: the disk or a server gave up, or a limit of `spending` is reached; what was
            done before is on disk.
    """
    with open_folder(out, durable=config.durable) as journal:
        if cluster is None:
            take_in(out, journal)
        spent = spending or Spending()
        meter = open_meter(config, spent, journal)
        titles = _titles(cuts, config)
        limits = Limits(config.requests)
        assembly = assemble(config, journal, limits, think=think, titles=titles, meter=meter)
        if other := _difference(out, journal, assembly, cuts):
            if not restart:
                raise ConfigError(other)
            forget_work(journal)
        watched = partial(work, meter=meter, log_json=spent.log_json, limits=limits)
        rows = [row for _, cut in cuts for row in cut.rows][:limit]
        ledger = Ledger(
            out,
            journal,
            road=assembly.road,
            expected={row["id"]: len(row["sentences"]) for row in rows},
            retry_failed=retry_failed,
            durable=config.durable,
        )
        return _finish(cuts, config, out, journal, assembly, rows, ledger, cluster, watched)


def _finish(
    cuts: Cuts,
    config: Config,
    out: Path,
    journal: Journal,
    assembly: Assembly,
    rows: list[Row],
    ledger: Ledger,
    cluster: Cluster | None,
    watched: Callable[..., None],
) -> int:
    summary = _summary(assembly, config, cuts) | {"state": "stopped"}
    write_summary(out, summary)
    started = time.monotonic()
    try:
        if cluster is None:
            watched(assembly.chain, rows, ledger, window=config.passages)
        else:
            titles = _titles(cuts, config)
            work_on_cluster(cluster, config, assembly.road, titles, rows, ledger, journal, out)
        summary["state"] = "finished"
    finally:  # whatever stopped it: what is done stands in the files
        summary["counts"] = ledger.write_files()
        summary["corpus"] = write_corpus(out, assembly.glossary)
        in_shards = paid_in_shards(journal)
        summary["paid"] = {name: n + in_shards[name] for name, n in paid_usage(journal).items()}
        summary["seconds"] = round(time.monotonic() - started, 3)
        write_summary(out, summary)
    print(format_account(summary, out))
    if config.recipe == "seed-examples" and not config.chain:
        print(write_qna(out, config.lang, [document for document, _ in cuts]))
    return 1 if summary["counts"]["passages"]["failed"] else 0


def _difference(out: Path, journal: Journal, assembly: Assembly, cuts: Cuts) -> str:
    """Return how the run in `out` differs from this one, empty where this one continues it.

    A folder in which nothing is done yet belongs to no run. A document that was edited keeps its
    name: its passages are done anew. One that is not named any more is another run's.
    """
    before = earlier_run(out, journal)
    if before is None:
        return ""
    if found := difference(out, before, assembly.identity):
        return found
    names = {_name(document) for document, _ in cuts}
    for document in before["documents"]:
        if document["name"] not in names:
            return (
                f"--out {str(out)!r} holds a run of {document['name']!r}: name that document too, "
                "or choose another folder"
            )
    return ""


def _summary(assembly: Assembly, config: Config, cuts: Cuts) -> dict[str, Any]:
    return {
        "config": config.public(),
        "identity": assembly.identity,
        "models": assembly.models,
        "notice": assembly.notice,
        "prompts": assembly.prompts,
        "versions": versions(),
        "documents": [
            {
                "id": document.id,
                "name": _name(document),
                "passages": len(cut.rows),
                "left_out": [_left_out(left) for left in cut.left_out],
            }
            for document, cut in cuts
        ],
    }


def _titles(cuts: Cuts, config: Config) -> dict[str, str]:
    """Return the articles' titles with those of their counterparts in the pivot language."""
    edition = load_locale(config.pivot).wikipedia
    return {
        document.title: document.titles[edition]
        for document, _ in cuts
        if edition in document.titles
    }


def _name(document: Document) -> str:
    return document.path or document.url or document.title


def _left_out(left: LeftOut) -> str:
    named = f"{left.heading!r}, " if left.heading else ""
    return f"{named}{left.end - left.start} characters ({left.reason})"
