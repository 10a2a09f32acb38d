"""The translation memory: what people have translated before, looked up word for word.

memory = load_memory(Path("mlkt/samples/kn.tmx"))
memory.lookup("ಮೈಸೂರು", "kn", "en") -> "Mysuru"
memory.lookup("Mysuru", "en", "kn") -> "ಮೈಸೂರು"
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from mlkt.errors import MemoryFileError
from mlkt.rows import folded
from mlkt.steps import step
from mlkt.translate.memory.near import NearTexts
from mlkt.translate.memory.tmx import Unit, iterate_tmx
from mlkt.translate.paragraph import MEMORY, Engine, Paragraph, fill, give_up
from mlkt.translate.tags import without_region


def load_memory(*paths: Path) -> "TranslationMemory":
    """Return the memory that TMX files hold together; a later file wins over an earlier one.

    Raises:
        MemoryFileError: a file cannot be read, names file and line, or holds no pair of texts.
    """
    return TranslationMemory(unit for path in paths for unit in _some_units(path))


def _some_units(path: Path) -> Iterator[Unit]:
    """Yield the units of a file; one without a pair would be a memory of nothing."""
    holds_pair = False
    for unit in iterate_tmx(path):
        holds_pair = holds_pair or len(unit.texts) > 1
        yield unit
    if not holds_pair:
        raise MemoryFileError(
            f"{str(path)!r} holds no <tu> with texts in two languages: name one that holds "
            "translations"
        )


def memory_engine(memory: "TranslationMemory") -> Engine:
    """Return the engine that translates what `memory` holds, and nothing else.

    A segment without an equal in the memory keeps no target and has the blocking problem
    `untranslated`: the source text never stands in for a translation. What resembles it goes into
    the paragraph's `examples`, for a chat model that may come next.
    """

    def look_up(paragraph: Paragraph) -> Paragraph:
        targets: dict[str, str] = {}
        examples = list(paragraph.examples)
        for segment in paragraph.pending:
            asked = segment["source"], segment["source_lang"], segment["target_lang"]
            target = memory.lookup(*asked)
            if target is not None:
                targets[segment["id"]] = target
            else:
                examples += [pair for pair in memory.near(*asked) if pair not in examples]
        filled = replace(fill(paragraph, targets, MEMORY), examples=examples)
        return give_up(filled, MEMORY, "no equal segment in the translation memory")

    return step(look_up, name=MEMORY)


class TranslationMemory:
    """Units by language pair and text, in all directions.

    Two texts are equal when they are the same in NFC with white space folded; ZWJ and ZWNJ count.
    Regions do not count (`en-US` is `en`), scripts do.
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self._targets: dict[tuple[str, str], dict[str, str]] = {}
        self._near: dict[tuple[str, str], NearTexts] = {}
        for unit in units:
            self._add(unit)

    def lookup(self, text: str, source_lang: str, target_lang: str) -> str | None:
        """Return the translation of `text`, or None where the memory holds none."""
        pair = (without_region(source_lang), without_region(target_lang))
        return self._targets.get(pair, {}).get(folded(text))

    def near(self, text: str, source_lang: str, target_lang: str) -> list[tuple[str, str]]:
        """Return the two units that resemble `text` most, as (source, target), if any do."""
        pair = (without_region(source_lang), without_region(target_lang))
        targets = self._targets.get(pair, {})
        if pair not in self._near:
            self._near[pair] = NearTexts(targets)
        return [(source, targets[source]) for source in self._near[pair].find(folded(text))]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return the directions it can translate, as (source, target)."""
        return sorted(self._targets)

    @property
    def languages(self) -> list[str]:
        """Return the languages it can translate from or to."""
        return sorted({lang for pair in self._targets for lang in pair})

    def _add(self, unit: Unit) -> None:
        texts = [(without_region(lang), folded(text)) for lang, text in unit.texts]
        for source_lang, source in texts:
            for target_lang, target in texts:
                if source_lang != target_lang and source and target:
                    self._targets.setdefault((source_lang, target_lang), {})[source] = target
