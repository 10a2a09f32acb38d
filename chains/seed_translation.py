"""Seed examples into the language that a chain works in, through the gate.

translate_seeds(model, "kn", to="en") | qa(model)
{"translated_seeds": [{"context": "The palace …", "pairs": [{…}, {…}], "lang": "en"}]}
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langchain_core.runnables import Runnable

from mlkt.ask import Steps
from mlkt.chains.translated import joined
from mlkt.errors import EngineError
from mlkt.rows import MadeBy, Rejection, Row, Seed, Usage, content_id, grown
from mlkt.steps import for_each, step
from mlkt.translate import Glossary, Paragraph, TranslationMemory, Translator, choose_engine
from mlkt.translate.fields import cut_text, made_by, merged
from mlkt.translate.tags import same_language

STEP = "translate_seeds"
_MAX_KNOWN = 256  # translated seeds that are kept in memory


def with_seeds(
    chain: Runnable[Row, Row],
    model: Translator,
    to: str,
    *,
    langs: Sequence[str],
    memory: TranslationMemory | None = None,
    glossary: Glossary | None = None,
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return `chain`, which works in `to`, behind the translation of the rows' seeds.

    `langs` are the languages that the seeds may be in.

    Raises:
        EngineError: `model` cannot translate from one of `langs` to `to`.
    """
    for lang in reversed([lang for lang in langs if not same_language(lang, to)]):
        seeds = translate_seeds(model, lang, to=to, memory=memory, glossary=glossary, steps=steps)
        chain = seeds | chain
    return chain


def translate_seeds(
    model: Translator,
    lang: str,
    *,
    to: str,
    memory: TranslationMemory | None = None,
    glossary: Glossary | None = None,
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that adds `translated_seeds`: the row's seeds in `lang`, in language `to`.

    A row that has seeds in `to` shows those, and none is translated. A seed that is not wholly
    translated, or that the gate rejects, is left out and stands in `rejected`. A chain translates a
    seed once, whichever rows it stands in; `made_by` and `usage` of each row name what it took.

    Raises:
        EngineError: `model` cannot translate from `lang` to `to`.
    """
    try:
        engine = choose_engine(
            model, lang, to, memory=memory, glossary=glossary, prompt_lang=to, steps=steps
        )
    except EngineError as error:
        raise EngineError(
            f"seed examples in {lang!r}, work in {to!r}: {error}; or give the examples in {to!r}"
        ) from None

    known: dict[str, _Translated] = {}  # what stands in every row is cut and checked once

    def plan(row: Row) -> _Plan:
        seeds = {_key(seed): seed for seed in _seeds(row, lang, to)}
        done = {key: known[key] for key in seeds if key in known}
        return _Plan(row, list(seeds), done, [seeds[key] for key in seeds if key not in done])

    def cut(plan: _Plan) -> list[Paragraph]:
        return [
            paragraph
            for seed in plan.new
            for text, context in _texts(seed)
            for paragraph in cut_text(text, lang, to, context)
        ]

    def join(plan: _Plan, paragraphs: list[Paragraph]) -> Row:
        done = iter(paragraphs)
        new = {_key(seed): _translated(seed, done, lang, to) for seed in plan.new}
        if len(known) > _MAX_KNOWN:  # rows with seeds of their own
            known.clear()
        known.update(new)
        every = plan.done | new
        return _with_translated(plan.row, [every[key] for key in plan.keys])

    return step(plan) | for_each(cut, engine, join, "add_seeds")


@dataclass(frozen=True, slots=True)
class _Translated:
    """What became of a seed: its translation, or why there is none; and what made it."""

    seed: Seed | None
    refused: Rejection | None
    made_by: list[MadeBy]
    usage: list[Usage]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A row, the keys of its seeds, those that are translated already, and those that are not."""

    row: Row
    keys: list[str]
    done: dict[str, _Translated]
    new: list[Seed]


def _key(seed: Seed) -> str:
    return content_id(*(text for text, _ in _texts(seed)))


def _seeds(row: Row, lang: str, to: str) -> list[Seed]:
    """Return the row's own seeds that are to be translated."""
    seeds: list[Seed] = row.get("seeds", [])
    if any(same_language(seed["lang"], to) for seed in seeds):
        return []
    return [seed for seed in seeds if same_language(seed["lang"], lang)]


def _texts(seed: Seed) -> Iterator[tuple[str, str]]:
    """Yield the texts of a seed in their order, each with the text before it."""
    before = ""
    for text in (
        seed["context"],
        *(pair[key] for pair in seed["pairs"] for key in ("question", "answer")),
    ):
        yield text, before
        before = text or before


def _translated(seed: Seed, done: Iterator[Paragraph], lang: str, to: str) -> _Translated:
    """Return the translation of a seed, made of the next of the paragraphs that are `done`."""
    targets: list[str] = []
    refusals: list[Rejection] = []
    used: list[Paragraph] = []
    for text, context in _texts(seed):
        paragraphs = [next(done) for _ in cut_text(text, lang, to, context)]
        used += paragraphs
        whole = joined(text, merged(paragraphs), (lang, to), id="", step=STEP, name="text")
        targets.append(whole.target)
        refusals += [whole.refused] if whole.refused and text else []
    context, *fields = targets
    pairs = zip(fields[::2], fields[1::2], strict=True)
    made: Seed = {
        "context": context,
        "pairs": [{"question": question, "answer": answer} for question, answer in pairs],
        "lang": to,
    }
    return _Translated(
        seed=None if refusals else made,
        refused=refusals[0] if refusals else None,
        made_by=made_by(used, STEP),
        usage=[{**usage, "step": STEP} for paragraph in used for usage in paragraph.usage],
    )


def _with_translated(row: Row, translated: list[_Translated]) -> Row:
    seeds = [one.seed for one in translated if one.seed]
    rejected = [
        {**one.refused, "id": row["id"], "detail": f"seed {number}: {one.refused['detail']}"}
        for number, one in enumerate(translated, start=1)
        if one.refused
    ]
    made = [made for one in translated for made in one.made_by]
    return {
        **row,
        "translated_seeds": grown(row, "translated_seeds", seeds),
        "made_by": grown(
            row, "made_by", (one for at, one in enumerate(made) if one not in made[:at])
        ),
        "rejected": grown(row, "rejected", rejected),
        "usage": grown(row, "usage", (usage for one in translated for usage in one.usage)),
    }
