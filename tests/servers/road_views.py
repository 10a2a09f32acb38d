"""What the scripted server says to prompts of views and of questions for given sentences."""

from collections.abc import Callable, Mapping

import regex

_LINE = regex.compile(r"^\[(\d+)\][ \t]?(.*)$", regex.MULTILINE)
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d]+")


def view_ideas(values: dict[str, str]) -> str:
    """Return as many ways as are asked for, each about one word of the document."""
    found = list(dict.fromkeys(_WORD.findall(values["document"])))
    ways = [found[at % len(found)] for at in range(int(values["n_pairs"]))]
    return "\n".join(f"{number}. {way} ({number})" for number, way in enumerate(ways, 1))


def summary_invented(values: dict[str, str]) -> str:
    """Return the document from a place on that depends on the instruction."""
    lines = [line.strip() for line in values["document"].splitlines() if line.strip()]
    prose = [line for line in lines if line[0] != "#"] or lines
    turn = len(values["instruction"]) % len(prose)
    return " ".join([*prose[turn:], *prose[:turn]])


def reverse_questions(values: dict[str, str]) -> str:
    """Return the first half of each numbered sentence as its question."""
    asked: list[str] = []
    for number, sentence in _LINE.findall(values["text"]):
        found = _WORD.findall(sentence)
        mark = "؟" if regex.search(r"\p{Arabic}", sentence) else "?"
        asked.append(f"{number}. {' '.join(found[: len(found) // 2 + 1])}{mark}")
    return "\n".join(asked)


VIEW_ANSWERS: Mapping[str, Callable[[dict[str, str]], str]] = {
    "view_ideas": view_ideas,
    "summary_invented": summary_invented,
    "reverse_questions": reverse_questions,
}
