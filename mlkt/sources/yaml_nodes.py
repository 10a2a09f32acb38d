r"""Read a YAML file by its nodes, so that every mistake in it is told at once, each with its line.

answer: no          line 12: `answer` is no text: YAML takes no for a truth value: quote it: "no"
answer: 1756        line 13: `answer` is no text: YAML takes 1756 for a number: quote it: "1756"
answer: see: here   line 14: not YAML (mapping values are not allowed here): …
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mlkt.errors import nearest
from mlkt.rows import nfc

_CORE = "tag:yaml.org,2002:"
_KINDS = {
    "bool": "a truth value",
    "int": "a number",
    "float": "a number",
    "timestamp": "a date",
    "null": "nothing",
}
_CURES = {  # what YAML's parser says -> what to do about it
    "mapping values are not allowed": "put a text with `: ` in it in quotes",
    "found character '\\t'": "indent with blanks, not with tabs",
    "expected a single document": "leave one document in the file, without a second `---`",
    "found undefined alias": "put a text that begins with `*` in quotes",
    "found character '@'": "put a text that begins with `@` in quotes",
    "found character '`'": "put a text that begins with a backtick in quotes",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong with a file, its line counted from 1."""

    line: int
    text: str


@dataclass(slots=True)
class Reading:
    """What is read from the nodes of one file; mistakes are collected and never raised."""

    mistakes: list[Mistake] = field(default_factory=list[Mistake])

    def wrong(self, node: Node | None, text: str) -> None:
        """Write down what is wrong with a node."""
        self.mistakes.append(Mistake(node.start_mark.line + 1 if node else 1, text))

    def root(self, source: str) -> Node | None:
        """Return the only document of a file, None where it is no YAML or empty."""
        try:
            node: Any = yaml.compose(source, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            problem = str(error.problem)
            cure = next((cure for sign, cure in _CURES.items() if sign in problem), "")
            if "expected a single document" in str(error.context):
                problem, cure = str(error.context), _CURES["expected a single document"]
            cure = cure or "mend the line, or the quotes and indents above it"
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.mistakes.append(Mistake(line, f"not YAML ({problem}): {cure}"))
            return None
        except yaml.YAMLError as error:  # a character that YAML does not allow
            reason = " ".join(str(error).split())
            self.mistakes.append(Mistake(1, f"not YAML ({reason}): take the character out"))
            return None
        except RecursionError:
            self.mistakes.append(Mistake(1, "its brackets are nested too deep: write plain lists"))
            return None
        if node is None:
            self.mistakes.append(Mistake(1, "the file is empty"))
        return node

    def keys(
        self,
        node: Node | None,
        at: str,
        *,
        needs: Sequence[str] = (),
        may: Sequence[str] = (),
        others: bool = False,
    ) -> dict[str, Node]:
        """Return key -> node of a mapping; `others` says that unknown keys are let be."""
        if not isinstance(node, MappingNode):
            if node is not None:
                self.wrong(node, f"{_named(at)} must hold `key: value` lines")
            return {}
        known = [*needs, *may]
        found: dict[str, Node] = {}
        for key, value in _items(node):
            if key.value in found:
                self.wrong(key, f"key {key.value!r} stands twice in {_named(at)}: keep one")
            elif key.value in known:
                found[key.value] = value
            elif not others:
                hint = nearest(key.value, known) or f"; there are {', '.join(known)}"
                self.wrong(key, f"unknown key {key.value!r} in {_named(at)}{hint}")
        for key in needs:
            if key not in found:
                self.wrong(node, f"{_named(at)} has no `{key}`")
        return found

    def items(self, node: Node | None, at: str, *, least: int) -> list[Node]:
        """Return the nodes of a list that holds at least this many."""
        if not isinstance(node, SequenceNode):
            if node is not None:
                self.wrong(node, f"`{at}` must be a list, a line with `- ` for each item")
            return []
        nodes: list[Node] = node.value
        if len(nodes) < least:
            self.wrong(node, f"`{at}` holds {len(nodes)} of at least {least}")
        return nodes

    def text(self, node: Node | None, at: str, *, may_be_empty: bool = False) -> str:
        """Return a text in NFC without white space around it, empty where there is none."""
        if node is None:
            return ""
        if not isinstance(node, ScalarNode):
            self.wrong(node, f"`{at}` must be a text: quote it, or write it behind `|`")
            return ""
        kind = node.tag.removeprefix(_CORE)
        if kind == "str" or (kind == "null" and not node.value):
            text = nfc(node.value).strip()
            if not text and not may_be_empty:
                self.wrong(node, f"`{at}` is empty: write a text")
            return text
        taken = _KINDS.get(kind, f"{kind!r}")
        self.wrong(
            node,
            f'`{at}` is no text: YAML takes {node.value} for {taken}: quote it: "{node.value}"',
        )
        return ""

    def whole(self, node: Node | None, at: str) -> int | None:
        """Return a whole number, None where there is none (`3.0` is one, `"3"` is a text)."""
        if node is None:
            return None
        kind = node.tag.removeprefix(_CORE)
        if isinstance(node, ScalarNode) and kind in ("int", "float"):
            try:
                number = float(node.value)
            except ValueError:
                number = 0.5
            if number.is_integer():
                return int(number)
        self.wrong(node, f"`{at}` must be a whole number, without quotes")
        return None


def _items(node: MappingNode) -> Iterator[tuple[ScalarNode, Node]]:
    pairs: list[tuple[Node, Node]] = node.value
    for key, value in pairs:
        if isinstance(key, ScalarNode):
            yield key, value


def _named(at: str) -> str:
    return f"`{at}`" if at else "the file"
