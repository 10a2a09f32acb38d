"""The chains, each a factory that takes a model and returns a `Runnable[Row, Row]`.

translate(model, "kn") | summarize(model) | qa(model) | critic(judge) | translate_back(model, "kn")
"""

from mlkt.chains.critic import critic
from mlkt.chains.knowledge import knowledge
from mlkt.chains.qa import qa
from mlkt.chains.reasoning import reasoned_qa
from mlkt.chains.records import translate_records
from mlkt.chains.summary import summarize
from mlkt.chains.translation import translate, translate_back

__all__ = [
    "critic",
    "knowledge",
    "qa",
    "reasoned_qa",
    "summarize",
    "translate",
    "translate_back",
    "translate_records",
]
