"""A taxonomy's skills as rows: one for each seed, with its share of the questions of its leaf.

{"id": "1c9f…", "lang": "kn", "outline": [], "text": "Write a short poem.", "sentences": [{…}],
 "skill": {"leaf": "compositional_skills->writing->poem", "task_description": …, "question": …,
           "answer": …, "n_pairs": 6},
 "seeds": [{"context": "", "pairs": [{"question": …, "answer": …}], "lang": "kn"}], …}
"""

from collections.abc import Mapping, Sequence
from typing import Any

from mlkt.errors import ConfigError
from mlkt.rows import Row, Seed, Sentence, content_id, nfc
from mlkt.sources.cut import Cut
from mlkt.sources.document import Document
from mlkt.sources.qna import Qna
from mlkt.text import split_sentences


def skill_rows(
    skills: Sequence[Qna], *, total: int | None = None, per_leaf: int | None = None
) -> list[tuple[Document, Cut]]:
    """Return each file as a document whose rows are its seeds, each with its number of questions.

    `total` questions are spread over the leaves (`balance`), or each leaf gets `per_leaf`. In a
    leaf its seeds take turns, in their order: one with few seeds asks for more from each. Files of
    one leaf share its number. A seed without a turn, or given before, makes no row.

    Raises:
        ConfigError: fewer than one question for each leaf, or not one of the two numbers.
    """
    seeds: dict[str, list[tuple[Qna, Seed]]] = {}
    for skill in skills:
        own = seeds.setdefault(skill.leaf or skill.path, [])
        own += [
            (skill, seed) for at, seed in enumerate(skill.seeds) if seed not in skill.seeds[:at]
        ]
    if (total is None) == (per_leaf is None):
        raise ConfigError(f"give total ({total!r}) or per_leaf ({per_leaf!r}), one of the two")
    counts = balance(list(seeds), total if total is not None else (per_leaf or 0) * len(seeds))
    rows: dict[str, list[Row]] = {skill.path: [] for skill in skills}
    for leaf, own in seeds.items():
        for (skill, seed), count in zip(own, shares(counts[leaf], len(own)), strict=True):
            rows[skill.path] += [_row(skill, leaf, seed, count)] if count else []
    return [(_document(skill), Cut(rows[skill.path], [])) for skill in skills]


def balance(leaves: Sequence[str], total: int) -> dict[str, int]:
    """Return how many of `total` each leaf gets: equally many, the first ones one more.

    Raises:
        ConfigError: fewer than one for each leaf.
    """
    names = list(dict.fromkeys(leaves))
    if total < len(names):
        raise ConfigError(f"{total} questions for {len(names)} leaves: ask for one each or more")
    return dict(zip(names, shares(total, len(names)), strict=True))


def shares(total: int, parts: int) -> list[int]:
    """Return `total` as `parts` whole numbers that differ by one at most, the larger first."""
    return [total // parts + (at < total % parts) for at in range(parts)]


def _document(skill: Qna) -> Document:
    title = skill.leaf or skill.path
    return Document(skill.task_description, skill.lang, title=title, path=skill.path)


def _row(skill: Qna, leaf: str, seed: Seed, n_pairs: int) -> Row:
    text = nfc(skill.task_description).strip()
    (pair,) = seed["pairs"]
    about: Mapping[str, Any] = {
        "leaf": leaf,
        "task_description": text,
        **pair,
        **({"context": seed["context"]} if seed["context"] else {}),
        "n_pairs": n_pairs,
    }
    sentences: list[Sentence] = [
        {"id": f"s{number}", "start": start, "end": end}
        for number, (start, end) in enumerate(split_sentences(text, skill.lang), start=1)
    ]
    return {
        "id": content_id(leaf, skill.lang, text, seed["context"], *pair.values(), str(n_pairs)),
        "document_id": _document(skill).id,
        "lang": skill.lang,
        "outline": [],
        "text": text,
        "origin": {"start": 0, "end": len(text), "title": leaf, "path": skill.path},
        "sentences": sentences,
        "skill": dict(about),
        "seeds": [seed],
    }
