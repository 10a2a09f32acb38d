"""Translation models behind /v1/completions: the body that arrives, the reply, and the faults."""

import json
import threading
from collections.abc import Callable
from typing import Any, Self

import pytest
from aiohttp import web

from mlkt.ask import Sampling
from mlkt.errors import ConfigError, ModelError, RequestError
from mlkt.translate.engines.completions import FORMS, completions_engine
from mlkt.translate.ladder import ladder
from mlkt.translate.paragraph import Paragraph
from tests.servers.faults import BROKEN_JSON, RESET, Fault, rate_limited, send, server_error
from tests.servers.loopback import Loopback
from tests.servers.openai_shapes import wrong_key
from tests.translate.segments import pending

KEY = "ck-0123456789abcdef"
KANNADA = {
    "ಮೈಸೂರು ಒಂದು ನಗರ.": "Mysuru is a city.",
    "ರಾಜ್‌ಕುಮಾರ್ ಅಲ್ಲಿ ಬೆಳೆದರು.": "Rajkumar grew up there.",
}
FIRST = next(iter(KANNADA))


class Server:
    """A server of /v1/completions that translates what it finds in the prompt."""

    def __init__(
        self,
        reply: Callable[[dict[str, Any]], Any] | None = None,
        fault: Callable[[int], Fault | None] = lambda count: None,
    ) -> None:
        self._reply, self._fault = reply or self._translated, fault
        self._lock = threading.Lock()
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str] = []
        app = web.Application()
        app.router.add_post("/v1/completions", self._complete)
        self._loopback = Loopback(app)
        self.base_url = self._loopback.url + "/v1"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._loopback.close()

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        with self._lock:
            self.bodies.append(body)
            self.keys.append(request.headers.get("Authorization", ""))
            count = len(self.bodies)
        said = self._reply(body)
        if isinstance(said, str):
            said = completion(said)
        whole = json.dumps(said, ensure_ascii=False).encode()
        return await send(request, [whole], fault=self._fault(count))

    @staticmethod
    def _translated(body: dict[str, Any]) -> str:
        return " " + next(KANNADA[line] for line in KANNADA if line in body["prompt"])


def completion(text: str, finish_reason: str = "stop") -> dict[str, Any]:
    return {
        "object": "text_completion",
        "model": "served",
        "choices": [{"index": 0, "text": text, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17},
    }


def paragraph(*sources: str, lang: str = "kn", to: str = "en") -> Paragraph:
    segments = pending(*(sources or KANNADA), lang=lang, to=to, covers=False)
    return Paragraph(segments)


def engine(server: Server, **options: Any):
    known: dict[str, Any] = {"max_retries": 2} | options
    return completions_engine(server.base_url, "mine", **known)


def targets(out: Paragraph) -> list[str | None]:
    return [segment["target"] for segment in out.segments]


PROMPTS = {
    "text": FIRST,
    "labels": f"Kannada: {FIRST}\nEnglish:",
    "alma": f"Translate this from Kannada to English:\nKannada: {FIRST}\nEnglish:",
    "madlad": f"<2en> {FIRST}",
    "translategemma": f"<<<source>>>kn<<<target>>>en<<<text>>>{FIRST}",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_sentence_is_one_request_in_the_models_form(form: str) -> None:
    with Server() as server:
        out = engine(server, form=form, api_key=KEY).invoke(paragraph(FIRST))
        assert targets(out) == [KANNADA[FIRST]]
        (body,) = server.bodies
        stop = {"stop": ["\n"]} if form in ("labels", "alma") else {}
        most = 64 + 2 * len(FIRST)
        wanted = {"model": "mine", "prompt": PROMPTS[form], "temperature": 0.0, "max_tokens": most}
        assert body == wanted | stop
        assert server.keys == [f"Bearer {KEY}"]
    assert out.segments[0]["engine"] == "served"
    assert out.made_by[0]["prompt"].startswith("translate/en@")
    assert out.usage == [{"step": "translate", "input_tokens": 12, "output_tokens": 5}]
    assert out.replies == [" " + KANNADA[FIRST]]


async def test_async_gives_the_same_as_sync() -> None:
    with Server() as server:
        made = engine(server)
        out = made.invoke(paragraph())
        assert targets(out) == list(KANNADA.values())
        assert await made.ainvoke(paragraph()) == out
        assert await made.abatch([paragraph()] * 3) == [out] * 3
        assert set(server.keys) == {""}


def test_sampling_of_ones_own_is_sent() -> None:
    with Server() as server:
        own = Sampling(temperature=0.3, top_k=5, max_tokens=99)
        engine(server, sampling=own).invoke(paragraph(FIRST))
        sent = {name: server.bodies[0][name] for name in ("temperature", "top_k", "max_tokens")}
        assert sent == {"temperature": 0.3, "top_k": 5, "max_tokens": 99}


@pytest.mark.parametrize(
    ("first", "finish_reason"),
    [("Mysuru is a", "length"), ("", "stop"), ("One.\nTwo.", "stop"), (FIRST, "stop")],
)
def test_what_is_no_translation_is_asked_for_once_more(first: str, finish_reason: str) -> None:
    def reply(body: dict[str, Any]) -> Any:
        good = completion("Mysuru is a city.")
        return good if body["temperature"] else completion(first, finish_reason)

    with Server(reply) as server:
        out = engine(server).invoke(paragraph(FIRST))
        assert targets(out) == ["Mysuru is a city."]
        assert [body["temperature"] for body in server.bodies] == [0.0, 0.5]
        bad = Server(lambda _: completion(first, finish_reason))
    with bad:
        out = engine(bad).invoke(paragraph(FIRST))
    assert targets(out) == [None] and out.segments[0]["problems"][0]["severity"] == "blocking"


@pytest.mark.parametrize(
    "reply", ['"Mysuru is a city."', "English: Mysuru is a city.", "```\nMysuru is a city.\n```"]
)
def test_ugly_replies_are_read(reply: str) -> None:
    with Server(lambda _: reply) as server:
        assert targets(engine(server).invoke(paragraph(FIRST))) == ["Mysuru is a city."]


@pytest.mark.parametrize(
    "fault", [RESET, BROKEN_JSON, rate_limited(0.01)], ids=lambda fault: fault.kind
)
def test_what_passes_is_tried_again(fault: Fault) -> None:
    with Server(fault=lambda count: fault if count == 1 else None) as server:
        assert targets(engine(server).invoke(paragraph(FIRST))) == [KANNADA[FIRST]]


@pytest.mark.parametrize(
    ("fault", "kind", "told"),
    [
        (wrong_key(KEY), ModelError, "TRANSLATOR_MODEL_API_KEY"),
        (server_error(), RequestError, "the server answers 500"),
        (rate_limited(), RequestError, "too many requests"),
        (BROKEN_JSON, RequestError, "unreadable reply"),
    ],
)
def test_what_stays_is_explained_without_the_key(
    fault: Fault, kind: type[Exception], told: str
) -> None:
    with Server(fault=lambda count: fault) as server:
        with pytest.raises(kind, match=told) as error:
            engine(server, api_key=KEY, max_retries=0).invoke(paragraph(FIRST))
    assert KEY not in str(error.value) and "'mine'" in str(error.value)


@pytest.mark.parametrize(
    "answer", [[], {}, {"choices": []}, {"choices": [{}]}, {"choices": [{"text": None}]}, 1]
)
def test_an_answer_of_another_form_is_refused(answer: Any) -> None:
    with Server(lambda _: answer) as server:
        with pytest.raises(RequestError, match="/v1/completions"):
            engine(server).invoke(paragraph(FIRST))


def test_a_server_that_is_down_gives_way_in_a_ladder() -> None:
    with Server() as dead:
        down = engine(dead, max_retries=0)
    with pytest.raises(ModelError, match="cannot reach the server"):
        down.invoke(paragraph(FIRST))
    with Server() as server:
        out = ladder(down.with_retry(stop_after_attempt=1), engine(server)).invoke(paragraph())
        assert targets(out) == list(KANNADA.values())
        assert targets(down.with_fallbacks([engine(server)]).invoke(out)) == targets(out)


@pytest.mark.parametrize(
    ("url", "form", "told"),
    [
        (f"http://me:{KEY}@host/v1", "alma", "'host' holds"),
        ("host/v1", "alma", "http or https"),
        ("http://host/v1", "almo", "did you mean 'alma'"),
    ],
)
def test_arguments_are_checked_at_once(url: str, form: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as error:
        completions_engine(url, "mine", form=form)
    assert KEY not in str(error.value)
