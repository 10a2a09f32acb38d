"""From a configuration to a translator: memories, engines by route, the chat model, terms."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel

from mlkt.config import Config, EngineSpec
from mlkt.config.engines import CHAT
from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.run.files.versions import version
from mlkt.translate import (
    Engine,
    TranslationMemory,
    Translator,
    chat_engine,
    load_memory,
)
from mlkt.translate.around.cached import cached
from mlkt.translate.around.limited import limited
from mlkt.translate.around.protect import protected
from mlkt.translate.around.smaller import smaller
from mlkt.translate.engines.chat import instructions_for
from mlkt.translate.ladder import ladder
from mlkt.translate.route import Pair, look_up, read_pair, route
from mlkt.translate.terms.glossary import Glossary, langlink_terms, load_glossary, load_keep


@dataclass(frozen=True, slots=True)
class Assembled:
    """What translates, what is asked before it, the terms, and what makes it what it is."""

    translator: Translator
    memory: TranslationMemory | None
    glossary: Glossary | None
    names: str


def assemble_translator(
    config: Config,
    pairs: Sequence[Pair],
    model: Callable[[str], BaseChatModel],
    journal: Journal,
    limits: Limits,
    titles: Mapping[str, str] | None = None,
    *,
    otherwise: str = "",
) -> Assembled:
    """Return what translates between `pairs` by this configuration.

    `model` makes the chat model of a role, with its requests journalled and limited. `titles` are
    terms of the first pair; `otherwise` is what else the command can do where nothing translates.

    Raises:
        ConfigError: nothing is configured that can translate.
        EngineError: an engine of a route cannot translate its pair.
        MemoryFileError: a memory or a glossary has errors.
    """
    memory = load_memory(*config.memory) if config.memory else None
    keep = tuple(term for path in config.translation.keep for term in load_keep(path))
    glossary = _glossary(config.translation.glossary, keep, pairs, titles or {})
    names = ", then ".join(_names(config, pairs, memory=memory is not None))
    if config.translation.routes:
        engines = _Engines(config, keep, cache(lambda: model("translator")), journal, limits)
        table = {f"{source}>{target}": engines.rungs((source, target)) for source, target in pairs}
        return Assembled(route(table), memory, glossary, names)
    if config.endpoint("translator") is not None:
        return Assembled(model("translator"), memory, glossary, names)
    if memory is not None:
        return Assembled(memory, memory, glossary, names)
    source, target = pairs[0]
    raise ConfigError(
        f"nothing here can translate {source!r} to {target!r}: name a server with "
        "TRANSLATOR_MODEL_BASE_URL and TRANSLATOR_MODEL_NAME (or TEACHER_MODEL_…), name engines "
        "and routes under `translation:` of a configuration, or give a translation memory with "
        f"--memory FILE.tmx{otherwise}"
    )


def translator_identity(config: Config) -> dict[str, Any]:
    """Return what must be equal for two runs to translate alike, keys left out."""
    own = config.translation
    return {
        "memory": [_digest(path) for path in config.memory],
        "engines": own.public()["engines"],
        "routes": own.public()["routes"],
        "glossary": [_digest(path) for path in own.glossary],
        "keep": [_digest(path) for path in own.keep],
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _glossary(
    paths: Sequence[Path], keep: Sequence[str], pairs: Sequence[Pair], titles: Mapping[str, str]
) -> Glossary | None:
    """Return the terms of files and titles; what is kept is a term that translates to itself."""
    if not (paths or keep or titles):
        return None
    same = [((source, term), (target, term)) for term in keep for source, target in pairs]
    linked = langlink_terms(titles, *pairs[0])
    return Glossary([*load_glossary(*paths).concepts, *same, *linked.concepts])


def _names(config: Config, pairs: Sequence[Pair], *, memory: bool) -> list[str]:
    endpoint = config.endpoint("translator")
    chat = endpoint.name if endpoint else ""
    named = [name for pair in pairs for name in _route(config, pair)]
    engines = [chat if name == CHAT else name for name in dict.fromkeys(named)]
    return ["memory"] * memory + (engines if named else [chat] * bool(chat))


def _route(config: Config, pair: Pair) -> tuple[str, ...]:
    """Return the names of the engines for a pair: of the most exact entry, none without routes."""
    routes = {read_pair(key): names for key, names in config.translation.routes.items()}
    return look_up(routes, *pair) if routes else ()


class _Engines:
    """Makes engines by name; a model that two pairs share is loaded once."""

    def __init__(
        self,
        config: Config,
        keep: Sequence[str],
        chat: Callable[[], BaseChatModel],
        journal: Journal,
        limits: Limits,
    ) -> None:
        self._config = config
        self._keep = keep
        self._chat = chat
        self._journal = journal
        self._limits = limits
        self._models: dict[str, Any] = {}

    def rungs(self, pair: Pair) -> Engine:
        return ladder(*(self._engine(name, pair) for name in _route(self._config, pair)))

    def _engine(self, name: str, pair: Pair) -> Engine:
        if name == CHAT:
            if self._config.endpoint("translator") is None:
                raise ConfigError(
                    "translation.routes: `chat` is the translator's model, and none is named: set "
                    "TRANSLATOR_MODEL_BASE_URL and TRANSLATOR_MODEL_NAME"
                )
            return chat_engine(
                self._chat(),
                prompt_lang=instructions_for(self._config.pivot),
                steps=self._config.steps,
            )
        spec = self._config.translation.engines[name]
        plain = limited(self._plain(name, spec, pair), self._limits)
        identity = {
            "name": name,
            "kind": spec.kind,
            **spec.options,
            "keep": list(self._keep),
            "mlkt": str(version("mlkt")),
        }
        guarded = ladder(protected(plain, keep=self._keep), plain, smaller(plain))
        return cached(guarded, self._journal, identity=identity)

    def _plain(self, name: str, spec: EngineSpec, pair: Pair) -> Engine:
        source, target = pair
        options = dict(spec.options)
        if spec.kind == "nmt":
            from mlkt.translate.engines.nmt import load_nmt, nmt_engine, nmt_ladder

            beam_size = options.pop("beam_size", None)
            path = Path(options.pop("path"))
            if name not in self._models:
                self._models[name] = load_nmt(path, name=name, **options)
            model = self._models[name]
            if beam_size is None:
                return nmt_ladder(model, source_lang=source, target_lang=target)
            return nmt_engine(model, source_lang=source, target_lang=target, beam_size=beam_size)
        if spec.kind == "libretranslate":
            from mlkt.translate.engines.services import libretranslate_engine

            return libretranslate_engine(
                source_lang=source, target_lang=target, api_key=spec.api_key or None, **options
            )
        from mlkt.translate.engines.completions import completions_engine

        address, model = options.pop("base_url"), options.pop("name")
        return completions_engine(address, model, api_key=spec.api_key, **options)
