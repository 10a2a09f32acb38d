r"""Read labelled lines: a label at the start of a line, its value up to the next label.

    **Question 1:** Where does the river rise?          Q1: …      Question 1      1. प्रश्न: …
    **Answer 1:** In the hills.                         A1: …      Where …?        उत्तर: …

A label counts at the start of a line only, after list marks, numbers and emphasis, and not in
fenced code. `A)` is an option of multiple choice, `A:` a label. A backslash before a label, a fence
or a rule makes it plain text (`\Q: …`): `escape` writes it, reading takes it away.
"""

from collections.abc import Iterator

import regex

from mlkt.reply.fields.code import ends, fenced
from mlkt.reply.fields.fields import Field
from mlkt.reply.fields.labelgrammar import Label, find_labels
from mlkt.reply.fields.values import escaped, value_of
from mlkt.reply.fields.vocabulary import Vocabulary

_REACH = 200  # how far behind its start a label may end
_NEXT_OPTION = regex.compile(r"^[\s*_-]*[Bb][.:)]", regex.MULTILINE)


def first_label(text: str, words: Vocabulary, end: int) -> int:
    """Return where the first label before `end` stands, or -1."""
    found = next(find_labels(text, words, end + _REACH), None)
    return found.start if found else -1


def read_labels(text: str, words: Vocabulary) -> list[Field]:
    """Return the labelled fields of a text in order; what a rule cuts off has no kind."""
    labels = list(_without_options(text, list(find_labels(text, words, len(text))), words))
    code = fenced(text)
    fields: list[Field] = []
    places = ends([(label.start, label.end) for label in labels], len(text))
    for label, end in zip(labels, places, strict=True):
        value, rest = value_of(text, label, end, words, code)
        apart = text.endswith("\n\n", 0, label.start)
        number, item = label.number, label.item
        fields.append(Field(label.kind, value, label.start, number, item, apart=apart))
        if rest:
            fields.append(Field("", rest, end))
    return fields


def escape(value: str, words: Vocabulary) -> str:
    """Return `value` so that no line of it, set behind a label, is taken for anything else."""
    return escaped(value, words)


def _without_options(text: str, labels: list[Label], words: Vocabulary) -> Iterator[Label]:
    """Leave out `A:` where `B:` follows and another answer comes before the next question."""
    for n, label in enumerate(labels):
        after = labels[n + 1] if n + 1 < len(labels) else None
        is_option = (
            label.word in {"A", "a"}
            and after is not None
            and after.kind == "answer"
            and _NEXT_OPTION.search(text, label.end, after.start)
        )
        if not is_option:
            yield label
