"""A passage into the pivot language, and its pairs back into the passage's own.

translate(model, "kn") | summarize(model) | qa(model) | critic(judge) | translate_back(model, "kn")
"""

from collections.abc import Iterator

from langchain_core.runnables import Runnable

from mlkt.ask import Steps
from mlkt.chains.border import in_language
from mlkt.chains.translated import joined, with_paragraphs
from mlkt.errors import LanguageError
from mlkt.rows import Back, Pair, ProblemRecord, Rejection, Row, living_pairs, working_lang
from mlkt.steps import for_each
from mlkt.translate import (
    Glossary,
    Paragraph,
    TranslationMemory,
    Translator,
    choose_engine,
    quote_back,
)
from mlkt.translate.engines.chat import instructions_for
from mlkt.translate.fields import cut_field, cut_passage, join_passage, quoted_field
from mlkt.translate.tags import same_language


def translate(
    model: Translator,
    lang: str,
    *,
    to: str = "en",
    memory: TranslationMemory | None = None,
    glossary: Glossary | None = None,
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that adds `translation`: the passage in `to`, aligned sentence by sentence.

    `model` is a chat model, an engine or a translation memory; `memory` is asked before it,
    `glossary` holds terms, and a chat model is asked in the language `to`, in English where
    `prompts/` has not that. A sentence that is not translated, or that the gate rejects, leaves no
    text: it stands in `segments` with its problems, and `status` is not `ok`.

    Raises:
        EngineError: `model` cannot translate from `lang` to `to`.
        LanguageError: when run, a row in another language than `lang`.
    """
    engine = choose_engine(
        model,
        lang,
        to,
        memory=memory,
        glossary=glossary,
        prompt_lang=instructions_for(to),
        steps=steps,
    )

    def cut(row: Row) -> list[Paragraph]:
        return cut_passage(row, to)

    def join(row: Row, paragraphs: list[Paragraph]) -> Row:
        translation = join_passage(row, paragraphs, to)
        return with_paragraphs(row, paragraphs, "translate", translation=translation)

    return in_language(lang) | for_each(cut, engine, join, "add_translation")


def translate_back(
    model: Translator,
    lang: str,
    *,
    pivot: str = "en",
    memory: TranslationMemory | None = None,
    glossary: Glossary | None = None,
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that adds `back`: the pairs that nothing has rejected, in `lang`.

    What quotes the passage comes back as the passage's own sentence; the rest goes to `model`. A
    pair that is not wholly translated, or that the gate rejects, is added to `rejected`.

    Raises:
        EngineError: `model` cannot translate from `pivot` to `lang`.
        LanguageError: when run, a row of another language, or one that is not translated.
    """
    engine = choose_engine(
        model,
        pivot,
        lang,
        memory=memory,
        glossary=glossary,
        prompt_lang=instructions_for(pivot),
        steps=steps,
    )
    names = memory or (model if isinstance(model, TranslationMemory) else None)

    def cut(row: Row) -> list[Paragraph]:
        _check_lang(row, lang)
        return [part for pair in living_pairs(row) for part in _cut_pair(pair, row, names)]

    def join(row: Row, paragraphs: list[Paragraph]) -> Row:
        back: dict[str, Back] = {}
        rejected: list[Rejection] = []
        fields = iter(paragraphs)
        for pair in living_pairs(row):
            result = _join_pair(pair, next(fields), next(fields), pivot, lang)
            if "reason" in result:
                rejected.append(result)
            else:
                back[pair["id"]] = result
        return with_paragraphs(row, paragraphs, "translate_back", rejected, back=back)

    return in_language(pivot) | for_each(cut, engine, join, "add_back")


def _check_lang(row: Row, lang: str) -> None:
    if not same_language(row["lang"], lang):
        raise LanguageError(
            f"row {row['id']!r} comes from {row['lang']!r}, the chain goes back to {lang!r}: "
            f"give it lang={row['lang']!r}"
        )


def _cut_pair(pair: Pair, row: Row, names: TranslationMemory | None) -> Iterator[Paragraph]:
    """Yield the question's paragraph and the answer's."""
    langs = working_lang(row), row["lang"]
    quoted = quote_back(pair["question"], pair["answer"], row, names)
    context = "\n".join(row["translation"]["outline"])
    for text, own, around in (
        (pair["question"], quoted.question, context),
        (pair["answer"], quoted.answer, pair["question"]),
    ):
        yield cut_field(text, *langs, around) if own is None else quoted_field(text, own, *langs)


def _join_pair(
    pair: Pair, question: Paragraph, answer: Paragraph, pivot: str, lang: str
) -> Back | Rejection:
    problems: list[ProblemRecord] = []
    texts: list[str] = []
    for name, text, paragraph in (
        ("question", pair["question"], question),
        ("answer", pair["answer"], answer),
    ):
        whole = joined(
            text, paragraph, (pivot, lang), id=pair["id"], step="translate_back", name=name
        )
        if whole.refused:
            return whole.refused
        texts.append(whole.target)
        problems += whole.problems
    return {"lang": lang, "question": texts[0], "answer": texts[1], "problems": problems}
