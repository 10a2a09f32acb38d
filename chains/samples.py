"""Ask for one text several times, and tell which of the replies can be used."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Said, Steps, StepSettings, ask
from mlkt.chains.border import rejection
from mlkt.rows import Rejection, folded
from mlkt.steps import side_by_side
from mlkt.text.language_check import speaks

# At temperature 0 all samples are the same text. sdg_hub's summaries are sampled at this one.
_TEMPERATURE = 0.7


@dataclass(frozen=True, slots=True)
class Usable:
    """Usable texts with the place of their request, what was rejected, and everything said."""

    texts: list[str] = field(default_factory=list[str])
    places: list[int] = field(default_factory=list[int])
    rejected: list[Rejection] = field(default_factory=list[Rejection])
    said: list[Said] = field(default_factory=list[Said])


def samples(
    model: Model, task: str, lang: str, steps: Steps | None = None
) -> Runnable[dict[str, str], list[Said]]:
    """Return the runnable that asks `task` as often as its step's `n` says.

    Each sample is a request of its own (`sample` in the call's metadata). The first is what `n: 1`
    gives; where the step's temperature is 0, the others are asked at 0.7.
    """
    settings = (steps or {}).get(task, StepSettings())
    own = settings.sampling
    other = replace(own, temperature=_TEMPERATURE) if own.temperature == 0 else own
    return side_by_side(
        ask(model, task, lang, steps=steps, sampling=other if at else own, metadata={"sample": at})
        for at in range(settings.n)
    )


def usable(said: Iterable[Said], row_id: str, task: str, lang: str) -> Usable:
    """Return the texts among the replies that are whole, in `lang` and not there before."""
    found = Usable()
    seen: dict[str, int] = {}
    for place, reply in enumerate(said):
        first = seen.setdefault(folded(reply.answer).casefold(), place)
        reason = unusable(reply, lang) or ("duplicate" if first != place else "")
        if reason:
            detail = f"repeats reply {first + 1}" if reason == "duplicate" else ""
            found.rejected.append(rejection(row_id, task, reason, detail=detail, raw=reply.raw))
        else:
            found.texts.append(reply.answer)
            found.places.append(place)
        found.said.append(reply)
    return found


def unusable(reply: Said, lang: str) -> str:
    """Return why a text cannot be used, empty where it can."""
    if reply.cut_off or reply.finish_reason == "length":
        return "cut_off"
    if not reply.answer:
        return "empty"
    return "wrong_language" if speaks(reply.answer, lang) is False else ""
