"""Count the tokens of a text: exactly by a given model, else an estimate that says how sure it is.

token_counter(Path("sentencepiece.bpe.model"))("ಮೈಸೂರು ಒಂದು ನಗರ.")    as that model cuts it
estimate_tokens("ಮೈಸೂರು ಒಂದು ನಗರ.", "kn") -> TokenEstimate(fewest=6, usual=8, most=28)

Tokenizers differ fourfold on Indic texts, so that an estimate is a range. `locales/tokens.tsv`
holds what was measured. A language that stands not there is estimated by its bytes in UTF-8: no
tokenizer that falls back to bytes gives more tokens than those.
"""

import math
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mlkt.errors import ConfigError, LanguageError
from mlkt.packs import pack_dir, resolve
from mlkt.text.scripts import expected_script

_PER_BYTE = (0.13, 0.25, 1.0)  # the extremes of the table; a byte a token is the most there can be
_PER_LATIN_CHAR = (0.21, 0.34, 0.65)  # from English to Vietnamese


class TokenEstimate(NamedTuple):
    """Tokens of a text: the fewest and the most that were measured, and the usual number."""

    fewest: int
    usual: int
    most: int


def token_counter(model: Path) -> Callable[[str], int]:
    """Return the function that counts tokens by a SentencePiece model; line ends are text to it.

    Raises:
        ConfigError: the file cannot be read, or is no SentencePiece model.
    """
    from sentencepiece import SentencePieceProcessor

    try:
        processor = SentencePieceProcessor(model_proto=model.read_bytes())
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no SentencePiece model"
        raise ConfigError(f"cannot count tokens with {str(model)!r}: {reason}") from error
    return lambda text: len(processor.encode(text))


def estimate_tokens(text: str, lang: str) -> TokenEstimate:
    """Return how many tokens a text in `lang` may be for a language model."""
    rates = _table().get(_known(lang))
    size = len(text)
    if rates is None and expected_script(lang) == "Latn":
        rates = _PER_LATIN_CHAR
    elif rates is None:
        rates, size = _PER_BYTE, len(text.encode())
    return TokenEstimate(*(math.ceil(size * rate) for rate in rates))


def _known(lang: str) -> str:
    try:
        return resolve(lang)
    except LanguageError:
        return lang


@cache
def _table() -> dict[str, tuple[float, float, float]]:
    """Return language -> tokens a character."""
    lines = (pack_dir("locales") / "tokens.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {row[0]: (float(row[1]), float(row[2]), float(row[3])) for row in rows}
