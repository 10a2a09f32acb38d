"""`qna.yaml`: three kinds of files in many languages; every mistake at once, with its line."""

import copy
from pathlib import Path
from typing import Any

import pytest

from mlkt.errors import LanguageError, SourceError
from mlkt.sources.qna import read_qna
from tests.sources.qna_files import PASSAGES, as_yaml, knowledge, skill


def written(folder: Path, text: str, name: str = "qna.en.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(folder: Path, text: str, name: str = "qna.en.yaml") -> list[str]:
    """Return what is said of a file, `line N: …` each."""
    path = written(folder, text, name)
    with pytest.raises(SourceError) as caught:
        read_qna(path)
    lines = str(caught.value).split("\n  ")
    if len(lines) > 1:
        assert lines.pop(0) == f"{len(lines)} mistakes"
    return [line.removeprefix(f"{path}, ") for line in lines]


@pytest.mark.parametrize("lang", sorted(PASSAGES))
def test_a_knowledge_file_is_read_in_every_language(tmp_path: Path, lang: str) -> None:
    qna = read_qna(written(tmp_path, as_yaml(knowledge(lang)), f"knowledge/x/qna.{lang}.yaml"))
    text = PASSAGES[lang]
    assert (qna.kind, qna.version, qna.lang, len(qna.seeds)) == ("knowledge", 3, lang, 5)
    assert qna.seeds[1]["context"] == text.format(n=1901)
    assert qna.seeds[1]["lang"] == lang
    assert qna.seeds[1]["pairs"][2] == {
        "question": text.format(n=2) + "?",
        "answer": text.format(n=1901),
    }
    assert qna.documents is not None and qna.documents.patterns == ("*.md",)


@pytest.mark.parametrize("version", [1, 2, 3])
@pytest.mark.parametrize("grounded", [True, False])
def test_skills_of_all_versions_are_read(tmp_path: Path, version: int, grounded: bool) -> None:
    values = skill("kn", version=version, grounded=grounded)
    path = "compositional_skills/x/qna.kn.yaml"
    qna = read_qna(written(tmp_path, as_yaml(values), path))
    assert (qna.kind, qna.version, qna.grounded) == ("compositional_skills", version, grounded)
    assert len(qna.seeds) == 5 and len(qna.seeds[0]["pairs"]) == 1
    assert qna.task_description == values["task_description"]


def test_version_1_may_be_unnamed_short_and_without_a_description(tmp_path: Path) -> None:
    values = skill(version=1, seeds=1) | {"task_description": ""}
    del values["version"]
    qna = read_qna(written(tmp_path, as_yaml(values), "foundational_skills/x/qna.en.yaml"))
    assert (qna.kind, qna.version, len(qna.seeds)) == ("foundational_skills", 1, 1)


def test_the_language_stands_in_the_name_or_is_said(tmp_path: Path) -> None:
    text = as_yaml(knowledge("kn"))
    assert read_qna(written(tmp_path, text, "qna.kn.yaml"), "en").lang == "kn"
    assert read_qna(written(tmp_path, text, "qna.yaml"), "kn-IN").lang == "kn"
    assert read_qna(written(tmp_path, text, "my.seeds.kn.yaml"), "kn").lang == "kn"
    with pytest.raises(LanguageError, match=r"qna\.kn\.yaml"):
        read_qna(written(tmp_path, text, "qna.yaml"))
    with pytest.raises(LanguageError, match="'xx'"):
        read_qna(written(tmp_path, text, "qna.xx.yaml"), "kn")


def without(*path: str | int) -> str:
    """Return a knowledge file that lacks one value."""
    values = knowledge()
    holder: Any = values
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return as_yaml(values)


def changed(value: Any, *path: str | int) -> str:
    """Return a knowledge file in which one value is another."""
    values = copy.deepcopy(knowledge())
    holder: Any = values
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return as_yaml(values)


def bare(value: str) -> str:
    """Return a knowledge file whose first answer is written as `value`, without quotes."""
    return changed("HERE", *ANSWER).replace("HERE", value)


ANSWER = ("seed_examples", 0, "questions_and_answers", 0, "answer")
FIRST = "seed_examples[1].questions_and_answers[1].answer"
ONE_MISTAKE = [
    (without("domain"), "line 1: the file has no `domain`"),
    (without("document"), "line 1: the file has no `document`"),
    (without("document", "commit"), "`document` has no `commit`"),
    (without("seed_examples", 4), "line 6: `seed_examples` holds 4 of at least 5"),
    (without("seed_examples", 0, "context"), "line 6: `seed_examples[1]` has no `context`"),
    (
        without("seed_examples", 1, "questions_and_answers", 0),
        "`seed_examples[2].questions_and_answers` holds 2 of at least 3",
    ),
    (changed("", *ANSWER), f"line 9: `{FIRST}` is empty"),
    (changed("  ", "domain"), "line 3: `domain` is empty"),
    (changed(2, "version"), "line 1: `version` 2 of a knowledge file is not read: 3 is"),
    (changed("3", "version"), "line 1: `version` must be a whole number, without quotes"),
    (changed("*.md", "document", "patterns"), "`document.patterns` must be a list"),
    (changed([], "document", "patterns"), "`document.patterns` holds 0 of at least 1"),
    (changed(7, "document", "commit"), "`document.commit` is no text: YAML takes 7 for a number"),
    (as_yaml(knowledge() | {"domian": "x"}), "unknown key 'domian' in the file, did you mean"),
    (as_yaml(knowledge() | {"language": "kn"}), "unknown key 'language' in the file"),
    (as_yaml(knowledge()) + "domain: twice\n", "key 'domain' stands twice in the file"),
    (bare("no"), f'line 9: `{FIRST}` is no text: YAML takes no for a truth value: quote it: "no"'),
    (bare("1756"), 'YAML takes 1756 for a number: quote it: "1756"'),
    (bare("2024-01-01"), 'YAML takes 2024-01-01 for a date: quote it: "2024-01-01"'),
    (bare("~"), "YAML takes ~ for nothing"),
    (bare("[1, 2]"), f"line 9: `{FIRST}` must be a text"),
    (bare("see: this"), "line 9: not YAML (mapping values are not allowed here): put a text"),
    (bare("*md"), "put a text that begins with `*` in quotes"),
    (bare("\tx").replace("\n    ", "\n\t"), "indent with blanks, not with tabs"),
    ("", "line 1: the file is empty"),
    ("- a\n- b\n", "line 1: the file must hold `key: value` lines"),
    ("[" * 5000, "nested too deep"),
    ("domain: a\n---\ndomain: b\n", "leave one document in the file"),
    ("domain: \x07\n", "line 1: not YAML (unacceptable character"),
    (as_yaml(knowledge("kn")), "is not in 'en' (English)"),
]


@pytest.mark.parametrize(("text", "says"), ONE_MISTAKE)
def test_a_mistake_is_named_with_its_line_and_its_cure(
    tmp_path: Path, text: str, says: str
) -> None:
    found = mistakes(tmp_path, text, "knowledge/x/qna.en.yaml")
    assert any(says in line for line in found), found
    assert all(line.startswith("line ") for line in found)


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    values = knowledge(seeds=4)
    del values["domain"]
    values["seed_examples"][2]["questions_and_answers"][1] |= {"answer": 1756}
    values["seed_examples"][3]["context"] = ""
    values["extra"] = "x"
    found = mistakes(tmp_path, as_yaml(values))
    assert len(found) == 5
    lines = [int(line.split(":")[0].removeprefix("line ")) for line in found]
    assert lines == sorted(lines) and lines[0] == 1


def test_a_seed_that_repeats_another_is_told(tmp_path: Path) -> None:
    values = knowledge()
    values["seed_examples"][3] = values["seed_examples"][1]
    (found,) = mistakes(tmp_path, as_yaml(values))  # written as an alias, which is fine
    assert "`seed_examples[4]` repeats seed_examples[2]" in found


def test_what_upstream_takes_is_taken(tmp_path: Path) -> None:
    values = knowledge(seeds=6, pairs=4)
    values["version"] = 3.0
    values["seed_examples"][0]["questions_and_answers"][0]["difficulty"] = "low"
    text = as_yaml(values).replace("\n", "\r\n")
    path = tmp_path / "qna.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    qna = read_qna(path, "en")
    assert (len(qna.seeds), len(qna.seeds[0]["pairs"])) == (6, 4)


def test_a_skill_may_be_to_write_in_another_language(tmp_path: Path) -> None:
    values = skill("kn")
    for seed in values["seed_examples"]:
        seed["answer"] = PASSAGES["en"].format(n=1)
    values["seed_examples"][0]["answer"] = PASSAGES["en"].format(n=1) * 3
    assert read_qna(written(tmp_path, as_yaml(values), "qna.kn.yaml")).lang == "kn"


@pytest.mark.parametrize("key", ["document", "domain"])
def test_a_skill_with_keys_of_knowledge_is_no_skill(tmp_path: Path, key: str) -> None:
    values = skill() | {key: "x"}
    assert mistakes(tmp_path, as_yaml(values), "compositional_skills/x/qna.en.yaml") == [
        f"line 15: unknown key {key!r} in the file; there are created_by, task_description, "
        "seed_examples, version"
    ]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "qna.kn.yaml"
    with pytest.raises(SourceError, match="cannot read"):
        read_qna(path)
    path.write_bytes("domain: é".encode("latin-1"))
    with pytest.raises(SourceError, match="not UTF-8"):
        read_qna(path)
    with pytest.raises(SourceError, match=r"\.yaml files"):
        read_qna(written(tmp_path, "", "seeds.json"), "kn")
