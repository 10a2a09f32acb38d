"""Read a taxonomy: every `qna.yaml` of a folder, each with the id of its leaf.

taxonomy/knowledge/phoenix/overview/qna.yaml                 knowledge->phoenix->overview
taxonomy/knowledge/phoenix/overview/qna.kn.yaml              the same leaf, in Kannada
taxonomy/compositional_skills/writing/poem/qna.yaml          compositional_skills->writing->poem
"""

from dataclasses import replace
from pathlib import Path

from mlkt.errors import LanguageError, SourceError
from mlkt.sources.qna import KINDS, Qna, inspect_qna, told

_JOINT = "->"  # of a leaf's id, as upstream (instructlab.sdg.utils.taxonomy)


def read_tree(folder: str | Path, lang: str | None = None) -> list[Qna]:
    """Read all files of a taxonomy in the order of their paths; `leaf` is set in each.

    `folder` holds `knowledge`, `compositional_skills` or `foundational_skills`, or is one of them.
    `lang` is the language of files whose names say none (`qna.yaml`).

    Raises:
        SourceError: no such files, or mistakes in them: those of all files, each with its line.
    """
    top = Path(folder)
    found: list[Qna] = []
    mistakes: list[str] = []
    for path in _files(top):
        try:
            qna, own = inspect_qna(path, lang)
        except (SourceError, LanguageError) as error:
            qna, own = None, [str(error)]
        mistakes += own
        if qna is not None:
            found.append(replace(qna, leaf=_JOINT.join(_branch(path, top))))
    if mistakes:
        raise SourceError(told(mistakes))
    return found


def _files(top: Path) -> list[Path]:
    if not top.is_dir():
        raise SourceError(f"{str(top)!r} is no folder: name the folder of a taxonomy")
    branches = [top] if top.resolve().name in KINDS else [top / kind for kind in KINDS]
    found = sorted(
        path
        for branch in branches
        for pattern in ("qna.yaml", "qna.*.yaml", "qna.yml")
        for path in branch.rglob(pattern)
    )
    if not found:
        raise SourceError(
            f"{str(top)!r} holds no qna.yaml: a taxonomy's files stand below {', '.join(KINDS)}"
        )
    return found


def _branch(path: Path, top: Path) -> tuple[str, ...]:
    above = (top.resolve().name,) if top.resolve().name in KINDS else ()
    return above + path.parent.relative_to(top).parts
