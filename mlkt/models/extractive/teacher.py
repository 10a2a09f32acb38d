"""The extractive teacher as a LangChain chat model."""

from typing import Any

from langchain_core.callbacks import (
    AsyncCallbackManagerForLLMRun,
    CallbackManagerForLLMRun,
)
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from mlkt.models.extractive.replies import write_reply
from mlkt.text import words

NAME = "mlkt-extractive"
RULES = 2  # grows with every change of the rules that changes a reply; part of a journal's key


class ExtractiveTeacher(BaseChatModel):
    """A chat model that answers this toolkit's own prompts by quoting from them.

    It reads task, prompt language and number of pairs from the call's metadata, as `mlkt.ask`
    writes them, and the data from the prompt's tags. The same prompt always gets the same reply,
    whatever the sampling values. `usage_metadata` counts words (`mlkt.text.words`): there are no
    tokens. Its judgements know words, numbers and capitalised names, nothing of meaning; the module
    `support` beside this one states what they cannot see.

    A call raises ModelError when it is none of the toolkit's tasks or its prompt lacks the data,
    and EngineError when it asks for a translation.
    """

    think: bool = False  # each reply opens with what was taken, between think tags

    @property
    def model_name(self) -> str:
        """Return the name that rows and reports carry."""
        return NAME

    @property
    def _llm_type(self) -> str:
        return NAME

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": NAME, "rules": RULES, "think": self.think}

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return self._reply(messages, run_manager.metadata if run_manager else {}, **kwargs)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return self._reply(messages, run_manager.metadata if run_manager else {}, **kwargs)

    def check_thinking(self, on: bool) -> None:
        """Do nothing: a call's keyword `thinking` stands above `think`, on and off."""

    def _reply(
        self, messages: list[BaseMessage], metadata: dict[str, Any], **options: Any
    ) -> ChatResult:
        prompt = "\n".join(message.text for message in messages)
        text = write_reply(metadata, prompt, think=options.get("thinking", self.think))
        n_in, n_out = len(words(prompt)), len(words(text))
        message = AIMessage(
            text,
            response_metadata={"model_name": NAME, "finish_reason": "stop"},
            usage_metadata={
                "input_tokens": n_in,
                "output_tokens": n_out,
                "total_tokens": n_in + n_out,
            },
        )
        return ChatResult(generations=[ChatGeneration(message=message)])
