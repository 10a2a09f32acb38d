"""Find the texts that resemble another one: the fuzzy matches of a translation memory.

NearTexts(["ಮೈಸೂರು ಒಂದು ದೊಡ್ಡ ನಗರ.", …]).find("ಮೈಸೂರು ಒಂದು ನಗರ.") -> ["ಮೈಸೂರು ಒಂದು ದೊಡ್ಡ ನಗರ."]

Words choose the candidates, rare ones first, and the longest common subsequence of words ranks
them, so that the order of words counts and a language without spaces is served as well.
"""

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from mlkt.text import words

_LIMIT = 2
_MIN_RATIO = 0.6  # below, memories call it no match (the usual floor of fuzzy matching is 60 to 75)
_CANDIDATES = 20
_RARE_WORDS = 6
_MAX_HOLDERS = 500  # a word that more texts hold says nothing


class NearTexts:
    """Texts by the words they hold."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words = {text: words(text) for text in texts}
        self._holders: dict[str, list[str]] = {}
        for text, tokens in self._words.items():
            for word in dict.fromkeys(tokens):
                self._holders.setdefault(word, []).append(text)

    def find(self, text: str) -> list[str]:
        """Return the texts that resemble `text` most, the nearest first; never `text` itself."""
        tokens = words(text)
        ranked = [
            (SequenceMatcher(None, tokens, self._words[other], autojunk=False).ratio(), other)
            for other in self._candidates(tokens)
            if other != text
        ]
        ranked.sort(key=lambda each: (-each[0], each[1]))
        return [other for ratio, other in ranked[:_LIMIT] if ratio >= _MIN_RATIO]

    def _candidates(self, tokens: list[str]) -> list[str]:
        held = [word for word in dict.fromkeys(tokens) if word in self._holders]
        rare = sorted(held, key=lambda word: (len(self._holders[word]), word))[:_RARE_WORDS]
        shared: Counter[str] = Counter()
        for word in rare:
            if len(self._holders[word]) <= _MAX_HOLDERS:
                shared.update(self._holders[word])
        return [text for text, _ in shared.most_common(_CANDIDATES)]
