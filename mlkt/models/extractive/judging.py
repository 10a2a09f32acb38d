"""Judge a pair by what stands in the document: faithful, relevant, answerable, clear by itself?

{"claim": "The city has 65 wards.", "quote": "The city has 65 wards.", "verdict": "yes"}
"""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from mlkt.models.extractive.document import Document, text_language
from mlkt.models.extractive.pointing import points_at_text
from mlkt.models.extractive.questions import MIN_WORDS_AROUND
from mlkt.models.extractive.summaries import points_back, stands_alone
from mlkt.models.extractive.support import (
    SAME_MATTER,
    UNRELATED,
    Source,
    Verdict,
    check_claim,
    in_values,
    nearest,
    plain_words,
    read_source,
    share,
    share_of_document,
    with_values,
)
from mlkt.packs import Locale, languages, load_locale
from mlkt.text import split_sentences, words
from mlkt.text.frames import BLANK, read_frame

_MIN_QUESTION_WORDS = 3  # "Who?", "How many?" ask about something said before

# An answer's sentences hold that share of what the nearest sentence holds of a question's words.
_SAME_QUESTION = 0.5

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
    framed = read_any_frame(question, prompt_lang)
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
    """Return whether both are about `document`, and about the same sentences of it.

    Half of the answer's words must stand in it; of the question three tenths, since a part of its
    words (who, how many) stands in no document. The answer to a blank is taken with its sentence,
    where it may bear a suffix. Without a frame, the sentences that the answer was taken from must
    hold half of what the nearest sentence holds of the question; else it answers another one.
    """
    source = read_source(document)
    framed = read_any_frame(question, prompt_lang)
    inside = framed[2] if framed else question
    asked = plain_words(inside.replace(BLANK, " "))
    answered = plain_words(inside.replace(BLANK, answer) if BLANK in inside else answer)
    if not source.texts or not asked or not answered or not answer.strip():
        return Judgement("no", "")
    of_answer = share_of_document(answered, source)
    if of_answer < SAME_MATTER:  # its numbers may be written otherwise
        said = plain_words(with_values(answer, source.lang))
        of_answer = max(of_answer, share_of_document(said, in_values(source)))
    if share_of_document(asked, source) < UNRELATED or of_answer < UNRELATED:
        verdict: Verdict = "no"
    else:
        meant = framed is not None or _answers_it(asked, _claims(answer, document.lang), source)
        verdict = "yes" if of_answer >= SAME_MATTER and meant else "unclear"
    return Judgement(verdict, source.texts[nearest([*asked, *answered], source)])


def judge_answerable(document: Document, question: str, prompt_lang: str) -> Judgement:
    """Return whether `document` holds what `question` asks for.

    A sentence with a blank must stand in the document, with something where the blank is; a heading
    or term must stand in it. Any other question is on the document's matter or not: `yes` where one
    sentence holds half of its words, `no` where they are strange to the document or it names a
    number that is not there. What exactly is asked (who, when, why) is not seen.
    """
    source = read_source(document)
    framed = read_any_frame(question, prompt_lang)
    inside = framed[2] if framed else question
    asked = plain_words(inside.replace(BLANK, " "))
    if not source.texts or not asked:
        return Judgement("no", "")
    best = nearest(asked, source)
    because = source.texts[best]
    if framed:
        holds = any(_holds(inside, known) for known in source.words)
        return Judgement("yes" if holds else "no", because)
    number_missing = any(word.isdecimal() and word not in source.holders for word in asked)
    if number_missing or share_of_document(asked, source) < UNRELATED:
        return Judgement("no", because)
    near = share(asked, source.words[best], source)
    return Judgement("yes" if near >= SAME_MATTER else "unclear", because)


def judge_standalone(question: str, prompt_lang: str) -> Judgement:
    """Return whether `question` can be understood without the text it was made from.

    `no` for one that opens with a word that points back, points at its text ("in the passage"),
    begins in the middle, or leaves fewer than four words around its blank. A pronoun further inside
    is not seen; the teacher's own frames name the text and are judged by what is inside them.
    """
    framed = read_any_frame(question, prompt_lang)
    if framed:
        locale, key, inside = framed
        around = words(inside.replace(BLANK, " "))
        enough = len(around) >= (MIN_WORDS_AROUND if key == "complete" else 1)
        alone = (
            stands_alone(inside, locale) if key == "complete" else not points_back(inside, locale)
        )
        return Judgement("yes" if enough and alone else "no", inside)
    locale = text_language(question, prompt_lang)
    alone = (
        len(words(question)) >= _MIN_QUESTION_WORDS
        and not points_back(question, locale)
        and not points_at_text(question, locale.code)
    )
    return Judgement("yes" if alone else "no", question)


def read_any_frame(question: str, prompt_lang: str) -> tuple[Locale, str, str] | None:
    """Return locale, key and inside of the frame of `question`; the prompt's language first."""
    for lang in [prompt_lang, *languages()]:
        locale = load_locale(lang)
        framed = read_frame(locale, question)
        if framed:
            return locale, *framed
    return None


def _holds(inside: str, known: Sequence[str]) -> bool:
    """Return whether the words of a sentence are `inside`, with more where its blank is.

    A blank may be a part of a word. Without a blank the words stand in the sentence as a run.
    """
    first, blank, last = inside.partition(BLANK)
    before, after, whole = (
        " ".join(each) for each in (plain_words(first), plain_words(last), known)
    )
    if not blank:
        return f" {before} " in f" {whole} "
    filled = len(whole) > len(before) + len(after) + 1
    return filled and whole.startswith(before) and whole.endswith(after)


def _answers_it(asked: Sequence[str], claims: Sequence[str], source: Source) -> bool:
    """Return whether the sentences nearest to the `claims` come near enough to the question."""
    used: list[str] = []
    for claim in claims:
        said = plain_words(claim)
        near = max(
            source.words,
            key=lambda known: (share(said, known, source), share(asked, known, source)),
        )
        used += [*said, *near]
    best = share(asked, source.words[nearest(asked, source)], source)
    return share(asked, used, source) >= best * _SAME_QUESTION


def _claims(answer: str, lang: str) -> list[str]:
    lines = [_MARK.sub("", line) for line in answer.splitlines()]
    cut = [line[start:end].strip() for line in lines for start, end in split_sentences(line, lang)]
    return [claim for claim in cut if words(claim)]
