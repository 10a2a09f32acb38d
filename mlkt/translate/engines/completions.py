"""Translation models behind `/v1/completions` of OpenAI's protocol: a plain prompt, no chat.

    POST /v1/completions   {"model": "madlad400-10b", "prompt": "<2en> ಮೈಸೂರು ಒಂದು ನಗರ.",
                            "temperature": 0.0, "max_tokens": 98}
                           -> {"choices": [{"text": "Mysuru is a city.", "finish_reason": "stop"}]}

One request a sentence. What a reply lacks or breaks off, and what the gate blocks, is asked for
once more, sampled warmer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from langchain_core.runnables import Runnable, RunnableConfig

from mlkt.ask import Sampling
from mlkt.config.engines import check_address
from mlkt.errors import ConfigError, MlktError, RequestError, nearest
from mlkt.models.failures import explain
from mlkt.packs import Prompt
from mlkt.rows import MadeBy, Segment, Usage, folded
from mlkt.steps import for_each
from mlkt.translate.engines.chat import TASK, language_name, warmer
from mlkt.translate.engines.json_client import JsonClient
from mlkt.translate.engines.plain import read_plain
from mlkt.translate.ladder import ladder
from mlkt.translate.paragraph import Engine, Paragraph, fill, give_up

COMPLETIONS = "completions"
# Servers stop after 16 tokens unless told otherwise. Scripts that a vocabulary hardly knows cost
# two tokens a character; what ends by itself costs nothing.
_MIN_TOKENS, _TOKENS_PER_CHAR = 64, 2


@dataclass(frozen=True, slots=True)
class Form:
    """What a model is given to complete, and where it stops; it may be told languages by code."""

    words: str
    stop: tuple[str, ...] = ()
    by_code: bool = False


# As published: ALMA's README (fe1ixxu/ALMA); MADLAD-400's model card; TranslateGemma as re-packed
# for vLLM by Infomaniak. `labels` suits models that were only pre-trained.
FORMS: Mapping[str, Form] = {
    "text": Form("{text}"),
    "labels": Form("{source_language}: {text}\n{target_language}:", stop=("\n",)),
    "alma": Form(
        "Translate this from {source_language} to {target_language}:\n"
        "{source_language}: {text}\n{target_language}:",
        stop=("\n",),
    ),
    "madlad": Form("<2{target_language}> {text}", by_code=True),
    "translategemma": Form(
        "<<<source>>>{source_language}<<<target>>>{target_language}<<<text>>>{text}", by_code=True
    ),
}


def completions_engine(
    base_url: str,
    model: str,
    *,
    form: str = "alma",
    api_key: str = "",
    sampling: Sampling | None = None,
    timeout_s: float = 300.0,
    max_retries: int = 5,
) -> Engine:
    """Return the engine that lets `model` complete a prompt; `base_url` ends in `/v1`.

    `form` is one of `FORMS`: `text` gives the sentence alone, for a server that translates whatever
    comes.

    Raises:
        ConfigError: an address that is none, or no such form.
        ModelError, RequestError: when it runs, the server refuses or fails.
    """
    check_address(base_url, "base_url", "api_key")
    if form not in FORMS:
        raise ConfigError(f"no form {form!r}{nearest(form, FORMS)}; there are {', '.join(FORMS)}")
    url = base_url.rstrip("/")

    def explained(error: Exception) -> MlktError:
        where = {"role": "translator", "url": url, "model": model}
        return explain(error, **where, task=TASK, secret=api_key)

    client = JsonClient(
        url, explain=explained, api_key=api_key, timeout_s=timeout_s, max_retries=max_retries
    )
    first = sampling or Sampling()
    turns = (_turn(client, model, FORMS[form], one) for one in (first, warmer(first)))
    return ladder(*turns)


class Completion(Runnable[dict[str, Any], dict[str, Any]]):
    """One request: prompt and `max_tokens` in, the first choice and the usage out."""

    def __init__(self, client: JsonClient, body: dict[str, Any]) -> None:
        """Take what goes into every request."""
        self.name = COMPLETIONS
        self._client, self._body = client, body

    def invoke(
        self, input: dict[str, Any], config: RunnableConfig | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """Return the server's answer."""
        return self._checked(self._client.send("/completions", {**input, **self._body}))

    async def ainvoke(
        self, input: dict[str, Any], config: RunnableConfig | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """Return the same as `invoke`, on the event loop."""
        body = {**input, **self._body}
        return self._checked(await self._client.asend("/completions", body))

    def _checked(self, answer: Any) -> dict[str, Any]:
        said = cast("dict[str, Any]", answer) if isinstance(answer, dict) else {}
        choices: Any = said.get("choices")
        try:
            text = choices[0]["text"]
            is_cut_off = choices[0].get("finish_reason") == "length"
        except (AttributeError, KeyError, IndexError, TypeError):
            text, is_cut_off = None, False
        if not isinstance(text, str):
            raise RequestError(
                f"translator {self._body['model']!r}: an answer without `choices` and `text`: let "
                "base_url be a server with /v1/completions",
                step=TASK,
            )
        usage: dict[str, Any] = said.get("usage") or {}
        return {
            "text": text,
            "is_cut_off": is_cut_off,
            "model": str(said.get("model") or self._body["model"]),
            "input_tokens": usage.get("prompt_tokens") or 0,
            "output_tokens": usage.get("completion_tokens") or 0,
        }


def _turn(client: JsonClient, model: str, form: Form, sampling: Sampling) -> Engine:
    """Return the step that makes one request for each pending segment."""
    body = {"model": model, **sampling.kwargs()}
    prompt = Prompt(TASK, "en", form.words, _inputs(form.words), "", "")
    asked = Completion(client, body | ({"stop": [*form.stop]} if form.stop else {}))

    def write(paragraph: Paragraph) -> list[dict[str, Any]]:
        return [_request(segment, form, prompt) for segment in paragraph.pending]

    def read(paragraph: Paragraph, answers: list[dict[str, Any]]) -> Paragraph:
        for segment, answer in zip(paragraph.pending, answers, strict=True):
            paragraph = _read(paragraph, segment, answer, prompt)
        return give_up(paragraph, model, "the reply holds no translation of it")

    return for_each(write, asked, read, COMPLETIONS)


def _inputs(words: str) -> frozenset[str]:
    names = ("source_language", "target_language", "text")
    return frozenset(name for name in names if f"{{{name}}}" in words)


def _request(segment: Segment, form: Form, prompt: Prompt) -> dict[str, Any]:
    langs = {"source_language": segment["source_lang"], "target_language": segment["target_lang"]}
    values = {
        name: lang.replace("_", "-") if form.by_code else language_name(lang, prompt.lang)
        for name, lang in langs.items()
    } | {"text": folded(segment["source"])}
    filled = prompt.fill(**{name: values[name] for name in prompt.inputs})
    most = _MIN_TOKENS + _TOKENS_PER_CHAR * len(values["text"])
    return {"prompt": filled, "max_tokens": most}


def _read(
    paragraph: Paragraph, segment: Segment, answer: dict[str, Any], prompt: Prompt
) -> Paragraph:
    labels = [language_name(segment[side], "en") for side in ("source_lang", "target_lang")]
    read = read_plain(
        answer["text"], [segment["source"]], labels=labels, cut_off=answer["is_cut_off"]
    )
    made: MadeBy = {"step": TASK, "prompt": prompt.signature, "model": answer["model"]}
    usage: Usage = {
        "step": TASK,
        "input_tokens": answer["input_tokens"],
        "output_tokens": answer["output_tokens"],
    }
    return replace(
        fill(paragraph, {segment["id"]: read[0]} if read else {}, answer["model"]),
        made_by=[*paragraph.made_by, made],
        usage=[*paragraph.usage, usage],
        replies=[*paragraph.replies, answer["text"]],
    )
