"""The chat engine: one request a paragraph, and another one only for what the reply lacks."""

import asyncio
import threading
from typing import Any

import pytest
import regex
from langchain_core.messages import AIMessage
from langchain_core.tracers.context import collect_runs

from mlkt.ask import Sampling, StepSettings
from mlkt.errors import LanguageError
from mlkt.packs import Prompt, load_prompt
from mlkt.translate import Paragraph, TranslationMemory, Unit, chat_engine, memory_engine
from mlkt.translate.engines.chat import instructions_for, language_name
from tests.scripted import Scripted
from tests.translate.segments import pending

KANNADA = ["ಮೈಸೂರು ಒಂದು ನಗರ.", "ಅದು ಕರ್ನಾಟಕದಲ್ಲಿದೆ.", "ಅಲ್ಲಿ ಅರಮನೆ ಇದೆ."]
ENGLISH = dict(
    zip(KANNADA, ["Mysuru is a city.", "It lies in Karnataka.", "There is a palace."], strict=True)
)
LINE = regex.compile(r"^\[(\d+)\] (.*)$", regex.MULTILINE)


def paragraph(*sources: str, context: str = "", lang: str = "kn", to: str = "en") -> Paragraph:
    segments = pending(*(sources or KANNADA), lang=lang, to=to)
    return Paragraph(segments, context)


def lines(prompt: str) -> list[tuple[str, str]]:
    """Return number and source of the lines between the text's tags."""
    return LINE.findall(prompt.split("<text>")[1].split("</text>")[0])


def translated(prompt: str, _: dict[str, Any]) -> str:
    return "\n".join(f"[{number}] {ENGLISH[source]}" for number, source in lines(prompt))


def targets(out: Paragraph) -> list[str | None]:
    return [segment["target"] for segment in out.segments]


def test_one_request_translates_a_paragraph() -> None:
    model = Scripted(answer=translated)
    given = paragraph(context="ಮೈಸೂರು ಜಿಲ್ಲೆ")
    out = chat_engine(model).invoke(given)
    assert targets(out) == list(ENGLISH.values())
    assert [segment["id"] for segment in out.segments] == ["s1", "s2", "s3"]
    assert {segment["engine"] for segment in out.segments} == {"scripted"}
    assert given.segments[0]["target"] is None
    (asked,) = model.asked
    signature = load_prompt("translate", "en").signature
    assert asked["metadata"]["task"] == "translate" and asked["metadata"]["prompt"] == signature
    assert asked["sampling"] == {"temperature": 0.0}
    assert "<context>\nಮೈಸೂರು ಜಿಲ್ಲೆ\n</context>" in asked["prompt"]
    assert "from Kannada into English" in asked["prompt"]
    assert out.made_by == [{"step": "translate", "prompt": signature, "model": "scripted"}]
    assert [used["output_tokens"] for used in out.usage] == [5]
    assert len(out.replies) == 1


async def test_async_gives_the_same_as_sync() -> None:
    engine = chat_engine(Scripted(answer=translated))
    assert await engine.ainvoke(paragraph()) == engine.invoke(paragraph())
    many = [paragraph(KANNADA[0]), paragraph(*KANNADA), paragraph(KANNADA[2])]
    assert [targets(out) for out in await engine.abatch(many)] == [
        targets(out) for out in engine.batch(many)
    ]


async def test_it_opens_no_run_and_no_thread_beside_the_models() -> None:
    asked_on: list[int] = []

    def noting(prompt: str, about: dict[str, Any]) -> str:
        asked_on.append(threading.get_ident())
        return translated(prompt, about)

    engine = chat_engine(Scripted(answer=noting))
    with collect_runs() as runs:
        engine.invoke(paragraph())
        assert asked_on == [threading.get_ident()]
        await engine.ainvoke(paragraph())
    assert [run.run_type for run in runs.traced_runs] == ["llm", "llm"]


def test_a_line_with_white_space_in_it_is_asked_as_one_line() -> None:
    model = Scripted(answer=translated)
    out = chat_engine(model).invoke(paragraph("ಮೈಸೂರು\nಒಂದು   ನಗರ."))
    assert targets(out) == ["Mysuru is a city."]
    assert lines(model.asked[0]["prompt"]) == [("1", KANNADA[0])]


def lacking(first: str, finish_reason: str = "stop") -> Scripted:
    """Return a model whose first reply is `first` and which then answers well."""

    def answer(prompt: str, metadata: dict[str, Any]) -> AIMessage | str:
        if len(lines(prompt)) == 1:
            return translated(prompt, metadata)
        return AIMessage(first, response_metadata={"finish_reason": finish_reason})

    return Scripted(answer=answer)


@pytest.mark.parametrize(
    ("reply", "finish_reason", "asked_again"),
    [
        ("[1] Mysuru is a city.\n[3] There is a palace.", "stop", [KANNADA[1]]),
        ("[1] Mysuru is a city.\n[2] A.\n[2] B.\n[3] There is a palace.", "stop", [KANNADA[1]]),
        ("[1] Mysuru is a city.\n[2] It lies in", "length", KANNADA[1:]),
        ("<think>The first line is", "length", KANNADA),
        ("I am sorry, but I cannot do that.", "stop", KANNADA),
        ("", "stop", KANNADA),
    ],
)
def test_what_a_reply_lacks_is_asked_once_more_by_itself(
    reply: str, finish_reason: str, asked_again: list[str]
) -> None:
    model = lacking(reply, finish_reason)
    out = chat_engine(model).invoke(paragraph())
    assert targets(out) == list(ENGLISH.values())
    again = [lines(asked["prompt"]) for asked in model.asked[1:]]
    assert sorted(again) == sorted([("1", source)] for source in asked_again)
    assert len(out.usage) == len(out.made_by) == len(out.replies) == 1 + len(asked_again)
    assert out.replies[0] == reply


def test_what_is_missing_twice_is_untranslated() -> None:
    model = Scripted(
        answer=lambda prompt, _: "[1] Mysuru is a city.\n\nThat is all." * (len(lines(prompt)) > 1)
    )
    out = chat_engine(model).invoke(paragraph())
    assert targets(out) == ["Mysuru is a city.", None, None]
    assert [[p["kind"] for p in segment["problems"]] for segment in out.segments] == [
        [],
        ["untranslated"],
        ["untranslated"],
    ]
    assert all(segment["problems"][0]["severity"] == "blocking" for segment in out.segments[1:])
    assert len(model.asked) == 3


def test_reasoning_is_no_translation() -> None:
    model = Scripted(
        answer=lambda prompt, meta: (
            f"<think>[1] wrong\n[2] wrong</think>\n{translated(prompt, meta)}"
        )
    )
    assert targets(chat_engine(model).invoke(paragraph())) == list(ENGLISH.values())


def test_segments_with_a_target_are_not_asked_for() -> None:
    memory = TranslationMemory([Unit((("kn", KANNADA[1]), ("en", "It is in Karnataka.")))])
    model = Scripted(answer=translated)
    engine = memory_engine(memory) | chat_engine(model)
    out = engine.invoke(paragraph())
    assert targets(out) == ["Mysuru is a city.", "It is in Karnataka.", "There is a palace."]
    assert [segment["engine"] for segment in out.segments] == ["scripted", "memory", "scripted"]
    assert all(segment["problems"] == [] for segment in out.segments)
    assert lines(model.asked[0]["prompt"]) == [("1", KANNADA[0]), ("2", KANNADA[2])]
    assert asyncio.run(engine.ainvoke(paragraph(KANNADA[1]))).segments[0]["engine"] == "memory"
    assert len(model.asked) == 1  # nothing was left for the model


def test_the_step_settings_reach_the_request() -> None:
    text = "ಅನುವಾದಿಸಿ {target_language}:\n<text>\n{text}\n</text>"
    own = Prompt("translate", "kn", text, frozenset({"target_language", "text"}), "", "")
    steps = {
        "translate": StepSettings(sampling=Sampling(temperature=0.3, max_tokens=99), prompt=own)
    }
    model = Scripted(answer=translated)
    out = chat_engine(model, steps=steps).invoke(paragraph(KANNADA[0]))
    assert model.asked[0]["prompt"].startswith("ಅನುವಾದಿಸಿ English:")
    assert model.asked[0]["sampling"] == {"temperature": 0.3, "max_tokens": 99}
    assert out.made_by[0]["prompt"] == own.signature


@pytest.mark.parametrize(
    ("lang", "prompt_lang", "name"),
    [
        ("kn", "en", "Kannada"),
        ("kn-IN", "en", "Kannada"),
        ("kn", "kn", "ಕನ್ನಡ"),
        ("en", "kn", "English"),
        ("quz", "en", "quz"),
        ("zh-CN", "en", "Chinese"),
        ("zh-TW", "en", "Traditional Chinese"),
        ("zh-Hant", "zh", "Traditional Chinese"),
        ("sv-SE", "en", "Swedish"),
        ("hi-Latn", "en", "hi-Latn"),
    ],
)
def test_languages_are_called_as_the_prompt_calls_them(
    lang: str, prompt_lang: str, name: str
) -> None:
    assert language_name(lang, prompt_lang) == name


@pytest.mark.parametrize(
    ("to", "spoken", "named"),
    [
        ("kn", "kn", "ಕನ್ನಡ"),
        ("hi-IN", "hi", "हिन्दी"),
        ("zh", "en", "English into Chinese"),  # a locale without prompts
        ("zh-TW", "en", "into Traditional Chinese (zh-TW)"),
        ("sv", "en", "into Swedish (sv)"),
        ("yo", "en", "into yo"),
        ("sr-Latn", "en", "into sr-Latn"),
        ("gsw-CH", "en", "into gsw-CH"),
    ],
)
def test_any_language_can_be_asked_for(to: str, spoken: str, named: str) -> None:
    assert instructions_for(to) == spoken
    model = Scripted(answer=lambda *_: "[1] x")
    chat_engine(model, prompt_lang=instructions_for(to)).invoke(
        paragraph("City.", lang="en", to=to)
    )
    assert named in model.asked[0]["prompt"]
    signature = load_prompt("translate", spoken).signature
    assert model.asked[0]["metadata"]["prompt"] == signature


def test_a_prompt_language_that_does_not_exist_is_refused_at_once() -> None:
    with pytest.raises(LanguageError, match="'xx'"):
        chat_engine(Scripted(answer=translated), prompt_lang="xx")
