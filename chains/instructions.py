r"""An instruction as a person would give it to a trained model: a prompt filled with a passage.

{"instructions": {"entities": "<document>\n…", "task_timeline": "…"}}
"""

from collections.abc import Mapping

from mlkt.ask import Steps, StepSettings, locale_words
from mlkt.packs import load_prompt


def filled(task: str, lang: str, steps: Steps | None, values: Mapping[str, str]) -> str:
    """Return the prompt of `task`, by the settings of its step, filled for a text in `lang`."""
    settings = (steps or {}).get(task, StepSettings())
    prompt = settings.prompt or load_prompt(task, settings.prompt_lang or lang)
    known = {**locale_words(prompt.lang, lang), **values}
    return prompt.fill(**{name: known[name] for name in prompt.inputs})
