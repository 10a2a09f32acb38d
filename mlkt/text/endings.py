"""Tell a word from its case ending, as far as a list of the word's forms shows it.

bare_length("ಜನವರಿಯಲ್ಲಿ", ["ಜನವರಿ", "ಜನವರಿಯ", "ಜನವರಿಯಲ್ಲಿ"])  ->  5, the length of ಜನವರಿ
bare_length("September", ["Sept", "September"])           ->  9: Sept is an abbreviation of it
"""

from collections.abc import Sequence

import regex

_LETTER_WITHOUT_CASE = regex.compile(r"\p{Lo}")


def bare_length(form: str, forms: Sequence[str]) -> int:
    """Return the length of the shortest form before `form` that it extends, or its own.

    An ending begins with a letter, not with a mark that belongs to the letter before it. Scripts
    with capitals are left alone: their short forms are abbreviations.
    """
    earlier = forms[: forms.index(form)]
    return min((len(stem) for stem in earlier if _extends(form, stem)), default=len(form))


def _extends(form: str, stem: str) -> bool:
    ending = form.removeprefix(stem)
    return 2 < len(stem) < len(form) > len(ending) and bool(_LETTER_WITHOUT_CASE.match(ending))
