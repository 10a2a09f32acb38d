"""The command line. Commands import what they need when they are called: `--help` stays light."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mlkt.errors import MlktError

Commands = Any  # argparse's own type for them is private


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed work, 2 a user's mistake.

    130 means that Ctrl-C stopped it. A reader of the output that goes away ends it quietly.
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
    try:
        return arguments.command(arguments)
    except MlktError as error:
        print(f"mlkt: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("mlkt: stopped; run the same command again to continue", file=sys.stderr)
        return 130


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
    _add_translate(commands)
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
    run.add_argument(
        "source", nargs="+", help="a .txt or .md file, or wikipedia:CODE:TITLE (wikipedia:kn:ಭಾರತ)"
    )
    run.add_argument("--lang", help="the documents' language as a BCP 47 code, e.g. kn")
    run.add_argument("--out", type=Path, help="output folder; needed unless --preview is given")
    run.add_argument("--config", type=Path, help="a YAML file; `mlkt init` writes a commented one")
    run.add_argument(
        "--strategy",
        choices=["pivot", "native"],
        help="pivot (default): translate, work in English, translate back; native: no translation",
    )
    _add_terms(run)
    run.add_argument("--limit", type=int, metavar="N", help="only the first N passages")
    run.add_argument(
        "--preview", type=int, metavar="N", help="show N passages as cards and write nothing"
    )
    run.set_defaults(command=_run)


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
    _add_terms(translate)
    translate.add_argument("--limit", type=int, metavar="N", help="only the first N records")
    translate.set_defaults(command=_translate)


def _add_terms(command: Commands) -> None:
    command.add_argument(
        "--memory", action="append", metavar="FILE.tmx", help="translation memory; may be repeated"
    )
    command.add_argument(
        "--glossary", action="append", metavar="FILE", help="terms: .csv, .tsv or .tbx"
    )
    command.add_argument(
        "--keep",
        action="append",
        metavar="FILE.txt",
        help="terms that are not translated, one a line",
    )


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
            from mlkt.run.versions import version

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


def _init(arguments: argparse.Namespace) -> int:
    from mlkt.cli.init import init

    return init(arguments.folder)


def _doctor(arguments: argparse.Namespace) -> int:
    from mlkt.cli.doctor import doctor

    return doctor(arguments.config)
