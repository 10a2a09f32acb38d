"""Write the reply to one of this toolkit's prompts.

Task, language and number of pairs come from the call's metadata, the data from the prompt's tags:

    {"task": "qa", "lang": "en", "n_pairs": 3}     <document>
                                                   The city of Mysuru has 65 wards.
                                                   </document>
"""

from collections.abc import Mapping
from typing import Any

import regex

from mlkt.errors import EngineError, ModelError, nearest
from mlkt.models.extractive.request import Request
from mlkt.models.extractive.tasks import TASKS, Task
from mlkt.packs import load_locale

# the document first: it may hold any other
_TAGS = (
    "document", "context", "examples", "text", "instruction", "answer", "question", "outline",
    "task",
)  # fmt: skip
_MAX_TRACE = 3


def write_reply(metadata: Mapping[str, Any], prompt: str, *, think: bool = False) -> str:
    """Return the reply to `prompt`; with `think` it opens with what was taken, between think tags.

    A summary of a document without a sentence is empty. Where no pair can be made the reply is the
    locale's word for "unclear", which `parse_pairs` reads as no pairs with a problem.

    Raises:
        ModelError: no task of this toolkit, or the prompt lacks what the task needs.
        EngineError: the task is a translation.
    """
    request = read_request(metadata, prompt)
    text, trace = _task(request.task).work(request, load_locale(request.prompt_lang))
    if not think:
        return text
    # A sentence about think tags would end the block.
    trace = [line for line in trace if "think>" not in line][:_MAX_TRACE]
    return "<think>\n" + "\n".join(trace) + "\n</think>\n\n" + text


def read_request(metadata: Mapping[str, Any], prompt: str) -> Request:
    """Return what `prompt` asks for.

    Raises:
        ModelError: no task of this toolkit, or the prompt lacks what the task needs.
        EngineError: the task is a translation.
    """
    task, lang = metadata.get("task"), metadata.get("lang")
    if task == "translate":
        raise EngineError(
            "the extractive teacher cannot translate (task 'translate'): give a translation memory "
            "(--memory FILE.tmx) or name a model (TRANSLATOR_MODEL_BASE_URL)"
        )
    if task is None or not isinstance(lang, str):
        raise ModelError(
            "the extractive teacher answers this toolkit's own prompts only and cannot chat: the "
            f"call's metadata has task {task!r} and lang {lang!r}; call it through mlkt's chains "
            "or mlkt.ask, or name a language model (TEACHER_MODEL_BASE_URL)"
        )
    _task(task)
    n_pairs = metadata.get("n_pairs", 0)
    if not str(n_pairs).isdecimal():
        raise ModelError(
            f"task {task!r}: `n_pairs` of the call's metadata is {n_pairs!r}, not a number"
        )
    if _task(task).several and int(n_pairs) < 1:
        raise ModelError(
            f"task {task!r}: the call's metadata has no `n_pairs`; set it to 1 or more"
        )
    text_lang = str(metadata.get("text_lang") or lang)
    types = tuple(map(str, metadata.get("types") or ()))
    return Request(task, text_lang, lang, int(n_pairs), _read_parts(prompt, task), types)


def _task(name: str) -> Task:
    if name in TASKS:
        return TASKS[name]
    if name.startswith("summary_"):  # a kind of the user's own, whose instructions it cannot follow
        return TASKS["summary_detailed"]
    if name.startswith("task_"):  # the user's own instruction: it quotes the main sentences
        return TASKS["summary_extractive"]
    raise ModelError(
        f"the extractive teacher has no rules for task {name!r}{nearest(str(name), TASKS)}: it "
        f"knows {', '.join(TASKS)}; name a language model for others (TEACHER_MODEL_BASE_URL)"
    )


def _read_parts(prompt: str, task: str) -> dict[str, str]:
    """Return the data between tags; the document is cut out first: it may hold any other tag."""
    parts: dict[str, str] = {}
    rest = prompt
    for name in _TAGS:
        found = regex.search(rf"(?ms)^<{name}>[ \t]*\n(?P<data>.*)^</{name}>[ \t]*$", rest)
        if found:
            parts[name] = found["data"].removesuffix("\n")
            rest = rest[: found.start()] + rest[found.end() :]
    missing = [name for name in _task(task).needs if name not in parts]
    if missing:
        tags = ", ".join(f"<{name}>" for name in missing)
        raise ModelError(
            f"task {task!r}: the prompt has no {tags} on a line of its own with its closing tag; "
            "the extractive teacher reads its data from there"
        )
    return parts
