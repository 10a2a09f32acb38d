r"""What a chat model says around a translation: preambles, notes, offers, fences.

Here is the Kannada translation:\n\nನಗರದಲ್ಲಿ 65 ವಾರ್ಡ್‌ಗಳಿವೆ.          chatter
ನಗರದಲ್ಲಿ 65 ವಾರ್ಡ್‌ಗಳಿವೆ. (ಸೂಚನೆ: ಸಂಖ್ಯೆಗಳನ್ನು ಉಳಿಸಲಾಗಿದೆ.)           chatter

The words stand in `locales/chatter.tsv`, for each language: beginnings of words for translating,
labels of notes, openers and closers. All languages are looked for in all targets, because a model
may talk in any. A source that speaks of the same is spared.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from mlkt.errors import LanguageError
from mlkt.packs import load_locale, pack_dir
from mlkt.text.alternatives import any_of
from mlkt.translate.gate.texts import Texts
from mlkt.translate.problems import Problem

_LEAD = regex.compile(r"\s*[^\n:：]{0,100}[:：]|\s*[^\n]{1,100}\n")
_MAX_OPENER = 60  # characters of a preamble that only opens: Sure, here you go:
_MAX_WORDS_WITH_LANGUAGE = 8
_MIN_LATIN_WORDS = 3
_STOP = regex.compile(r"[.!?…\p{SB=STerm}]+")
_COLON = regex.compile("[:：]")
_MARKUP = regex.compile(
    r"```|</?(?:think|translation|answer|output)>|<\|\w+\|>|\[/?INST\]|\*\*\w+:\*\*"
)
_PARAGRAPH = regex.compile(r"\n[ \t]*\n\s*(?=\S)")
_LAST_BRACKET = regex.compile(r"[(\[（【][^()\[\]（）【】]{1,200}[)\]）】][.\s]*\Z")
# Latin words before the first or behind the last sign of another script.
_LATIN_WORD = regex.compile(r"\p{Latin}[\p{Latin}\p{M}'’]*+")
_LATIN_LEAD = regex.compile(r"[^\p{L}]*+(?:\p{Latin}[\p{Latin}\p{M}'’]*+[^\p{L}]+){3,}")
_LATIN_TAIL = regex.compile(
    r"(?:(?<![\p{L}\p{M}])\p{Latin}[\p{Latin}\p{M}'’]*+(?:[^\p{L}]+|\Z)){3,}\Z"
)


@dataclass(frozen=True, slots=True)
class _Words:
    translation: "regex.Pattern[str]"
    translating: "regex.Pattern[str]"  # the same inside other words: translator, mtafsiri
    note: "regex.Pattern[str]"
    opener: "regex.Pattern[str]"
    closer: "regex.Pattern[str]"


def check_chatter(texts: Texts) -> Iterator[Problem]:
    """Find what is not translated from the source but said about the translation."""
    evidence = next(_said(texts), None)
    if evidence is not None:
        yield Problem("chatter", "blocking", evidence.strip()[:80])


def _said(texts: Texts) -> Iterator[str]:
    source, target = texts.source, texts.target
    yield from sorted(set(_MARKUP.findall(target)) - set(_MARKUP.findall(source)))
    yield from _before(texts)
    if _COLON.search(target) and not _words().note.search(source):
        for match in _words().note.finditer(target):
            if match.start() > 0 or not _LEAD.match(source):
                yield target[match.start() :]
    bracket = _LAST_BRACKET.search(target)
    if bracket and _words().translation.search(bracket.group()):
        if not _words().translating.search(source):
            yield bracket.group()
    closer = _words().closer.search(target)
    if closer and len(_STOP.findall(target)) > len(_STOP.findall(source)):
        yield closer.group()
    if "\n" in target and _paragraphs(target) > _paragraphs(source):
        yield target[-80:]
    if texts.target_script not in (None, "Latn"):
        yield from _latin_around(texts)


def _before(texts: Texts) -> Iterator[str]:
    """Yield the preamble: up to the first colon or line's end, or an opener that exclaims."""
    source, target, words = texts.source, texts.target, _words()
    opener = words.opener.match(target)
    if opener and target[opener.end() : opener.end() + 1] in {"!", "！"} and "!" not in source:
        yield opener.group()
    lead = _LEAD.match(target)
    if not lead:
        return
    said = lead.group()
    speaks = words.translation.search(said) and not words.translating.search(source)
    opens = opener and len(said) <= _MAX_OPENER and not _LEAD.match(source)
    if speaks or opens or _names_language(said, texts):
        yield said


def _names_language(said: str, texts: Texts) -> bool:
    """Tell whether a preamble of few words names the target's language, and the source none."""
    known = texts.source.casefold()
    names = _language_names(texts.target_lang)
    return (
        any(name in said.casefold() for name in names)
        and len(said.split()) <= _MAX_WORDS_WITH_LANGUAGE
        and not _COLON.search(known)
        and not any(name in known for name in (*names, *_language_names(texts.source_lang)))
    )


def _paragraphs(text: str) -> int:
    return len(_PARAGRAPH.findall(text.strip()))


def _latin_around(texts: Texts) -> Iterator[str]:
    """Yield Latin words before or behind the target's own script that the source does not hold."""
    if texts.target_shares.get("Latn", 0.0) == 0.0:
        return
    known = {word.casefold() for word in _LATIN_WORD.findall(texts.source)}
    for match in (_LATIN_LEAD.match(texts.target), _LATIN_TAIL.search(texts.target)):
        words = _LATIN_WORD.findall(match.group()) if match else []
        new = [word for word in words if word.casefold() not in known]
        if match and len(new) >= _MIN_LATIN_WORDS and any(word.islower() for word in new):
            yield match.group()


@cache
def _language_names(lang: str) -> tuple[str, ...]:
    try:
        locale = load_locale(lang)
    except LanguageError:
        return ()
    return locale.name.casefold(), locale.endonym.casefold()


@cache
def _words() -> _Words:
    text = (pack_dir("locales") / "chatter.tsv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    translation, note, opener, closer = (
        any_of({form for row in rows for form in row[column].split("|") if form != "-"})
        for column in ("translation", "note", "opener", "closer")
    )
    apart = r"(?:(?<![\p{L}\p{M}])|(?<=\p{Lo}))"
    begins = r"(?:(?<=^|[\n(\[（【*_])\s*|(?<=[.!?。।]\s*))"
    ends = r"[.!?。।؟]"
    return _Words(
        regex.compile(rf"(?i){apart}{translation}"),
        regex.compile(rf"(?i){translation}"),
        regex.compile(rf"(?i){begins}(?:{note})\**\s*[:：]"),
        regex.compile(rf"(?i)\W*{opener}(?![\p{{L}}\p{{M}}])"),
        regex.compile(rf"(?i)(?:{ends}[\"”')]?\s*|\n){closer}[^.!?。।؟\n]*{ends}*\s*\Z"),
    )
