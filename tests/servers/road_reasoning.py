"""What the scripted server says to prompts of multiple choice and of reasoning in steps."""

from collections.abc import Callable, Mapping

import regex

from tests.servers.road_asking import ASKING_ANSWERS

_SENTENCE = regex.compile(r".+?(?:[.?!।॥。！？؟](?=\s|$)|$)", regex.MULTILINE)


def choice(values: dict[str, str]) -> str:
    """Return the sentence that answers as the first option, other sentences as the others.

    The letters are those of the form in the prompt, whose lines `recognise` cannot tell apart.
    """
    *form, thought = f"{values['options']}\n{values['thought_label']}".splitlines()
    right = ASKING_ANSWERS["answer"](values)
    words = right.split()
    other = [one for one in _sentences(values["document"]) if one != right]
    cut = [" ".join(words[: len(words) - less]) for less in (1, 2, 3)]
    texts = [right, *[*other, *cut][:3]]
    letters = [line.partition(")")[0] for line in form]
    lines = [f"{letter}) {text}" for letter, text in zip(letters, texts, strict=True)]
    ends = [f"{thought}: {right}", f"{values['answer_label']}: {letters[0]}."]
    return "\n".join([*lines, *ends])


def reasoning_steps(values: dict[str, str]) -> str:
    """Return the sentences of the thoughts, numbered."""
    found = _sentences(values["text"])[:8]
    return "\n".join(f"{number}. {one}" for number, one in enumerate(found, 1))


def _sentences(text: str) -> list[str]:
    prose = "\n".join(line for line in text.splitlines() if line[:1] != "#")
    return [match[0].strip() for match in _SENTENCE.finditer(prose) if match[0].strip()]


REASONING_ANSWERS: Mapping[str, Callable[[dict[str, str]], str]] = {
    "choice": choice,
    "reasoning_steps": reasoning_steps,
}
