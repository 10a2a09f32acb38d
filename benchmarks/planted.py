"""Plant faults in right pairs, one at a time, to see which of them a critic finds.

Case("wrong number", "en", "… 1,240 people live in Hosakere. …",
     "How many people live in Hosakere?", "1,420 people live in Hosakere.")

`written` reads the rows that were written for this repository (`tests/planted/<lang>.yaml`),
`drawn` makes pairs of the sentences of parallel texts. In a drawn pair the question says the
sentence and asks whether it is true, or has a blank in it; what is drawn comes from `random` alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypedDict

import regex
import yaml

from mlkt.models.extractive.document import read_document
from mlkt.models.extractive.questions import draft_pairs
from mlkt.rows import nfc

WRONG_NUMBER, CLAUSE, OTHER = "wrong number", "invented clause", "answer to another question"
POINTING, WRONG_LANGUAGE = "points at the text", "wrong language"
RIGHT, BLANK_RIGHT, PARAPHRASE = "right pair", "right pair with a blank", "right paraphrase"
FAULTS = (WRONG_NUMBER, WRONG_LANGUAGE, POINTING, CLAUSE, OTHER)
KEPT = (RIGHT, BLANK_RIGHT, PARAPHRASE)

_PASSAGE_LINES = 8
_BLANKS = 3  # pairs of the teacher's own for each passage
_NUMBER = regex.compile(r"(?<![\p{L}\p{M}\p{N}.,٫٬:/-])\p{Nd}+(?:[.,٫٬]\p{Nd}+)*")
_ENDED = regex.compile(r"[.।؟?!]$")
_ASKED = {
    "en": "True or false: {}",
    "kn": "ಸರಿ ಅಥವಾ ತಪ್ಪು: {}",
    "hi": "सही या ग़लत: {}",
    "sw": "Kweli au si kweli: {}",
    "ar": "صح أم خطأ: {}",
}
_POINTING = {
    "en": (
        "According to the text, true or false: {}",
        "Does the passage say so: {}",
        "As mentioned above, true or false: {}",
        "Is it claimed by the author of the article: {}",
        "What does the second paragraph say about it: {}",
        "Based on the given document, true or false: {}",
    ),
    "kn": (
        "ಪಠ್ಯದ ಪ್ರಕಾರ ಸರಿಯೇ: {}",
        "ಈ ಲೇಖನದಲ್ಲಿ ಹೀಗೆ ಹೇಳಲಾಗಿದೆಯೇ: {}",
        "ಮೇಲೆ ತಿಳಿಸಿದಂತೆ ಸರಿ ಅಥವಾ ತಪ್ಪು: {}",
        "ಲೇಖಕರ ಪ್ರಕಾರ ಸರಿ ಅಥವಾ ತಪ್ಪು: {}",
        "ಎರಡನೇ ಪ್ಯಾರಾದಲ್ಲಿ ಹೀಗೆ ಇದೆಯೇ: {}",
        "ನೀಡಲಾದ ವಾಕ್ಯವೃಂದದ ಆಧಾರದ ಮೇಲೆ ಸರಿ ಅಥವಾ ತಪ್ಪು: {}",
    ),
    "hi": (
        "पाठ के अनुसार सही या ग़लत: {}",
        "क्या इस लेख में ऐसा कहा गया है: {}",
        "जैसा ऊपर बताया गया है, सही या ग़लत: {}",
        "लेखक के अनुसार सही या ग़लत: {}",
        "क्या दूसरे पैराग्राफ़ में ऐसा लिखा है: {}",
        "दिए गए अनुच्छेद के आधार पर सही या ग़लत: {}",
    ),
    "sw": (
        "Kulingana na maandishi, kweli au si kweli: {}",
        "Je, makala hii inasema hivi: {}",
        "Kama ilivyotajwa hapo juu, kweli au si kweli: {}",
        "Kwa mujibu wa mwandishi, kweli au si kweli: {}",
        "Je, aya ya pili inasema hivi: {}",
        "Kwa kuzingatia kifungu kilichotolewa, kweli au si kweli: {}",
    ),
    "ar": (
        "وفقًا للنص، صح أم خطأ: {}",
        "هل ورد في هذه المقالة: {}",
        "كما ورد أعلاه، صح أم خطأ: {}",
        "بحسب الكاتب، صح أم خطأ: {}",
        "هل تقول الفقرة الثانية: {}",
        "بناءً على المقطع المعطى، صح أم خطأ: {}",
    ),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A passage and a pair about it; `kind` is the fault planted in it, or why it is right."""

    kind: str
    lang: str
    passage: str
    question: str
    answer: str


class Written(TypedDict):
    """A row of `tests/planted`: `number` is what is put in the place of what."""

    question: str
    answer: str
    paraphrase: str
    number: list[str]
    clause: str
    pointing: str


def written(folder: Path) -> list[Case]:
    """Return the cases that the files of `folder` hold; the fault of a language is another's row.

    Row i of each file says the same: every third time the question, the answer or both are in
    another language.
    """
    texts = {path.stem: _read(path) for path in sorted(folder.glob("*.yaml"))}
    langs = sorted(texts)
    cases: list[Case] = []
    for lang, rows in texts.items():
        others = [other for other in langs if other != lang]
        for at, (passage, row) in enumerate(rows):
            question, answer = row["question"], row["answer"]
            siblings = [other["answer"] for text, other in rows if text == passage]
            next_answer = siblings[(siblings.index(answer) + 1) % len(siblings)]
            _, foreign = texts[others[at % len(others)]][at]
            pairs = {
                RIGHT: (question, answer),
                PARAPHRASE: (question, row["paraphrase"]),
                WRONG_NUMBER: (question, answer.replace(row["number"][0], row["number"][1])),
                CLAUSE: (question, _ENDED.sub("", answer) + row["clause"]),
                OTHER: (question, next_answer),
                POINTING: (row["pointing"], answer),
                WRONG_LANGUAGE: _in_part((question, answer), foreign, at % 3),
            }
            cases += [Case(kind, lang, passage, *pair) for kind, pair in pairs.items()]
    return cases


def _read(path: Path) -> list[tuple[str, Written]]:
    passages = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    return [(str(one["passage"]), row) for one in passages for row in one["rows"]]


def _in_part(own: tuple[str, str], foreign: Written, form: int) -> tuple[str, str]:
    question, answer = foreign["question"], foreign["answer"]
    return [(own[0], answer), (question, own[1]), (question, answer)][form]


def drawn(texts: dict[str, list[str]], ids: list[str], lang: str, random: Random) -> list[Case]:
    """Return cases from parallel `texts`, one of each kind for each line that can bear it.

    `ids` names the document of each line; up to eight lines of one are a passage.
    """
    texts = {code: [nfc(line) for line in lines] for code, lines in texts.items()}
    lines = texts[lang]
    foreign = [texts[other] for other in sorted(texts) if other != lang]
    cases: list[Case] = []
    for span in _spans(ids):
        passage = "\n\n".join(lines[at] for at in span)
        cases += _with_blanks(lang, passage, random)
        for at in span:
            if not _ENDED.search(lines[at]):
                continue  # a headline
            far = random.choice([n for n in range(len(ids)) if ids[n] != ids[at]])
            near = random.choice([n for n in span if n != at] or [at])
            there = random.choice(foreign)[at]
            pairs = list(_pairs(lang, lines[at], lines[near], lines[far], there, random))
            _, right = pairs[0]
            cases += [
                Case(kind, lang, passage, *pair)
                for kind, pair in pairs
                if kind == RIGHT or pair != right  # a line may be the same in two languages
            ]
    return cases


def _with_blanks(lang: str, passage: str, random: Random) -> Iterator[Case]:
    """Yield pairs as the embedded teacher makes them, and those whose number was changed."""
    for draft in draft_pairs(read_document(passage, "", lang), _BLANKS):
        yield Case(BLANK_RIGHT, lang, passage, draft.question, draft.answer)
        if wrong := _wrong_number(draft.answer, random):
            yield Case(WRONG_NUMBER, lang, passage, draft.question, wrong)


def _spans(ids: list[str]) -> Iterator[range]:
    start = 0
    for at in range(1, len(ids) + 1):
        if at == len(ids) or ids[at] != ids[start] or at - start == _PASSAGE_LINES:
            yield range(start, at)
            start = at


def _pairs(
    lang: str, line: str, near: str, far: str, there: str, random: Random
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield kind and pair, the right one first.

    `near` is a line of the same passage, `far` one of another document, `there` the line itself in
    another language.
    """
    question, foreign = _ASKED[lang].format(line), _ASKED[lang].format(there)
    yield RIGHT, (question, line)
    if wrong := _wrong_number(line, random):
        yield WRONG_NUMBER, (question, wrong)
    longer = [f"{line} {far}", f"{_ENDED.sub('', line)}, {far}"]
    yield CLAUSE, (question, random.choice(longer))
    yield OTHER, (question, near)
    yield POINTING, (random.choice(_POINTING[lang]).format(line), line)
    forms = [(question, there), (foreign, line), (foreign, there)]
    yield WRONG_LANGUAGE, random.choice(forms)


def _wrong_number(line: str, random: Random) -> str | None:
    """Return `line` with one digit of a number changed, None where it has no number in digits."""
    found = [match.span() for match in _NUMBER.finditer(line)]
    if not found:
        return None
    start, end = random.choice(found)
    places = [place for place in range(start, end) if line[place].isdecimal()]
    place = random.choice(places)
    zero = ord(line[place]) - int(line[place])
    digits = [chr(zero + value) for value in range(10) if value or place > places[0]]
    digit = random.choice([digit for digit in digits if digit != line[place]])
    return line[:place] + digit + line[place + 1 :]
