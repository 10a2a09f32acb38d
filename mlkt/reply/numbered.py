"""Read questions and answers that have no labels: numbered items, headings, bold lines.

    1. Where does it rise?          ### Where does it rise?          1. Where?   2. When?
       In the hills.                In the hills.                    1. Here.    2. In 1999.

The line of a question ends with a question mark of any script, or has its answer behind it. Questions
first and answers after them are paired where the numbers begin again.
"""

import regex

from mlkt.reply.code import fenced, inside
from mlkt.reply.fields import Field
from mlkt.reply.vocabulary import INVISIBLE, Vocabulary, ascii_digits

_MARKS = "?？؟⸮;՞፧꘏"
_ITEM = regex.compile(
    rf"^[ \t{INVISIBLE}]*+(?P<head>(?:[>•·●*+-][ \t]++)?+(?:#{{1,6}}[ \t]*+)?+(?P<bold>\*\*|__)?+"
    rf"(?:[(（\[]?(?P<number>\p{{Nd}}{{1,3}}+)[.)．）\]、:：][ \t]*+)?+(?P<bold>\*\*|__)?+)"
    rf"(?P<question>[^\n{_MARKS}]*+[{_MARKS}](?:[{_MARKS}!！\"'”’»」*_)]|[ \t]*+(?=\n))*+)"
    r"[ \t]*+(?:[-–—:：→]{1,2}[ \t]++)?+(?P<answer>[^\n]*+)$",
    regex.MULTILINE,
)
_NUMBER = regex.compile(
    rf"^[ \t{INVISIBLE}]*+[(（\[]?(?P<number>\p{{Nd}}{{1,3}}+)[.)．）\]、:：][ \t]*+(?P<text>[^\n]++)",
    regex.MULTILINE,
)
