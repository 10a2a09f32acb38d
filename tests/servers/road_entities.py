"""What the scripted server says to prompts of entities."""

from collections.abc import Callable, Mapping

import regex

_NUMBER = regex.compile(r"\p{Nd}+")
_WORD = regex.compile(r"[\p{L}\p{M}\u200c\u200d]+")


def entities(values: dict[str, str]) -> str:
    """Return the first word of the document and its numbers, of the first and last type."""
    document, types = values["document"], values["types"].split(", ")
    listed = [f"{types[0]}: {word}" for word in _WORD.findall(document)[:1]]
    listed += [f"{types[-1]}: {number}" for number in dict.fromkeys(_NUMBER.findall(document))]
    return "\n".join(listed) or "-"


ENTITY_ANSWERS: Mapping[str, Callable[[dict[str, str]], str]] = {"entities": entities}
