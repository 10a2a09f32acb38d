"""The words that name the parts of a reply: labels of the locales, keys of data formats.

vocabulary(load_locale("kn"), ("question", "answer")).kind_of("ಪ್ರಶ್ನೆ") -> ("question", "")
vocabulary(load_locale("kn"), ("question", "answer")).kind_of("answer_2") -> ("answer", "2")

Long labels of every language that has a locale are known whichever locale is given; short ones
(`Q`, `A`, `ಪ್ರ`) only of the given one and of English: elsewhere a letter means something else.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from mlkt.packs import Locale, languages, load_locale

# Names of fields in data formats, not words of a language: what prompts, APIs and data sets use.
KEYS: Mapping[str, tuple[str, ...]] = {
    "question": (
        "question", "questions", "q", "query", "question text", "user question",
        "generated question", "instruction", "prompt", "problem", "input", "user", "human",
    ),
    "answer": (
        "answer", "answers", "a", "answer text", "correct answer", "generated answer",
        "final answer", "response", "output", "completion", "reply", "solution", "assistant",
        "gpt", "bot", "model",
    ),
    "options": ("options", "choices"),
    "claim": ("claim", "claims", "statement", "fact"),
    "evidence": ("evidence", "quote", "quotation", "support", "source", "sentence", "span"),
    "verdict": (
        "verdict", "judgment", "judgement", "decision", "label", "supported", "answer", "result",
    ),
    "score": ("score", "total score", "rating", "grade", "points", "total"),
}  # fmt: skip
TAGS: Mapping[str, tuple[str, ...]] = {
    "question": ("question", "questions", "q"),
    "answer": ("answer", "answers", "correct answer", "final answer", "a"),
    "verdict": ("verdict", "judgment", "judgement"),
}
JOINERS = "\u200c\u200d"
INVISIBLE = "\u200b\u200e\u200f\u2060\u2066-\u2069\u202a-\u202e\ufeff\u061c\u00ad"
_DECORATION = regex.compile(rf"[{INVISIBLE}*_`~#\"'“”‘’\[\]()<>{{}}:：]+")
LETTERS = r"\p{L}[\p{L}\p{M}\u200c\u200d]{0,30}+(?![\p{L}\p{M}])"
# What may be a label: the vocabulary says whether it is one.
WORDS = rf"(?P<word>{LETTERS}(?:[ _-]{LETTERS}){{0,4}}?)"
_UNSEEN = regex.compile(rf"[{INVISIBLE}]")
_WHOLE_WORDS = regex.compile(r"[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}]|\p{L}.*\p{L}.*\p{L}")
_BOUND = regex.compile(r"(?P<bound>start|end)(?: of)?(?: the)?(?: (?P<rest>.+))?$")
_LATIN_MARKS = regex.compile(r"(?<=\p{Latin})\p{M}+")
_NUMBERED = regex.compile(r"^(?P<name>.*?\D)[\s_.#-]*(?P<number>\p{Nd}+)$", regex.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Folded names of fields, and the label words that may stand at the start of a line."""

    keys: Mapping[str, str]  # folded name -> kind
    long: Mapping[str, str]  # folded label that is a whole word -> kind
    short: Mapping[str, str]  # folded label of one or two letters -> kind

    def kind_of(self, name: str) -> tuple[str, str]:
        """Return kind and number of a key, a heading or a label; kind is empty if it is none."""
        kind, number, _ = find(self, name)
        return kind, number

    def best(self, names: Iterable[str]) -> str:
        """Return the name that says most plainly what it is, of several for one kind."""
        return min(names, key=list(self.keys).index)

    def label(self, word: str) -> tuple[str, bool]:
        """Return the kind of a label word and whether it is a short one."""
        return _label(self, word)


@lru_cache(maxsize=4096)
def find(words: Vocabulary, name: str) -> tuple[str, str, str]:
    """Return kind, number and folded name without the number; kind is empty if it is none."""
    folded = fold(_DECORATION.sub(" ", name)) if len(name) < 80 else ""
    if folded in words.keys:
        return words.keys[folded], "", folded
    found = _NUMBERED.match(folded)
    bare = found["name"].strip() if found else ""
    kind = words.keys.get(bare, "")
    return (kind, ascii_digits(found["number"]), bare) if found and kind else ("", "", folded)


@lru_cache(maxsize=4096)
def _label(words: Vocabulary, word: str) -> tuple[str, bool]:
    folded = fold(word).rstrip(JOINERS)
    return words.long.get(folded) or words.short.get(folded, ""), folded in words.short


@lru_cache(maxsize=4096)
def bounds(word: str) -> tuple[str, str]:
    """Return `start` or `end` and the rest of a tag's name: `End of Question`."""
    found = _BOUND.match(fold(word))
    return (found["bound"], found["rest"] or "") if found else ("", word)


def vocabulary(locale: Locale, kinds: tuple[str, ...], *, wide: bool = False) -> Vocabulary:
    """Return the words for fields of these kinds, the given locale's before all others.

    With `wide`, names of fields in data formats are labels too (`User:`, `Response:`).
    """
    own = tuple((kind, tuple(locale.labels.get(kind, ()))) for kind in kinds)
    return _vocabulary(own, kinds, wide)


@cache
def _vocabulary(
    own: tuple[tuple[str, tuple[str, ...]], ...], kinds: tuple[str, ...], wide: bool
) -> Vocabulary:
    near = [*own, *((kind, TAGS.get(kind, ())) for kind in kinds)]
    everywhere: list[tuple[str, Iterable[str]]] = []
    for code in languages():
        labels = load_locale(code).labels
        forms = [(kind, labels[kind]) for kind in kinds]
        everywhere += forms
        near += [(kind, tuple(words)) for kind, words in forms] if code == "en" else []
    everywhere += [(kind, KEYS.get(kind, ())) for kind in kinds] if wide else []
    long: dict[str, str] = {}
    short: dict[str, str] = {}
    for kind, words in [*near, *everywhere]:
        for word in map(fold, words):
            if _WHOLE_WORDS.search(word):
                long.setdefault(word, kind)
    for word, kind in [*long.items()]:  # "REPONSE": capitals often go without their accents
        long.setdefault(_without_marks(word), kind)
    for kind, words in near:
        for word in map(fold, words):
            if not _WHOLE_WORDS.search(word):
                short.setdefault(word, kind)
    keys = long | {word: kind for word, kind in short.items() if word not in long}
    for kind in (*kinds, "options"):
        for word in KEYS.get(kind, ()):
            keys.setdefault(word, kind)
    return Vocabulary(keys, long, short)


def fold(text: str) -> str:
    """Return `text` as it is compared: compatibility forms, case and separators made equal."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_UNSEEN.sub("", folded).replace("_", " ").replace("-", " ").split())


def ascii_digits(text: str) -> str:
    """Return a number as ASCII digits without leading zeros, of any script, in circles, in Han."""
    if text.isdecimal():
        digits = text if text.isascii() else "".join(str(unicodedata.digit(c)) for c in text)
        return digits.lstrip("0") or "0"
    number = 0
    for char in text:
        number = max(number, 1) * 10 if char == "十" else number + int(unicodedata.numeric(char))
    return str(number)


def _without_marks(word: str) -> str:
    """Return a word of Latin script without its accents, any other as it is."""
    plain = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", plain)
