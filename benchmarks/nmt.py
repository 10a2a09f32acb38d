"""What the engine adds to CTranslate2's own time.

    python -m benchmarks.nmt [sentences] [output tokens a sentence]

The model has random weights, NLLB-200's vocabulary of 256,206 tokens and its eight-bit numbers, but
is narrower and lower: width 256 of 1024, 3 layers a side of 12. It is some ten times as fast as
NLLB-200-distilled-600M, so that what is added weighs ten times as much as there. It finds no end,
so each output has the length asked for. The pieces are cut by a sentencepiece model trained here on
the sample articles.

`CTranslate2` is `translate_batch` on all sentences, already cut into pieces. `engine` is the engine
on paragraphs of four sentences, all at once on an event loop. `own` is the engine over stored
outputs: everything but CTranslate2. Each is the best of the rounds, in turn. Processor time counts
all threads of this process, and says more than the clock on a machine that others use as well.
"""

import asyncio
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from mlkt import samples
from mlkt.rows import Segment
from mlkt.text import split_sentences
from mlkt.translate import Paragraph
from mlkt.translate.engines.nmt import NmtModel, load_nmt, nmt_engine
from mlkt.translate.engines.nmt.collector import Job, Output
from tests.translate.engines.nmt.models import random_model

VOCABULARY = 256_206  # facebook/nllb-200-distilled-600M, config.json
ROUNDS = 3
MAX_BATCH_TOKENS = 1024


def main(count: int = 200, output_tokens: int = 20) -> None:
    texts = sentences(count)
    with tempfile.TemporaryDirectory() as out:
        model = load_nmt(write_model(Path(out, "random-nllb")), profile="nllb", compute_type="int8")
        paragraphs = [paragraph(texts[at : at + 4], at) for at in range(0, count, 4)]
        engine = nmt_engine(
            model,
            source_lang="kn",
            target_lang="en",
            beam_size=1,
            no_repeat_ngram_size=0,
            max_output_tokens=output_tokens,
        )
        canned = Canned(model.folder, model.profile, model.settings, model.name)
        unpaid = type(engine)(canned, engine.tags, engine.capabilities, engine.decoding)
        tokens = [["kan_Knda", *model.encode(text), "</s>"] for text in texts]
        direct = translator(model)
        engine.invoke(paragraphs[0])  # the weights are read here
        work: dict[str, Callable[[], object]] = {
            "CTranslate2": lambda: direct(tokens, output_tokens),
            "engine": lambda: asyncio.run(all_at_once(engine, paragraphs)),
            "own": lambda: asyncio.run(all_at_once(unpaid, paragraphs)),
        }
        rounds = [{name: clock(each) for name, each in work.items()} for _ in range(ROUNDS)]
    pieces = sum(map(len, tokens))
    print(f"{count} sentences, {pieces} source pieces, {output_tokens} output tokens each, greedy")
    print(f"{model.settings.threads} threads, batches of {MAX_BATCH_TOKENS} tokens, load {load()}")
    print(f"{'':12}{'clock':>10}{'':9}{'processor':>10}")
    best = {name: [min(r[name][i] for r in rounds) for i in (0, 1)] for name in work}
    for name, times in best.items():
        shares = [
            f"{a:9.3f} s {a / b:7.1%}" for a, b in zip(times, best["CTranslate2"], strict=True)
        ]
        print(f"{name:12}{' '.join(shares)}")


class Canned(NmtModel):
    """A model that gives a stored output for each sentence."""

    def _translate(self, jobs: Sequence[Job]) -> list[Output]:
        return [Output(job.tokens[1:-1], True) for job in jobs]


async def all_at_once(engine: Any, paragraphs: list[Paragraph]) -> None:
    await asyncio.gather(*(engine.ainvoke(each) for each in paragraphs))


def translator(model: NmtModel) -> Callable[[list[list[str]], int], object]:
    """Return CTranslate2 itself, with the settings of `model`."""
    bare: Any = import_module("ctranslate2").Translator(
        str(model.folder.path),
        inter_threads=model.settings.threads,
        intra_threads=1,
        compute_type="int8",
    )
    return lambda tokens, length: bare.translate_batch(
        tokens,
        target_prefix=[["eng_Latn"]] * len(tokens),
        max_batch_size=MAX_BATCH_TOKENS,
        batch_type="tokens",
        beam_size=1,
        max_decoding_length=length,
    )


def write_model(folder: Path) -> Path:
    from sentencepiece import SentencePieceProcessor, SentencePieceTrainer

    written = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(sentences(400)),
        model_writer=written,
        model_type="bpe",
        vocab_size=1000,
        hard_vocab_limit=False,
        character_coverage=1.0,
        minloglevel=2,
    )
    folder.mkdir()
    (folder / "sentencepiece.bpe.model").write_bytes(written.getvalue())
    cutter: Any = SentencePieceProcessor(model_proto=written.getvalue())
    pieces = [cutter.id_to_piece(number) for number in range(3, cutter.get_piece_size())]
    vocabulary = ["<s>", "<pad>", "</s>", "<unk>", *pieces, "kan_Knda", "eng_Latn", "▁a"]
    vocabulary = list(dict.fromkeys(vocabulary))
    vocabulary += [f"madeupword{number}" for number in range(VOCABULARY - len(vocabulary))]
    return random_model(
        folder, vocabulary, width=256, layers=3, heads=4, inner=1024, quantization="int8"
    )


def sentences(count: int) -> list[str]:
    """Return different sentences of the Kannada sample article."""
    text = Path(samples.__path__[0], "kn.md").read_text(encoding="utf-8")
    found = [text[start:end].strip() for start, end in split_sentences(text, "kn")]
    found = [each for each in found if "\n" not in each and 30 < len(each) < 300]
    return [f"{found[n % len(found)]} {n}" for n in range(count)]


def paragraph(texts: list[str], at: int) -> Paragraph:
    segments: list[Segment] = [
        {
            "id": f"s{at + n}",
            "sentence_ids": [],
            "source": text,
            "source_lang": "kn",
            "target_lang": "en",
            "target": None,
            "engine": "",
            "problems": [],
        }
        for n, text in enumerate(texts)
    ]
    return Paragraph(segments)


def clock(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that passed, and those of the processor."""
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - cpu


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
