"""The words of verdicts: which forms say yes, no or unclear, and which words deny one.

forms(load_locale("en")).said("it is not true")      ["not true"]
forms(load_locale("en")).denied("the answer is not ", "yes")      True

Forms are the given locale's and English. What makes a `yes` a `no` is read off the forms
themselves: "not true" without "true" is "not", 不正确 without 正确 is 不.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import regex

from mlkt.packs import Locale, languages, load_locale
from mlkt.reply.fields.vocabulary import fold

SPACELESS = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
WORD = r"\p{L}\p{M}\p{N}"
_WORDS = regex.compile(rf"[{WORD}]++")
_SIGNS = regex.compile(rf"{SPACELESS}++")
_SENTENCE_END = regex.compile(r"[.:;!?…—–؟؛。।॥۔|/\n]")
_CLAUSE_END = regex.compile(r"[,،、]")
_SPACES = regex.compile(r"[,،、\s]")
_NEAR = 5  # words before a verdict that may deny it, or offer another one
_NEAR_SIGNS = 10  # the same where words have no spaces between them
_LONG = 3  # letters of a word that is known at the end of a longer one: `cannot`


class Verdict(StrEnum):
    """What a judge says; `UNCLEAR` also stands for a reply without a readable verdict."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """Folded forms of verdicts in one language and English.

    `asked` are the words that a verdict is asked for in, the first of each. `denials` are words
    that make a verdict its opposite. `by_words` holds each form as its words.
    """

    verdicts: Mapping[str, Verdict]
    asked: frozenset[str]
    denials: frozenset[str]
    by_words: Mapping[tuple[str, ...], str]
    begins: regex.Pattern[str]  # the longest form that a folded text begins with
    signs: regex.Pattern[str]  # forms and denials of scripts without spaces, the longest first

    def said(self, text: str) -> list[str]:
        """Return the forms in a folded text, of several at one place the longest."""
        return [form for form, _ in self._units(_WORDS.findall(text)) if form in self.verdicts]

    def denied(self, before: str, form: str) -> bool:
        """Return whether the folded text before a form denies it, or offers another verdict."""
        sentence = _SENTENCE_END.split(before)[-1]
        return self._denied_by_words(sentence, form) or self._denied_by_signs(sentence, form)

    def _denied_by_words(self, sentence: str, form: str) -> bool:
        words = _WORDS.findall(sentence)
        clause = len(_WORDS.findall(_CLAUSE_END.split(sentence)[-1]))
        for unit, left in self._units(words[-2 * _NEAR :]):
            verdict = self.verdicts.get(unit)
            if verdict and left < (_NEAR if unit in self.asked else 1):
                if verdict is not self.verdicts[form]:
                    return True
            elif not verdict and left < min(_NEAR, clause) and self._denies(unit):
                return True
        return False

    def _denied_by_signs(self, sentence: str, form: str) -> bool:
        near = sentence[-_NEAR_SIGNS:]
        for found in self.signs.finditer(near):
            sign = found.group()
            if sign in self.denials:
                if not _SPACES.search(near, found.end()):
                    return True
            elif self.verdicts[sign] is not self.verdicts[form]:
                return True
        return False

    def _denies(self, word: str) -> bool:
        long = (denial for denial in self.denials if len(denial) >= _LONG)
        return word in self.denials or word.endswith(tuple(long))

    def _units(self, words: list[str]) -> Iterator[tuple[str, int]]:
        """Yield forms, and words that are in none, each with the number of words after it."""
        at, longest = 0, max(map(len, self.by_words), default=1)
        while at < len(words):
            sizes = range(min(longest, len(words) - at), 0, -1)
            size = next((n for n in sizes if tuple(words[at : at + n]) in self.by_words), 0)
            unit = self.by_words[tuple(words[at : at + size])] if size else words[at]
            at += size or 1
            yield unit, len(words) - at


def forms(locale: Locale) -> Forms:
    """Return the forms of a locale's verdicts, the words that prompts ask for first."""
    return _forms(tuple((verdict, tuple(getattr(locale, verdict))) for verdict in Verdict))


@lru_cache(maxsize=64)
def _forms(own: tuple[tuple[Verdict, tuple[str, ...]], ...]) -> Forms:
    english = load_locale("en") if "en" in languages() else None
    verdicts: dict[str, Verdict] = {}
    for verdict, words in own:
        for word in (*words, verdict, *(getattr(english, verdict) if english else ())):
            verdicts.setdefault(fold(word), verdict)
    first: dict[Verdict, str] = {}
    for form, verdict in verdicts.items():
        first.setdefault(verdict, form)
    denials = frozenset(_denials(verdicts))
    signs = [form for form in verdicts if len(form) > 1 and _SIGNS.fullmatch(form)]
    signs += [word for word in denials if _SIGNS.fullmatch(word)]
    return Forms(
        verdicts=verdicts,
        asked=frozenset({*first.values(), *map(str, Verdict)}),
        denials=denials,
        by_words={tuple(_WORDS.findall(form)): form for form in verdicts},
        begins=regex.compile(rf"(?:{_longest_first(verdicts)})(?![{WORD}])"),
        signs=regex.compile(_longest_first(signs) or r"(?!)"),
    )


def _longest_first(texts: Iterable[str]) -> str:
    return "|".join(map(regex.escape, sorted(texts, key=len, reverse=True)))


def _denials(verdicts: Mapping[str, Verdict]) -> Iterator[str]:
    """Yield what stands beside the longest `yes` at an end of each `no`."""
    yes = sorted((form for form in verdicts if verdicts[form] is Verdict.YES), key=len)
    plain = {word for form in yes for word in _WORDS.findall(form)}
    for form in verdicts:
        if verdicts[form] is Verdict.NO:
            rests = (rest for part in reversed(yes) if (rest := _beside(form, part)))
            word = next(rests, "")
            if word and word not in plain:
                yield word


def _beside(form: str, part: str) -> str:
    """Return the word, or the signs, beside `part` at the start or the end of `form`."""
    signs = bool(_SIGNS.fullmatch(form))
    for rest, end in ((form.removesuffix(part), -1), (form.removeprefix(part), 0)):
        words = _WORDS.findall(rest)
        apart = signs or not rest[end:] or not _WORDS.match(rest[end:])
        if len(rest) < len(form) and words and apart:
            return words[end]
    return ""
