r"""Find the lettered options of a multiple-choice question, and which of them a letter means.

    A) Mysuru\n**B.** Hampi\n(C) Bidar\nD: Hassan      A) … B) … C) … D) …      ಎ) … ಬಿ) …      1. …

Letters are those of any locale, Latin ones, or digits of any script; they run from the first on.
"""

from dataclasses import dataclass
from functools import cache
from itertools import islice

import regex

from mlkt.packs import languages, load_locale
from mlkt.reply.fields.vocabulary import ascii_digits, fold

_MARK = r"(?P<mark>\p{L}[\p{L}\p{M}\u0640]{0,4}+|\p{Nd}|[Ⓐ-Ⓗⓐ-ⓗ①-⑧])"
_NO_WORD = r"(?<![\p{L}\p{M}\p{N}])"
_ENDS = r"[)）\]】.．:：、।–-]"
_BULLETS = ">*_•·+#|-"
_LINE = regex.compile(
    rf"^(?:[^\S\n]|[{_BULLETS}])*+(?:[\p{{L}}\p{{M}}]{{2,20}}+\s)?[*_(（\[【]{{0,3}}{_MARK}[*_]*{_ENDS}+[*_|]*\s*",
    regex.MULTILINE,
)
_INLINE = regex.compile(
    rf"{_NO_WORD}(?:[(（\[【]{_MARK}[)）\]】]|{_MARK}(?:[)）]|[.:](?=\s)|[．：、]))[*_]*\s*"
)
# What an answer consists of, or begins with: `B`, `**(B)**`, `B) Hampi`, `Option B`.
_ALONE = regex.compile(
    rf"[\s*_\"'“‘`(（\[【]*(?:[\p{{L}}\p{{M}}]{{2,20}}+\s)?{_MARK}"
    rf"(?:(?P<end>[\s*_\"'”’`.。।)）\]】]*\Z)|\s*[*_]*{_ENDS}[*_]*\s*(?P<text>\S.*)|\s+(?P<text>\S.*))",
    regex.DOTALL,
)
_LAST = regex.compile(rf"{_NO_WORD}{_MARK}[\s*_\"'”’`.。।)）\]】]*\Z")
_NAMED = regex.compile(rf"{_NO_WORD}(?P<open>[(（\[【「\"“‘'*]*){_MARK}(?![\p{{L}}\p{{M}}\p{{N}}])")
_MAX_MARKS = 200  # that are looked at: a reply has four, and some in its thoughts
_EDGES = " \t\r\n*_|;,，；"
_LATIN, _DIGITS = tuple("abcdefgh"), tuple("12345678")


@dataclass(frozen=True, slots=True)
class Options:
    """Options found in a text between `start` and `end`, with the letters that mark them."""

    letters: tuple[str, ...]  # normal forms of their alphabet
    texts: list[str]
    start: int
    end: int

    def place(self, answer: str) -> int:
        """Return which option an answer names by letter or text, -1 where it names none."""
        texts = [_plain(text) for text in self.texts]
        if (said := _plain(answer)) in texts:
            return texts.index(said)
        if found := _ALONE.match(answer):
            at, text = self._index(found["mark"]), found["text"]
            if at >= 0 and (text is None or _plain(text) == texts[at]):
                return at
            if at >= 0 and answer[found.end("mark") :].lstrip(" *_")[:1] in ")）].．:：、":
                return at
        found = _LAST.search(answer)
        return self._index(found["mark"]) if found else -1

    def _index(self, mark: str) -> int:
        letter = normal(mark)
        return self.letters.index(letter) if letter in self.letters[: len(self.texts)] else -1


def find_options(text: str) -> Options | None:
    """Return the longest run of options, those at the start of lines before others; None for none.

    The last of them ends with its line.
    """
    for pattern in (_LINE, _INLINE):
        found = islice(pattern.finditer(text), _MAX_MARKS)
        marks = [(normal(mark["mark"]), mark) for mark in found]
        runs = [(letters, _run(letters, marks)) for letters in alphabets()]
        letters, run = max(runs, key=lambda each: len(each[1]))
        if len(run) > 1:
            stops = [mark.start() for mark in run[1:]] + [_line_end(text, run[-1].end())]
            texts = [
                _option(text[mark.end() : stop]) for mark, stop in zip(run, stops, strict=True)
            ]
            return Options(letters, texts, len(text[: run[0].start()].rstrip("*_")), stops[-1])
    return None


def names_letters(text: str) -> bool:
    """Return whether a text speaks of options by their letters: `option B`, `(c)`, `"ಬಿ"`.

    What may be a word or a number by itself (`A`, `a`, `2`) counts in brackets only.
    """
    known = {letter for letters in alphabets() for letter in letters[:4]}
    return any(
        normal(found["mark"]) in known
        and (found["open"] or not regex.fullmatch(r"A|\p{Ll}|\p{Nd}", found["mark"]))
        for found in _NAMED.finditer(text)
    )


def in_order(named: list[tuple[str, str]]) -> Options | None:
    """Return the options whose letters are keys of an object."""
    by_letter = {normal(key): text for key, text in named}
    for letters in alphabets():
        if len(by_letter) > 1 and set(letters[: len(by_letter)]) == by_letter.keys():
            texts = [by_letter[letter].strip() for letter in letters[: len(by_letter)]]
            return Options(letters, texts, 0, 0)
    return None


@cache
def alphabets() -> tuple[tuple[str, ...], ...]:
    """Return the letters of all locales, Latin letters and digits, each in normal form."""
    own = {tuple(normal(one) for one in load_locale(code).options) for code in languages()}
    return (_LATIN, _DIGITS, *sorted(own - {_LATIN}))


def normal(mark: str) -> str:
    """Return a letter as it is compared: any case, width and circle, digits as ASCII."""
    folded = fold(mark).replace("أ", "ا").replace("ـ", "")
    return ascii_digits(folded) if folded.isdecimal() else folded


def _run(
    letters: tuple[str, ...], marks: list[tuple[str, regex.Match[str]]]
) -> list[regex.Match[str]]:
    """Return the longest run of marks from the first letter on; of two the first."""
    best: list[regex.Match[str]] = []
    for start, (mark, _) in enumerate(marks):
        if mark != letters[0]:
            continue
        run: list[regex.Match[str]] = []
        for letter, found in marks[start:]:
            if len(run) < len(letters) and letter == letters[len(run)]:
                run.append(found)
        best = run if len(run) > len(best) else best
    return best


def _option(text: str) -> str:
    """Return an option without what stands around it, lines of bullets and rules behind it too."""
    lines = text.split("\n")
    while not lines[-1].strip(f" \t\r{_BULLETS}") and len(lines) > 1:
        lines.pop()
    return "\n".join(lines).strip(_EDGES)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _plain(text: str) -> str:
    return fold(text).strip(" .。।*\"'“”‘’`")
