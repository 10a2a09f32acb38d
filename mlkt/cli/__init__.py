"""The command line. Commands import what they need when they are called: `--help` stays light."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mlkt.cli.collector import rare_collections
from mlkt.cli.options import add_retry, add_sources, add_spending, add_terms
from mlkt.cli.stopping import terminable
from mlkt.errors import CONTINUE, MlktError

Commands = Any  # argparse's own type for them is private


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed work, 2 a user's mistake.

    130 means that Ctrl-C stopped it, 143 that SIGTERM did. A reader of the output that goes away
    ends it quietly.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # Windows may stand on another code page
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        try:
            return _command(argv)
        finally:
            sys.stdout.flush()  # here, where a closed pipe can be caught, also after --help
    except BrokenPipeError:
        # Python flushes once more at its end ("Note on SIGPIPE" of the module signal)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _command(argv: Sequence[str] | None) -> int:
    arguments = _parser().parse_args(argv)
    with rare_collections(), terminable() as code:
        try:
            return arguments.command(arguments)
        except MlktError as error:
            print(f"mlkt: {error}", file=sys.stderr)
            return error.exit_code
        except OSError as error:
            if error.filename is None:  # a closed pipe, and what no user can mend
                raise
            print(f"mlkt: {str(error.filename)!r}: {error.strerror}", file=sys.stderr)
            return MlktError.exit_code
        except KeyboardInterrupt:
            print(f"mlkt: stopped; {CONTINUE}", file=sys.stderr)
            return code[0]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mlkt",
        description="Turn documents in any language into checked question-answer training data.",
    )
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    parser.set_defaults(command=_no_command(parser))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_demo(commands)
    _add_run(commands)
    _add_estimate(commands)
    _add_recipes(commands)
    _add_refilter(commands)
    _add_translate(commands)
    _add_journal(commands)
    _add_init(commands)
    _add_doctor(commands)
    return parser


def _add_demo(commands: Commands) -> None:
    demo = commands.add_parser(
        "demo",
        help="the whole road on a sample article, with no model and no network",
        description="Run the whole road on a sample article that ships with mlkt. No model, no key "
        "and no network are needed: a rule-based teacher answers, and translations come from the "
        "sample's translation memory.",
    )
    demo.add_argument("--lang", default="kn", help="the sample's language: kn, hi or sw")
    demo.add_argument("--think", action="store_true", help="let the teacher reason in think tags")
    demo.add_argument("--out", type=Path, help="output folder (default: mlkt-demo-LANG)")
    demo.set_defaults(command=_demo)


def _add_run(commands: Commands) -> None:
    run = commands.add_parser(
        "run",
        help="documents in, checked question-answer pairs out",
        description="Turn documents into checked question-answer pairs in their language. The "
        "teacher is the OpenAI-compatible server named by TEACHER_MODEL_BASE_URL, "
        "TEACHER_MODEL_NAME and TEACHER_MODEL_API_KEY (also from a .env file); CRITIC_MODEL_… and "
        "TRANSLATOR_MODEL_… name others. Without any, a rule-based teacher answers.",
    )
    add_sources(run)
    run.add_argument("--out", type=Path, help="output folder; needed unless --preview is given")
    run.add_argument(
        "--preview", type=int, metavar="N", help="show N passages as cards and write nothing"
    )
    run.add_argument(
        "--engine",
        choices=["asyncio", "ray"],
        default="asyncio",
        help="asyncio (default): this process; ray: workers, on the cluster at RAY_ADDRESS or here",
    )
    run.add_argument(
        "--workers", type=int, metavar="N", help="with --engine ray (default: one a machine)"
    )
    add_retry(run)
    add_spending(run)
    run.set_defaults(command=_run)


def _add_estimate(commands: Commands) -> None:
    estimate = commands.add_parser(
        "estimate",
        help="what `mlkt run` would ask and cost: requests, tokens and money by step",
        description="Count what `mlkt run` with the same arguments would ask, and what it would "
        "cost by the `prices` of the configuration. Nothing is asked and nothing is written.",
    )
    add_sources(estimate)
    estimate.add_argument(
        "--tokenizer",
        type=Path,
        metavar="MODEL",
        help="count by this SentencePiece model, not by the language's usual number of tokens",
    )
    estimate.add_argument(
        "--trial",
        type=Path,
        metavar="DIR",
        help="the --out folder of a run over the first passages (--limit 5): replies are then "
        "taken to be as many and as long as there",
    )
    estimate.set_defaults(command=_estimate)


def _add_recipes(commands: Commands) -> None:
    recipes = commands.add_parser(
        "recipes", help="list the recipes of `mlkt run`, with what each costs"
    )
    recipes.set_defaults(command=_recipes)


def _add_refilter(commands: Commands) -> None:
    refilter = commands.add_parser(
        "refilter",
        help="cut a finished run anew, stricter or looser; no model is asked",
        description="Decide anew which pairs of a run are kept, by the verdicts they carry, find "
        "duplicates again and write the files. A pair that a check was never asked of stays out.",
    )
    refilter.add_argument("folder", type=Path, help="the --out folder of a run")
    refilter.add_argument("--to", type=Path, metavar="DIR", help="write there, not in the folder")
    refilter.add_argument(
        "--min-score",
        action="append",
        metavar="[CHECK=]NUMBER",
        help="the least skill_rating (1 to 3), or faithfulness=0.8; may be repeated",
    )
    refilter.add_argument("--checks", nargs="+", metavar="CHECK", help="only these must be yes")
    refilter.add_argument(
        "--rule", default="all", help="of several judges: all say yes (default), any, or the first"
    )
    refilter.add_argument(
        "--require-agreement", action="store_true", help="two judges must have said yes"
    )
    near = refilter.add_mutually_exclusive_group()
    near.add_argument("--near", type=float, default=0.8, help="likeness of near duplicates (0.8)")
    near.add_argument(
        "--no-near", dest="near", action="store_const", const=None, help="only the same questions"
    )
    refilter.set_defaults(command=_refilter)


def _add_translate(commands: Commands) -> None:
    translate = commands.add_parser(
        "translate",
        help="a data set or a text into another language, every translation checked",
        description="Translate the texts of a data set (JSON Lines) or of a text. Records keep "
        "their form; a record with a text that cannot be translated, or that the gate rejects, "
        "goes to rejected.jsonl with the reason and never through as it was.",
    )
    translate.add_argument("file", type=Path, help="a .jsonl, .txt or .md file")
    translate.add_argument(
        "--fields",
        nargs="+",
        metavar="PATH",
        help="the texts of a record, e.g. question answer messages.*.content (for .jsonl)",
    )
    translate.add_argument("--from", dest="source_lang", required=True, metavar="CODE")
    translate.add_argument("--to", dest="target_lang", required=True, metavar="CODE")
    translate.add_argument("--out", type=Path, required=True, help="output folder")
    translate.add_argument("--config", type=Path, help="a YAML file; `mlkt init` writes one")
    add_terms(translate)
    translate.add_argument("--limit", type=int, metavar="N", help="only the first N records")
    add_retry(translate)
    add_spending(translate)
    translate.set_defaults(command=_translate)


def _add_journal(commands: Commands) -> None:
    journal = commands.add_parser(
        "journal", help="look into what a run has paid for: stats, prune, export"
    )
    journal.add_argument(
        "action",
        choices=["stats", "prune", "export"],
        help="stats: replies and tokens by model; prune: take out empty and cut-off replies; "
        "export: every reply as a line of JSON",
    )
    journal.add_argument("folder", type=Path, help="the --out folder of a run")
    journal.set_defaults(command=_journal)


def _add_init(commands: Commands) -> None:
    init = commands.add_parser("init", help="write a commented mlkt.yaml and .env.example")
    init.add_argument("folder", nargs="?", type=Path, default=Path(), help="where (default: here)")
    init.set_defaults(command=_init)


def _add_doctor(commands: Commands) -> None:
    doctor = commands.add_parser(
        "doctor", help="check the models, list packs, extras and versions; failures say their cure"
    )
    doctor.add_argument("--config", type=Path, help="the YAML file to check")
    doctor.set_defaults(command=_doctor)


def _no_command(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    def command(arguments: argparse.Namespace) -> int:
        if arguments.version:
            from mlkt.run.files.versions import version

            print(f"mlkt {version('mlkt')}")
            return 0
        parser.print_help()
        return 2

    return command


def _demo(arguments: argparse.Namespace) -> int:
    from mlkt.cli.demo import demo

    return demo(arguments.lang, think=arguments.think, out=arguments.out)


def _translate(arguments: argparse.Namespace) -> int:
    from mlkt.cli.translate import translate

    return translate(arguments)


def _run(arguments: argparse.Namespace) -> int:
    from mlkt.cli.run import run

    return run(arguments)


def _estimate(arguments: argparse.Namespace) -> int:
    from mlkt.cli.estimate import estimate

    return estimate(arguments)


def _recipes(arguments: argparse.Namespace) -> int:
    from mlkt.cli.recipes import recipes

    return recipes()


def _refilter(arguments: argparse.Namespace) -> int:
    from mlkt.cli.refilter import refilter

    return refilter(arguments)


def _journal(arguments: argparse.Namespace) -> int:
    from mlkt.cli import journal

    return getattr(journal, arguments.action)(arguments.folder)


def _init(arguments: argparse.Namespace) -> int:
    from mlkt.cli.init import init

    return init(arguments.folder)


def _doctor(arguments: argparse.Namespace) -> int:
    from mlkt.cli.doctor import doctor

    return doctor(arguments.config)
