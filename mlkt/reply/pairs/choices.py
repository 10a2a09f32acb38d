r"""Read a multiple-choice question from a reply: options, the right one, the thoughts behind it.

    Question: Where is the palace?
    A) In Hampi
    B) In Mysuru
    C) In Bidar
    D) In Hassan
    Thought process: The palace stands in Mysuru.
    Answer: B.
    -> Choice(question="Where is the palace?", options=["In Hampi", "In Mysuru", …],
              answer_letter="B", answer="In Mysuru", thought="The palace stands …", problems=[])

Labels and letters may be those of any locale; options may stand on one line, or in JSON. What is
wrong stands in `problems`; `answer` is empty where none of the options is meant:

    empty             the reply is empty
    reasoning-cut-off the reply ends inside its reasoning
    cut-off           the finish reason says that the reply stopped at its limit
    no-options        nothing in it reads as options
    not-four          fewer or more than four of them
    same-options      two of them are the same
    placeholder       an option is a form's own dots: "…"
    no-answer         no option is named as the right one
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast
from unicodedata import decimal

import regex

from mlkt.packs import Locale, languages, load_locale
from mlkt.reply.fields.objects import Object, read_values
from mlkt.reply.fields.shapes import unwrapped
from mlkt.reply.fields.vocabulary import Vocabulary, fold, vocabulary
from mlkt.reply.pairs.options import Options, find_options, in_order
from mlkt.reply.problems import Problem
from mlkt.reply.reasoning.families import AUTO
from mlkt.reply.reasoning.reasoning import CUT_OFF, split_with
from mlkt.rows import nfc

N_OPTIONS = 4
_KINDS = ("question", "answer", "thought")
_DOTS = regex.compile(r"[\s.…_\-–—\[\]<>]*")
_EDGES = " \t\n*_#|>"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reply says; `question` is empty where it repeats none, `thought` where it has none.

    `answer_letter` is the right option's, as the options bear them (upper case where there is one).
    """

    question: str
    options: list[str]
    answer_letter: str
    answer: str
    thought: str
    problems: list[Problem]


def parse_choice(text: str, locale: Locale, *, finish_reason: str | None = None) -> Choice:
    """Return the one multiple-choice question of a reply; never raises."""
    reply = split_with(AUTO, nfc(text))
    whole = unwrapped(reply.answer).strip()
    if not whole:
        reason = "reasoning-cut-off" if reply.cut_off else "empty"
        return Choice("", [], "", "", "", [Problem(reason, text)])
    words = vocabulary(locale, _KINDS)
    found = next(_in_objects(whole, words), None) or _in_lines(whole, words)
    if found is None:
        return Choice("", [], "", "", "", [Problem("no-options", whole)])
    options, said = found
    answer = said["answer"]
    at = options.place(answer)
    problems = list(_problems(options, whole, named=at >= 0))
    if finish_reason in CUT_OFF:
        problems.append(Problem("cut-off", whole))
    letter, meant = (options.letters[at].upper(), options.texts[at]) if at >= 0 else ("", "")
    return Choice(said["question"], options.texts, letter, meant, said["thought"], problems)


def option_key(text: str) -> str:
    """Return what two options that say the same share: 2011 and ೨೦೧೧ are one."""
    return "".join(str(decimal(sign, sign)) for sign in fold(text)).rstrip(" .。।")


def _problems(options: Options, whole: str, *, named: bool) -> Iterator[Problem]:
    if len(options.texts) != N_OPTIONS:
        yield Problem("not-four", "\n".join(options.texts))
    if any(_DOTS.fullmatch(text) for text in options.texts):
        yield Problem("placeholder", "\n".join(options.texts))
    elif len({option_key(text) for text in options.texts}) < len(options.texts):
        yield Problem("same-options", "\n".join(options.texts))
    if not named:
        yield Problem("no-answer", whole)


_Found = tuple[Options, dict[str, str]]


def _in_lines(text: str, words: Vocabulary) -> _Found | None:
    options = find_options(text)
    if options is None:
        return None
    label = _labels(words)
    inside = label.search(text, options.start, options.end)
    if inside and len(options.texts) >= N_OPTIONS:  # what follows the last option on its line
        cut = text[inside.start() : options.end].strip(_EDGES)
        texts = [*options.texts[:-1], options.texts[-1].removesuffix(cut).strip(_EDGES)]
        options = Options(options.letters, texts, options.start, inside.start())
    head, tail = text[: options.start], text[options.end :]
    said = {"question": "", "answer": "", "thought": ""}
    before = list(label.finditer(head))
    asked = [one for one in before if _kind(one, words) == "question"]
    said["question"] = (head[asked[-1].end() :] if asked else head).strip(_EDGES)
    after = list(label.finditer(tail))
    ends = [one.start() for one in after[1:]] + [len(tail)]
    for one, end in zip(after, ends, strict=False):
        kind, value = _kind(one, words), tail[one.end() : end].strip(_EDGES)
        said[kind] = f"{said[kind]}\n{value}".strip() if kind == "thought" else value
    prose = tail[: after[0].start()] if after else tail
    said["thought"] = said["thought"] or prose.strip(_EDGES)
    lines = tail.strip().splitlines()
    said["answer"] = said["answer"] or (lines[-1] if lines and not said["answer"] else "")
    return options, said


def _in_objects(text: str, words: Vocabulary) -> Iterator[_Found]:
    for _, value in read_values(text):
        yield from _of(value, words)


def _of(value: Any, words: Vocabulary) -> Iterator[_Found]:
    """Yield the question of each object that holds options, below an array or object too."""
    members: list[Any] = []
    if isinstance(value, Object):
        said, options = {"question": "", "answer": "", "thought": ""}, None
        lettered = [(key, one) for key, one in value if isinstance(one, str) and len(key) < 3]
        options = in_order(lettered)
        for key, one in value:
            kind = words.kind_of(key)[0]
            if kind == "options":
                options = _listed(one) or options
            elif kind in said and isinstance(one, str) and (key, one) not in lettered:
                said[kind] = one.strip()
        if options:
            yield options, said
        members = [one for _, one in value]
    elif isinstance(value, list):
        members = cast("list[Any]", value)
    for one in members:
        yield from _of(one, words)


def _listed(value: Any) -> Options | None:
    """Return the options of a field: a list of texts or of objects, or an object by letters."""
    if isinstance(value, Object):
        return in_order([(key, str(one)) for key, one in value])
    if not isinstance(value, list):
        return find_options(value) if isinstance(value, str) else None
    items = cast("list[Any]", value)
    if items and all(isinstance(one, Object) and len(one) == 2 for one in items):
        return in_order([(str(one[0][1]), str(one[1][1])) for one in items])
    texts = [str(one).strip() for one in items if isinstance(one, str)]
    marked = find_options("\n".join(texts))
    if marked and len(marked.texts) == len(texts):
        return marked
    return Options(tuple("abcdefgh"), texts, 0, 0) if 1 < len(texts) <= 8 else None


@cache
def _labels(words: Vocabulary) -> regex.Pattern[str]:
    """Return what finds a label anywhere: `Thought process: … Answer: B` may be one line."""
    locales = [load_locale(code) for code in languages()]
    written = {form for one in locales for kind in _KINDS for form in one.labels[kind]}
    long = [form for form in written if words.label(form)[0] and not words.label(form)[1]]
    long += [key for key, kind in words.keys.items() if kind in _KINDS and " " in key]
    forms = "|".join(map(regex.escape, sorted(long, key=lambda form: (-len(form), form))))
    return regex.compile(
        rf"(?<![\p{{L}}\p{{M}}\p{{N}}])[*_#]*(?P<label>{forms})[*_]*[ \t]*[:：][*_]*[ \t]*",
        regex.IGNORECASE,
    )


def _kind(found: regex.Match[str], words: Vocabulary) -> str:
    return words.kind_of(found["label"])[0]
