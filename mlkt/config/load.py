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

from mlkt.ask import OWN_VIEW, TASK_PREFIX, Sampling, StepSettings
from mlkt.config.check import check, merge, schema
from mlkt.config.engines import check_address, place_files, read_translation
from mlkt.config.prices import read_prices
from mlkt.config.values import ROLES, Config, Endpoint
from mlkt.errors import ConfigError, nearest
from mlkt.packs import load_locale, load_prompt, parse_prompt, tasks, with_input
from mlkt.reply import profiles

_VARIABLES = {  # TEACHER_MODEL_BASE_URL -> ("teacher", "base_url"), and so on
    f"{role}_model_{key}".upper(): (role, key)
    for role in ROLES
    for key in ("base_url", "name", "api_key")
}
_DEFAULTS: dict[str, Any] = {
    "lang": "", "strategy": "pivot", "pivot": "en", "models": {}, "memory": [], "steps": {},
    "recipe": "knowledge", "views": [], "tasks": [], "seeds": [],
    "translation": {"engines": {}, "routes": {}, "glossary": [], "keep": []},
    "chain": "", "passage": {"max_chars": 2000}, "limits": {"requests": 64, "passages": 32},
    "durable": False, "prices": {},
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
    for key in ("memory", "seeds", "tasks"):
        if files := layer.get(key):
            placed[key] = [beside / name for name in files]
    if own := layer.get("translation"):
        placed["translation"] = place_files(own, beside)
    if views := layer.get("views"):
        placed["views"] = [beside / view if view.endswith(".md") else view for view in views]
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
    views, view_prompts = _views(values["views"])
    own_tasks, task_prompts = _tasks(values["tasks"])
    own_prompts = view_prompts | task_prompts
    steps: dict[str, dict[str, Any] | None] = own_prompts | values["steps"]
    models = {
        role: {key: value for key, value in own.items() if value is not None}
        for role, own in cast("dict[str, dict[str, Any]]", values["models"]).items()
        if own
    }
    endpoints = {role: _endpoint(role, _values(role, models)) for role in models}
    names = {role: endpoint.name for role, endpoint in endpoints.items()}
    return Config(
        lang=lang,
        pivot=pivot,
        models=endpoints,
        memory=tuple(values["memory"]),
        seeds=tuple(values["seeds"]),
        translation=read_translation(values["translation"]),
        views=views,
        tasks=own_tasks,
        steps={
            task: _settings(task, own_prompts.get(task, {}) | (step or {}), folder, working)
            for task, step in steps.items()
        },
        max_chars=values["passage"]["max_chars"],
        prices=read_prices(values["prices"], names, ROLES),
        **{key: values[key] for key in ("recipe", "strategy", "chain")},
        **values["limits"],
        durable=values["durable"],
    )


def _views(named: list[str | Path]) -> tuple[tuple[str, ...], dict[str, dict[str, Any]]]:
    """Return the names of the views, and the steps of those that are prompt files of the user's."""
    own = {path.stem: path for path in named if isinstance(path, Path)}
    names = tuple(view if isinstance(view, str) else view.stem for view in named)
    known = {task.removeprefix("summary_") for task in tasks() if task.startswith("summary_")}
    for name in names:
        if name not in known and name not in own:
            hint = nearest(name, known) or f"; there are {', '.join(sorted(known))}"
            raise ConfigError(
                f"unknown view {name!r}{hint}; one of your own is a prompt file, NAME.md"
            )
        if name in known and name in own:
            raise ConfigError(f"view {str(own[name])!r}: {name!r} is mlkt's own: rename the file")
    _check_once("view", names)
    return names, {f"summary_{name}": {"prompt": path.absolute()} for name, path in own.items()}


def _tasks(files: list[Path]) -> tuple[tuple[str, ...], dict[str, dict[str, Any]]]:
    """Return the names of the user's tasks, and the steps of their prompt files."""
    names = tuple(path.stem for path in files)
    _check_once("task", names)
    return names, {f"{TASK_PREFIX}{path.stem}": {"prompt": path.absolute()} for path in files}


def _check_once(thing: str, names: tuple[str, ...]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ConfigError(f"{thing} {twice[0]!r} is named twice")


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
    if "n_pairs" in values and task not in (many := with_input("n_pairs")):
        raise ConfigError(
            f"steps.{task}.n_pairs: only these steps ask for several: {', '.join(many)}"
        )
    if "n" in values and not task.startswith("summary_"):
        raise ConfigError(f"steps.{task}.n: only summaries are asked for more than once")
    lang = values.get("prompt_lang") and load_locale(values["prompt_lang"]).code
    prompt = values.get("prompt") and _prompt(task, folder / values["prompt"], lang or working)
    sampling = {item.name: values[item.name] for item in fields(Sampling) if item.name in values}
    step = StepSettings(Sampling(**sampling), prompt or None, lang or None)
    others = {
        name: values[name] for name in ("n_pairs", "n", "thinking") if values.get(name) is not None
    }
    return replace(step, **others)


def _prompt(task: str, path: Path, lang: str) -> Any:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"steps.{task}.prompt: cannot read {str(path)!r}: {error}") from error
    prompt = parse_prompt(text, task, lang, place=str(path))
    known = load_prompt(task if task in tasks() else OWN_VIEW, "en").inputs
    if unknown := sorted(prompt.inputs - known):
        raise ConfigError(f"{path}: unknown inputs {unknown}; {task!r} has {sorted(known)}")
    if task.startswith(("summary_", TASK_PREFIX)) and "document" not in prompt.inputs:
        raise ConfigError(
            f"{path}: the prompt takes {sorted(prompt.inputs)} and not the document: put "
            "{document} where the text belongs, and `document` into `inputs`"
        )
    return prompt
