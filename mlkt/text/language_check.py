"""Whether a text is in the language that it should be in."""

from mlkt.packs import languages
from mlkt.text.common_words import is_plainly
from mlkt.text.han_forms import han_form
from mlkt.text.identify import identify
from mlkt.text.scripts import expected_script, script_counts, share_of
from mlkt.text.words import words

_MIN_LETTERS = 20  # shorter texts are names and numbers, which any language may hold
_MIN_SHARE = 0.3  # of the letters; names and terms in another script stand in every encyclopedia
_MIN_LETTERS_TO_IDENTIFY = 40  # languages of one script: py3langid errs on shorter ones


def speaks(text: str, lang: str) -> bool | None:
    """Return whether `text` is in `lang`; None where that cannot be known.

    Scripts decide first, Simplified and Traditional Chinese told apart. Between languages of one
    script the extra `langid` decides, on texts of 40 letters and more and among the languages that
    have a locale: with all of its hundred it takes a neighbour for the language now and then, and a
    good pair would be lost. It knows no language in another script than the usual (`hi-Latn`).
    """
    shares, letters = script_counts(text)
    script = expected_script(lang)
    if letters < _MIN_LETTERS or script is None:
        return None
    if share_of(shares, script) < _MIN_SHARE:
        return False
    if script in ("Hans", "Hant") and han_form(text) not in (None, script):
        return False
    if letters < _MIN_LETTERS_TO_IDENTIFY:
        return None
    base = lang.replace("_", "-").split("-")[0]
    if is_plainly(words(text), base):
        return True
    others = [code for code in languages() if code.split("-")[0] != base]
    found = identify(text, among=[lang, *others]).lang
    return None if found == "und" else found == lang
