"""Whatever a user names as the translator becomes an engine, or an error that says the cure."""

from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.runnables import RunnableLambda

from mlkt.errors import EngineError, LanguageError
from mlkt.models import embedded_teacher
from mlkt.rows import Segment
from mlkt.translate import Paragraph, TranslationMemory, Unit, choose_engine
from mlkt.translate.paragraph import fill

MEMORY = TranslationMemory([Unit((("kn", "ನಗರ"), ("en", "city")))])
CITY: Segment = {
    "id": "s1",
    "sentence_ids": ["s1"],
    "source": "ನಗರ",
    "source_lang": "kn",
    "target_lang": "en",
    "target": None,
    "engine": "",
    "problems": [],
}


def mine(given: Paragraph) -> Paragraph:
    return fill(given, {"s1": "burgh"}, "mine")


def chat(reply: str) -> FakeListChatModel:
    return FakeListChatModel(responses=[reply])


@pytest.mark.parametrize(
    ("translator", "target"),
    [
        (chat("[1] town"), "town"),
        (chat("[1] town").bind(stop=["x"]), "town"),
        (chat("[1] town").with_retry(), "town"),
        (chat("[1] town").with_config(tags=["t"]).with_fallbacks([chat("[1] x")]), "town"),
        (MEMORY, "city"),
        (RunnableLambda(mine), "burgh"),
    ],
)
def test_models_memories_and_engines_translate(translator: Any, target: str) -> None:
    out = choose_engine(translator, "kn", "en").invoke(Paragraph([CITY]))
    assert out.segments[0]["target"] == target


def test_a_memory_is_asked_before_the_translator() -> None:
    engine = choose_engine(chat("[1] town"), "kn", "en", memory=MEMORY)
    assert engine.invoke(Paragraph([CITY])).segments[0]["target"] == "city"


@pytest.mark.parametrize("wrap", [lambda m: m, lambda m: m.with_retry(), lambda m: m.bind(stop=[])])
def test_the_embedded_teacher_cannot_translate_and_the_error_names_the_cures(wrap: Any) -> None:
    with pytest.raises(EngineError) as caught:
        choose_engine(wrap(embedded_teacher()), "kn", "en")
    for cure in ("TRANSLATOR_MODEL_BASE_URL", "--memory FILE.tmx", "'kn'"):
        assert cure in str(caught.value)
    assert "--strategy" not in str(caught.value)  # `mlkt translate` has no such option


def test_a_memory_of_other_languages_is_refused_before_any_work() -> None:
    with pytest.raises(EngineError, match="'hi' to 'en'.*kn to en.*--memory"):
        choose_engine(MEMORY, "hi", "en")


@pytest.mark.parametrize("translator", ["gemma", None, object()])
def test_anything_else_is_refused(translator: Any) -> None:
    with pytest.raises(EngineError, match="cannot translate"):
        choose_engine(translator, "kn", "en")


def test_languages_are_checked_before_any_work() -> None:
    with pytest.raises(EngineError, match="nothing to translate"):
        choose_engine(MEMORY, "kn", "kn-IN")
    with pytest.raises(LanguageError, match="Kannada"):
        choose_engine(MEMORY, "Kannada", "en")
