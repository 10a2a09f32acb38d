"""A source and its translation, with what several checks want to know of them, found once.

Texts("ನಗರದಲ್ಲಿ 65 ವಾರ್ಡ್‌ಗಳಿವೆ.", "It has 65 wards.", "kn", "en").target_shares  ->  {"Latn": 1.0}
"""

from dataclasses import dataclass
from functools import cached_property

import regex

from mlkt.text import expected_script, script_shares, words
from mlkt.translate.gate.kept import strip_kept

_LETTER = regex.compile(r"\p{L}")


@dataclass(frozen=True)
class Texts:
    """Both texts and their languages, as BCP 47 codes; `kept` are terms that are not translated.

    Letters and shares of scripts are those of prose: without addresses, placeholders, code and
    kept terms.
    """

    source: str
    target: str
    source_lang: str
    target_lang: str
    kept: tuple[str, ...] = ()

    @cached_property
    def source_prose(self) -> str:
        """Return the source without what stays as it is."""
        return strip_kept(self.source, self.kept)

    @cached_property
    def target_prose(self) -> str:
        """Return the target without what stays as it is; all of it, where only that would go."""
        prose = strip_kept(self.target, self.kept)
        return prose if _LETTER.search(prose) or not self.source_letters else self.target

    @cached_property
    def source_letters(self) -> int:
        """Return how many letters, without marks, the source's prose has."""
        return len(_LETTER.findall(self.source_prose))

    @cached_property
    def target_letters(self) -> int:
        """Return how many letters, without marks, the target's prose has."""
        return len(_LETTER.findall(self.target_prose))

    @cached_property
    def source_script(self) -> str | None:
        """Return the script that the source should be in, None if unknown."""
        return expected_script(self.source_lang)

    @cached_property
    def target_script(self) -> str | None:
        """Return the script that the target should be in, None if unknown."""
        return expected_script(self.target_lang)

    @cached_property
    def source_shares(self) -> dict[str, float]:
        """Return script -> share of the letters of the source's prose."""
        return script_shares(self.source_prose)

    @cached_property
    def target_shares(self) -> dict[str, float]:
        """Return script -> share of the letters of the target's prose."""
        return script_shares(self.target_prose)

    @cached_property
    def source_words(self) -> list[str]:
        """Return the source's words, case-folded."""
        return words(self.source)

    @cached_property
    def target_words(self) -> list[str]:
        """Return the target's words, case-folded."""
        return words(self.target)
