from urllib.parse import quote, urlencode

import httpx
import pytest
import wikipediaapi

from tests.servers.faults import BROKEN_JSON, HANG, RESET, Fault
from tests.servers.mediawiki import (
    MediaWikiServer,
    StartMediaWiki,
    maxlag,
    too_many_requests,
    wiki_error,
)
from tests.servers.mediawiki_pages import ENGLISH, KANNADA
from tests.servers.raw import fetch

USER = "mlkt tests (tests@example.org)"


def wiki(server: MediaWikiServer, lang: str = "kn", **options: float) -> wikipediaapi.Wikipedia:
    settings = {"max_retries": 0, "retry_wait": 0.0} | options
    return wikipediaapi.Wikipedia(USER, lang, transport=server.transport(), **settings)


def test_a_page_is_read_with_its_sections(mediawiki_server: StartMediaWiki):
    page = wiki(mediawiki_server()).page(KANNADA.title)
    assert page.exists()
    assert page.summary.startswith("ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆಯು")
    titles = [section.title for section in page.sections]
    assert titles == ["ಇತಿಹಾಸ", "ಹಕ್ಕಿಗಳು", "ಉಲ್ಲೇಖಗಳು", "ಹೊರಗಿನ ಕೊಂಡಿಗಳು"]
    assert [section.title for section in page.sections[0].sections] == ["ದುರಸ್ತಿ"]
    assert page.sections[2].text == ""


def test_a_page_knows_where_it_comes_from(mediawiki_server: StartMediaWiki):
    page = wiki(mediawiki_server()).page(KANNADA.title)
    assert page.lastrevid == KANNADA.revision
    assert page.fullurl == "https://kn.wikipedia.org/wiki/" + quote("ನೀರಗಾನಹಳ್ಳಿ_ಕೆರೆ")
    assert page.pagelanguage == "kn"


def test_titles_in_other_languages_are_listed(mediawiki_server: StartMediaWiki):
    server = mediawiki_server()
    links = wiki(server).page(KANNADA.title).langlinks
    assert {lang: link.title for lang, link in links.items()} == dict(KANNADA.langlinks)
    english = wiki(server, "en").page(links["en"].title)
    assert english.lastrevid == ENGLISH.revision


@pytest.mark.parametrize("title", [KANNADA.redirects[0], KANNADA.title.replace(" ", "_")])
def test_redirects_and_underscores_lead_to_the_page(mediawiki_server: StartMediaWiki, title: str):
    page = wiki(mediawiki_server()).page(title)
    assert page.pageid == KANNADA.pageid
    assert page.title in (KANNADA.title, title)


@pytest.mark.parametrize("title", ["ಇಲ್ಲದ ಪುಟ", "ಅಮಾನ್ಯ<ಪುಟ"])
def test_a_title_that_does_not_exist_is_missing(mediawiki_server: StartMediaWiki, title: str):
    page = wiki(mediawiki_server()).page(title)
    assert not page.exists()
    assert page.text == ""


async def test_an_asynchronous_client_reads_the_same(mediawiki_server: StartMediaWiki):
    client = wikipediaapi.AsyncWikipedia(
        USER, "kn", transport=mediawiki_server().async_transport(), max_retries=0
    )
    page = client.page(KANNADA.title)
    assert (await page.summary).startswith("ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆಯು")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (too_many_requests(7), wikipediaapi.WikiRateLimitError),
        (wiki_error(500), wikipediaapi.WikiHttpError),
        (wiki_error(404), wikipediaapi.WikiHttpError),
        (BROKEN_JSON, wikipediaapi.WikiInvalidJsonError),
        (RESET, wikipediaapi.WikiConnectionError),
        (HANG, wikipediaapi.WikiHttpTimeoutError),
        (maxlag(), KeyError),
    ],
    ids=["429", "500", "404", "broken json", "reset", "hang", "maxlag"],
)
def test_a_fault_reaches_the_client(
    mediawiki_server: StartMediaWiki, fault: Fault, error: type[Exception]
):
    server = mediawiki_server(fault=lambda _: fault)
    with pytest.raises(error):
        wiki(server, timeout=0.3).page(KANNADA.title).exists()


def test_maxlag_is_an_error_with_status_200(mediawiki_server: StartMediaWiki):
    server = mediawiki_server(fault=lambda _: maxlag(6.5))
    answer = fetch(server.api_url("kn"))
    assert (answer.status, answer.headers["Retry-After"]) == (200, "5")
    assert answer.json()["error"]["code"] == "maxlag"


def test_a_client_that_tries_again_gets_its_page(mediawiki_server: StartMediaWiki):
    server = mediawiki_server(
        fault=lambda request: too_many_requests(0) if request.count == 1 else None
    )
    assert wiki(server, max_retries=2).page(KANNADA.title).exists()
    assert [request.params["prop"] for request in server.requests] == ["info", "info"]
    assert server.requests[0].headers["user-agent"].startswith(USER)
    assert server.requests[0].lang == "kn"


def test_the_language_may_stand_in_the_path_and_properties_together(
    mediawiki_server: StartMediaWiki,
):
    query = {"action": "query", "format": "json", "redirects": "1", "explaintext": "1"}
    query |= {"prop": "info|extracts|langlinks", "titles": "ನೀರಗಾನ_ಕೆರೆ"}
    body = fetch(f"{mediawiki_server().api_url('kn')}?{urlencode(query)}").json()["query"]
    assert body["normalized"] == [{"from": "ನೀರಗಾನ_ಕೆರೆ", "to": "ನೀರಗಾನ ಕೆರೆ"}]
    assert body["redirects"] == [{"from": "ನೀರಗಾನ ಕೆರೆ", "to": KANNADA.title}]
    page = body["pages"][str(KANNADA.pageid)]
    assert page["lastrevid"] == KANNADA.revision
    assert "\nಇತಿಹಾಸ\n" in page["extract"] and "==" not in page["extract"]
    assert {link["lang"] for link in page["langlinks"]} == {"en", "hi"}


def test_a_wiki_that_does_not_exist_is_not_found(mediawiki_server: StartMediaWiki):
    with httpx.Client(transport=mediawiki_server().transport()) as client:
        answer = client.get("https://xx.wikipedia.org/w/api.php")
    assert answer.status_code == 404
