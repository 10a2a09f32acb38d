"""Strategies: in which language a chain works, and how its pairs come into the document's own.

pivot    the passage is translated, the work is done in the pivot language, the pairs come back
native   instructions, text and pairs are in the document's language
hybrid   instructions are in the pivot language, text and pairs in the document's
reverse  the answers are sentences of the document, and only their questions are written
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypedDict

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Steps, StepSettings
from mlkt.chains.seed_translation import with_seeds
from mlkt.chains.translation import Translator, translate, translate_back
from mlkt.errors import ConfigError, nearest
from mlkt.packs import tasks
from mlkt.rows import Row
from mlkt.translate import Glossary, TranslationMemory
from mlkt.translate.tags import same_language

FORWARD = ("pivot", "native", "hybrid")  # from the document to question and answer
STRATEGIES = (*FORWARD, "reverse")

# What works in one language: from the language and the settings of steps to the chain.
Body = Callable[[str, Steps | None], Runnable[Row, Row]]
# The way back from the pivot language, with the arguments of `translate_back`.
Back = Callable[..., Runnable[Row, Row]]


class Road(TypedDict, total=False):
    """What every recipe takes beside its own options; see `along`."""

    strategy: str
    pivot: str
    translator: Translator | None
    memory: TranslationMemory | None
    glossary: Glossary | None
    steps: Steps | None
    seed_langs: Sequence[str]


def along(
    model: Model,
    lang: str,
    body: Body,
    *,
    reverse: Body | None = None,
    back: Back = translate_back,
    after: Body | None = None,
    strategy: str = "pivot",
    pivot: str = "en",
    translator: Translator | None = None,
    memory: TranslationMemory | None = None,
    glossary: Glossary | None = None,
    steps: Steps | None = None,
    seed_langs: Sequence[str] = (),
) -> Runnable[Row, Row]:
    """Return `body` as a chain from a passage in `lang` to pairs in `lang`, by `strategy`.

    `translator` (a chat model, an engine or a translation memory) defaults to `model`; `memory` is
    asked before it, `glossary` holds terms. A document in the pivot language needs no translation.
    `reverse` stands in the place of `body` for the strategy of that name, `back` in that of
    `translate_back` where more than pairs comes back. `after` follows, in `lang`: by the pivot road
    when the pairs are back. `seed_langs` are the languages of the rows' seeds, which are translated
    where none is in the language that `body` works in.

    Raises:
        ConfigError: an unknown strategy, or `reverse` where there is none.
        EngineError: nothing here can translate `lang`, or the seeds.
        PackError: a prompt is missing in a language that the strategy needs.
    """
    known = STRATEGIES if reverse else FORWARD
    if strategy not in known:
        makes_no_sense = " does not suit this recipe" if strategy in STRATEGIES else " is unknown"
        hint = nearest(strategy, known) or f": choose {', '.join(known)}"
        raise ConfigError(f"strategy {strategy!r}{makes_no_sense}{hint}")
    if strategy in ("hybrid", "reverse"):
        steps = instructed_in(pivot, steps)
    own = translator or model

    def seeded(work: Body, to: str) -> Runnable[Row, Row]:
        chain = work(to, steps)
        return with_seeds(
            chain, own, to, langs=seed_langs, memory=memory, glossary=glossary, steps=steps
        )

    if reverse and strategy == "reverse":
        chain = seeded(reverse, lang)
    elif strategy in ("hybrid", "native") or same_language(lang, pivot):
        chain = seeded(body, lang)
    else:
        chain = (
            translate(own, lang, to=pivot, memory=memory, glossary=glossary, steps=steps)
            | seeded(body, pivot)
            | back(own, lang, pivot=pivot, memory=memory, glossary=glossary, steps=steps)
        )
    return chain | after(lang, steps) if after else chain


def instructed_in(lang: str, steps: Steps | None) -> Steps:
    """Return the settings with each step's instructions in `lang`, unless it names its own."""
    known = steps or {}
    return {
        task: own if own.prompt_lang else replace(own, prompt_lang=lang)
        for task in sorted({*tasks(), *known})
        for own in [known.get(task, StepSettings())]
    }
