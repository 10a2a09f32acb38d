"""Read fields from objects, whether JSON, JSON Lines, Python literals or YAML held them.

    {"qa_pairs": [{"question": "Where?", "answer": "Here."}]}      {"ಪ್ರಶ್ನೆ": …, "ಉತ್ತರ": …}
    {"question_1": …, "answer_1": …, "question_2": …}              {"Where?": "Here."}
    [["Where?", "Here."], …]                {"messages": [{"role": "user", "content": "Where?"}, …]}

Options of multiple choice are kept as lines of the question. Two lists side by side
(`{"questions": […], "answers": […]}`) are not paired: nothing says that they run in step.
"""

from collections.abc import Iterator
from itertools import count, islice
from typing import Any, cast

import regex
import yaml

from mlkt.reply.fields.code import fence_contents, fenced
from mlkt.reply.fields.fields import Field
from mlkt.reply.fields.lines import match_lines
from mlkt.reply.fields.objects import CutText, Object, first_value, read_values
from mlkt.reply.fields.questions import is_question
from mlkt.reply.fields.vocabulary import Vocabulary, find

_MAX_YAML_CHARS = 200_000
_MAX_NODES = 200_000  # a YAML alias may stand for much more than its file
_YAML_ITEM = regex.compile(
    r"^(?P<indent>[ \t]*+)-[ \t]++(?P<key>[^\s:\"'{\[*_][^:\n]{0,40}+):(?=[ \t\n])", regex.MULTILINE
)
_YAML_KEY = regex.compile(r"^[ \t]*+(?P<key>[^\s:*_-][^:\n]{0,40}+):(?=[ \t\n])", regex.MULTILINE)
_MEMBER = regex.compile(
    r"^[ \t]*+[\"“](?P<key>[^\"“”\n]{1,40}+)[\"”][^\S\n]*+[:：]", regex.MULTILINE
)
_YAML_REACH = 2000  # characters in which the second key of a mapping stands
_YAML_TRIES = 20
_CONTENTS = ("content", "value", "text")


def first_json(text: str, words: Vocabulary, end: int) -> int:
    """Return where JSON may begin before `end`, or -1."""
    return first_value(text, end)


def read_json(text: str, words: Vocabulary) -> list[Field]:
    """Return the fields of all objects in a text."""
    walk = _Walk(words)
    return [field for at, value in read_values(text) for field in walk.fields(value, at)]


def first_members(text: str, words: Vocabulary, end: int) -> int:
    """Return where the members of an object begin that has lost its braces, or -1."""
    found = next(match_lines(_MEMBER, text, 0, end + _YAML_REACH), None)
    return found.start() if found and words.kind_of(found["key"])[0] else -1


def read_members(text: str, words: Vocabulary) -> list[Field]:
    """Return the fields of members without braces around them."""
    return read_json("{" + text[max(first_members(text, words, len(text)), 0) :] + "}", words)


def first_yaml(text: str, words: Vocabulary, end: int) -> int:
    """Return where a YAML list of mappings begins before `end`, or -1."""
    for found in islice(_YAML_ITEM.finditer(text, 0, end + _YAML_REACH), _YAML_TRIES):
        deeper = f"{found['indent']} "
        reach = min(found.end() + _YAML_REACH, len(text))
        after = (
            key["key"]
            for key in _YAML_KEY.finditer(text, found.end(), reach)
            if key.group().startswith((deeper, "\t"))
        )
        if words.kind_of(found["key"])[0] and any(words.kind_of(key)[0] for key in after):
            return found.start()
    return -1


def read_yaml(text: str, words: Vocabulary) -> list[Field]:
    """Return the fields of a YAML list of mappings; none where it is not valid YAML."""
    at = first_yaml(text, words, len(text))
    inside = (body for _, body, start in fence_contents(text, fenced(text)) if start <= at)
    source = next((body for body in inside if first_yaml(body, words, len(body)) >= 0), text[at:])
    if at < 0 or len(source) > _MAX_YAML_CHARS:
        return []
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        value: Any = yaml.load(source, Loader=loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return []
    return list(_Walk(words).fields(value, at))


class _Walk:
    """Goes through values and numbers the objects that hold fields."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._groups = count()
        self._left = _MAX_NODES

    def fields(self, value: Any, at: int) -> Iterator[Field]:
        """Yield the fields of a value and of all it holds."""
        self._left -= 1
        if self._left < 0:
            return
        if isinstance(value, dict):
            value = Object(cast("dict[str, Any]", value).items())
        if isinstance(value, Object):
            yield from self._object(value, at)
        elif isinstance(value, list):
            items = cast("list[Any]", value)
            if items and all(map(_is_couple, items)):
                for question, answer in cast("list[list[str]]", items):
                    yield from self._couple(question, answer, at)
            else:
                for item in items:
                    yield from self.fields(item, at)

    def _object(self, members: Object, at: int) -> Iterator[Field]:
        role = self._role(members)
        if role:
            kind, text = role
            if kind:
                yield Field(kind, text.strip(), at, closed=not isinstance(text, CutText))
            return
        named = [(*find(self._words, key), _content(value)) for key, value in members]
        own = [each for each in named if each[0] not in {"", "options"} and _is_text(each[3])]
        if not own:
            yield from self._unnamed(members, at)
            return
        if sum(isinstance(value, list) for _, _, _, value in own) > 1:
            yield Field("lists", "\n".join(_as_text(value) for _, _, _, value in own), at)
            return
        kinds = {kind for kind, _, _, _ in own}
        best = {k: self._words.best(name for kind, _, name, _ in own if kind == k) for k in kinds}
        options = "".join(f"\n{_as_text(v)}" for kind, _, _, v in named if kind == "options")
        group = next(self._groups)
        for kind, number, name, value in own:
            if name == best[kind]:
                text = _as_text(value) + (options if kind == "question" else "")
                cut = isinstance(value, CutText) or (members.cut and len(own) == 1)
                yield Field(kind, text.strip(), at, number, group=group, closed=not cut, broken=cut)
        for kind, _, _, value in named:
            if kind != "options" and not _is_text(value):
                yield from self.fields(value, at)

    def _unnamed(self, members: Object, at: int) -> Iterator[Field]:
        """Read an object whose keys are the questions, or look into its values."""
        if members and all(_is_couple([key, value]) for key, value in members):
            for question, answer in members:
                yield from self._couple(question, answer, at)
            return
        for _, value in members:
            yield from self.fields(value, at)

    def _couple(self, question: str, answer: str, at: int) -> Iterator[Field]:
        group = next(self._groups)
        cut = isinstance(answer, CutText)
        yield Field("question", question.strip(), at, group=group, closed=True)
        yield Field("answer", answer.strip(), at, group=group, closed=not cut, broken=cut)

    def _role(self, members: Object) -> tuple[str, str] | None:
        """Return kind and text of a chat message."""
        values = {key.casefold(): value for key, value in members}
        role = next((values[key] for key in ("role", "from", "speaker") if key in values), None)
        text = next((values[key] for key in _CONTENTS if key in values), None)
        if not isinstance(role, str) or not isinstance(text, str):
            return None
        return self._words.kind_of(role)[0], text


def _is_couple(value: Any) -> bool:
    """Return whether a list or a member is a question and its answer."""
    if not isinstance(value, list) or len(cast("list[Any]", value)) != 2:
        return False
    question, answer = cast("list[Any]", value)
    return isinstance(answer, str) and isinstance(question, str) and is_question(question)


def _content(value: Any) -> Any:
    """Return what an object around a single text holds: `{"text": "Here."}`."""
    if isinstance(value, Object) and len(value) == 1 and value[0][0].casefold() in _CONTENTS:
        return value[0][1]
    return value


def _is_text(value: Any) -> bool:
    if isinstance(value, Object):
        return False
    if isinstance(value, list):
        return all(isinstance(item, str) for item in cast("list[Any]", value))
    return isinstance(value, (str, bool)) or value is None


def _as_text(value: Any) -> str:
    if isinstance(value, Object):
        return "\n".join(f"{key}) {_as_text(item)}" for key, item in value)
    if isinstance(value, list):
        return "\n".join(map(_as_text, cast("list[Any]", value)))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
