"""Read `translation:` of a configuration: engines, routes, glossaries, lists of what is kept.

translation:
engines:
nllb: {kind: nmt, path: models/nllb-200-distilled-600M, profile: nllb}
libre: {kind: libretranslate, base_url: http://127.0.0.1:5000}
routes: {"kn>en": [nllb, chat], "*": [chat]}
glossary: [terms.csv]
keep: [names.txt]
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from mlkt.config.values import EngineSpec, Translation
from mlkt.errors import ConfigError, nearest

CHAT = "chat"  # in a route: the translator's model
# Kind -> what it must have, what it may have. `base_url` and `api_key` are a server's.
_SERVER = {"timeout_s", "max_retries"}
KINDS: Mapping[str, tuple[set[str], set[str]]] = {
    "nmt": ({"path", "profile"}, {"beam_size", "threads", "device", "compute_type"}),
    "libretranslate": ({"base_url"}, _SERVER),
    "completions": ({"base_url", "name"}, {*_SERVER, "form"}),
}


def read_translation(values: Mapping[str, Any]) -> Translation:
    """Return the checked part of a configuration.

    Raises:
        ConfigError: an unknown kind, an option that a kind lacks or has not, a route to nowhere.
    """
    given: dict[str, dict[str, Any] | None] = values["engines"]
    named: dict[str, list[str]] = values["routes"]
    engines = {name: _engine(name, own or {}) for name, own in given.items()}
    routes = {pair: tuple(names) for pair, names in named.items()}
    known = {*engines, CHAT}
    for pair, names in routes.items():
        for name in names:
            if name not in known:
                raise ConfigError(
                    f"translation.routes.{pair}: no engine {name!r}{nearest(name, known)}: "
                    f"name one of translation.engines, or {CHAT!r}"
                )
        if not names:
            raise ConfigError(f"translation.routes.{pair}: name at least one engine, or {CHAT!r}")
    if engines and not routes:
        raise ConfigError(
            "translation.engines without routes: say which translates what, "
            f'e.g. routes: {{"*": [{next(iter(engines))}, {CHAT}]}}'
        )
    return Translation(engines, routes, tuple(values["glossary"]), tuple(values["keep"]))


def place_files(layer: Mapping[str, Any], beside: Path) -> dict[str, Any]:
    """Return the layer with its files as paths beside the file that names them."""
    placed = dict(layer)
    for key in ("glossary", "keep"):
        if layer.get(key):
            placed[key] = [beside / name for name in layer[key]]
    if engines := layer.get("engines"):
        placed["engines"] = {
            name: own | {"path": str(beside / own["path"])} if own and own.get("path") else own
            for name, own in engines.items()
        }
    return placed


def check_address(address: str, name: str, key_name: str) -> None:
    """Check that an address is http or https and holds no secret; only its host is shown.

    Raises:
        ConfigError: it is none, or holds a user, a password or a query.
    """
    parts = split_address(address)
    if parts is None:  # it is not shown: it may be a key
        raise ConfigError(f"{name} must be an http or https address: http://host:8000/v1")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ConfigError(
            f"{name} of host {parts.hostname!r} holds a user, a password or a query: leave them "
            f"out, and give the key as {key_name}"
        )


def split_address(address: str) -> SplitResult | None:
    """Return the parts of an http or https address, None for anything else."""
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number, half a bracket
        return None
    return parts if is_address else None


def _engine(name: str, values: Mapping[str, Any]) -> EngineSpec:
    place = f"translation.engines.{name}"
    own = {key: value for key, value in values.items() if value is not None}
    kind, api_key = own.pop("kind", ""), own.pop("api_key", "")
    if name == CHAT:
        raise ConfigError(f"{place}: {CHAT!r} is the translator's model: choose another name")
    if kind not in KINDS:
        raise ConfigError(f"{place}.kind: must be one of {', '.join(KINDS)}")
    needed, allowed = KINDS[kind]
    for key in sorted(needed - own.keys()):
        raise ConfigError(f"{place} has no {key}: engines of kind {kind!r} need one")
    for key in sorted(own.keys() - needed - allowed):
        raise ConfigError(f"{place}.{key}: engines of kind {kind!r} have no such option")
    if "base_url" in own:
        check_address(own["base_url"], f"{place}.base_url", f"{place}.api_key")
    return EngineSpec(kind, own, api_key)
