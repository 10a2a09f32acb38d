"""Quotation marks and brackets that are opened and not closed, or closed and not opened.

He said (in 1956: yes.   ->  marks_unbalanced, where the source is balanced
"""

from collections.abc import Iterator

import regex

from mlkt.translate.gate.texts import Texts
from mlkt.translate.problems import Problem

_OPEN = dict(zip("([{（［｛【〔「『《〈", ")]}）］｝】〕」』》〉", strict=True))
_MARK = regex.compile(r"[\p{Ps}\p{Pe}“”„«»\"]")
_QUOTES = {"“": "”", "«": "»", "„": "“"}


def check_marks(texts: Texts) -> Iterator[Problem]:
    """Find marks that are unbalanced in the target and not in the source.

    Minor: quotations run over several segments, and people forget marks.
    """
    if not _MARK.search(texts.target):
        return
    if (marks := _unbalanced(texts.target)) and not _unbalanced(texts.source):
        yield Problem("marks_unbalanced", "minor", marks)


def _unbalanced(text: str) -> str:
    """Return the marks of a text that have no partner."""
    found = ""
    for first, last in _OPEN.items():
        depth = 0
        if first not in text and last not in text:
            continue
        for sign in text:
            if sign == first:
                depth += 1
            elif sign == last:
                depth -= 1
                if depth < 0 and not (last == ")" and _is_list_mark(text)):
                    return last
        if depth > 0:
            found += first
    for first, last in _QUOTES.items():
        if first in text and last not in text and not (first == "“" and "„" in text):
            found += first
    if text.count('"') % 2:
        found += '"'
    return found


def _is_list_mark(text: str) -> bool:
    """Tell whether the first bracket closes a list mark: 1) or a)."""
    return "(" not in text[: text.index(")")] and text.index(")") <= 4
