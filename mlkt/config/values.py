"""What a configuration holds, as values: servers, translation engines, settings of steps."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from mlkt.ask import Steps, StepSettings
from mlkt.config.prices import Prices
from mlkt.packs import tasks, with_input

ROLES = ("teacher", "critic", "second_critic", "translator")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model behind a server that speaks OpenAI's protocol."""

    base_url: str
    name: str
    api_key: str = field(default="", repr=False)
    timeout_s: float = 300.0
    max_retries: int = 5
    profile: str = "auto"  # how replies mark their reasoning: a name of mlkt.reply.profiles()
    thinking: bool | None = None  # None leaves the family's switch alone


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """A translation engine beside the chat model: `options` are those of its kind's factory."""

    kind: str  # nmt, libretranslate or completions
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    api_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Translation:
    """How texts are translated: engines by name, their order by pair of languages, and terms.

    In a route `chat` is the translator's model; the memories are asked before all.
    """

    engines: Mapping[str, EngineSpec] = field(default_factory=dict[str, EngineSpec])
    routes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    glossary: tuple[Path, ...] = ()
    keep: tuple[Path, ...] = ()

    def public(self) -> dict[str, Any]:
        """Return everything but the keys of services."""
        return {
            "engines": {
                name: {"kind": engine.kind, **engine.options}
                for name, engine in self.engines.items()
            },
            "routes": {pair: list(names) for pair, names in self.routes.items()},
            "glossary": [str(path) for path in self.glossary],
            "keep": [str(path) for path in self.keep],
        }


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that decides what a run does. A role without an endpoint uses the teacher's."""

    lang: str
    recipe: str
    strategy: str
    pivot: str
    models: Mapping[str, Endpoint]
    memory: tuple[Path, ...]
    seeds: tuple[Path, ...]  # qna.yaml files
    translation: Translation
    views: tuple[str, ...]  # kinds of summaries; empty for the recipe's own
    tasks: tuple[str, ...]  # instructions of the user's own, each a prompt file
    steps: Steps
    chain: str
    max_chars: int
    requests: int
    passages: int
    durable: bool = False  # wait for the disk at each write
    prices: Prices = field(default_factory=Prices)
    seed_langs: tuple[str, ...] = ()  # of seeds that are translated: known once they are read

    def endpoint(self, role: str) -> Endpoint | None:
        """Return the role's endpoint, the teacher's where it has none, None where nobody has."""
        return self.models.get(role) or self.models.get("teacher")

    def has_second_critic(self) -> bool:
        """Return whether two critics judge: the second only where a model is named for it."""
        return "second_critic" in self.models

    def public(self) -> dict[str, Any]:
        """Return everything but the keys of servers, in the shape of the file, for `run.json`."""
        models = {role: asdict(endpoint) for role, endpoint in self.models.items()}
        for endpoint in models.values():
            del endpoint["api_key"]
        return {
            **{key: getattr(self, key) for key in ("lang", "recipe", "strategy", "pivot", "chain")},
            "models": models,
            "memory": [str(path) for path in self.memory],
            "seeds": [str(path) for path in self.seeds],
            "translation": self.translation.public(),
            "views": list(self.views),
            "tasks": list(self.tasks),
            "steps": {task: self._public_step(task) for task in sorted({*tasks(), *self.steps})},
            "passage": {"max_chars": self.max_chars},
            "limits": {"requests": self.requests, "passages": self.passages},
            **({"durable": True} if self.durable else {}),
            **({"prices": self.prices.public()} if self.prices else {}),
        }

    def _public_step(self, task: str) -> dict[str, Any]:
        step = self.steps.get(task, StepSettings())
        prompt = {"prompt": step.prompt and step.prompt.signature, "prompt_lang": step.prompt_lang}
        counts = {"n_pairs": step.n_pairs} if task in with_input("n_pairs") else {}
        counts |= {"n": step.n} if task.startswith(("summary_", "skill_contexts")) else {}
        return asdict(step.sampling) | counts | {"thinking": step.thinking} | prompt
