import asyncio
from typing import Any

import pytest
from langchain_core.caches import InMemoryCache
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableConfig

from mlkt.ask import StepSettings, ask
from mlkt.errors import EngineError, ModelError
from mlkt.models.extractive import ExtractiveTeacher
from mlkt.models.extractive.tasks import TASKS
from mlkt.packs import languages, load_locale
from mlkt.reply import (
    parse_choice,
    parse_claims,
    parse_entities,
    parse_items,
    parse_pairs,
    parse_questions,
    parse_score,
    parse_verdict,
)
from mlkt.text.frames import fill_frame

DOCUMENT = (
    "# Mysuru Palace\n\nMysuru Palace stands in the heart of the old city. The old wooden palace "
    "burned down in 1897. The new palace was opened on 24 October 1912. "
    "The main tower is 145 feet high."
)
KANNADA = (
    "# ಕಾವೇರಿ ನದಿ\n\nಕಾವೇರಿ ನದಿಯು ಕರ್ನಾಟಕದ ತಲಕಾವೇರಿಯಲ್ಲಿ ಹುಟ್ಟುತ್ತದೆ. ಕಾವೇರಿ ನದಿಯ ಉದ್ದ ಸುಮಾರು ೮೦೫ ಕಿಲೋಮೀಟರ್ ಆಗಿದೆ. "
    "ನದಿಯ ಅಣೆಕಟ್ಟಿನ ನಿರ್ಮಾಣವು 1911ರಲ್ಲಿ ಆರಂಭವಾಯಿತು."
)


def message(**parts: str) -> list[HumanMessage]:
    data = "\n\n".join(f"<{name}>\n{text}\n</{name}>" for name, text in parts.items())
    return [HumanMessage(f"Do what is asked.\n\n{data}\n\nReply in this form: …")]


def call(task: str, lang: str = "en", *, think: bool = False, n: Any = 3, **parts: str) -> str:
    config: RunnableConfig = {"metadata": {"task": task, "lang": lang, "n_pairs": n}}
    return ExtractiveTeacher(think=think).invoke(message(**parts), config).text


def values(document: str, outline: str = "") -> dict[str, str]:
    empty = {"examples": "", "task": "", "context": "", "instruction": "As a poem.", "text": ""}
    empty |= {"types": "date, number, other", "options": "A) …"}
    return empty | {"document": document, "outline": outline, "n_pairs": "3"}


@pytest.mark.parametrize("lang", ["en", "kn", "hi", "sw"])
@pytest.mark.parametrize("think", [False, True])
async def test_pairs_come_through_ask_in_sync_and_async(lang: str, think: bool):
    asked = ask(ExtractiveTeacher(think=think), "qa", lang, metadata={"n_pairs": 3})
    said = asked.invoke(values(KANNADA))
    assert said == await asked.ainvoke(values(KANNADA))
    read = parse_pairs(said.answer, load_locale(lang), finish_reason=said.finish_reason)
    assert len(read.pairs) == 3
    assert read.problems == []
    assert said.made_by["model"] == "mlkt-extractive"
    assert said.usage["input_tokens"] > said.usage["output_tokens"] > 0
    assert bool(said.reasoning) is think
    assert said.cut_off is False


@pytest.mark.parametrize("lang", ["en", "kn", "hi", "sw"])
@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("think", [False, True])
def test_every_task_is_answered_under_the_packs_own_prompts(lang: str, task: str, think: bool):
    locale = load_locale("kn")
    question = fill_frame(locale, "complete", "ಕಾವೇರಿ ನದಿಯ ಉದ್ದ ಸುಮಾರು ____ ಕಿಲೋಮೀಟರ್ ಆಗಿದೆ.")
    given = {**values(KANNADA, "ನದಿಗಳು › ಕಾವೇರಿ ನದಿ"), "question": question, "answer": "೮೦೫"}
    given |= {"context": KANNADA, "examples": KANNADA} if task.startswith("skill_") else {}
    sentence = "ಕಾವೇರಿ ನದಿಯ ಉದ್ದ ಸುಮಾರು ೮೦೫ ಕಿಲೋಮೀಟರ್ ಆಗಿದೆ."
    given |= {"text": f"[2] {sentence}"}
    if task == "choice":  # other values to choose from
        given["document"] += "\n\nಅಣೆಕಟ್ಟನ್ನು ೧೯೩೨ರಲ್ಲಿ ೧೨೫ ಅಡಿ ಎತ್ತರಕ್ಕೆ ೪೦೦ ಜನ ಕಟ್ಟಿದರು."
    asked = ask(ExtractiveTeacher(think=think), task, lang, metadata={"n_pairs": 3})
    said = asked.invoke(given)
    if task.startswith("summary"):
        assert sentence in said.answer
    elif task == "view_ideas":
        assert "ಕಾವೇರಿ ನದಿ" in parse_items(said.answer).items[0].text
    elif task == "reverse_questions":
        (item,) = parse_items(said.answer).items
        assert item.number == 2 and item.text.startswith(locale.frames["complete"][:10])
    elif task == "qa":
        assert len(parse_pairs(said.answer, load_locale(lang)).pairs) == 3
    elif task in ("questions", "skill_questions", "seed_questions"):
        assert len(parse_questions(said.answer, load_locale(lang)).questions) == 3
    elif task in ("answer", "skill_answer", "refine_answer"):
        assert said.answer == "೮೦೫"
    elif task == "choice":
        read = parse_choice(said.answer, load_locale(lang))
        assert read.answer == "೮೦೫" and len(read.options) == 4 and read.thought == sentence
    elif task == "reasoning_steps":
        assert sentence in parse_items(said.answer).items[0].text
    elif task == "entities":
        found = parse_entities(said.answer, load_locale(lang)).entities
        named = [(entity.type, entity.text) for entity in found]
        assert named == [("other", "ಕಾವೇರಿ ನದಿ"), ("number", "೮೦೫"), ("number", "1911")]
    elif task == "skill_contexts":
        assert said.answer == KANNADA.strip()
    elif task == "skill_rating":
        assert parse_score(said.answer, load_locale(lang), low=1, high=3) == 3
    elif task == "faithfulness":
        claims = parse_claims(said.answer, load_locale(lang)).claims
        assert [(c["claim"], c["quote"], c["verdict"]) for c in claims] == [
            (sentence, sentence, "yes")
        ]
    else:
        assert parse_verdict(said.answer, load_locale(lang)) == "yes"
        assert len(said.answer.splitlines()) == 2
    assert "think>" not in said.answer


def test_prompts_of_another_language_keep_their_labels_around_the_documents_frames():
    steps = {"qa": StepSettings(prompt_lang="en", n_pairs=3)}
    said = ask(ExtractiveTeacher(), "qa", "kn", steps=steps, metadata={"n_pairs": 3}).invoke(
        values(KANNADA)
    )
    pairs = parse_pairs(said.answer, load_locale("en")).pairs
    before = load_locale("kn").frames["complete"].split("{text}")[0]
    assert said.answer.startswith(load_locale("en").labels["question"][0])
    assert any(pair["question"].startswith(before) for pair in pairs)


def test_drafts_in_the_reasoning_are_not_pairs_of_the_answer():
    said = ask(ExtractiveTeacher(think=True), "qa", "en", metadata={"n_pairs": 2}).invoke(
        values(DOCUMENT)
    )
    assert load_locale("en").labels["answer"][0] in said.reasoning
    assert len(parse_pairs(said.answer, load_locale("en")).pairs) == 2
    assert len(parse_pairs(said.raw, load_locale("en")).pairs) == 2


def test_document_about_think_tags_does_not_end_the_reasoning():
    text = "The tag </think> ends the 3 thoughts of a model. The tag <think> opens the 4 thoughts."
    reply = call("summary_detailed", think=True, document=text)
    assert reply.split("</think>")[0] == "<think>\n\n"


def test_message_says_who_made_it_and_that_it_is_complete():
    config: RunnableConfig = {"metadata": {"task": "summary_extractive", "lang": "en"}}
    reply = ExtractiveTeacher().invoke(message(document=DOCUMENT), config)
    assert isinstance(reply, AIMessage)
    assert reply.response_metadata["model_name"] == "mlkt-extractive"
    assert reply.response_metadata["finish_reason"] == "stop"
    usage = reply.usage_metadata
    assert usage
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


def test_sampling_values_change_nothing():
    asked = ExtractiveTeacher().with_config(metadata={"task": "summary_facts", "lang": "en"})
    bound = ExtractiveTeacher().bind(temperature=1.0, top_p=0.5, max_tokens=3)
    warm = bound.with_config(metadata={"task": "summary_facts", "lang": "en"})
    prompt = message(document=DOCUMENT)
    assert asked.invoke(prompt).text == warm.invoke(prompt).text != ""


async def test_metadata_reaches_it_in_batches_and_streams():
    asked = ExtractiveTeacher().with_config(metadata={"task": "summary_facts", "lang": "en"})
    prompt = message(document=DOCUMENT)
    once = asked.invoke(prompt).text
    batched = [reply.text for reply in await asked.abatch([prompt, prompt])]
    streamed = "".join([chunk.text async for chunk in asked.astream(prompt)])
    assert [once, *batched] == [streamed] * 3


async def test_concurrent_calls_keep_their_own_metadata():
    teacher = ExtractiveTeacher()
    tasks = ["summary_facts", "summary_extractive", "summary_detailed"] * 4
    prompt = message(document=DOCUMENT)
    configs: list[RunnableConfig] = [{"metadata": {"task": task, "lang": "en"}} for task in tasks]
    replies = await asyncio.gather(*(teacher.ainvoke(prompt, config) for config in configs))
    alone = [teacher.invoke(prompt, config).text for config in configs]
    assert [reply.text for reply in replies] == alone


def test_cache_tells_thinking_from_plain_replies():
    cache = InMemoryCache()
    config: RunnableConfig = {"metadata": {"task": "summary_facts", "lang": "en"}}
    prompt = message(document=DOCUMENT)
    plain = ExtractiveTeacher(cache=cache).invoke(prompt, config).text
    thought = ExtractiveTeacher(cache=cache, think=True).invoke(prompt, config).text
    assert thought.startswith("<think>\n")
    assert thought.endswith("</think>\n\n" + plain)


def test_document_may_hold_the_closing_tag_and_other_tags():
    text = "The tag\n</document>\nends it. <question>\nNobody\n</question>\nasked 7 times."
    reply = call(
        "faithfulness", document=text, question="What does the tag end?", answer="Nobody knows it."
    )
    claims = parse_claims(reply, load_locale("en")).claims
    assert [claim["claim"] for claim in claims] == ["Nobody knows it."]


@pytest.mark.parametrize("document", ["", "…", "# Only a heading", "Rain fell."])
def test_no_pairs_are_a_problem_and_no_invention(document: str):
    read = parse_pairs(call("qa", document=document), load_locale("en"))
    assert read.pairs == []
    assert read.problems


@pytest.mark.parametrize("task", ["summary_detailed", "summary_extractive", "summary_facts"])
def test_summary_of_nothing_is_empty(task: str):
    assert call(task, document="# Only a heading") == ""


FOREIGN = {
    "ar": "تقع البحيرة في شمال البلاد. ويبلغ عمقها 120 مترا. افتتح السد عام 1960.",
    "zh": "湖位于北方。湖深120米。大坝于1960年建成。",
    "th": "ทะเลสาบอยู่ทางเหนือของประเทศ ทะเลสาบลึก 120 เมตร เขื่อนสร้างเสร็จใน พ.ศ. 2503",
    "am": "ትልቁ ሐይቅ በሰሜን አገር ይገኛል። የሐይቁ ጥልቀት 120 ሜትር ነው።",
}


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("lang", ["en", "kn"])
def test_documents_in_other_scripts_are_answered(task: str, text: str, lang: str):
    parts = dict.fromkeys(("document", "examples", "answer", "text", "instruction"), text)
    reply = call(task, lang, think=True, question="120?", **parts)
    assert reply.startswith("<think>\n")
    if task == "faithfulness":
        claims = parse_claims(reply.split("</think>")[1], load_locale(lang)).claims
        assert {claim["verdict"] for claim in claims} == {"yes"}


@pytest.mark.parametrize("lang", languages())
def test_any_locale_can_be_the_prompts(lang: str):
    read = parse_pairs(call("qa", lang, document=DOCUMENT), load_locale(lang))
    assert len(read.pairs) == 3


REFUSED: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({}, ModelError, "TEACHER_MODEL_BASE_URL"),
    ({"task": "qa"}, ModelError, "lang None"),
    ({"task": "translate", "lang": "en"}, EngineError, "--memory"),
    ({"task": "relevanc", "lang": "en"}, ModelError, "did you mean 'relevance'"),
    ({"task": "qa", "lang": "en"}, ModelError, "n_pairs"),
    ({"task": "qa", "lang": "en", "n_pairs": "many"}, ModelError, "'many'"),
    ({"task": "standalone", "lang": "en"}, ModelError, "<question>"),
    ({"task": "relevance", "lang": "en"}, ModelError, "<question>, <answer>"),
]


@pytest.mark.parametrize(("metadata", "error", "says"), REFUSED)
async def test_call_that_it_cannot_answer_is_refused_with_the_cure(
    metadata: dict[str, Any], error: type[Exception], says: str
):
    prompt = message(document=DOCUMENT)
    with pytest.raises(error) as sync_error:
        ExtractiveTeacher().invoke(prompt, {"metadata": metadata})
    with pytest.raises(error) as async_error:
        await ExtractiveTeacher().ainvoke(prompt, {"metadata": metadata})
    assert says in str(sync_error.value)
    assert str(sync_error.value) == str(async_error.value)
    assert "\n" not in str(sync_error.value)
