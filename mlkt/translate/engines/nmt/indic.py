"""What IndicTrans2 wants done to a text before it is cut into pieces, and after.

before   ಬೆಂಗಳೂರು ೧೯೫೬ರಲ್ಲಿ 33.5% ಬೆಳೆಯಿತು.    ->  बॆंगळूरु 1956रल्लि < ID1 > बॆळॆयितु .
                                                    and {"<ID1>": "33.5%"}
after    Bengaluru grew by < ID1 > in 1956 .   ->  Bengaluru grew by 33.5% in 1956.

In this order: NFC and plain punctuation; native digits to ASCII; e-mail addresses, URLs, numbers
with something inside, handles and hashtags, from left to right, as `<ID1>`, `<ID2>`, …; spaces
around punctuation; the Brahmi-derived scripts of India as Devanagari. Urdu, Kashmiri and Sindhi in
Arabic script, Santali in Ol Chiki and Manipuri in Meitei keep theirs. The same text gives the same
result in every process, and the map belongs to one sentence.

Our own work, not AI4Bharat's `IndicProcessor`. It differs so: its placeholders are numbered in the
order of a Python set; it normalises letters by the Indic NLP library (spellings of nukta, of
Bengali and Gurmukhi that NFC leaves alone); English goes through the Moses tokenizer,
of which `indic_tokens` keeps the main rules only.
What changes with it is what the model reads, not what leaves here. No checkpoint of IndicTrans2
could be had: the effect on quality, and what its models make of `<ID1>`, was not measured.
"""

import unicodedata
from dataclasses import dataclass

import regex

from mlkt.rows import nfc
from mlkt.text.scripts import expected_script
from mlkt.translate.engines.nmt.indic_scripts import from_devanagari, is_unified, to_devanagari
from mlkt.translate.engines.nmt.indic_tokens import (
    join_english,
    join_indic,
    split_english,
    split_indic,
)

_PLAIN = {
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‘’‚‛´`", "'"),
    **dict.fromkeys("–‑‒−", "-"),
    "—": " - ",
    "…": "...",
    "\u00a0": " ",
    "\u00ad": "",
    "\u200b": "",
    "\u2060": "",
}
_PLAIN_TABLE = str.maketrans(_PLAIN)
_NATIVE_DIGIT = regex.compile(r"(?![0-9])\p{Nd}")
_KEPT = regex.compile(
    r"(?P<email>[\w.%+-]{1,64}+@[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)+)"
    r"|(?P<url>(?:https?|ftp)://[^\s<>\"'()\[\]]+(?<![.,;:!?])"
    r"|(?<![\w/.@])(?:[A-Za-z0-9-]++\.)+[A-Za-z]{2,}(?:/[^\s<>\"'()\[\]]*(?<![.,;:!?]))?(?!\w))"
    r"|(?P<number>~?\d++(?:[-/.,:'+]\d++)*\s?%|~?\d++(?:[-/.,:'+]\d++)+)"
    r"|(?P<other>(?<!\w)[#@]\w++)"
    r"|(?P<placeholder><ID\d{1,3}>)"  # somebody else's
)
# IndicTrans2 was trained near `<ID1>`; models write it in many ways (reference 1.4), in Devanagari
# and in ASCII, with other brackets or none.
_PLACEHOLDER = regex.compile(
    r"(?:[<\[({＜]++\s*+|(?<![\p{L}\p{M}\p{N}]))"
    r"(?:(?i:id)|आईडी|आइडी|आयडी|आय डी)\s*+(\d{1,3}+)(?!\d)\s*+[>\])}＞]?+"
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sentence as the model gets it, and what its placeholders stand for."""

    text: str
    kept: dict[str, str]


def prepare(text: str, lang: str) -> Prepared:
    """Return a sentence of the language `lang` (BCP 47) as IndicTrans2 reads it."""
    text = nfc(text).translate(_PLAIN_TABLE)
    text = _NATIVE_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), text)
    kept: dict[str, str] = {}

    def keep(match: "regex.Match[str]") -> str:
        placeholder = f"<ID{len(kept) + 1}>"
        kept[placeholder] = match.group()
        return f" {placeholder} "

    text = _KEPT.sub(keep, text)
    script = expected_script(lang)
    split = split_english if _is_english(lang) else split_indic
    text = split(text)
    return Prepared(to_devanagari(text, script) if script and is_unified(script) else text, kept)


def restore(text: str, lang: str, kept: dict[str, str]) -> tuple[str, list[str]]:
    """Return the model's output as text of the language `lang`, and the placeholders not in it.

    A placeholder that stands in it twice is put back twice: the gate counts numbers.
    """
    found: set[str] = set()

    def canonical(match: "regex.Match[str]") -> str:
        placeholder = f"<ID{match[1]}>"
        if placeholder not in kept:
            return match.group()
        found.add(placeholder)
        return f" {placeholder} "

    text = _PLACEHOLDER.sub(canonical, text) if kept else text
    script = expected_script(lang)
    if script and is_unified(script) and script != "Deva":
        text = from_devanagari(text, script)
    text = join_english(text) if _is_english(lang) else join_indic(text)
    for placeholder in found:
        text = text.replace(placeholder, kept[placeholder])
    return nfc(text), [kept[placeholder] for placeholder in kept if placeholder not in found]


def _is_english(lang: str) -> bool:
    return lang.split("-")[0] == "en"
