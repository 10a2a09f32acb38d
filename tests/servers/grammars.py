r"""GBNF grammars of the replies that this project asks for, for a model that has no sense.

    grammar_for_verdict(["yes", "no", "unclear"], reason=["why", "not"])
    -> root ::= ("yes" | "no" | "unclear") "\n" word0 " " word1 " " word0 " " word1 "."
       word0 ::= ("why")
       word1 ::= ("not")

A model with random weights then gives a well-formed reply of random choices. No rule lets white
space run on, so each reply ends by itself (feasibility.md, section 2.3).
"""

from collections.abc import Iterable, Sequence

_QUESTION_WORDS = 5
_REASON_WORDS = 4
_WORD_RULES = 4  # neighbours come from different words, so that no word is said twice in a row


def grammar_for_pairs(
    question_label: str,
    answer_label: str,
    n_pairs: int,
    *,
    words: Sequence[str],
    answers: Sequence[str],
) -> str:
    """Return the grammar of exactly `n_pairs` labelled pairs; each answer is one of `answers`."""
    pair = (
        f"{literal(question_label + ': ')} {_phrase(words, _QUESTION_WORDS, '?')} "
        f"{literal(chr(10) + answer_label + ': ')} {one_of(answers)}"
    )
    return _grammar(_joined(["pair"] * n_pairs, "\n\n"), words) + f"pair ::= {pair}\n"


def grammar_for_verdict(verdicts: Sequence[str], *, reason: Sequence[str]) -> str:
    """Return the grammar of two lines: a verdict, and a reason made of such words."""
    root = f'{one_of(verdicts)} "\\n" {_phrase(reason, _REASON_WORDS, ".")}'
    return _grammar(root, reason)


def grammar_for_claims(
    claim_label: str,
    evidence_label: str,
    verdict_label: str,
    *,
    claims: Sequence[str],
    sentences: Sequence[str],
    verdicts: Sequence[str],
) -> str:
    """Return the grammar of claims: each itself, one of `sentences` in quotes, a verdict."""
    blocks = (
        f"{literal(f'{claim_label}: {claim}{chr(10)}{evidence_label}: {chr(34)}')} "
        f"{one_of(sentences)} {literal(f'{chr(34)}{chr(10)}{verdict_label}: ')} {one_of(verdicts)}"
        for claim in claims
    )
    return f"root ::= {_joined(blocks, chr(10) * 2)}\n"


def grammar_for_lines(lines: Iterable[tuple[str, Sequence[str]]], *, separator: str = "\n") -> str:
    """Return the grammar of lines: a fixed beginning (`1. `) and one of several texts each."""
    parts = (f"{literal(start)} {one_of(texts)}" for start, texts in lines)
    return f"root ::= {_joined(parts, separator)}\n"


def grammar_for_translation(
    lines: Iterable[tuple[str, int, Sequence[str], str]], *, words: Sequence[str]
) -> str:
    """Return the grammar of lines `[1] …`.

    Each line is given by its number, how many words it has, which numbers it keeps and how it ends.
    """
    parts: list[str] = []
    for number, n_words, kept, stop in lines:
        numbers = "".join(f" {literal(' ' + value)}" for value in kept)
        parts.append(
            f"{literal(f'[{number}] ')} {_phrase(words, n_words, '')}{numbers} {literal(stop)}"
        )
    return _grammar(_joined(parts, "\n"), words)


def literal(text: str) -> str:
    """Return `text` as a GBNF string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def one_of(texts: Sequence[str]) -> str:
    """Return the choice between texts."""
    return f"({' | '.join(literal(text) for text in dict.fromkeys(texts))})"


def _grammar(root: str, words: Sequence[str]) -> str:
    rules = (f"word{at} ::= {one_of(group)}\n" for at, group in enumerate(_word_groups(words)))
    return f"root ::= {root}\n" + "".join(rules)


def _phrase(words: Sequence[str], n_words: int, stop: str) -> str:
    n_rules = len(_word_groups(words))
    said = _joined((f"word{at % n_rules}" for at in range(n_words)), " ")
    return f"{said} {literal(stop)}" if stop else said


def _word_groups(words: Sequence[str]) -> list[list[str]]:
    distinct = list(dict.fromkeys(words))
    return [distinct[at::_WORD_RULES] for at in range(min(_WORD_RULES, len(distinct)))]


def _joined(parts: Iterable[str], separator: str) -> str:
    return f" {literal(separator)} ".join(parts)
