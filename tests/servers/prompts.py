"""Tell which of this project's prompts a filled text is, and with what it was filled.

    recognise("Read the document … <document>\\nಮೈಸೂರು …\\n</document>")
    -> Asked(task="relevance", lang="en", values={"document": "ಮೈಸೂರು …", "yes": "yes", …})

A server sees only the text. So each file `prompts/<lang>/<task>.md` becomes a pattern of its
literal parts, and the text belongs to the one that fits from end to end.
"""

from dataclasses import dataclass
from functools import cache
from string import Formatter

import regex

from mlkt.packs import Prompt, load_prompt, pack_dir
from mlkt.rows import nfc

_SWITCH = regex.compile(r"\s*/(?:no_)?think\s*$")  # Qwen3's and Nemotron's, after the prompt
_TAGS = regex.compile(
    r"</(?:document|question|answer|text|context|outline|examples|task|instruction)>"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt that was recognised."""

    task: str
    lang: str  # of the prompt's own words
    values: dict[str, str]


def recognise(text: str) -> Asked | None:
    """Return the prompt that `text` was filled from, or None for a text of somebody else.

    Raises:
        ValueError: the text holds this project's tags and fits no prompt file.
    """
    text = _SWITCH.sub("", nfc(text)).strip()
    for prompt, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found:
            return Asked(prompt.task, prompt.lang, found.groupdict())
    if _TAGS.search(text):
        raise ValueError(f"no file in prompts/ reads like this text: {text[:200]!r}")
    return None


@cache
def _patterns() -> list[tuple[Prompt, regex.Pattern[str]]]:
    paths = sorted(pack_dir("prompts").glob("*/*.md"))
    prompts = [load_prompt(path.stem, path.parent.name) for path in paths]
    return [(prompt, regex.compile(pattern_of(prompt.text), regex.DOTALL)) for prompt in prompts]


def pattern_of(template: str) -> str:
    """Return the pattern that fits every text filled from an f-string template."""
    parts: list[str] = []
    seen: set[str] = set()
    for literal, name, _, _ in Formatter().parse(template):
        parts.append(regex.escape(literal))
        if name is not None:
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.*?)")
            seen.add(name)
    return "".join(parts)
