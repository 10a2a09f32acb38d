"""What every chain does where a row comes in and where something does not go on."""

from langchain_core.runnables import Runnable

from mlkt.rows import ProblemRecord, Rejection, Row, check_working_lang
from mlkt.steps import step


def in_language(lang: str) -> Runnable[Row, Row]:
    """Return the step that lets rows through whose text is in `lang` and raises for others."""

    def check_lang(row: Row) -> Row:
        return check_working_lang(row, lang)

    return step(check_lang)


def same(value: Row) -> Row:
    """Return the row as it is: the branch that carries it past a request."""
    return value


def rejection(id: str, step: str, reason: str, *, detail: str = "", raw: str = "") -> Rejection:
    """Return the entry for a pair (`id` is the pair's) or a whole reply (`id` is the row's)."""
    return {"id": id, "step": step, "reason": reason, "detail": detail, "raw": raw}


def field_rejection(
    id: str,
    step: str,
    name: str,
    *,
    source: str,
    target: str,
    problems: list[ProblemRecord],
    replies: list[str],
) -> Rejection | None:
    """Return why the translation of a field does not go on, None where it does."""
    blocking = [problem for problem in problems if problem["severity"] == "blocking"]
    if target and not blocking:
        return None
    kind, evidence = (
        (blocking[0]["kind"], blocking[0]["evidence"]) if blocking else ("empty", source)
    )
    raw = "\n".join(replies) or target
    return rejection(id, step, kind, detail=f"{name}: {evidence}", raw=raw)
