"""A model's folder and its settings: what is wrong with them is said before there is work."""

import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ctranslate2", reason="needs the package ctranslate2 (extra: nmt)")

from mlkt.errors import EngineError, MissingExtraError
from mlkt.translate.engines.nmt import PROFILES, load_nmt, nmt_engine
from mlkt.translate.engines.nmt.profiles import load_profile
from tests.translate.engines.nmt.models import dictionary_model

WORDS = {"ನಗರ": "city"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return dictionary_model(tmp_path / "tiny", WORDS)


@pytest.mark.parametrize(
    ("removed", "added", "message"),
    [
        ("model.bin", None, r"tiny' holds no 'model.bin': convert a model with  ct2-transf"),
        ("model.bin", "model.safetensors", r"an unconverted model \('model.safetensors'\)"),
        (
            "sentencepiece.bpe.model",
            None,
            r"holds no sentencepiece model 'sentencepiece.bpe.model' or .*'nllb' needs: copy it",
        ),
        ("shared_vocabulary.json", None, r"holds neither 'shared_vocabulary.json' nor 'source_v"),
    ],
)
def test_a_missing_file_is_named_with_its_cure(
    folder: Path, removed: str, added: str | None, message: str
) -> None:
    (folder / removed).unlink()
    if added:
        (folder / added).touch()
    with pytest.raises(EngineError, match=message):
        load_nmt(folder, profile="nllb")


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("shared_vocabulary.json", "{", r"shared_vocabulary.json' cannot be read"),
        ("shared_vocabulary.json", '{"a": 1}', r"shared_vocabulary.json' is no list of tokens"),
        ("shared_vocabulary.json", "[1]", r"shared_vocabulary.json' is no list of tokens"),
        ("config.json", "{", r"config.json' cannot be read"),
    ],
)
def test_a_broken_file_is_named(folder: Path, file: str, content: str, message: str) -> None:
    (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(EngineError, match=message):
        load_nmt(folder, profile="nllb")


def test_a_broken_sentencepiece_model_is_named(folder: Path) -> None:
    (folder / "sentencepiece.bpe.model").write_bytes(b"nothing")
    with pytest.raises(EngineError, match=r"bpe.model' is no sentencepiece model"):
        load_nmt(folder, profile="nllb")


def test_a_path_that_is_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"nowhere' is no folder with a translation model"):
        load_nmt(tmp_path / "nowhere", profile="nllb")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"profile": "nlb"}, "no profile 'nlb' for translation models, did you mean 'nllb'"),
        ({"device": "gpu"}, "no device 'gpu'"),
        ({"compute_type": "int4"}, "no compute_type 'int4', did you mean 'int"),
        ({"threads": -1}, "threads must be at least 1, not -1"),
        ({"max_batch_tokens": 0}, "max_batch_tokens must be at least 1, not 0"),
    ],
)
def test_wrong_settings_are_errors(folder: Path, options: dict[str, Any], message: str) -> None:
    with pytest.raises(EngineError, match=message):
        load_nmt(folder, **{**dict[str, Any](profile="nllb"), **options})


def test_a_device_that_is_not_there_is_an_error(folder: Path) -> None:
    import ctranslate2

    if ctranslate2.get_cuda_device_count():
        pytest.skip("needs a machine without a GPU")
    with pytest.raises(EngineError, match="device 'cuda' is asked for and there is none"):
        load_nmt(folder, profile="nllb", device="cuda")
    with pytest.raises(EngineError, match="cannot compute in 'float16'"):
        load_nmt(folder, profile="nllb", device="cpu", compute_type="float16")


def test_the_missing_package_is_named_with_its_pip_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ctranslate2", None)
    with pytest.raises(MissingExtraError, match=r"'ctranslate2'.*pip install 'mlkt\[nmt\]'"):
        load_nmt(folder, profile="nllb")


def test_no_weights_are_read_before_they_are_needed(folder: Path) -> None:
    model = load_nmt(folder, profile="nllb")
    (folder / "model.bin").unlink()
    engine = nmt_engine(model, source_lang="kn", target_lang="en")
    assert engine.name == "tiny"


def test_every_profile_is_found_by_its_name() -> None:
    assert set(PROFILES) == {"nllb", "m2m100", "indictrans2", "madlad", "marian"}
    for name, profile in PROFILES.items():
        assert load_profile(name) is profile
        assert profile.source_pieces
        assert "{}" in profile.code
