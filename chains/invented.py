"""Invented views: the model proposes ways to summarise this document, then follows each.

{"summaries": {"invented": ["…", "…"]},
 "view_ideas": ["Tell it as a timeline, for pupils.", "As a mayor would tell it, soberly."]}

Perspective, reader and tone differ from document to document, so no prompt can name them. The idea
is that of the reasoning-model recipe of sdg_hub 0.1 (its flows with `summary_diversity`).
"""

from dataclasses import dataclass

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Said, Steps, StepSettings, ask
from mlkt.chains.border import rejection
from mlkt.chains.samples import Usable, samples, usable
from mlkt.reply import parse_items
from mlkt.rows import Rejection, folded
from mlkt.steps import for_each

INVENTED = "invented"
IDEAS, SUMMARY = "view_ideas", "summary_invented"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A text, what the model said of it, its ideas, and what is no idea."""

    document: dict[str, str]
    said: list[Said]
    ideas: list[str]
    problems: list[tuple[str, str]]  # reason, text


@dataclass(frozen=True, slots=True)
class Invented:
    """What was proposed and what was written: `written` holds the samples of each idea."""

    ideas: list[str]
    proposed: list[Said]
    problems: list[tuple[str, str]]  # reason, text
    written: list[list[Said]]

    def texts(self, row_id: str, lang: str) -> tuple[Usable, list[str]]:
        """Return the summaries, and beside each the idea that it follows."""
        followed = zip(self.ideas, self.written, strict=True)
        flat = [(idea, reply) for idea, many in followed for reply in many]
        found = usable((reply for _, reply in flat), row_id, SUMMARY, lang)
        raw = self.proposed[0].raw if self.proposed else ""
        unread: list[Rejection] = [
            rejection(row_id, IDEAS, reason, detail=text, raw=raw) for reason, text in self.problems
        ]
        texts = Usable(
            found.texts, found.places, [*unread, *found.rejected], [*self.proposed, *found.said]
        )
        return texts, [flat[place][0] for place in found.places]


def invented(
    model: Model, lang: str, steps: Steps | None = None
) -> Runnable[dict[str, str], Invented]:
    """Return the runnable from a document (the inputs of its prompt) to its own summaries.

    The step `view_ideas` says by `n_pairs` how many ways are proposed, and `summary_invented` by
    `n` how often each is followed. Ideas are in the language of the prompt; those that repeat one,
    and more than were asked for, are not followed.
    """
    n_pairs = (steps or {}).get(IDEAS, StepSettings()).n_pairs
    proposed = ask(model, IDEAS, lang, steps=steps, metadata={"n_pairs": n_pairs})
    written = samples(model, SUMMARY, lang, steps)

    def ask_for(document: dict[str, str]) -> list[dict[str, str]]:
        return [document | {"n_pairs": str(n_pairs)}]

    def read(document: dict[str, str], said: list[Said]) -> Proposed:
        return Proposed(document, said, *_ideas(said, n_pairs))

    def follow(proposed: Proposed) -> list[dict[str, str]]:
        return [proposed.document | {"instruction": idea} for idea in proposed.ideas]

    def add_written(proposed: Proposed, written: list[list[Said]]) -> Invented:
        return Invented(proposed.ideas, proposed.said, proposed.problems, written)

    return for_each(ask_for, proposed, read) | for_each(follow, written, add_written)


def _ideas(said: list[Said], wanted: int) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the ideas of a reply that are followed, and what is not, with the reason."""
    ideas: dict[str, str] = {}
    problems: list[tuple[str, str]] = []
    for reply in said:
        if reply.cut_off and not reply.answer:
            problems.append(("reasoning_cut_off", ""))
            continue
        read = parse_items(reply.answer, finish_reason=reply.finish_reason)
        problems += [(problem.reason, problem.text) for problem in read.problems]
        for item in read.items:
            key = folded(item.text).casefold()
            if key in ideas or len(ideas) == wanted:
                problems.append(("duplicate" if key in ideas else "not-asked-for", item.text))
            else:
                ideas[key] = item.text
    return list(ideas.values()), problems
