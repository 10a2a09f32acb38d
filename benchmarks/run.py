"""How busy a run keeps its server: the native road with 64 requests in flight.

    python benchmarks/run.py [passages] [latency in ms]

The server is the tests' own, in this process's other thread, so the figures are lower bounds.
Ideal is requests x latency / slots; utilisation is ideal / measured.
"""

import asyncio
import resource
import sys
import tempfile
import time
from pathlib import Path

from mlkt.chains import knowledge
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import journaled, server_model
from mlkt.rows import Row
from mlkt.run.engine.runner import run_rows
from mlkt.run.files.ledger import Ledger
from mlkt.sources import Document, passages
from tests.servers.openai_server import OpenAIServer
from tests.servers.road import road_reply

SLOTS = 64


def rows(count: int) -> list[Row]:
    """Return passages of four sentences about invented towns."""
    text = "\n\n".join(
        f"## Town {n}\n\nTown {n} has {n + 7} schools and lies on a river. "
        f"A bridge was built there in {1800 + n % 200}. "
        f"Every year {n * 3 + 11} people visit its market. The mayor lives there."
        for n in range(count)
    )
    return passages(Document(text, "en"), max_chars=260).rows


def main(count: int = 100, latency_ms: float = 100.0) -> None:
    """Run the road and print what it took."""
    with (
        OpenAIServer(road_reply, latency_s=latency_ms / 1000) as server,
        tempfile.TemporaryDirectory() as out,
    ):
        journal, limits = Journal(Path(out, "journal.sqlite")), Limits(SLOTS)
        model = server_model(server.base_url, server.model, api_key=server.key)
        chain = knowledge(journaled(model, journal, limits), "en")
        work = rows(count)
        expected = {row["id"]: len(row["sentences"]) for row in work}
        ledger = Ledger(Path(out), journal, road="benchmark", expected=expected)
        cpu, start = time.process_time(), time.perf_counter()
        asyncio.run(run_rows(chain, work, ledger, window=SLOTS))
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        calls = len(server.chats)
        ideal = calls * latency_ms / 1000 / SLOTS
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{len(work)} passages, {calls} requests, {latency_ms:g} ms, {SLOTS} slots")
        print(f"wall {wall:.2f} s, ideal {ideal:.2f} s, utilisation {ideal / wall:.3f}")
        each = 1000 * cpu / calls
        print(f"processor {each:.2f} ms a request (client and server), peak {peak:.0f} MB")
        journal.close()


if __name__ == "__main__":
    main(*(float(value) if at else int(value) for at, value in enumerate(sys.argv[1:])))  # type: ignore[arg-type]
