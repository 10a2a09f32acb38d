"""Judge a pair by what stands in the document: is it faithful, relevant, clear by itself?

{"claim": "The city has 65 wards.", "quote": "The city has 65 wards.", "verdict": "yes"}
"""

from dataclasses import dataclass

import regex

from mlkt.models.extractive.document import Document, text_language
from mlkt.models.extractive.questions import MIN_WORDS_AROUND
from mlkt.models.extractive.summaries import points_back, stands_alone
from mlkt.models.extractive.support import (
    SAME_MATTER,
    UNRELATED,
    Verdict,
    check_claim,
    nearest,
    plain_words,
    read_source,
    share_of_document,
)
from mlkt.packs import Locale, languages, load_locale
from mlkt.text import split_sentences, words
from mlkt.text.frames import BLANK, read_frame

_MIN_QUESTION_WORDS = 3  # "Who?", "How many?" ask about something said before

_MARK = regex.compile(r"^[ \t]*(?:#{1,6}|[-*+•‣>]|\d{1,3}[.)])[ \t]+")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and the text that it was read from."""

    verdict: Verdict
    because: str


def judge_faithfulness(
    document: Document, question: str, answer: str, prompt_lang: str
) -> list[dict[str, str]]:
    """Return the claims of `answer`, each with the nearest sentence (`quote`) and a `verdict`.

    The claim of a question with a blank is its sentence with the answer put in; other answers are
    judged sentence by sentence.
    """
    source = read_source(document)
    framed = _read_any_frame(question, prompt_lang)
    inside = framed[2] if framed else question
    if framed and framed[1] == "complete" and BLANK in inside and answer:
        claims = [inside.replace(BLANK, answer, 1)]
    else:
        claims = _claims(answer, document.lang)
    if not claims:  # what claims nothing is not supported, as the prompt says
        return [{"claim": answer.strip() or BLANK, "quote": "", "verdict": "no"}]
    checked = [(claim, check_claim(claim, source, question=inside)) for claim in claims]
    return [
        {"claim": claim, "quote": support.quote, "verdict": support.verdict}
        for claim, support in checked
    ]


def judge_relevance(document: Document, question: str, answer: str, prompt_lang: str) -> Judgement:
    """Return whether both are about `document`.

    Half of the answer's words must stand in it; of the question three tenths, since a part of its
    words (who, how many) stands in no document. The answer to a blank is taken with its sentence,
    where it may bear a suffix.
    """
    source = read_source(document)
    framed = _read_any_frame(question, prompt_lang)
    inside = framed[2] if framed else question
    asked = plain_words(inside.replace(BLANK, " "))
    answered = plain_words(inside.replace(BLANK, answer) if BLANK in inside else answer)
    if not source.texts or not asked or not answered or not answer.strip():
        return Judgement("no", "")
    of_answer = share_of_document(answered, source)
    if share_of_document(asked, source) < UNRELATED or of_answer < UNRELATED:
        verdict: Verdict = "no"
    else:
        verdict = "yes" if of_answer >= SAME_MATTER else "unclear"
    return Judgement(verdict, source.texts[nearest([*asked, *answered], source)])


def judge_standalone(question: str, prompt_lang: str) -> Judgement:
    """Return whether `question` can be understood without the text it was made from.

    `no` for one that opens with a word that points back, begins in the middle, or leaves fewer than
    four words around its blank. A pronoun further inside is not seen.
    """
    framed = _read_any_frame(question, prompt_lang)
    if framed:
        locale, key, inside = framed
        around = words(inside.replace(BLANK, " "))
        enough = len(around) >= (MIN_WORDS_AROUND if key == "complete" else 1)
        alone = (
            stands_alone(inside, locale) if key == "complete" else not points_back(inside, locale)
        )
        return Judgement("yes" if enough and alone else "no", inside)
    locale = text_language(question, prompt_lang)
    alone = len(words(question)) >= _MIN_QUESTION_WORDS and not points_back(question, locale)
    return Judgement("yes" if alone else "no", question)


def _read_any_frame(question: str, prompt_lang: str) -> tuple[Locale, str, str] | None:
    """Return locale, key and inside of the frame of `question`; the prompt's language first."""
    for lang in [prompt_lang, *languages()]:
        locale = load_locale(lang)
        framed = read_frame(locale, question)
        if framed:
            return locale, *framed
    return None


def _claims(answer: str, lang: str) -> list[str]:
    lines = [_MARK.sub("", line) for line in answer.splitlines()]
    cut = [line[start:end].strip() for line in lines for start, end in split_sentences(line, lang)]
    return [claim for claim in cut if words(claim)]
