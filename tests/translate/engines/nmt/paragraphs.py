"""Kannada sentences whose English is known word for word, and paragraphs of them."""

from typing import Any

from mlkt.rows import Segment
from mlkt.translate import Paragraph
from mlkt.translate.engines.nmt import NmtModel, nmt_engine

WORDS = {
    "ಮೈಸೂರು": "Mysuru",
    "ಒಂದು": "one",
    "ನಗರ.": "city.",
    "ಹಳೆಯ": "old",
    "ಬೆಂಗಳೂರು": "Bengaluru",
    "ರಾಜ್ಯದ": "state's",
    "ರಾಜಧಾನಿ.": "capital.",
    "1956": "1956",
    "ರಲ್ಲಿ": "in",
}
SENTENCES = {
    "ಮೈಸೂರು ಒಂದು ಹಳೆಯ ನಗರ.": "Mysuru one old city.",
    "ಬೆಂಗಳೂರು ರಾಜ್ಯದ ರಾಜಧಾನಿ.": "Bengaluru state's capital.",
    "1956 ರಲ್ಲಿ ಮೈಸೂರು ಒಂದು ನಗರ.": "1956 in Mysuru one city.",
    "ನಗರ.": "city.",
}
TO_ENGLISH = {"kan_Knda": "eng_Latn"}
Pair = tuple[str, str]


def segment(id: str, source: str, pair: Pair = ("kn", "en")) -> Segment:
    return {
        "id": id,
        "sentence_ids": [id],
        "source": source,
        "source_lang": pair[0],
        "target_lang": pair[1],
        "target": None,
        "engine": "",
        "problems": [],
    }


def paragraph(*sources: str, pair: Pair = ("kn", "en")) -> Paragraph:
    return Paragraph([segment(f"s{n}", source, pair) for n, source in enumerate(sources, 1)])


def targets(out: Paragraph) -> list[str | None]:
    return [each["target"] for each in out.segments]


def kinds(out: Paragraph) -> list[list[str]]:
    return [[problem["kind"] for problem in each["problems"]] for each in out.segments]


def english(model: NmtModel, **options: Any) -> Any:
    return nmt_engine(model, source_lang="kn", target_lang="en", **options)
