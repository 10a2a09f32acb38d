"""Calls of a chat model that nothing watches: they can leave out what LangChain does for watchers.

Callbacks, tracing, events, LangChain's own cache and rate limits each need `BaseChatModel`'s whole
road, which costs a pipeline more than its request (benchmarks/engine.py prints both). Where none of
them is on, nobody can tell the difference.
"""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from langchain_core.callbacks import AsyncCallbackManager, AsyncCallbackManagerForLLMRun
from langchain_core.globals import get_llm_cache
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import BaseMessage
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import var_child_runnable_config

_NO_RUN = UUID(int=0)


def unwatched(
    model: BaseChatModel, config: RunnableConfig | None
) -> AsyncCallbackManagerForLLMRun | None:
    """Return a call's run without watchers, with its metadata; None where anything watches it."""
    given = config or {}
    callbacks = given.get("callbacks")
    inherited = callbacks is None and var_child_runnable_config.get() is not None
    if inherited or model.cache or model.rate_limiter or get_llm_cache() is not None:
        return None
    if getattr(model, "output_version", None) not in (None, "v0"):
        return None
    manager = AsyncCallbackManager.configure(callbacks, model.callbacks, model.verbose)
    if manager.handlers:
        return None
    metadata = manager.metadata | (given.get("metadata") or {}) | (model.metadata or {})
    return AsyncCallbackManagerForLLMRun(
        run_id=_NO_RUN, handlers=[], inheritable_handlers=[], metadata=metadata
    )


def plain_messages(given: LanguageModelInput) -> list[BaseMessage] | None:
    """Return the messages if they are all plain text, None where LangChain must convert them."""
    if not isinstance(given, list):
        return None
    messages = cast("Sequence[Any]", given)
    if all(isinstance(one, BaseMessage) and isinstance(one.content, str) for one in messages):
        return list(messages)
    return None
