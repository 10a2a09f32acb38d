"""Whether a text is in the language that it should be in."""

from mlkt.text.identify import identify
from mlkt.text.scripts import expected_script, script_shares

_MIN_LETTERS = 20  # shorter texts are names and numbers, which any language may hold
_MIN_SHARE = 0.3  # of the letters; names and terms in another script stand in every encyclopedia
_MIN_LETTERS_TO_IDENTIFY = 60  # languages of one script: py3langid errs on shorter ones


def speaks(text: str, lang: str) -> bool | None:
    """Return whether `text` is in `lang`; None where that cannot be known.

    Scripts decide first; between languages of one script the extra `langid` decides, on texts of
    60 letters and more.
    """
    letters = sum(character.isalpha() for character in text)
    script = expected_script(lang)
    if letters < _MIN_LETTERS or script is None:
        return None
    share = script_shares(text).get(script, 0.0)
    if share < _MIN_SHARE:
        return False
    if letters < _MIN_LETTERS_TO_IDENTIFY:
        return None
    found = identify(text).lang
    return None if found == "und" else found == lang.split("-")[0]
