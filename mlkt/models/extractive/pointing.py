"""Tell whether a question points at the text it was made from: "according to the passage".

"How many wards does the given text name?"      ->  points: without the text nobody can answer
"What does the text of the treaty forbid?"      ->  does not: it says which text

The words stand in `locales/text_pointers.tsv`, for each language: what a text is called, the
endings of such nouns, words that pick one (second, given, above), and the frames around them; the
head of that file says what its kinds mean.
"""

import csv
from collections.abc import Iterable
from functools import cache

import regex

from mlkt.packs import pack_dir

_KINDS = ("noun", "ending", "which", "frame", "opening", "named")
# Joiners and the vowel signs of Arabic are written or left out: ವಾಕ್ಯ‌ವೃಂದ, وفقًا.
_OPTIONAL = regex.compile(r"[\u200C\u200D\u064B-\u0652\u0640\u093C]")
_LETTER = r"[\p{L}\p{M}\p{N}]"
# Scripts written without spaces: a match may stand beside other letters.
_DENSE = regex.compile(r"[\p{Line_Break=SA}\p{Line_Break=ID}\p{Line_Break=CJ}]")


def points_at_text(question: str, lang: str) -> bool:
    """Return whether `question` points at its text; False where nobody has written the words down.

    `lang` is a locale's code. What is quoted in the question counts too.
    """
    pointer = _pointer(lang)
    return bool(pointer and pointer.search(_plain(question)))


def pointing_languages() -> list[str]:
    """Return the languages whose words are known."""
    return sorted(_forms())


@cache
def _pointer(lang: str) -> "regex.Pattern[str] | None":
    forms = _forms().get(lang)
    if forms is None:
        return None
    noun = _any(forms["noun"]) + (f"(?:{_any(forms['ending'])})?" if forms["ending"] else "")
    frames = [
        _words(frame).replace(r"\{noun\}", noun).replace(r"\{which\}", _any(forms["which"]))
        for frame in forms["frame"]
    ]
    frames += [r"(?<=^\W*)" + _words(opening) for opening in forms["opening"]]
    edges = ("", "") if _DENSE.search(forms["noun"][0]) else (f"(?<!{_LETTER})", f"(?!{_LETTER})")
    named = "|".join([r"\p{Nd}", *(_words(form) + edges[1] for form in forms["named"])])
    return regex.compile(rf"{edges[0]}(?:{'|'.join(frames)}){edges[1]}(?!\s+(?:{named}))")


def _any(forms: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(_words, forms))})"


def _words(form: str) -> str:
    escaped = regex.escape(_plain(form), special_only=False, literal_spaces=True)
    return escaped.replace(r"\*", rf"{_LETTER}*").replace(" ", r"\s+")


def _plain(text: str) -> str:
    return _OPTIONAL.sub("", text).casefold().replace("’", "'")


@cache
def _forms() -> dict[str, dict[str, list[str]]]:
    text = (pack_dir("locales") / "text_pointers.tsv").read_text(encoding="utf-8-sig")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    found: dict[str, dict[str, list[str]]] = {}
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        kinds = found.setdefault(row["lang"], {kind: [] for kind in _KINDS})
        kinds[row["kind"]] += row["forms"].split("|")
    return found
