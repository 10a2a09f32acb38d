"""How near `mlkt estimate` comes to the tokens really used, in Kannada, Hindi and English.

    python -m benchmarks.estimate --data ../shared/data/ntrex128           the half that is held out
    python -m benchmarks.estimate --data ../shared/data/ntrex128 --fit     the half that was fitted

Articles of NTREX-128 (every other one is held out) go through whole runs before the tests' scripted
teacher; it translates by NTREX-128's own human translations, so that lengths are real ones. Tokens
are counted on both sides by a SentencePiece model that is trained on the spot on the other half.
Printed: estimate / used, without and with a trial run over the first passages.
"""

import argparse
import io
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path

from mlkt.cli import main as mlkt
from mlkt.cli.run import read_job
from mlkt.config import Config
from mlkt.rows import Row, folded
from mlkt.run.money.estimate import StepUse, estimate
from mlkt.run.money.trial import corrected, finished, used
from mlkt.text.tokens import token_counter
from tests.servers.marking import mark
from tests.servers.openai_server import OpenAIServer, Request
from tests.servers.openai_shapes import Reply, Usage
from tests.servers.prompts import recognise
from tests.servers.road import code_of, numbered_lines, road_reply

FILES = {"kn": "ref.kan", "hi": "ref.hin", "en": "src.eng"}
CASES = [
    (lang, strategy)
    for lang in FILES
    for strategy in ("pivot", "native", "hybrid", "reverse")
    if lang != "en" or strategy in ("native", "reverse")
]
Counted = Callable[[str], int]


def articles(data: Path, lang: str, held_out: bool) -> list[str]:
    """Return every other article, a line a paragraph."""
    lines = (data / f"newstest2019-{FILES[lang]}.txt").read_text(encoding="utf-8").splitlines()
    names = (data / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").split()
    found: dict[str, list[str]] = defaultdict(list)
    for name, line in zip(names, lines, strict=True):
        found[name].append(line.strip())
    return ["\n\n".join(lines) for lines in list(found.values())[held_out::2]]


def tokenizer(data: Path, folder: Path, held_out: bool) -> Path:
    """Train a SentencePiece model on the articles of the other half, and return its file."""
    import sentencepiece

    text = folder / "texts.txt"
    lines = [
        line
        for lang in FILES
        for one in articles(data, lang, not held_out)
        for line in one.split("\n")
    ]
    text.write_text("\n".join(lines), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(folder / "bpe"), vocab_size=12000, model_type="bpe",
        byte_fallback=True, character_coverage=0.9995, minloglevel=2,
    )  # fmt: skip
    return folder / "bpe.model"


class Translations:
    """NTREX-128's lines by language, for sentences that stand in them."""

    def __init__(self, data: Path) -> None:
        self._lines = {
            lang: [
                folded(line)
                for line in (data / f"newstest2019-{name}.txt")
                .read_text(encoding="utf-8")
                .splitlines()
            ]
            for lang, name in FILES.items()
        }

    def __call__(self, text: str, source: str, target: str) -> str:
        """Return the part of a line's translation that stands where `text` stands in the line."""
        for line, other in zip(self._lines[source], self._lines[target], strict=True):
            at = line.find(text)
            if at >= 0:
                ends = (at, at + len(text))
                start, end = (round(one / len(line) * len(other)) for one in ends)
                start, end = (
                    other.rfind(" ", 0, one) + 1 if one < len(other) else one
                    for one in (start, end)
                )
                return other[start:end].strip() or other
        return mark(text, source, target)


def teacher(counted: Counted, translated: Translations) -> Callable[[Request], Reply]:
    """Return the scripted teacher that counts its tokens by `counted`."""

    def reply(request: Request) -> Reply:
        asked = recognise(request.prompt)
        text = str(road_reply(request).content)
        if asked and asked.task == "translate":
            source, target = (
                code_of(asked.values[f"{end}_language"]) for end in ("source", "target")
            )
            text = "\n".join(
                f"[{line.number}] {translated(line.text, source, target)}"
                for line in numbered_lines(asked.values["text"])
            )
        return Reply(text, usage=Usage(counted(request.prompt), counted(text)))

    return reply


def run(sources: list[str], lang: str, strategy: str, recipe: str, out: Path, limit: int) -> None:
    """Run the command quietly."""
    argv = ["run", *sources, "--lang", lang, "--strategy", strategy, "--recipe", recipe]
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = mlkt([*argv, "--out", str(out), *(["--limit", str(limit)] if limit else [])])
    if code != 0:
        print(said.getvalue()[-600:], file=sys.stderr)


def job(sources: list[str], lang: str, strategy: str, recipe: str) -> tuple[list[Row], Config]:
    """Return the passages and the configuration of the same run."""
    none = dict.fromkeys(("config", "views", "tasks", "memory", "seeds", "glossary", "keep"))
    arguments = argparse.Namespace(
        source=sources, lang=lang, strategy=strategy, recipe=recipe, **none
    )
    cuts, config = read_job(arguments)
    return [row for _, cut in cuts for row in cut.rows], config


def total(uses: list[StepUse]) -> float:
    """Return all tokens of an estimate."""
    return sum(use.input_tokens + use.output_tokens for use in uses)


def measure(
    case: tuple[str, str],
    recipe: str,
    sources: list[str],
    counted: Counted,
    folder: Path,
    steps: bool,
    trial: int,
) -> tuple[float, float]:
    """Return estimate / used of one run, without and with a trial; print the steps if wanted."""
    lang, strategy = case
    run(sources, lang, strategy, recipe, folder / "whole", 0)
    run(sources, lang, strategy, recipe, folder / "trial", trial)
    rows, config = job(sources, lang, strategy, recipe)
    work = partial(estimate, config=config, count=lambda text, lang: counted(text))
    thought = work(rows)
    learnt, _ = corrected(rows, folder / "trial", work)
    spent = used(list(finished(folder / "whole").values()))
    real = sum(sent + got for _, sent, got in spent.values())
    if steps:
        for use in thought:
            n, sent, got = spent.get(use.step, (0, 0, 0))
            print(
                f"    {use.step:<20} requests {use.requests:7.0f} {n:6}   "
                f"in {use.input_tokens:9.0f} {sent:8}   out {use.output_tokens:8.0f} {got:7}"
            )
    return total(thought) / real, total(learnt) / real


def main() -> None:
    """Read the command line, run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of NTREX-128")
    parser.add_argument("--fit", action="store_true", help="the half that constants come from")
    parser.add_argument("--steps", action="store_true", help="print every step")
    parser.add_argument("--recipe", action="append", dest="recipes")
    parser.add_argument("--articles", type=int, default=12)
    parser.add_argument("--trial", type=int, default=5, help="passages of the trial run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        counted = token_counter(tokenizer(options.data, folder, not options.fit))
        reply = teacher(counted, Translations(options.data))
        for recipe in options.recipes or ["knowledge"]:
            print(f"{recipe}: estimate / used, then with a trial of {options.trial} passages")
            for case in CASES:
                lang, strategy = case
                if recipe != "knowledge" and strategy == "reverse":
                    continue
                there = folder / f"{recipe}-{lang}-{strategy}"
                there.mkdir()
                sources: list[str] = []
                for at, text in enumerate(
                    articles(options.data, lang, not options.fit)[: options.articles]
                ):
                    sources.append(str(there / f"{at}.md"))
                    Path(sources[-1]).write_text(text, encoding="utf-8")
                with OpenAIServer(reply) as server:
                    os.environ.update(server.endpoint.env("teacher"))
                    plain, learnt = measure(
                        case, recipe, sources, counted, there, options.steps, options.trial
                    )
                print(f"  {lang} {strategy:<8} {plain:5.2f}  {learnt:5.2f}", flush=True)


if __name__ == "__main__":
    main()
