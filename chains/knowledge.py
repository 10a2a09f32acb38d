"""The whole road: from a passage to checked pairs in its language."""

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Steps
from mlkt.chains.critic import critic
from mlkt.chains.qa import qa
from mlkt.chains.summary import summarize
from mlkt.chains.translation import Translator, translate, translate_back
from mlkt.errors import ConfigError
from mlkt.rows import Row
from mlkt.translate import Glossary, TranslationMemory

STRATEGIES = ("pivot", "native")


def knowledge(
    model: Model,
    lang: str,
    *,
    judge: Model | None = None,
    translator: Translator | None = None,
    memory: TranslationMemory | None = None,
    glossary: Glossary | None = None,
    strategy: str = "pivot",
    pivot: str = "en",
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain from a passage in `lang` to checked pairs in `lang`.

    Strategy `pivot` translates into `pivot`, works there and translates back; `native` works in
    `lang` throughout. `judge` and `translator` (a chat model, an engine or a translation memory)
    default to `model`; `memory` is asked before the translator, `glossary` holds terms. A document
    in the pivot language itself needs no translation.

    Raises:
        ConfigError: an unknown strategy.
        EngineError: nothing here can translate `lang`.
        PackError: a prompt is missing in a language that the strategy needs.
    """
    judge = judge or model
    if strategy not in STRATEGIES:
        raise ConfigError(f"unknown strategy {strategy!r}: choose {' or '.join(STRATEGIES)}")
    if strategy == "native" or lang == pivot:
        return (
            summarize(model, lang, steps=steps)
            | qa(model, lang, steps=steps)
            | critic(judge, lang, steps=steps)
        )
    translator = translator or model
    return (
        translate(translator, lang, to=pivot, memory=memory, glossary=glossary, steps=steps)
        | summarize(model, pivot, steps=steps)
        | qa(model, pivot, steps=steps)
        | critic(judge, pivot, steps=steps)
        | translate_back(
            translator, lang, pivot=pivot, memory=memory, glossary=glossary, steps=steps
        )
    )
