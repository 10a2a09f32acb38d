"""The user's seed examples for a run: read and checked before anything is asked."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from mlkt.chains.recipes import RECIPES, VIEWS, recipe
from mlkt.chains.seeds import seeds_in
from mlkt.config import Config
from mlkt.errors import ConfigError, SourceError, nearest
from mlkt.packs import with_input
from mlkt.rows import Row, Seed
from mlkt.sources import Cut, Document
from mlkt.sources.qna import inspect_qna, told
from mlkt.translate.route import Pair

Cuts = list[tuple[Document, Cut]]
_SHOWN = "examples"  # the input of a prompt that shows a seed


def read_seeds(config: Config) -> list[Seed]:
    """Return the seeds of all files; one whose name says no language is in the documents'.

    Raises:
        SourceError: a file cannot be read, or files have mistakes: all of them, with their lines.
        LanguageError: an unknown language.
        ConfigError: a recipe or a prompt that shows no seeds.
    """
    if config.seeds:
        _check_prompts(config)
    seeds: list[Seed] = []
    mistakes: list[str] = []
    for path in config.seeds:
        _check_there(path)
        qna, found = inspect_qna(path, config.lang)
        mistakes += found
        seeds += qna.seeds if qna else ()
    if mistakes:
        raise SourceError(told(mistakes))
    return seeds


def with_seeds(cuts: Cuts, seeds: list[Seed]) -> Cuts:
    """Return the documents with these seeds in every row, behind those that it has."""
    if not seeds:
        return cuts
    return [
        (document, replace(cut, rows=[_seeded(row, seeds) for row in cut.rows]))
        for document, cut in cuts
    ]


def seed_langs(cuts: Cuts, config: Config) -> tuple[str, ...]:
    """Return the languages that seeds are translated from: of rows with none to show as it is."""
    rows = [row for _, cut in cuts for row in cut.rows if not seeds_in(row, works_in(config))]
    found: list[list[Seed]] = [row.get("seeds", []) for row in rows]
    return tuple(sorted({seed["lang"] for seeds in found for seed in seeds}))


def seed_pairs(config: Config) -> list[Pair]:
    """Return the pairs of languages that seeds are translated between."""
    return [(lang, works_in(config)) for lang in config.seed_langs]


def works_in(config: Config) -> str:
    """Return the language that a chain works in."""
    return config.pivot if config.strategy == "pivot" else config.lang


def _seeded(row: Row, seeds: list[Seed]) -> Row:
    if "skill" in row:  # its own seed is what it is made of
        return row
    return row | {"seeds": [*row.get("seeds", []), *seeds]}


def seed_digests(config: Config) -> list[str]:
    """Return a hash of each file's content."""
    for path in config.seeds:
        _check_there(path)
    return [hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in config.seeds]


def _check_there(path: Path) -> None:
    if not path.exists():
        beside = [item.name for item in path.parent.iterdir()] if path.parent.is_dir() else []
        raise SourceError(f"--seeds {str(path)!r}: no such file{nearest(path.name, beside)}")


def _check_prompts(config: Config) -> None:
    """Refuse seeds that no request would show.

    Raises:
        ConfigError: no prompt of the recipe shows any, or one of the user's does not.
    """
    if config.chain:  # nobody knows which prompts a chain of the user's takes
        return
    views = config.views or VIEWS
    used = set(recipe(config.recipe).requests(config.strategy, config.steps, views))
    showing = sorted(used & set(with_input(_SHOWN)))
    if not showing:
        raise ConfigError(
            f"--seeds: the recipe {config.recipe!r} shows no seed examples: leave them away, or "
            f"take one that does ({', '.join(_recipes_that_show())})"
        )
    for task in showing:
        step = config.steps.get(task)
        if step and step.prompt and _SHOWN not in step.prompt.inputs:
            raise ConfigError(
                f"--seeds: your prompt of steps.{task} has no input {_SHOWN!r} and would not show "
                f"them: add it, or leave the seeds away"
            )


def _recipes_that_show() -> Iterable[str]:
    showing = set(with_input(_SHOWN))
    return [known.name for known in RECIPES if showing & set(known.calls({}, VIEWS))]
