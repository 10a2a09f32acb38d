r"""Read a `qna.yaml` of InstructLab's taxonomy: knowledge version 3, skills versions 1 to 3.

version: 3                                  read_qna("knowledge/phoenix/qna.kn.yaml")
domain: ಖಗೋಳ                                -> Qna(kind="knowledge", lang="kn", domain="ಖಗೋಳ",
document_outline: ಫೀನಿಕ್ಸ್ ನಕ್ಷತ್ರಪುಂಜ          seeds=[{"context": …, "pairs": […], "lang": "kn"}, …])
seed_examples:
  - context: …
    questions_and_answers:
      - question: …

The rules are those of the package instructlab-schema 0.4.2, and no model or server is asked: the
documents that a file names are data here. The format has no place for a language: it stands in the
file's name (`qna.kn.yaml`), or the caller says it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from yaml.nodes import Node

from mlkt.errors import LanguageError, SourceError
from mlkt.packs import languages, load_locale
from mlkt.rows import Seed
from mlkt.sources.yaml_nodes import Reading
from mlkt.text.language_check import speaks

Kind = Literal["knowledge", "compositional_skills", "foundational_skills"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LEAST_SEEDS = 5  # of all but skills of version 1 (instructlab-schema 0.4.2)
LEAST_PAIRS = 3
_VERSIONS = {"knowledge": (3,), "skill": (1, 2, 3)}


@dataclass(frozen=True, slots=True)
class SourceDocuments:
    """The documents that a knowledge file is about: what `git` is to fetch; nothing is fetched."""

    repo: str
    commit: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Qna:
    """What one file holds; a field that its kind has not is empty.

    A skill's seed has one pair, and a context where the skill is grounded in one (`grounded`).
    `path` is as the user gave it; `leaf` is the id that `mlkt.sources.tree.read_tree` gives it.
    """

    kind: Kind
    version: int
    lang: str
    created_by: str
    domain: str
    document_outline: str
    task_description: str
    seeds: tuple[Seed, ...]
    documents: SourceDocuments | None
    path: str
    leaf: str = ""

    @property
    def grounded(self) -> bool:
        """Return whether every seed has a context of its own."""
        return all(seed["context"] for seed in self.seeds)


def read_qna(path: str | Path, lang: str | None = None) -> Qna:
    """Read a file; `lang` is the language of one whose name does not say it (`qna.kn.yaml` does).

    Raises:
        SourceError: the file cannot be read, or has mistakes: all of them, each with its line.
        LanguageError: an unknown language, or none is known.
    """
    qna, mistakes = inspect_qna(Path(path), lang)
    if qna is None:
        raise SourceError(told(mistakes))
    return qna


def told(mistakes: list[str]) -> str:
    """Return the one message that holds all of them."""
    first, *more = mistakes
    return "\n  ".join([f"{len(mistakes)} mistakes", *mistakes]) if more else first


def inspect_qna(path: Path, lang: str | None = None) -> tuple[Qna | None, list[str]]:
    """Return what a file holds, None where it has mistakes, and these in the order of lines.

    Raises:
        SourceError: the file cannot be read.
        LanguageError: an unknown language, or none is known.
    """
    if path.suffix != ".yaml":
        raise SourceError(f"{str(path)!r}: seed examples are read from .yaml files: rename it")
    lang = language_of(path, lang)
    try:
        source = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{str(path)!r} is not UTF-8: save it as UTF-8") from error
    except OSError as error:
        raise SourceError(f"cannot read {str(path)!r}: {error.strerror}") from error
    reading = Reading()
    root = reading.root(source)
    kind = _kind(path, source)
    read = _knowledge if kind == "knowledge" else _skill
    qna = read(reading, root, kind, lang, path) if root is not None else None
    found = sorted(reading.mistakes, key=lambda mistake: mistake.line)
    mistakes = [f"{path}, line {mistake.line}: {mistake.text}" for mistake in found]
    return (None if mistakes else qna), mistakes


def language_of(path: Path, lang: str | None = None) -> str:
    """Return the code of the language that the file's name says (`qna.kn.yaml`), else `lang`.

    In another name than `qna`, what stands before the ending counts where it is a language.

    Raises:
        LanguageError: an unknown language, or none is known.
    """
    name, _, inside = path.stem.partition(".")
    said = inside if name == "qna" or inside in languages() else ""
    if not (said := said or lang or ""):
        raise LanguageError(
            f"{str(path)!r}: its language is not known: put it in the name, as in qna.kn.yaml, "
            "or name it"
        )
    try:
        return load_locale(said).code
    except LanguageError as error:
        raise LanguageError(f"{str(path)!r}: {error}") from None


def _kind(path: Path, source: str) -> Kind:
    """Return the kind: the last folder of such a name decides, else whether a document is named."""
    for part in reversed(path.absolute().parent.parts):
        if part in KINDS:
            return part
    names_one = any(line.startswith(("document:", "domain:")) for line in source.splitlines())
    return "knowledge" if names_one else "compositional_skills"


def _knowledge(reading: Reading, root: Node, kind: Kind, lang: str, path: Path) -> Qna:
    top = ("version", "created_by", "domain", "document_outline", "seed_examples", "document")
    keys = reading.keys(root, "", needs=top)
    version = _version(reading, keys.get("version"), "knowledge")
    nodes = reading.items(keys.get("seed_examples"), "seed_examples", least=LEAST_SEEDS)
    seeds: list[Seed] = []
    for number, node in enumerate(nodes, start=1):
        at = f"seed_examples[{number}]"
        own = reading.keys(node, at, needs=("context", "questions_and_answers"))
        pairs = reading.items(
            own.get("questions_and_answers"), f"{at}.questions_and_answers", least=LEAST_PAIRS
        )
        seed: Seed = {
            "context": reading.text(own.get("context"), f"{at}.context"),
            "pairs": [
                _pair(reading, pair, f"{at}.questions_and_answers[{place}]")
                for place, pair in enumerate(pairs, start=1)
            ],
            "lang": lang,
        }
        if seed in seeds:
            reading.wrong(node, f"`{at}` repeats seed_examples[{seeds.index(seed) + 1}]")
        seeds.append(seed)
        _check_language(reading, node, at, [seed])
    return Qna(
        kind=kind,
        version=version,
        lang=lang,
        created_by=reading.text(keys.get("created_by"), "created_by"),
        domain=reading.text(keys.get("domain"), "domain"),
        document_outline=reading.text(keys.get("document_outline"), "document_outline"),
        task_description="",
        seeds=tuple(seeds),
        documents=_documents(reading, keys.get("document")),
        path=str(path),
    )


def _skill(reading: Reading, root: Node, kind: Kind, lang: str, path: Path) -> Qna:
    needs = ("created_by", "task_description", "seed_examples")
    keys = reading.keys(root, "", needs=needs, may=("version",))
    version = _version(reading, keys["version"], "skill") if "version" in keys else 1
    least = 1 if version == 1 else LEAST_SEEDS
    seeds: list[Seed] = []
    nodes = reading.items(keys.get("seed_examples"), "seed_examples", least=least)
    for number, node in enumerate(nodes, start=1):
        at = f"seed_examples[{number}]"
        own = reading.keys(node, at, needs=("question", "answer"), may=("context",))
        pair = {key: reading.text(own.get(key), f"{at}.{key}") for key in ("question", "answer")}
        context = reading.text(own.get("context"), f"{at}.context")
        seed: Seed = {"context": context, "pairs": [pair], "lang": lang}
        if seed in seeds and version > 1:
            reading.wrong(node, f"`{at}` repeats seed_examples[{seeds.index(seed) + 1}]")
        seeds.append(seed)
    # As a whole: a skill may be to write in another language, so that an answer is.
    _check_language(reading, keys.get("seed_examples"), "seed_examples", seeds)
    return Qna(
        kind=kind,
        version=version,
        lang=lang,
        created_by=reading.text(keys.get("created_by"), "created_by"),
        domain="",
        document_outline="",
        task_description=reading.text(
            keys.get("task_description"), "task_description", may_be_empty=version == 1
        ),
        seeds=tuple(seeds),
        documents=None,
        path=str(path),
    )


def _version(reading: Reading, node: Node | None, kind: str) -> int:
    version = reading.whole(node, "version")
    if version is not None and version not in _VERSIONS[kind]:
        known = ", ".join(map(str, _VERSIONS[kind]))
        reading.wrong(node, f"`version` {version} of a {kind} file is not read: {known} is")
    return version or _VERSIONS[kind][-1]


def _pair(reading: Reading, node: Node, at: str) -> dict[str, str]:
    keys = reading.keys(node, at, needs=("question", "answer"), others=True)  # as upstream
    return {key: reading.text(keys.get(key), f"{at}.{key}") for key in ("question", "answer")}


def _documents(reading: Reading, node: Node | None) -> SourceDocuments:
    keys = reading.keys(node, "document", needs=("repo", "commit", "patterns"))
    patterns = reading.items(keys.get("patterns"), "document.patterns", least=1)
    return SourceDocuments(
        repo=reading.text(keys.get("repo"), "document.repo"),
        commit=reading.text(keys.get("commit"), "document.commit"),
        patterns=tuple(reading.text(pattern, "document.patterns") for pattern in patterns),
    )


def _check_language(reading: Reading, node: Node | None, at: str, seeds: list[Seed]) -> None:
    texts = [
        text
        for seed in seeds
        for text in (seed["context"], *(value for pair in seed["pairs"] for value in pair.values()))
    ]
    if seeds and speaks("\n".join(texts), seeds[0]["lang"]) is False:
        lang = seeds[0]["lang"]
        reading.wrong(
            node,
            f"`{at}` is not in {lang!r} ({load_locale(lang).name}): a file holds one language, "
            f"and its name says which, as qna.{lang}.yaml does",
        )
