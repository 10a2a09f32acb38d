"""A local server of OpenAI's chat protocol for measurements: fast, deterministic, with faults.

    python -m benchmarks.server --port 0 --latency-ms 100 --faults 0.02 --poison 0.005

It prints its address as its first line. What it answers follows from the prompt alone: a summary,
five pairs, one claim with its verdict. With `--spread` latencies are log-normal around the given
mean; which requests fail, how, and how long one takes also follows from the prompt (and from how
often it came), so that two runs meet the same.
"""

import argparse
import asyncio
import hashlib
import math
from collections import Counter
from random import Random
from typing import Any

import orjson
from aiohttp import web

FAULTS = ("429", "500", "503", "reset", "broken", "cut", "hang", "empty", "null")
_HANG_S = 3600.0


class Server:
    """Answers chat requests; counts them and how many were in flight."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.seen: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.in_flight = 0
        self.peak = 0
        self.busy_s = 0.0
        self.first = self.last = 0.0

    async def chat(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, or fail it."""
        loop = asyncio.get_running_loop()
        came = loop.time()
        data = await request.read()
        body = orjson.loads(data)
        prompt: str = body["messages"][-1]["content"]
        key = hashlib.sha256(data).hexdigest()
        self.seen[key] += 1
        self.first = self.first or loop.time()
        self.in_flight += 1
        self.peak = max(self.peak, self.in_flight)
        try:
            return await self._answer(request, body, prompt, key, came)
        finally:
            self.in_flight -= 1
            self.last = loop.time()

    async def _answer(
        self, request: web.Request, body: dict[str, Any], prompt: str, key: str, came: float
    ) -> web.StreamResponse:
        if not (self.options.faults or self.options.poison or self.options.spread):
            return await self._say(body, prompt, self.options.latency_ms / 1000, came)
        chance = Random(key)
        if chance.random() < self.options.poison:
            self.faults["poison"] += 1
            return web.json_response({"error": {"message": "cannot do this one"}}, status=500)
        draw = chance.random()
        fault = int(draw / self.options.faults) if self.options.faults else len(FAULTS)
        if fault < len(FAULTS) and self.seen[key] == 1:
            self.faults[FAULTS[fault]] += 1
            failed = await self._fail(request, FAULTS[fault])
            if failed is not None:
                return failed
        return await self._say(body, prompt, self._latency(chance), came)

    async def _say(
        self, body: dict[str, Any], prompt: str, latency: float, came: float
    ) -> web.StreamResponse:
        """Answer when `latency` seconds have passed since the request came in."""
        self.busy_s += latency
        made = orjson.dumps(completion(answer(prompt), body.get("model", "m"), prompt))
        await asyncio.sleep(came + latency - asyncio.get_running_loop().time())
        return web.Response(body=made, content_type="application/json")

    def _latency(self, chance: Random) -> float:
        mean: float = self.options.latency_ms / 1000
        spread: float = self.options.spread
        return mean * math.exp(chance.gauss(-spread * spread / 2, spread)) if spread else mean

    async def _fail(self, request: web.Request, fault: str) -> web.StreamResponse | None:
        if fault in ("429", "500", "503"):
            headers = {"Retry-After": "0"} if fault == "429" else {}
            return web.json_response(
                {"error": {"message": f"fault {fault}"}}, status=int(fault), headers=headers
            )
        if fault == "reset":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault == "broken":
            return web.Response(text="{not json", content_type="application/json")
        if fault == "cut":
            response = web.StreamResponse(headers={"Content-Length": "1000"})
            await response.prepare(request)
            await response.write(b'{"id": "1", "choices": [')
            assert request.transport is not None
            request.transport.abort()
            return response
        if fault == "hang":
            await asyncio.sleep(_HANG_S)
        content = "" if fault == "empty" else None
        return web.json_response(completion(content, "m", ""))

    async def figures(self, request: web.Request) -> web.Response:
        """Tell what came in so far."""
        return web.json_response(
            {
                "requests": self.seen.total(),
                "different": len(self.seen),
                "repeated": self.seen.total() - len(self.seen),
                "peak": self.peak,
                "busy_s": self.busy_s,
                "window_s": self.last - self.first,
                "faults": dict(self.faults),
            }
        )


def answer(prompt: str) -> str:
    """Return what a model would say to one of mlkt's English prompts."""
    name = hashlib.sha256(prompt.encode()).hexdigest()[:6]
    if "<answer>" in prompt:
        document = prompt.partition("<document>\n")[2].partition("\n</document>")[0]
        sentence = document.strip().rpartition("\n")[2].partition(". ")[0].rstrip(".") + "."
        return f'Claim: The document says it ({name}).\nEvidence: "{sentence}"\nVerdict: yes'
    if "question-answer pairs" in prompt:
        return "\n\n".join(
            f"Question: What does the register {name} say about the bridge number {at}?\n"
            f"Answer: The register {name} says that the bridge number {at} was built in 18{at}0."
            for at in range(5)
        )
    return f"The register {name} says that a bridge was built there and that the mayor lives there."


def completion(content: str | None, model: str, prompt: str) -> dict[str, Any]:
    """Return a chat completion; tokens are words."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content},
                "finish_reason": "stop",
            }
        ],
        "usage": {
            "prompt_tokens": prompt.count(" ") + 1,
            "completion_tokens": (content or "").count(" ") + 1,
            "total_tokens": prompt.count(" ") + (content or "").count(" ") + 2,
        },
    }


async def serve(options: argparse.Namespace) -> None:
    """Serve on loopback until the process is stopped."""
    server = Server(options)
    app = web.Application(client_max_size=2**26)
    app.router.add_post("/v1/chat/completions", server.chat)
    app.router.add_get("/figures", server.figures)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", options.port, backlog=4096)
    await site.start()
    port = runner.addresses[0][1]
    print(f"http://127.0.0.1:{port}", flush=True)
    await asyncio.Event().wait()


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency-ms", type=float, default=100.0)
    parser.add_argument("--spread", type=float, default=0.0, help="sigma of log-normal latencies")
    parser.add_argument("--faults", type=float, default=0.0, help="share of each kind of fault")
    parser.add_argument("--poison", type=float, default=0.0, help="share that never works")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(serve(arguments()))
