"""Put spaces around punctuation for IndicTrans2, and take them away again.

split_indic("ನೋಡಿ (೧) ಇಲ್ಲಿ.")  ->  "ನೋಡಿ ( ೧ ) ಇಲ್ಲಿ ."
join_indic("ನೋಡಿ ( 1 ) ಇಲ್ಲಿ .")  ->  "ನೋಡಿ (1) ಇಲ್ಲಿ."
split_english("It's 3.5 km, e.g. here.")  ->  "It 's 3.5 km , e.g. here ."
join_english("It 's 3.5 km , e.g. here .")  ->  "It's 3.5 km, e.g. here."
"""

import regex

_SIGN = regex.compile(r"([!-/:-@\[-`{-~।॥])")
# Dates, decimals and groups of thousands stay one word.
_NUMBER = regex.compile(r"\d++(?: [,.:/] \d++)+")
_ENGLISH_SIGNS = regex.compile(r"([^\p{L}\p{M}\p{N}\s.'’`,\-])")
_COMMA = regex.compile(r"(?<!\p{N}),|,(?!\p{N})")
_LAST_STOP = regex.compile(r"(?<![.])\.(?=\s*[\"'”’)\]]*\s*$)")
_DOTS = regex.compile(r"\.{2,}+")
_SUFFIX = regex.compile(r"(?<=[\p{L}\p{N}])['’](?=\p{L})")
_QUOTE = regex.compile(r"(?<![\p{L}\p{N}])['’]|['’](?![\p{L}\p{N}])")

_BEFORE_NO_SPACE = regex.compile(r"\s+(?=[!%)\]},.:;>?।॥])")
_AFTER_NO_SPACE = regex.compile(r"(?<=[#$£€₹(\[{<@])\s+")
_AROUND_NO_SPACE = regex.compile(r"\s*([-/\\])\s*")
# A sign that stands alone, another one like it, and no third between them.
_QUOTED = regex.compile(r"(?<!\S)([\"'])\s+((?:(?!(?<!\S)\1(?!\S)).)*?)\s+\1(?!\S)")
_QUOTE_AT_END = regex.compile(r"(?<=^[\"'])\s+|(?<=:\s[\"'])\s+|\s+(?=[\"']$)")
_PLURAL = regex.compile(r"(?<=s)\s+(?='\s+\p{L})")
_ENGLISH_BEFORE = regex.compile(r"\s+(?=[!%)\]},.:;?…])")
_ENGLISH_AFTER = regex.compile(r"(?<=[$£€₹(\[{])\s+")
_CONTRACTED = regex.compile(r"(?<=[\p{L}\p{N}])\s+(?=['’](?:s|t|m|d|re|ve|ll)\b)", regex.IGNORECASE)


def split_indic(text: str) -> str:
    """Return a sentence of an Indian language with a space around each sign of punctuation."""
    apart = " ".join(_SIGN.sub(r" \1 ", text).split())
    return _NUMBER.sub(lambda match: match.group().replace(" ", ""), apart)


def join_indic(text: str) -> str:
    """Return a sentence of an Indian language with its punctuation attached."""
    text = _quoted(text)
    text = _AFTER_NO_SPACE.sub("", _BEFORE_NO_SPACE.sub("", text))
    return " ".join(_AROUND_NO_SPACE.sub(r"\1", text).split())


def split_english(text: str) -> str:
    """Return an English sentence with punctuation apart; hyphens and stops inside words stay."""
    text = _DOTS.sub(r" \g<0> ", _ENGLISH_SIGNS.sub(r" \1 ", text))
    text = _LAST_STOP.sub(" . ", _COMMA.sub(" , ", text))
    return " ".join(_SUFFIX.sub(" '", _QUOTE.sub(" ' ", text)).split())


def join_english(text: str) -> str:
    """Return an English sentence with its punctuation attached."""
    text = _quoted(_PLURAL.sub("", _CONTRACTED.sub("", text)))
    return " ".join(_ENGLISH_AFTER.sub("", _ENGLISH_BEFORE.sub("", text)).split())


def _quoted(text: str) -> str:
    """Return `text` with its quotation marks attached: pairs, and what stands at either end."""
    return _QUOTE_AT_END.sub("", _QUOTED.sub(r"\1\2\1", text))
