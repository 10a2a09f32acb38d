import json
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import regex
from typing_extensions import override

from mlkt.errors import ConfigError, LanguageError, MissingExtraError, SourceError
from mlkt.sources import Document, passages, read_source
from mlkt.sources.wikipedia import read_article
from tests.servers.faults import BROKEN_JSON, CUT, EMPTY, HANG, RESET, Fault
from tests.servers.mediawiki import (
    MediaWikiServer,
    WikiRequest,
    maxlag,
    too_many_requests,
    wiki_error,
)
from tests.servers.mediawiki_pages import Page

Start = Callable[..., MediaWikiServer]

LAKE = "wikipedia:kn:ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆ"


def read(server: MediaWikiServer, spec: str = LAKE, **options: Any) -> Document:
    return read_article(spec, api_base=server.url, retry_wait_s=0.01, **options)


def refused(server: MediaWikiServer, spec: str = LAKE, **options: Any) -> str:
    """Return the one line that reading ends with."""
    with pytest.raises(SourceError) as caught:
        read(server, spec, **options)
    message = str(caught.value)
    assert message.startswith(f"{spec!r}: ")
    assert "\n" not in message
    return message


def test_article_is_markdown_with_its_origin(mediawiki_server: Start) -> None:
    document = read(mediawiki_server())
    assert document.title == "ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆ"
    assert document.lang == "kn"
    assert document.revision == "1300123"
    assert document.licence == "CC-BY-SA-4.0"
    assert document.url.startswith("https://kn.wikipedia.org/wiki/%E0%B2%A8")
    headings = [line for line in document.text.splitlines() if line.startswith("#")]
    assert headings == [
        "## ಇತಿಹಾಸ", "### ದುರಸ್ತಿ", "## ಹಕ್ಕಿಗಳು", "## ಉಲ್ಲೇಖಗಳು", "## ಹೊರಗಿನ ಕೊಂಡಿಗಳು"
    ]  # fmt: skip
    assert document.text.startswith("ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆಯು ತುಮಕೂರು ಜಿಲ್ಲೆಯ ಒಂದು ಹಳೆಯ ಕೆರೆ.")


def test_article_is_cut_without_its_references(mediawiki_server: Start) -> None:
    cut = passages(read(mediawiki_server()), max_chars=220)
    assert [row["outline"] for row in cut.rows] == [
        ["ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆ"],
        ["ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆ", "ಇತಿಹಾಸ"],
        ["ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆ", "ಹಕ್ಕಿಗಳು"],
    ]
    assert "ಉಲ್ಲೇಖಗಳು" in {part.heading for part in cut.left_out}
    assert cut.rows[0]["origin"]["licence"] == "CC-BY-SA-4.0"


@pytest.mark.parametrize("title", ["ನೀರಗಾನಹಳ್ಳಿ", "ನೀರಗಾನ_ಕೆರೆ", " ನೀರಗಾನಹಳ್ಳಿ_ಕೆರೆ"])
def test_redirects_and_underscores_lead_to_the_article(mediawiki_server: Start, title: str) -> None:
    server = mediawiki_server()
    assert read(server, f"wikipedia:kn:{title}") == read(server)


def test_three_requests_with_the_tools_name(mediawiki_server: Start) -> None:
    server = mediawiki_server()
    read(server)
    assert len(server.requests) == 3
    assert all(request.headers["user-agent"].startswith("mlkt/") for request in server.requests)


def test_contact_goes_into_the_user_agent(
    mediawiki_server: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLKT_CONTACT", "me@example.org")
    server = mediawiki_server()
    read(server)
    assert "(me@example.org)" in server.requests[0].headers["user-agent"]


def test_environment_names_the_server(
    mediawiki_server: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = mediawiki_server()
    monkeypatch.setenv("MLKT_WIKIPEDIA_BASE", server.url)
    assert read_source(LAKE).title == "ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆ"
    assert len(server.requests) == 3


@pytest.mark.parametrize("base", ["127.0.0.1:80", "file:///etc", "http://"])
def test_base_that_is_no_address_is_refused(base: str) -> None:
    with pytest.raises(ConfigError, match="MLKT_WIKIPEDIA_BASE"):
        read_article(LAKE, api_base=base)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("wikipedia:", "wikipedia:LANG:TITLE"),
        ("wikipedia:kn", "wikipedia:LANG:TITLE"),
        ("wikipedia:kn: ", "wikipedia:LANG:TITLE"),
        ("wikipedia:evil.example/#:x", "no code of a Wikipedia"),
        ("wikipedia:kn\n:x", "no code of a Wikipedia"),
        ("wikipedia:k:x", "no code of a Wikipedia"),
        ("wikipedia::x", "no code of a Wikipedia"),
        ("wikipedia:kn:ಕೆರೆ|ನಗರ", "no title holds '|'"),
        ("wikipedia:kn:ಕೆರೆ#ಇತಿಹಾಸ", "no title holds '#'"),
        ("wikipedia:kn:" + "ಕೆ" * 50, "255 bytes"),
    ],
)
def test_malformed_name_is_refused_before_any_request(
    mediawiki_server: Start, spec: str, words: str
) -> None:
    server = mediawiki_server()
    with pytest.raises(SourceError) as caught:
        read(server, spec)
    assert words in str(caught.value)
    assert server.requests == []


def test_edition_without_a_locale_is_refused_before_any_request(mediawiki_server: Start) -> None:
    server = mediawiki_server()
    with pytest.raises(LanguageError, match="'xal'.*there are .*kn"):
        read(server, "wikipedia:xal:Элст")
    assert server.requests == []


def test_language_that_is_not_the_editions_is_refused(mediawiki_server: Start) -> None:
    server = mediawiki_server()
    with pytest.raises(LanguageError, match=r"is in 'kn', not in 'hi'.*wikipedia:hi"):
        read(server, lang="hi")
    assert server.requests == []
    assert read(server, lang="kn").lang == "kn"


def test_language_decides_for_an_edition_that_no_locale_names(mediawiki_server: Start) -> None:
    page = Page("simple", "Lake", 1, 2, "A lake is a body of water.")
    document = read(mediawiki_server(pages=[page]), "wikipedia:simple:Lake", lang="en")
    assert (document.lang, document.text) == ("en", "A lake is a body of water.")


def test_missing_title_is_refused(mediawiki_server: Start) -> None:
    message = refused(mediawiki_server(), "wikipedia:kn:ಇಲ್ಲದ ಪುಟ")
    assert "no article of this title in kn.wikipedia.org" in message


class SearchingServer(MediaWikiServer):
    """A wiki whose search finds all its titles (mediawiki.org/wiki/API:Search)."""

    @override
    def _body(self, asked: WikiRequest) -> dict[str, Any]:
        if asked.params.get("list") != "search":
            return super()._body(asked)
        found = [{"ns": 0, "title": page.title, "pageid": 1} for page in self._pages]
        hits = [
            entry for entry, page in zip(found, self._pages, strict=True) if page.lang == asked.lang
        ]
        return {"query": {"searchinfo": {"totalhits": len(hits)}, "search": hits}}


def test_missing_title_names_what_the_search_finds() -> None:
    with SearchingServer() as server:
        message = refused(server, "wikipedia:kn:ನೀರಗಾನಹಳ್ಳಿಯ ಕೆರೆ")
    assert "did you mean 'ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆ'" in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n\n== A ==\nOne.", "## A\n\nOne."),
        ("It.\n\n\n== A ==\n\n\n==== B ====\nOne.\nTwo.", "It.\n\n## A\n\n#### B\n\nOne.\n\nTwo."),
        ("It.\n\n\n=== A ===\nOne.\n\n\n== B ==\nTwo.", "It.\n\n### A\n\nOne.\n\n## B\n\nTwo."),
        ("  Only text.  \n\n", "Only text."),
    ],
    ids=["no introduction", "skipped level", "deep before shallow", "no sections"],
)  # fmt: skip
def test_sections_in_every_shape(mediawiki_server: Start, text: str, expected: str) -> None:
    server = mediawiki_server(pages=[Page("en", "Lake", 1, 2, text)])
    assert read(server, "wikipedia:en:Lake").text == expected


def test_article_without_text_is_refused(mediawiki_server: Start) -> None:
    server = mediawiki_server(pages=[Page("en", "Table", 1, 2, "")])
    assert "no text outside tables" in refused(server, "wikipedia:en:Table")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (maxlag(), "refuses with 'maxlag'"),
        (too_many_requests(), "429"),
        (too_many_requests(3600), "a pause of 3600 s"),
        (wiki_error(500), "HTTP status 500"),
        (wiki_error(403), "MLKT_CONTACT"),
        (wiki_error(404), "404"),
        (BROKEN_JSON, "without JSON"),
        (EMPTY, "without JSON"),
        (RESET, "cannot be reached"),
        (CUT, "cannot be reached"),
        (Fault("refusal", 200, "[]"), "without an article's text"),
        (Fault("refusal", 200, '{"query": {"interwiki": []}}'), "without an article's text"),
        (HANG, "does not answer in time"),
    ],
    ids=["maxlag", "429", "long pause", "500", "403", "404", "broken JSON", "empty", "reset", "cut",
         "a list", "no pages", "hang"],
)  # fmt: skip
def test_failures_are_one_line_with_a_cure(
    mediawiki_server: Start, fault: Fault, words: str
) -> None:
    def fail(_: WikiRequest) -> Fault:
        return fault

    message = refused(mediawiki_server(fault=fail), timeout_s=0.3)
    assert words in message
    assert message.count(":") >= 2


def test_failures_of_the_moment_are_waited_out(mediawiki_server: Start) -> None:
    faults = {1: wiki_error(503), 2: too_many_requests(0), 4: wiki_error(500)}

    def fail(request: WikiRequest) -> Fault | None:
        return faults.get(request.count)

    server = mediawiki_server(fault=fail)
    assert read(server).title == "ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆ"
    assert len(server.requests) == 6


def test_unreachable_server_is_named() -> None:
    with pytest.raises(SourceError, match=r"http://127.0.0.1:1 cannot be reached.*HTTPS_PROXY"):
        read_article(LAKE, api_base="http://127.0.0.1:1", retry_wait_s=0)


def test_requests_go_through_the_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    def listen(door: socket.socket) -> None:
        with suppress(OSError):  # the closed door ends the thread
            while True:
                visitor, _ = door.accept()
                with visitor:
                    asked.append(visitor.recv(200))

    with socket.create_server(("127.0.0.1", 0)) as door:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{door.getsockname()[1]}")
        monkeypatch.delenv("https_proxy", raising=False)
        Thread(target=listen, args=(door,), daemon=True).start()
        with pytest.raises(SourceError, match=r"https://kn.wikipedia.org cannot be reached"):
            read_article(LAKE, retry_wait_s=0)
        door.shutdown(socket.SHUT_RDWR)
    assert asked[0].startswith(b"CONNECT kn.wikipedia.org:443 ")


def test_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wikipediaapi", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'mlkt\[wikipedia\]'"):
        read_article(LAKE)


def test_recorded_answer_of_wikipedia_is_read(shared_data: Path, mediawiki_server: Start) -> None:
    cassette = shared_data / "wikipedia-api-cassettes/TestVcrAsyncPageExtractProps.test_text.json"
    recorded = json.loads(cassette.read_text(encoding="utf-8"))
    answer = json.loads(recorded["interactions"][0]["response"]["body"]["string"])
    (found,) = answer["query"]["pages"].values()
    page = Page("en", found["title"], found["pageid"], 1, found["extract"])
    document = read(mediawiki_server(pages=[page]), f"wikipedia:en:{found['title']}")
    words = regex.findall(r"\w+", found["extract"])
    assert len(words) > 1000
    assert regex.findall(r"\w+", document.text) == words
    cut = passages(document)
    assert [document.title, "History"] in [row["outline"] for row in cut.rows]
    assert {"References"} <= {part.heading for part in cut.left_out}
