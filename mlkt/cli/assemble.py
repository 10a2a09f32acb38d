"""From a configuration to what a run needs: models, translator, chain, and what identifies them."""

import hashlib
import importlib
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from inspect import signature
from pathlib import Path
from typing import Any, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable

from mlkt.ask import StepSettings
from mlkt.chains.recipes import VIEWS, recipe
from mlkt.cli.seeds import seed_digests, seed_pairs
from mlkt.cli.translator import assemble_translator, translator_identity
from mlkt.config import Config
from mlkt.errors import ConfigError, MlktError
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import configured_model, journaled
from mlkt.packs import coverage, load_locale, load_prompt
from mlkt.rows import Row, content_id
from mlkt.run.files.versions import version
from mlkt.run.money.budget import Meter
from mlkt.translate import Glossary, load_memory
from mlkt.translate.route import Pair

_OTHERWISE = ", or work in the language itself with --strategy native"
_OTHER_SEEDS = ", or give seed examples in the language that the run works in"
NOTICE = (
    "the teacher is rule-based and not a language model: it copies sentences of the source; "
    "good for trying mlkt out, not for training"
)
UNFOLLOWED = "; it followed no instruction of your tasks: their outputs are the main sentences"


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
    meter: Meter | None = None,
) -> Assembly:
    """Return the chain that `config` describes, its requests journalled and limited.

    `meter` admits and counts them; `titles` are terms: titles in the document's language with
    those in the pivot language.

    Raises:
        ConfigError: nothing is configured that can translate, or the chain cannot be imported.
    """

    def model(role: str) -> BaseChatModel:
        own = configured_model(role, config, think=think)
        # Two servers may call their models the same, and their critics are asked the same.
        apart = role if role == "second_critic" else ""
        return journaled(own, journal, limits, meter, apart=apart)

    pairs = _pairs(config)
    own = (
        assemble_translator(
            config,
            pairs,
            model,
            journal,
            limits,
            titles if _pivots(config) else None,
            otherwise=_OTHERWISE if _pivots(config) else _OTHER_SEEDS,
        )
        if pairs
        else None
    )
    if own is None and config.memory:
        load_memory(*config.memory)  # a file that is named must be there, used or not
    chain = _chain(config)(
        model("teacher"),
        config.lang,
        judge=model("critic"),
        **({"second": model("second_critic")} if config.has_second_critic() else {}),
        translator=own.translator if own else None,
        memory=own.memory if own else None,
        **(
            {"glossary": own.glossary} if own and own.glossary else {}
        ),  # a user's factory need not know it
        strategy=config.strategy,
        pivot=config.pivot,
        steps=config.steps,
        **({"views": config.views} if config.views else {}),
        **({"tasks": config.tasks} if config.tasks else {}),
        **({"seed_langs": config.seed_langs} if config.seed_langs else {}),
    )
    names = {role: _name(config, role) for role in _roles(config) if role != "translator"}
    names |= {"translator": own.names} if own else {}
    return Assembly(
        chain=chain,
        models=names,
        notice="" if config.endpoint("teacher") else NOTICE + UNFOLLOWED * bool(config.tasks),
        identity=_identity(config, names, think=think),
        prompts=_prompts(config),
        glossary=own.glossary if own else None,
        made_of=[*_packs(config), str(version("mlkt")), _source(config.chain)],
    )


def _pivots(config: Config) -> bool:
    return config.strategy == "pivot" and config.lang != config.pivot


def _pairs(config: Config) -> list[Pair]:
    """Return the pairs of languages that the run translates between; the document's come first."""
    there_and_back = [(config.lang, config.pivot), (config.pivot, config.lang)]
    return [*(there_and_back if _pivots(config) else []), *seed_pairs(config)]


def _roles(config: Config) -> list[str]:
    second = ["second_critic"] if config.has_second_critic() else []
    return ["teacher", "critic", *second, *(["translator"] if _pairs(config) else [])]


def _name(config: Config, role: str) -> str:
    endpoint = config.endpoint(role)
    return endpoint.name if endpoint else "mlkt-extractive"


def _chain(config: Config) -> Callable[..., Runnable[Row, Row]]:
    """Return the recipe's factory, or the user's own `package.module:function`, called alike.

    Whatever goes wrong in the user's module is told in one line.
    """
    if not config.chain:
        factory = recipe(config.recipe).factory
        if config.has_second_critic() and "second" not in signature(factory).parameters:
            raise ConfigError(
                f"models.second_critic: recipe {config.recipe!r} asks no second critic: take it "
                "out (SECOND_CRITIC_MODEL_NAME), or choose another recipe"
            )
        if config.tasks and "tasks" not in signature(factory).parameters:
            raise ConfigError(
                f"--task: recipe {config.recipe!r} follows no instructions of your own: "
                "choose --recipe tasks"
            )
        return factory

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
    codes = sorted({config.lang, *(code for pair in _pairs(config) for code in pair)})
    return [content_id(repr(load_locale(code))) for code in codes]


def _identity(config: Config, names: dict[str, str], *, think: bool) -> dict[str, Any]:
    """Return what must be equal for a second run to continue a first one in the same folder.

    Prompts are not in it: passages done under an edited prompt are done anew in place.
    """
    default = StepSettings()
    steps = {
        task: settings.sampling.kwargs()
        | {"n_pairs": settings.n_pairs, "n": settings.n}
        | ({} if settings.thinking is None else {"thinking": settings.thinking})
        for task, settings in sorted(config.steps.items())
        if replace(settings, prompt=None, prompt_lang=None) != default
    }
    return {
        "lang": config.lang,
        "recipe": config.recipe,
        "views": config.views,
        **({"tasks": config.tasks} if config.tasks else {}),
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
        **(translator_identity(config) if _pairs(config) else {}),
        **({"seeds": seed_digests(config)} if config.seeds else {}),
        "steps": steps,
        "chain": config.chain,
        "max_chars": config.max_chars,
    }


def _prompts(config: Config) -> list[str]:
    """Return the signatures of the prompts that the run may use."""
    lang = config.lang if config.strategy == "native" else config.pivot
    known = recipe(config.recipe)
    used = set(known.requests(config.strategy, config.steps, config.views or VIEWS))
    if config.chain:  # nobody knows which of them a chain of the user's takes
        used = {task for task, state in coverage()[lang].items() if state != "missing"}
    found: list[str] = []
    for task in sorted(used | {"translate"} if _pairs(config) else used - {"translate"}):
        settings = config.steps.get(task, StepSettings())
        prompt = settings.prompt or load_prompt(task, settings.prompt_lang or lang)
        found.append(prompt.signature)
    return found
