"""The texts that pairs were made from, back in the passage's own language, through the gate.

{"views_back": {"extractive": ["…", None]}}     None: no pair needs it, or the gate refused it
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from langchain_core.runnables import Runnable

from mlkt.ask import Steps
from mlkt.chains.border import field_rejection, in_language
from mlkt.chains.qa import Texts
from mlkt.chains.translation import Translator, grown_by, translate_back
from mlkt.rows import Rejection, Row, grown, living_pairs, working_lang
from mlkt.steps import for_each, step
from mlkt.translate import Glossary, Paragraph, TranslationMemory, choose_engine, quote_back
from mlkt.translate.fields import cut_text, join_field, merged, quoted_field

STEP = "views_back"
Place = tuple[str, int]  # a pair's `view` and `at`


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


def placed(texts: list[tuple[str, str]]) -> Iterator[tuple[Place, str]]:
    """Yield each text with its view and which one of that view it is."""
    count: Counter[str] = Counter()
    for view, text in texts:
        yield (view, count[view]), text
        count[view] += 1


def back_paragraphs(text: str, row: Row, memory: TranslationMemory | None) -> list[Paragraph]:
    """Return the paragraphs of a text on its way back; what quotes the passage is back already."""
    langs = working_lang(row), row["lang"]
    quoted = quote_back("", text, row, memory).answer
    if quoted is not None:
        return [quoted_field(text, quoted, *langs)]
    return cut_text(text, *langs, "\n".join(row["translation"]["outline"]))


def _joined(
    row: Row, parts: dict[Place, tuple[str, list[Paragraph] | None]], done: list[Paragraph]
) -> Row:
    back: dict[str, list[str | None]] = {}
    rejected: list[Rejection] = []
    rest = iter(done)
    for (view, at), (text, paragraphs) in parts.items():
        target = ""
        if paragraphs is not None:
            whole = merged([next(rest) for _ in paragraphs])
            target, problems = join_field(text, whole, working_lang(row), row["lang"])
            refused = field_rejection(
                row["id"],
                STEP,
                f"{view} {at + 1}",
                source=text,
                target=target,
                problems=problems,
                replies=whole.replies,
            )
            rejected += [refused] if refused else []
            target = "" if refused else target
        back.setdefault(view, []).append(target or None)
    added = {"views_back": back, "rejected": grown(row, "rejected", rejected)}
    return grown_by(row, done, STEP, added)
