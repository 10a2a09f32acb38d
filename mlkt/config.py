"""The configuration of a run: defaults, then a YAML file, then the environment, then flags.

    lang: kn
    models:
      teacher: {base_url: http://127.0.0.1:8000/v1, name: Qwen/Qwen3-8B}
    steps:
      qa: {temperature: 0.7, n_pairs: 8}

Values merge key by key; an unknown key is an error that names the nearest known one. What the
critic and the translator leave out is the teacher's. Files that a file names stand beside it. Keys
of servers are best kept in the environment (or `.env`): they never leave this object.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import regex
import yaml
from dotenv import dotenv_values
from yaml.parser import ParserError
from yaml.scanner import ScannerError

from mlkt.ask import Sampling, Steps, StepSettings
from mlkt.errors import ConfigError, nearest
from mlkt.packs import load_locale, parse_prompt, tasks
from mlkt.reply import profiles

ROLES = ("teacher", "critic", "translator")


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
class Config:
    """Everything that decides what a run does. A role without an endpoint uses the teacher's."""

    lang: str
    strategy: str
    pivot: str
    models: Mapping[str, Endpoint]
    memory: tuple[Path, ...]
    steps: Steps
    chain: str
    max_chars: int
    requests: int
    passages: int

    def endpoint(self, role: str) -> Endpoint | None:
        """Return the role's endpoint, the teacher's where it has none, None where nobody has."""
        return self.models.get(role) or self.models.get("teacher")

    def public(self) -> dict[str, Any]:
        """Return everything but the keys of servers, in the shape of the file, for `run.json`."""
        models = {role: asdict(endpoint) for role, endpoint in self.models.items()}
        for endpoint in models.values():
            del endpoint["api_key"]
        return {
            **{key: getattr(self, key) for key in ("lang", "strategy", "pivot", "chain")},
            "models": models,
            "memory": [str(path) for path in self.memory],
            "steps": {task: self._public_step(task) for task in tasks()},
            "passage": {"max_chars": self.max_chars},
            "limits": {"requests": self.requests, "passages": self.passages},
        }

    def _public_step(self, task: str) -> dict[str, Any]:
        step = self.steps.get(task, StepSettings())
        prompt = {"prompt": step.prompt and step.prompt.signature, "prompt_lang": step.prompt_lang}
        return asdict(step.sampling) | ({"n_pairs": step.n_pairs} if task == "qa" else {}) | prompt


_MODEL = {
    "base_url": str, "name": str, "api_key": str, "timeout_s": float, "max_retries": int,
    "profile": str, "thinking": bool,
}  # fmt: skip
_STEP = {
    "temperature": float, "top_p": float, "top_k": int, "max_tokens": int, "n_pairs": int,
    "prompt": str, "prompt_lang": str,
}  # fmt: skip
_COUNTS = ("top_k", "max_tokens", "n_pairs", "max_chars", "requests", "passages")
_RANGES: dict[str, tuple[Callable[[float], bool], str]] = {  # NaN is in none of them
    "max_retries": (lambda value: value >= 0, "0 or more"),
    "temperature": (lambda value: 0 <= value <= 2, "from 0 to 2"),
    "timeout_s": (lambda value: 0 < value < float("inf"), "a number above 0"),
    "top_p": (lambda value: 0 < value <= 1, "above 0 and at most 1"),
    **dict.fromkeys(_COUNTS, (lambda value: value >= 1, "1 or more")),
}
_VARIABLES = {  # TEACHER_MODEL_BASE_URL -> ("teacher", "base_url"), and so on
    f"{role}_model_{key}".upper(): (role, key) for role in ROLES for key in list(_MODEL)[:3]
}
_DEFAULTS: dict[str, Any] = {
    "lang": "", "strategy": "pivot", "pivot": "en", "models": {}, "memory": [], "steps": {},
    "chain": "", "passage": {"max_chars": 2000}, "limits": {"requests": 64, "passages": 32},
}  # fmt: skip


def load_config(
    path: Path | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Config:
    """Return the configuration from the YAML file at `path`, the environment and flags.

    `environ` defaults to the process's environment above the `.env` of the working folder; `flags`
    has the shape of the file, and its None values do not count.

    Raises:
        ConfigError: an unknown key or variable, a value that cannot be, half an endpoint.
        LanguageError: `lang`, `pivot` or a `prompt_lang` has no locale.
    """
    if environ is None:
        environ = _stored() | dict(os.environ)
    folder = path.parent if path else Path()
    merged = _DEFAULTS
    for place, beside, layer in (
        (str(path), folder, _from_file(path) if path else {}),
        ("environment", Path(), _from_environment(environ)),
        ("command line", Path(), dict(flags or {})),
    ):
        _check(layer, _schema(), place)
        files: list[Path] = [beside / str(item) for item in layer.get("memory") or ()]
        merged = _merge(merged, layer | {"memory": files} if files else layer)
    return _config(merged, folder)


def _schema() -> dict[str, Any]:
    return {
        **dict.fromkeys(("lang", "strategy", "pivot", "chain"), str),
        "models": dict.fromkeys(ROLES, _MODEL),
        "memory": list,
        "steps": dict.fromkeys(tasks(), _STEP),
        "passage": {"max_chars": int},
        "limits": {"requests": int, "passages": int},
    }


def _from_file(path: Path) -> dict[str, Any]:
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"cannot read --config {str(path)!r}: {error.strerror}") from error
    except (yaml.YAMLError, ValueError) as error:
        # Not the error's own text: it quotes the line, and a server's key may stand there.
        problem: Any = error
        mark = getattr(problem, "problem_mark", None)
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        reason = f": {problem.problem}" if isinstance(error, ScannerError | ParserError) else ""
        raise ConfigError(f"{path}{where}: not YAML in UTF-8{reason}") from None
    if not isinstance(data, dict | None):
        raise ConfigError(f"{path}: expected `key: value` lines; `mlkt init` writes an example")
    return cast("dict[str, Any]", data or {})


def _stored() -> dict[str, str]:
    try:
        values = dotenv_values(".env", encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(".env is not UTF-8: save it as UTF-8") from None
    return {key: value or "" for key, value in values.items()}


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    models: dict[str, dict[str, str]] = {}
    prefixes = tuple(f"{role.upper()}_MODEL_" for role in ROLES)
    for name in sorted(environ):
        if name in _VARIABLES:
            role, key = _VARIABLES[name]
            if value := environ[name].strip():
                models.setdefault(role, {})[key] = value
        elif name.startswith(prefixes):
            raise ConfigError(f"environment: unknown {name!r}{nearest(name, _VARIABLES)}")
    return {"models": models} if models else {}


def _check(values: Any, schema: Any, place: str, at: str = "") -> None:
    """Raise for the first unknown key, value of another kind and value out of its range.

    Nothing below `models` is shown, nor what is no plain word: it may be the key of a server.
    """
    shown = "" if at.startswith("models") else f", got {values!r}"
    if isinstance(schema, dict):
        if not isinstance(values, dict):
            raise ConfigError(f"{place}: `{at}` must hold keys{shown}")
        known = cast("dict[str, Any]", schema)
        for key, value in cast("dict[Any, Any]", values).items():
            if key not in known:
                hint = nearest(str(key), known) or f"; known are {', '.join(known)}"
                where = f" in `{at}`" if at else ""
                name = f" {key!r}" if regex.fullmatch(r"[\p{L}_]{1,24}", str(key)) else ""
                raise ConfigError(f"{place}: unknown key{name}{where}{hint}")
            if value is not None:
                _check(value, known[key], place, f"{at}.{key}" if at else key)
        return
    kind = int | float if schema is float else schema
    if not isinstance(values, kind) or isinstance(values, bool) != (schema is bool):
        raise ConfigError(f"{place}: `{at}` must be of kind {schema.__name__}{shown}")
    fits, words = _RANGES.get(at.split(".")[-1], (None, ""))
    if fits and not fits(values):
        raise ConfigError(f"{place}: `{at}` must be {words}{shown}")
    if schema is list and not all(isinstance(item, str) for item in values):
        raise ConfigError(f"{place}: `{at}` must be a list of files{shown}")


def _merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        if value is None:
            continue
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], cast("dict[str, Any]", value)) if both else value
    return merged


def _config(values: dict[str, Any], folder: Path) -> Config:
    lang, pivot = (values[key] and load_locale(values[key]).code for key in ("lang", "pivot"))
    # The language that the steps work in, and so of prompts that name none.
    working = (lang or "en") if values["strategy"] == "native" else pivot
    steps: dict[str, dict[str, Any] | None] = values["steps"]
    models = {
        role: {key: value for key, value in own.items() if value is not None}
        for role, own in cast("dict[str, dict[str, Any]]", values["models"]).items()
        if own
    }
    return Config(
        lang=lang,
        pivot=pivot,
        models={role: _endpoint(role, _values(role, models)) for role in models},
        memory=tuple(values["memory"]),
        steps={task: _settings(task, step or {}, folder, working) for task, step in steps.items()},
        max_chars=values["passage"]["max_chars"],
        **{key: values[key] for key in ("strategy", "chain")},
        **values["limits"],
    )


def _values(role: str, models: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a role's values over the teacher's, without what belongs to another server or model.

    The teacher's key is not sent to another server; another model reasons in its own way.
    """
    teacher, own, foreign = models.get("teacher", {}), models[role], set[str]()
    for key, others in (("base_url", {"api_key"}), ("name", {"profile", "thinking"})):
        if own.get(key, teacher.get(key)) != teacher.get(key):
            foreign |= others
    return {key: value for key, value in teacher.items() if key not in foreign} | own


def _endpoint(role: str, values: dict[str, Any]) -> Endpoint:
    env = f"{role.upper()}_MODEL"
    for key in ("base_url", "name"):
        if not values.get(key):
            raise ConfigError(f"models.{role} has no {key}: set {env}_{key.upper()}")
    try:
        parts = urlsplit(str(values["base_url"]))
        is_address = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number, half a bracket
        parts, is_address = urlsplit(""), False
    if not is_address:  # it is not shown: it may be a key
        raise ConfigError(f"{env}_BASE_URL must be an http or https address: http://host:8000/v1")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ConfigError(f"{env}_BASE_URL holds a password or query: put it into {env}_API_KEY")
    if (profile := values.get("profile", "auto")) not in profiles():
        known = nearest(profile, profiles()) or f"; there are {', '.join(profiles())}"
        raise ConfigError(f"models.{role}.profile is not a known one{known}")
    return Endpoint(**values)


def _settings(task: str, values: dict[str, Any], folder: Path, working: str) -> StepSettings:
    if "n_pairs" in values and task != "qa":
        raise ConfigError(f"steps.{task}.n_pairs: only the step 'qa' makes pairs")
    lang = values.get("prompt_lang") and load_locale(values["prompt_lang"]).code
    prompt = values.get("prompt") and _prompt(task, folder / values["prompt"], lang or working)
    sampling = {item.name: values[item.name] for item in fields(Sampling) if item.name in values}
    step = StepSettings(Sampling(**sampling), prompt or None, lang or None)
    return replace(step, n_pairs=values["n_pairs"]) if values.get("n_pairs") else step


def _prompt(task: str, path: Path, lang: str) -> Any:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"steps.{task}.prompt: cannot read {str(path)!r}: {error}") from error
    return parse_prompt(text, task, lang, place=str(path))
