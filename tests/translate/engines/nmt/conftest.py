"""Models for the tests of this folder: one that knows its words, one that babbles."""

from pathlib import Path

import pytest

from mlkt.translate.engines.nmt import NmtModel, load_nmt
from tests.translate.engines.nmt.models import CODES, dictionary_model, random_model, write_pieces
from tests.translate.engines.nmt.paragraphs import TO_ENGLISH, WORDS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dictionary_model(tmp_path_factory.mktemp("nmt") / "tiny-nllb", WORDS, moves=TO_ENGLISH)


@pytest.fixture(scope="module")
def model(folder: Path) -> NmtModel:
    return load_nmt(folder, profile="nllb")


@pytest.fixture(scope="module")
def babbler(tmp_path_factory: pytest.TempPathFactory) -> NmtModel:
    """Return a model of random weights over the same words: it loops until it is cut off."""
    folder = tmp_path_factory.mktemp("nmt") / "babbler"
    folder.mkdir()
    pieces = write_pieces(folder, [*WORDS, *WORDS.values()], ["sentencepiece.bpe.model"])
    return load_nmt(
        random_model(folder, ["<s>", "<pad>", "</s>", "<unk>", *pieces, *CODES]), profile="nllb"
    )
