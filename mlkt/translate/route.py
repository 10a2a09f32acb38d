"""Routes: which engine translates which pair of languages.

route({"kn>en": ladder(nmt, chat), "en>*": chat, "*": memory})

The most exact entry counts: `kn>en`, then `kn>*`, then `*>en`, then `*`. Regions do not count.
"""

from collections.abc import Mapping
from typing import TypeVar

from mlkt.errors import EngineError
from mlkt.translate.paragraph import Engine, Paragraph
from mlkt.translate.tags import check_tag, without_region
from mlkt.translate.turns import Asking, Turns

Pair = tuple[str, str]
Value = TypeVar("Value")
_ANY = "*"


def route(table: Mapping[str, Engine]) -> "Route":
    """Return the engine that hands each paragraph to the entry for its pair of languages.

    Raises:
        EngineError: an entry is neither `SOURCE>TARGET` nor `*`.
        LanguageError: a code in one that is none.
    """
    return Route({read_pair(entry): engine for entry, engine in table.items()})


class Route(Asking):
    """Engines by pair of languages."""

    def __init__(self, engines: Mapping[Pair, Engine]) -> None:
        """Take the engines; `*` stands for any language."""
        self.engines = dict(engines)
        self.name = "route"

    def engine_for(self, source_lang: str, target_lang: str) -> Engine:
        """Return the engine of a pair.

        Raises:
            EngineError: no entry fits; names those there are.
        """
        return look_up(self.engines, source_lang, target_lang)

    def turns(self, paragraph: Paragraph) -> Turns:
        """Return what the engine of the paragraph's languages gives."""
        if not paragraph.pending:
            return paragraph
        first = paragraph.pending[0]
        engine = self.engine_for(first["source_lang"], first["target_lang"])
        return (yield engine, paragraph)


def look_up(table: Mapping[Pair, Value], source_lang: str, target_lang: str) -> Value:
    """Return the most exact entry of a table for a pair of languages.

    Raises:
        EngineError: no entry fits; names those there are.
    """
    source, target = without_region(source_lang), without_region(target_lang)
    for pair in ((source, target), (source, _ANY), (_ANY, target), (_ANY, _ANY)):
        if pair in table:
            return table[pair]
    known = ", ".join(">".join(pair) for pair in table)
    raise EngineError(
        f"no route from {source_lang!r} to {target_lang!r} (there are: {known}): "
        f'add "{source}>{target}", or "*" for all others'
    )


def read_pair(entry: str) -> Pair:
    """Return source and target of an entry, `*` for any.

    Raises:
        EngineError: it is neither `SOURCE>TARGET` nor `*`.
        LanguageError: a code in it that is none.
    """
    source, arrow, target = (part.strip() for part in entry.partition(">"))
    if entry.strip() == _ANY:
        return _ANY, _ANY
    if not (source and arrow and target) or ">" in target:
        raise EngineError(f'route {entry!r}: write "SOURCE>TARGET" (such as "kn>en"), or "*"')
    return _code(source), _code(target)


def _code(tag: str) -> str:
    if tag == _ANY:
        return _ANY
    check_tag(tag)
    return without_region(tag)
