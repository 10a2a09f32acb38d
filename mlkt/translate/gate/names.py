"""Names: those of a text stand in its translation, in whatever script.

en>kn  "… Angela Merkel in Berlin"  ->  "… ಏಂಜೆಲಾ ಮರ್ಕೆಲ್ …"     found: Angela, Merkel, missing: Berlin
kn>en  "Google ಮತ್ತು Facebook …"    ->  "The two rivers of …"   missing: face, goog

In a text of another script all Latin words are names, and come through as they are. In a language
of `locales/rendered_names.tsv` words with a capital inside a sentence are, without those that it
lists because translators render them (President, Monday, French): they come through as they are
into Latin script, and with their consonants into others (`skeletons`).
"""

import csv
import unicodedata
from functools import cache
from typing import NamedTuple

import regex

from mlkt.packs import pack_dir
from mlkt.translate.gate.skeletons import SCRIPTS, name_skeletons, skeletons
from mlkt.translate.gate.texts import Texts
from mlkt.translate.gate.verbatim import strip_verbatim
from mlkt.translate.tags import without_region

_MIN_LETTERS = 3
# Letters that survive a case ending or another spelling.
_PREFIX, _PREFIX_OF_NAME = 4, 5
_LATIN = regex.compile(r"\p{Latin}[\p{Latin}\p{M}'’]+")
_INSIDE = r"(?<=[\p{L}\p{M}\p{N},;:)”\"’]\s[\"“‘(]?)"  # not what begins a sentence
_CAPITALISED = r"\p{Lu}[\p{Latin}\p{M}-]+"
_CAPITAL = regex.compile(_CAPITALISED)
_NAME = regex.compile(rf"(?:{_INSIDE}|(?<={_CAPITALISED}\s)){_CAPITALISED}")
_MARKS = regex.compile(r"\p{M}+")


class Name(NamedTuple):
    """A name of one text, and whether the other one has it."""

    text: str
    is_held: bool


Sides = tuple[list[Name], list[Name]]  # of the source, of the target


def compare_names(texts: Texts) -> Sides:
    """Return the names of the source and those of the target, and whether the other has them."""
    source = texts.source, texts.source_script, texts.source_lang
    target = texts.target, texts.target_script, texts.target_lang
    return _compare(*source, *target[:2]), _compare(*target, *source[:2])


def find_names(text: str, lang: str) -> list[str]:
    """Return the words with a capital inside sentences that translators do not render.

    None in a language whose rendered names are not written down.
    """
    rendered = _rendered_names().get(without_region(lang))
    if rendered is None:
        return []
    return [
        name
        for name in dict.fromkeys(_NAME.findall(text))
        if len(name) >= _MIN_LETTERS and name not in rendered and not name.isupper()
    ]


def _compare(
    text: str, script: str | None, lang: str, other: str, other_script: str | None
) -> list[Name]:
    if script is None:
        return []
    if script != "Latn":
        return _compare_words(text, other, other_script)
    names = find_names(text, lang)
    if other_script == "Latn":
        said = " ".join(["", *map(_plain, _LATIN.findall(other))]) if names else ""
        shared = _capitals(text, names) & _capitals(other, [])
        found = [Name(name, f" {_plain(name)[:_PREFIX_OF_NAME]}" in said) for name in names]
        return [*found, *(Name(name, True) for name in sorted(shared))]
    if not names or other_script not in SCRIPTS:
        return []
    said = skeletons(other)
    return [
        Name(name, any(f" {form}" in said for form in forms))
        for name in names
        if (forms := name_skeletons(name))
    ]


def _capitals(text: str, names: list[str]) -> set[str]:
    """Return the words with a capital that are not among `names`: what begins a sentence too."""
    return {word for word in _CAPITAL.findall(text) if len(word) >= _MIN_LETTERS} - {*names}


def _compare_words(text: str, other: str, other_script: str | None) -> list[Name]:
    """Compare the beginnings of the Latin words of a text in another script.

    Between two such scripts what one writes in Latin letters the other may write by its sound.
    """
    words = dict.fromkeys(_LATIN.findall(strip_verbatim(text)))
    said = _plain(other) if words else ""
    found: dict[str, bool] = {}
    for word in words:
        begun = _plain(word)[:_PREFIX]
        is_held = regex.search(rf"(?<!\p{{L}}){regex.escape(begun)}", said) is not None
        if is_held or other_script == "Latn":
            found[begun] = is_held
        elif other_script in SCRIPTS and (forms := name_skeletons(word)):
            found[begun] = any(f" {form}" in skeletons(other) for form in forms)
    return [Name(word, is_held) for word, is_held in found.items()]


def _plain(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", text)).casefold().replace(".", "")


@cache
def _rendered_names() -> dict[str, frozenset[str]]:
    text = (pack_dir("locales") / "rendered_names.tsv").read_text(encoding="utf-8-sig")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["lang"]: frozenset(row["words"].split()) for row in rows}
