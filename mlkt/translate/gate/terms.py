"""Whether the terms of a glossary came through.

terms [("ಕಂದಾಯ", "revenue")], source "ಕಂದಾಯ ಇಲಾಖೆ", target "The tax office"   ->   term_missed
"""

from collections.abc import Iterator, Sequence

from mlkt.translate.problems import Problem
from mlkt.translate.terms.glossary import missing_terms, search_form
from mlkt.translate.terms.term_forms import term_pattern

_JOINERS = str.maketrans("", "", "\u200c\u200d\u00ad")


def check_terms(
    source: str, target: str, terms: Sequence[tuple[str, str]], source_lang: str, target_lang: str
) -> Iterator[Problem]:
    """Find the terms whose source form stands in the source and whose target form is missing.

    Of several target forms for one source form, one suffices. Minor: a good translation may inflect
    a term beyond recognition, or use a pronoun.
    """
    if not terms:
        return
    said = search_form(_bare(source))
    there = [
        (form, _bare(wanted))
        for form, wanted in terms
        if term_pattern(search_form(_bare(form)), source_lang).search(said)
    ]
    missed: dict[str, list[str]] = {}
    for form, wanted in missing_terms(_bare(target), there, target_lang):
        missed.setdefault(form, []).append(wanted)
    for form, translations in missed.items():
        yield Problem("term_missed", "minor", f"{form} -> {' / '.join(translations)}")


def _bare(text: str) -> str:
    return text.translate(_JOINERS)
