"""Multiple choice as text: with the letters of a language, and as QuALITY's harness asks it.

Where is the palace?                     Thought process: The palace stands in Mysuru.
A) In Bidar                              Answer: B) In Mysuru
B) In Mysuru
…
"""

from collections.abc import Sequence

from mlkt.packs import load_locale
from mlkt.rows import Back, Pair, Row, living_pairs, working_lang

_LETTERS = "ABCD"


def with_letters(row: Row) -> Row:
    """Return `row` with its options in the questions and the letters in the answers.

    So are those of the pairs that were brought back, each in its own language.
    """
    lang, living = working_lang(row), {pair["id"] for pair in living_pairs(row)}
    pairs = [_lettered(pair, lang) if pair["id"] in living else pair for pair in row["pairs"]]
    if "back" not in row:
        return {**row, "pairs": pairs}
    right = {pair["id"]: pair["correct"] for pair in pairs if "correct" in pair}
    back = {id: _lettered_back(one, right[id]) for id, one in row["back"].items()}
    return {**row, "pairs": pairs, "back": back}


def quality_form(
    stem: str, options: Sequence[str], correct: int, thought: str = "", *, context: str = ""
) -> tuple[str, str]:
    """Return prompt and completion as the QuALITY evaluation has them, letters and words English.

    `context` says where the question comes from (`the context of "…", written by … in …`); the
    question's first letter is then lower case. The completion ends in "Answer: B.", of which the
    harness reads the second last character. Source: tasks/quality.py of
    ZitongYang/Synthetic_Continued_Pretraining.
    """
    asked = f"In {context}, {stem[:1].lower()}{stem[1:]}" if context else stem
    lines = "\n".join(f"{letter}. {text}" for letter, text in zip(_LETTERS, options, strict=True))
    prompt = (
        f"### Question\n{asked} There is only one correct choice.\n### Choices\n{lines}\n"
        "### Thought Process and Answer\nThought process:"
    )
    return prompt, f" {thought} Answer: {_LETTERS[correct]}.".replace("  ", " ")


def _lettered(pair: Pair, lang: str) -> Pair:
    if "options" not in pair or "correct" not in pair:
        return pair
    thought = pair.get("thought", "")
    texts = _texts(pair["question"], pair["options"], pair["correct"], thought, lang)
    return {**pair, "question": texts[0], "answer": texts[1]}


def _lettered_back(back: Back, correct: int) -> Back:
    texts = _texts(
        back["question"], back.get("options", []), correct, back.get("thought", ""), back["lang"]
    )
    return {**back, "question": texts[0], "answer": texts[1]}


def _texts(
    stem: str, options: Sequence[str], correct: int, thought: str, lang: str
) -> tuple[str, str]:
    """Return question and answer with the letters and labels of `lang`."""
    locale = load_locale(lang)
    lines = [f"{letter}) {text}" for letter, text in zip(locale.options, options, strict=False)]
    thoughts = [f"{locale.labels['thought'][0]}: {thought}"] if thought else []
    answer = f"{locale.labels['answer'][0]}: {lines[correct]}"
    return "\n".join([stem, *lines]), "\n".join([*thoughts, answer])
