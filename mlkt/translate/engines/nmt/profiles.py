"""The families of translation models and how each wants to be called, as data.

nllb         kan_Knda ▁ಮೈಸೂರು ▁ನಗರ </s>           after the prefix eng_Latn   ▁Mysuru …
m2m100       __kn__ ▁ಮೈಸೂರು ▁ನಗರ </s>             after the prefix __en__     ▁Mysuru …
indictrans2  kan_Knda eng_Latn ▁मैसूरु ▁नगर        no prefix                   ▁Mysuru …
madlad       the pieces of "<2en> ಮೈಸೂರು ನಗರ"      no prefix                   ▁Mysuru …
marian       ▁ಮೈಸೂರು ▁ನಗರ </s>                     no prefix                   ▁Mysuru …
             (several targets: >>eng<< ▁ಮೈಸೂರು …)
"""

from dataclasses import dataclass
from typing import Literal

from mlkt.errors import EngineError, nearest

Side = Literal["source", "target"]


@dataclass(frozen=True, slots=True)
class Profile:
    """How a family of models is called.

    `end_token` is appended unless the model's `config.json` says that the model adds it itself
    (converters for fairseq and Marian set that, the one for Transformers does not: its tokenizers
    add the token, and CTranslate2's guide to Transformers models asks for it).
    """

    name: str
    source_pieces: tuple[str, ...]  # file names of the sentencepiece model; the first found is read
    target_pieces: tuple[str, ...]  # empty: the source's
    code: str  # how a language stands in the vocabulary
    code_pattern: str  # what its codes look like there
    codes: Literal["flores", "short", "any"]
    tags: tuple[Side, ...]  # languages named before the source's pieces, in this order
    tags_in_text: bool = False  # written before the text, for the sentencepiece model to cut
    tags_optional: bool = False  # a model whose vocabulary holds no code at all needs none
    end_token: bool = True
    target_prefix: bool = False  # decoding starts with the target's code, which is dropped again
    output: Literal["decode", "join"] = "decode"  # by sentencepiece, or joined at `▁`
    preparation: Literal["none", "indic"] = "none"
    max_tokens: int = 256  # of a sentence, tags and end token counted
    max_output_tokens: int = 512


# Call shapes: MinT, the service behind Wikipedia's translations
# (wikimedia/mediawiki-services-machinetranslation at 39c63c2, translator/models), and CTranslate2's
# guide to Transformers models. MinT drops the first token of MADLAD's and Marian's output as it
# does behind NLLB's prefix; without a prefix that token is text, so here it stays.
# Limits: NLLB and M2M-100 hold 1024 positions, but lose sentences above some 200 tokens
# (sillsdev/silnlp issues 182 and 626); IndicTrans2 was made for 256 in and out (its README, and
# inference/engine.py at 4f08e39); Marian's models from OPUS hold 512 positions.
_ALL = (
    Profile(
        name="nllb",
        source_pieces=(
            "sentencepiece.bpe.model",
            "flores200_sacrebleu_tokenizer_spm.model",
            "sentencepiece.model",
            "spm.model",
        ),
        target_pieces=(),
        code="{}",
        code_pattern=r"[a-z]{3}_[A-Z][a-z]{3}",
        codes="flores",
        tags=("source",),
        target_prefix=True,
    ),
    Profile(
        name="m2m100",
        source_pieces=("sentencepiece.bpe.model", "spm.128k.model", "sentencepiece.model"),
        target_pieces=(),
        code="__{}__",
        code_pattern=r"__[a-z]{2,3}__",
        codes="short",
        tags=("source",),
        target_prefix=True,
    ),
    Profile(
        name="indictrans2",
        source_pieces=("vocab/model.SRC", "model.SRC", "spm.SRC"),
        target_pieces=("vocab/model.TGT", "model.TGT", "spm.TGT"),
        code="{}",
        code_pattern=r"[a-z]{3}_[A-Z][a-z]{3}",
        codes="flores",
        tags=("source", "target"),
        end_token=False,
        output="join",
        preparation="indic",
        max_output_tokens=256,
    ),
    Profile(
        name="madlad",
        source_pieces=("spiece.model", "sentencepiece.model"),
        target_pieces=(),
        code="<2{}>",
        code_pattern=r"<2[A-Za-z_]{2,}>",
        codes="short",
        tags=("target",),
        tags_in_text=True,
    ),
    Profile(
        name="marian",
        source_pieces=("source.spm",),
        target_pieces=("target.spm",),
        code=">>{}<<",
        code_pattern=r">>[A-Za-z_]{2,}<<",
        codes="any",
        tags=("target",),
        tags_optional=True,
        max_output_tokens=500,
    ),
)
PROFILES = {profile.name: profile for profile in _ALL}


def load_profile(name: str) -> Profile:
    """Return the profile called `name`.

    Raises:
        EngineError: there is none; names the nearest one and all.
    """
    if name not in PROFILES:
        raise EngineError(
            f"no profile {name!r} for translation models{nearest(name, PROFILES)}; "
            f"there are {', '.join(PROFILES)}"
        )
    return PROFILES[name]
