"""Reverse: sentences of the document are the answers, and only their questions are written.

{"pairs": [{"id": "45c48cce2e2d", "question": "…", "answer": "ಅರಮನೆ ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು.", …}],
 "evidence": {"45c48cce2e2d": ["s8"]}}

So no answer is a translation or a model's own wording: it was written by whoever wrote the text.
The idea is that of MURI (arXiv 2409.12958), there for whole texts and through English; here nothing
is translated.
"""

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Said, Steps, StepSettings, ask
from mlkt.chains.border import in_language, nothing_but_thoughts, rejection, with_replies
from mlkt.chains.qa import pair_faults
from mlkt.chains.requests import about
from mlkt.models.extractive.document import read_document
from mlkt.models.extractive.ranking import rank_sentences
from mlkt.models.extractive.summaries import reads_alone
from mlkt.reply import parse_items
from mlkt.rows import (
    Pair,
    Rejection,
    Row,
    TargetSentence,
    content_id,
    folded,
    working_outline,
    working_sentences,
    working_text,
)
from mlkt.steps import for_each

TASK = "reverse_questions"


def reverse_qa(model: Model, lang: str = "en", *, steps: Steps | None = None) -> Runnable[Row, Row]:
    """Return the chain that adds `pairs` whose answers are sentences of the text, and `evidence`.

    One request a passage, for at most `n_pairs` of the step `reverse_questions`: sentences that
    stand alone, those that matter most (TextRank) first. A sentence for which no question comes, a
    question without the number of a sentence, and what is no question stand in `rejected`.
    """
    n_pairs = (steps or {}).get(TASK, StepSettings()).n_pairs
    asked = ask(model, TASK, lang, steps=steps, metadata={"n_pairs": n_pairs})

    def request(row: Row) -> list[dict[str, str]]:
        sentences = [text for text, _ in answers(row, lang, n_pairs)]
        return [
            about(row)
            | {
                "text": "\n".join(f"[{at}] {text}" for at, text in enumerate(sentences, 1)),
                "n_pairs": str(len(sentences)),
            }
        ] * bool(sentences)

    def add_pairs(row: Row, said: list[Said]) -> Row:
        return _with_pairs(row, said, answers(row, lang, n_pairs), lang)

    return in_language(lang) | for_each(request, asked, add_pairs)


def answers(row: Row, lang: str, n_pairs: int) -> list[tuple[str, list[str]]]:
    """Return at most `n_pairs` sentences of the text that can be answers, with their ids."""
    text, outline = working_text(row), "\n".join(working_outline(row))
    document = read_document(text, outline, lang)
    prose = {piece.text for piece in document.pieces if piece.kind == "sentence"}
    found = [
        (sentence, place["ids"])
        for place in working_sentences(row)
        if (sentence := _one_line(text, place)) in prose and reads_alone(sentence, document.locale)
    ]
    best = rank_sentences([sentence for sentence, _ in found])[:n_pairs]
    return [found[at] for at in sorted(best)]


def _one_line(text: str, place: TargetSentence) -> str:
    return folded(text[place["start"] : place["end"]])


def _with_pairs(
    row: Row, said: list[Said], sentences: list[tuple[str, list[str]]], lang: str
) -> Row:
    pairs: list[Pair] = []
    evidence: dict[str, list[str]] = {}
    rejected: list[Rejection] = []
    seen: dict[tuple[str, str], str] = {}
    for reply in said:
        questions, unread = _questions(row, reply, len(sentences))
        rejected += unread
        for at, (sentence, ids) in enumerate(sentences, 1):
            if at not in questions:
                rejected.append(
                    rejection(row["id"], TASK, "no-question", detail=sentence, raw=reply.raw)
                )
                continue
            pair = _pair(row, questions[at], sentence, reply)
            pairs.append(pair)
            evidence[pair["id"]] = ids
            rejected += pair_faults(pair, seen, lang, TASK, reply.raw)
    return with_replies(row, said, rejected, pairs=pairs, evidence=evidence)


def _questions(row: Row, said: Said, count: int) -> tuple[dict[int, str], list[Rejection]]:
    """Return the questions of a reply by the number of their sentence, and what is none."""
    if refused := nothing_but_thoughts(row, TASK, said):
        return {}, refused
    read = parse_items(said.answer, finish_reason=said.finish_reason)
    questions: dict[int, str] = {}
    unread = [(problem.reason, problem.text) for problem in read.problems]
    for item in read.items:
        if 1 <= item.number <= count and item.number not in questions:
            questions[item.number] = item.text
        else:
            again = item.number in questions
            unread.append(("second-question" if again else "no-such-sentence", item.text))
    return questions, [
        rejection(row["id"], TASK, reason, detail=text, raw=said.raw) for reason, text in unread
    ]


def _pair(row: Row, question: str, sentence: str, said: Said) -> Pair:
    return {
        "id": content_id(row["id"], "reverse", question, sentence),
        "question": question,
        "answer": sentence,
        "reasoning": said.reasoning,
        "view": "passage",
        "at": 0,
    }
