"""`mlkt refilter`: a finished run cut anew, stricter or looser; no model is asked."""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from mlkt.cli.folder import Summary, earlier_run, make_folder, write_summary
from mlkt.cli.work import open_folder
from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.run.files.book import PASSAGES
from mlkt.run.files.corpus import write_corpus
from mlkt.run.files.ledger import Ledger, last_plan, others_done
from mlkt.run.filter.refilter import Cut, refiltered
from mlkt.run.telling.account import format_account

_RATED = "skill_rating"  # what a bare --min-score means: the scale of 1 to 3
_CHANGES = {
    "rejected": "kept by the run, rejected now",
    "back": "brought back",
    "unasked": "not brought back: a check was never asked",
    "unfinished": "not brought back: never answered, or never translated back",
    "no_table": "brought back without a line in gen.jsonl, which the run made",
}


def refilter(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code.

    Raises:
        ConfigError: no run in the folder, a cut that cannot be, or --to that holds something else.
    """
    folder: Path = arguments.folder
    to: Path = arguments.to or folder
    cut = Cut(
        checks=tuple(arguments.checks) if arguments.checks else None,
        min_scores=dict(map(_score, arguments.min_score or [])),
        rule=arguments.rule,
        agreed=arguments.require_agreement,
        near=arguments.near,
    )
    if not (folder / "journal.sqlite").is_file():
        raise ConfigError(f"no run in {str(folder)!r}: name the --out folder of one")
    if to.resolve() != folder.resolve():
        if (to / "journal.sqlite").exists():
            raise ConfigError(f"--to {str(to)!r} holds a run of its own: name another folder")
        make_folder(to)
    with open_folder(folder) as journal:
        return _cut_anew(folder, journal, to, cut)


def _cut_anew(folder: Path, journal: Journal, to: Path, cut: Cut) -> int:
    before, plan = earlier_run(folder, journal), last_plan(journal)
    if before is None:
        raise ConfigError(f"no passage is done in {str(folder)!r}: run `mlkt run` first")
    if "documents" not in before:
        raise ConfigError(f"{str(folder)!r} holds a translated data set: there are no pairs in it")
    if plan is None:
        raise ConfigError(
            f"{str(folder)!r} was written by an earlier mlkt: run its `mlkt run` command once more "
            "(what is paid is not paid again)"
        )
    road, expected = plan
    changes: Counter[str] = Counter()
    book = replace(PASSAGES, settle=refiltered(cut, changes))
    ledger = Ledger(to, journal, road=road, expected=expected, book=book)
    after = before | {"counts": ledger.write_files(), "refilter": asdict(cut)}
    after["corpus"] = before.get("corpus", {}) | write_corpus(to)
    write_summary(to, after)
    print(format_account(after, to), end="\n\n")
    print("\n".join(_told(before, after, changes, others_done(journal, road))))
    return 0


def _told(before: Summary, after: Summary, changes: Counter[str], others: int) -> Iterator[str]:
    kept, now = (run["counts"]["pairs"]["kept"] for run in (before, after))
    yield f"{'cut anew':<11}{now} kept, {kept} before; no model was asked"
    for change, caption in _CHANGES.items():
        if changes[change]:
            yield f"{'':<11}{changes[change]:>4}  {caption}"
    reasons, earlier = (run["counts"]["rejected_pairs"] for run in (after, before))
    for reason in sorted({*reasons, *earlier}):
        if difference := reasons.get(reason, 0) - earlier.get(reason, 0):
            yield f"{'':<11}{difference:>+4}  {reason}"
    if others:
        yield f"{'left out':<11}{others} passages that were done by another road (edited prompts)"


def _score(text: str) -> tuple[str, float]:
    check, _, number = text.rpartition("=")
    try:
        return check or _RATED, float(number)
    except ValueError:
        raise ConfigError(
            f"--min-score {text!r}: expected a number, or CHECK=NUMBER (faithfulness=0.8)"
        ) from None
