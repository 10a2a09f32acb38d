"""The scripted teacher asks without answering, answers, and practises skills.

Questions are halves of sentences; the answer is the sentence that shares most words with one.
"""

from collections.abc import Callable

import regex

Values = dict[str, str]
_SENTENCE = regex.compile(r".+?(?:[.?!।॥。！？؟](?=\s|$)|$)", regex.MULTILINE)
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d]+")


def _questions(values: Values) -> str:
    """Return `n_pairs` questions about the document or, in a skill, about its material."""
    known, n_pairs = _sentences(_material(values)), int(values["n_pairs"])
    asked = (_question(known[at % len(known)], at // len(known)) for at in range(n_pairs))
    return "\n\n".join(f"{values['question_label']}: {one}" for one in asked)


def _answer(values: Values) -> str:
    """Return the sentence of the material that shares most words with the question."""
    asked = set(_WORD.findall(values["question"]))
    known = _sentences(_material(values))
    return max(known, key=lambda sentence: len(asked & set(_WORD.findall(sentence))))


def _context(values: Values) -> str:
    """Return the example turned round, sentence by sentence: another text of the same words."""
    return " ".join(reversed(_sentences(values["examples"])))


def _rating(values: Values) -> str:
    """Return the middle of the scale behind its reason."""
    return f"{values['answer']}\n{values['score_label']}: 2"


def _material(values: Values) -> str:
    return values.get("document") or values.get("context") or values["examples"]


def _sentences(text: str) -> list[str]:
    lines = (line for line in text.splitlines() if line[:1] != "#")
    found = [match[0].strip() for line in lines for match in _SENTENCE.finditer(line)]
    return [sentence for sentence in found if len(_WORD.findall(sentence)) > 2] or [text.strip()]


def _question(sentence: str, turn: int) -> str:
    words = _WORD.findall(sentence)
    half = max(2, len(words) // 2 + 1)
    start = turn % max(1, len(words) - half + 1)
    return " ".join(words[start : start + half]) + "?"


ASKING_ANSWERS: dict[str, Callable[[Values], str]] = {
    "questions": _questions,
    "answer": _answer,
    "skill_contexts": _context,
    "skill_questions": _questions,
    "skill_answer": _answer,
    "skill_rating": _rating,
}
