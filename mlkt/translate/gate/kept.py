r"""What stands in a translation as it stands in the source, and so says nothing of its language.

strip_kept("Email: a@b.org, run `mlkt init`")   ->  "Email:  , run  "
may_stay("iPhone 15"), may_stay("km/h"), may_stay(r"\frac{a}{b}")   ->  True
may_stay("The old market"), may_stay("ನಗರ")                         ->  False
"""

from collections.abc import Sequence
from functools import lru_cache

import regex

from mlkt.translate.gate.verbatim import strip_verbatim
from mlkt.translate.terms.term_forms import whole_word

_LETTER = regex.compile(r"\p{L}")
# Code and formulas inside a text: `x = 1`, $E = mc^2$, \(a\), \[a\]. A price has one dollar sign or
# a digit behind each.
_SPAN = regex.compile(
    r"`[^`\n]+`|\$(?![\s\d])[^$\n]{1,200}(?<!\s)\$|\\\([^\n]{1,200}?\\\)|\\\[[^\n]{1,200}?\\\]"
)
_MAY_HOLD_SPAN = regex.compile(r"[`$\\]")
# Words that no language translates: capitals inside (GitHub, iPhone, YouTube, eBay) …
_BRAND = regex.compile(r"\p{L}*\p{Ll}\p{Lu}[\p{L}\p{N}]*")
# … a digit (x86, COVID-19; not 19th), SI units (km/h, kWh), paths and names of code (/etc/hosts,
# snake_case, mlkt.text).
_UNIT = r"(?!Ms\b)(?:[kcmµnMGT](?:m|g|s|l|L|Hz|W|Wh|V|A|J|N|Pa|B)[²³]?)"
_SIGN = regex.compile(
    r"(?!\p{N}+(?:st|nd|rd|th|s)\Z)(?=\S*\p{N})(?=\S*\p{Latin})[\p{Latin}\p{N}.+-]+"
    rf"|{_UNIT}|(?:{_UNIT}|[mgslhVAWJN])(?:[/·](?:{_UNIT}|[mgslhVAWJN][²³]?))+"
    r"|[A-Za-z0-9]+(?:[._][A-Za-z0-9]+)+|~?/[A-Za-z0-9_./-]+|[^\p{L}]+"
)
_CAPITALISED = regex.compile(r"\p{Lu}[\p{Latin}'’-]*")  # one beside each brand: GitHub Actions
_MAX_LETTERS_OF_ACRONYM = 8
_CODE = regex.compile(r"[{}\\]|[\p{Latin}\p{N}_]\(|[=<>!+*/-]=|\s[=+*/<>|]\s|->|::|=>|&&|\|\|")
_PROSE = regex.compile(r"(?<![\p{L}(.])(?:\p{Ll}+ ){3}\p{Ll}+(?![\p{L}(=.])")
_SENTENCE = regex.compile(r"\A\s*\p{Lu}\p{Ll}*,? \p{Ll}|[\p{L}\p{N})][.!?]\s*\Z")


def strip_kept(text: str, terms: Sequence[str] = ()) -> str:
    """Return the text with a blank for each address, placeholder, piece of code and kept term."""
    text = strip_verbatim(text)
    if _MAY_HOLD_SPAN.search(text):
        text = _SPAN.sub(" ", text)
    for term in terms:
        text = _term(term).sub(" ", text)
    return text


def may_stay(text: str) -> bool:
    """Tell whether a text, without what `strip_kept` finds, may be its own translation.

    So may a text without letters, a brand, an acronym, a unit, and a line of code or of LaTeX.
    """
    if not _LETTER.search(text) or _is_code(text):
        return True
    if text.isupper() and len(_LETTER.findall(text)) <= _MAX_LETTERS_OF_ACRONYM:
        return True
    words = [bare for word in text.split() if (bare := word.strip(".,:;!?()[]\"'"))]
    brands = sum(_BRAND.fullmatch(word) is not None for word in words)
    others = [word for word in words if not (_BRAND.fullmatch(word) or _SIGN.fullmatch(word))]
    return len(others) <= brands and all(map(_CAPITALISED.fullmatch, others))


def _is_code(text: str) -> bool:
    """Tell whether a line has signs of code or LaTeX, and neither begins nor goes on like prose."""
    return _CODE.search(text) is not None and not _SENTENCE.search(text) and not _PROSE.search(text)


@lru_cache(maxsize=4096)
def _term(term: str) -> "regex.Pattern[str]":
    return regex.compile(f"(?i){whole_word(term)}")
