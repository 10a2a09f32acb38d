"""What a language is: script, identity, sentences with offsets, words, numbers, dates, frames."""

from mlkt.text.dates import Date, find_dates
from mlkt.text.frames import BLANK, fill_frame, read_frame
from mlkt.text.identify import Identified, identify
from mlkt.text.numbers import Number, find_numbers
from mlkt.text.scripts import expected_script, script_share, script_shares
from mlkt.text.sentences import Span, split_sentences
from mlkt.text.tokens import TokenEstimate, estimate_tokens, token_counter
from mlkt.text.words import words

__all__ = [
    "BLANK",
    "Date",
    "Identified",
    "Number",
    "Span",
    "TokenEstimate",
    "estimate_tokens",
    "expected_script",
    "fill_frame",
    "find_dates",
    "find_numbers",
    "identify",
    "read_frame",
    "script_share",
    "script_shares",
    "split_sentences",
    "token_counter",
    "words",
]
