"""A server that answers as MediaWiki's `api.php` does, on loopback.

    with MediaWikiServer() as server:
        wiki = wikipediaapi.Wikipedia("tests (me@example.org)", "kn", transport=server.transport())
        wiki.page("ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆ").text

The language comes from the host asked for (`kn.wikipedia.org`, which the transport sends here) or
from the path (`server.api_url("kn")`). The shapes are those of recorded answers of March 2026 in
../shared/data/wikipedia-api-cassettes.
"""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import quote

import httpx
import regex
from aiohttp import web

from tests.servers.faults import Fault, send
from tests.servers.loopback import Loopback
from tests.servers.mediawiki_pages import PAGES, Page

_HEADING = regex.compile(r"^(=+) (.*?) =+$", regex.MULTILINE)
_INVALID_TITLE = regex.compile(r"[<>\[\]{}#]")


@dataclass(frozen=True, slots=True)
class WikiRequest:
    """One request as the server got it; header names are in lower case."""

    lang: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    count: int  # 1 for the server's first


def maxlag(lag_s: float = 6.0) -> Fault:
    """Return an overloaded wiki's refusal, with HTTP 200 (mediawiki.org, Manual:Maxlag)."""
    error = {
        "code": "maxlag",
        "info": f"Waiting for a replica: {lag_s:g} seconds lagged.",
        "host": "replica",
        "lag": lag_s,
        "type": "db",
    }
    headers = {"Retry-After": "5", "X-Database-Lag": f"{lag_s:g}", "MediaWiki-API-Error": "maxlag"}
    return Fault("refusal", 200, json.dumps({"error": error, "servedby": "tests"}), headers)


def too_many_requests(retry_after_s: int = 0) -> Fault:
    """Return the 429 of Wikimedia's front servers, which is no JSON."""
    return Fault("refusal", 429, "too many requests", {"Retry-After": str(retry_after_s)})


def wiki_error(status: int = 500) -> Fault:
    """Return a failure of the front servers: a page for people."""
    return Fault("refusal", status, "<!DOCTYPE html><title>Wikimedia Error</title>")


Rule = Callable[[WikiRequest], Fault | None]


class StartMediaWiki(Protocol):
    """The fixture `mediawiki_server`: starts a wiki that stops with the test."""

    def __call__(
        self, *, pages: Sequence[Page] = ..., fault: Rule | None = None
    ) -> "MediaWikiServer":
        """Start a wiki; the arguments are those of `MediaWikiServer`."""
        ...


class MediaWikiServer:
    """A running wiki with `pages`; `fault` decides which requests fail."""

    def __init__(
        self,
        *,
        pages: Sequence[Page] = PAGES,
        fault: Rule | None = None,
    ) -> None:
        self._pages, self._fault = pages, fault
        self._lock = threading.Lock()
        self._requests: list[WikiRequest] = []
        app = web.Application()
        app.router.add_get("/w/api.php", self._answer)
        app.router.add_get("/{lang}/w/api.php", self._answer)
        self._loopback = Loopback(app)
        self.url = self._loopback.url

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loopback.close()

    @property
    def requests(self) -> list[WikiRequest]:
        """Return all requests so far."""
        with self._lock:
            return list(self._requests)

    def api_url(self, lang: str) -> str:
        """Return the address of one language's `api.php`."""
        return f"{self.url}/{lang}/w/api.php"

    def transport(self) -> httpx.BaseTransport:
        """Return a transport for httpx that sends every request here, whatever host it names."""
        return _Hither(self.url)

    def async_transport(self) -> httpx.AsyncBaseTransport:
        """Return the same for an asynchronous client."""
        return _HitherAsync(self.url)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        host_lang = request.host.partition(".")[0]
        lang = request.match_info.get("lang", host_lang)
        headers = {name.lower(): value for name, value in request.headers.items()}
        with self._lock:
            count = len(self._requests) + 1
            asked = WikiRequest(lang, dict(request.query), headers, count)
            self._requests.append(asked)
        fault = self._fault(asked) if self._fault else None
        if not any(page.lang == lang for page in self._pages):
            fault = wiki_error(404)
        body = json.dumps(self._body(asked), ensure_ascii=False).encode()
        return await send(request, [body], fault=fault)

    def _body(self, asked: WikiRequest) -> dict[str, Any]:
        if asked.params.get("action") != "query" or asked.params.get("format") != "json":
            info = "Unrecognized value for parameter"
            return {"error": {"code": "badvalue", "info": info}, "servedby": "tests"}
        query: dict[str, Any] = {"pages": {}}
        for number, title in enumerate(asked.params.get("titles", "").split("|"), 1):
            page = self._resolved(asked, title, query)
            key = str(page.pageid) if page else str(-number)
            query["pages"][key] = _described(asked, page, _spaced(title))
        return {"batchcomplete": "", "query": query}

    def _resolved(self, asked: WikiRequest, title: str, query: dict[str, Any]) -> Page | None:
        name = _spaced(title)
        if name != title:
            query.setdefault("normalized", []).append({"from": title, "to": name})
        for page in (page for page in self._pages if page.lang == asked.lang):
            if name == page.title:
                return page
            if name in page.redirects and "redirects" in asked.params:
                query.setdefault("redirects", []).append({"from": name, "to": page.title})
                return page
        return None


def _described(asked: WikiRequest, page: Page | None, title: str) -> dict[str, Any]:
    if page is None:
        missing = {"ns": 0, "title": title, "missing": ""}
        invalid = {
            "title": title,
            "invalidreason": "The requested page title contains invalid characters.",
            "invalid": "",
        }
        return (
            invalid
            if _INVALID_TITLE.search(title) or not title
            else missing | _about(asked.lang, title)
        )
    described: dict[str, Any] = {"pageid": page.pageid, "ns": 0, "title": page.title}
    props = asked.params.get("prop", "").split("|")
    if "info" in props:
        described |= _about(page.lang, page.title) | {
            "touched": "2026-10-01T08:00:00Z",
            "lastrevid": page.revision,
            "length": len(page.text.encode()),
        }
    if "extracts" in props:
        described["extract"] = _extract(asked, page)
    if "langlinks" in props and page.langlinks:
        described["langlinks"] = [
            {"lang": lang, "url": _page_url(lang, name), "*": name}
            for lang, name in page.langlinks.items()
        ]
    return described


def _about(lang: str, title: str) -> dict[str, Any]:
    return {
        "contentmodel": "wikitext",
        "pagelanguage": lang,
        "pagelanguagehtmlcode": lang,
        "pagelanguagedir": "ltr",
        "fullurl": _page_url(lang, title),
        "canonicalurl": _page_url(lang, title),
        "displaytitle": title,
        "varianttitles": {lang: title},
    }


def _extract(asked: WikiRequest, page: Page) -> str:
    """Return the text; headings keep their equals signs with `exsectionformat=wiki` only."""
    if asked.params.get("exsectionformat") == "wiki":
        return page.text
    return _HEADING.sub(lambda found: found[2], page.text)


def _spaced(title: str) -> str:
    return title.replace("_", " ").strip()


def _page_url(lang: str, title: str) -> str:
    return f"https://{lang}.wikipedia.org/wiki/{quote(title.replace(' ', '_'))}"


class _Hither(httpx.HTTPTransport):
    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = httpx.URL(url)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return super().handle_request(_sent_to(self._url, request))


class _HitherAsync(httpx.AsyncHTTPTransport):
    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = httpx.URL(url)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await super().handle_async_request(_sent_to(self._url, request))


def _sent_to(url: httpx.URL, request: httpx.Request) -> httpx.Request:
    """Turn a request to another address; its Host header still names the wiki.

    The connection closes with the answer, because wikipediaapi never closes its client.
    """
    request.url = request.url.copy_with(scheme=url.scheme, host=url.host, port=url.port)
    request.headers["Connection"] = "close"
    return request
