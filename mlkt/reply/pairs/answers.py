"""Read the answer of a reply that was asked for an answer and nothing else.

In the hills.      Answer: In the hills.      {"answer": "In the hills."}      ಉತ್ತರ: …
"""

from mlkt.packs import Locale
from mlkt.reply.fields.fields import Field
from mlkt.reply.fields.labels import read_labels
from mlkt.reply.fields.shapes import readings, unwrapped
from mlkt.reply.fields.vocabulary import vocabulary
from mlkt.reply.pairs.pairs import KINDS
from mlkt.rows import nfc

_ALONE, _REPEATED = ["answer"], ["question", "answer"]
_OPENING = "{[<*_#`\"' \n"  # what stands before the first field of a shape


def parse_answer(text: str, locale: Locale, *, free: bool = False) -> str:
    """Return the one answer that a label, a tag or a field holds, else the reply as it stands.

    A reply in which the question is repeated before its answer is read too. With `free`, for an
    answer that may itself be code, JSON or questions, a label in front is all that is taken away.
    Reasoning must be split off before. Never raises.
    """
    words = vocabulary(locale, KINDS)
    if free:
        plain = nfc(text).strip()
        fields = read_labels(plain, words)
        return fields[0].text if _opens(fields, plain, _ALONE) else plain
    plain = unwrapped(nfc(text)).strip()
    for reading in readings(plain, words):
        if _opens(reading.fields, plain, _ALONE) or _opens(reading.fields, plain, _REPEATED):
            return reading.fields[-1].text
    return plain


def _opens(fields: list[Field], text: str, kinds: list[str]) -> bool:
    """Return whether fields of these kinds are all of a text."""
    found = [field.kind for field in fields]
    return found == kinds and not text[: fields[0].start].strip(_OPENING)
