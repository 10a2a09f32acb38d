"""What a request shows of a row: its text or each of its views, its outline, its instructions."""

from collections import Counter
from collections.abc import Callable, Iterator

from mlkt.ask import Steps, StepSettings
from mlkt.rows import Row, working_outline, working_text

Texts = Callable[[Row], list[tuple[str, str]]]  # view and text of what is asked about
Place = tuple[str, int]  # a pair's `view` and `at`


def about(row: Row) -> dict[str, str]:
    """Return the inputs that nearly all prompts have: the text, and where it stands."""
    return {"document": working_text(row).strip(), "outline": " › ".join(working_outline(row))}


def once(row: Row) -> list[dict[str, str]]:
    """Return one request about a row's text, none where it has no text."""
    shown = about(row)
    return [shown] if shown["document"] else []


def view_texts(row: Row) -> list[tuple[str, str]]:
    """Return name and text of all views: the passage, then the summaries in their order."""
    text = working_text(row).strip()
    summaries: dict[str, list[str]] = row.get("summaries", {})
    views = [(kind, summary) for kind, texts in summaries.items() for summary in texts]
    return [("passage", text), *views] if text else []


def passage_text(row: Row) -> list[tuple[str, str]]:
    """Return the view `passage` alone."""
    return view_texts(row)[:1]


def placed(texts: list[tuple[str, str]]) -> Iterator[tuple[Place, str]]:
    """Yield each text with its view and which one of that view it is."""
    count: Counter[str] = Counter()
    for view, text in texts:
        yield (view, count[view]), text
        count[view] += 1


def spoken_in(steps: Steps | None, task: str, lang: str) -> str:
    """Return the language of a step's instructions where the texts are in `lang`."""
    settings = (steps or {}).get(task, StepSettings())
    return settings.prompt.lang if settings.prompt else settings.prompt_lang or lang
