"""Read an article of Wikipedia, as Markdown, through the package wikipedia-api.

    wikipedia:kn:ಮೈಸೂರು  ->  ಮೈಸೂರು ಕರ್ನಾಟಕದ ಒಂದು ನಗರ.          title, url, revision and licence
                            ## ಇತಿಹಾಸ                           stand in the document
                            ನಗರವು ೧೩೯೯ರಲ್ಲಿ ಸ್ಥಾಪನೆಯಾಯಿತು. …

The text is what MediaWiki's TextExtracts gives: prose without tables, footnotes and pictures. Three
requests an article: for revision and address, for the text, for its titles in other editions.

Environment: MLKT_WIKIPEDIA_BASE is the address of a MediaWiki server that is asked in Wikipedia's
place (tests, mirrors; the Host header still names the edition). MLKT_CONTACT is an e-mail address
or a page about you for the User-Agent header, which Wikimedia's policy asks for
(foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy).
"""

import os
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import regex

from mlkt.errors import ConfigError, LanguageError, SourceError, missing_extra
from mlkt.packs import languages, load_locale
from mlkt.rows import nfc
from mlkt.sources.document import Document

if TYPE_CHECKING:
    import httpx
    from wikipediaapi import Wikipedia, WikipediaPage, WikipediaPageSection
# wikipedia-api 0.16 carries its types in the source, without a marker file
# pyright: reportMissingTypeStubs=false

SCHEME = "wikipedia:"

_LICENCE = "CC-BY-SA-4.0"  # foundation.wikimedia.org/wiki/Policy:Terms_of_Use, section 7
_CODE = regex.compile(
    r"[a-z]{2,12}(-[a-z]{2,12}){0,2}"
)  # kn, simple, zh-min-nan: it becomes a host
_FORBIDDEN = regex.compile(r"[#<>\[\]|{}\p{Cc}]")  # mediawiki.org/wiki/Manual:$wgLegalTitleChars
_MAX_TITLE_BYTES = 255  # mediawiki.org/wiki/Manual:Page_title
_MAX_WAIT_S = 60  # a server that asks for a longer pause is not waited for
_SUGGESTIONS = 3


def read_article(
    spec: str,
    lang: str | None = None,
    *,
    api_base: str | None = None,
    timeout_s: float = 10.0,
    retry_wait_s: float = 1.0,
) -> Document:
    """Read the article that `spec` (`wikipedia:CODE:TITLE`) names; redirects are followed.

    The language is the one whose locale names the edition, else `lang`, else the edition's code.
    Timeouts, refused connections, 429 and 5xx are repeated three times, after `retry_wait_s` and
    twice as long each time.

    Raises:
        SourceError: the name is malformed, there is no such article, or the server does not answer.
        LanguageError: the edition's language has no locale, or `lang` is another one.
        MissingExtraError: wikipedia-api is not installed.
    """
    code, title = _parse(spec)
    language = _language(spec, code, lang)
    base = api_base or os.environ.get("MLKT_WIKIPEDIA_BASE") or None
    try:
        import httpx
        import wikipediaapi
    except ImportError as error:
        raise missing_extra("wikipedia-api", "wikipedia") from error
    host = f"{code}.wikipedia.org"
    asked, hooks = base or f"https://{host}", [_to_base(base)] if base else []
    with httpx.HTTPTransport(proxy=None if base else _proxy(host)) as transport:
        wiki = wikipediaapi.Wikipedia(
            user_agent=_user_agent(),
            language=code,
            max_retries=3,
            retry_wait=retry_wait_s,
            timeout=timeout_s,
            transport=transport,
            event_hooks={"request": hooks, "response": [_refuser(asked)]},
        )
        try:
            page = wiki.page(title)
            if not page.exists():
                raise SourceError(f"no article of this title in {host}{_nearest(wiki, title)}")
            text = _markdown(page)
            titles = {lang: nfc(other.title) for lang, other in page.langlinks.items()}
        except SourceError as error:
            raise SourceError(f"{spec!r}: {error}") from error.__cause__
        except wikipediaapi.WikipediaException as error:
            raise SourceError(f"{spec!r}: {_explain(error, asked)}") from error
        except (LookupError, TypeError) as error:  # an answer of another form
            raise SourceError(
                f"{spec!r}: {asked} answered without an article's text ({error!r}): check the title"
            ) from error
    if not text:
        raise SourceError(
            f"{spec!r}: the article has no text outside tables and pictures: name another"
        )
    return Document(
        text,
        language,
        page.title,
        url=str(page.fullurl or ""),
        revision=str(page.lastrevid or ""),
        licence=_LICENCE,
        titles=titles,
    )


def _parse(spec: str) -> tuple[str, str]:
    """Return the edition's code and the title; both are fit to be sent."""
    code, colon, title = spec.removeprefix(SCHEME).partition(":")
    title = nfc(title).replace("_", " ").strip()
    if not colon or not title:
        raise SourceError(
            f"{spec!r} names no article: write wikipedia:LANG:TITLE, as in the address bar"
        )
    if not _CODE.fullmatch(code.lower()):
        raise SourceError(
            f"{spec!r}: {code!r} is no code of a Wikipedia: write one as kn, hi or zh-yue"
        )
    if bad := _FORBIDDEN.search(title):
        raise SourceError(
            f"{spec!r}: no title holds {bad[0]!r}: copy the title from the article's head"
        )
    if len(title.encode()) > _MAX_TITLE_BYTES:
        raise SourceError(
            f"{spec!r}: titles have at most {_MAX_TITLE_BYTES} bytes: copy the title again"
        )
    return code.lower(), title


def _language(spec: str, code: str, lang: str | None) -> str:
    """Return the language of an edition; `lang` decides between several, or where none is known."""
    known = [name for name in languages() if load_locale(name).wikipedia == code]
    if lang in known or (lang and not known):
        return lang
    if lang:
        raise LanguageError(
            f"{spec!r} is in {known[0]!r}, not in {lang!r}: leave --lang out, or name the article "
            f"of wikipedia:{load_locale(lang).wikipedia}"
        )
    return known[0] if known else load_locale(code).code


def _markdown(page: "WikipediaPage") -> str:
    """Return summary and sections; each line of the extract is a paragraph."""
    sections = page.sections
    summary = page.summary
    if sections and regex.match(r"\s*==", summary):
        summary = ""  # without an introduction, wikipedia-api 0.16 gives the whole page as summary
    parts = [summary.splitlines()]
    parts += [
        [f"{'#' * (section.level + 1)} {section.title}", *section.text.splitlines()]
        for section in _walk(sections)
    ]
    return "\n\n".join(line.strip() for part in parts for line in part if line.strip())


def _walk(sections: "list[WikipediaPageSection]") -> "Iterator[WikipediaPageSection]":
    for section in sections:
        yield section
        yield from _walk(section.sections)


def _nearest(wiki: "Wikipedia", title: str) -> str:
    """Return the titles that the wiki's search finds, as a hint; nothing if it does not answer."""
    from wikipediaapi import WikipediaException

    try:
        found = list(wiki.search(title, limit=_SUGGESTIONS).pages)
    except (WikipediaException, SourceError, LookupError, TypeError):
        found = []
    names = ", ".join(map(repr, found))
    return f"; did you mean {names}?" if names else ": check its spelling on the site"


def _explain(error: Exception, asked: str) -> str:
    """Return what happened and what to do."""
    from wikipediaapi import (
        WikiHttpError,
        WikiHttpTimeoutError,
        WikiInvalidJsonError,
        WikiRateLimitError,
    )

    match error:
        case WikiRateLimitError():
            return f"{asked} takes no more requests for now (429): wait a minute and try again"
        case WikiHttpError(status_code=404):
            return f"{asked} has no MediaWiki (404): check the edition's code"
        case WikiHttpError(status_code=403):
            return (
                f"{asked} refuses us (403): set MLKT_CONTACT to your e-mail address and try again"
            )
        case WikiHttpError(status_code=status):
            return f"{asked} fails with HTTP status {status}: try again later"
        case WikiHttpTimeoutError():
            return f"{asked} does not answer in time: check the network or try again later"
        case WikiInvalidJsonError():
            return (
                f"{asked} answered without JSON: check that no proxy or login page stands between"
            )
        case _:
            cure = "check the network and HTTPS_PROXY, or save the article as a file"
            return f"{asked} cannot be reached: {cure}"


def _refuser(asked: str) -> "Callable[[httpx.Response], None]":
    """Return a hook that raises on what wikipedia-api does not understand, or would wait out."""

    def refuse(response: "httpx.Response") -> None:
        pause = response.headers.get("Retry-After", "")
        if response.status_code == 429 and pause.isdecimal() and int(pause) > _MAX_WAIT_S:
            raise SourceError(f"{asked} asks for a pause of {pause} s: try again after that")
        if response.status_code != 200:
            return
        response.read()
        try:
            body: Any = response.json()
        except ValueError:
            return  # wikipedia-api says so itself
        error: Any = cast("dict[str, Any]", body).get("error") if isinstance(body, dict) else None
        if isinstance(error, dict):
            code, info = (cast("dict[str, Any]", error).get(key, "") for key in ("code", "info"))
            raise SourceError(f"{asked} refuses with {code!r} ({info}): try again later")

    return refuse


def _to_base(base: str) -> "Callable[[httpx.Request], None]":
    """Return a hook that sends requests elsewhere; their Host header still names the edition."""
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(
            f"api_base (or MLKT_WIKIPEDIA_BASE) {base!r} is no address: write it as http://127.0.0.1:8080"
        )

    def rewrite(request: "httpx.Request") -> None:
        path = parts.path.rstrip("/").encode() + request.url.raw_path
        request.url = request.url.copy_with(
            scheme=parts.scheme, host=parts.hostname, port=parts.port, raw_path=path
        )

    return rewrite


def _proxy(host: str) -> str | None:
    """Return the proxy that the environment names; a transport of our own would not look for it."""
    proxy = getproxies().get("https", "")
    return proxy if proxy.startswith("http") and not proxy_bypass(host) else None


def _user_agent() -> str:
    contact = os.environ.get("MLKT_CONTACT", "").strip()
    return f"mlkt/{version('mlkt')}" + (f" ({contact})" if contact else "")
