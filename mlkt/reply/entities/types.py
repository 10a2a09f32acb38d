"""What replies call the types of entities, their fields, and none: `locales/entity_types.tsv`.

entity_words(load_locale("kn"), ("person", "place")).type_of("**ವ್ಯಕ್ತಿ**")  ->  "person"
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mlkt.packs import Locale, pack_dir
from mlkt.reply.fields.vocabulary import fold

TYPES = ("person", "place", "organization", "event", "work", "date", "number", "other")
_MAX_LABEL = 60  # characters: a type is a word or three
_AROUND = "*_`#\"'“”‘’«»「」[]()<>（）【】:： \t"


@dataclass(frozen=True, slots=True)
class EntityWords:
    """Words for the types that are asked for, for a field of the type and of the entity, for none.

    `types` maps words to the codes of types; all words are folded.
    """

    types: dict[str, str]
    type_labels: frozenset[str]
    entity_labels: frozenset[str]
    none: frozenset[str]

    def type_of(self, label: str) -> str:
        """Return the type that a label names, with a number or not; empty where it names none."""
        folded = _bare(label)
        return self.types.get(folded) or self.types.get(folded.rstrip("0123456789. "), "")


def entity_words(locale: Locale, types: tuple[str, ...] = TYPES) -> EntityWords:
    """Return the words of all languages, those of `locale` and English before the others.

    A type of the user's own is known by its own word, with underscores or spaces, and with the `s`
    of an English plural.
    """
    return _entity_words(locale.code, types)


@cache
def _entity_words(code: str, types: tuple[str, ...]) -> EntityWords:
    table = _table()
    rows = [table[lang] for lang in sorted(table, key=lambda lang: (lang != code, lang != "en"))]
    words = {form: type for type in types for form in (fold(type), f"{fold(type)}s")}
    for row in rows:
        for type in types:
            for word in row.get(type, ()):
                words.setdefault(word, type)
    fields = [
        frozenset(word for row in rows for word in row[name] if word not in words)
        for name in ("type", "entity", "none")
    ]
    return EntityWords(words, *fields)


def is_word(text: str, words: frozenset[str]) -> bool:
    """Return whether a text is one of the folded words, whatever emphasis stands around it."""
    return _bare(text) in words


def _bare(label: str) -> str:
    return fold(label.strip(_AROUND)) if len(label) <= _MAX_LABEL else ""


@cache
def _table() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return language -> type or field -> its folded words."""
    text = (pack_dir("locales") / "entity_types.tsv").read_text(encoding="utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith("#")]

    def read() -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            lang = row.pop("lang")
            yield lang, {name: tuple(map(fold, forms.split("|"))) for name, forms in row.items()}

    return dict(read())
