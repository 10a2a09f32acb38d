r"""The recipe `tasks`: instructions of the user's own, each a prompt file, followed on a passage.

{"tasks": {"timeline": "1399: …"}, "tasks_back": {"timeline": "೧೩೯೯: …"},
 "instructions": {"task_timeline": "<document>\n…"}}

A task is the prompt of the step `task_<name>`, with the inputs of a view of one's own: document,
outline, language. An output that is empty, cut off or in another language is rejected. What goes
into training is the prompt filled with the passage in its own language, and the output in that
language: by strategy `pivot` the output comes back through the gate, into `tasks_back`.
"""

from collections.abc import Sequence

from langchain_core.runnables import Runnable
from typing_extensions import Unpack

from mlkt.ask import TASK_PREFIX, Model, Said, Steps, StepSettings, ask
from mlkt.chains.border import in_language, rejection, with_replies
from mlkt.chains.instructions import filled
from mlkt.chains.requests import once
from mlkt.chains.samples import unusable
from mlkt.chains.strategy import Road, along
from mlkt.chains.translated import back_paragraphs, joined, with_paragraphs
from mlkt.errors import ConfigError
from mlkt.rows import Rejection, Row, content_id, working_lang, working_text
from mlkt.steps import for_each, step
from mlkt.translate import Glossary, Paragraph, TranslationMemory, Translator, choose_engine
from mlkt.translate.engines.chat import instructions_for
from mlkt.translate.fields import merged


def document_tasks(
    model: Model,
    lang: str,
    *,
    judge: Model | None = None,
    tasks: Sequence[str] = (),
    views: Sequence[str] = (),
    **road: Unpack[Road],
) -> Runnable[Row, Row]:
    """Return the chain that adds `tasks`: what the model makes of a passage, by name of the task.

    The prompt of each name is that of the step `task_<name>` in `steps`. `judge` is not asked,
    `views` changes nothing. The other options: see `mlkt.chains.strategy`.

    Raises:
        ConfigError: an unknown strategy, no task, or one without a prompt.
        EngineError: nothing here can translate `lang`.
        PackError: a prompt with inputs that there are not.
    """
    names = _checked(tasks, road.get("steps"))

    def body(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        chain = in_language(lang)
        for name in names:
            chain = chain | _follow(model, lang, name, steps)
        return chain

    def instructed(lang: str, steps: Steps | None) -> Runnable[Row, Row]:
        return _add_instructions(names, steps)

    return along(model, lang, body, back=tasks_back, after=instructed, **road)


def tasks_calls(steps: Steps, views: Sequence[str]) -> dict[str, float]:
    """Return the requests a passage: one for each task's prompt."""
    return {
        name: 1
        for name, settings in steps.items()
        if name.startswith(TASK_PREFIX) and settings.prompt
    }


def output_id(row: Row, name: str) -> str:
    """Return the id of what a task makes of a passage; its rejection bears it too."""
    return content_id(row["id"], TASK_PREFIX + name)


def _checked(tasks: Sequence[str], steps: Steps | None) -> tuple[str, ...]:
    if isinstance(tasks, str) or not tasks:
        raise ConfigError(
            "recipe 'tasks' follows instructions of your own: name a prompt file with --task "
            f"NAME.md (tasks: [NAME.md] in a configuration), got {tasks!r}"
        )
    for name in tasks:
        if not (steps or {}).get(TASK_PREFIX + name, StepSettings()).prompt:
            raise ConfigError(f"task {name!r}: the step {TASK_PREFIX + name!r} has no prompt")
    return tuple(dict.fromkeys(tasks))


def _follow(model: Model, lang: str, name: str, steps: Steps | None) -> Runnable[Row, Row]:
    asked = ask(model, TASK_PREFIX + name, lang, steps=steps)

    def add_output(row: Row, said: list[Said]) -> Row:
        made: dict[str, str] = {**row.get("tasks", {})}
        rejected: list[Rejection] = []
        for reply in said:
            if reason := unusable(reply, lang):
                id = output_id(row, name)
                rejected.append(rejection(id, TASK_PREFIX + name, reason, raw=reply.raw))
            else:
                made[name] = reply.answer
        return with_replies(row, said, rejected, tasks=made)

    return for_each(once, asked, add_output)


def _add_instructions(names: Sequence[str], steps: Steps | None) -> Runnable[Row, Row]:
    """Return the chain that adds the prompts of the tasks, filled in the row's language."""

    def add_instructions(row: Row) -> Row:
        values = {"document": row["text"].strip(), "outline": " › ".join(row["outline"])}
        asked = [TASK_PREFIX + name for name in names if working_text(row).strip()]
        return {
            **row,
            "instructions": {task: filled(task, row["lang"], steps, values) for task in asked},
        }

    return step(add_instructions)


def tasks_back(
    model: Translator,
    lang: str,
    *,
    pivot: str = "en",
    memory: TranslationMemory | None = None,
    glossary: Glossary | None = None,
    steps: Steps | None = None,
) -> Runnable[Row, Row]:
    """Return the chain that adds `tasks_back`: the outputs of tasks in `lang`, through the gate.

    What consists of the passage's translated sentences comes back as the passage's own. An output
    that is not wholly translated, or that the gate refuses, stands in `rejected`.

    Raises:
        EngineError: `model` cannot translate from `pivot` to `lang`.
        LanguageError: when run, a row that is not in `pivot`.
    """
    engine = choose_engine(
        model,
        pivot,
        lang,
        memory=memory,
        glossary=glossary,
        prompt_lang=instructions_for(pivot),
        steps=steps,
    )

    def cut(row: Row) -> list[Paragraph]:
        return [one for text in row["tasks"].values() for one in back_paragraphs(text, row, memory)]

    def add_tasks_back(row: Row, done: list[Paragraph]) -> Row:
        back: dict[str, str] = {}
        rejected: list[Rejection] = []
        langs, rest = (working_lang(row), row["lang"]), iter(done)
        for name, text in row["tasks"].items():
            done_text = merged([next(rest) for _ in back_paragraphs(text, row, memory)])
            id = output_id(row, name)
            whole = joined(text, done_text, langs, id=id, step="translate_back", name=name)
            if whole.refused:
                rejected.append(whole.refused)
            else:
                back[name] = whole.target
        return with_paragraphs(row, done, "translate_back", rejected, tasks_back=back)

    return in_language(pivot) | for_each(cut, engine, add_tasks_back)
