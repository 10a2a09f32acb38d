"""Spans of rows: none without an SDK, one a row with it."""

import asyncio
import subprocess
import sys

import pytest

from mlkt.rows import Row
from mlkt.run.engine.spans import spanned
from mlkt.steps import step

SCRIPT = """
import asyncio
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
exporter, provider = InMemorySpanExporter(), TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
from mlkt.run.engine.spans import spanned
from mlkt.steps import step

def work(row):
    with trace.get_tracer("request").start_as_current_span("request"):
        if row["id"] == "bad":
            raise ValueError("no reply")
        return row | {"pairs": [1, 2], "rejected": []}

chain = spanned(step(work))
asyncio.run(chain.ainvoke({"id": "ok", "lang": "kn"}))
try:
    asyncio.run(chain.ainvoke({"id": "bad", "lang": "kn"}))
except ValueError:
    pass
request, row, _, bad = exporter.get_finished_spans()
assert (request.name, row.name) == ("request", "mlkt.row")
assert request.parent.span_id == row.context.span_id
assert row.attributes["mlkt.row.id"] == "ok" and row.attributes["mlkt.row.pairs"] == 2
assert not bad.status.is_ok and bad.attributes["mlkt.row.id"] == "bad"
print("fine")
"""


def test_without_an_sdk_the_chain_is_as_it_was() -> None:
    def same(row: Row) -> Row:
        return row

    chain = step(same)
    assert spanned(chain) is chain
    assert asyncio.run(chain.ainvoke({"id": "p"})) == {"id": "p"}


def test_with_an_sdk_a_row_is_a_span_around_its_requests() -> None:
    pytest.importorskip("opentelemetry.sdk", reason="needs the package opentelemetry-sdk")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False
    )  # the provider is set once in a process
    assert done.stdout.strip() == "fine", done.stderr
