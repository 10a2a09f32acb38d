"""Pairs from a reasoning model: its thinking switched, split off, and kept with each pair.

    reasoned_qa(model, "kn", profile="qwen3") adds {"pairs": [{…, "reasoning": "First …"}]}

The reasoning is that of the whole reply: all pairs of one reply carry it. It can be trained on;
what stands in it is never read as a pair.
"""

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable

from mlkt.ask import Steps
from mlkt.chains.qa import qa
from mlkt.models.thinking import think
from mlkt.rows import Row


def reasoned_qa(
    model: BaseChatModel,
    lang: str = "en",
    *,
    thinking: bool = True,
    profile: str = "auto",
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain `qa` on a reasoning model of family `profile`, thinking on or off.

    Any other chain does the same with `mlkt.models.thinking.think(model)` as its model.

    Raises:
        ConfigError: an unknown profile, or a family that cannot be switched off.
    """
    return qa(think(model, thinking, profile=profile), lang, steps=steps)
