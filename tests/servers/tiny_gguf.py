"""A language model that knows nothing: random weights and a byte-level BPE, as a GGUF file.

    write_tiny_model(tmp_path / "tiny.gguf", texts=["ಮೈಸೂರು ಒಂದು ನಗರ.", …])   # 0.2 s, 1.4 MB

llama.cpp serves it like any other Llama. Without a grammar it babbles.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_WIDTH, _FEED_FORWARD, _LAYERS, _HEADS, _KEY_HEADS = 64, 128, 2, 4, 2
_CONTEXT = 32768
_VOCABULARY = 2048
_SPECIAL = ("<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>")
_CHAT_TEMPLATE = (  # ChatML, without a branch for tools
    "{% for m in messages %}"
    "{{'<|im_start|>'+m['role']+'\n'+m['content']+'<|im_end|>\n'}}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{'<|im_start|>assistant\n'}}{% endif %}"
)


def write_tiny_model(path: Path, texts: Iterable[str], *, seed: int = 0) -> None:
    """Write the model to `path`; its tokens are learnt from `texts`."""
    import gguf

    tokens, merges = _train(texts)
    writer: Any = gguf.GGUFWriter(str(path), "llama")
    writer.add_name("tiny")
    writer.add_context_length(_CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(_LAYERS)
    writer.add_feed_forward_length(_FEED_FORWARD)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_KEY_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_file_type(0)  # all tensors in float32
    kinds: Any = gguf.TokenType
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(
        [kinds.CONTROL if token in _SPECIAL else kinds.NORMAL for token in tokens]
    )
    writer.add_token_merges(merges)
    writer.add_unk_token_id(tokens.index("<unk>"))
    writer.add_bos_token_id(tokens.index("<s>"))
    writer.add_pad_token_id(tokens.index("</s>"))
    writer.add_eos_token_id(tokens.index("<|im_end|>"))
    writer.add_chat_template(_CHAT_TEMPLATE)
    for name, tensor in _tensors(len(tokens), seed):
        writer.add_tensor(name, tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _train(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return tokens in the order of their ids, and the merges."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=_VOCABULARY,
        special_tokens=[*_SPECIAL],
        initial_alphabet=alphabet,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
    return sorted(model["vocab"], key=model["vocab"].__getitem__), merges


def _tensors(n_tokens: int, seed: int) -> Iterable[tuple[str, Any]]:
    import numpy as np

    random = np.random.default_rng(seed)

    def weights(*shape: int) -> Any:
        return (random.standard_normal(shape) * 0.05).astype(np.float32)

    ones = np.ones(_WIDTH, np.float32)
    keys = _WIDTH * _KEY_HEADS // _HEADS
    yield "token_embd.weight", weights(n_tokens, _WIDTH)
    yield "output_norm.weight", ones
    yield "output.weight", weights(n_tokens, _WIDTH)
    for layer in range(_LAYERS):
        block = f"blk.{layer}"
        yield f"{block}.attn_norm.weight", ones
        yield f"{block}.attn_q.weight", weights(_WIDTH, _WIDTH)
        yield f"{block}.attn_k.weight", weights(keys, _WIDTH)
        yield f"{block}.attn_v.weight", weights(keys, _WIDTH)
        yield f"{block}.attn_output.weight", weights(_WIDTH, _WIDTH)
        yield f"{block}.ffn_norm.weight", ones
        yield f"{block}.ffn_gate.weight", weights(_FEED_FORWARD, _WIDTH)
        yield f"{block}.ffn_up.weight", weights(_FEED_FORWARD, _WIDTH)
        yield f"{block}.ffn_down.weight", weights(_WIDTH, _FEED_FORWARD)
