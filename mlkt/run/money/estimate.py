"""What a run would ask, before it asks: requests and tokens by step, passage by passage.

estimate(rows, config, Tokens()) -> [StepUse("summary_detailed", "teacher", 40, 21480.0, 5200.0), …]

Prompts are counted as they are, filled with the passage, which is known by the pivot road too, as
far as its translation's length is. What models will write is taken from `mlkt.run.money.lengths`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from mlkt.ask import Steps, StepSettings, locale_words
from mlkt.chains.decision import CHECKS
from mlkt.chains.recipes import VIEWS, recipe
from mlkt.chains.reverse import answers
from mlkt.chains.seeds import example
from mlkt.chains.strategy import instructed_in
from mlkt.config import Config
from mlkt.packs import Prompt, load_prompt, tasks
from mlkt.rows import Row, folded
from mlkt.run.money.lengths import ANSWER, QUESTION, distinct, length_ratio, reply_length
from mlkt.text.tokens import estimate_tokens
from mlkt.translate.engines.chat import instructions_for
from mlkt.translate.fields import cut_passage
from mlkt.translate.tags import same_language

TRANSLATE, BACK = "translate", "translate_back"
KEY_FACTS = "key-facts"  # whose pairs are about one fact each
JUDGED = frozenset({*CHECKS, "skill_rating", "skill_question_check"})
Count = Callable[[str, str], float]  # tokens of a text in a language


@dataclass(frozen=True, slots=True)
class StepUse:
    """What one step of a run asks of one role's model."""

    step: str
    role: str
    requests: float
    input_tokens: float
    output_tokens: float

    def times(self, factors: Sequence[float]) -> "StepUse":
        """Return it with requests, tokens in and tokens out multiplied."""
        return replace(
            self,
            requests=self.requests * factors[0],
            input_tokens=self.input_tokens * factors[1],
            output_tokens=self.output_tokens * factors[2],
        )


def usual_tokens(text: str, lang: str) -> float:
    """Return the usual number of tokens of a text in `lang`."""
    return estimate_tokens(text, lang).usual


def estimate(rows: Iterable[Row], config: Config, count: Count = usual_tokens) -> list[StepUse]:
    """Return what a run over `rows` would ask, by step and role, in the order of the steps.

    `count` gives the tokens of a text in a language. Not in it: second attempts, seeds that are
    translated, what a memory knows, the thinking of reasoning models, and seeds of skills.
    """
    road = _Road(config, count)
    return _added(use for row in rows for use in road.uses(row))


def over_roles(uses: Iterable[StepUse]) -> list[StepUse]:
    """Return the sums by step, whoever is asked: a passage's usage does not say it."""
    return _added(replace(use, role="") for use in uses)


def _added(uses: Iterable[StepUse]) -> list[StepUse]:
    total: dict[tuple[str, str], StepUse] = {}
    for use in uses:
        before = total.get((use.step, use.role))
        total[use.step, use.role] = _sum(before, use) if before else use
    return list(total.values())


def _sum(one: StepUse, two: StepUse) -> StepUse:
    return replace(
        one,
        requests=one.requests + two.requests,
        input_tokens=one.input_tokens + two.input_tokens,
        output_tokens=one.output_tokens + two.output_tokens,
    )


@dataclass(frozen=True, slots=True)
class _Texts:
    """Tokens of a passage's texts in the language that its chain works in."""

    document: float
    outline: float
    sentence: float
    sentences: int
    examples: float


class _Road:
    """The steps of a configuration, with the tokens of their prompts counted once."""

    def __init__(self, config: Config, count: Count) -> None:
        self._config, self._count = config, count
        self._lang, self._pivot = config.lang, config.pivot
        self._pivots = config.strategy == "pivot" and not same_language(self._lang, self._pivot)
        self._works_in = self._pivot if self._pivots else self._lang
        steps = config.steps
        if config.strategy in ("hybrid", "reverse"):
            steps = instructed_in(self._pivot, steps)
        self._steps: Steps = steps
        known = recipe(config.recipe)
        self._views = config.views or VIEWS
        self._calls = known.requests(config.strategy, steps, self._views)
        self._rate = cache(self._rate_of)
        self._empty = cache(self._empty_prompt)

    def uses(self, row: Row) -> Iterator[StepUse]:
        """Yield what each step asks about one passage."""
        if "skill" in row:
            return
        if self._pivots and self._translator_asks():
            yield self._translate(row)
        texts = self._texts(row)
        pairs = 0.0
        for task, requests in self._calls.items():
            own = load_prompt(task if task in tasks() else "summary_detailed", "en").inputs
            asked = requests
            if "question" in own:
                asked = self._distinct(row, requests, texts)
                pairs = max(pairs, asked)
            elif task == "reverse_questions":
                asked = float(bool(self._answers(row)))
            if not asked:
                continue
            sent, got = self._tokens(row, task, texts)
            yield StepUse(task, self._role(task), asked, asked * sent, asked * got)
            if task in JUDGED and self._config.has_second_critic():
                yield StepUse(task, "second_critic", asked, asked * sent, asked * got)
        if self._pivots and self._translator_asks():
            pairs = pairs or self._pairs_made(row, texts)
            yield from [self._back(pairs, texts)] if pairs else []

    def _translator_asks(self) -> bool:
        """Return whether a chat model translates: no engine of a route, no memory alone."""
        names = {name for route in self._config.translation.routes.values() for name in route}
        asked = not names or "chat" in names
        return asked and self._config.endpoint("translator") is not None

    def _translate(self, row: Row) -> StepUse:
        ratio = length_ratio(self._lang, self._pivot)
        empty, number = self._empty(TRANSLATE), self._count("[1] ", "en")
        requests = sent = got = 0.0
        for paragraph in cut_passage(row, self._pivot):
            if not paragraph.pending:
                continue
            sources = [folded(segment["source"]) for segment in paragraph.pending]
            lines = "\n".join(f"[{at}] {text}" for at, text in enumerate(sources, 1))
            requests += 1
            sent += empty + self._count(f"{paragraph.context}\n{lines}", self._lang)
            got += sum(map(len, sources)) * ratio * self._rate(self._pivot) + number * len(sources)
        return StepUse(TRANSLATE, "translator", requests, sent, got)

    def _back(self, pairs: float, texts: _Texts) -> StepUse:
        """Return what brings pairs back: a request for each question; answers are quotations.

        That is so where answers are the passage's own sentences; other models cost up to twice.
        """
        question = QUESTION * texts.sentence
        sent = self._empty(TRANSLATE) + texts.outline + question
        chars = question / self._rate(self._pivot) * length_ratio(self._pivot, self._lang)
        got = chars * self._rate(self._lang)
        return StepUse(BACK, "translator", pairs, pairs * sent, pairs * got)

    def _texts(self, row: Row) -> _Texts:
        text, outline = row["text"].strip(), " › ".join(row["outline"])
        if self._pivots:
            per_char = self._rate(self._pivot) * length_ratio(self._lang, self._pivot)
            document, around = len(text) * per_char, len(outline) * per_char
        else:
            document, around = (self._count(one, self._lang) for one in (text, outline))
        shown = example(row, self._works_in, 0)
        sentences = max(1, len(row["sentences"]))
        return _Texts(
            document=document,
            outline=around,
            sentence=document / sentences,
            sentences=sentences,
            examples=self._count(shown, self._works_in) if shown else 0.0,
        )

    def _tokens(self, row: Row, task: str, texts: _Texts) -> tuple[float, float]:
        """Return the tokens of one request of `task` and of its reply."""
        prompt = self._prompt(task)
        document = self._asked_about(task, texts)
        lengths = {
            "document": document,
            "context": document,
            "outline": texts.outline,
            "examples": texts.examples,
            "question": QUESTION * texts.sentence,
            "answer": ANSWER * texts.sentence,
            "text": sum(self._count(one, self._lang) for one in self._answers(row))
            if task == "reverse_questions"
            else 4 * ANSWER * texts.sentence,
        }
        sent = self._empty(task) + sum(lengths.get(name, 0.0) for name in prompt.inputs)
        length = reply_length(task)
        each = len(self._answers(row)) if task == "reverse_questions" else self._n_pairs(task)
        got = length.document * document + texts.sentence * (length.sentences + length.each * each)
        return sent, got + self._labels(task) * (each if length.each else 1)

    def _asked_about(self, task: str, texts: _Texts) -> float:
        """Return the mean tokens of what a step is shown as its document: passage or summaries."""
        made = {name: calls for name, calls in self._calls.items() if name.startswith("summary_")}
        if task not in ("qa", "questions") or not made:
            return texts.document
        if self._config.recipe == KEY_FACTS:
            return texts.sentence
        requests = self._calls[task]
        summed = sum(calls * reply_length(name).document for name, calls in made.items())
        with_passage = max(0.0, requests - sum(made.values()))
        return texts.document * (summed + with_passage) / requests

    def _labels(self, task: str) -> float:
        """Return the tokens of what a reply holds beside its sentences, once or for each pair."""
        prompt = self._prompt(task)
        words = locale_words(prompt.lang, self._works_in)
        labels = [words[name] for name in sorted(prompt.inputs) if name.endswith("_label")]
        verdict = [words["yes"]] if "yes" in prompt.inputs else []
        return self._count(" ".join(f"{word}: \n" for word in labels + verdict), prompt.lang)

    def _distinct(self, row: Row, asked: float, texts: _Texts) -> float:
        if self._config.strategy == "reverse":
            return float(len(self._answers(row)))
        lists = max(self._calls.get("qa", 0), self._calls.get("questions", 0))
        one_subject_each = self._config.recipe == KEY_FACTS or lists <= 1
        return asked if one_subject_each else distinct(asked, texts.sentences)

    def _pairs_made(self, row: Row, texts: _Texts) -> float:
        made = self._calls.get("qa", 0.0) * self._n_pairs("qa")
        return self._distinct(row, made, texts) if made else 0.0

    def _answers(self, row: Row) -> list[str]:
        """Return the sentences that the strategy `reverse` asks about, none in others."""
        if self._config.strategy != "reverse":
            return []
        return [text for text, _ in answers(row, self._lang, self._n_pairs("reverse_questions"))]

    def _n_pairs(self, task: str) -> int:
        return self._steps.get(task, StepSettings()).n_pairs

    def _role(self, task: str) -> str:
        return "critic" if task in JUDGED else "teacher"

    def _prompt(self, task: str) -> Prompt:
        settings = self._steps.get(task, StepSettings())
        lang = instructions_for(self._pivot) if task == TRANSLATE else self._works_in
        return settings.prompt or load_prompt(task, settings.prompt_lang or lang)

    def _empty_prompt(self, task: str) -> float:
        """Return the tokens of a prompt with nothing but its words filled in."""
        prompt = self._prompt(task)
        known: Mapping[str, str] = locale_words(prompt.lang, self._works_in)
        return self._count(
            prompt.fill(**{name: known.get(name, "") for name in prompt.inputs}), prompt.lang
        )

    def _rate_of(self, lang: str) -> float:
        """Return the tokens a character of a language, by the text of a prompt where it has one."""
        spoken = instructions_for(lang)
        if not same_language(spoken, lang):
            return usual_tokens("x" * 1000, lang) / 1000
        sample = load_prompt("qa", spoken).text
        return self._count(sample, lang) / len(sample)
