"""Find the profile of a model family by its name, or by the name of a model.

find_profile("qwen3"), find_profile("Qwen/Qwen3-8B") -> the profile `qwen3`
find_profile("auto") -> explicit markers of all families
"""

from functools import cache

import regex

from mlkt.errors import ConfigError, nearest
from mlkt.reply.reasoning.families import AUTO, FAMILIES, Profile

_BY_NAME = {profile.name: profile for profile in (AUTO, *FAMILIES)}


def profiles() -> list[str]:
    """Return the names of all profiles: `auto`, the families, `none`."""
    return list(_BY_NAME)


def profile_for(model: str) -> str:
    """Return the name of the profile that matches a model's name, `auto` where none does.

    `auto` is also that of models whose makers have a family that thinks, while they do not.
    """
    profile = _match(model)
    return profile.name if profile else AUTO.name


@cache
def find_profile(name: str) -> Profile:
    """Return the profile of a family's or a model's name.

    Raises:
        ConfigError: neither a family nor a model of a known family.
    """
    profile = _BY_NAME.get(name) or _match(name)
    if profile is None:
        raise ConfigError(
            f"no reasoning profile for {name!r}{nearest(name, _BY_NAME)} "
            "Use 'auto', or one of mlkt.reply.profiles()"
        )
    return profile


@cache
def _match(model: str) -> Profile | None:
    folded = model.casefold()
    for profile in (*FAMILIES, AUTO):
        if any(regex.search(pattern, folded) for pattern in profile.models):
            return profile
    return None
