"""LangChain's own standard tests, on the chat models of this toolkit.

What is switched off below is what these models do not claim: tools, structured output, images. The
journalled model answers streams in one piece. `test_serdes` cannot pass for a class outside
langchain-core's own mapping, so the models are not serializable and it is skipped by the suite.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_tests.integration_tests import ChatModelIntegrationTests
from langchain_tests.unit_tests import ChatModelUnitTests

from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models.server import ServerModel
from mlkt.models.thinking import ThinkingModel
from mlkt.models.with_journal import JournaledModel
from tests.servers.openai_server import OpenAIServer, Request
from tests.servers.openai_shapes import Reply


def reply(request: Request) -> Reply:
    """Answer at some length, break off at a stop word, and show some reasoning."""
    text = "Hello! This is an answer of some length, and it ends here."
    for stop in request.sampling.get("stop") or []:
        text = text.split(stop)[0]
    return Reply(text, reasoning="They greet me.")


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(reply) as running:
        STARTED.append(running)
        yield running
        STARTED.clear()
    while JOURNALS:
        JOURNALS.pop().close()


STARTED: list[OpenAIServer] = []
JOURNALS: list[Journal] = []


def server_params() -> dict[str, Any]:
    (running,) = STARTED
    return {"base_url": running.base_url, "api_key": running.key, "model": running.model}


class _Claims:
    """What the models claim, for both suites."""

    @property
    def has_tool_calling(self) -> bool:
        return False

    @property
    def has_tool_choice(self) -> bool:
        return False

    @property
    def has_structured_output(self) -> bool:
        return False

    @property
    def supports_json_mode(self) -> bool:
        return False


class TestServerModelUnit(_Claims, ChatModelUnitTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return ServerModel

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {"base_url": "http://127.0.0.1:9/v1", "api_key": "key", "model": "m"}


class TestServerModel(_Claims, ChatModelIntegrationTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return ServerModel

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return server_params()


class TestThinkingModel(_Claims, ChatModelIntegrationTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return ThinkingModel

    @property
    def chat_model_params(self) -> dict[str, Any]:
        inner = ServerModel(**server_params())
        return {"inner": inner, "family": "qwen3", "switch": None, "on": True}


class TestJournaledModel(_Claims, ChatModelIntegrationTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return JournaledModel

    @property
    def chat_model_params(self) -> dict[str, Any]:
        inner = ServerModel(**server_params())
        JOURNALS.append(Journal())
        return {"inner": inner, "journal": JOURNALS[-1], "limits": Limits()}
