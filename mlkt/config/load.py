"""Load a configuration: defaults, then a YAML file, then the environment, then flags."""

import os
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, cast

import yaml
from dotenv import dotenv_values
from yaml.parser import ParserError
from yaml.scanner import ScannerError

from mlkt.ask import Sampling, StepSettings
from mlkt.config.check import check, merge, schema
from mlkt.config.engines import check_address, place_files, read_translation
from mlkt.config.values import ROLES, Config, Endpoint
from mlkt.errors import ConfigError, nearest
from mlkt.packs import load_locale, parse_prompt
from mlkt.reply import profiles

_VARIABLES = {  # TEACHER_MODEL_BASE_URL -> ("teacher", "base_url"), and so on
    f"{role}_model_{key}".upper(): (role, key)
    for role in ROLES
    for key in ("base_url", "name", "api_key")
}
_DEFAULTS: dict[str, Any] = {
    "lang": "", "strategy": "pivot", "pivot": "en", "models": {}, "memory": [], "steps": {},
    "translation": {"engines": {}, "routes": {}, "glossary": [], "keep": []},
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
        check(layer, schema(), place)
        merged = merge(merged, _with_paths(layer, beside))
    return _config(merged, folder)


def _with_paths(layer: Mapping[str, Any], beside: Path) -> dict[str, Any]:
    """Return a layer with the files and folders it names as paths; they stand beside it."""
    placed = dict(layer)
    if files := layer.get("memory"):
        placed["memory"] = [beside / name for name in files]
    if own := layer.get("translation"):
        placed["translation"] = place_files(own, beside)
    return placed


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
        translation=read_translation(values["translation"]),
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
    check_address(str(values["base_url"]), f"{env}_BASE_URL", f"{env}_API_KEY")
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
