"""The configuration of a run: defaults, then a YAML file, then the environment, then flags.

    lang: kn
    models:
      teacher: {base_url: http://127.0.0.1:8000/v1, name: Qwen/Qwen3-8B}
    steps:
      qa: {temperature: 0.7, n_pairs: 8}

Values merge key by key; an unknown key is an error that names the nearest known one. Keys of
servers are best kept in the environment (or `.env`): they never leave this object.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import yaml
from dotenv import dotenv_values

from mlkt.ask import Sampling, Steps, StepSettings
from mlkt.errors import ConfigError, nearest
from mlkt.packs import parse_prompt, tasks

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


_MODEL = {
    "base_url": str,
    "name": str,
    "api_key": str,
    "timeout_s": float,
    "max_retries": int,
    "profile": str,
    "thinking": bool,
}
_STEP = {
    "temperature": float,
    "top_p": float,
    "top_k": int,
    "max_tokens": int,
    "n_pairs": int,
    "prompt": str,
    "prompt_lang": str,
}
_DEFAULTS: dict[str, Any] = {
    "lang": "",
    "strategy": "pivot",
    "pivot": "en",
    "models": {},
    "memory": [],
    "steps": {},
    "chain": "",
    "passage": {"max_chars": 2000},
    "limits": {"requests": 64, "passages": 32},
}


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
        ConfigError: an unknown key, a value of the wrong kind, half an endpoint.
    """
    if environ is None:
        stored = {key: value or "" for key, value in dotenv_values(".env").items()}
        environ = stored | dict(os.environ)
    layers = [_DEFAULTS, _from_file(path), _from_environment(environ), dict(flags or {})]
    merged: dict[str, Any] = {}
    for layer, place in zip(
        layers, ["defaults", str(path), "environment", "command line"], strict=True
    ):
        _check(layer, _schema(), place)
        merged = _merge(merged, layer)
    return _config(merged, path.parent if path else Path())


def _schema() -> dict[str, Any]:
    return {
        "lang": str,
        "strategy": str,
        "pivot": str,
        "models": dict.fromkeys(ROLES, _MODEL),
        "memory": list,
        "steps": dict.fromkeys(tasks(), _STEP),
        "chain": str,
        "passage": {"max_chars": int},
        "limits": {"requests": int, "passages": int},
    }


def _from_file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"cannot read --config {str(path)!r}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise ConfigError(f"{path}: not YAML in UTF-8: {reason}") from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ConfigError(f"{path}: expected `key: value` lines; `mlkt init` writes an example")
    return cast("dict[str, Any]", data)


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    models: dict[str, dict[str, str]] = {}
    for role in ROLES:
        names = {"base_url": "BASE_URL", "api_key": "API_KEY", "name": "NAME"}
        for key, name in names.items():
            if value := environ.get(f"{role.upper()}_MODEL_{name}", "").strip():
                models.setdefault(role, {})[key] = value
    return {"models": models} if models else {}


def _check(values: Any, schema: Any, place: str, at: str = "") -> None:
    """Raise for the first key that the schema does not have and for values of another kind."""
    if isinstance(schema, dict):
        if not isinstance(values, dict):
            raise ConfigError(f"{place}: `{at}` must hold keys, got {values!r}")
        known = cast("dict[str, Any]", schema)
        for key, value in cast("dict[Any, Any]", values).items():
            if key not in known:
                hint = nearest(str(key), known) or f"; known are {', '.join(known)}"
                where = f" in `{at}`" if at else ""
                raise ConfigError(f"{place}: unknown key {key!r}{where}{hint}")
            if value is not None:
                _check(value, known[key], place, f"{at}.{key}" if at else key)
        return
    allowed = (int, float) if schema is float else (schema,)
    if not isinstance(values, allowed) or isinstance(values, bool) != (schema is bool):
        # The value of a key of servers must not be shown, whatever it is.
        shown = "" if at.endswith("api_key") else f", got {values!r}"
        raise ConfigError(f"{place}: `{at}` must be of kind {schema.__name__}{shown}")


def _merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        if value is None:
            continue
        below = merged.get(key)
        merged[key] = (
            _merge(cast("dict[str, Any]", below), cast("dict[str, Any]", value))
            if isinstance(below, dict) and isinstance(value, dict)
            else value
        )
    return merged


def _config(values: dict[str, Any], folder: Path) -> Config:
    for at, value in (
        ("passage.max_chars", values["passage"]["max_chars"]),
        ("limits.requests", values["limits"]["requests"]),
        ("limits.passages", values["limits"]["passages"]),
    ):
        if value < 1:
            raise ConfigError(f"`{at}` must be 1 or more, got {value!r}")
    models = values["models"]
    return Config(
        lang=values["lang"],
        strategy=values["strategy"],
        pivot=values["pivot"],
        models={role: _endpoint(role, models[role]) for role in ROLES if models.get(role)},
        memory=tuple(Path(str(item)) for item in values["memory"]),
        steps={task: _settings(task, step, folder) for task, step in values["steps"].items()},
        chain=values["chain"],
        max_chars=values["passage"]["max_chars"],
        requests=values["limits"]["requests"],
        passages=values["limits"]["passages"],
    )


def _endpoint(role: str, values: dict[str, Any]) -> Endpoint:
    env = f"{role.upper()}_MODEL"
    for key in ("base_url", "name"):
        if not values.get(key):
            raise ConfigError(f"models.{role} has no {key}: set {env}_{key.upper()}")
    base_url: str = values["base_url"]
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(
            f"{env}_BASE_URL must be an http or https address such as http://127.0.0.1:8000/v1, "
            f"got {base_url!r}"
        )
    if parts.username or parts.password:
        raise ConfigError(f"{env}_BASE_URL holds a password: put it into {env}_API_KEY")
    return Endpoint(**{key: value for key, value in values.items() if value is not None})


def _settings(task: str, values: dict[str, Any], folder: Path) -> StepSettings:
    if "n_pairs" in values and task != "qa":
        raise ConfigError(f"steps.{task}.n_pairs: only the step 'qa' makes pairs")
    sampling = {item.name: values[item.name] for item in fields(Sampling) if item.name in values}
    others = {key: values[key] for key in ("n_pairs", "prompt_lang") if values.get(key)}
    prompt = values.get("prompt")
    return StepSettings(
        sampling=Sampling(**sampling),
        prompt=_prompt(task, folder / prompt, others.get("prompt_lang", "en")) if prompt else None,
        **others,
    )


def _prompt(task: str, path: Path, lang: str) -> Any:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"steps.{task}.prompt: cannot read {str(path)!r}: {error}") from error
    return parse_prompt(text, task, lang, place=str(path))
