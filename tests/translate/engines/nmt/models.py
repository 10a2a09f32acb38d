"""Translation models made on the spot, without torch and without training.

dictionary_model(folder, {"ಮೈಸೂರು": "Mysuru", "ನಗರ.": "city."})

writes a real CTranslate2 model that translates word by word. Its hidden state holds three blocks:
the code of a token, the code of its place, and what goes out. Cross-attention looks for the place
that the decoder is at, and copies from there the code of the source token's translation; every
other weight is zero. What is in no dictionary is copied.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

CODE = 96  # numbers a block: random codes of that length are told apart safely
CODES = ("kan_Knda", "eng_Latn", "hin_Deva", "arb_Arab", "swh_Latn")


def dictionary_model(
    folder: Path,
    words: Mapping[str, str],
    *,
    tokens: Iterable[str] = CODES,
    moves: Mapping[str, str] | None = None,
    spm: Iterable[str] = ("sentencepiece.bpe.model",),
    spm_tokens: Iterable[str] = (),
    skip: int = 0,
    places: int = 514,
    quantization: str | None = None,
    **config: Any,
) -> Path:
    """Write a model that translates `words`, and the sentencepiece models named in `spm`.

    `tokens` join the vocabulary without being words. `moves` says what the model makes of a token
    beside its words (a language code, a word's end). Output begins with the source's token number
    `skip`. `config` goes into `config.json`.
    """
    import numpy

    folder.mkdir(parents=True, exist_ok=True)
    pieces = write_pieces(folder, [*words, *words.values()], spm, spm_tokens)
    vocabulary = list(dict.fromkeys(["<s>", "<pad>", "</s>", "<unk>", *pieces, *tokens]))
    translated = {f"▁{source}": f"▁{target}" for source, target in words.items()}
    translated |= moves or {}
    signs = numpy.random.default_rng(7)
    code = signs.choice([-1.0, 1.0], (len(vocabulary), CODE)).astype("float32")
    place = signs.choice([-1.0, 1.0], (places + skip, CODE)).astype("float32")
    number = {token: index for index, token in enumerate(vocabulary)}
    meant = code[[number[translated.get(token, token)] for token in vocabulary]]

    spec = new_spec(layers=1, heads=1)
    for side, embedded, offset in ((spec.encoder, meant, 0), (spec.decoder, code, skip)):
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = _blocks(embedded, 0)
        side.scale_embeddings = False
        side.position_encodings.encodings = _blocks(place[offset : offset + places], 1)
        _set_norms(side, 3 * CODE)
        _set_zero(side, 3 * CODE)
    looking = numpy.zeros((3 * CODE, 3 * CODE), "float32")
    reading, writing = looking.copy(), looking.copy()
    for i in range(CODE):
        looking[CODE + i, CODE + i] = 8.0
        reading[i, i] = 1.0
        writing[2 * CODE + i, i] = 1.0
    query, both, out = spec.decoder.layer[0].attention.linear
    for layer, weight in ((query, looking), (both, [*looking, *reading]), (out, writing)):
        layer.weight = numpy.array(weight, "float32")
        layer.bias = numpy.zeros(len(weight), "float32")
    spec.decoder.projection.weight = _blocks(code, 2)
    return save(spec, folder, vocabulary, quantization, **config)


def random_model(
    folder: Path,
    vocabulary: list[str],
    *,
    width: int = 32,
    layers: int = 1,
    heads: int = 2,
    inner: int = 64,
    places: int = 1026,
    seed: int = 1,
    quantization: str | None = None,
    **config: Any,
) -> Path:
    """Write a model of random weights: it says something, again and again, and finds no end."""
    import numpy

    folder.mkdir(parents=True, exist_ok=True)
    random = numpy.random.default_rng(seed)
    spec = new_spec(layers=layers, heads=heads)

    def linear(layer: Any, rows: int, columns: int) -> None:
        layer.weight = random.standard_normal((rows, columns), "float32") / columns**0.5
        layer.bias = numpy.zeros(rows, "float32")

    embedded = random.standard_normal((len(vocabulary), width), "float32") / width**0.5
    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = embedded
        side.position_encodings.encodings = random.standard_normal((places, width), "float32")
        _set_norms(side, width)
        for layer in side.layer:
            linear(layer.self_attention.linear[0], 3 * width, width)
            linear(layer.self_attention.linear[1], width, width)
            if hasattr(layer, "attention"):
                for each, rows in zip(
                    layer.attention.linear, (width, 2 * width, width), strict=True
                ):
                    linear(each, rows, width)
            linear(layer.ffn.linear_0, inner, width)
            linear(layer.ffn.linear_1, width, inner)
    spec.decoder.projection.weight = embedded
    return save(spec, folder, vocabulary, quantization, **config)


def write_pieces(
    folder: Path, words: Iterable[str], files: Iterable[str], symbols: Iterable[str] = ()
) -> list[str]:
    """Write sentencepiece models whose pieces are whole words, and return the pieces."""
    from sentencepiece import SentencePieceProcessor, SentencePieceTrainer

    model = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(dict.fromkeys(words)),
        model_writer=model,
        model_type="word",
        vocab_size=8000,
        hard_vocab_limit=False,
        user_defined_symbols=list(symbols),
        character_coverage=1.0,
        unk_id=0,
        bos_id=1,
        eos_id=2,
        pad_id=-1,
        minloglevel=2,
    )
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(model.getvalue())
    processor = SentencePieceProcessor(model_proto=model.getvalue())
    return [processor.id_to_piece(number) for number in range(3, processor.get_piece_size())]


def new_spec(*, layers: int, heads: int) -> Any:
    from ctranslate2.specs import common_spec, transformer_spec

    return transformer_spec.TransformerSpec.from_config(
        (layers, layers), heads, pre_norm=True, activation=common_spec.Activation.RELU
    )


def save(
    spec: Any, folder: Path, vocabulary: list[str], quantization: str | None, **config: Any
) -> Path:
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.decoder_start_token = "</s>"
    spec.validate()
    spec.optimize(quantization=quantization)
    spec.save(str(folder))
    if config:
        file = folder / "config.json"
        file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | config), "utf-8")
    return folder


def _blocks(codes: Any, block: int) -> Any:
    """Return rows of three blocks with `codes` in one of them."""
    import numpy

    rows = numpy.zeros((len(codes), 3 * CODE), "float32")
    rows[:, block * CODE : (block + 1) * CODE] = codes
    return rows


def _set_norms(side: Any, width: int) -> None:
    import numpy

    norms = [side.layer_norm]
    for layer in side.layer:
        norms += [layer.self_attention.layer_norm, layer.ffn.layer_norm]
        norms += [layer.attention.layer_norm] if hasattr(layer, "attention") else []
    for norm in norms:
        norm.gamma = numpy.ones(width, "float32")
        norm.beta = numpy.zeros(width, "float32")


def _set_zero(side: Any, width: int) -> None:
    import numpy

    for layer in side.layer:
        for linear, rows, columns in (
            (layer.self_attention.linear[0], 3 * width, width),
            (layer.self_attention.linear[1], width, width),
            (layer.ffn.linear_0, 4, width),
            (layer.ffn.linear_1, width, 4),
        ):
            linear.weight = numpy.zeros((rows, columns), "float32")
            linear.bias = numpy.zeros(rows, "float32")
