"""Language tags: what counts as the same language, and what may stand in a path or a request.

without_region("en-US") -> "en"         without_region("zh-TW") -> "zh-Hant"
without_region("zh_hans_CN") -> "zh"    without_region("hi-Latn") -> "hi-Latn"
"""

from functools import lru_cache

import regex

from mlkt.packs import resolve
from mlkt.text.scripts import expected_script

_TAG = regex.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# BCP 47 (RFC 5646), section 2.2: script, region, and what begins an extension.
_SCRIPT = regex.compile(r"[a-z]{4}")
_REGION = regex.compile(r"[a-z]{2}|\d{3}")
_EXTENSION = regex.compile(r"-(?=[a-z0-9]-)")


@lru_cache(maxsize=1024)
def without_region(tag: str) -> str:
    """Return the tag of a language as it is compared: without its region, in BCP 47's usual case.

    The script stays where it is not the language's usual one, also one that only the region says.
    """
    whole, *extensions = _EXTENSION.split(tag.replace("_", "-").casefold(), maxsplit=1)
    base, *rest = whole.split("-")
    script = expected_script(whole)
    kept = [script] if script is not None and script != expected_script(base) else []
    variants = [part for part in rest if not (_REGION.fullmatch(part) or _SCRIPT.fullmatch(part))]
    return "-".join([base, *kept, *variants, *extensions])


def same_language(one: str, other: str) -> bool:
    """Tell whether two tags name one language in one script, whatever their regions."""
    return without_region(one) == without_region(other)


def check_tag(tag: str) -> None:
    """Check that a tag has BCP 47's form; it need not have a locale.

    Raises:
        LanguageError: it has not; names the nearest code and lists those with a locale.
    """
    if not _TAG.fullmatch(tag.replace("_", "-")):
        resolve(tag)
