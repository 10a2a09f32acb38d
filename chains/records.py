"""Records of a data set in another language: the texts that paths name, and nothing else changed.

{"id": …, "record": {"messages": [{"role": "user", "content": "Where?"}]}}
-> {…, "translated": {"messages": [{"role": "user", "content": "ಎಲ್ಲಿ?"}]},
    "texts": [{"path": "messages.0.content", "source": "Where?", "target": "ಎಲ್ಲಿ?",
               "problems": [], "segments": […]}]}
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.runnables import Runnable, RunnableParallel

from mlkt.ask import Steps, step
from mlkt.chains.border import field_rejection, rejection
from mlkt.rows import Rejection, Row, grown, nfc
from mlkt.translate import Glossary, Paragraph, TranslationMemory, Translator, choose_engine
from mlkt.translate.fields import cut_text, join_field, made_by, merged
from mlkt.translate.record_paths import Place, find_others, find_texts, parse_path, with_texts

STEP = "translate"


def translate_records(
    model: Translator,
    lang: str,
    *,
    to: str,
    fields: Sequence[str],
    memory: TranslationMemory | None = None,
    glossary: Glossary | None = None,
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that adds `texts` and `translated`: the row's `record` in language `to`.

    `fields` are paths such as `messages.*.content`. Each text knows the one before it as context.
    `translated` is None, and `rejected` says why, where a text is not wholly translated, where the
    gate blocks it, or where a path finds no text, or a list or an object: no source text goes
    through.

    Raises:
        ConfigError: a path that is none.
        EngineError: `model` cannot translate from `lang` to `to`.
    """
    paths = [parse_path(field) for field in fields]
    engine = choose_engine(
        model, lang, to, memory=memory, glossary=glossary, prompt_lang=to, steps=steps
    )

    def cut(row: Row) -> "_Cut":
        record = row["record"]
        places = {at: nfc(text) for path in paths for at, text in find_texts(record, path)}
        before = ["", *places.values()]
        return _Cut(
            row,
            {
                at: (text, cut_text(text, lang, to, context))
                for (at, text), context in zip(places.items(), before, strict=False)
            },
            [place for path in paths for place in find_others(record, path)],
        )

    def join(parts: dict[str, Any]) -> Row:
        return _joined(parts["cut"], parts["paragraphs"], lang, to)

    return (
        step(cut)
        | RunnableParallel(cut=step(_same), paragraphs=step(_paragraphs) | engine.map())
        | step(join, "add_translated")
    )


@dataclass(frozen=True, slots=True)
class _Cut:
    """A row, its texts (place -> text and paragraphs), and what a path names and is none."""

    row: Row
    texts: dict[Place, tuple[str, list[Paragraph]]]
    others: list[Place]


def _same(cut: _Cut) -> _Cut:
    return cut


def _paragraphs(cut: _Cut) -> list[Paragraph]:
    return [paragraph for _, paragraphs in cut.texts.values() for paragraph in paragraphs]


def _joined(cut: _Cut, paragraphs: list[Paragraph], lang: str, to: str) -> Row:
    row, done = cut.row, iter(paragraphs)
    targets: dict[Place, str] = {}
    rejected: list[Rejection] = []
    texts: list[dict[str, Any]] = []
    for at, (source, pieces) in cut.texts.items():
        whole = merged(next(done) for _ in pieces)
        target, problems = join_field(source, whole, lang, to)
        path = ".".join(map(str, at))
        refused = field_rejection(
            row["id"],
            STEP,
            path,
            source=source,
            target=target,
            problems=problems,
            replies=whole.replies,
        )
        rejected += [refused] if refused else []
        targets[at] = target
        texts.append(
            {
                "path": path,
                "source": source,
                "target": None if refused else target,
                "problems": problems,
                "segments": whole.segments,
            }
        )
    for place in cut.others:
        detail = f"{'.'.join(map(str, place))} holds no text: name the texts inside it"
        rejected.append(rejection(row["id"], STEP, "not_a_text", detail=detail))
    if not texts:
        rejected.append(rejection(row["id"], STEP, "no_text", detail="no path finds any text"))
    usage = [{**used, "step": STEP} for paragraph in paragraphs for used in paragraph.usage]
    return {
        **row,
        "texts": texts,
        "translated": None if rejected else with_texts(row["record"], targets),
        "made_by": grown(row, "made_by", made_by(paragraphs, STEP)),
        "rejected": grown(row, "rejected", rejected),
        "usage": grown(row, "usage", usage),
    }
