"""The chat model as a translation engine: one request a paragraph, sentence by number.

    request   [1] ಮೈಸೂರು ಒಂದು ನಗರ.        reply   Here is the translation:
              [2] ಅದು ಕರ್ನಾಟಕದಲ್ಲಿದೆ.               **[1]** Mysuru is a city.
                                                    [2] It lies in Karnataka.

What the reply leaves out, doubles or breaks off, and what the gate blocks, is asked for once more,
sentence by sentence and at a higher temperature; what is then still missing stays without
translation.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from langchain_core.runnables import Runnable, RunnableBranch

from mlkt.ask import Model, Said, Sampling, Steps, StepSettings, ask
from mlkt.errors import ConfigError, LanguageError, PackError
from mlkt.packs import Locale, load_locale, load_prompt
from mlkt.rows import Segment, folded
from mlkt.steps import for_each, step
from mlkt.translate.engines.dialect_names import NAMES
from mlkt.translate.engines.dialects import GENERIC, Dialect, choose_dialect, in_dialect, model_name
from mlkt.translate.engines.numbered import read_numbered
from mlkt.translate.engines.plain import read_plain
from mlkt.translate.ladder import ladder
from mlkt.translate.paragraph import Engine, Paragraph, fill, give_up
from mlkt.translate.tags import same_language, without_region
from mlkt.translate.terms.glossary import holds_term

CHAT = "chat"  # of a model that does not say its name
TASK = "translate"
_SECOND_TEMPERATURE = 0.5
_MORE_TEMPERATURE = 0.2  # for a model that is sampled warm from the start
_CHINESE = "in_chinese"
_ENGLISH = "en"
Groups = Callable[[Paragraph], list[list[Segment]]]
Write = Callable[[list[Segment], Paragraph], dict[str, str]]


class Read(Protocol):
    """Read index in the group -> its translation out of a reply."""

    def __call__(self, reply: str, group: list[Segment], /, *, cut_off: bool) -> dict[int, str]:
        """Return what can be read."""
        ...


def chat_engine(
    model: Model, *, prompt_lang: str = "en", steps: Steps | None = None, dialect: str = "auto"
) -> Engine:
    """Return the engine that asks `model`, a paragraph a request, in the words of `prompt_lang`.

    `steps` holds the sampling and the prompt of the step `translate`, and may name another language
    for its instructions. `dialect` is `generic`, or the family of a translation model, which is
    asked in its own words (`mlkt/translate/engines/dialects.py`); `auto` knows families by the
    model's name.

    Raises:
        LanguageError, PackError: no prompt `translate` in that language.
        ConfigError: no such dialect, or one with a prompt of one's own.
        EngineError: when it runs, a language that the family does not know.
    """
    settings = (steps or {}).get(TASK)
    own = settings.prompt if settings else None
    family = choose_dialect(GENERIC if own and dialect == "auto" else dialect, model_name(model))
    if family is not None:
        return _dialect_engine(model, family, settings)
    settings = settings or StepSettings()
    spoken = own.lang if own else settings.prompt_lang or prompt_lang
    first = ask(model, TASK, spoken, steps=steps)
    second = ask(model, TASK, spoken, steps=steps, sampling=warmer(settings.sampling))
    write = partial(_request, prompt_lang=spoken)
    return ladder(
        _turn(first, _together, write, _read_lines),
        _turn(second, _one_by_one, write, _read_lines),
    )


def instructions_for(lang: str) -> str:
    """Return the language that a model is told in how to translate into `lang`, any BCP 47 code.

    It is the language itself where `prompts/` has it, and English where it has not. What was used
    stands in the row: `made_by` names the prompt.
    """
    try:
        own = load_prompt(TASK, lang).lang
    except (LanguageError, PackError):
        return _ENGLISH
    return own if same_language(lang, own) else _ENGLISH


def _dialect_engine(model: Model, dialect: Dialect, settings: StepSettings | None) -> Engine:
    """Return the engine that asks `model` in the words of its family, most often by sentences."""
    if settings and settings.prompt:
        raise ConfigError(
            f"dialect {dialect.name!r} has its own words: leave out the prompt "
            f"{settings.prompt.signature}, or set dialect to {GENERIC!r}"
        )
    sampling = settings.sampling if settings else dialect.sampling
    first = _ask_in(model, dialect, sampling)
    second = _ask_in(model, dialect, warmer(sampling))
    groups = _together if dialect.is_whole else _one_by_one
    write = partial(_dialect_request, dialect=dialect)
    return ladder(
        _turn(first, groups, write, _read_unnumbered),
        _turn(second, _one_by_one, write, _read_unnumbered),
    )


def _ask_in(model: Model, dialect: Dialect, sampling: Sampling) -> Runnable[dict[str, str], Said]:
    steps = {TASK: StepSettings(sampling=sampling, prompt=dialect.prompt)}
    asked = ask(in_dialect(model, dialect), TASK, dialect.prompt.lang, steps=steps)
    if dialect.in_chinese is None:
        return asked
    chinese = _ask_in(model, dialect.in_chinese, sampling)
    return RunnableBranch((step(_is_in_chinese), chinese), asked)


def _turn(
    asked: Runnable[dict[str, str], Said], groups: Groups, write: Write, read: Read
) -> Engine:
    """Return the step that makes one request for each group of pending segments."""

    def requests(paragraph: Paragraph) -> list[dict[str, str]]:
        return [write(group, paragraph) for group in groups(paragraph)]

    def filled(paragraph: Paragraph, replies: list[Said]) -> Paragraph:
        for group, said in zip(groups(paragraph), replies, strict=True):
            paragraph = _read(paragraph, group, said, read)
        model = paragraph.made_by[-1]["model"] if paragraph.made_by else ""
        return give_up(paragraph, model or CHAT, "the reply holds no line for it")

    return for_each(requests, asked, filled, CHAT)


def warmer(sampling: Sampling) -> Sampling:
    """Return the sampling of the second turn: the same request would get the same reply."""
    more = round((sampling.temperature or 0.0) + _MORE_TEMPERATURE, 2)
    return replace(sampling, temperature=max(_SECOND_TEMPERATURE, more))


def _together(paragraph: Paragraph) -> list[list[Segment]]:
    return [paragraph.pending] if paragraph.pending else []


def _one_by_one(paragraph: Paragraph) -> list[list[Segment]]:
    return [[segment] for segment in paragraph.pending]


def _request(group: list[Segment], paragraph: Paragraph, *, prompt_lang: str) -> dict[str, str]:
    """Return the prompt's inputs; terms and near translations stand in the context, `a = b`."""
    known = [*paragraph.terms, *paragraph.examples]
    context = [paragraph.context, *(f"{source} = {target}" for source, target in known)]
    lines = (f"[{number}] {folded(segment['source'])}" for number, segment in enumerate(group, 1))
    return {
        "source_language": _named(group[0]["source_lang"], prompt_lang),
        "target_language": _named(group[0]["target_lang"], prompt_lang),
        "context": "\n".join(filter(None, context)),
        "text": "\n".join(lines),
    }


def _dialect_request(
    group: list[Segment], paragraph: Paragraph, *, dialect: Dialect
) -> dict[str, str]:
    """Return the inputs of a family's prompt: a line a sentence, and the terms that stand there."""
    langs = group[0]["source_lang"], group[0]["target_lang"]
    text = "\n".join(folded(segment["source"]) for segment in group)
    terms = [term for term in paragraph.terms if holds_term(text, term[0], langs[0])]
    is_chinese = any(lang.casefold().split("-")[0] == "zh" for lang in langs)
    if dialect.in_chinese and is_chinese:
        return dialect.in_chinese.values(*langs, text, terms=terms) | {_CHINESE: "yes"}
    return dialect.values(*langs, text, terms=terms)


def _is_in_chinese(values: dict[str, str]) -> bool:
    return _CHINESE in values


def language_name(lang: str, prompt_lang: str) -> str:
    """Return what a prompt calls a language: its name in English, its own name in its own prompts.

    A language without a locale, also one in another script (`zh-TW`), has the English name that the
    makers of translation models gave it (`dialect_names.py`), or is called by its code.
    """
    locale = _locale_of(lang)
    if locale is None:
        return NAMES.get(without_region(lang), lang)
    return locale.endonym if same_language(lang, prompt_lang) else locale.name


def _locale_of(lang: str) -> Locale | None:
    try:
        locale = load_locale(lang)
    except LanguageError:
        return None
    return locale if same_language(lang, locale.code) else None


def _named(lang: str, prompt_lang: str) -> str:
    """Return the name of a language, with its code where it has no locale: Swedish (sv)."""
    name = language_name(lang, prompt_lang)
    return name if name == lang or _locale_of(lang) else f"{name} ({lang})"


def _read_lines(reply: str, group: list[Segment], /, *, cut_off: bool) -> dict[int, str]:
    return read_numbered(reply, [segment["source"] for segment in group], cut_off=cut_off)


def _read_unnumbered(reply: str, group: list[Segment], /, *, cut_off: bool) -> dict[int, str]:
    langs = group[0]["source_lang"], group[0]["target_lang"]
    labels = [language_name(lang, "en") for lang in langs]
    sources = [segment["source"] for segment in group]
    return read_plain(reply, sources, labels=labels, cut_off=cut_off)


def _read(paragraph: Paragraph, group: list[Segment], said: Said, read: Read) -> Paragraph:
    lines = read(
        said.answer,
        group,
        cut_off=said.cut_off or said.finish_reason == "length",
    )
    targets = {group[index]["id"]: text for index, text in lines.items()}
    return replace(
        fill(paragraph, targets, said.made_by["model"] or CHAT),
        made_by=[*paragraph.made_by, said.made_by],
        usage=[*paragraph.usage, said.usage],
        replies=[*paragraph.replies, said.raw],
    )
