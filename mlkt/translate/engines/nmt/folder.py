"""A folder with a converted translation model: is it one, and what does it hold?

nllb-200-distilled-600M/
    model.bin                  the weights
    config.json                {"add_source_eos": false, "eos_token": "</s>", …}
    shared_vocabulary.json     ["<s>", "<pad>", "</s>", "<unk>", "▁a", …, "kan_Knda", …]
    sentencepiece.bpe.model    copied from the original model

Nothing of this loads the weights: mistakes are found before there is work.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from mlkt.errors import EngineError
from mlkt.translate.engines.nmt.profiles import Profile

_CONVERT = (
    "convert a model with  ct2-transformers-converter --model NAME --output_dir FOLDER "
    "--quantization int8"
)
_UNCONVERTED = ("*.safetensors", "pytorch_model*.bin", "*.npz", "*.pt")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokens of one side of a model, and the file that they stand in."""

    file: Path
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """What a model's folder says without its weights being read."""

    path: Path
    source_pieces: Path
    target_pieces: Path
    source: Vocabulary
    target: Vocabulary
    end_token: str
    adds_end_token: bool  # the model appends the end token to the source itself


def read_folder(path: Path, profile: Profile) -> ModelFolder:
    """Return what the folder of a converted model holds.

    Raises:
        EngineError: it is no such folder, or lacks a file; says which and how to get it.
    """
    if not path.is_dir():
        raise EngineError(f"{str(path)!r} is no folder with a translation model: {_CONVERT}")
    if not (path / "model.bin").is_file():
        found = [each.name for pattern in _UNCONVERTED for each in sorted(path.glob(pattern))]
        what = f"an unconverted model ({found[0]!r})" if found else "no 'model.bin'"
        raise EngineError(f"the model folder {str(path)!r} holds {what}: {_CONVERT}")
    config = _read_config(path / "config.json")
    source = _find_pieces(path, profile.source_pieces, profile)
    return ModelFolder(
        path=path,
        source_pieces=source,
        target_pieces=_find_pieces(path, profile.target_pieces, profile)
        if profile.target_pieces
        else source,
        source=_read_vocabulary(path, "source"),
        target=_read_vocabulary(path, "target"),
        end_token=str(config.get("eos_token") or "</s>"),
        adds_end_token=config.get("add_source_eos") is True,
    )


def _find_pieces(path: Path, names: tuple[str, ...], profile: Profile) -> Path:
    for name in names:
        if (path / name).is_file():
            return path / name
    listed = " or ".join(repr(name) for name in names)
    raise EngineError(
        f"the model folder {str(path)!r} holds no sentencepiece model {listed}, which the profile "
        f"{profile.name!r} needs: copy it from the original model, or name another profile"
    )


def _read_vocabulary(path: Path, side: str) -> Vocabulary:
    for name in (f"{side}_vocabulary", "shared_vocabulary"):
        for file in (path / f"{name}.json", path / f"{name}.txt"):
            if file.is_file():
                return Vocabulary(file, tuple(_read_tokens(file)))
    raise EngineError(
        f"the model folder {str(path)!r} holds neither 'shared_vocabulary.json' nor "
        f"'{side}_vocabulary.json' (or '.txt'): copy the whole output of the converter"
    )


def _read_tokens(file: Path) -> list[str]:
    try:
        text = file.read_bytes().decode("utf-8-sig")  # text mode would change tokens: CR is one
        if file.suffix == ".txt":
            return text.removesuffix("\n").split("\n")
        tokens = json.loads(text)
    except ValueError as error:
        raise EngineError(
            f"{str(file)!r} cannot be read ({error}): copy it from the converter's output again"
        ) from None
    if not isinstance(tokens, list) or not all(isinstance(t, str) for t in cast("Any", tokens)):
        raise EngineError(
            f"{str(file)!r} is no list of tokens: copy it from the converter's output"
        )
    return cast("list[str]", tokens)


def _read_config(file: Path) -> dict[str, Any]:
    """Return the model's settings; models of older converters have none."""
    if not file.is_file():
        return {}
    try:
        config = json.loads(file.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise EngineError(
            f"{str(file)!r} cannot be read ({error}): copy it from the converter's output again"
        ) from None
    return cast("dict[str, Any]", config) if isinstance(config, dict) else {}
