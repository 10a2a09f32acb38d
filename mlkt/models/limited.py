"""A model that is not this project's, counted among the requests in flight of a run.

limited(ChatAnthropic(model="…"))       in a chain of your own: the limits of the run it is in
limited(model, Limits(8))               limits of your own

Models of `configured_model`, and all that `journaled` wraps, are counted already.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from typing import Any, Generic, TypeVar

from langchain_core.runnables import Runnable, RunnableConfig

from mlkt.errors import ConfigError
from mlkt.limits import RUN, Limits
from mlkt.steps import Untraced

In = TypeVar("In")
Out = TypeVar("Out")


def limited(model: Runnable[In, Out], limits: Limits | None = None) -> Runnable[In, Out]:
    """Return `model` holding one of the places of `limits` while it works.

    Without `limits` they are those of the run that calls it (`mlkt run` with a chain of your own,
    `run_rows`); outside of a run nothing is counted. Batches count each of their inputs.

    Raises:
        ConfigError: the model counts its requests itself: twice, it would wait for itself.
    """
    if _counts_itself(model):
        raise ConfigError(
            f"{model.get_name()} counts its requests itself: use it without limited()"
        )
    return Limited(model, limits)


def _counts_itself(model: Any) -> bool:
    """Return whether a model, or the one that it binds, retries or falls back from, does."""
    if isinstance(getattr(model, "limits", None), Limits):
        return True
    inner = getattr(model, "bound", None)
    return isinstance(inner, Runnable) and _counts_itself(inner)


class Limited(Untraced[In, Out], Generic[In, Out]):
    """What `limited` returns."""

    def __init__(self, model: Runnable[In, Out], limits: Limits | None) -> None:
        """Take what `limited` takes."""
        self.model, self.limits = model, limits
        self.name = "limited"

    def invoke(self, input: In, config: RunnableConfig | None = None, **kwargs: Any) -> Out:
        """Return what the model returns."""
        with self._thread_place():
            return self.model.invoke(input, config, **kwargs)

    async def ainvoke(self, input: In, config: RunnableConfig | None = None, **kwargs: Any) -> Out:
        """Return what the model returns."""
        async with self._place():
            return await self.model.ainvoke(input, config, **kwargs)

    def stream(
        self, input: In, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Out]:
        """Yield what the model yields; the place is held to its end."""
        with self._thread_place():
            yield from self.model.stream(input, config, **kwargs)

    async def astream(
        self, input: In, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[Out]:
        """Yield what the model yields; the place is held to its end."""
        async with self._place():
            async for piece in self.model.astream(input, config, **kwargs):
                yield piece

    def _place(self) -> AbstractAsyncContextManager[None]:
        limits = self.limits or RUN.get()
        return limits.slot() if limits else nullcontext()

    def _thread_place(self) -> AbstractContextManager[None]:
        limits = self.limits or RUN.get()
        return limits.thread_slot() if limits else nullcontext()
