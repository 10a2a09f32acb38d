"""What a profile's splitter looks for in each of its states: marker -> kind.

    undecided(qwen3).kinds = {"</think>": "end", "<think>": "start"}

Kinds: `start` and `end` of a block, `soft` (the end of a soft block), `tool`, `close` (of a
wrapper), `drop`.
"""

from dataclasses import dataclass
from functools import cache

from mlkt.reply.reasoning.families import Block, Profile
from mlkt.reply.reasoning.harmony import OPENERS


@dataclass(frozen=True, slots=True)
class Marks:
    """The markers of one state; `prefixes` are the texts that may grow into one of them."""

    kinds: dict[str, str]
    prefixes: frozenset[str]
    longest: int


@cache
def thinking(profile: Profile, block: Block | None) -> Marks:
    """Return what ends the reasoning of `block`; None is the block that the prompt opened."""
    blocks = (block,) if block else profile.blocks
    return _marks(
        end=tuple(mark for each in blocks for mark in each.ends),
        tool=profile.tools,
        drop=(*profile.dropped, *(mark for each in blocks for mark in each.inner)),
    )


@cache
def undecided(profile: Profile) -> Marks | None:
    """Return what decides whether text without a start is reasoning; None where nothing can."""
    stray = [block for block in profile.blocks if block.strays]
    if not stray:
        return None
    return _marks(
        end=tuple(mark for block in stray if not block.soft for mark in block.ends),
        soft=tuple(mark for block in stray if block.soft for mark in block.ends),
        start=_inner_starts(profile),
        drop=profile.dropped,
    )


@cache
def answering(profile: Profile, closing: str) -> Marks | None:
    """Return what is looked for in the answer; `closing` ends the wrapper that is open."""
    start = _inner_starts(profile) if profile.every else ()
    close = (f"\n{closing}", closing) if closing else ()
    if not (start or close or profile.dropped):
        return None
    return _marks(start=start, close=close, drop=profile.dropped)


@cache
def starts(profile: Profile) -> dict[str, Block]:
    """Return start marker -> block."""
    return {mark: block for block in profile.blocks for mark in block.starts}


@cache
def first(profile: Profile) -> tuple[str, ...]:
    """Return what may be the first thing of a reply: starts, ends of empty reasoning, wrappers."""
    blocks = (block for block in profile.blocks if block.strays or not block.leading)
    ends = (mark for block in blocks for mark in block.ends)
    wrappers = () if profile.every else (mark for mark, _ in profile.wrappers)
    return (*starts(profile), *ends, *wrappers)


def stands_in(text: str, profile: Profile) -> bool:
    """Return whether a text holds anything that the profile looks for: else it is all answer."""
    return any(
        sign in text and any(mark in text for mark in found)
        for sign, found in _by_first_sign(profile).items()
    )


@cache
def _by_first_sign(profile: Profile) -> dict[str, list[str]]:
    by_sign: dict[str, list[str]] = {}
    for mark in every(profile):
        by_sign.setdefault(mark[0], []).append(mark)
    return by_sign


@cache
def every(profile: Profile) -> tuple[str, ...]:
    """Return all that the profile looks for anywhere."""
    blocks = [mark for each in profile.blocks for mark in (*each.starts, *each.ends, *each.inner)]
    wrappers = [mark for pair in profile.wrappers for mark in pair]
    harmony = OPENERS if profile.harmony else ()
    return tuple({*blocks, *wrappers, *profile.tools, *profile.dropped, *harmony})


def _inner_starts(profile: Profile) -> tuple[str, ...]:
    blocks = (block for block in profile.blocks if not (block.leading or block.soft))
    return tuple(mark for block in blocks for mark in block.starts)


def _marks(**kinds: tuple[str, ...]) -> Marks:
    by_mark: dict[str, str] = {}
    for kind, marks in kinds.items():
        for mark in marks:
            by_mark.setdefault(mark, kind)  # an end may be dropped in the answer only
    prefixes = frozenset(mark[:size] for mark in by_mark for size in range(1, len(mark)))
    return Marks(by_mark, prefixes, max(map(len, by_mark)))
