"""The user's seed examples: which of them a request shows.

{"seeds":            [{"context": …, "pairs": [{"question": …, "answer": …}], "lang": "kn"}],
 "translated_seeds": [{"context": …, "pairs": [{"question": …, "answer": …}], "lang": "en"}]}

A request shows one seed; those of a row take turns over its views, and another one begins in
another passage. So n seeds cost no request more than one does, and no prompt grows with n.
(InstructLab asks once for each passage and seed; all seeds in every prompt would be some 2,300
words a request by its author guide's limits.)
"""

from mlkt.packs import load_locale
from mlkt.reply import format_pairs
from mlkt.rows import Row, Seed, content_id
from mlkt.translate.tags import same_language


def example(row: Row, lang: str, turn: int, *, prompt_lang: str | None = None) -> str:
    """Return the seed in `lang` that request number `turn` of a row shows, empty without seeds.

    Its pairs bear the labels of `prompt_lang`, as in the reply that the prompt asks for.
    """
    seeds = seeds_in(row, lang)
    if not seeds:
        return ""
    first = int(content_id(row["id"]), 16)
    seed = seeds[(first + turn) % len(seeds)]
    locale = load_locale(prompt_lang or lang)
    pairs = [_shown(pair, format_pairs([pair], locale)) for pair in seed["pairs"]]
    return "\n\n".join(part for part in (seed["context"], *pairs) if part)


def seeds_in(row: Row, lang: str) -> list[Seed]:
    """Return the row's seeds in a language, its own and the translated ones."""
    seeds: list[Seed] = [*row.get("seeds", []), *row.get("translated_seeds", [])]
    return [seed for seed in seeds if same_language(seed["lang"], lang)]


def _shown(pair: dict[str, str], formatted: str) -> str:
    """Return a pair's text; one without an answer shows its question alone."""
    return formatted if pair["answer"] else formatted.rpartition("\n")[0]
