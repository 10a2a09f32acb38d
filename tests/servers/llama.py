"""The real llama.cpp, in this process, serving a tiny model on loopback with a key.

    with LlamaServer(tmp_path) as server:
        model = ChatOpenAI(base_url=server.base_url, api_key=server.key, model=server.model)
        model.invoke("…", extra_body={"grammar": grammar_for_pairs(…)})

Usage, streams, `n`, 401 and context errors are llama.cpp's own.
"""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from mlkt.packs import pack_dir
from tests.servers.loopback import Endpoint
from tests.servers.raw import ask
from tests.servers.tiny_gguf import write_tiny_model
from tests.servers.vocabulary import VOCABULARY

_SLOTS = 4
_SILENT = -1


class LlamaServer:
    """A running server; `n_ctx` is one request's context in tokens."""

    def __init__(self, folder: Path, *, n_ctx: int = 16384, api_key: str = "llama-key-42") -> None:
        import xllamacpp  # pyright: ignore[reportMissingTypeStubs] compiled, without stubs

        path = folder / "tiny.gguf"
        write_tiny_model(path, _texts())
        llama_cpp: Any = xllamacpp
        params = llama_cpp.CommonParams()
        params.model.path = str(path)
        params.model_alias = {"tiny"}
        params.n_ctx = n_ctx * _SLOTS  # the slots share it
        params.n_parallel = _SLOTS
        params.n_gpu_layers = 0
        params.cpuparams.n_threads = (
            1  # two would wait for each other at every layer of a busy machine
        )
        params.cpuparams_batch.n_threads = 1
        params.hostnames = ["127.0.0.1"]
        params.port = 0  # the kernel chooses
        params.api_keys = [api_key]
        params.offline = True
        params.warmup = False
        params.verbosity = _SILENT
        self._server = llama_cpp.Server(params)
        self.endpoint = Endpoint(f"{self._server.listening_address}/v1", api_key, "tiny")
        self.base_url, self.key, self.model = (
            self.endpoint.base_url,
            self.endpoint.key,
            self.endpoint.model,
        )
        # A server that is stopped before its loop has begun waits for it for ever.
        assert ask(self.endpoint, "x", max_tokens=1).status == 200

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the server."""
        self._server = None  # it stops when nobody holds it


def _texts() -> list[str]:
    """Return what the tokens are learnt from: prompts to be read, words to be written."""
    prompts = [
        path.read_text(encoding="utf-8") for path in sorted(pack_dir("prompts").glob("*/*.md"))
    ]
    return prompts + [" ".join(words) for words in VOCABULARY.values()] * 20
