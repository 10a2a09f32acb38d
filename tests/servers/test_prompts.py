from pathlib import Path

import pytest

from mlkt.packs import Prompt, load_prompt, pack_dir
from tests.servers.prompts import Asked, recognise

PATHS = sorted(pack_dir("prompts").glob("*/*.md"))
# What documents hold and templates are made of: braces, tags of other prompts, patterns, new lines.
HOSTILE = 'ಒಂದು {brace} (a|b)* $1 \\n\nnext line, "quoted" <b>&amp;</b>\n\n1. ೨೦೨೪ <answers>'


def test_there_are_prompts():
    assert {path.parent.name for path in PATHS} >= {"en", "kn"}
    assert {path.stem for path in PATHS} >= {"translate", "qa", "faithfulness"}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
@pytest.mark.parametrize("after", ["", "\n", " /no_think"])
def test_a_filled_prompt_is_recognised_with_its_values(path: Path, after: str):
    prompt = load_prompt(path.stem, path.parent.name)
    values = _values(prompt)
    assert recognise(prompt.fill(**values) + after) == Asked(prompt.task, prompt.lang, values)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_hostile_values_come_back_as_they_are(path: Path):
    prompt = load_prompt(path.stem, path.parent.name)
    values = _values(prompt) | {
        name: HOSTILE for name in prompt.inputs & {"document", "answer", "text", "outline"}
    }
    assert recognise(prompt.fill(**values)) == Asked(prompt.task, prompt.lang, values)


def test_an_empty_context_is_recognised():
    prompt = load_prompt("translate", "en")
    asked = recognise(prompt.fill(**_values(prompt) | {"context": ""}))
    assert asked is not None
    assert asked.values["context"] == ""


def test_a_text_of_somebody_else_is_no_prompt():
    assert recognise("Say hello, please.") is None


def test_a_prompt_that_no_file_holds_is_an_error():
    with pytest.raises(ValueError, match="no file in prompts/"):
        recognise("Read this:\n<document>\nx\n</document>\nand sing.")


def _values(prompt: Prompt) -> dict[str, str]:
    return {name: f"ಮೌಲ್ಯ {name}" for name in prompt.inputs}
