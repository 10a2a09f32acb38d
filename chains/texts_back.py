"""What pairs hold beside question and answer, back in the passage's own language by the gate.

{"back": {"45c48cce2e2d": {"question": …, "answer": …, "options": […], "thought": …}}}
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from langchain_core.runnables import Runnable

from mlkt.ask import Steps
from mlkt.chains.border import in_language, rejection
from mlkt.chains.translated import back_paragraphs, joined, with_paragraphs
from mlkt.chains.translation import translate_back
from mlkt.packs import load_locale
from mlkt.rows import Back, Pair, Rejection, Row, folded, living_pairs, working_lang
from mlkt.steps import for_each
from mlkt.translate import Glossary, Paragraph, TranslationMemory, Translator, choose_engine
from mlkt.translate.engines.chat import instructions_for
from mlkt.translate.fields import merged

STEP = "texts_back"
Fields = Callable[[Pair], Mapping[str, Sequence[str]]]  # by name the texts of a pair
_NEEDED = "options"  # without one of them a pair is none


def back_with(fields: Fields) -> Callable[..., Runnable[Row, Row]]:
    """Return the way back for pairs and their `fields`, with the arguments of `translate_back`."""

    def back(model: Translator, lang: str, **options: Any) -> Runnable[Row, Row]:
        return translate_back(model, lang, **options) | texts_back(model, lang, fields, **options)

    return back


def texts_back(
    model: Translator,
    lang: str,
    fields: Fields,
    *,
    pivot: str = "en",
    memory: TranslationMemory | None = None,
    glossary: Glossary | None = None,
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that adds to `back` the texts that `fields` names, of the living pairs.

    What quotes the passage comes back as the passage's own. A text that is not wholly translated,
    or that the gate refuses, stands in `rejected` and is left out; with an option goes its pair.

    Raises:
        EngineError: `model` cannot translate from `pivot` to `lang`.
        LanguageError: when run, a row that is not in `pivot`.
    """
    prompt_lang = instructions_for(pivot)
    engine = choose_engine(
        model, pivot, lang, memory=memory, glossary=glossary, prompt_lang=prompt_lang, steps=steps
    )

    def cut(row: Row) -> list[Paragraph]:
        return [one for _, _, _, parts in _texts(row, fields, memory) for one in parts]

    def join(row: Row, done: list[Paragraph]) -> Row:
        return _joined(row, list(_texts(row, fields, memory)), done)

    return in_language(pivot) | for_each(cut, engine, join, "add_texts_back")


_Text = tuple[
    str, str, str, list[Paragraph]
]  # the pair's id, the field's name, the text, its parts


def _texts(row: Row, fields: Fields, memory: TranslationMemory | None) -> Iterator[_Text]:
    for pair in living_pairs(row):
        for name, texts in fields(pair).items():
            for text in texts:
                parts = back_paragraphs(text, row, memory, pair["question"])
                yield pair["id"], name, text, parts


def _joined(row: Row, texts: list[_Text], done: list[Paragraph]) -> Row:
    found: dict[str, dict[str, list[str]]] = {}
    rejected: dict[str, Rejection] = {}  # by pair and field, one each
    langs, rest = (working_lang(row), row["lang"]), iter(done)
    for id, name, text, parts in texts:
        done_text = merged([next(rest) for _ in parts])
        of, label = (id, name) if name == _NEEDED else (row["id"], f"{name} of {id}")
        whole = joined(text, done_text, langs, id=of, step=STEP, name=label)
        found.setdefault(id, {}).setdefault(name, []).append("" if whole.refused else whole.target)
        if whole.refused:
            rejected.setdefault(f"{id} {name}", whole.refused)
    back = {id: _with(one, found.get(id, {})) for id, one in row["back"].items()}
    for id, one in back.items():
        options = one.get("options", [])
        if len({folded(text).casefold() for text in options}) < len(options):
            same = rejection(id, STEP, "same-options", detail="\n".join(options))
            rejected.setdefault(f"{id} {_NEEDED}", same)
    gone = {one["id"] for one in rejected.values()}
    kept = {id: one for id, one in back.items() if id not in gone}
    return with_paragraphs(row, done, STEP, rejected.values(), back=kept)


def _with(back: Back, found: Mapping[str, list[str]]) -> Back:
    both: Back = {**back}
    if "options" in found:
        both["options"] = _same_digits(found["options"], back["lang"])
    if thought := found.get("thought", [""])[0]:
        both["thought"] = thought
    if reasoning := found.get("reasoning", [""])[0]:
        both["reasoning"] = reasoning
    return both


def _same_digits(options: list[str], lang: str) -> list[str]:
    """Return the options in native digits where one has them: others would tell which was quoted.

    A number alone is not translated, and comes in ASCII digits.
    """
    native = load_locale(lang).digits
    if not any(digit in text for text in options for digit in native):
        return options
    return [text.translate(str.maketrans("0123456789", native)) for text in options]
