"""What the extractive teacher reads out of a prompt, and the forms that several replies share."""

from dataclasses import dataclass

from mlkt.models.extractive.document import Document, read_document
from mlkt.models.extractive.judging import Judgement
from mlkt.packs import Locale


@dataclass(frozen=True, slots=True)
class Request:
    """What a prompt asks for, and what stands between its tags.

    `lang` is the language of those texts, `prompt_lang` that of the instructions and labels.
    """

    task: str
    lang: str
    prompt_lang: str
    n_pairs: int
    parts: dict[str, str]
    types: tuple[str, ...] = ()  # of entities


Answer = tuple[str, list[str]]  # the reply, and what was taken for it


def document_of(request: Request) -> Document:
    """Return the document between the tags, read in the language of the texts."""
    return read_document(request.parts["document"], request.parts.get("outline", ""), request.lang)


def verdict(judgement: Judgement, locale: Locale) -> Answer:
    """Return a judgement as the reply to a prompt that asks for one word and the reason."""
    word = {"yes": locale.yes, "no": locale.no, "unclear": locale.unclear}[judgement.verdict][0]
    because = [judgement.because] if judgement.because else []
    return "\n".join([word, *because]), because
