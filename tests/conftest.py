"""Fixtures for the whole suite: the servers at the border, and the data beside the repository.

    def test_something(openai_server):
        server = openai_server(lambda request: "ಹೌದು", fault=lambda request: None)
        ... server.base_url, server.key, server.model, server.chats

Heavy packages are imported by the fixture that needs them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.servers.llama import LlamaServer
    from tests.servers.loopback import Endpoint
    from tests.servers.mediawiki import MediaWikiServer, StartMediaWiki
    from tests.servers.openai_server import OpenAIServer, StartOpenAI

_ROOT = Path(__file__).resolve().parent.parent
# What a developer's shell may hold and no test may see: other people's models, keys and traces.
_FOREIGN = (
    "TEACHER_", "CRITIC_", "SECOND_CRITIC_", "TRANSLATOR_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_",
    "MLKT_",
)  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def clean_environment() -> Iterator[None]:
    """Hide the developer's models and tracing, and keep proxies away from loopback."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(_FOREIGN)]:
            patch.delenv(name)
        patch.setenv("NO_PROXY", "127.0.0.1,localhost")
        patch.setenv("no_proxy", "127.0.0.1,localhost")
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real texts beside the repository; skip where it is absent."""
    folder = _ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the folder ../shared/data beside the repository")
    return folder


@pytest.fixture
def openai_server() -> Iterator[StartOpenAI]:
    """Start servers of OpenAI's protocol with scripted replies, as many as a test asks for.

    The arguments are those of `OpenAIServer`; without a script it answers this project's prompts
    (`road_reply`). A script that raises fails the test.
    """
    from tests.servers.openai_server import OpenAIServer
    from tests.servers.road import road_reply

    with ExitStack() as stack:
        started: list[OpenAIServer] = []

        def start(reply: Any = road_reply, **options: Any) -> OpenAIServer:
            started.append(stack.enter_context(OpenAIServer(reply, **options)))
            return started[-1]

        yield start
    for server in started:
        for error in server.errors:
            raise error


@pytest.fixture(scope="session")
def llama_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    """Serve a tiny model with random weights, made on the spot, by the real llama.cpp."""
    pytest.importorskip("xllamacpp", reason="needs the package xllamacpp (extra: llama)")
    from tests.servers.llama import LlamaServer

    with LlamaServer(tmp_path_factory.mktemp("llama")) as server:
        yield server


@pytest.fixture
def llama_road_server(llama_server: LlamaServer) -> Iterator[Endpoint]:
    """Stand before llama.cpp and give it a grammar for each of this project's prompts."""
    from tests.servers.llama_road import LlamaRoad

    with LlamaRoad(llama_server.endpoint) as road:
        yield road.endpoint


@pytest.fixture
def mediawiki_server() -> Iterator[StartMediaWiki]:
    """Start servers that answer as MediaWiki's `api.php` does.

    The arguments are those of `MediaWikiServer`.
    """
    from tests.servers.mediawiki import MediaWikiServer

    with ExitStack() as stack:

        def start(**options: Any) -> MediaWikiServer:
            return stack.enter_context(MediaWikiServer(**options))

        yield start
