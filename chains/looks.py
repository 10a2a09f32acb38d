"""What a judge looks at: passage and pair as translated (`pivot`) or as written (`source`).

looks_of(row, pair, "both") -> {"pivot": (row, pair), "source": (row without translation, pair in
                                the document's language)}
"""

from collections.abc import Callable, Mapping
from typing import Any

from mlkt.errors import ConfigError, LanguageError, nearest
from mlkt.rows import Back, Pair, Row, check_working_lang, living_pairs
from mlkt.translate.tags import same_language

LOOKS = ("pivot", "source", "both")


def languages_of(look: str, lang: str, pivot: str) -> dict[str, str]:
    """Return each single look with the language that a judge reads in it.

    Raises:
        ConfigError: an unknown look.
    """
    if look not in LOOKS:
        hint = nearest(look, LOOKS) or f": choose {', '.join(LOOKS)}"
        raise ConfigError(f"look {look!r} is unknown{hint}")
    return {"pivot": pivot, "source": lang} if look == "both" else {look: lang}


def lets_see(look: str, lang: str, pivot: str) -> Callable[[Row], Row]:
    """Return the function that lets rows through which a judge can look at so.

    It raises LanguageError for a row in another language, and for pairs that are not brought back.
    """

    def check_row(row: Row) -> Row:
        if look == "pivot":
            return check_working_lang(row, lang)
        if not same_language(row["lang"], lang):
            raise LanguageError(
                f"row {row.get('id')!r} is in {row['lang']!r}, the critic looks at {lang!r}: give "
                f"it lang={row['lang']!r}"
            )
        if "translation" in row and look == "both":
            check_working_lang(row, pivot)
        missing = [pair["id"] for pair in living_pairs(row) if _own(row, pair) is None]
        if missing:
            raise LanguageError(
                f"row {row.get('id')!r}: pair {missing[0]!r} is not in {lang!r}: put "
                f"translate_back(model, {lang!r}) before a critic with look={look!r}"
            )
        return row

    return check_row


def looks_of(row: Row, pair: Pair, look: str) -> dict[str, tuple[Row, Pair]]:
    """Return the row and the pair as they are seen in each single look.

    A row that was not translated is seen once, whatever `look` says.
    """
    if look == "pivot":
        return {"pivot": (row, pair)}
    own = _own(row, pair) or pair
    source = {key: value for key, value in row.items() if key != "translation"}, own
    if look == "source" or "translation" not in row:
        return {"source": source}
    return {"pivot": (row, pair), "source": source}


def looked_at(row: Row, look: str) -> Any:
    """Return what is written down of a look: a row that was not translated shows its source."""
    return look if "translation" in row else "source"


def _own(row: Row, pair: Pair) -> Pair | None:
    """Return the pair in the document's language, None where it has not been brought back."""
    if "translation" not in row:
        return pair
    back: Mapping[str, Back] = row.get("back", {})
    found = back.get(pair["id"])
    if found is None:
        return None
    return {**pair, "question": found["question"], "answer": found["answer"]}
