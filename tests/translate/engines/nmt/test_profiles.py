"""Each family of models in its own call shape, over real CTranslate2 models."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ctranslate2", reason="needs the package ctranslate2 (extra: nmt)")

from mlkt.errors import EngineError
from mlkt.translate.engines.nmt import PROFILES, load_nmt, nmt_engine
from tests.translate.engines.nmt.models import dictionary_model
from tests.translate.engines.nmt.paragraphs import (
    SENTENCES,
    TO_ENGLISH,
    WORDS,
    Pair,
    english,
    kinds,
    paragraph,
    targets,
)


def test_numbers_in_eight_bits_give_the_same(tmp_path: Path) -> None:
    small = dictionary_model(tmp_path / "int8", WORDS, moves=TO_ENGLISH, quantization="int8")
    loaded = load_nmt(small, profile="nllb", name="small", threads=1)
    out = english(loaded).invoke(paragraph(*SENTENCES))
    assert targets(out) == list(SENTENCES.values())
    assert out.segments[0]["engine"] == "small"


@pytest.mark.parametrize(
    ("profile", "pair", "options", "words"),
    [
        ("nllb", ("kn", "en"), {"moves": TO_ENGLISH}, {}),
        ("nllb", ("kn", "en"), {"moves": TO_ENGLISH, "add_source_eos": True}, {}),
        (
            "m2m100",
            ("kn", "en"),
            {"tokens": ["__kn__", "__en__"], "moves": {"__kn__": "__en__"}},
            {},
        ),
        (
            "indictrans2",
            ("kn", "en"),
            {
                "skip": 2,
                "spm": ["vocab/model.SRC", "vocab/model.TGT"],
                "add_source_eos": True,
            },
            {"मैसूरु": "Mysuru", "ऒंदु": "one", "हळॆय": "old", "नगर": "city", ".": "."},
        ),
        (
            "madlad",
            ("kn", "en"),
            {"skip": 1, "spm": ["spiece.model"], "spm_tokens": ["<2en>"], "tokens": []},
            {},
        ),
        ("marian", ("kn", "en"), {"spm": ["source.spm", "target.spm"], "tokens": []}, {}),
        (
            "marian",
            ("kn", "en"),
            {"spm": ["source.spm", "target.spm"], "tokens": [">>eng<<"], "skip": 1},
            {},
        ),
    ],
)
def test_each_profile_is_called_in_its_own_shape(
    tmp_path: Path, profile: str, pair: Pair, options: dict[str, Any], words: dict[str, str]
) -> None:
    made = dictionary_model(tmp_path / profile, words or WORDS, **options)
    engine = nmt_engine(load_nmt(made, profile=profile), source_lang=pair[0], target_lang=pair[1])
    out = engine.invoke(paragraph("ಮೈಸೂರು ಒಂದು ಹಳೆಯ ನಗರ."))
    assert targets(out) == ["Mysuru one old city."]
    assert kinds(out) == [[]]


def test_a_placeholder_that_the_model_loses_is_blocking(tmp_path: Path) -> None:
    words = {"नगर": "city", "<": "a", "ID1": "b", ">": "c"}
    made = dictionary_model(
        tmp_path / "indic", words, skip=2, spm=["model.SRC", "model.TGT"], add_source_eos=True
    )
    engine = english(load_nmt(made, profile="indictrans2"))
    (segment,) = engine.invoke(paragraph("ನಗರ 50%")).segments
    assert segment["target"] == "city a b c"
    assert segment["problems"] == [
        {"kind": "placeholder_lost", "severity": "blocking", "evidence": "50%"}
    ]


def test_a_broken_model_is_an_error_on_first_use(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    (broken / "model.bin").write_bytes(b"nothing")
    engine = english(load_nmt(broken, profile="nllb"))
    with pytest.raises(EngineError, match="broken' cannot be loaded .* convert it again"):
        engine.invoke(paragraph("ನಗರ."))


def test_a_trained_model_writes_arabic_names_in_latin_letters(
    shared_data: Path, tmp_path: Path
) -> None:
    trained = shared_data / "ct2-aren-transliteration"
    if not trained.is_dir():
        pytest.skip("needs the folder ../shared/data/ct2-aren-transliteration")
    made = tmp_path / "aren"
    shutil.copytree(trained, made, copy_function=shutil.copyfile)
    made.chmod(0o755)
    letters = (made / "source_vocabulary.txt").read_text("utf-8").split("\n")[3:]
    latin = (made / "target_vocabulary.txt").read_text("utf-8").split("\n")[3:]
    _write_letters(made / "source.spm", letters)
    _write_letters(made / "target.spm", latin)
    profile = replace(PROFILES["marian"], end_token=False)
    engine = nmt_engine(load_nmt(made, profile=profile), source_lang="ar", target_lang="en")
    out = engine.invoke(paragraph("كارناتاكا", "آتزمون", pair=("ar", "en")))
    assert targets(out) == ["karnataka", "atzmon"]
    assert kinds(out) == [[], []]


def test_the_vocabulary_may_be_plain_text(folder: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    shutil.copytree(folder, plain)
    tokens = json.loads((plain / "shared_vocabulary.json").read_text("utf-8"))
    (plain / "shared_vocabulary.json").unlink()
    (plain / "shared_vocabulary.txt").write_bytes(("\n".join(tokens) + "\n").encode())
    out = english(load_nmt(plain, profile="nllb")).invoke(paragraph("ನಗರ."))
    assert targets(out) == ["city."]


def _write_letters(file: Path, letters: list[str]) -> None:
    from sentencepiece import SentencePieceTrainer

    with file.open("wb") as out:
        SentencePieceTrainer.train(
            sentence_iterator=iter(["".join(letters)]),
            model_writer=out,
            model_type="char",
            vocab_size=200,
            hard_vocab_limit=False,
            add_dummy_prefix=False,
            normalization_rule_name="identity",
            character_coverage=1.0,
            minloglevel=2,
        )
