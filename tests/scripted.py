"""A chat model whose replies a function makes: the border at which our own code is tested."""

from collections.abc import Callable
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import PrivateAttr

Answer = Callable[[str, dict[str, Any]], str | AIMessage]


class Scripted(BaseChatModel):
    """Replies with `answer(prompt, metadata)` and remembers what it was asked."""

    answer: Answer
    _asked: list[dict[str, Any]] = PrivateAttr(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Every request so far: its `prompt`, its `metadata` and its `sampling` values."""
        return self._asked

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        prompt = messages[-1].text
        metadata = dict(run_manager.metadata) if run_manager else {}
        self._asked.append({"prompt": prompt, "metadata": metadata, "sampling": kwargs})
        reply = self.answer(prompt, metadata)
        message = reply if isinstance(reply, AIMessage) else AIMessage(content=reply)
        message.response_metadata.setdefault("finish_reason", "stop")
        message.response_metadata.setdefault("model_name", "scripted")
        message.usage_metadata = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
        return ChatResult(generations=[ChatGeneration(message=message)])
