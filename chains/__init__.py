"""The chains, each a factory that takes a model and returns a `Runnable[Row, Row]`.

translate(model, "kn") | summarize(model) | qa(model) | critic(judge) | translate_back(model, "kn")
"""

from mlkt.chains.critic import critic
from mlkt.chains.document_tasks import document_tasks
from mlkt.chains.entities import entities
from mlkt.chains.flows import detailed_summary, document_qa, extractive_summary, key_facts
from mlkt.chains.knowledge import knowledge
from mlkt.chains.qa import qa
from mlkt.chains.questions_first import questions_first
from mlkt.chains.reasoning import reasoned_qa, reasoning
from mlkt.chains.records import translate_records
from mlkt.chains.reverse import reverse_qa
from mlkt.chains.seed_examples import seed_examples
from mlkt.chains.skills import skills
from mlkt.chains.summary import summarize
from mlkt.chains.translation import translate, translate_back

__all__ = [
    "critic",
    "detailed_summary",
    "document_qa",
    "document_tasks",
    "entities",
    "extractive_summary",
    "key_facts",
    "knowledge",
    "qa",
    "questions_first",
    "reasoned_qa",
    "reasoning",
    "reverse_qa",
    "seed_examples",
    "skills",
    "summarize",
    "translate",
    "translate_back",
    "translate_records",
]
