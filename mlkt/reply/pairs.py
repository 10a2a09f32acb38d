"""Read many question-answer pairs from one reply."""

from dataclasses import dataclass

import regex

from mlkt.packs import Locale
from mlkt.reply.problems import Problem
from mlkt.reply.reasoning import split_reasoning


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of a reply and what was not kept."""

    pairs: list[dict[str, str]]
    problems: list[Problem]


def parse_pairs(text: str, locale: Locale, *, finish_reason: str | None = None) -> Pairs:
    """Return the pairs that stand in `text`."""
    answer = split_reasoning(text, finish_reason=finish_reason).answer
    questions = [*locale.labels["question"], "Question", "Q"]
    answers = [*locale.labels["answer"], "Answer", "A"]
    words = sorted(questions + answers, key=len, reverse=True)
    label = regex.compile(
        r"^[ \t*#>\-]*(?:\d+[.)]\s*)?(?P<word>\L<words>)\s*\d*[ \t*]*[:：][ \t*]*",
        regex.MULTILINE | regex.IGNORECASE,
        words=words,
    )
    folded = {word.casefold() for word in questions}
    found = list(label.finditer(answer))
    pairs: list[dict[str, str]] = []
    problems: list[Problem] = []
    question: str | None = None
    for here, after in zip(found, [*found[1:], None], strict=True):
        piece = answer[here.end() : after.start() if after else len(answer)].strip()
        if here["word"].casefold() in folded:
            if question is not None:
                problems.append(Problem("no-answer", question))
            question = piece
        elif question is None:
            problems.append(Problem("no-question", piece))
        else:
            pairs.append({"question": question, "answer": piece})
            question = None
    if question is not None:
        problems.append(Problem("no-answer", question))
    if pairs and finish_reason == "length" and question is None:
        last = pairs.pop()
        problems.append(Problem("cut-off", last["question"] + "\n" + last["answer"]))
    if not found and answer.strip():
        problems.append(Problem("no-pairs", answer))
    return Pairs(pairs, problems)


def format_pairs(pairs: list[dict[str, str]], locale: Locale, *, style: str = "labels") -> str:
    """Return `pairs` as the text that `parse_pairs` reads."""
    question, answer = locale.labels["question"][0], locale.labels["answer"][0]
    return "\n\n".join(f"{question}: {p['question']}\n{answer}: {p['answer']}" for p in pairs)
