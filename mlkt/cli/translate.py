"""`mlkt translate`: a data set or a text into another language, every translation checked."""

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from langchain_core.language_models import BaseChatModel

from mlkt.chains import translate_records
from mlkt.cli.folder import Summary, difference, earlier_run, write_summary
from mlkt.cli.spending import Spending, open_meter, read_spending
from mlkt.cli.translator import assemble_translator, translator_identity
from mlkt.cli.work import open_folder, work
from mlkt.config import Config, load_config
from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import configured_model, journaled
from mlkt.models.with_journal import paid_usage
from mlkt.packs import languages, load_prompt
from mlkt.rows import Row, content_id
from mlkt.run.files.corpus import write_corpus, write_text
from mlkt.run.files.ledger import Ledger
from mlkt.run.files.translated import RECORDS
from mlkt.run.files.versions import version, versions
from mlkt.run.telling.account import terms_line
from mlkt.sources import Document, check_language
from mlkt.sources.records import TEXT_SUFFIXES, read_records
from mlkt.translate.engines.chat import instructions_for
from mlkt.translate.record_paths import find_others, find_texts, no_text_at, parse_path

_FILES = {
    "translated.jsonl": "the records in the other language, in their own form",
    "translated.md": "the text",
    "translated.txt": "the text",
    "rejected.jsonl": "records that are not, with text, reason and raw reply",
    "failed.jsonl": "records that an error ended",
    "parallel.jsonl": "every segment with its translation, problems and attempts",
    "parallel.tmx": "the same as a translation memory",
    "run.json": "configuration, versions, counts",
}


def translate(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code: 0 done, 1 some records failed.

    Raises:
        MlktError: a mistake in the arguments, the configuration or the file.
    """
    file: Path = arguments.file
    limit: int | None = arguments.limit
    if limit is not None and limit < 1:
        raise ConfigError(f"--limit must be 1 or more, got {limit!r}")
    terms = {"glossary": arguments.glossary, "keep": arguments.keep}
    flags = {"memory": arguments.memory, "translation": terms}
    config = load_config(arguments.config, flags=flags)
    config = replace(config, lang=arguments.source_lang, pivot=arguments.target_lang)
    rows = read_records(file)
    fields = _fields(arguments.fields, rows, file)
    _check_language(rows, fields, file, config.lang)
    out: Path = arguments.out
    with open_folder(out, durable=config.durable) as journal:
        return _job(
            file,
            rows[:limit],
            fields,
            config,
            out,
            journal,
            read_spending(arguments),
            arguments.retry_failed,
        )


def _fields(given: list[str] | None, rows: list[Row], file: Path) -> list[str]:
    """Return the paths, each of which finds a text in some record."""
    if file.suffix.lower() in TEXT_SUFFIXES:
        if given:
            raise ConfigError(f"{str(file)!r} is a text: --fields is for .jsonl files")
        return ["text"]
    if not given:
        raise ConfigError(
            "say which texts to translate, e.g. --fields question answer, or "
            "--fields 'messages.*.content'"
        )
    for field in given:
        path = parse_path(field)
        if not any(True for row in rows for _ in find_texts(row["record"], path)):
            for row in rows:
                for _, other in find_others(row["record"], path):
                    at = f"{str(file)!r}, line {row['line']}"
                    raise ConfigError(f"{at}: {no_text_at(field, other)}")
            raise ConfigError(
                f"{str(file)!r}: no record holds a text at {field!r}{_first_keys(rows)}"
            )
    return given


def _check_language(rows: list[Row], fields: list[str], file: Path, lang: str) -> None:
    """Refuse texts that are clearly in another language, as far as the declared one is known."""
    paths = [parse_path(field) for field in fields]
    texts = [text for row in rows for path in paths for _, text in find_texts(row["record"], path)]
    if lang in languages():
        check_language(Document("\n\n".join(texts), lang, path=str(file)))


def _first_keys(rows: list[Row]) -> str:
    first: Any = rows[0]["record"] if rows else None
    keys = list(cast("dict[str, Any]", first)) if isinstance(first, dict) else []
    return f"; the first one has: {', '.join(keys)}" if keys else ""


def _job(
    file: Path,
    rows: list[Row],
    fields: list[str],
    config: Config,
    out: Path,
    journal: Journal,
    spending: Spending,
    retry_failed: bool,
) -> int:
    limits = Limits(config.requests)
    meter = open_meter(config, spending, journal)

    def model(role: str) -> BaseChatModel:
        return journaled(configured_model(role, config), journal, limits, meter)

    own = assemble_translator(config, [(config.lang, config.pivot)], model, journal, limits)
    chain = translate_records(
        own.translator,
        config.lang,
        to=config.pivot,
        fields=fields,
        memory=own.memory,
        glossary=own.glossary,
        steps=config.steps,
    )
    identity = _identity(config, fields)
    before = earlier_run(out, journal)
    if before and (other := difference(out, before, identity)):
        raise ConfigError(other)
    road = content_id(*(f"{key}={value!r}" for key, value in sorted(identity.items())))
    ledger = Ledger(
        out,
        journal,
        road=road,
        expected={row["id"]: 1 for row in rows},
        book=RECORDS,
        retry_failed=retry_failed,
        durable=config.durable,
    )
    summary: Summary = {
        "config": config.public(),
        "file": str(file),
        "identity": identity,
        "versions": versions(),
        "state": "stopped",
    }
    write_summary(out, summary)
    started = time.monotonic()
    try:
        # A record may be a single request: twice as many as fit are held ready.
        work(
            chain,
            rows,
            ledger,
            window=2 * config.requests,
            things="records",
            meter=meter,
            log_json=spending.log_json,
            limits=limits,
        )
        summary["state"] = "finished"
    finally:  # whatever stopped it: what is done stands in the files
        summary["counts"] = ledger.write_files()
        summary["corpus"] = write_corpus(out, own.glossary)
        if file.suffix.lower() in TEXT_SUFFIXES:
            write_text(out, file.suffix.lower())
        summary["paid"] = paid_usage(journal)
        summary["seconds"] = round(time.monotonic() - started, 3)
        write_summary(out, summary)
    print("\n".join(_account(summary, out)))
    return 1 if summary["counts"]["records"]["failed"] else 0


def _identity(config: Config, fields: list[str]) -> dict[str, Any]:
    """Return what must be equal for a second run to continue a first one in the same folder."""
    endpoint = config.endpoint("translator")
    settings = config.steps.get("translate")
    prompt = settings.prompt if settings else None
    prompt_lang = (settings.prompt_lang if settings else None) or instructions_for(config.pivot)
    asked = prompt or (load_prompt("translate", prompt_lang) if endpoint else None)
    return {
        "from": config.lang,
        "to": config.pivot,
        "fields": fields,
        "translator": endpoint.name if endpoint else "",
        "prompt": asked.signature if asked else "",
        "sampling": settings.sampling.kwargs() if settings else {},
        **translator_identity(config),
        "mlkt": str(version("mlkt")),
    }


def _account(summary: Summary, out: Path) -> Iterator[str]:
    counts, paid = summary["counts"], summary["paid"]
    records, segments = counts["records"], counts["segments"]
    identity = summary["identity"]
    yield f"mlkt {summary['versions']['mlkt']}  translate  {identity['from']} → {identity['to']}"
    engines = ", ".join(f"{engine or '?'} {count}" for engine, count in counts["engines"].items())
    lines = {
        "came in": f"{records['in']} records, {segments['in']} segments",
        "translated": f"{records['translated']} records, {segments['translated']} segments"
        + (f" ({engines})" if engines else ""),
        "rejected": f"{records['rejected']} records",
    }
    for name, text in lines.items():
        yield f"{name:<11}{text}"
    for reason, count in counts["rejected_records"].items():
        yield f"{'':<11}{count:>4}  {reason}"
    for reason, count in counts["attempts"].items():
        yield f"{'':<11}{count:>4}  {reason}  (attempts, asked again)"
    yield from terms_line(summary["corpus"])
    again = "; the same command with --retry-failed tries them again" if records["failed"] else ""
    yield f"{'failed':<11}{records['failed']} records{again}"
    if records["waiting"]:
        yield f"{'waiting':<11}{records['waiting']} records"
    yield (
        f"{'requests':<11}{paid['requests']}, {paid['input_tokens']} tokens in, "
        f"{paid['output_tokens']} out, {summary['seconds']:.1f} s"
    )
    if not counts["adds_up"]:
        yield "THE COUNTS DO NOT ADD UP: please report this run.json"
    yield ""
    yield f"files in {out}/"
    for name, caption in _FILES.items():
        if (out / name).exists():
            yield f"  {name:<18}{caption}"
