"""Translation services that speak LibreTranslate's API, as an engine: one request a batch.

    GET  /languages   -> [{"code": "kn", "name": "Kannada", "targets": ["en", "hi"]}, …]
    POST /translate   {"q": ["ಮೈಸೂರು ಒಂದು ನಗರ.", …], "source": "kn", "target": "en",
                       "format": "text", "api_key": "…"}
                      -> {"translatedText": ["Mysuru is a city.", …]}

Shapes: LibreTranslate/LibreTranslate, libretranslate/app.py at 015291f.
"""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any, cast
from weakref import WeakKeyDictionary

from langchain_core.runnables import Runnable, RunnableConfig

from mlkt.config.engines import check_address
from mlkt.errors import ConfigError, EngineError, MlktError, ModelError, RequestError
from mlkt.models.failures import explain
from mlkt.rows import Segment, folded
from mlkt.translate.engines.json_client import JsonClient
from mlkt.translate.paragraph import Engine, Paragraph, fill, give_up
from mlkt.translate.tags import check_tag, same_language, without_region

LIBRETRANSLATE = "libretranslate"
# Two names of one thing: what LibreTranslate's packages are called differs by their version.
_ALSO = {"zh": "zh-Hans", "zh-Hant": "zt", "fil": "tl", "tl": "fil"}
_TOO_LONG = ("limit", "too long", "too large")


def libretranslate_engine(
    base_url: str,
    *,
    source_lang: str,
    target_lang: str,
    api_key: str | None = None,
    timeout_s: float = 60.0,
    max_retries: int = 5,
    max_chars: int = 2000,
    max_texts: int = 50,
) -> Engine:
    """Return the engine that asks the service at `base_url`, the root of its API.

    A request holds at most `max_texts` segments of together `max_chars` characters. Before the
    first one the service is asked once whether it knows the pair.

    Raises:
        ConfigError: an address that is none, or holds a password; a limit below 1.
        LanguageError: a code that is none.
        EngineError: nothing to translate; when it runs, a pair that the service does not know.
    """
    check_address(base_url, "base_url", "api_key")
    check_tag(source_lang)
    check_tag(target_lang)
    if same_language(source_lang, target_lang):
        raise EngineError(f"nothing to translate from {source_lang!r} to {target_lang!r}")
    url, key = base_url.rstrip("/"), api_key or ""
    client = JsonClient(
        url,
        explain=lambda error: _explained(error, url, key),
        timeout_s=timeout_s,
        max_retries=max_retries,
    )
    limits = {"max_chars": max_chars, "max_texts": max_texts}
    for name, value in limits.items():
        if value < 1:
            raise ConfigError(f"{name} is {value!r}: it must be 1 or more")
    return LibreTranslate(client, url, (source_lang, target_lang), key, **limits)


class LibreTranslate(Runnable[Paragraph, Paragraph]):
    """A LibreTranslate service for one pair of languages."""

    def __init__(
        self,
        client: JsonClient,
        url: str,
        pair: tuple[str, str],
        api_key: str,
        *,
        max_chars: int,
        max_texts: int,
    ) -> None:
        """Take what `libretranslate_engine` has checked."""
        self.name = LIBRETRANSLATE
        self._client, self._url, self._pair, self._key = client, url, pair, api_key
        self._max_chars, self._max_texts = max_chars, max_texts
        self._codes: tuple[str, str] | None = None
        self._lock = threading.Lock()
        self._locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = (
            WeakKeyDictionary()
        )

    def invoke(
        self, input: Paragraph, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Paragraph:
        """Return the paragraph with a target for each segment that had none."""
        for batch in self._batches(input):
            with self._lock:
                if self._codes is None:
                    self._codes = self._chosen(self._client.send("/languages"))
            reply = self._client.send("/translate", self._body(batch, self._codes))
            input = self._read(input, batch, reply)
        return give_up(input, LIBRETRANSLATE, "the service gave an empty text")

    async def ainvoke(
        self, input: Paragraph, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Paragraph:
        """Return the same as `invoke`, on the event loop."""
        for batch in self._batches(input):
            # A lock belongs to one loop, and a service may be used on several, one after another.
            async with self._locks.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
                if self._codes is None:
                    self._codes = self._chosen(await self._client.asend("/languages"))
            reply = await self._client.asend("/translate", self._body(batch, self._codes))
            input = self._read(input, batch, reply)
        return give_up(input, LIBRETRANSLATE, "the service gave an empty text")

    def _batches(self, paragraph: Paragraph) -> Iterator[list[Segment]]:
        """Return the pending segments in order, cut where a request would be too large."""
        for segment in paragraph.pending:
            self._check_pair(segment)
        batch: list[Segment] = []
        chars = 0
        for segment in paragraph.pending:
            size = len(folded(segment["source"]))
            if batch and (chars + size > self._max_chars or len(batch) == self._max_texts):
                yield batch
                batch, chars = [], 0
            batch.append(segment)
            chars += size
        if batch:
            yield batch

    def _check_pair(self, segment: Segment) -> None:
        given = segment["source_lang"], segment["target_lang"]
        if not all(same_language(one, own) for one, own in zip(given, self._pair, strict=True)):
            raise EngineError(
                f"segment {segment['id']!r} goes from {given[0]!r} to {given[1]!r}, and this "
                f"engine from {self._pair[0]!r} to {self._pair[1]!r}: make one for each pair"
            )

    def _chosen(self, languages: Any) -> tuple[str, str]:
        """Return the service's own codes of the pair."""
        known = _targets(languages)
        if known is None:
            raise ModelError(
                f"the answer of {self._url}/languages is no list of languages: let base_url be "
                "the root of a LibreTranslate service"
            )
        source = _code(self._pair[0], known)
        target = _code(self._pair[1], known.get(source or "", []))
        if source is None or target is None:
            have = ", ".join(f"{one} to {'/'.join(to) or '-'}" for one, to in sorted(known.items()))
            raise EngineError(
                f"the translation service at {self._url} cannot translate from {self._pair[0]!r} "
                f"to {self._pair[1]!r}; it has {have or 'no language'}"
            )
        return source, target

    def _body(self, batch: list[Segment], codes: tuple[str, str]) -> dict[str, Any]:
        body = {
            "q": [folded(segment["source"]) for segment in batch],
            "source": codes[0],
            "target": codes[1],
            "format": "text",
        }
        return body | ({"api_key": self._key} if self._key else {})

    def _read(self, paragraph: Paragraph, batch: list[Segment], reply: Any) -> Paragraph:
        said: Any = cast("dict[str, Any]", reply).get("translatedText") if _is_map(reply) else None
        texts = cast("list[Any]", said) if isinstance(said, list) else [said]
        if len(texts) != len(batch) or not all(isinstance(text, str) for text in texts):
            raise RequestError(
                f"translation service at {self._url}: {len(batch)} texts were sent and "
                f"{len(texts)} came back, or no texts: set max_texts to 1, or look at the "
                "service's log",
                step="translate",
            )
        pairs = zip(batch, texts, strict=True)
        targets = {segment["id"]: folded(text) for segment, text in pairs if folded(text)}
        return fill(paragraph, targets, LIBRETRANSLATE)


def _targets(languages: Any) -> dict[str, list[str]] | None:
    """Return code -> codes of the targets; None where the answer has another form."""
    if not isinstance(languages, list):
        return None
    entries = cast("list[Any]", languages)
    if not all(_is_map(entry) and isinstance(entry.get("code"), str) for entry in entries):
        return None
    codes = [entry["code"] for entry in entries]
    # Older versions name no targets: there each language goes into each other one.
    return {entry["code"]: [*entry.get("targets", codes)] for entry in entries}


def _code(lang: str, known: Any) -> str | None:
    """Return the code in `known` that means `lang`; a region may fall away, a script never."""
    tag = without_region(lang)
    wanted = [lang.replace("_", "-"), tag, _ALSO.get(tag, tag)]
    by_form = {code.casefold(): code for code in known}
    return next((by_form[one.casefold()] for one in wanted if one.casefold() in by_form), None)


def _is_map(value: Any) -> bool:
    return isinstance(value, dict)


def _explained(error: Exception, url: str, secret: str) -> MlktError:
    """Return what went wrong, for the user of a service; `secret` never stands in it."""
    known = explain(error, role="translator", url=url, model="", task="translate", secret=secret)
    place = f"translation service at {url}"
    status = getattr(error, "status_code", None)
    said = " ".join(str(getattr(error, "body", None) or type(error).__name__).split())
    said = (said.replace(secret, "***") if secret else said)[:200]
    kind = ModelError if isinstance(known, ModelError) else RequestError
    if status in (401, 403) or (status == 400 and "api key" in said.casefold()):
        kind, told = ModelError, f"refuses the key ({status}): {said}; give another api_key"
    elif status == 404:
        told = "has no such path (404): let base_url be the root of its API, without /translate"
    elif status in (400, 413) and any(words in said.casefold() for words in _TOO_LONG):
        told = f"takes less at once ({status}): {said}; set max_chars or max_texts lower"
    elif status == 429:
        told = f"too many requests (429): {said}; send fewer at a time, or wait and run again"
    elif status is not None:
        told = f"answers {status}: {said}; look at its log, then run again"
    elif kind is ModelError:
        told = "cannot be reached: start it, or let base_url say where it is"
    elif "in time" in str(known):
        told = "gives no answer in time: set timeout_s higher, or max_chars lower"
    else:
        told = f"gives no readable answer ({type(error).__name__}): look at its log, then run again"
    return kind(f"{place}: {told}", step="translate")
