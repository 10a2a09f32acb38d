"""Translation models in their families' words: the body that arrives, and the reply that is read.

Bodies are those of the makers' examples; the server is the tests' own of OpenAI's protocol.
"""

from typing import Any

import pytest
from langchain_openai import ChatOpenAI

from mlkt.ask import Sampling, StepSettings
from mlkt.errors import ConfigError, EngineError
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import journaled, server_model
from mlkt.packs import Prompt
from mlkt.translate.engines.chat import chat_engine
from mlkt.translate.engines.dialects import DIALECTS, choose_dialect, model_name
from mlkt.translate.ladder import ladder
from mlkt.translate.paragraph import Paragraph
from tests.scripted import Scripted
from tests.servers.openai_server import OpenAIServer, Request, StartOpenAI
from tests.servers.openai_shapes import Reply
from tests.translate.segments import pending

KANNADA = {
    "ಮೈಸೂರು ಒಂದು ನಗರ.": "Mysuru is a city.",
    "ರಾಜ್‌ಕುಮಾರ್ ಅಲ್ಲಿ ಬೆಳೆದರು.": "Rajkumar grew up there.",
}
HINDI = {"यह एक नगर है।": "This is a city.", "यहाँ ६५ वार्ड हैं।": "It has 65 wards."}
MODELS = {
    "translategemma": "google/translategemma-12b-it",
    "translategemma-llama": "translategemma-4b-it.Q4_K_M.gguf",
    "translategemma-inline": "Infomaniak-AI/vllm-translategemma-4b-it",
    "hunyuan-mt": "tencent/Hunyuan-MT-7B",
    "sarvam-translate": "sarvamai/sarvam-translate",
    "tower": "Unbabel/TowerInstruct-7B-v0.2",
    "tower-plus": "Unbabel/Tower-Plus-9B",
}


def paragraph(*sources: str, lang: str = "kn", to: str = "en", **more: Any) -> Paragraph:
    segments = pending(*sources, lang=lang, to=to)
    return Paragraph(segments, **more)


def served(start: StartOpenAI, name: str, known: dict[str, str], **options: Any) -> OpenAIServer:
    """Start a server whose model translates the lines that it finds in the message."""

    def reply(request: Request) -> str:
        return "\n".join(known[line] for line in known if line in request.prompt)

    return start(options.pop("reply", reply), models=(name,), **options)


def model(server: OpenAIServer):
    return server_model(server.base_url, server.model, api_key=server.key, max_retries=0)


def targets(out: Paragraph) -> list[str | None]:
    return [segment["target"] for segment in out.segments]


def sent(server: OpenAIServer) -> list[dict[str, Any]]:
    return [{k: v for k, v in chat.body.items() if k != "stream"} for chat in server.chats]


def user(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


def part(source: str, target: str, text: str) -> list[dict[str, Any]]:
    codes = {"source_lang_code": source, "target_lang_code": target}
    return [{"role": "user", "content": [{"type": "text", **codes, "text": text}]}]


HUNYUAN = {"temperature": 0.7, "top_p": 0.6, "top_k": 20, "repetition_penalty": 1.05}
FIRST, SECOND = KANNADA
ONE, TWO = HINDI
BODIES: list[tuple[str, dict[str, str], str, str, list[dict[str, Any]]]] = [
    ("translategemma", KANNADA, "kn", "en", [
        {"messages": part("kn", "en", FIRST), "temperature": 0.0},
        {"messages": part("kn", "en", SECOND), "temperature": 0.0}]),
    ("translategemma", {ONE: "Esta é uma cidade."}, "hi", "pt-BR", [
        {"messages": part("hi", "pt-BR", ONE), "temperature": 0.0}]),
    ("translategemma-llama", {FIRST: KANNADA[FIRST]}, "kn", "en", [
        {"messages": user(FIRST), "temperature": 0.0,
         "chat_template_kwargs": {"source_lang_code": "kn", "target_lang_code": "en"}}]),
    ("translategemma-inline", {FIRST: KANNADA[FIRST]}, "kn", "en", [
        {"messages": user(f"<<<source>>>kn<<<target>>>en<<<text>>>{FIRST}"), "temperature": 0.0}]),
    ("hunyuan-mt", HINDI, "hi", "en", [
        {"messages": user("Translate the following segment into English, without additional "
                          f"explanation.\n\n{source}"), **HUNYUAN} for source in HINDI]),
    ("hunyuan-mt", {ONE: "这是一座城市。"}, "hi", "zh-CN", [
        {"messages": user(f"把下面的文本翻译成中文，不要额外解释。\n\n{ONE}"), **HUNYUAN}]),
    ("hunyuan-mt", {"这是一座城市。": "Бұл қала."}, "zh-Hans", "kk", [
        {"messages": user("把下面的文本翻译成哈萨克语，不要额外解释。\n\n这是一座城市。"),
         **HUNYUAN}]),
    ("sarvam-translate", KANNADA, "kn", "en", [
        {"messages": [{"role": "system", "content": "Translate the text below to English."},
                      *user(f"{FIRST}\n{SECOND}")], "temperature": 0.01}]),
    ("tower", {"Это город.": "This is a city."}, "ru", "en", [
        {"messages": user("Translate the following text from Russian into English.\n"
                          "Russian: Это город.\nEnglish:"), "temperature": 0.0}]),
    ("tower-plus", {"This is a city.": "Esta é uma cidade."}, "en-GB", "pt-BR", [
        {"messages": user("Translate the following English source text to Portuguese (Brazil):\n"
                          "English: This is a city.\nPortuguese (Brazil): "),
         "temperature": 0.0}]),
]  # fmt: skip


@pytest.mark.parametrize("lang", ["yue", "yue-CN", "yue-Hans", "yue-HK"])
def test_cantonese_is_called_so_in_both_scripts(lang: str) -> None:
    assert DIALECTS["hunyuan-mt"].called(lang) == "Cantonese"


def test_every_dialect_has_a_body_here() -> None:
    assert {name for name, *_ in BODIES} == set(DIALECTS) == set(MODELS)


@pytest.mark.parametrize(("name", "known", "lang", "to", "bodies"), BODIES)
async def test_the_model_is_asked_in_its_familys_words(
    openai_server: StartOpenAI, name: str, known: dict[str, str], lang: str, to: str, bodies: Any
) -> None:
    server = served(openai_server, MODELS[name], known)
    engine = chat_engine(model(server))
    out = engine.invoke(paragraph(*known, lang=lang, to=to))
    assert targets(out) == list(known.values())
    wanted = [{"model": MODELS[name], **body} for body in bodies]
    by_text = sorted(sent(server), key=str)
    assert by_text == sorted(wanted, key=str)
    assert {segment["engine"] for segment in out.segments} == {MODELS[name]}
    assert len(out.usage) == len(out.replies) == len(bodies)
    assert out.made_by[0]["step"] == "translate" and "@" in out.made_by[0]["prompt"]
    assert targets(await engine.ainvoke(paragraph(*known, lang=lang, to=to))) == targets(out)


@pytest.mark.parametrize(("name", "known", "lang", "to", "bodies"), BODIES)
def test_langchains_own_model_sends_the_same(
    openai_server: StartOpenAI, name: str, known: dict[str, str], lang: str, to: str, bodies: Any
) -> None:
    server = served(openai_server, "mine", known)
    chat = ChatOpenAI(base_url=server.base_url, api_key=server.key, model="mine", max_retries=0)  # type: ignore[arg-type]
    engine = chat_engine(chat, dialect=name)
    assert targets(engine.invoke(paragraph(*known, lang=lang, to=to))) == list(known.values())
    wanted = [{"model": "mine", **body} for body in bodies]
    assert sorted(sent(server), key=str) == sorted(wanted, key=str)


def test_terms_stand_before_the_sentence_that_holds_them(openai_server: StartOpenAI) -> None:
    server = served(openai_server, "Hy-MT2-7B", HINDI)
    terms = [("वार्ड", "ward"), ("नदी", "river")]
    chat_engine(model(server)).invoke(paragraph(*HINDI, lang="hi", terms=terms))
    prompts = sorted((chat.prompt for chat in server.chats), key=len)
    assert "Reference" not in prompts[0]
    assert prompts[1].startswith(
        "Reference the following translations:\nवार्ड translates to ward\n\nTranslate the"
    )


@pytest.mark.parametrize(
    "reply",
    [
        "<think>Which city?</think>\nMysuru is a city.",
        "Here is the translation:\n\n```\nMysuru is a city.\n```",
        '"Mysuru is a city."\n\nNote: also Mysore.',
        f"{FIRST}\nMysuru is a city.",
        f"Kannada: {FIRST}\nEnglish: Mysuru is a city.",
        "English: Mysuru is a city.",
    ],
)
@pytest.mark.parametrize("name", ["translategemma", "sarvam-translate"])
def test_ugly_replies_are_read(openai_server: StartOpenAI, name: str, reply: str) -> None:
    server = served(openai_server, MODELS[name], {}, reply=lambda _: reply)
    out = chat_engine(model(server)).invoke(paragraph(FIRST))
    assert targets(out) == ["Mysuru is a city."]
    assert out.segments[0]["problems"] == []
    assert out.replies == [reply]
    assert len(server.chats) == 1


def test_a_paragraph_whose_lines_are_lost_is_asked_for_by_sentences(
    openai_server: StartOpenAI,
) -> None:
    def joined(request: Request) -> str:
        return " ".join(KANNADA[line] for line in KANNADA if line in request.prompt)

    server = served(openai_server, MODELS["sarvam-translate"], {}, reply=joined)
    out = chat_engine(model(server)).invoke(paragraph(*KANNADA))
    assert targets(out) == list(KANNADA.values())
    asked = [chat.prompt for chat in server.chats]
    assert (asked[0], sorted(asked[1:])) == (f"{FIRST}\n{SECOND}", sorted(KANNADA))
    assert [chat.sampling["temperature"] for chat in server.chats] == [0.01, 0.5, 0.5]


@pytest.mark.parametrize(
    ("reply", "finish_reason"),
    [("Mysuru is", "length"), ("", "stop"), ("One.\nTwo.\nThree.", "stop"), (FIRST, "stop")],
)
def test_what_is_wrong_twice_stays_untranslated(
    openai_server: StartOpenAI, reply: str, finish_reason: str
) -> None:
    said = Reply(reply, finish_reason=finish_reason)
    server = served(openai_server, MODELS["translategemma"], {}, reply=lambda _: said)
    out = chat_engine(model(server)).invoke(paragraph(FIRST))
    assert targets(out) == [None]
    assert out.segments[0]["problems"][0]["severity"] == "blocking"
    assert [chat.sampling["temperature"] for chat in server.chats] == [0.0, 0.5]


@pytest.mark.parametrize(
    ("name", "lang", "to"),
    [
        ("hunyuan-mt", "kn", "en"),
        ("hunyuan-mt", "kn", "zh"),
        ("hunyuan-mt", "en", "yo"),
        ("tower", "kn", "en"),
        ("tower", "en", "hi"),
        ("tower-plus", "en", "kn"),
        ("sarvam-translate", "fr", "en"),
        ("hunyuan-mt", "hi-Latn", "en"),
    ],
)
def test_a_language_that_the_family_does_not_know_is_refused_before_a_request(
    openai_server: StartOpenAI, name: str, lang: str, to: str
) -> None:
    server = served(openai_server, MODELS[name], {})
    with pytest.raises(EngineError, match=name):
        chat_engine(model(server)).invoke(paragraph("x", lang=lang, to=to))
    assert server.chats == []
    with pytest.raises(EngineError):
        DIALECTS[name].check_pair(lang, to)


@pytest.mark.parametrize(
    ("name", "dialect"),
    [
        *((name, dialect) for dialect, name in MODELS.items()),
        ("tencent/HY-MT1.5-1.8B", "hunyuan-mt"),
        ("hy-mt2-plus", "hunyuan-mt"),
        ("mradermacher/translategemma-12b-it.Q8_0", "translategemma-llama"),
        ("Unbabel/TowerInstruct-Mistral-7B-v0.2", "tower"),
        ("tencent/Hunyuan-MT-Chimera-7B", None),
        ("tencent/Hunyuan-7B-Instruct", None),
        ("google/gemma-3-27b-it", None),
        ("Tower-Babel/Babel-9B-Chat", None),
        ("sarvamai/sarvam-m", None),
        ("", None),
    ],
)
def test_families_are_known_by_the_models_name(name: str, dialect: str | None) -> None:
    chosen = choose_dialect("auto", name)
    assert (chosen.name if chosen else None) == dialect


def test_the_models_name_is_found_under_wrappers() -> None:
    inner = server_model("http://127.0.0.1:1/v1", MODELS["tower"])
    for wrapped in (inner, inner.bind(seed=1), inner.with_retry(), inner.with_fallbacks([inner])):
        assert model_name(wrapped) == MODELS["tower"]
    assert model_name(Scripted(answer=lambda prompt, meta: "")) == ""


def test_the_steps_settings_win_over_the_familys(openai_server: StartOpenAI) -> None:
    server = served(openai_server, MODELS["hunyuan-mt"], HINDI)
    steps = {"translate": StepSettings(sampling=Sampling(temperature=0.1, max_tokens=99))}
    chat_engine(model(server), steps=steps).invoke(paragraph(ONE, lang="hi"))
    assert server.chats[0].sampling == {
        "temperature": 0.1, "max_tokens": 99, "top_k": 20, "repetition_penalty": 1.05
    }  # fmt: skip


def test_a_prompt_of_ones_own_goes_with_no_dialect_and_unknown_ones_are_named() -> None:
    own = Prompt("translate", "en", "Do: {text}", frozenset({"text"}), "", "")
    steps = {"translate": StepSettings(prompt=own)}
    asked = Scripted(answer=lambda prompt, meta: "[1] Mysuru is a city.")
    assert targets(chat_engine(asked, steps=steps).invoke(paragraph(FIRST))) == [KANNADA[FIRST]]
    assert asked.asked[0]["prompt"] == f"Do: [1] {FIRST}"
    with pytest.raises(ConfigError, match="its own words"):
        chat_engine(asked, steps=steps, dialect="tower")
    with pytest.raises(ConfigError, match="'hunyuan', did you mean 'hunyuan-mt'"):
        chat_engine(asked, dialect="hunyuan")


def test_a_second_run_is_answered_by_the_journal(openai_server: StartOpenAI) -> None:
    server = served(openai_server, MODELS["translategemma"], KANNADA)
    engine = chat_engine(journaled(model(server), Journal(), Limits()))
    assert engine.invoke(paragraph(*KANNADA)) == engine.invoke(paragraph(*KANNADA))
    assert len(server.chats) == len(KANNADA)


def test_a_family_stands_in_a_ladder_and_gives_way(openai_server: StartOpenAI) -> None:
    tower = served(openai_server, MODELS["tower"], {})
    gemma = served(openai_server, MODELS["translategemma"], KANNADA)
    engine = ladder(chat_engine(model(tower)), chat_engine(model(gemma)).with_retry())
    assert targets(engine.invoke(paragraph(*KANNADA))) == list(KANNADA.values())
    assert tower.chats == []
