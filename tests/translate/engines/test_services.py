"""LibreTranslate as an engine: what is sent, what comes back, and everything that can go wrong."""

import asyncio
import json
from typing import Any

import pytest

from mlkt.errors import ConfigError, EngineError, LanguageError, ModelError, RequestError
from mlkt.translate.engines.services import libretranslate_engine
from mlkt.translate.ladder import ladder
from mlkt.translate.memory.memory import TranslationMemory, memory_engine
from mlkt.translate.memory.tmx import Unit
from mlkt.translate.paragraph import Paragraph
from tests.servers.faults import BROKEN_JSON, CUT, EMPTY, HANG, RESET, Fault
from tests.servers.libretranslate import LibreTranslateServer, refused
from tests.translate.segments import pending

SECRET = "lt-0123456789abcdef"
KANNADA = {
    "ಮೈಸೂರು ಒಂದು ನಗರ.": "Mysuru is a city.",
    "ರಾಜ್‌ಕುಮಾರ್ ಒಬ್ಬ ನಟ.": "Rajkumar is an actor.",  # with ZWNJ
    "ಅಲ್ಲಿ ೬೫ ವಾರ್ಡ್‌ಗಳಿವೆ.": "It has 65 wards.",
}


def paragraph(*sources: str, lang: str = "kn", to: str = "en") -> Paragraph:
    segments = pending(*(sources or KANNADA), lang=lang, to=to)
    return Paragraph(segments)


def engine(server: LibreTranslateServer, **options: Any):
    known: dict[str, Any] = {"source_lang": "kn", "target_lang": "en", "max_retries": 2}
    return libretranslate_engine(server.url, **(known | options))


def targets(out: Paragraph) -> list[str | None]:
    return [segment["target"] for segment in out.segments]


def test_a_paragraph_is_one_request() -> None:
    with LibreTranslateServer(KANNADA, api_key=SECRET, prefix="/mt") as server:
        made = libretranslate_engine(
            server.url + "/", source_lang="kn-IN", target_lang="en-US", api_key=SECRET
        )
        out = made.invoke(paragraph())
        assert targets(out) == list(KANNADA.values())
        assert [segment["id"] for segment in out.segments] == ["s1", "s2", "s3"]
        assert {segment["engine"] for segment in out.segments} == {"libretranslate"}
        assert server.asked == [
            {"q": list(KANNADA), "source": "kn", "target": "en", "format": "text",
             "api_key": SECRET}
        ]  # fmt: skip
        assert "authorization" not in server.headers[0]
        made.invoke(paragraph())
        assert (server.languages_asked, len(server.asked)) == (1, 2)


async def test_async_gives_the_same_and_asks_for_the_languages_once() -> None:
    with LibreTranslateServer(KANNADA) as server:
        made = engine(server)
        many = await made.abatch([paragraph()] * 8)
        assert all(out == many[0] for out in many)
        assert targets(many[0]) == list(KANNADA.values())
        assert server.languages_asked == 1
        assert made.batch([paragraph()] * 2) == many[:2]


def test_an_engine_outlives_its_event_loops() -> None:
    with LibreTranslateServer(KANNADA) as server:
        made = engine(server)
        first, second = (asyncio.run(made.ainvoke(paragraph())) for _ in range(2))
        assert first == second == made.invoke(paragraph())


@pytest.mark.parametrize(
    ("limits", "sizes"),
    [
        ({"max_texts": 1}, [1, 1, 1]),
        ({"max_texts": 2}, [2, 1]),
        ({"max_chars": 40}, [2, 1]),
        ({"max_chars": 1}, [1, 1, 1]),
    ],
)
def test_batches_keep_to_both_limits(limits: dict[str, int], sizes: list[int]) -> None:
    with LibreTranslateServer(KANNADA) as server:
        out = engine(server, **limits).invoke(paragraph())
        assert [len(body["q"]) for body in server.asked] == sizes
        assert targets(out) == list(KANNADA.values())


@pytest.mark.parametrize(
    ("lang", "known", "sent"),
    [
        ("zh", ["zh-Hans"], "zh-Hans"),
        ("zh-Hans", ["zh", "zt"], "zh"),
        ("zh-CN", ["zh", "zt"], "zh"),
        ("zh-Hant", ["zh", "zt"], "zt"),
        ("pt-BR", ["pt", "pt-BR"], "pt-BR"),
        ("pt-PT", ["pt", "pt-BR"], "pt"),
        ("fil", ["tl"], "tl"),
    ],
)
def test_a_language_is_called_as_the_service_calls_it(
    lang: str, known: list[str], sent: str
) -> None:
    languages = {"en": known, **dict.fromkeys(known, ["en"])}
    with LibreTranslateServer({}, languages=languages) as server:
        engine(server, source_lang="en", target_lang=lang).invoke(
            paragraph("It is a city.", lang="en", to=lang)
        )
        assert server.asked[0]["target"] == sent


@pytest.mark.parametrize(
    ("source_lang", "target_lang"), [("yo", "en"), ("kn", "sw"), ("kn", "hi"), ("zh-Hant", "en")]
)
def test_a_pair_that_the_service_lacks_is_refused_before_a_text_is_sent(
    source_lang: str, target_lang: str
) -> None:
    with LibreTranslateServer(KANNADA) as server:
        made = engine(server, source_lang=source_lang, target_lang=target_lang)
        with pytest.raises(EngineError, match="en to hi/kn/zh-Hans, hi to en") as error:
            made.invoke(paragraph(lang=source_lang, to=target_lang))
        assert repr(source_lang) in str(error.value) and repr(target_lang) in str(error.value)
        assert server.asked == []


def test_a_service_that_names_no_targets_is_taken_at_its_word() -> None:
    listed = [{"code": "kn", "name": "Kannada"}, {"code": "en", "name": "English"}]
    with LibreTranslateServer(KANNADA, languages=listed) as server:
        assert targets(engine(server).invoke(paragraph())) == list(KANNADA.values())


@pytest.mark.parametrize("listed", [{"kn": ["en"]}, "no", [1], [{"name": "Kannada"}], None])
def test_what_is_no_list_of_languages_is_no_service(listed: Any) -> None:
    answer = {"x": listed} if isinstance(listed, dict) else listed
    with LibreTranslateServer(KANNADA, languages=[answer]) as server:
        with pytest.raises(ModelError, match="no list of languages"):
            engine(server).invoke(paragraph())


@pytest.mark.parametrize(
    "fault",
    [
        RESET,
        CUT,
        BROKEN_JSON,
        refused(500, "Cannot translate text: worker died", Retry_After="0.01"),
        refused(502, "bad gateway", Retry_After="0.01"),
        refused(429, "Slowdown: 80 per 1 minute", Retry_After="0.01"),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status}",
)
async def test_what_passes_is_tried_again(fault: Fault) -> None:
    with LibreTranslateServer(KANNADA, fault=lambda _, n: fault if n % 2 else None) as server:
        made = engine(server)
        assert targets(made.invoke(paragraph())) == list(KANNADA.values())
        assert targets(await made.ainvoke(paragraph())) == list(KANNADA.values())
        assert len(server.asked) == 4


@pytest.mark.parametrize(
    ("fault", "kind", "told"),
    [
        (refused(403, f"Invalid API key {SECRET}"), ModelError, "refuses the key (403)"),
        (refused(400, "Visit example.org to get an API key"), ModelError, "give another api_key"),
        (refused(404, "not here"), ModelError, "without /translate"),
        (refused(400, "request (9) exceeds text limit (5)"), RequestError, "max_chars"),
        (refused(400, "xx is not supported"), RequestError, "answers 400: xx is not supported"),
        (refused(429, "Slowdown", Retry_After="0.01"), RequestError, "too many requests (429)"),
        (refused(500, f"boom {SECRET}"), RequestError, "answers 500: boom ***"),
        (Fault("refusal", 200, "<html>busy</html>"), RequestError, "no readable answer"),
        (EMPTY, RequestError, "no readable answer"),
        (BROKEN_JSON, RequestError, "no readable answer"),
        (RESET, RequestError, "no readable answer"),
        (HANG, RequestError, "set timeout_s higher"),
    ],
)
async def test_what_stays_is_one_line_without_the_key(
    fault: Fault, kind: type[Exception], told: str
) -> None:
    with LibreTranslateServer(KANNADA, fault=lambda _, n: fault) as server:
        made = engine(server, api_key=SECRET, max_retries=0, timeout_s=0.2)
        with pytest.raises(kind) as sync:
            made.invoke(paragraph())
        with pytest.raises(kind) as later:
            await made.ainvoke(paragraph())
    for error in (sync.value, later.value):
        assert told in str(error) and server.url in str(error)
        assert SECRET not in str(error) and "\n" not in str(error)


@pytest.mark.parametrize(
    "answer",
    [
        {"translatedText": ["one", "two"]},
        {"translatedText": ["one", "two", "three", "four"]},
        {"translatedText": ["one", None, "three"]},
        {"translatedText": "one"},
        {"error": "?"},
        ["one", "two", "three"],
        "one",
    ],
)
def test_another_number_of_texts_is_no_answer(answer: Any) -> None:
    with LibreTranslateServer(KANNADA, answer=lambda _: answer) as server:
        with pytest.raises(RequestError, match="3 texts were sent"):
            engine(server).invoke(paragraph())


def test_an_empty_text_is_no_translation() -> None:
    with LibreTranslateServer(KANNADA | {"ಮೈಸೂರು ಒಂದು ನಗರ.": " "}) as server:
        out = engine(server).invoke(paragraph())
    assert targets(out) == [None, *list(KANNADA.values())[1:]]
    assert out.segments[0]["problems"][0]["kind"] == "untranslated"


def test_a_service_that_is_down_says_so() -> None:
    with LibreTranslateServer({}) as server:
        made = engine(server, max_retries=0)
    with pytest.raises(ModelError, match="cannot be reached"):
        made.invoke(paragraph())


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("libretranslate.example", "http or https"),
        ("ftp://libretranslate.example", "http or https"),
        ("http://", "http or https"),
        ("http://host:port", "http or https"),
        (f"http://me:{SECRET}@host", "'host' holds"),
        (f"http://host/?api_key={SECRET}", "'host' holds"),
        (SECRET, "http or https"),
    ],
)
def test_an_address_that_is_none_is_refused_at_once(url: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as error:
        libretranslate_engine(url, source_lang="kn", target_lang="en")
    assert SECRET not in str(error.value)


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"source_lang": "kannada!"}, LanguageError),
        ({"source_lang": "en-GB"}, EngineError),
        ({"max_chars": 0}, ConfigError),
        ({"max_texts": -1}, ConfigError),
    ],
)
def test_arguments_are_checked_at_once(options: dict[str, Any], kind: type[Exception]) -> None:
    known: dict[str, Any] = {"source_lang": "kn", "target_lang": "en"}
    with pytest.raises(kind):
        libretranslate_engine("http://127.0.0.1:1", **(known | options))


def test_a_segment_of_another_pair_is_refused() -> None:
    with LibreTranslateServer(KANNADA) as server:
        with pytest.raises(EngineError, match="'s1' goes from 'hi'"):
            engine(server).invoke(paragraph("यह एक नगर है।", lang="hi"))
        assert server.asked == []


def test_it_stands_in_a_ladder_behind_a_memory_and_falls_back() -> None:
    memory = TranslationMemory([Unit((("kn", "ಮೈಸೂರು ಒಂದು ನಗರ."), ("en", "Mysuru: a city.")))])
    wrong = KANNADA | {"ಅಲ್ಲಿ ೬೫ ವಾರ್ಡ್‌ಗಳಿವೆ.": "It has 56 wards."}
    with LibreTranslateServer(wrong) as first, LibreTranslateServer(KANNADA) as second:
        out = ladder(memory_engine(memory), engine(first), engine(second)).invoke(paragraph())
        assert targets(out) == ["Mysuru: a city.", "Rajkumar is an actor.", "It has 65 wards."]
        assert out.segments[2].get("attempts", [])[-1]["target"] == "It has 56 wards."
        assert [body["q"] for body in second.asked] == [["ಅಲ್ಲಿ ೬೫ ವಾರ್ಡ್‌ಗಳಿವೆ."]]
    with LibreTranslateServer(KANNADA) as server:
        dead = libretranslate_engine(
            first.url, source_lang="kn", target_lang="en", max_retries=0
        ).with_retry(stop_after_attempt=2, wait_exponential_jitter=False)
        out = dead.with_fallbacks([engine(server)]).invoke(paragraph())
    assert targets(out) == list(KANNADA.values())


def test_nothing_pending_asks_nothing() -> None:
    with LibreTranslateServer(KANNADA) as server:
        made = engine(server)
        done = made.invoke(paragraph())
        assert json.dumps(made.invoke(done).segments) == json.dumps(done.segments)
        assert len(server.asked) == 1
        assert made.invoke(Paragraph([])).segments == []
