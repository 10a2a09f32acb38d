"""One job: documents through the chain into an output folder, with its `run.json` and account."""

import asyncio
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from mlkt.cli.assemble import Assembly, assemble
from mlkt.config import Config
from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.run.account import format_account
from mlkt.run.ledger import Ledger
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
    documents = [read_source(source, config.lang or None) for source in sources]
    for document in documents:
        check_language(document)
        if document.lang != documents[0].lang:
            raise ConfigError(
                f"{sources[0]!r} is in {documents[0].lang!r} and another document in "
                f"{document.lang!r}: one run works in one language"
            )
    return [(document, passages(document, max_chars=config.max_chars)) for document in documents]


def do_job(
    cuts: Cuts, config: Config, out: Path, *, limit: int | None = None, think: bool = False
) -> int:
    """Run all passages, write the files of the run, print its account and return the exit code.

    Raises:
        ConfigError: `out` holds another run, or nothing is configured that can translate.
    """
    _make(out)
    journal = Journal(out / "journal.sqlite")
    try:
        assembly = assemble(config, journal, Limits(config.requests), think=think)
        _check_same_run(out, assembly, cuts)
        summary = _summary(assembly, config, cuts)
        _write(out, summary | {"state": "running"})
        rows = [row for _, cut in cuts for row in cut.rows][:limit]
        ledger = Ledger(out, journal, road=assembly.road)
        started, state = time.monotonic(), "stopped"
        try:
            _run(assembly, rows, ledger, config)
            state = "finished"
        finally:  # whatever stopped it: what is done stands in the files
            counts = ledger.write_files()
            seconds = round(time.monotonic() - started, 3)
            summary |= {"state": state, "counts": counts, "seconds": seconds}
            _write(out, summary)
    finally:
        journal.close()
    print(format_account(summary, out))
    return 1 if summary["counts"]["passages"]["failed"] else 0


def _run(assembly: Assembly, rows: list[Any], ledger: Ledger, config: Config) -> None:
    done = len(ledger.done() & {row["id"] for row in rows})
    if done:
        print(f"{done} of {len(rows)} passages were done before", file=sys.stderr)
    with shown(len(rows), done, sys.stderr) as progress:
        asyncio.run(
            run_rows(assembly.chain, rows, ledger, window=config.passages, progress=progress)
        )


def _make(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise ConfigError(f"--out {str(out)!r} is a file: name a folder")
    held = list(out.iterdir()) if out.is_dir() else []
    if held and not (out / "run.json").is_file():
        raise ConfigError(
            f"--out {str(out)!r} holds {held[0].name!r} and no run: name an empty or a new folder"
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"cannot make --out {str(out)!r}: {error.strerror}") from error


def _check_same_run(out: Path, assembly: Assembly, cuts: Cuts) -> None:
    path = out / "run.json"
    if not path.is_file():
        return
    before = orjson.loads(path.read_bytes())
    identity = orjson.loads(orjson.dumps(assembly.identity))
    for key, value in before["identity"].items():
        if identity.get(key) != value:
            raise ConfigError(
                f"--out {str(out)!r} holds a run with {key} {value!r}, this one has "
                f"{identity.get(key)!r}: choose another folder"
            )
    now = {document.id for document, _ in cuts}
    for document in before["documents"]:
        if document["id"] not in now:
            raise ConfigError(
                f"--out {str(out)!r} holds a run of {document['name']!r} "
                f"(document {document['id']}): name that document too, or choose another folder"
            )


def _summary(assembly: Assembly, config: Config, cuts: Cuts) -> dict[str, Any]:
    return {
        "config": {
            "lang": config.lang,
            "strategy": config.strategy,
            "pivot": config.pivot,
            "passage": {"max_chars": config.max_chars},
            "limits": {"requests": config.requests, "passages": config.passages},
            "memory": [str(path) for path in config.memory],
            "chain": config.chain,
            "endpoints": {role: point.base_url for role, point in config.models.items()},
        },
        "identity": assembly.identity,
        "models": assembly.models,
        "notice": assembly.notice,
        "prompts": assembly.prompts,
        "versions": versions(),
        "documents": [
            {
                "id": document.id,
                "name": document.path or document.url or document.title,
                "passages": len(cut.rows),
                "left_out": [_left_out(left) for left in cut.left_out],
            }
            for document, cut in cuts
        ],
    }


def _left_out(left: LeftOut) -> str:
    named = f"{left.heading!r}, " if left.heading else ""
    return f"{named}{left.end - left.start} characters ({left.reason})"


def _write(out: Path, summary: dict[str, Any]) -> None:
    part = out / "run.json.part"
    part.write_bytes(orjson.dumps(summary, option=orjson.OPT_INDENT_2))
    part.replace(out / "run.json")
