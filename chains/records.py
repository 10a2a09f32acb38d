"""Records of a data set in another language: the texts that paths name, and nothing else changed.

{"id": …, "record": {"messages": [{"role": "user", "content": "Where?"}]}}
-> {…, "translated": {"messages": [{"role": "user", "content": "ಎಲ್ಲಿ?"}]},
    "texts": [{"path": "messages.0.content", "source": "Where?", "target": "ಎಲ್ಲಿ?",
               "problems": [], "segments": […]}]}
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.runnables import Runnable

from mlkt.ask import Steps
from mlkt.chains.border import rejection
from mlkt.chains.translated import joined, with_paragraphs
from mlkt.errors import ConfigError
from mlkt.rows import FailedSegment, Rejection, Row, Segment, nfc
from mlkt.steps import for_each, step
from mlkt.translate import Glossary, Paragraph, TranslationMemory, Translator, choose_engine
from mlkt.translate.engines.chat import instructions_for
from mlkt.translate.fields import cut_text, merged
from mlkt.translate.problems import is_blocked
from mlkt.translate.record_paths import (
    Place,
    find_others,
    find_texts,
    no_text_at,
    parse_path,
    with_texts,
    write_path,
)

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

    `fields` are paths such as `messages.*.content`. `to` is any BCP 47 code: a chat model is asked
    in English where `prompts/` has not this language, and `made_by` says so. Each text knows the
    one before it as context. `translated` is None, and `rejected` says why, where a text is not
    wholly translated, where the gate blocks it, or where a path finds no text, or a list or an
    object: no source text goes through.

    Raises:
        ConfigError: a path that is none, or `fields` is empty or a single text.
        EngineError: `model` cannot translate from `lang` to `to`.
    """
    if isinstance(fields, str) or not fields:
        raise ConfigError(
            f"fields must be a list of paths, such as ['question', 'messages.*.content'], got "
            f"{fields!r}"
        )
    paths = [parse_path(field) for field in fields]
    engine = choose_engine(
        model,
        lang,
        to,
        memory=memory,
        glossary=glossary,
        prompt_lang=instructions_for(to),
        steps=steps,
    )

    def cut(row: Row) -> _Cut:
        record = row["record"]
        places = {at: nfc(text) for path in paths for at, text in find_texts(record, path)}
        before = ["", *places.values()]
        return _Cut(
            row,
            {
                at: (text, cut_text(text, lang, to, context))
                for (at, text), context in zip(places.items(), before, strict=False)
            },
            dict(place for path in paths for place in find_others(record, path)),
        )

    def join(cut: _Cut, paragraphs: list[Paragraph]) -> Row:
        return _joined(cut, paragraphs, lang, to)

    return step(cut) | for_each(_paragraphs, engine, join, "add_translated")


@dataclass(frozen=True, slots=True)
class _Cut:
    """A row, its texts (place -> text and paragraphs), and what a path names and is none."""

    row: Row
    texts: dict[Place, tuple[str, list[Paragraph]]]
    others: dict[Place, Any]


def _paragraphs(cut: _Cut) -> list[Paragraph]:
    return [paragraph for _, paragraphs in cut.texts.values() for paragraph in paragraphs]


def _joined(cut: _Cut, paragraphs: list[Paragraph], lang: str, to: str) -> Row:
    row, done = cut.row, iter(paragraphs)
    targets: dict[Place, str] = {}
    rejected: list[Rejection] = []
    texts: list[dict[str, Any]] = []
    for at, (source, pieces) in cut.texts.items():
        whole, path = merged(next(done) for _ in pieces), write_path(at)
        target, problems, refused = joined(
            source, whole, (lang, to), id=row["id"], step=STEP, name=path
        )
        if refused:
            failed = _failed(whole.segments)
            rejected.append({**refused, "path": path, "segments": failed})
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
    for place, value in cut.others.items():
        path = write_path(place)
        refused = rejection(row["id"], STEP, "not_a_text", detail=no_text_at(path, value))
        rejected.append({**refused, "path": path, "segments": []})
    if not texts:
        rejected.append(rejection(row["id"], STEP, "no_text", detail="no path finds any text"))
    translated = None if rejected else with_texts(row["record"], targets)
    return with_paragraphs(row, paragraphs, STEP, rejected, texts=texts, translated=translated)


def _failed(segments: list[Segment]) -> list[FailedSegment]:
    """Return the segments of a text that stand in its way; none where it fails as a whole."""
    return [
        {"id": segment["id"], "source": segment["source"], "problems": segment["problems"]}
        for segment in segments
        if segment["target"] is None or is_blocked(segment["problems"])
    ]
