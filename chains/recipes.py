"""The recipes: every pipeline that ships, by name, with what it costs and whose work it does.

recipe("knowledge").factory(model, "kn", judge=critic_model, strategy="pivot")
recipe("knowledge").calls({})  ->  {"summary_detailed": 1, …, "qa": 4, "standalone": 20, …}
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from langchain_core.runnables import Runnable

from mlkt.ask import Steps
from mlkt.chains.document_tasks import document_tasks, tasks_calls
from mlkt.chains.entities import entities, entities_calls
from mlkt.chains.flows import (
    detailed_summary,
    document_qa,
    document_qa_calls,
    extractive_summary,
    key_facts,
    key_facts_calls,
    summary_flow_calls,
)
from mlkt.chains.knowledge import knowledge, knowledge_calls, reverse_calls
from mlkt.chains.questions_first import questions_first, questions_first_calls
from mlkt.chains.reasoning import reasoning, reasoning_calls
from mlkt.chains.seed_examples import seed_examples, seed_examples_calls
from mlkt.chains.strategy import FORWARD, STRATEGIES
from mlkt.chains.summary import KINDS
from mlkt.errors import ConfigError, nearest
from mlkt.rows import Row

Calls = Mapping[str, float]  # task -> requests a passage


@dataclass(frozen=True, slots=True)
class Recipe:
    """A chain's factory under a name.

    `factory(model, lang, *, judge, views, **road)` returns the chain. `calls(steps, views)` returns
    the requests that one passage costs at most, by task, without translations and second attempts;
    its keys are all the tasks whose prompts the recipe uses. `reverse_calls` is the same for the
    strategy `reverse`.
    """

    name: str
    about: str
    ancestor: str
    factory: Callable[..., Runnable[Row, Row]]
    calls: Callable[[Steps, Sequence[str]], Calls]
    reverse_calls: Callable[[Steps, Sequence[str]], Calls] | None = None

    @property
    def strategies(self) -> tuple[str, ...]:
        """Return the strategies that its factory takes."""
        return STRATEGIES if self.reverse_calls else FORWARD

    def requests(self, strategy: str, steps: Steps, views: Sequence[str]) -> Calls:
        """Return what `calls` or `reverse_calls` says, by strategy."""
        reverse = self.reverse_calls if strategy == "reverse" else None
        return (reverse or self.calls)(steps, views)


def recipe(name: str) -> Recipe:
    """Return the recipe of this name.

    Raises:
        ConfigError: there is none; names the nearest.
    """
    for known in RECIPES:
        if known.name == name:
            return known
    names = [known.name for known in RECIPES]
    hint = nearest(name, names) or f"; there are {', '.join(names)}"
    raise ConfigError(f"unknown recipe {name!r}{hint} (`mlkt recipes` lists them)")


RECIPES = (
    Recipe(
        name="knowledge",
        about="three summaries and the passage itself, pairs from each, the critic behind",
        ancestor="InstructLab, knowledge pipeline (LAB)",
        factory=knowledge,
        calls=knowledge_calls,
        reverse_calls=reverse_calls,
    ),
    Recipe(
        name="extractive-summary",
        about="an extractive summary, questions about it, an answer to each; writes gen.jsonl",
        ancestor="sdg_hub, extractive summary flow (epic-jade-656)",
        factory=extractive_summary,
        calls=summary_flow_calls("extractive"),
    ),
    Recipe(
        name="detailed-summary",
        about="a detailed summary, questions about it, an answer to each; writes gen.jsonl",
        ancestor="sdg_hub, detailed summary flow (mild-thunder-748)",
        factory=detailed_summary,
        calls=summary_flow_calls("detailed"),
    ),
    Recipe(
        name="key-facts",
        about="atomic facts, pairs for each (counted here: ten facts); writes gen.jsonl",
        ancestor="sdg_hub, key facts flow (heavy-heart-77)",
        factory=key_facts,
        calls=key_facts_calls,
    ),
    Recipe(
        name="document-qa",
        about="questions about the passage itself, an answer to each; writes gen.jsonl",
        ancestor="sdg_hub, document-based flow (stellar-peak-605)",
        factory=document_qa,
        calls=document_qa_calls,
    ),
    Recipe(
        name="questions-first",
        about="questions, weak ones dropped, answers, judged (a skill's seed: 2, and 3 a question)",
        ancestor="InstructLab, knowledge and skills by the teacher-critic loop (LAB)",
        factory=questions_first,
        calls=questions_first_calls,
    ),
    Recipe(
        name="reasoning",
        about="questions, each answered by a thinking teacher; its reasoning kept with the pair",
        ancestor="sdg_hub, knowledge tuning with a reasoning model (nemotron_super)",
        factory=reasoning,
        calls=reasoning_calls,
    ),
    Recipe(
        name="reasoning-steps",
        about="as reasoning, the thinking summed up as numbered steps in the pair's language",
        ancestor="sdg_hub, summary_diversity_cot (answers with summarised thinking)",
        factory=partial(reasoning, keep="steps"),
        calls=partial(reasoning_calls, keep="steps"),
    ),
    Recipe(
        name="multiple-choice",
        about="as reasoning, each question with four options and the thoughts behind the right one",
        ancestor="QuALITY evaluation, as in sdg_hub's reasoning example",
        factory=partial(reasoning, form="choice"),
        calls=partial(reasoning_calls, form="choice"),
    ),
    Recipe(
        name="seed-examples",
        about="three questions a passage, answered, refined and judged; writes a qna.yaml",
        ancestor="sdg_hub, notebook for in-context examples",
        factory=seed_examples,
        calls=seed_examples_calls,
    ),
    Recipe(
        name="entities",
        about="what the passage names, by type, with spans tied to its sentences",
        ancestor="sdg_hub, structured insights flow (entities)",
        factory=entities,
        calls=entities_calls,
    ),
    Recipe(
        name="tasks",
        about="your own instructions on the passage, a prompt file each (--task FILE.md)",
        ancestor="sdg_hub, a flow of your own (PromptBuilderBlock, LLMChatBlock)",
        factory=document_tasks,
        calls=tasks_calls,
    ),
)
VIEWS = KINDS
