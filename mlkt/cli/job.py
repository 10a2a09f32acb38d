"""One job: documents through the chain into an output folder, with its `run.json` and account."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mlkt.cli.assemble import Assembly, assemble
from mlkt.cli.folder import difference, earlier_run, write_summary
from mlkt.cli.work import open_folder, work
from mlkt.config import Config
from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models.with_journal import paid_usage
from mlkt.packs import load_locale
from mlkt.run.account import format_account
from mlkt.run.corpus import write_corpus
from mlkt.run.ledger import Ledger, forget_work
from mlkt.run.versions import versions
from mlkt.sources import Cut, Document, LeftOut, check_language, passages, read_source

Cuts = list[tuple[Document, Cut]]


def read_documents(sources: Sequence[str], config: Config) -> Cuts:
    """Read and cut the documents that `sources` name; a Wikipedia edition knows its language.

    Raises:
        SourceError: one cannot be read.
        LanguageError: an unknown language, or a document in another one than declared.
        ConfigError: documents in several languages.
    """
    documents: dict[str, Document] = {}
    for source in sources:
        document = read_source(source, config.lang or None)
        check_language(document)
        first = next(iter(documents.values()), document)
        if document.lang != first.lang:
            raise ConfigError(
                f"{_name(first)!r} is in {first.lang!r} and {source!r} in {document.lang!r}: "
                "one run works in one language"
            )
        if document.id in documents:
            print(f"{source}: the same document again, read once", file=sys.stderr)
        documents.setdefault(document.id, document)
    return [
        (document, passages(document, max_chars=config.max_chars))
        for document in documents.values()
    ]


def do_job(
    cuts: Cuts,
    config: Config,
    out: Path,
    *,
    limit: int | None = None,
    think: bool = False,
    restart: bool = False,
) -> int:
    """Run all passages, write the files of the run, print its account and return the exit code.

    `restart` begins anew where `out` holds another run; what that has paid for is not paid again.

    Raises:
        ConfigError: `out` holds another run, or nothing is configured that can translate.
        RunStopped: the disk or a server gave up; what was done before is on disk.
    """
    with open_folder(out) as journal:
        assembly = assemble(
            config, journal, Limits(config.requests), think=think, titles=_titles(cuts, config)
        )
        if other := _difference(out, journal, assembly, cuts):
            if not restart:
                raise ConfigError(other)
            forget_work(journal)
        return _finish(cuts, config, out, journal, assembly, limit)


def _finish(
    cuts: Cuts, config: Config, out: Path, journal: Journal, assembly: Assembly, limit: int | None
) -> int:
    rows = [row for _, cut in cuts for row in cut.rows][:limit]
    expected = {row["id"]: len(row["sentences"]) for row in rows}
    ledger = Ledger(out, journal, road=assembly.road, expected=expected)
    summary = _summary(assembly, config, cuts) | {"state": "stopped"}
    write_summary(out, summary)
    started = time.monotonic()
    try:
        work(assembly.chain, rows, ledger, window=config.passages)
        summary["state"] = "finished"
    finally:  # whatever stopped it: what is done stands in the files
        summary["counts"] = ledger.write_files()
        summary["corpus"] = write_corpus(out, assembly.glossary)
        summary["paid"] = paid_usage(journal)
        summary["seconds"] = round(time.monotonic() - started, 3)
        write_summary(out, summary)
    print(format_account(summary, out))
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
