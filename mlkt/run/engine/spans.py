"""Rows as spans of OpenTelemetry, where the user's process has set its SDK up; else nothing.

    OTEL_TRACES_EXPORTER=otlp opentelemetry-instrument mlkt run …

A span `mlkt.row` stands around each row's work, so that the spans of its requests (of an
instrumented HTTP client, or of LangChain) are its children.
"""

from importlib.util import find_spec
from typing import Any, cast

from langchain_core.runnables import Runnable, RunnableConfig

from mlkt.rows import Row
from mlkt.steps import Untraced

NAME = "mlkt.row"


def spanned(chain: Runnable[Row, Row]) -> Runnable[Row, Row]:
    """Return `chain` with a span around each row, as it is where nothing collects spans."""
    tracer = _tracer()
    return chain if tracer is None else Spanned(chain, tracer)


class Spanned(Untraced[Row, Row]):
    """A chain with a span around each row: its id, its language, what came of it."""

    def __init__(self, chain: Runnable[Row, Row], tracer: Any) -> None:
        """Take the chain and OpenTelemetry's tracer."""
        self.chain, self.tracer, self.name = chain, tracer, NAME

    def invoke(self, input: Row, config: RunnableConfig | None = None, **kwargs: Any) -> Row:
        """Return what the chain makes of a row."""
        with self.tracer.start_as_current_span(NAME, attributes=_about(input)) as span:
            return _told(span, self.chain.invoke(input, config))

    async def ainvoke(self, input: Row, config: RunnableConfig | None = None, **kwargs: Any) -> Row:
        """Return what the chain makes of a row; an error is recorded by the span."""
        with self.tracer.start_as_current_span(NAME, attributes=_about(input)) as span:
            return _told(span, await self.chain.ainvoke(input, config))


def _tracer() -> Any:
    """Return a tracer, None where OpenTelemetry is not installed or has no SDK behind it."""
    if find_spec("opentelemetry") is None:
        return None
    from importlib import import_module

    trace: Any = import_module("opentelemetry.trace")
    provider = trace.get_tracer_provider()
    if isinstance(provider, trace.ProxyTracerProvider | trace.NoOpTracerProvider):
        return None
    return provider.get_tracer("mlkt")


def _about(row: Row) -> dict[str, str]:
    return {"mlkt.row.id": row["id"], "mlkt.row.lang": str(row.get("lang", ""))}


def _told(span: Any, row: Any) -> Any:
    """Return `row`, its counts written into its span; a chain of the user's may return anything."""
    if isinstance(row, dict):
        made = cast("Row", row)
        for key in ("pairs", "rejected"):
            span.set_attribute(f"mlkt.row.{key}", len(made.get(key, ())))
    return cast("Any", row)
