"""From a configuration to what a run needs: models, translator, chain, and what identifies them."""

import hashlib
import importlib
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable

from mlkt.ask import StepSettings
from mlkt.chains import knowledge
from mlkt.cli.translator import assemble_translator, translator_identity
from mlkt.config import Config
from mlkt.errors import ConfigError, MlktError
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import configured_model, journaled
from mlkt.packs import load_locale, load_prompt, tasks
from mlkt.rows import Row, content_id
from mlkt.run.versions import version
from mlkt.translate import Glossary, load_memory

_OFF_THE_ROAD = frozenset({"translation_judge"})  # tasks that no configuration asks for yet
NOTICE = (
    "the teacher is rule-based and not a language model: it copies sentences of the source; "
    "good for trying mlkt out, not for training"
)


@dataclass(frozen=True, slots=True)
class Assembly:
    """A chain, the names of its models, and what makes two runs the same run."""

    chain: Runnable[Row, Row]
    models: dict[str, str]
    notice: str
    identity: dict[str, Any]
    prompts: list[str]
    glossary: Glossary | None
    made_of: list[str]  # hashes of what else decides: locales, mlkt's version, the user's module

    @property
    def road(self) -> str:
        """Return the hash of all that decides what is done to a passage."""
        parts = [f"{key}={value!r}" for key, value in sorted(self.identity.items())]
        return content_id(*parts, *self.prompts, *self.made_of)


def assemble(
    config: Config,
    journal: Journal,
    limits: Limits,
    *,
    think: bool = False,
    titles: Mapping[str, str] | None = None,
) -> Assembly:
    """Return the chain that `config` describes, its requests journalled and limited.

    `titles` are terms: titles in the document's language with those in the pivot language.

    Raises:
        ConfigError: nothing is configured that can translate, or the chain cannot be imported.
    """

    def model(role: str) -> BaseChatModel:
        return journaled(configured_model(role, config, think=think), journal, limits)

    pairs = [(config.lang, config.pivot), (config.pivot, config.lang)]
    own = (
        assemble_translator(config, pairs, model, journal, limits, titles)
        if _pivots(config)
        else None
    )
    if own is None and config.memory:
        load_memory(*config.memory)  # a file that is named must be there, used or not
    chain = _chain(config)(
        model("teacher"),
        config.lang,
        judge=model("critic"),
        translator=own.translator if own else None,
        memory=own.memory if own else None,
        **(
            {"glossary": own.glossary} if own and own.glossary else {}
        ),  # a user's factory need not know it
        strategy=config.strategy,
        pivot=config.pivot,
        steps=config.steps,
    )
    names = {role: _name(config, role) for role in ("teacher", "critic")}
    names |= {"translator": own.names} if own else {}
    return Assembly(
        chain=chain,
        models=names,
        notice="" if config.endpoint("teacher") else NOTICE,
        identity=_identity(config, names, think=think),
        prompts=_prompts(config),
        glossary=own.glossary if own else None,
        made_of=[*_packs(config), str(version("mlkt")), _source(config.chain)],
    )


def _pivots(config: Config) -> bool:
    return config.strategy == "pivot" and config.lang != config.pivot


def _roles(config: Config) -> list[str]:
    return ["teacher", "critic", *(["translator"] if _pivots(config) else [])]


def _name(config: Config, role: str) -> str:
    endpoint = config.endpoint(role)
    return endpoint.name if endpoint else "mlkt-extractive"


def _chain(config: Config) -> Callable[..., Runnable[Row, Row]]:
    """Return `knowledge`, or the user's own factory `package.module:function`, called alike.

    Whatever goes wrong in the user's module is told in one line.
    """
    if not config.chain:
        return knowledge

    def made(*arguments: Any, **options: Any) -> Runnable[Row, Row]:
        try:
            chain = _factory(config.chain)(*arguments, **options)
        except MlktError:
            raise
        except Exception as error:
            raise ConfigError(
                f"chain {config.chain!r}: {type(error).__name__}: {' '.join(str(error).split())}; "
                "a factory is called as mlkt.chains.knowledge is"
            ) from error
        if not isinstance(chain, Runnable):
            raise ConfigError(f"chain {config.chain!r} returned {chain!r}, no LangChain runnable")
        return cast("Runnable[Row, Row]", chain)

    return made


def _factory(name: str) -> Callable[..., Any]:
    module_name, _, function = name.partition(":")
    if not module_name or not function:
        raise ConfigError(f"chain {name!r}: expected package.module:factory")
    if (here := os.getcwd()) not in sys.path:
        sys.path.insert(0, here)
    return getattr(importlib.import_module(module_name), function)


def _source(name: str) -> str:
    """Return a hash of the module that a user's chain stands in: edited, it is another chain."""
    path = getattr(sys.modules.get(name.partition(":")[0]), "__file__", None)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12] if path else ""


def _packs(config: Config) -> list[str]:
    """Return hashes of a run's locales: labels and numbers decide what is read from a reply."""
    codes = sorted({config.lang, config.pivot} if _pivots(config) else {config.lang})
    return [content_id(repr(load_locale(code))) for code in codes]


def _identity(config: Config, names: dict[str, str], *, think: bool) -> dict[str, Any]:
    """Return what must be equal for a second run to continue a first one in the same folder.

    Prompts are not in it: passages done under an edited prompt are done anew in place.
    """
    default = StepSettings()
    steps = {
        task: settings.sampling.kwargs() | {"n_pairs": settings.n_pairs}
        for task, settings in sorted(config.steps.items())
        if (settings.sampling, settings.n_pairs) != (default.sampling, default.n_pairs)
    }
    return {
        "lang": config.lang,
        "strategy": config.strategy,
        "pivot": config.pivot,
        "models": names,
        "think": think,
        "thinking": {
            role: [point.profile, point.thinking]
            for role in _roles(config)
            if (point := config.endpoint(role))
            and (point.profile != "auto" or point.thinking is not None)
        },
        **(translator_identity(config) if _pivots(config) else {}),
        "steps": steps,
        "chain": config.chain,
        "max_chars": config.max_chars,
    }


def _prompts(config: Config) -> list[str]:
    """Return the signatures of the prompts that the run may use."""
    lang = config.pivot if _pivots(config) else config.lang
    found: list[str] = []
    for task in tasks():
        settings = config.steps.get(task)
        if settings and settings.prompt:
            found.append(settings.prompt.signature)
        elif task in _OFF_THE_ROAD:
            continue
        elif task != "translate" or _pivots(config):
            prompt_lang = settings.prompt_lang if settings else None
            found.append(load_prompt(task, prompt_lang or lang).signature)
    return found
