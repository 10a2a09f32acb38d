"""Options that several commands share: what is read, what words are kept, what may be spent."""

from pathlib import Path
from typing import Any

Command = Any  # argparse's own type for a command's parser is private


def add_sources(command: Command) -> None:
    """Add what `mlkt run` reads and how it works on it."""
    command.add_argument(
        "source",
        nargs="+",
        help="a .txt or .md file, wikipedia:CODE:TITLE (wikipedia:kn:ಭಾರತ), or a .jsonl file of "
        "passages with seed examples in columns (sdg_hub's seed data)",
    )
    command.add_argument("--lang", help="the documents' language as a BCP 47 code, e.g. kn")
    command.add_argument(
        "--config", type=Path, help="a YAML file; `mlkt init` writes a commented one"
    )
    command.add_argument("--recipe", metavar="NAME", help="what is made; `mlkt recipes` lists them")
    command.add_argument(
        "--strategy",
        metavar="NAME",
        help="pivot (default): translate, work in English, translate back; native: no translation; "
        "hybrid: English instructions, the document's own language; reverse: the answers are the "
        "document's own sentences",
    )
    command.add_argument(
        "--view",
        action="append",
        dest="views",
        metavar="KIND",
        help="a kind of summary (detailed, extractive, facts; invented: the model proposes kinds) "
        "or a prompt file of your own, NAME.md; may be repeated",
    )
    command.add_argument(
        "--task",
        action="append",
        dest="tasks",
        metavar="FILE.md",
        help="an instruction of your own for --recipe tasks: a prompt file; may be repeated",
    )
    command.add_argument(
        "--seeds",
        action="append",
        metavar="FILE.yaml",
        help="seed examples that the questions take after: a qna.yaml, its language in its name "
        "(qna.kn.yaml), else the documents'; may be repeated",
    )
    add_terms(command)
    command.add_argument("--limit", type=int, metavar="N", help="only the first N passages")


def add_terms(command: Command) -> None:
    """Add the files that say how words are translated."""
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


def add_retry(command: Command) -> None:
    """Add the option that tries failed work again."""
    command.add_argument(
        "--retry-failed",
        action="store_true",
        help="try again what failed in --out (failed.jsonl); without it, what failed stays so",
    )


def add_spending(command: Command) -> None:
    """Add the options to a command's parser."""
    command.add_argument(
        "--budget",
        metavar="AMOUNT",
        help="stop before the folder's requests cost more, by the `prices` of the configuration; "
        "the same command with more goes on",
    )
    command.add_argument(
        "--max-requests",
        type=int,
        metavar="N",
        help="stop when the folder holds the replies to N requests; the same command with more "
        "goes on",
    )
    command.add_argument(
        "--log-json", action="store_true", help="progress as JSON lines on standard error"
    )
