"""Choose the engine for what a user names as the translator.

choose_engine(ChatOpenAI(…), "kn", "en")          one request a paragraph
choose_engine(memory, "kn", "en")                 only what the memory holds
choose_engine(model, "kn", "en", memory=memory)   the memory first, the model for the rest
choose_engine(my_engine, "kn", "en")              any Runnable[Paragraph, Paragraph]
"""

from typing import Any, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable

from mlkt.ask import Model, Steps
from mlkt.errors import EngineError
from mlkt.translate.engines.chat import chat_engine
from mlkt.translate.engines.dialects import choose_dialect, model_name
from mlkt.translate.ladder import ladder
from mlkt.translate.memory.memory import TranslationMemory, memory_engine
from mlkt.translate.paragraph import Engine
from mlkt.translate.route import Route
from mlkt.translate.tags import check_tag, same_language, without_region
from mlkt.translate.terms.glossary import Glossary, with_terms

EXTRACTIVE = "mlkt-extractive"  # `_llm_type` of the embedded teacher

Translator = Model | Engine | TranslationMemory


def choose_engine(
    translator: Translator,
    source_lang: str,
    target_lang: str,
    *,
    memory: TranslationMemory | None = None,
    glossary: Glossary | None = None,
    prompt_lang: str = "en",
    steps: Steps | None = None,
) -> Engine:
    """Return the engine that `translator` stands for, behind `memory` where one is given.

    The terms of `glossary` are shown to models, and the gate looks for them. `prompt_lang` and
    `steps` are those of `chat_engine`.

    Raises:
        EngineError: it cannot translate from one language to the other.
        LanguageError: a code that is none.
        LanguageError, PackError: no prompt `translate` in `prompt_lang`.
    """
    check_tag(source_lang)
    check_tag(target_lang)
    if same_language(source_lang, target_lang):
        raise EngineError(f"nothing to translate from {source_lang!r} to {target_lang!r}")
    if isinstance(translator, Route):
        translator = translator.engine_for(source_lang, target_lang)
    if isinstance(translator, TranslationMemory):
        _check_memory(translator, source_lang, target_lang)
        engine = memory_engine(translator)
    elif (model := _chat_model_inside(translator)) is not None:
        _check_model(model, source_lang, target_lang)
        asked = cast("Model", translator)  # a bound model is called like the one inside it
        if dialect := choose_dialect("auto", model_name(asked)):
            dialect.check_pair(source_lang, target_lang)
        engine = chat_engine(asked, prompt_lang=prompt_lang, steps=steps)
    elif isinstance(translator, Runnable):  # pyright: ignore[reportUnnecessaryIsInstance]
        engine = cast("Engine", translator)
    else:
        raise EngineError(
            f"{translator!r} cannot translate: give a chat model, a TranslationMemory or an engine"
        )
    before = [] if memory in (None, translator) else [memory_engine(memory)]
    asked = ladder(*before, engine)
    return with_terms(glossary) | asked if glossary else asked


def _chat_model_inside(model: object) -> BaseChatModel | None:
    """Return the chat model that `model` is, or wraps (`bind`, `with_retry`, `with_fallbacks`)."""
    while model is not None and not isinstance(model, BaseChatModel):
        fields: dict[str, Any] = getattr(model, "__dict__", {})
        model = fields.get("bound") or fields.get("runnable")
    return model


def _check_model(model: BaseChatModel, source_lang: str, target_lang: str) -> None:
    if model._llm_type == EXTRACTIVE:  # pyright: ignore[reportPrivateUsage]  # its public name
        raise EngineError(
            f"the embedded teacher cannot translate from {source_lang!r} to {target_lang!r}: "
            "name a translator by TRANSLATOR_MODEL_BASE_URL and TRANSLATOR_MODEL_NAME, or give a "
            "translation memory by --memory FILE.tmx"
        )


def _check_memory(memory: TranslationMemory, source_lang: str, target_lang: str) -> None:
    if (without_region(source_lang), without_region(target_lang)) not in memory.pairs:
        held = ", ".join(f"{source} to {target}" for source, target in memory.pairs) or "nothing"
        raise EngineError(
            f"the translation memory holds nothing from {source_lang!r} to {target_lang!r} (it "
            f"holds: {held}): give another one by --memory FILE.tmx, or name a translator by "
            "TRANSLATOR_MODEL_BASE_URL and TRANSLATOR_MODEL_NAME"
        )
