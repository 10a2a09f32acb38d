"""Split a whole reply into reasoning and answer.

split_reasoning("<think>Count them.</think>Three.", profile="qwen3")
-> Reply(answer="Three.", reasoning="Count them.", cut_off=False)
"""

from dataclasses import replace
from functools import cache

from mlkt.reply.reasoning import marks
from mlkt.reply.reasoning.blocks import BlockSplitter
from mlkt.reply.reasoning.families import Profile
from mlkt.reply.reasoning.profiles import find_profile
from mlkt.reply.reply import Reply

CUT_OFF = frozenset({"length", "max_tokens", "MAX_TOKENS", "incomplete"})


def split_reasoning(
    text: str,
    *,
    profile: str = "auto",
    finish_reason: str | None = None,
    server_reasoning: str | None = None,
) -> Reply:
    """Return the answer and the reasoning of a reply, white space kept.

    `profile` is a family's name (see `profiles()`), a model's name that a family matches, or
    `auto`: explicit markers of any family. With `auto` and `apertus` all blocks are reasoning; with
    the others the first end ends it, and a second block stays in the answer. `server_reasoning` is
    what a server has split off already; the text then counts as answer, and an explicit block in it
    is split off still (some clients copy the reasoning and leave it in the text). `finish_reason`
    tells a reply that ended at its limit without any answer from one that had none to give.

    Raises:
        ConfigError: no profile of this name.
    """
    found = find_profile(profile)
    server = server_reasoning or ""
    reply = split_with(answer_only(found) if server else found, text)
    reasoning = server + unless_copied(reply.reasoning, server)
    unanswered = not reply.answer.strip() and bool(reasoning.strip())
    cut_off = reply.cut_off or (unanswered and ended_early(finish_reason, bool(server)))
    return Reply(reply.answer, reasoning, cut_off)


def split_with(profile: Profile, text: str) -> Reply:
    """Return the parts of a whole text along the markers of `profile`."""
    if not (profile.opened or profile.lead or marks.stands_in(text, profile)):
        return Reply(text)
    splitter = BlockSplitter(profile)
    return splitter.feed(text) + splitter.finish()


def unless_copied(own: str, server: str) -> str:
    """Return the reasoning found in a text, or nothing where it repeats the server's."""
    return "" if server and own.strip() == server.strip() else own


def ended_early(finish_reason: str | None, split_by_server: bool) -> bool:
    """Return whether a reply without an answer was cut off; a server's field without reason was."""
    return finish_reason in CUT_OFF or (split_by_server and finish_reason is None)


@cache
def answer_only(profile: Profile) -> Profile:
    """Return the profile for text whose reasoning stands elsewhere: only explicit blocks count."""
    blocks = tuple(replace(block, strays=False) for block in profile.blocks if not block.soft)
    return replace(profile, opened=False, blocks=blocks)
