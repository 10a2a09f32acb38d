"""Read the language packs: `prompts/<lang>/<task>.md` and `locales/<lang>.yaml`.

A prompt is a Markdown file: a YAML head between `---` lines, then the text sent to the model, word
for word, with `{names}` for what is filled in. A locale is a YAML file of facts about one language
that prompts and parsers share.

    ---
    inputs: [document, n_pairs, question_label, answer_label]
    base: qa/en@1b9f55cf4648
    reviewed_by:
    ---
    ಪಠ್ಯವನ್ನು ಓದಿ …
"""

import hashlib
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, cast

import yaml

from mlkt.errors import LanguageError, PackError, nearest
from mlkt.rows import nfc

_HERE = Path(__file__).resolve().parent
_WINDOWS_DEVICES = frozenset(
    {"con", "aux", "prn", "nul"}
)  # ISO 639-3 codes, and no file names there


@dataclass(frozen=True, slots=True)
class Locale:
    """Facts about one language; of a list of forms the first one is written."""

    code: str  # BCP 47, from the file's name
    name: str  # in English
    endonym: str
    script: str  # ISO 15924
    direction: str  # ltr or rtl
    flores: str  # FLORES-200 / NLLB code
    wikipedia: str  # the edition's subdomain
    iso639_3: str
    digits: str  # the ten native digits, zero first
    number_words: dict[
        str, list[str]
    ]  # value in ASCII digits -> forms: 0 to 20, tens, the large ones
    months: dict[str, list[str]]  # "1" to "12" -> forms
    abbreviations: list[str]  # with their stop; they end no sentence
    terminators: list[str]
    quotes: list[str]  # pairs of two characters, the usual one first
    labels: dict[str, list[str]]  # question answer claim evidence verdict score thought
    yes: list[str]
    no: list[str]
    unclear: list[str]
    options: list[str]  # letters of multiple choice
    reference_sections: list[str]  # headings of sections that hold no prose
    back_references: list[str]  # words that, opening a sentence, point back to an earlier one
    frames: dict[str, str]  # complete, about: question frames with {text}
    reviewed_by: str  # a native speaker; empty while a draft


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt text in one language."""

    task: str
    lang: str
    text: str  # f-string template, NFC, LF
    inputs: frozenset[str]
    base: str  # signature of the English text it was translated from; empty in English
    reviewed_by: str

    @property
    def signature(self) -> str:
        """Return `task/lang@hash`, the name written beside everything that the prompt made."""
        return f"{self.task}/{self.lang}@{_digest(self.text)}"

    def fill(self, **values: str) -> str:
        """Return the text with its inputs filled in; braces inside values stay as they are.

        Raises:
            PackError: an input has no value, or a value has no input.
        """
        if values.keys() != self.inputs:
            missing, extra = (
                sorted(self.inputs - values.keys()),
                sorted(values.keys() - self.inputs),
            )
            raise PackError(
                f"prompt {self.signature}: no value for {missing}, no place for {extra}; "
                "see its `inputs` line"
            )
        return self.text.format_map(values)


@lru_cache(maxsize=1024)  # every reply bears its prompt's
def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def pack_dir(name: str) -> Path:
    """Return the folder of a pack: inside the package when installed, beside it in a checkout."""
    inside = _HERE / name
    return inside if inside.is_dir() else _HERE.parent / name


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of all languages that have a locale."""
    return tuple(sorted(path.stem for path in pack_dir("locales").glob("*.yaml")))


def tasks() -> list[str]:
    """Return the names of all tasks that have an English prompt."""
    return sorted(path.stem for path in (pack_dir("prompts") / "en").glob("*.md"))


def with_input(name: str) -> list[str]:
    """Return the tasks whose prompts take the input `name`."""
    return [task for task in tasks() if name in load_prompt(task, "en").inputs]


@lru_cache(maxsize=1024)
def resolve(lang: str) -> str:
    """Return the locale's code for a BCP 47 tag: a region may fall away (`kn-IN`), a script never.

    The script that the locale is in may be named (`zh-Hans`).

    Raises:
        LanguageError: no locale for this language.
    """
    known = languages()
    wanted = lang.replace("_", "-")
    parts = wanted.casefold().split("-")
    if len(parts) > 1 and (len(parts[-1]) == 2 or (len(parts[-1]) == 3 and parts[-1].isdigit())):
        parts.pop()
    for code in known:
        if code.casefold() in (wanted.casefold(), "-".join(parts)):
            return code
        if parts[:-1] == [code.casefold()] and _load_locale(code).script.casefold() == parts[-1]:
            return code
    hint = nearest(wanted, known)
    raise LanguageError(f"no locale for language {lang!r}{hint}; there are {', '.join(known)}")


def load_locale(lang: str) -> Locale:
    """Read the locale of a BCP 47 language code.

    Raises:
        LanguageError: no locale for this language.
        PackError: a field is missing, unknown, empty or of the wrong kind.
    """
    return _load_locale(resolve(lang))


@cache
def _load_locale(code: str) -> Locale:
    path = pack_dir("locales") / f"{code}.yaml"
    return parse_locale(_read(path), code, place=_short(path))


def parse_locale(source: str, code: str, *, place: str) -> Locale:
    """Return the locale that a file's text holds; `place` names it in errors.

    Raises:
        PackError: a field is missing, unknown, empty or of the wrong kind.
    """
    head = _mapping(source, place)
    want = {field.name: str(field.type) for field in fields(Locale) if field.name != "code"}
    if head.keys() != want.keys():
        missing, extra = sorted(want.keys() - head.keys()), sorted(head.keys() - want.keys())
        raise PackError(f"{place}: missing {missing}, unknown {extra}")
    for key, value in head.items():
        if not _fits(value, want[key]) and not (key == "reviewed_by" and value == ""):
            raise PackError(
                f"{place}: `{key}` must be quoted text of kind {want[key]}, got {value!r}"
            )
    return Locale(code=code, **head)


def load_prompt(task: str, lang: str) -> Prompt:
    """Read `prompts/<lang>/<task>.md`; there is no silent fall-back to English.

    Raises:
        PackError: no such file, or its text and its declared `inputs` differ.
    """
    return _load_prompt(task, resolve(lang))


@cache
def _load_prompt(task: str, lang: str) -> Prompt:
    path = pack_dir("prompts") / lang / f"{task}.md"
    return parse_prompt(_read(path), task, lang, place=_short(path))


def parse_prompt(source: str, task: str, lang: str, *, place: str) -> Prompt:
    """Return the prompt that a file's text holds; `place` names it in errors.

    Raises:
        PackError: no head, or its `inputs` and the text differ.
    """
    if not source.startswith("---\n") or source.count("---\n") < 2:
        raise PackError(f"{place}: expected a head between two `---` lines")
    _, head, text = (nfc(source) + "\n").split("---\n", 2)
    meta = _mapping(head, place)
    unknown = meta.keys() - {"inputs", "base", "reviewed_by"}
    if unknown:
        raise PackError(f"{place}: unknown keys {sorted(unknown)} in the head")
    names: Any = meta.get("inputs") or []
    if not _fits(names, "list[str]"):
        raise PackError(f'{place}: `inputs` must be names, got {names!r}: quote "yes" and "no"')
    inputs = frozenset(cast("list[str]", names))
    used = frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    if used != inputs:
        raise PackError(f"{place}: inputs {sorted(inputs)}, but the text uses {sorted(used)}")
    base, reviewer = str(meta.get("base") or ""), str(meta.get("reviewed_by") or "")
    return Prompt(task, lang, text.strip(), inputs, base, reviewer)


def coverage() -> dict[str, dict[str, str]]:
    """Return language -> task -> one of `missing`, `stale`, `draft`, `reviewed`."""
    return {lang: {task: _status(task, lang) for task in tasks()} for lang in languages()}


def _status(task: str, lang: str) -> str:
    if not (pack_dir("prompts") / lang / f"{task}.md").is_file():
        return "missing"
    prompt = _load_prompt(task, lang)
    if lang != "en" and prompt.base != _load_prompt(task, "en").signature:
        return "stale"
    return "reviewed" if prompt.reviewed_by else "draft"


def _fits(value: Any, kind: str) -> bool:
    if not value:
        return False
    if kind == "<class 'str'>":
        return isinstance(value, str) and bool(value.strip())
    if kind == "list[str]":
        return isinstance(value, list) and all(
            _fits(item, "<class 'str'>") for item in cast("list[Any]", value)
        )
    item_kind = "list[str]" if kind.endswith("list[str]]") else "<class 'str'>"
    return isinstance(value, dict) and all(
        isinstance(key, str) and _fits(item, item_kind)
        for key, item in cast("dict[Any, Any]", value).items()
    )


def _read(path: Path) -> str:
    if path.stem.casefold() in _WINDOWS_DEVICES:
        raise PackError(f"{_short(path)}: Windows cannot hold a file of this name")
    if not path.is_file():
        have = ", ".join(sorted(item.name for item in path.parent.glob("*.*"))) or "nothing"
        raise PackError(f"no file {_short(path)!r}: write it, or use what there is ({have})")
    return nfc(path.read_text(encoding="utf-8-sig"))


def _mapping(text: str, place: str) -> dict[str, Any]:
    try:
        data: Any = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise PackError(f"{place}: not YAML: {reason}") from error
    if not isinstance(data, dict):
        raise PackError(f"{place}: expected `key: value` lines")
    return cast("dict[str, Any]", data)


def _short(path: Path) -> str:
    return "/".join(path.parts[-3:] if path.suffix == ".md" else path.parts[-2:])
