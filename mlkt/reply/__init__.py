"""What models say, read as values: reasoning, question-answer pairs, verdicts, scores, claims.

`ReasoningSplitter` is imported when it is first asked for, since it needs LangChain.
"""

from typing import TYPE_CHECKING

from mlkt.reply.entities.entities import Entities, Entity, format_entities, parse_entities
from mlkt.reply.items import Item, Items, parse_items
from mlkt.reply.judgments.claims import Claims, format_claims, parse_claims
from mlkt.reply.judgments.scores import parse_score
from mlkt.reply.judgments.verdicts import Verdict, parse_verdict
from mlkt.reply.pairs.answers import parse_answer
from mlkt.reply.pairs.choices import Choice, parse_choice
from mlkt.reply.pairs.formats import format_pairs
from mlkt.reply.pairs.pairs import Pairs, parse_pairs
from mlkt.reply.pairs.questions import Questions, parse_questions
from mlkt.reply.problems import Problem
from mlkt.reply.reasoning.profiles import profile_for, profiles
from mlkt.reply.reasoning.reasoning import split_reasoning
from mlkt.reply.reply import Reply

if TYPE_CHECKING:
    from mlkt.reply.reasoning.splitter import ReasoningSplitter

__all__ = [
    "Choice",
    "Claims",
    "Entities",
    "Entity",
    "Item",
    "Items",
    "Pairs",
    "Problem",
    "Questions",
    "ReasoningSplitter",
    "Reply",
    "Verdict",
    "format_claims",
    "format_entities",
    "format_pairs",
    "parse_answer",
    "parse_choice",
    "parse_claims",
    "parse_entities",
    "parse_items",
    "parse_pairs",
    "parse_questions",
    "parse_score",
    "parse_verdict",
    "profile_for",
    "profiles",
    "split_reasoning",
]


def __getattr__(name: str) -> object:
    if name == "ReasoningSplitter":
        from mlkt.reply.reasoning.splitter import ReasoningSplitter

        return ReasoningSplitter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
