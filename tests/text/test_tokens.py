import io
from pathlib import Path

import pytest

from mlkt.errors import ConfigError
from mlkt.packs import languages
from mlkt.text.tokens import TokenEstimate, estimate_tokens, token_counter

SENTENCES = {
    "kn": "ಮೈಸೂರು ಕರ್ನಾಟಕದ ಒಂದು ದೊಡ್ಡ ನಗರ.",
    "hi": "नदी पहाड़ से निकलती है।",
    "ar": "ينبع النهر من التلال.",
    "zh": "河从山里发源。",
    "th": "แม่น้ำไหลจากภูเขา",
    "yo": "Odò náà ń ṣàn láti orí òkè.",
    "am": "ወንዙ ከተራሮች ይነሳል።",
    "en": "The river rises in the hills.",
}


@pytest.mark.parametrize("lang", SENTENCES)
def test_an_estimate_is_a_range_that_no_byte_tokenizer_leaves(lang: str) -> None:
    text = SENTENCES[lang]
    found = estimate_tokens(text, lang)
    assert 0 < found.fewest <= found.usual <= found.most <= len(text.encode())


def test_longer_texts_are_more_tokens_and_none_are_none() -> None:
    assert estimate_tokens("", "kn") == TokenEstimate(0, 0, 0)
    once, ten = estimate_tokens("ನಗರ. ", "kn"), estimate_tokens("ನಗರ. " * 10, "kn")
    assert all(a < b <= 10 * a for a, b in zip(once, ten, strict=True))


def test_regions_do_not_count_and_every_locale_has_a_row() -> None:
    assert estimate_tokens("abc", "en-GB") == estimate_tokens("abc", "en")
    table = Path(__file__).parents[2] / "locales/tokens.tsv"
    rows = [line.split("\t") for line in table.read_text("utf-8").splitlines() if line[0] != "#"]
    assert {row[0] for row in rows[1:]} == set(languages())
    assert all(len(row) == 6 for row in rows)


def test_a_given_model_counts_exactly(tmp_path: Path) -> None:
    from sentencepiece import SentencePieceTrainer

    model = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(list(SENTENCES.values()) * 20),
        model_writer=model,
        vocab_size=120,
        model_type="char",
        character_coverage=1.0,
        minloglevel=2,
    )
    path = tmp_path / "chars.model"
    path.write_bytes(model.getvalue())
    assert token_counter(path)("河从山里") == 5  # the four, and the mark of a word's start


def test_a_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.model").write_bytes(b"nothing")
    for name, reason in (("a.model", "no SentencePiece model"), ("b.model", "No such file")):
        with pytest.raises(ConfigError, match=reason):
            token_counter(tmp_path / name)
