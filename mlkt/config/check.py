"""Check the shape of a configuration's layer, and lay one layer over another.

An unknown key, a value of another kind or out of its range is an error that names the place and
the nearest known key. Nothing below `models` and `engines` is shown: it may be the key of a server.
"""

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase as fnmatch
from typing import Any, cast

import regex

from mlkt.ask import TASK_PREFIX
from mlkt.config.prices import PRICE
from mlkt.config.values import ROLES
from mlkt.errors import ConfigError, nearest
from mlkt.packs import tasks

_MODEL = {
    "base_url": str, "name": str, "api_key": str, "timeout_s": float, "max_retries": int,
    "profile": str, "thinking": bool,
}  # fmt: skip
_ENGINE = {
    "kind": str, "path": str, "profile": str, "base_url": str, "name": str, "api_key": str,
    "form": str, "beam_size": int, "threads": int, "device": str, "compute_type": str,
    "timeout_s": float, "max_retries": int,
}  # fmt: skip
_HIDDEN = ("models", "translation.engines")
_STEP = {
    "temperature": float, "top_p": float, "top_k": int, "max_tokens": int, "n_pairs": int,
    "n": int, "thinking": bool, "prompt": str, "prompt_lang": str,
}  # fmt: skip
_COUNTS = ("top_k", "max_tokens", "n_pairs", "n", "max_chars", "requests", "passages")
_RANGES: dict[str, tuple[Callable[[float], bool], str]] = {  # NaN is in none of them
    "max_retries": (lambda value: value >= 0, "0 or more"),
    "temperature": (lambda value: 0 <= value <= 2, "from 0 to 2"),
    "timeout_s": (lambda value: 0 < value < float("inf"), "a number above 0"),
    "top_p": (lambda value: 0 < value <= 1, "above 0 and at most 1"),
    **dict.fromkeys(_COUNTS, (lambda value: value >= 1, "1 or more")),
}


def schema() -> dict[str, Any]:
    """Return the shape of a configuration file: key -> kind, or the shape below it."""
    return {
        **dict.fromkeys(("lang", "recipe", "strategy", "pivot", "chain"), str),
        "models": dict.fromkeys(ROLES, _MODEL),
        "memory": list,
        "seeds": list,
        "translation": {
            "engines": {"*": _ENGINE},
            "routes": {"*": list},
            "glossary": list,
            "keep": list,
        },
        "views": list,
        "tasks": list,
        "steps": dict.fromkeys(tasks(), _STEP) | {"summary_*": _STEP, f"{TASK_PREFIX}*": _STEP},
        "passage": {"max_chars": int},
        "limits": {"requests": int, "passages": int},
        "durable": bool,
        "prices": {"currency": str, "*": PRICE},
    }


def check(values: Any, schema: Any, place: str, at: str = "") -> None:
    """Raise for the first unknown key, value of another kind and value out of its range.

    Nothing below `models` is shown, nor what is no plain word: it may be the key of a server.
    """
    shown = "" if at.startswith(_HIDDEN) else f", got {values!r}"
    if isinstance(schema, dict):
        if not isinstance(values, dict):
            raise ConfigError(f"{place}: `{at}` must hold keys{shown}")
        known = cast("dict[str, Any]", schema)
        for key, value in cast("dict[Any, Any]", values).items():
            below = _below(known, str(key))
            if below is None:
                hint = nearest(str(key), known) or f"; known are {', '.join(known)}"
                where = f" in `{at}`" if at else ""
                name = f" {key!r}" if regex.fullmatch(r"[\p{L}_]{1,24}", str(key)) else ""
                raise ConfigError(f"{place}: unknown key{name}{where}{hint}")
            if value is not None:
                check(value, below, place, f"{at}.{key}" if at else key)
        return
    kind = int | float if schema is float else schema
    if not isinstance(values, kind) or isinstance(values, bool) != (schema is bool):
        raise ConfigError(f"{place}: `{at}` must be of kind {_kind_name(schema)}{shown}")
    fits, words = _RANGES.get(at.split(".")[-1], (None, ""))
    if fits and not fits(values):
        raise ConfigError(f"{place}: `{at}` must be {words}{shown}")
    if schema is list and not all(isinstance(item, str) for item in values):
        raise ConfigError(f"{place}: `{at}` must be a list of texts{shown}")


def _kind_name(kind: Any) -> str:
    return getattr(kind, "__name__", str(kind))


def _below(known: dict[str, Any], key: str) -> Any:
    """Return the shape below `key`, None where it is unknown; `*` in a known key fits all."""
    if key in known:
        return known[key]
    return next(
        (shape for name, shape in known.items() if "*" in name and fnmatch(key, name)), None
    )


def merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return `under` with the values of `over` in it, key by key; None values do not count."""
    merged = dict(under)
    for key, value in over.items():
        if value is None:
            continue
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = merge(merged[key], cast("dict[str, Any]", value)) if both else value
    return merged
