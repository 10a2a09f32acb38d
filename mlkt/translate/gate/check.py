"""The road through the gate: what is visibly wrong with a translation, without any model.

check_translation("ನಗರದಲ್ಲಿ ೬೫ ವಾರ್ಡ್‌ಗಳಿವೆ.", "It has 56 wards.", source_lang="kn", target_lang="en")
-> [Problem("numbers_changed", "blocking", "65 -> 56")]

Only what hardly ever happens to a good human translation is `blocking`; the rest is `minor`.
"""

from collections.abc import Sequence

import regex

from mlkt.rows import folded
from mlkt.translate.gate.chatter import check_chatter
from mlkt.translate.gate.copies import check_copy
from mlkt.translate.gate.doubt import check_doubt
from mlkt.translate.gate.kept import may_stay
from mlkt.translate.gate.language import check_language
from mlkt.translate.gate.length import check_length
from mlkt.translate.gate.loops import check_loop
from mlkt.translate.gate.marks import check_marks
from mlkt.translate.gate.numbers import check_numbers
from mlkt.translate.gate.scripts import check_script
from mlkt.translate.gate.terms import check_terms
from mlkt.translate.gate.texts import Texts
from mlkt.translate.gate.units import check_units
from mlkt.translate.gate.verbatim import check_verbatim
from mlkt.translate.problems import Problem
from mlkt.translate.terms.glossary import search_form

_SAYS = regex.compile(r"[\p{L}\p{N}]")
_CHECKS = (
    check_copy,
    check_script,
    check_language,
    check_length,
    check_doubt,
    check_marks,
    check_chatter,
    check_loop,
)
_CHECKS_WITHOUT_LETTERS = (check_length, check_chatter, check_loop)


def check_translation(
    source: str,
    target: str,
    *,
    source_lang: str,
    target_lang: str,
    terms: Sequence[tuple[str, str]] = (),
    cut_off: bool = False,
) -> list[Problem]:
    """Return what is wrong with `target` as a translation of `source`; never raises.

    Languages are BCP 47 codes; a language without a locale is checked by Unicode's facts alone.
    `terms` are pairs of source and target forms that a glossary asks for, alike where a term is not
    to be translated; `cut_off` says that the engine stopped before its end. A text that no language
    translates may stay as it is: an address, an acronym, a line of code.
    """
    if not target.strip():
        return [Problem("empty", "blocking", source[:80])]
    found = [Problem("cut_off", "blocking", target[-80:])] if cut_off else []
    found += check_numbers(source, target, source_lang, target_lang)
    found += check_units(source, target, source_lang, target_lang)
    found += check_verbatim(source, target)
    found += check_terms(source, target, terms, source_lang, target_lang)
    if "\ufffd" in target and "\ufffd" not in source:
        found.append(Problem("broken_characters", "blocking", target[:80]))
    kept = tuple(form for form, wanted in terms if search_form(form) == search_form(wanted))
    texts = Texts(source, target, source_lang, target_lang, kept)
    if texts.source_letters and not _SAYS.search(target):
        return [*found, Problem("empty", "blocking", target[:80])]
    if folded(source) == folded(target) and may_stay(texts.source_prose):
        return found
    for check in _CHECKS if texts.source_letters else _CHECKS_WITHOUT_LETTERS:
        found += check(texts)
    return found
