"""The journal as LangChain's cache passes LangChain's own suites, and serves a plain model."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGeneration
from langchain_openai import ChatOpenAI
from langchain_tests.integration_tests import AsyncCacheTestSuite, SyncCacheTestSuite
from pydantic import SecretStr

from mlkt.journal import Journal
from mlkt.models.cache import JournalCache
from tests.servers.openai_server import StartOpenAI


class TestSync(SyncCacheTestSuite):
    @pytest.fixture
    def cache(self) -> Iterator[JournalCache]:
        journal = Journal()
        yield JournalCache(journal)
        journal.close()


class TestAsync(AsyncCacheTestSuite):
    @pytest.fixture
    async def cache(self) -> AsyncIterator[JournalCache]:
        journal = Journal()
        yield JournalCache(journal)
        journal.close()


def test_a_message_comes_back_whole_in_another_process(tmp_path: Path) -> None:
    message = AIMessage("ಉತ್ತರ", additional_kwargs={"reasoning_content": "ಮೊದಲು"}, id="1")
    journal = Journal(tmp_path / "j")
    JournalCache(journal).update("p", "m", [ChatGeneration(message=message)])
    journal.close()
    journal = Journal(tmp_path / "j")
    found = JournalCache(journal).lookup("p", "m")
    journal.close()
    assert found == [ChatGeneration(message=message)]


def test_a_plain_model_asks_once(openai_server: StartOpenAI) -> None:
    server, journal = openai_server(lambda _: "ಹೌದು"), Journal()
    model = ChatOpenAI(
        base_url=server.base_url, api_key=SecretStr(server.key), model=server.model,
        use_responses_api=False, cache=JournalCache(journal),
    )  # fmt: skip
    assert model.invoke("?").text == model.invoke("?").text == "ಹೌದು"
    assert len(server.chats) == 1
    journal.close()
