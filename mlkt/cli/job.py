"""One job: documents through the chain into an output folder, with its `run.json` and account."""

import asyncio
import sqlite3
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from mlkt.cli.assemble import Assembly, assemble
from mlkt.config import Config
from mlkt.errors import ConfigError, ModelError, RunStopped
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models.with_journal import paid_usage
from mlkt.rows import Row
from mlkt.run.account import format_account
from mlkt.run.ledger import Ledger, forget_work, holds_work
from mlkt.run.progress import shown
from mlkt.run.runner import run_rows
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
    _make(out)
    journal = Journal(out / "journal.sqlite")
    try:
        assembly = assemble(config, journal, Limits(config.requests), think=think)
        if difference := _difference(out, journal, assembly, cuts):
            if not restart:
                raise ConfigError(difference)
            forget_work(journal)
        return _finish(cuts, config, out, journal, assembly, limit)
    except (OSError, sqlite3.Error) as error:
        raise RunStopped(
            f"cannot write to {str(out)!r} ({error}): free some space or mend the folder, then run "
            "the same command again to continue"
        ) from error
    finally:
        journal.close()


def _finish(
    cuts: Cuts, config: Config, out: Path, journal: Journal, assembly: Assembly, limit: int | None
) -> int:
    rows = [row for _, cut in cuts for row in cut.rows][:limit]
    expected = {row["id"]: len(row["sentences"]) for row in rows}
    ledger = Ledger(out, journal, road=assembly.road, expected=expected)
    summary = _summary(assembly, config, cuts) | {"state": "stopped"}
    _write(out, summary)
    started = time.monotonic()
    try:
        _run(assembly, rows, ledger, config)
        summary["state"] = "finished"
    finally:  # whatever stopped it: what is done stands in the files
        summary["counts"] = ledger.write_files()
        summary["paid"] = paid_usage(journal)
        summary["seconds"] = round(time.monotonic() - started, 3)
        _write(out, summary)
    print(format_account(summary, out))
    return 1 if summary["counts"]["passages"]["failed"] else 0


def _run(assembly: Assembly, rows: list[Row], ledger: Ledger, config: Config) -> None:
    done = len(ledger.done())
    if done:
        print(f"{done} of {len(rows)} passages were done before", file=sys.stderr)
    try:
        with shown(len(rows), done, sys.stderr) as progress:
            asyncio.run(
                run_rows(assembly.chain, rows, ledger, window=config.passages, progress=progress)
            )
    except ModelError as error:
        if len(ledger.done()) > done:  # it worked before: the server's fault, not the user's
            raise RunStopped(f"{error}; run the same command again to continue") from error
        raise


def _make(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise ConfigError(f"--out {str(out)!r} is a file: name a folder")
    held = [path.name for path in out.iterdir()] if out.is_dir() else []
    others = [name for name in held if not name.startswith("journal.sqlite")]
    if others and "run.json" not in held:
        raise ConfigError(
            f"--out {str(out)!r} holds {others[0]!r} and no run: name an empty or a new folder"
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"cannot make --out {str(out)!r}: {error.strerror}") from error


def _difference(out: Path, journal: Journal, assembly: Assembly, cuts: Cuts) -> str:
    """Return how the run in `out` differs from this one, empty where this one continues it.

    A folder in which nothing is done yet belongs to no run. A document that was edited keeps its
    name: its passages are done anew. One that is not named any more is another run's.
    """
    path = out / "run.json"
    if not path.is_file() or not holds_work(journal):
        return ""
    try:
        before = orjson.loads(path.read_bytes())
        identity, documents = before["identity"], before["documents"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return f"{str(path)!r} cannot be read: choose another folder, or put the file back"
    now = orjson.loads(orjson.dumps(assembly.identity))
    for key in identity.keys() | now.keys():
        if identity.get(key) != now.get(key):
            return (
                f"--out {str(out)!r} holds a run with {key} {identity.get(key)!r}, this one has "
                f"{now.get(key)!r}: choose another folder"
            )
    names = {_name(document) for document, _ in cuts}
    for document in documents:
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


def _name(document: Document) -> str:
    return document.path or document.url or document.title


def _left_out(left: LeftOut) -> str:
    named = f"{left.heading!r}, " if left.heading else ""
    return f"{named}{left.end - left.start} characters ({left.reason})"


def _write(out: Path, summary: dict[str, Any]) -> None:
    part = out / "run.json.part"
    part.write_bytes(orjson.dumps(summary, option=orjson.OPT_INDENT_2))
    part.replace(out / "run.json")
