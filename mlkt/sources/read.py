"""Read a source by its name on the command line.

wikipedia:kn:ಮೈಸೂರು     an article of Wikipedia: the edition's code, the title
notes/mysuru.md         a file (write ./wikipedia:x.md for one whose name begins like the above)
seed_data.jsonl         passages that are cut already, each with its examples: `read_passages`
"""

from mlkt.errors import LanguageError
from mlkt.packs import languages, load_locale
from mlkt.sources.cut import Cut, passages
from mlkt.sources.document import Document
from mlkt.sources.files import read_file
from mlkt.sources.language import check_language
from mlkt.sources.seed_data import SUFFIX, read_seed_data
from mlkt.sources.wikipedia import SCHEME, read_article
from mlkt.text import identify


def read_passages(
    spec: str, lang: str | None = None, *, max_chars: int = 2000, api_base: str | None = None
) -> list[tuple[Document, Cut]]:
    """Read, check and cut what `spec` names: one document, or each record of a `.jsonl` file.

    Records are passages as they stand (`mlkt.sources.seed_data`); the rest is as in `read_source`.

    Raises:
        SourceError: there is no such document, it cannot be read, or a record has mistakes.
        LanguageError: the language is unknown, missing, or another one than the text's.
        ConfigError: `max_chars` is not positive.
        MissingExtraError: wikipedia-api is not installed.
    """
    if not spec.startswith(SCHEME) and spec.lower().endswith(SUFFIX):
        if lang is None:
            raise LanguageError(
                f"the language of {spec!r} is not known: name it with --lang, "
                f"one of {', '.join(languages())}"
            )
        return read_seed_data(spec, load_locale(lang).code)
    document = read_source(spec, lang, api_base=api_base)
    check_language(document)
    return [(document, passages(document, max_chars=max_chars))]


def read_source(spec: str, lang: str | None = None, *, api_base: str | None = None) -> Document:
    """Read the document that `spec` names; `check_language` compares it with `lang` afterwards.

    `lang` is the document's BCP 47 code; a Wikipedia edition has its own. `api_base` is the address
    of a MediaWiki server in place of Wikipedia's, for tests and mirrors; the environment variable
    MLKT_WIKIPEDIA_BASE does the same.

    Raises:
        SourceError: there is no such document, or it cannot be read.
        LanguageError: the language is unknown, missing, or not the one of the Wikipedia edition.
        MissingExtraError: wikipedia-api is not installed.
    """
    code = load_locale(lang).code if lang is not None else None
    if spec.startswith(SCHEME):
        return read_article(spec, code, api_base=api_base)
    if code is not None:
        return read_file(spec, code)
    seen = identify(read_file(spec, "und").text).lang
    known = languages()
    hint = f" (it looks like {seen!r})" if seen in known else ""
    raise LanguageError(
        f"the language of {spec!r} is not known{hint}: name it with --lang, "
        f"one of {', '.join(known)}"
    )
