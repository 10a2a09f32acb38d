"""How families of translation models want to be asked, as a table: one row a family.

chosen = choose_dialect("auto", "tencent/Hunyuan-MT-7B")     -> HUNYUAN_MT
chosen.values("hi", "en", "एक नगर", terms=[])                 -> what its prompt is filled with
in_dialect(model, chosen)      the model, asked in the family's form: system and user message, or

    {"role": "user", "content": [{"type": "text", "source_lang_code": "kn",
                                  "target_lang_code": "en", "text": "ಮೈಸೂರು ಒಂದು ನಗರ."}]}

A family's words are a wire format: the model was trained on them and knows no others. They are
as its makers publish them; `prompts/` holds what general models are asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import regex
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.runnables import Runnable, RunnableConfig

from mlkt.ask import Model, Sampling
from mlkt.errors import ConfigError, EngineError, nearest
from mlkt.packs import Prompt
from mlkt.translate.engines.dialect_names import (
    HUNYUAN,
    HUNYUAN_IN_CHINESE,
    SARVAM,
    TOWER,
    TOWER_PLUS,
)
from mlkt.translate.tags import without_region

GENERIC = "generic"  # numbered lines, in the words of `prompts/`
_HEAD_END = "\n\n"
_INPUTS = ("source_language", "target_language", "context", "text")


@dataclass(frozen=True, slots=True)
class Dialect:
    """One family's form of a request.

    `words` is the prompt; where `form` is not `user`, what stands before its first blank line
    becomes the system message, or the two language codes of a part or of the template. `names`
    maps the codes it knows to what its prompt calls them; None: it is told codes and says itself
    what it does not know. `known` introduces terms, a line each; context and examples of a memory
    are not shown. `is_whole` asks for a paragraph at once, a line a sentence; where the lines are
    not kept, and in the other families, it is asked for sentence by sentence.
    """

    name: str
    match: str
    words: str
    form: Literal["user", "system", "part", "template"] = "user"
    names: Mapping[str, str] | None = None
    sampling: Sampling = Sampling()
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    known: tuple[str, str] | None = None
    is_whole: bool = False
    in_chinese: "Dialect | None" = None

    @property
    def prompt(self) -> Prompt:
        """Return the words as a prompt, with a signature for the row."""
        inputs = frozenset(name for name in _INPUTS if f"{{{name}}}" in self.words)
        return Prompt("translate", "en", self.words, inputs, "", "")

    def called(self, lang: str) -> str:
        """Return what the prompt calls a language.

        Raises:
            EngineError: the family does not know it.
        """
        if self.names is None:
            return lang.replace("_", "-")
        by_code = {code.casefold(): name for code, name in self.names.items()}
        tag = without_region(lang)
        # Cantonese in simplified signs is `yue-Hans`, and a family that knows it says `yue`.
        for code in (lang.replace("_", "-"), tag, tag.removesuffix("-Hans")):
            if code.casefold() in by_code:
                return by_code[code.casefold()]
        raise EngineError(
            f"models of the family {self.name!r} do not know {lang!r}; they know "
            f"{', '.join(sorted(self.names))}: name another model, or set dialect to 'generic'"
        )

    def check_pair(self, source_lang: str, target_lang: str) -> None:
        """Check that the family knows both languages.

        Raises:
            EngineError: it does not know one of them.
        """
        self.called(source_lang)
        self.called(target_lang)

    def values(
        self, source_lang: str, target_lang: str, text: str, *, terms: list[tuple[str, str]]
    ) -> dict[str, str]:
        """Return the inputs of the prompt; `terms` are those that stand in `text`.

        Raises:
            EngineError: the family does not know one of the languages.
        """
        context = ""
        if self.known and terms:
            head, line = self.known
            lines = [line.format(source=source, target=target) for source, target in terms]
            context = "\n".join([head, *lines]) + _HEAD_END
        return {
            "source_language": self.called(source_lang),
            "target_language": self.called(target_lang),
            "context": context,
            "text": text,
        }


# Tencent-Hunyuan/Hunyuan-MT, README at 09a37af: prompts, languages, sampling, no system prompt;
# terms: Tencent-Hunyuan/Hy-MT2, README at 3509fd9.
_HUNYUAN_SAMPLING = Sampling(temperature=0.7, top_p=0.6)
_HUNYUAN_OPTIONS = {"top_k": 20, "repetition_penalty": 1.05}
_HUNYUAN_MT_ZH = Dialect(
    "hunyuan-mt",
    match="",
    words="{context}把下面的文本翻译成{target_language}，不要额外解释。\n\n{text}",
    names=HUNYUAN_IN_CHINESE,
    sampling=_HUNYUAN_SAMPLING,
    options=_HUNYUAN_OPTIONS,
    known=("参考下面的翻译：", "{source} 翻译成 {target}"),
)
HUNYUAN_MT = Dialect(
    "hunyuan-mt",
    match=r"(?:hunyuan|hy)-?mt(?!.*chimera)",  # Chimera joins six translations and makes none
    words="{context}Translate the following segment into {target_language}, "
    "without additional explanation.\n\n{text}",
    names=HUNYUAN,
    sampling=_HUNYUAN_SAMPLING,
    options=_HUNYUAN_OPTIONS,
    known=("Reference the following translations:", "{source} translates to {target}"),
    in_chinese=_HUNYUAN_MT_ZH,
)

_CODES = "{source_language}\n{target_language}\n\n{text}"
# TranslateGemma's model card (2026-01): one user message of one part; vLLM lets the part's own
# fields through since vllm-project/vllm#41599.
TRANSLATEGEMMA = Dialect("translategemma", r"translate-?gemma", _CODES, form="part")
# ggml-org/llama.cpp#19052: the codes come from the template's arguments.
TRANSLATEGEMMA_LLAMA = Dialect(
    "translategemma-llama", r"translate-?gemma.*(?:gguf|[._-]i?q\d)", _CODES, form="template"
)
# Re-packed for vLLM with a plain chat template (Infomaniak).
TRANSLATEGEMMA_INLINE = Dialect(
    "translategemma-inline",
    match=r"infomaniak.*translate-?gemma",
    words="<<<source>>>{source_language}<<<target>>>{target_language}<<<text>>>{text}",
)

# As its users' code asks it; Sarvam's blog post on it names the 22 languages and paragraphs.
SARVAM_TRANSLATE = Dialect(
    "sarvam-translate",
    match=r"sarvam-?translate",
    words="Translate the text below to {target_language}.\n\n{text}",
    form="system",
    names=SARVAM,
    sampling=Sampling(temperature=0.01),
    is_whole=True,
)

# Model cards of Unbabel/TowerInstruct-7B-v0.2 and Unbabel/Tower-Plus-9B.
TOWER_INSTRUCT = Dialect(
    "tower",
    match=r"tower-?(?:instruct|mistral)",
    words="Translate the following text from {source_language} into {target_language}.\n"
    "{source_language}: {text}\n{target_language}:",
    names=TOWER,
    is_whole=True,
)
TOWER_PLUS_2025 = Dialect(
    "tower-plus",
    match=r"tower(?:-?plus|\+)",
    words="Translate the following {source_language} source text to {target_language}:\n"
    "{source_language}: {text}\n{target_language}: ",
    names=TOWER_PLUS,
    is_whole=True,
)

DIALECTS = {
    dialect.name: dialect
    for dialect in (
        TRANSLATEGEMMA_LLAMA,
        TRANSLATEGEMMA_INLINE,
        TRANSLATEGEMMA,
        HUNYUAN_MT,
        SARVAM_TRANSLATE,
        TOWER_INSTRUCT,
        TOWER_PLUS_2025,
    )
}


def choose_dialect(name: str, model_name: str = "") -> Dialect | None:
    """Return the dialect `name`, None for `generic`; `auto` takes it from the model's name.

    Raises:
        ConfigError: no such dialect.
    """
    if name == "auto":
        wanted = model_name.casefold()
        return next((one for one in DIALECTS.values() if regex.search(one.match, wanted)), None)
    if name != GENERIC and name not in DIALECTS:
        known = ["auto", GENERIC, *sorted(DIALECTS)]
        raise ConfigError(
            f"no dialect {name!r}{nearest(name, known)}; there are {', '.join(known)}"
        )
    return DIALECTS.get(name)


def model_name(model: object) -> str:
    """Return the name of a chat model, also inside `bind`, `with_retry` or a journal."""
    while model is not None:
        fields: dict[str, Any] = getattr(model, "__dict__", {})
        name = fields.get("model_name") or fields.get("model")
        if isinstance(name, str):
            return name
        model = fields.get("bound") or fields.get("runnable") or fields.get("inner")
    return ""


def in_dialect(model: Model, dialect: Dialect) -> Model:
    """Return `model` such that the dialect's filled prompt reaches it in the dialect's form."""
    return InDialect(model, dialect)


class InDialect(Runnable[LanguageModelInput, AIMessage]):
    """A chat model that is asked in the form of its family."""

    def __init__(self, model: Model, dialect: Dialect) -> None:
        """Wrap `model`."""
        self._model, self._dialect = model, dialect
        self.name = dialect.name

    def invoke(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AIMessage:
        """Return the model's reply to one filled prompt."""
        messages, options = self._formed(input)
        return self._model.invoke(messages, config, **options, **kwargs)

    async def ainvoke(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AIMessage:
        """Return the same as `invoke`, on the event loop."""
        messages, options = self._formed(input)
        return await self._model.ainvoke(messages, config, **options, **kwargs)

    def _formed(self, input: LanguageModelInput) -> tuple[list[BaseMessage], dict[str, Any]]:
        text = _text(input)
        options = dict(self._dialect.options)
        head, _, body = text.partition(_HEAD_END)
        messages: list[BaseMessage] = [HumanMessage(text)]
        if self._dialect.form == "system":
            messages = [SystemMessage(head), HumanMessage(body)]
        elif self._dialect.form != "user":
            source, target = head.split("\n")
            codes = {"source_lang_code": source, "target_lang_code": target}
            messages = [HumanMessage(body)]
            if self._dialect.form == "part":
                messages = [HumanMessage([{"type": "text", **codes, "text": body}])]
            else:
                options["chat_template_kwargs"] = codes
        # Known to servers and unknown to OpenAI's client, which any model behind it may use.
        return messages, {"extra_body": options} if options else {}


def _text(input: LanguageModelInput) -> str:
    if isinstance(input, list | tuple) and len(input) == 1 and isinstance(input[0], BaseMessage):
        return input[0].text
    raise TypeError(f"a dialect takes one filled prompt, not {type(input).__name__}")
