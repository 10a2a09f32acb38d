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
from typing import Any

from langchain_core.runnables import Runnable, RunnableParallel, RunnablePassthrough

from mlkt.ask import Model, Said, Steps, StepSettings, ask, step
from mlkt.errors import LanguageError
from mlkt.packs import load_locale
from mlkt.rows import Segment
from mlkt.translate.ladder import ladder
from mlkt.translate.memory import folded
from mlkt.translate.numbered import read_numbered
from mlkt.translate.paragraph import Engine, Paragraph, fill, give_up
from mlkt.translate.tags import same_language

CHAT = "chat"  # of a model that does not say its name
TASK = "translate"
_SECOND_TEMPERATURE = 0.5
Groups = Callable[[Paragraph], list[list[Segment]]]


def chat_engine(model: Model, *, prompt_lang: str = "en", steps: Steps | None = None) -> Engine:
    """Return the engine that asks `model`, a paragraph a request, in the words of `prompt_lang`.

    `steps` holds the sampling and the prompt of the step `translate`, and may name another language
    for its instructions.

    Raises:
        LanguageError, PackError: no prompt `translate` in that language.
    """
    settings = (steps or {}).get(TASK, StepSettings())
    spoken = settings.prompt.lang if settings.prompt else settings.prompt_lang or prompt_lang
    first = ask(model, TASK, spoken, steps=steps)
    warmer = max(settings.sampling.temperature or 0.0, _SECOND_TEMPERATURE)
    again = replace(settings.sampling, temperature=warmer)
    second = ask(model, TASK, spoken, steps=steps, sampling=again)
    return ladder(_turn(first, _together, spoken), _turn(second, _one_by_one, spoken))


def _turn(asked: Runnable[dict[str, str], Said], groups: Groups, prompt_lang: str) -> Engine:
    """Return the step that makes one request for each group of pending segments."""

    def write(paragraph: Paragraph) -> list[dict[str, str]]:
        return [_request(group, paragraph, prompt_lang) for group in groups(paragraph)]

    def read(turn: dict[str, Any]) -> Paragraph:
        paragraph: Paragraph = turn["paragraph"]
        for group, said in zip(groups(paragraph), turn["replies"], strict=True):
            paragraph = _read(paragraph, group, said)
        model = paragraph.made_by[-1]["model"] if paragraph.made_by else ""
        return give_up(paragraph, model or CHAT, "the reply holds no line for it")

    requests = step(write) | asked.map()
    both = RunnableParallel(paragraph=RunnablePassthrough(), replies=requests)
    return (both | step(read)).with_config(run_name=CHAT)


def _together(paragraph: Paragraph) -> list[list[Segment]]:
    return [paragraph.pending] if paragraph.pending else []


def _one_by_one(paragraph: Paragraph) -> list[list[Segment]]:
    return [[segment] for segment in paragraph.pending]


def _request(group: list[Segment], paragraph: Paragraph, prompt_lang: str) -> dict[str, str]:
    """Return the prompt's inputs; terms and near translations stand in the context, `a = b`."""
    known = [*paragraph.terms, *paragraph.examples]
    context = [paragraph.context, *(f"{source} = {target}" for source, target in known)]
    lines = (f"[{number}] {folded(segment['source'])}" for number, segment in enumerate(group, 1))
    return {
        "source_language": language_name(group[0]["source_lang"], prompt_lang),
        "target_language": language_name(group[0]["target_lang"], prompt_lang),
        "context": "\n".join(filter(None, context)),
        "text": "\n".join(lines),
    }


def language_name(lang: str, prompt_lang: str) -> str:
    """Return what a prompt calls a language: its name in English, its own name in its own prompts.

    A language without a locale is called by its code.
    """
    try:
        locale = load_locale(lang)
    except LanguageError:
        return lang
    return locale.endonym if same_language(lang, prompt_lang) else locale.name


def _read(paragraph: Paragraph, group: list[Segment], said: Said) -> Paragraph:
    read = read_numbered(
        said.answer,
        [segment["source"] for segment in group],
        cut_off=said.cut_off or said.finish_reason == "length",
    )
    targets = {group[index]["id"]: text for index, text in read.items()}
    return replace(
        fill(paragraph, targets, said.made_by["model"] or CHAT),
        made_by=[*paragraph.made_by, said.made_by],
        usage=[*paragraph.usage, said.usage],
        replies=[*paragraph.replies, said.raw],
    )
