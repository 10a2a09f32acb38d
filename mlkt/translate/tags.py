"""Language tags: what counts as the same language, and what may stand in a path or a request.

without_region("en-US") -> "en"    without_region("zh_hant_TW") -> "zh-Hant"
"""

import regex

from mlkt.packs import resolve

_TAG = regex.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_REGION = regex.compile(r"[a-z]{2}|\d{3}")  # BCP 47 (RFC 5646), section 2.2.4


def without_region(tag: str) -> str:
    """Return the tag without its region, in BCP 47's usual case; a script stays."""
    first, *rest = tag.replace("_", "-").casefold().split("-")
    kept = [part for part in rest if not _REGION.fullmatch(part)]
    return "-".join([first, *(part.title() if len(part) == 4 else part for part in kept)])


def same_language(one: str, other: str) -> bool:
    """Tell whether two tags name one language, whatever their regions."""
    return without_region(one) == without_region(other)


def check_tag(tag: str) -> None:
    """Check that a tag has BCP 47's form; it need not have a locale.

    Raises:
        LanguageError: it has not; names the nearest code and lists those with a locale.
    """
    if not _TAG.fullmatch(tag.replace("_", "-")):
        resolve(tag)
