"""A loopback proxy before llama.cpp that gives each of this project's prompts its grammar.

The model has random weights; what it says is well-formed because the grammar of the task leaves it
no choice, and random where it has one: which words, which sentences of the document, which verdict.
So a whole run goes through a real server of language models in seconds.
"""

import zlib
from collections.abc import AsyncIterator, Callable, Sequence
from types import TracebackType
from typing import Any, Self

import aiohttp
import regex
from aiohttp import web

from mlkt.packs import load_locale
from tests.servers.grammars import (
    grammar_for_claims,
    grammar_for_lines,
    grammar_for_pairs,
    grammar_for_translation,
    grammar_for_verdict,
)
from tests.servers.loopback import Endpoint, Loopback
from tests.servers.prompts import recognise
from tests.servers.road import Values, claims, code_of, numbered_lines, sentences
from tests.servers.vocabulary import VOCABULARY

_MAX_TOKENS = 1024  # the grammars end before; a bound for what has none is the caller's
_CHARS_A_WORD = 7
_MAX_WORDS = 12
_DOUBTS = 4  # one question in so many may be judged no or unclear
_QUESTION_MARKS = ("?", "？", "؟")
_NUMBER = regex.compile(r"\p{Nd}+(?:[.,]\p{Nd}+)*")
_WORD = regex.compile(r"[\p{L}\p{M}\u200c\u200d]{2,}")
_HOP_HEADERS = frozenset({"host", "content-length", "connection", "accept-encoding"})


class LlamaRoad:
    """A running proxy before the server at `upstream`."""

    def __init__(self, upstream: Endpoint) -> None:
        self._upstream = upstream
        app = web.Application()
        app.cleanup_ctx.append(self._session)
        app.router.add_route("*", "/v1/{path:.*}", self._forward)
        self._loopback = Loopback(app)
        self.endpoint = Endpoint(f"{self._loopback.url}/v1", upstream.key, upstream.model)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loopback.close()

    async def _session(self, app: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as self._client:
            yield

    async def _forward(self, request: web.Request) -> web.StreamResponse:
        body: Any = None
        if request.can_read_body:
            body = with_grammar(await request.json())
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower() not in _HOP_HEADERS
        }
        url = f"{self._upstream.base_url}/{request.match_info['path']}"
        async with self._client.request(request.method, url, json=body, headers=headers) as answer:
            response = web.StreamResponse(status=answer.status)
            response.content_type = answer.content_type
            await response.prepare(request)
            async for piece in answer.content.iter_any():
                await response.write(piece)
            await response.write_eof()
            return response


def with_grammar(body: dict[str, Any]) -> dict[str, Any]:
    """Return a request's body with the grammar of its task and a seed made from the prompt."""
    prompt = body["messages"][-1]["content"]
    asked = recognise(prompt) if isinstance(prompt, str) else None
    if asked is None:
        return body
    random = {"temperature": 1.0, "seed": zlib.crc32(prompt.encode()), "max_tokens": _MAX_TOKENS}
    return body | random | {"grammar": _GRAMMARS[asked.task](asked.values)}


def _translate(values: Values) -> str:
    target = load_locale(code_of(values["target_language"]))
    lines = [
        (
            line.number,
            max(1, min(_MAX_WORDS, len(line.text) // _CHARS_A_WORD)),
            [_ascii(number) for number in _NUMBER.findall(line.text)],
            "?" if line.text[-1:] in _QUESTION_MARKS else target.terminators[0],
        )
        for line in numbered_lines(values["text"])
    ]
    return grammar_for_translation(lines, words=VOCABULARY[target.code])


def _prose(values: Values) -> str:
    lines = [("", group) for group in _groups(sentences(values["document"]))]
    return grammar_for_lines(lines, separator=" ")


def _lines(values: Values) -> str:
    return grammar_for_lines([("", group) for group in _groups(sentences(values["document"]))])


def _numbered(values: Values) -> str:
    groups = _groups(sentences(values["document"]))
    return grammar_for_lines([(f"{number}. ", group) for number, group in enumerate(groups, 1)])


def _qa(values: Values) -> str:
    return grammar_for_pairs(
        values["question_label"],
        values["answer_label"],
        int(values["n_pairs"]),
        words=_words(values["document"]),
        answers=sentences(values["document"]),
    )


def _faithfulness(values: Values) -> str:
    return grammar_for_claims(
        values["claim_label"],
        values["evidence_label"],
        values["verdict_label"],
        claims=claims(values["answer"]),
        sentences=sentences(values["document"]),
        verdicts=_verdicts(values),
    )


def _judged(values: Values) -> str:
    return grammar_for_verdict(_verdicts(values), reason=_words(values["question"]))


def _verdicts(values: Values) -> list[str]:
    """Return the verdicts to choose from: most questions pass, so that some pairs are kept."""
    doubted = zlib.crc32(values["question"].encode()) % _DOUBTS == 0
    return [values["yes"], values["no"], values["unclear"]] if doubted else [values["yes"]]


def _groups(known: Sequence[str]) -> list[Sequence[str]]:
    """Return the sentences in twos, so that no sentence is chosen twice."""
    return [known[start : start + 2] for start in range(0, len(known), 2)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text) or [text.strip()]


def _ascii(number: str) -> str:
    return "".join(str(int(mark)) if mark.isdecimal() else mark for mark in number)


_GRAMMARS: dict[str, Callable[[Values], str]] = {
    "translate": _translate,
    "summary_detailed": _prose,
    "summary_extractive": _lines,
    "summary_facts": _numbered,
    "qa": _qa,
    "faithfulness": _faithfulness,
    "relevance": _judged,
    "answerable": _judged,
    "standalone": _judged,
}
