"""The texts that pairs were made from, back in the passage's own language, through the gate.

{"views_back": {"extractive": ["…", None]}}     None: no pair needs it, or the gate refused it
"""

from collections.abc import Callable
from typing import Any

from langchain_core.runnables import Runnable

from mlkt.ask import Steps
from mlkt.chains.border import in_language
from mlkt.chains.requests import Place, Texts, placed
from mlkt.chains.translated import back_paragraphs, joined, with_paragraphs
from mlkt.chains.translation import translate_back
from mlkt.rows import Rejection, Row, living_pairs, working_lang
from mlkt.steps import for_each, step
from mlkt.translate import Glossary, Paragraph, TranslationMemory, Translator, choose_engine
from mlkt.translate.fields import merged

STEP = "views_back"


def back_with(texts: Texts) -> Callable[..., Runnable[Row, Row]]:
    """Return the way back for pairs and for `texts`, with the arguments of `translate_back`."""

    def back(model: Translator, lang: str, **options: Any) -> Runnable[Row, Row]:
        return translate_back(model, lang, **options) | views_back(model, lang, texts, **options)

    return back


def views_back(
    model: Translator,
    lang: str,
    texts: Texts,
    *,
    pivot: str = "en",
    memory: TranslationMemory | None = None,
    glossary: Glossary | None = None,
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that adds `views_back`: in `lang`, the texts that living pairs come from.

    What consists of the passage's translated sentences comes back as the passage's own; the rest
    goes to `model`. One that is not wholly translated, or that the gate refuses, stands in
    `rejected`; its pairs are not touched.

    Raises:
        EngineError: `model` cannot translate from `pivot` to `lang`.
        LanguageError: when run, a row that is not in `pivot`.
    """
    engine = choose_engine(
        model, pivot, lang, memory=memory, glossary=glossary, prompt_lang=pivot, steps=steps
    )

    def cut(row: Row) -> dict[str, Any]:
        needed = {(pair["view"], pair.get("at", 0)) for pair in living_pairs(row)}
        parts = {
            place: (text, back_paragraphs(text, row, memory) if place in needed else None)
            for place, text in placed(texts(row))
        }
        return {"row": row, "parts": parts}

    def flat(value: dict[str, Any]) -> list[Paragraph]:
        return [one for _, paragraphs in value["parts"].values() for one in paragraphs or ()]

    def join(value: dict[str, Any], done: list[Paragraph]) -> Row:
        return _joined(**value, done=done)

    return in_language(pivot) | step(cut) | for_each(flat, engine, join, "add_views_back")


def _joined(
    row: Row, parts: dict[Place, tuple[str, list[Paragraph] | None]], done: list[Paragraph]
) -> Row:
    back: dict[str, list[str | None]] = {}
    rejected: list[Rejection] = []
    langs, rest = (working_lang(row), row["lang"]), iter(done)
    for (view, at), (text, paragraphs) in parts.items():
        target = ""
        if paragraphs is not None:
            done_text = merged([next(rest) for _ in paragraphs])
            name = f"{view} {at + 1}"
            whole = joined(text, done_text, langs, id=row["id"], step=STEP, name=name)
            rejected += [whole.refused] if whole.refused else []
            target = "" if whole.refused else whole.target
        back.setdefault(view, []).append(target or None)
    return with_paragraphs(row, done, STEP, rejected, views_back=back)
